//! Opening files that must be inside a folder.
//!
//! A name may lead out of the folder: by `..`, as an absolute path, or through a symbolic link. A
//! check of the path before the file is opened does not help, because a link can be replaced in
//! between. So the system itself is asked to open the file and to leave the folder at no step:
//! `openat2` with `RESOLVE_BENEATH` (Linux 5.6). It follows relative links inside the folder, with
//! which Kubernetes mounts files, and refuses absolute links, also those that lead back into the
//! folder. Where `openat2` is missing, each part of the name is opened by itself, and no links are
//! followed at all.

use std::{
    io,
    path::{Component, Path},
};

use rustix::{
    fd::OwnedFd,
    fs::{Dir, Mode, OFlags, open, openat},
    io::Errno,
};

use super::{READ, read_open};

/// Opens a folder to open files in it, which needs no right to list the folder on Linux.
#[cfg(target_os = "linux")]
const ENTER: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
#[cfg(not(target_os = "linux"))]
const ENTER: OFlags = READ.union(OFlags::DIRECTORY);

/// The content of the file `name` inside `folder`, of at most `largest` bytes. Only regular files
/// are read. The error is [`io::ErrorKind::CrossesDevices`] if the name leads out of the folder.
pub fn read_beneath(folder: &Path, name: &Path, largest: u64) -> io::Result<Vec<u8>> {
    read_open(open_beneath(folder, name, READ)?.into(), largest)
}

/// The names in the folder `below` inside `folder`, at most `most`. Names that are not UTF-8 are
/// left out.
pub fn names_beneath(folder: &Path, below: &Path, most: usize) -> io::Result<Vec<String>> {
    let below = if below.as_os_str().is_empty() { Path::new(".") } else { below };
    let entries = Dir::new(open_beneath(folder, below, READ | OFlags::DIRECTORY)?)?;
    let names = entries
        .take(most)
        .filter_map(|entry| entry.ok()?.file_name().to_owned().into_string().ok());
    Ok(names.collect())
}

#[cfg(target_os = "linux")]
fn open_beneath(folder: &Path, name: &Path, flags: OFlags) -> io::Result<OwnedFd> {
    use rustix::fs::{ResolveFlags, openat2};

    let folder = open(folder, ENTER, Mode::empty())?;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    match openat2(&folder, name, flags, Mode::empty(), resolve) {
        // Sandboxes that do not have this call yet answer EPERM.
        Err(Errno::NOSYS | Errno::PERM) => open_by_parts(folder, name, flags),
        opened => Ok(opened?),
    }
}

#[cfg(not(target_os = "linux"))]
fn open_beneath(folder: &Path, name: &Path, flags: OFlags) -> io::Result<OwnedFd> {
    open_by_parts(open(folder, ENTER, Mode::empty())?, name, flags)
}

/// Opens each part of `name` in the one before it, without following links.
fn open_by_parts(folder: OwnedFd, name: &Path, flags: OFlags) -> io::Result<OwnedFd> {
    let is_part = |part: &Component<'_>| *part != Component::CurDir;
    let mut parts = name.components().filter(is_part).peekable();
    let mut opened = folder;
    if parts.peek().is_none() {
        return Ok(openat(&opened, ".", flags, Mode::empty())?);
    }
    while let Some(part) = parts.next() {
        let Component::Normal(part) = part else { return Err(Errno::XDEV.into()) };
        let flags = if parts.peek().is_some() { ENTER } else { flags };
        opened =
            openat(&opened, part, flags | OFlags::NOFOLLOW, Mode::empty()).map_err(|error| {
                if error == Errno::LOOP { link_not_followed() } else { error.into() }
            })?;
    }
    Ok(opened)
}

fn link_not_followed() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidInput,
        "it is a symbolic link, which is followed only on Linux 5.6 or newer; put the file there",
    )
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use tempfile::TempDir;

    use super::{super::tests::make_pipe, *};

    /// A folder `in` with files and links, and a file `secret` outside it.
    fn files() -> TempDir {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("in");
        fs::create_dir_all(folder.join("below")).unwrap();
        fs::write(outer.path().join("secret"), "secret").unwrap();
        fs::write(folder.join("below/file"), "content").unwrap();
        let link = |to: &Path, name: &str| symlink(to, folder.join(name)).unwrap();
        link(Path::new("below/file"), "inside");
        link(Path::new("../in/below/file"), "out-and-in");
        link(&folder.join("below/file"), "absolute");
        link(Path::new("../secret"), "outside");
        link(Path::new(".."), "up");
        link(Path::new("loop"), "loop");
        make_pipe(&folder.join("pipe"));
        outer
    }

    fn read(outer: &TempDir, name: &str) -> Result<String, io::Error> {
        let content = read_beneath(&outer.path().join("in"), Path::new(name), 100)?;
        Ok(String::from_utf8(content).unwrap())
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn links_are_followed_inside_the_folder_and_refused_where_they_leave_it() {
        let outer = files();
        for inside in ["below/file", "./below/file", "inside", "below/../inside"] {
            assert_eq!(read(&outer, inside).unwrap(), "content", "{inside}");
        }
        let absolute = outer.path().join("in/below/file");
        for outside in [
            "../secret",
            "outside",
            "up/secret",
            "out-and-in",
            "absolute",
            absolute.to_str().unwrap(),
        ] {
            let error = read(&outer, outside).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::CrossesDevices, "{outside}: {error}");
        }
        assert!(read(&outer, "loop").is_err());
        assert_eq!(read(&outer, "none").unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_pipe_and_a_folder_are_refused_at_once() {
        let outer = files();
        for name in ["pipe", "below", "."] {
            assert_eq!(read(&outer, name).unwrap_err().to_string(), "it is not a file", "{name}");
        }
    }

    #[test]
    fn without_openat2_no_link_is_followed() {
        let outer = files();
        let read = |name: &str| {
            let folder = open(outer.path().join("in"), ENTER, Mode::empty()).unwrap();
            let content = read_open(open_by_parts(folder, Path::new(name), READ)?.into(), 100)?;
            Ok::<_, io::Error>(String::from_utf8(content).unwrap())
        };
        for inside in ["below/file", "./below/./file"] {
            assert_eq!(read(inside).unwrap(), "content", "{inside}");
        }
        for refused in [
            "inside",
            "outside",
            "absolute",
            "up/secret",
            "../secret",
            "/etc/hostname",
            "pipe",
            ".",
        ] {
            assert!(read(refused).is_err(), "{refused}");
        }
        assert!(read("inside").unwrap_err().to_string().contains("it is a symbolic link"));
    }

    #[test]
    fn names_are_listed_only_inside_the_folder() {
        let outer = files();
        let names = |below: &str| names_beneath(&outer.path().join("in"), Path::new(below), 100);
        assert!(names("").unwrap().contains(&"below".to_owned()));
        assert!(names("below").unwrap().contains(&"file".to_owned()));
        for outside in ["..", "up", "/"] {
            assert!(names(outside).is_err(), "{outside}");
        }
    }

    /// A link that is replaced all the time leads to the file inside or is an error; the file
    /// outside is never read.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_link_that_is_replaced_meanwhile_never_leads_out_of_the_folder() {
        let outer = files();
        let folder = outer.path().join("in");
        let (mut inside, mut refused) = (0, 0);
        std::thread::scope(|scope| {
            let swapping = scope.spawn(|| {
                for number in 0..2_000 {
                    let to = if number % 2 == 0 { "../secret" } else { "below/file" };
                    symlink(to, folder.join("new")).unwrap();
                    fs::rename(folder.join("new"), folder.join("inside")).unwrap();
                }
            });
            while !swapping.is_finished() {
                match read(&outer, "inside") {
                    Ok(content) => {
                        assert_eq!(content, "content");
                        inside += 1;
                    }
                    Err(_outside) => refused += 1,
                }
            }
        });
        eprintln!("read inside: {inside}, refused: {refused}");
    }
}
