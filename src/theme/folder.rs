//! Reading the files that a theme names. They must be inside its folder.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::values::FileName;
use crate::{did_you_mean::nearest, files::read_bounded};

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
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        Self::Disk(folder.unwrap_or(Path::new(".")).to_owned())
    }

    /// The path of the file on the disk; `None` for the built-in theme.
    pub(super) fn path(&self, name: &FileName) -> Option<PathBuf> {
        match self {
            Self::Disk(folder) => Some(folder.join(&name.0)),
            Self::BuiltIn => None,
        }
    }

    /// The content of a file of at most `largest` bytes, or why it cannot be read. Symbolic links
    /// are resolved first, so that no file outside the folder is read.
    pub(super) fn read(&self, name: &FileName, largest: u64) -> Result<Vec<u8>, String> {
        match self {
            Self::BuiltIn => {
                let file = BUILT_IN.iter().find(|(path, _)| *path == name.0);
                file.map(|(_, content)| content.to_vec())
                    .ok_or_else(|| format!("there is no file `{name}`"))
            }
            Self::Disk(folder) => {
                let unreadable = |error: io::Error| {
                    if error.kind() == io::ErrorKind::NotFound {
                        format!("there is no file `{name}`{}", did_you_mean(folder, name))
                    } else {
                        format!("`{name}` cannot be read: {error}")
                    }
                };
                let folder = folder.canonicalize().map_err(unreadable)?;
                let path = folder.join(&name.0).canonicalize().map_err(unreadable)?;
                if !path.starts_with(&folder) {
                    return Err(format!("`{name}` is outside the theme's folder; move it there"));
                }
                read_bounded(&path, largest).map_err(unreadable)
            }
        }
    }
}

/// `; did you mean …?` with the most similar name in the folder of a missing file, or nothing.
fn did_you_mean(folder: &Path, name: &FileName) -> String {
    let path = Path::new(&name.0);
    let climbs = path.is_absolute() || path.components().any(|it| it.as_os_str() == "..");
    let (Some(wanted), Some(below)) =
        (path.file_name().and_then(|name| name.to_str()), path.parent())
    else {
        return String::new();
    };
    if climbs {
        return String::new();
    }
    let entries = std::fs::read_dir(folder.join(below)).into_iter().flatten().flatten().take(1_000);
    let names: Vec<_> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    match nearest(wanted, names.iter().map(String::as_str)) {
        Some(near) => format!("; did you mean `{}`?", below.join(near).display()),
        None => String::new(),
    }
}
