//! When files have to be read again.
//!
//! Editors save in many ways: in place, by renaming a new file over the old one, and Kubernetes by
//! turning a link of a folder elsewhere. All of these change what the system tells of a path, so
//! looking at that five times a second sees them all, on every file system, and costs nothing.
//! What changes is read once it rests, so that no half-written file is.

use std::{
    os::unix::fs::MetadataExt as _,
    path::PathBuf,
    time::{Duration, Instant},
};

/// How often to look.
pub const LOOK_EVERY: Duration = Duration::from_millis(200);
/// After how long files are read that never rest.
const LONGEST_UNREST: Duration = Duration::from_millis(600);

/// What the system tells of some files without reading them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(Vec<Option<[i64; 5]>>);

impl Stamp {
    /// The stamp of these files now. Links are followed; files that are not there count, too.
    #[expect(clippy::cast_possible_wrap, reason = "it is compared, and nothing else")]
    #[must_use]
    pub fn of(files: &[PathBuf]) -> Self {
        let stamp = |path: &PathBuf| {
            let told = std::fs::metadata(path).ok()?;
            let (file, size) = (told.ino() as i64, told.size() as i64);
            // Whoever sets the time of a file's content changes the time of the change itself.
            Some([file, size, told.mtime_nsec(), told.ctime(), told.ctime_nsec()])
        };
        Self(files.iter().map(stamp).collect())
    }
}

/// Decides when files that were read have to be read again.
#[derive(Debug)]
pub struct Watch {
    read: Stamp,
    unrest: Option<Unrest>,
}

#[derive(Debug)]
struct Unrest {
    last: Stamp,
    since: Instant,
}

impl Watch {
    /// Files that were read when they had this stamp.
    #[must_use]
    pub fn new(read: Stamp) -> Self {
        Self { read, unrest: None }
    }

    /// Whether the files are to be read now that they have this stamp.
    pub fn is_due(&mut self, stamp: Stamp, now: Instant) -> bool {
        match &mut self.unrest {
            None if stamp == self.read => false,
            None => {
                self.unrest = Some(Unrest { last: stamp, since: now });
                false
            }
            Some(unrest) if unrest.last == stamp => {
                self.unrest = None;
                self.read = stamp;
                true
            }
            Some(unrest) if now - unrest.since >= LONGEST_UNREST => {
                *unrest = Unrest { last: stamp, since: now };
                true
            }
            Some(unrest) => {
                unrest.last = stamp;
                false
            }
        }
    }

    /// Other files belong to what was read. They may have changed since, so they are read once
    /// more when they rest.
    pub fn follow(&mut self, stamp: Stamp, now: Instant) {
        self.unrest = Some(Unrest { last: stamp, since: now });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(number: i64) -> Stamp {
        Stamp(vec![Some([number; 5])])
    }

    #[test]
    fn what_rests_is_not_read_again() {
        let now = Instant::now();
        let mut watch = Watch::new(stamp(1));
        assert!(!watch.is_due(stamp(1), now));
        assert!(!watch.is_due(stamp(1), now + LOOK_EVERY));
    }

    #[test]
    fn a_change_is_read_once_it_rests_and_only_once() {
        let now = Instant::now();
        let mut watch = Watch::new(stamp(1));
        let due = [2, 3, 4, 4, 4].map(|number| watch.is_due(stamp(number), now));
        assert_eq!(due, [false, false, false, true, false]);
    }

    #[test]
    fn what_never_rests_is_read_all_the_same_and_once_more_at_rest() {
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
    fn other_files_are_read_once_more() {
        let now = Instant::now();
        let mut watch = Watch::new(stamp(1));
        watch.follow(stamp(7), now);
        assert!(watch.is_due(stamp(7), now));
        assert!(!watch.is_due(stamp(7), now));
    }

    #[test]
    fn every_way_to_save_is_another_stamp() {
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
                std::os::unix::fs::symlink(to, at("turning")).unwrap();
                std::fs::rename(at("turning"), at(name)).unwrap();
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
