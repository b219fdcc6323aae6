//! Reading the files that a theme names. They must be inside its folder.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::values::FileName;
use crate::{
    did_you_mean::nearest,
    files::beneath::{names_beneath, read_beneath},
};

/// How many names of a folder are compared with the name of a missing file.
const MOST_NAMES: usize = 1_000;

/// The files of the built-in theme.
const BUILT_IN: &[(&str, &[u8])] = &[
    ("assets/logo.svg", include_bytes!("../../assets/logo.svg")),
    ("assets/logo-dark.svg", include_bytes!("../../assets/logo-dark.svg")),
    ("assets/icon.svg", include_bytes!("../../assets/icon.svg")),
];

/// The place of the files that a theme names.
#[derive(Debug)]
pub(super) enum Folder {
    /// A folder on the disk.
    Disk(PathBuf),
    /// The program itself, for the built-in theme.
    BuiltIn,
}

impl Folder {
    /// The folder of the theme file `path`.
    pub(super) fn of(path: &Path) -> Self {
        Self::Disk(folder_of(path).to_owned())
    }

    /// The path of the file on the disk; `None` for the built-in theme.
    pub(super) fn path(&self, name: &FileName) -> Option<PathBuf> {
        match self {
            Self::Disk(folder) => Some(folder.join(&name.0)),
            Self::BuiltIn => None,
        }
    }

    /// The content of a file of at most `largest` bytes, or why it cannot be read.
    pub(super) fn read(&self, name: &FileName, largest: u64) -> Result<Vec<u8>, String> {
        match self {
            Self::BuiltIn => {
                let file = BUILT_IN.iter().find(|(path, _)| *path == name.0);
                file.map(|(_, content)| content.to_vec())
                    .ok_or_else(|| format!("there is no file `{name}`"))
            }
            Self::Disk(folder) => read_beneath(folder, Path::new(&name.0), largest)
                .map_err(|error| unreadable(folder, name, &error)),
        }
    }
}

fn unreadable(folder: &Path, name: &FileName, error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound {
        format!("there is no file `{name}`{}", did_you_mean(folder, name))
    } else if error.kind() == io::ErrorKind::CrossesDevices {
        format!(
            "`{name}` is outside the theme's folder; move it there. If it is a symbolic link, let \
             it be relative and stay in the folder"
        )
    } else {
        format!("`{name}` cannot be read: {error}")
    }
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// The content of the theme file `path`, or why it cannot be read. It must be inside its own folder
/// like the files that it names: a link to another file would make diagnostics show lines of that
/// file.
pub(super) fn read_theme(path: &Path, largest: u64) -> Result<Vec<u8>, String> {
    let name = path.file_name().map_or(path, Path::new);
    let folder = folder_of(path);
    read_beneath(folder, name, largest).map_err(|error| {
        let name = FileName(name.display().to_string());
        if error.kind() == io::ErrorKind::NotFound {
            match did_you_mean(folder, &name) {
                hint if hint.is_empty() => format!(
                    "`{name}` is not there yet; create it, and begin with the name of your brand: \
                     name = \"…\""
                ),
                hint => format!("there is no file `{name}`{hint}"),
            }
        } else if error.kind() == io::ErrorKind::CrossesDevices {
            "this theme cannot be read: it is a symbolic link that leaves its folder or is \
             absolute; move the file there, or set the path of the file itself"
                .to_owned()
        } else {
            format!("this theme cannot be read: {error}")
        }
    })
}

/// `; did you mean …?` with the most similar name in the folder of a missing file, or nothing.
fn did_you_mean(folder: &Path, name: &FileName) -> String {
    let path = Path::new(&name.0);
    let (Some(wanted), Some(below)) =
        (path.file_name().and_then(|name| name.to_str()), path.parent())
    else {
        return String::new();
    };
    // Names outside the theme's folder are not listed.
    let names = names_beneath(folder, below, MOST_NAMES).unwrap_or_default();
    match nearest(wanted, names.iter().map(String::as_str)) {
        Some(near) => format!("; did you mean `{}`?", below.join(near).display()),
        None => String::new(),
    }
}
