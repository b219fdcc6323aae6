//! Ids in a theme that match no door or place: most likely they are mistyped.

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;

use crate::{directory::SeenIds, theme::Theme};

/// The ids that were reported since the start.
#[derive(Debug, Default)]
pub(super) struct UnmatchedIds {
    /// A brand's name and the table in its theme.
    reported: BTreeSet<(String, String)>,
}

impl UnmatchedIds {
    /// Logs every id that matches none of the ids seen since the start, once per brand, as soon as
    /// enough has been seen to judge.
    pub(super) fn log(&mut self, themes: &[Arc<Theme>], seen: &SeenIds, now: Timestamp) {
        if !seen.are_enough(now) {
            return;
        }
        for (theme, table) in themes.iter().flat_map(|theme| unmatched(theme, seen)) {
            if self.reported.insert((theme.clone(), table.clone())) {
                tracing::info!(
                    theme,
                    "theme.toml has [{table}], but no link opened since the start contains it; \
                     `doorstep theme preview --doors` shows which ids match"
                );
            }
        }
    }
}

/// The brand's name and the table, for each id in `theme` that was not seen.
fn unmatched(theme: &Theme, seen: &SeenIds) -> Vec<(String, String)> {
    let doors = theme.door_ids().filter(|id| !seen.has_door(*id)).map(|id| format!("doors.{id}"));
    let places = theme.place_ids().filter(|id| !seen.has_place(*id));
    let tables = doors.chain(places.map(|id| format!("places.{id}")));
    tables.map(|table| (theme.name.clone(), table)).collect()
}
