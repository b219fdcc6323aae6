//! One version of a theme file: the last valid theme, and the errors since.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use toml_edit::Value;

use super::{
    Doors,
    written::{Key, Written},
};
use crate::{
    access::Door,
    assets::Asset,
    language::Language,
    pages::{Reader, samples},
    theme::{Diagnostic, Error, Loaded, Scheme, Severity, Theme},
};

/// What the preview shows between two saves.
#[derive(Debug)]
pub(super) struct Edition {
    /// The theme file, as it was given.
    pub(super) file: PathBuf,
    /// The last valid theme in the file.
    pub(super) brand: Theme,
    /// The text of that theme; `None` for the built-in brand.
    pub(super) written: Option<Arc<Written>>,
    /// The errors and warnings, if the file cannot be used.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether there is no such file.
    pub(super) is_missing: bool,
    /// Doors to show instead of samples.
    pub(super) given: Option<Doors>,
    /// The theme as light and as dark phones show it.
    looks: Vec<(Scheme, Theme)>,
    /// The folder from which pages load files.
    assets: &'static str,
}

impl Edition {
    /// The edition of `brand`, whose pages load files from the folder `assets`.
    fn of(file: &Path, brand: Theme, given: Option<Doors>, assets: &'static str) -> Self {
        let schemes = brand.look.palettes().into_iter().map(|(scheme, _)| scheme);
        let looks =
            schemes.map(|scheme| (scheme, brand.with_fixed_scheme(scheme, assets))).collect();
        Self {
            file: file.to_owned(),
            brand,
            written: None,
            diagnostics: Vec::new(),
            is_missing: false,
            given,
            looks,
            assets,
        }
    }

    /// The first edition, and the files that were read for it. If the file has errors from the
    /// start, the built-in brand is shown.
    pub(super) fn first(
        file: &Path,
        given: Option<Doors>,
        assets: &'static str,
    ) -> Result<(Self, Vec<PathBuf>), Error> {
        let Loaded { files, theme } = Theme::load_with_files(file);
        let edition = match theme {
            Ok(brand) => Self::of(file, brand, given, assets).with_text(),
            Err(Error(diagnostics)) => {
                let built_in = Self::of(file, Theme::built_in()?, given, assets);
                Self { diagnostics, is_missing: !file.exists(), ..built_in }
            }
        };
        Ok((edition, files))
    }

    /// The edition of a theme file without errors.
    pub(super) fn valid(
        file: &Path,
        given: Option<Doors>,
        assets: &'static str,
    ) -> Result<Self, Error> {
        Ok(Self::of(file, Theme::load(file)?, given, assets).with_text())
    }

    /// The edition after the file was saved, and the files that were read for it.
    pub(super) fn next(&self) -> (Self, Vec<PathBuf>) {
        let Loaded { files, theme } = Theme::load_with_files(&self.file);
        let given = self.given.clone();
        let next = match theme {
            Ok(brand) => Self::of(&self.file, brand, given, self.assets).with_text(),
            Err(Error(diagnostics)) => {
                let same = Self::of(&self.file, self.brand.clone(), given, self.assets);
                let (written, is_missing) = (self.written.clone(), !self.file.exists());
                Self { written, diagnostics, is_missing, ..same }
            }
        };
        (next, files)
    }

    /// The theme with these changes, which are not saved. If they are not valid, the reasons.
    pub(super) fn with(&self, changes: &[(Key, Value)]) -> Result<Self, Vec<Diagnostic>> {
        let misfit = || {
            let message = "these changes do not fit into the file as it is now";
            vec![Diagnostic::of_file(Severity::Error, &self.file, message)]
        };
        let text = self.written.as_ref().and_then(|written| written.with(changes));
        let text = text.ok_or_else(misfit)?;
        let loaded = Theme::load_text(&self.file, text.clone()).theme;
        let brand = loaded.map_err(|Error(diagnostics)| diagnostics)?;
        let written = Written::new(text).map(Arc::new);
        let edition = Self::of(&self.file, brand, self.given.clone(), self.assets);
        Ok(Self { written, ..edition })
    }

    /// Reads the text of the file, of which the theme has just been loaded.
    fn with_text(self) -> Self {
        let written = Theme::read(&self.file).and_then(Written::new).map(Arc::new);
        Self { written, ..self }
    }

    /// A hash of what the phones show.
    pub(super) fn look(&self) -> String {
        self.brand.revision.to_hex()[..16].to_owned()
    }

    /// A hash of the theme and its errors.
    pub(super) fn version(&self) -> String {
        let mut all = blake3::Hasher::new();
        all.update(self.brand.revision.as_bytes());
        all.update(&[u8::from(self.is_missing)]);
        for diagnostic in &self.diagnostics {
            all.update(diagnostic.report(false).as_bytes());
        }
        all.finalize().to_hex()[..16].to_owned()
    }

    /// Whether the built-in brand is shown, because the file has never been valid.
    pub(super) fn is_built_in(&self) -> bool {
        self.written.is_none()
    }

    /// The schemes that visitors can see.
    pub(super) fn schemes(&self) -> impl Iterator<Item = Scheme> {
        self.looks.iter().map(|(scheme, _)| *scheme)
    }

    /// The theme on phones of this scheme, or of the brand's only scheme.
    pub(super) fn theme(&self, scheme: Scheme) -> &Theme {
        let look = self.looks.iter().find(|(of, _)| *of == scheme).or(self.looks.first());
        look.map_or(&self.brand, |(_, theme)| theme)
    }

    /// Theme and texts on a phone of this scheme, or of the brand's only scheme.
    pub(super) fn reader(&self, scheme: Scheme, language: &Language) -> Reader<'_> {
        let theme = self.theme(scheme);
        Reader { theme, texts: theme.texts(language) }
    }

    /// The doors on its pages: those of `--doors`, else samples with names in `language`.
    pub(super) fn doors(&self, language: &Language) -> Vec<Door> {
        match &self.given {
            Some(given) => given.doors.clone(),
            None => samples::doors_of(&self.brand, language),
        }
    }

    /// The brand's files, under the paths from which its pages load them.
    pub(super) fn assets(&self) -> impl Iterator<Item = &Asset> {
        // Light and dark pages load the same files.
        self.looks.iter().take(1).flat_map(|(_, theme)| theme.assets())
    }

    /// The brand's icon, under the path from which pages load it.
    pub(super) fn icon(&self) -> Option<&Asset> {
        self.looks.first().and_then(|(_, theme)| theme.icon.as_ref())
    }

    /// What is wrong or unusual in the file: its errors, else the warnings of its theme.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_theme = self.diagnostics.is_empty() && !self.is_built_in();
        let warnings = self.brand.warnings.iter().chain(&self.brand.notes);
        self.diagnostics.iter().chain(warnings.filter(move |_| of_theme))
    }

    /// The number of findings of this severity.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}
