//! Ids in a theme that match no door or place: most likely they are mistyped.

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;

use crate::{directory::SeenIds, theme::Theme};

/// The ids that were reported since the start.
#[derive(Debug, Default)]
pub(super) struct UnmatchedIds {
    /// The position of the brand among all brands, and the table in its theme.
    reported: BTreeSet<(usize, String)>,
}

impl UnmatchedIds {
    /// Logs every id that matches none of the ids seen since the start, once per brand, as soon as
    /// enough has been seen to judge.
    pub(super) fn log(&mut self, themes: &[Arc<Theme>], seen: &SeenIds, now: Timestamp) {
        for (theme, table) in self.not_yet_reported(themes, seen, now) {
            tracing::info!(
                theme,
                "theme.toml has [{table}], but no link opened since the start contains it; \
                 `doorstep theme preview --doors` shows which ids match"
            );
        }
    }

    /// The brand's name and the table for each id to report now.
    fn not_yet_reported(
        &mut self,
        themes: &[Arc<Theme>],
        seen: &SeenIds,
        now: Timestamp,
    ) -> Vec<(String, String)> {
        if !seen.are_enough(now) {
            return Vec::new();
        }
        let mut ids = Vec::new();
        for (brand, theme) in themes.iter().enumerate() {
            let unmatched = unmatched(theme, seen).into_iter();
            let new = unmatched.filter(|table| self.reported.insert((brand, table.clone())));
            ids.extend(new.map(|table| (theme.name.clone(), table)));
        }
        ids
    }
}

/// The tables in `theme` whose ids were not seen.
fn unmatched(theme: &Theme, seen: &SeenIds) -> Vec<String> {
    let doors = theme.door_ids().filter(|id| !seen.has_door(*id)).map(|id| format!("doors.{id}"));
    let places = theme.place_ids().filter(|id| !seen.has_place(*id));
    doors.chain(places.map(|id| format!("places.{id}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Door, DoorId, DoorState, FingerprintKey, LinkSecret, Place};

    #[test]
    fn an_id_that_no_link_contains_is_reported_once_after_an_hour() {
        let toml = "name='Acme'\n[doors.1]\n[doors.999]\n[places.77]\n[places.78]\n";
        let themes = [Arc::new(Theme::for_tests(toml))];
        let key = FingerprintKey::random().unwrap();
        let link = key.fingerprint(&LinkSecret::parse("link").unwrap());
        let lobby = Door {
            id: DoorId(1),
            name: "Lobby".to_owned(),
            description: None,
            place: Some(Place { id: 77, name: String::new() }),
            state: DoorState::Ready,
        };
        let at = |second| Timestamp::from_second(second).unwrap();
        let (mut seen, mut ids) = (SeenIds::default(), UnmatchedIds::default());
        seen.record(link, &[lobby], at(0));
        assert_eq!(ids.not_yet_reported(&themes, &seen, at(60)), []);
        let acme = |table: &str| ("Acme".to_owned(), table.to_owned());
        let after_an_hour = ids.not_yet_reported(&themes, &seen, at(3_600));
        assert_eq!(after_an_hour, [acme("doors.999"), acme("places.78")]);
        assert_eq!(ids.not_yet_reported(&themes, &seen, at(7_200)), []);
    }
}
