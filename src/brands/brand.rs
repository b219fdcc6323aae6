//! One brand of a server: a theme file, and the last valid theme that was loaded from it.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::theme::{Diagnostic, Error, Loaded, Severity, Theme};

/// A theme file and the last valid theme loaded from it.
#[derive(Clone, Debug)]
pub(super) struct Brand {
    /// The theme file.
    file: PathBuf,
    /// All files that were read for the theme, or looked for.
    pub(super) files: Vec<PathBuf>,
    /// What visitors see.
    pub(super) theme: Arc<Theme>,
    /// Whether the built-in brand is shown because there is no theme file yet.
    built_in: bool,
    /// The errors in the file as it is now, if there are any. They are logged when they change.
    errors: Option<String>,
}

impl Brand {
    /// Loads the theme in `file`.
    pub(super) fn load(file: &Path) -> Result<Self, Error> {
        let Loaded { files, theme } = Theme::load_with_files(file);
        let theme = Arc::new(theme?);
        log_warnings(&theme.warnings);
        Ok(Self { file: file.to_owned(), files, theme, built_in: false, errors: None })
    }

    /// Loads the theme in `file`, or the built-in brand while that file does not exist.
    pub(super) fn load_or_built_in(file: &Path) -> Result<Self, Error> {
        if file.exists() {
            return Self::load(file);
        }
        let name = file.display();
        tracing::info!("theme.path is not set and there is no {name}: showing the built-in brand");
        let (file, theme) = (file.to_owned(), Arc::new(Theme::built_in()?));
        Ok(Self { files: vec![file.clone()], file, theme, built_in: true, errors: None })
    }

    /// Whether the brand shows what its file says, and not an earlier version.
    pub(super) fn is_current(&self) -> bool {
        self.errors.is_none()
    }

    /// Reads the file again. A valid theme replaces the current one; errors are logged once and
    /// the last valid theme stays.
    pub(super) fn reload(&mut self) {
        if self.built_in && !self.file.exists() {
            return;
        }
        let Loaded { files, theme } = Theme::load_with_files(&self.file);
        self.files = files;
        match theme {
            Ok(theme) => self.replace(theme),
            Err(Error(diagnostics)) => self.keep(&diagnostics),
        }
    }

    /// Reads the file again and logs its errors even if they were logged before.
    pub(super) fn reload_and_log(&mut self) {
        self.errors = None;
        self.reload();
    }

    fn replace(&mut self, theme: Theme) {
        let had_errors = self.errors.take().is_some();
        self.built_in = false;
        let file = self.file.display();
        if theme.revision != self.theme.revision {
            tracing::info!(%file, theme = theme.name, "the theme was saved and is live");
            log_warnings(&theme.warnings);
            self.theme = Arc::new(theme);
        } else if had_errors {
            tracing::info!(%file, "the theme is valid again; visitors saw no change");
        }
    }

    fn keep(&mut self, diagnostics: &[Diagnostic]) {
        let all: Vec<_> = diagnostics.iter().map(Diagnostic::to_string).collect();
        let all = all.join("\n");
        if self.errors.as_ref() != Some(&all) {
            let file = self.file.display();
            tracing::error!(%file, "the theme has errors, so the last valid one stays");
            diagnostics.iter().for_each(log);
            self.errors = Some(all);
        }
    }
}

fn log_warnings(warnings: &[Diagnostic]) {
    warnings.iter().for_each(log);
}

/// Logs a diagnostic on a line of its own, with its severity as the level.
fn log(diagnostic: &Diagnostic) {
    match diagnostic.severity {
        Severity::Error => tracing::error!("{diagnostic}"),
        Severity::Warning => tracing::warn!("{diagnostic}"),
        Severity::Note => tracing::info!("{diagnostic}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_brand_is_replaced_by_the_first_theme_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("theme.toml");
        let mut brand = Brand::load_or_built_in(&file).unwrap();
        brand.reload();
        assert_eq!((brand.theme.name.as_str(), &brand.errors), ("Northwind Offices", &None));
        std::fs::write(&file, "name = \"Acme\"").unwrap();
        brand.reload();
        assert_eq!((brand.theme.name.as_str(), &brand.errors), ("Acme", &None));
    }

    #[test]
    fn a_deleted_theme_file_is_an_error_and_the_last_theme_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("theme.toml");
        std::fs::write(&file, "name = \"Acme\"").unwrap();
        let mut brand = Brand::load(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        brand.reload();
        assert_eq!(brand.theme.name, "Acme");
        assert!(brand.errors.unwrap().contains("is not there yet"));
    }
}
