//! What can be shown: the pages and mails that the program renders.

use super::mails::SampleMail;
use crate::pages::samples::Scene;

/// What a phone of the studio loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// A page.
    Page(Scene),
    /// The page with doors that all ask for confirmation, whatever the theme says.
    Asking,
    /// A mail.
    Mail(SampleMail),
}

impl Shown {
    /// Everything that can be shown without a script.
    pub(super) fn all() -> Vec<Self> {
        let pages = Scene::all().into_iter().map(Self::Page);
        pages.chain(SampleMail::ALL.map(Self::Mail)).collect()
    }

    /// What has this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().chain([Self::Asking]).find(|shown| shown.name() == name)
    }

    /// Its name, as used in file names.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Page(scene) => scene.name(),
            Self::Asking => "asking".to_owned(),
            Self::Mail(mail) => mail.name().to_owned(),
        }
    }
}
