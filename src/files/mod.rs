//! Reading files with a size limit, and noticing when they change.
//!
//! A file is opened first, without waiting, and what was opened is checked: it must be a regular
//! file and not too large. A check of the path before it is opened would say nothing about the
//! file that is opened after it. [`beneath`] does the same for files that must be inside a folder.

pub mod beneath;
pub mod watch;

use std::{
    fs::File,
    io::{self, Read as _},
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use rustix::fs::{Mode, OFlags, open};

/// Opens for reading. `NONBLOCK` returns at once for a pipe that has no writer.
const READ: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

/// The content of a file of at most `largest` bytes. Only regular files are read: reading a pipe
/// might never end.
pub fn read_bounded(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    read_open(open(path, READ, Mode::empty())?.into(), largest)
}

/// Whether users of this machine other than its owner have any access to a file.
#[must_use]
pub fn is_exposed(file: &Path) -> bool {
    file.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

/// The content of an open file, as [`read_bounded`] returns it.
fn read_open(file: File, largest: u64) -> io::Result<Vec<u8>> {
    let invalid = |text: String| io::Error::new(io::ErrorKind::InvalidInput, text);
    if !file.metadata()?.is_file() {
        return Err(invalid("it is not a file".to_owned()));
    }
    let mut content = Vec::new();
    file.take(largest + 1).read_to_end(&mut content)?;
    if content.len() as u64 > largest {
        return Err(invalid(format!("it is larger than {} KiB", largest / 1024)));
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a pipe. rustix can do this only on some systems.
    pub(super) fn make_pipe(path: &Path) {
        assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn a_pipe_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        make_pipe(&pipe);
        assert_eq!(read_bounded(&pipe, 10).unwrap_err().to_string(), "it is not a file");
    }

    #[test]
    fn a_file_that_is_too_large_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, [0; 2048]).unwrap();
        assert_eq!(read_bounded(&file, 2048).unwrap().len(), 2048);
        let error = read_bounded(&file, 2047).unwrap_err();
        assert_eq!(error.to_string(), "it is larger than 1 KiB");
    }
}
