//! Noticing that files changed, without reading them.
//!
//! Editors save in many ways: in place, by renaming a new file over the old one, and Kubernetes by
//! switching the symbolic link of a folder. Each of these changes the metadata of a path, so
//! [`follow`] compares the metadata every [`LOOK_EVERY`]. This works on every file system, NFS
//! included. Files are read once their metadata has stayed the same between two looks, so that a
//! half-written file is not read.
//!
//! Themes, TLS certificates and the preview all use this one watcher.

use std::{
    os::unix::fs::MetadataExt as _,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::{Duration, Instant},
};

use tokio::time::MissedTickBehavior;

/// How often [`follow`] looks.
pub const LOOK_EVERY: Duration = Duration::from_millis(200);
/// Files that keep changing are read anyway after this time.
const LONGEST_UNSETTLED: Duration = Duration::from_millis(600);

/// The metadata of some files at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(Vec<Option<[i64; 5]>>);

impl Stamp {
    /// The stamp of these files now. Symbolic links are followed; a missing file has a stamp, too.
    #[expect(clippy::cast_possible_wrap, reason = "the numbers are only compared")]
    #[must_use]
    pub fn of(files: &[PathBuf]) -> Self {
        let stamp = |path: &PathBuf| {
            let metadata = std::fs::metadata(path).ok()?;
            let (file, size) = (metadata.ino() as i64, metadata.size() as i64);
            // Setting mtime by hand still updates ctime.
            Some([file, size, metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec()])
        };
        Self(files.iter().map(stamp).collect())
    }
}

/// Decides when files have to be read again. The time and the stamps are arguments, so tests need
/// neither files nor waiting.
#[derive(Debug)]
pub struct Watch {
    read: Stamp,
    unsettled: Option<Unsettled>,
}

#[derive(Debug)]
struct Unsettled {
    last: Stamp,
    since: Instant,
}

impl Watch {
    /// Watches files that had this stamp when they were read.
    #[must_use]
    pub fn new(read: Stamp) -> Self {
        Self { read, unsettled: None }
    }

    /// Watches files that may have changed while they were read: they are due once more as soon as
    /// their stamp stays the same.
    #[must_use]
    pub fn just_read(files: &[PathBuf], now: Instant) -> Self {
        let mut watch = Self::new(Stamp::of(files));
        watch.follow(Stamp::of(files), now);
        watch
    }

    /// Whether the files have to be read, given their stamp at `now`.
    pub fn is_due(&mut self, stamp: Stamp, now: Instant) -> bool {
        match &mut self.unsettled {
            None if stamp == self.read => false,
            None => {
                self.unsettled = Some(Unsettled { last: stamp, since: now });
                false
            }
            Some(unsettled) if unsettled.last == stamp => {
                self.unsettled = None;
                self.read = stamp;
                true
            }
            Some(unsettled) if now - unsettled.since >= LONGEST_UNSETTLED => {
                *unsettled = Unsettled { last: stamp, since: now };
                true
            }
            Some(unsettled) => {
                unsettled.last = stamp;
                false
            }
        }
    }

    /// Watches other files from now on. They may have changed since they were read, so they are
    /// due once more as soon as their stamp stays the same.
    pub fn follow(&mut self, stamp: Stamp, now: Instant) {
        self.unsettled = Some(Unsettled { last: stamp, since: now });
    }
}

/// Calls `look` every [`LOOK_EVERY`] on the blocking pool until the task is aborted. A panic in
/// `look` is logged, and following goes on.
pub async fn follow(mut look: impl FnMut() + Send + 'static) {
    let mut clock = tokio::time::interval(LOOK_EVERY);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        let looking = tokio::task::spawn_blocking(move || {
            if catch_unwind(AssertUnwindSafe(&mut look)).is_err() {
                tracing::error!(
                    "the check for changed files panicked; it is repeated at the next look"
                );
            }
            look
        });
        // Fails only when the runtime is shutting down.
        let Ok(looked) = looking.await else { return };
        look = looked;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use super::*;

    fn stamp(number: i64) -> Stamp {
        Stamp(vec![Some([number; 5])])
    }

    #[test]
    fn unchanged_files_are_not_read_again() {
        let now = Instant::now();
        let mut watch = Watch::new(stamp(1));
        assert!(!watch.is_due(stamp(1), now));
        assert!(!watch.is_due(stamp(1), now + LOOK_EVERY));
    }

    #[test]
    fn a_change_is_read_once_and_only_after_it_settled() {
        let now = Instant::now();
        let mut watch = Watch::new(stamp(1));
        let due = [2, 3, 4, 4, 4].map(|number| watch.is_due(stamp(number), now));
        assert_eq!(due, [false, false, false, true, false]);
    }

    #[test]
    fn files_that_keep_changing_are_read_and_once_more_when_they_settle() {
        let start = Instant::now();
        let mut watch = Watch::new(stamp(0));
        let mut read = 0;
        for number in 1..=100_u8 {
            let now = start + LOOK_EVERY * u32::from(number);
            read += u32::from(watch.is_due(stamp(number.into()), now));
        }
        assert_eq!(read, 33, "every three looks");
        let now = start + LOOK_EVERY * 101;
        assert!(watch.is_due(stamp(100), now));
        assert!(!watch.is_due(stamp(100), now));
    }

    #[test]
    fn newly_watched_files_are_read_once_more() {
        let now = Instant::now();
        let mut watch = Watch::new(stamp(1));
        watch.follow(stamp(7), now);
        assert!(watch.is_due(stamp(7), now));
        assert!(!watch.is_due(stamp(7), now));
    }

    #[tokio::test(start_paused = true)]
    async fn following_goes_on_after_a_panic() {
        let looks = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&looks);
        let following = tokio::spawn(follow(move || {
            assert!(counted.fetch_add(1, Ordering::SeqCst) != 1, "the second look panics");
        }));
        while looks.load(Ordering::SeqCst) < 4 {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        following.abort();
    }

    #[test]
    fn every_way_to_save_changes_the_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let files = [at("theme.toml")];
        let mut stamps = vec![Stamp::of(&files)];
        let save = |stamps: &mut Vec<Stamp>| stamps.push(Stamp::of(&files));

        std::fs::write(at("theme.toml"), "a").unwrap();
        save(&mut stamps);
        std::fs::write(at("new"), "b").unwrap();
        std::fs::rename(at("new"), at("theme.toml")).unwrap();
        save(&mut stamps);
        std::fs::remove_file(at("theme.toml")).unwrap();
        for (version, content) in [("v1", "c"), ("v2", "d")] {
            std::fs::create_dir(at(version)).unwrap();
            std::fs::write(at(version).join("theme.toml"), content).unwrap();
            let link = |to: &str, name: &str| {
                std::os::unix::fs::symlink(to, at("switching")).unwrap();
                std::fs::rename(at("switching"), at(name)).unwrap();
            };
            link(version, "..data");
            link("..data/theme.toml", "theme.toml");
            save(&mut stamps);
        }
        for (index, one) in stamps.iter().enumerate() {
            assert!(!stamps[index + 1..].contains(one), "{index}: {stamps:?}");
        }
    }
}
