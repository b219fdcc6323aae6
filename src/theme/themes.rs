//! The brands of a server: which host shows which, and how each follows its file.
//!
//! Everything a brand needs is read and checked before anyone sees it; then one pointer is
//! swapped. A request keeps the brand it began with. A file with an error changes nothing: the
//! last good brand stays, and the log tells what is wrong.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use arc_swap::ArcSwap;
use moka::sync::Cache;

use super::{
    Error, Flaw, Loaded, Theme,
    watch::{Stamp, Watch},
};
use crate::{assets::Asset, settings::Settings};

/// The theme file that is used where none is set.
const FILE: &str = "theme.toml";
/// How many bytes of files are kept that no brand names any more: a page that was sent before an
/// edit still asks for them.
const MOST_FORMER_BYTES: u64 = 32 * 1024 * 1024;

/// All brands of a server.
#[derive(Debug)]
pub struct Themes {
    brands: ArcSwap<Brands>,
    former: Cache<String, Asset>,
    /// Held while brands are loaded anew.
    loading: Mutex<()>,
}

/// Every brand at one moment.
#[derive(Clone, Debug)]
struct Brands {
    /// Those of some hosts, in the order in which they are tried.
    sites: Vec<(Hosts, Brand)>,
    /// That of all others.
    default: Brand,
}

impl Brands {
    fn of_host(&self, host: &str) -> &Brand {
        if self.sites.is_empty() {
            return &self.default;
        }
        let name = name_of(host);
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

/// What one theme file says, and what it last said that was right.
#[derive(Clone, Debug)]
struct Brand {
    file: PathBuf,
    /// All files that were read for it, or looked for.
    files: Vec<PathBuf>,
    theme: Arc<Theme>,
    /// Whether the built-in brand is shown until there is a file.
    built_in: bool,
    /// What was wrong when it was last read, if anything was; it is told once.
    wrong: Option<String>,
}

/// Which hosts show a brand.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Hosts {
    /// This one.
    One(String),
    /// Every one that ends like this: `.example.com` for `*.example.com`.
    Below(String),
}

impl Hosts {
    fn of(pattern: &str) -> Self {
        let pattern = pattern.trim().trim_end_matches('.').to_ascii_lowercase();
        match pattern.strip_prefix('*') {
            Some(ending) => Self::Below(ending.to_owned()),
            None => Self::One(pattern),
        }
    }

    fn include(&self, host: &str) -> bool {
        match self {
            Self::One(name) => name == host,
            Self::Below(ending) => host.len() > ending.len() && host.ends_with(ending),
        }
    }

    /// In which order they are tried: those that say most first.
    fn rank(&self) -> (u8, usize) {
        match self {
            Self::One(_) => (0, 0),
            Self::Below(ending) => (1, usize::MAX - ending.len()),
        }
    }
}

impl Themes {
    /// Loads every brand that the settings name. Where `theme.path` is not set and no
    /// `theme.toml` is there, the built-in brand is the default one.
    pub fn load(settings: &Settings) -> Result<Self, Error> {
        let default = match &settings.theme.path {
            Some(file) => Brand::load(file)?,
            None => Brand::load_or_built_in(Path::new(FILE))?,
        };
        let sites = settings.sites.iter();
        let sites = sites.map(|site| Ok((Hosts::of(&site.host), Brand::load(&site.theme)?)));
        let mut sites = sites.collect::<Result<Vec<_>, Error>>()?;
        sites.sort_by_key(|(hosts, _)| hosts.rank());
        let brands = Brands { sites, default };
        let weight = |path: &String, asset: &Asset| {
            u32::try_from(path.len() + asset.content.len()).unwrap_or(u32::MAX)
        };
        let former = Cache::builder().weigher(weight).max_capacity(MOST_FORMER_BYTES).build();
        Ok(Self { brands: ArcSwap::from_pointee(brands), former, loading: Mutex::new(()) })
    }

    /// The brand of every host that has none of its own.
    #[must_use]
    pub fn default_brand(&self) -> Arc<Theme> {
        Arc::clone(&self.brands.load().default.theme)
    }

    /// The brand of the visitors of `host`, which may carry a port.
    #[must_use]
    pub fn of_host(&self, host: &str) -> Arc<Theme> {
        Arc::clone(&self.brands.load().of_host(host).theme)
    }

    /// The file that is served under `path`, whichever brand it belongs to, or belonged to.
    #[must_use]
    pub fn asset(&self, path: &str) -> Option<Asset> {
        let brands = self.brands.load();
        let mut current = brands.all().flat_map(|brand| brand.theme.assets());
        let found = current.find(|asset| asset.path == path).cloned();
        found.or_else(|| self.former.get(path))
    }

    /// Whether every brand is as its file says, and none shows what the file said before.
    #[must_use]
    pub fn are_current(&self) -> bool {
        self.brands.load().all().all(|brand| brand.wrong.is_none())
    }

    /// Reads all brands again, because somebody asked for it: what is wrong is told once more. A
    /// brand that cannot be used stays as it is.
    pub fn reload(&self) {
        (0..=self.brands.load().sites.len()).for_each(|index| {
            self.reload_brand(index, |brand| {
                brand.wrong = None;
                brand.reload();
            });
        });
    }

    fn reload_brand(&self, index: usize, reload: fn(&mut Brand)) {
        let _alone = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        let mut brands = self.brands.load().as_ref().clone();
        let Some(brand) = brands.all_mut().nth(index) else { return };
        let before = Arc::clone(&brand.theme);
        reload(brand);
        if !Arc::ptr_eq(&before, &brand.theme) {
            for asset in before.assets() {
                self.former.insert(asset.path.clone(), asset.clone());
            }
        }
        self.brands.store(Arc::new(brands));
    }

    fn files(&self) -> Vec<Vec<PathBuf>> {
        self.brands.load().all().map(|brand| brand.files.clone()).collect()
    }
}

/// The name in a `Host` header, without port and final dot.
fn name_of(host: &str) -> String {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name.trim_end_matches('.').to_ascii_lowercase()
}

impl Brand {
    fn load(file: &Path) -> Result<Self, Error> {
        let Loaded { files, theme } = Theme::load_with_files(file);
        let theme = Arc::new(theme?);
        warn_of(&theme.warnings);
        Ok(Self { file: file.to_owned(), files, theme, built_in: false, wrong: None })
    }

    fn load_or_built_in(file: &Path) -> Result<Self, Error> {
        if file.exists() {
            return Self::load(file);
        }
        let file = file.to_owned();
        tracing::info!("no theme.path is set and no {FILE} is here: showing the built-in brand");
        let theme = Arc::new(Theme::built_in()?);
        Ok(Self { files: vec![file.clone()], file, theme, built_in: true, wrong: None })
    }

    fn reload(&mut self) {
        if self.built_in && !self.file.exists() {
            return;
        }
        let Loaded { files, theme } = Theme::load_with_files(&self.file);
        self.files = files;
        match theme {
            Ok(theme) => {
                self.wrong = None;
                self.built_in = false;
                if theme.revision != self.theme.revision {
                    let (file, name) = (self.file.display(), theme.name.as_str());
                    tracing::info!(%file, theme = name, "the theme was saved and is live");
                    warn_of(&theme.warnings);
                    self.theme = Arc::new(theme);
                }
            }
            Err(Error(flaws)) => {
                let wrong: Vec<_> = flaws.iter().map(Flaw::to_string).collect();
                let wrong = wrong.join("; ");
                if self.wrong.as_ref() != Some(&wrong) {
                    let file = self.file.display();
                    tracing::error!(%file, "the theme is not used, the last good one stays: {wrong}");
                    self.wrong = Some(wrong);
                }
            }
        }
    }
}

fn warn_of(warnings: &[Flaw]) {
    for flaw in warnings {
        tracing::warn!("{flaw}");
    }
}

/// Keeps brands as their files say.
#[derive(Debug)]
pub struct Watcher {
    themes: Arc<Themes>,
    watches: Vec<Watch>,
}

impl Watcher {
    /// Brands that were just loaded.
    #[must_use]
    pub fn new(themes: Arc<Themes>, now: Instant) -> Self {
        let follow = |files: Vec<PathBuf>| {
            let mut watch = Watch::new(Stamp::of(&files));
            watch.follow(Stamp::of(&files), now);
            watch
        };
        let watches = themes.files().into_iter().map(follow).collect();
        Self { themes, watches }
    }

    /// Looks at all files once, and loads brands anew whose files have changed and rest. This
    /// reads files, and so may block.
    pub fn look(&mut self, now: Instant) {
        let before = self.themes.files();
        for (index, (watch, files)) in self.watches.iter_mut().zip(&before).enumerate() {
            if watch.is_due(Stamp::of(files), now) {
                self.themes.reload_brand(index, Brand::reload);
            }
        }
        let after = self.themes.files();
        for (watch, (before, after)) in self.watches.iter_mut().zip(before.iter().zip(&after)) {
            if before != after {
                watch.follow(Stamp::of(after), now);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_known_by_its_name_alone() {
        for host in ["visit.acme.example", "Visit.ACME.example:8080", "visit.acme.example."] {
            assert!(Hosts::of("visit.acme.example").include(&name_of(host)), "{host}");
        }
        assert_eq!(name_of("[::1]:8080"), "[::1]");
    }

    #[test]
    fn a_star_stands_for_every_name_below() {
        let below = Hosts::of("*.acme.example");
        assert!(below.include("berlin.acme.example") && below.include("a.b.acme.example"));
        assert!(!below.include("acme.example") && !below.include("notacme.example"));
        assert!(!below.include(".acme.example"));
    }

    #[test]
    fn the_built_in_brand_waits_for_a_file_and_a_file_that_went_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("theme.toml");
        let mut brand = Brand::load_or_built_in(&file).unwrap();
        brand.reload();
        assert_eq!((brand.theme.name.as_str(), &brand.wrong), ("Northwind Offices", &None));
        std::fs::write(&file, "name = \"Acme\"").unwrap();
        brand.reload();
        assert_eq!((brand.theme.name.as_str(), &brand.wrong), ("Acme", &None));
        std::fs::remove_file(&file).unwrap();
        brand.reload();
        assert_eq!(brand.theme.name, "Acme");
        assert!(brand.wrong.unwrap().contains("cannot be read"));
    }

    #[test]
    fn who_says_most_is_tried_first() {
        let mut hosts =
            ["*.example", "*.acme.example", "a.example", "*.b.acme.example"].map(Hosts::of);
        hosts.sort_by_key(Hosts::rank);
        assert_eq!(hosts[0], Hosts::One("a.example".to_owned()));
        assert_eq!(hosts[1], Hosts::Below(".b.acme.example".to_owned()));
        assert_eq!(hosts[3], Hosts::Below(".example".to_owned()));
    }
}
