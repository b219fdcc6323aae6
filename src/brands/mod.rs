//! The brands of a server: which host shows which theme, and how each theme follows its file.
//!
//! A theme file and all files it names are read and checked before a visitor sees any of them; then
//! one pointer is swapped. A request keeps the theme it began with. A file with an error changes
//! nothing: the last valid theme stays, and the log says what is wrong.

mod brand;
mod hosts;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use arc_swap::ArcSwap;
use moka::sync::Cache;

use self::{
    brand::Brand,
    hosts::{Hosts, host_name},
};
use crate::{
    assets::Asset,
    files::watch::{Stamp, Watch},
    settings::Settings,
    theme::{Error, Theme},
};

/// The theme file that is used where none is set.
const FILE: &str = "theme.toml";
/// How many bytes of replaced files are kept: a page that was sent before an edit still asks for
/// them.
const MOST_FORMER_BYTES: u64 = 32 * 1024 * 1024;

/// All brands of a server.
#[derive(Debug)]
pub struct Brands {
    current: ArcSwap<Snapshot>,
    former: Cache<String, Asset>,
    /// Held while a brand is loaded.
    loading: Mutex<()>,
}

/// Every brand at one moment.
#[derive(Clone, Debug)]
struct Snapshot {
    /// The brands of `[[sites]]`, the most specific host first.
    sites: Vec<(Hosts, Brand)>,
    /// The brand of all other hosts.
    default: Brand,
}

impl Snapshot {
    fn of_host(&self, host: &str) -> &Brand {
        if self.sites.is_empty() {
            return &self.default;
        }
        let name = host_name(host);
        let site = self.sites.iter().find(|(hosts, _)| hosts.include(&name));
        site.map_or(&self.default, |(_, brand)| brand)
    }

    fn all(&self) -> impl Iterator<Item = &Brand> {
        self.sites.iter().map(|(_, brand)| brand).chain([&self.default])
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Brand> {
        self.sites.iter_mut().map(|(_, brand)| brand).chain([&mut self.default])
    }
}

impl Brands {
    /// Loads every brand that the settings name. Where `theme.path` is not set and there is no
    /// `theme.toml`, the built-in brand is the default one.
    pub fn load(settings: &Settings) -> Result<Self, Error> {
        let default = match &settings.theme.path {
            Some(file) => Brand::load(file)?,
            None => Brand::load_or_built_in(Path::new(FILE))?,
        };
        let sites = settings.sites.iter();
        let sites = sites.map(|site| Ok((Hosts::parse(&site.host), Brand::load(&site.theme)?)));
        let mut sites = sites.collect::<Result<Vec<_>, Error>>()?;
        sites.sort_by_key(|(hosts, _)| hosts.rank());
        let weight = |path: &String, asset: &Asset| {
            u32::try_from(path.len() + asset.size()).unwrap_or(u32::MAX)
        };
        Ok(Self {
            current: ArcSwap::from_pointee(Snapshot { sites, default }),
            former: Cache::builder().weigher(weight).max_capacity(MOST_FORMER_BYTES).build(),
            loading: Mutex::new(()),
        })
    }

    /// The theme of every host without a brand of its own.
    #[must_use]
    pub fn default_theme(&self) -> Arc<Theme> {
        Arc::clone(&self.current.load().default.theme)
    }

    /// The theme for visitors of `host`, which may carry a port.
    #[must_use]
    pub fn of_host(&self, host: &str) -> Arc<Theme> {
        Arc::clone(&self.current.load().of_host(host).theme)
    }

    /// The themes of all brands.
    #[must_use]
    pub fn themes(&self) -> Vec<Arc<Theme>> {
        self.current.load().all().map(|brand| Arc::clone(&brand.theme)).collect()
    }

    /// The file that is served under `path`, whichever brand it belongs or belonged to.
    #[must_use]
    pub fn asset(&self, path: &str) -> Option<Asset> {
        let snapshot = self.current.load();
        let mut current = snapshot.all().flat_map(|brand| brand.theme.assets());
        let found = current.find(|asset| asset.path == path).cloned();
        found.or_else(|| self.former.get(path))
    }

    /// Whether every brand shows what its file says, and none an earlier version.
    #[must_use]
    pub fn are_current(&self) -> bool {
        self.current.load().all().all(Brand::is_current)
    }

    /// Reloads all brands (SIGHUP). Errors are logged again even if unchanged. A brand with errors
    /// keeps its last valid theme.
    pub fn reload(&self) {
        let count = self.current.load().all().count();
        (0..count).for_each(|index| self.reload_brand(index, Brand::reload_and_log));
    }

    fn reload_brand(&self, index: usize, reload: fn(&mut Brand)) {
        let _alone = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        let mut snapshot = self.current.load().as_ref().clone();
        let Some(brand) = snapshot.all_mut().nth(index) else { return };
        let before = Arc::clone(&brand.theme);
        reload(brand);
        if !Arc::ptr_eq(&before, &brand.theme) {
            for asset in before.assets() {
                self.former.insert(asset.path.clone(), asset.clone());
            }
        }
        self.current.store(Arc::new(snapshot));
    }

    fn files(&self) -> Vec<Vec<PathBuf>> {
        self.current.load().all().map(|brand| brand.files.clone()).collect()
    }
}

/// Reloads brands whose files changed.
#[derive(Debug)]
pub struct Watcher {
    brands: Arc<Brands>,
    watches: Vec<Watch>,
}

impl Watcher {
    /// Watches brands that were just loaded.
    #[must_use]
    pub fn new(brands: Arc<Brands>, now: Instant) -> Self {
        let watches = brands.files().iter().map(|files| Watch::just_read(files, now)).collect();
        Self { brands, watches }
    }

    /// Looks at all files once and reloads the brands whose files have changed and settled. Reads
    /// files, so it may block.
    pub fn look(&mut self, now: Instant) {
        let before = self.brands.files();
        for (index, (watch, files)) in self.watches.iter_mut().zip(&before).enumerate() {
            if watch.is_due(Stamp::of(files), now) {
                self.brands.reload_brand(index, Brand::reload);
            }
        }
        let after = self.brands.files();
        for (watch, (before, after)) in self.watches.iter_mut().zip(before.iter().zip(&after)) {
            if before != after {
                watch.follow(Stamp::of(after), now);
            }
        }
    }
}
