//! The theme file that a command was given.

use std::path::PathBuf;

/// The theme file at `path`, or the `theme.toml` in the folder `path`.
pub(super) fn theme_file(path: PathBuf) -> PathBuf {
    if path.is_dir() { path.join("theme.toml") } else { path }
}
