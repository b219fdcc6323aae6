//! Theme files, for fuzzers.
#![expect(clippy::missing_panics_doc, reason = "a panic is how a fuzzer finds a bug")]

use std::path::Path;

use super::{
    Error,
    folder::Folder,
    load::{LARGEST_FILE, Loading},
};

/// The content of a theme file that names no files on the disk.
pub fn theme(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    if text.len() as u64 > LARGEST_FILE {
        return;
    }
    let loaded = Loading::new(Path::new("theme.toml"), text.to_owned(), Folder::BuiltIn).load();
    let diagnostics = match loaded.theme {
        Ok(theme) => {
            assert!(!theme.name.is_empty() && theme.name.chars().count() <= 120);
            assert!(theme.styles.iter().all(|style| !style.css.contains("</style")));
            theme.warnings
        }
        Err(Error(diagnostics)) => {
            assert!(!diagnostics.is_empty());
            diagnostics
        }
    };
    let lines = text.matches('\n').count() + 1;
    for diagnostic in diagnostics {
        assert!((1..=lines).contains(&diagnostic.line()));
        assert!(!diagnostic.report(false).is_empty());
    }
}
