//! One version of a theme file: the last valid theme, and the errors since.

use std::path::{Path, PathBuf};

use super::Doors;
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
    /// The errors and warnings, if the file cannot be used.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether it is the built-in brand, because the file has never been valid.
    pub(super) is_built_in: bool,
    /// Doors to show instead of samples.
    pub(super) given: Option<Doors>,
    /// The theme as light and as dark phones show it.
    looks: Vec<(Scheme, Theme)>,
    /// The folder from which pages load files.
    assets: &'static str,
}

impl Edition {
    /// The edition of `brand`, whose pages load files from the folder `assets`.
    pub(super) fn of(
        file: &Path,
        brand: Theme,
        given: Option<Doors>,
        assets: &'static str,
    ) -> Self {
        let schemes = brand.look.palettes().into_iter().map(|(scheme, _)| scheme);
        let looks =
            schemes.map(|scheme| (scheme, brand.with_fixed_scheme(scheme, assets))).collect();
        let file = file.to_owned();
        Self { file, brand, diagnostics: Vec::new(), is_built_in: false, given, looks, assets }
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
            Ok(brand) => Self::of(file, brand, given, assets),
            Err(Error(diagnostics)) => {
                let built_in = Self::of(file, Theme::built_in()?, given, assets);
                Self { diagnostics, is_built_in: true, ..built_in }
            }
        };
        Ok((edition, files))
    }

    /// The edition after the file was saved, and the files that were read for it.
    pub(super) fn next(&self) -> (Self, Vec<PathBuf>) {
        let Loaded { files, theme } = Theme::load_with_files(&self.file);
        let (brand, diagnostics) = match theme {
            Ok(brand) => (brand, Vec::new()),
            Err(Error(diagnostics)) => (self.brand.clone(), diagnostics),
        };
        let is_built_in = self.is_built_in && !diagnostics.is_empty();
        let next = Self::of(&self.file, brand, self.given.clone(), self.assets);
        (Self { diagnostics, is_built_in, ..next }, files)
    }

    /// A hash of the theme and its errors.
    pub(super) fn version(&self) -> String {
        let mut all = blake3::Hasher::new();
        all.update(self.brand.revision.as_bytes());
        for diagnostic in &self.diagnostics {
            all.update(diagnostic.report(false).as_bytes());
        }
        all.finalize().to_hex()[..16].to_owned()
    }

    /// The schemes that visitors can see.
    pub(super) fn schemes(&self) -> impl Iterator<Item = Scheme> {
        self.looks.iter().map(|(scheme, _)| *scheme)
    }

    /// Theme and texts on a phone of this scheme, or of the brand's only scheme.
    pub(super) fn reader(&self, scheme: Scheme, language: &Language) -> Reader<'_> {
        let look = self.looks.iter().find(|(of, _)| *of == scheme).or(self.looks.first());
        let theme = look.map_or(&self.brand, |(_, theme)| theme);
        Reader { theme, texts: theme.texts(language) }
    }

    /// The doors on its pages: those of `--doors`, else samples.
    pub(super) fn doors(&self) -> Vec<Door> {
        match &self.given {
            Some(given) => given.doors.clone(),
            None => samples::doors_of(&self.brand),
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

    /// The number of errors.
    pub(super) fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count()
    }
}
