//! Which host shows which brand.

use std::{collections::HashMap, path::Path, sync::Arc};

use super::{Error, Theme};
use crate::{assets::Asset, settings::Settings};

/// The theme file that is used where none is set.
const FILE: &str = "theme.toml";

/// All brands of a server.
#[derive(Debug)]
pub struct Themes {
    default: Arc<Theme>,
    by_host: HashMap<String, Arc<Theme>>,
}

impl Themes {
    /// Loads every brand that the settings name. Where `theme.path` is not set and no
    /// `theme.toml` is there, the built-in brand is the default one.
    pub fn load(settings: &Settings) -> Result<Self, Error> {
        let default = match &settings.theme.path {
            Some(path) => Theme::load(path)?,
            None if Path::new(FILE).exists() => Theme::load(Path::new(FILE))?,
            None => {
                tracing::info!(
                    "no theme.path is set and no {FILE} is here: showing the built-in brand"
                );
                Theme::built_in()?
            }
        };
        let sites = settings.sites.iter().map(|site| {
            let theme = Theme::load(&site.theme)?;
            Ok((site.host.trim().to_ascii_lowercase(), Arc::new(theme)))
        });
        Ok(Self { default: Arc::new(default), by_host: sites.collect::<Result<_, Error>>()? })
    }

    /// The brand of every host that has none of its own.
    #[must_use]
    pub fn default_brand(&self) -> &Theme {
        &self.default
    }

    /// The brand of the visitors of `host`, which may carry a port.
    #[must_use]
    pub fn of_host(&self, host: &str) -> &Arc<Theme> {
        if self.by_host.is_empty() {
            return &self.default;
        }
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        self.by_host.get(&name.to_ascii_lowercase()).unwrap_or(&self.default)
    }

    /// The file that is served under `path`, whichever brand it belongs to.
    #[must_use]
    pub fn asset(&self, path: &str) -> Option<&Asset> {
        let all = std::iter::once(&self.default).chain(self.by_host.values());
        all.flat_map(|theme| theme.assets()).find(|asset| asset.path == path)
    }
}
