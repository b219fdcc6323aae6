//! Every page with sample doors: for the preview, `theme check`, and tests that render all pages.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{
    LastTap, Page, Reader, TappedDoor,
    door_list::door_list,
    notice::{Notice, notice},
    sample_names::SampleNames,
};
use crate::{
    access::{Door, DoorId, DoorState, Place, Problem, TapResult},
    language::Language,
    theme::Theme,
};

/// A sample page and its name.
pub struct Sample {
    /// Its name, as used in file names.
    pub name: String,
    /// The page.
    pub page: Page,
}

/// The situation that a sample page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scene {
    /// A visitor chooses among all doors.
    Doors,
    /// The same with a stale list.
    Stale,
    /// The link opens one door.
    One,
    /// The link opens so many doors that they are rows.
    Many,
    /// The first door was tapped.
    AfterTap(TapResult),
    /// There are no doors.
    Notice(Notice),
}

/// Doors in two places, one in each state, with English names.
#[must_use]
pub fn doors() -> Vec<Door> {
    sample_doors(Vec::new(), Vec::new(), SampleNames::of(Language::english()))
}

/// The doors and places that `theme` configures, with sample doors added until there is one in
/// each state. Doors that the theme hides are left out. The names of samples are in `language`.
#[must_use]
pub fn doors_of(theme: &Theme, language: &Language) -> Vec<Door> {
    let unnamed = |id| Door {
        id,
        name: String::new(),
        description: None,
        place: None,
        state: DoorState::Ready,
    };
    let own: Vec<_> = theme.door_ids().filter(|id| !theme.hides(*id)).map(unnamed).collect();
    let shown = theme.shown(&own, theme.language).into_iter().map(|door| door.id).collect();
    sample_doors(shown, theme.place_ids().collect(), SampleNames::of(language))
}

/// Doors with these ids in the places with these ids, then others until there is one in each
/// state.
fn sample_doors(mut ids: Vec<DoorId>, mut places: Vec<u64>, names: &SampleNames) -> Vec<Door> {
    const PLACES: [u64; 2] = [77, 78];
    let own = ids.len();
    let others = (1001..).map(DoorId).filter(|id| !ids.contains(id));
    ids.extend(others.take(names.doors.len().saturating_sub(own)).collect::<Vec<_>>());
    if places.is_empty() {
        places.extend(PLACES);
    }
    let in_each = ids.len().div_ceil(places.len());
    let door = |(index, id): (usize, DoorId)| {
        let is_sample = index >= own;
        let place = places[index / in_each];
        let sample_place = PLACES.iter().position(|id| *id == place);
        Door {
            id,
            // A door that the theme configures has the brand's name, or is shown by its id.
            name: if is_sample { names.doors[index].to_owned() } else { String::new() },
            description: (is_sample && index == 2).then(|| names.note.to_owned()),
            place: Some(Place {
                id: place,
                name: sample_place
                    .map_or_else(|| names.place(place), |index| names.places[index].to_owned()),
            }),
            state: DoorState::ALL[index % DoorState::ALL.len()],
        }
    };
    ids.into_iter().enumerate().map(door).collect()
}

/// Every notice there is.
#[must_use]
pub fn notices() -> Vec<Notice> {
    let problem = |problem: &Problem| Notice::Problem(*problem, Some("f35ade".to_owned()));
    let problems = Problem::ALL.iter().map(problem);
    let others =
        [Notice::Waiting, Notice::Empty, Notice::NotFound, Notice::BadRequest, Notice::Home];
    others.into_iter().chain(problems).collect()
}

/// Every page there is, the one with all doors first.
#[must_use]
pub fn all(reader: Reader<'_>) -> Vec<Sample> {
    let doors = doors_of(reader.theme, reader.texts.language());
    let sample = |scene: Scene| Sample { name: scene.name(), page: scene.page(reader, &doors) };
    Scene::all().into_iter().map(sample).collect()
}

impl Scene {
    /// Every scene there is.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::Doors, Self::Stale, Self::One, Self::Many];
        all.extend(TapResult::all().map(Self::AfterTap));
        all.extend(notices().into_iter().map(Self::Notice));
        all
    }

    /// Its name, as used in file names.
    #[must_use]
    pub fn name(&self) -> String {
        let (kind, name) = match self {
            Self::Doors => return "doors".to_owned(),
            Self::Stale => return "stale".to_owned(),
            Self::One => return "one".to_owned(),
            Self::Many => return "many".to_owned(),
            Self::AfterTap(result) => ("tap", result.as_str()),
            Self::Notice(Notice::Problem(problem, _)) => ("notice", problem.as_str()),
            Self::Notice(Notice::BadRequest) => ("notice", "bad_request"),
            Self::Notice(notice) => ("notice", notice.state().as_str()),
        };
        format!("{kind}-{name}")
    }

    /// The page, behind a link to `doors`.
    #[must_use]
    pub fn page(&self, reader: Reader<'_>, doors: &[Door]) -> Page {
        let shown = self.doors(reader, doors);
        match self {
            Self::Doors | Self::One | Self::Many => door_list(reader, &shown, None, None),
            Self::Stale => door_list(reader, &shown, Some(sample_time()), None),
            Self::AfterTap(result) => {
                door_list(reader, &shown, None, Some(&last_tap(reader, &shown, *result)))
            }
            Self::Notice(which) => notice(reader, which, None),
        }
    }

    /// Which of `doors` are on the page.
    #[must_use]
    pub fn doors<'a>(&self, reader: Reader<'_>, doors: &'a [Door]) -> Cow<'a, [Door]> {
        match self {
            Self::Doors | Self::Stale | Self::AfterTap(_) => doors.into(),
            Self::One => first(reader.theme, doors).map_or(&[][..], std::slice::from_ref).into(),
            Self::Many => {
                let names = SampleNames::of(reader.texts.language());
                [doors, &rooms(MANY.saturating_sub(doors.len()), doors, names)].concat().into()
            }
            Self::Notice(_) => Cow::default(),
        }
    }
}

/// How many doors a sample of many has at least.
const MANY: usize = 16;

/// This many rooms in the place of the first of `doors`.
fn rooms(count: usize, doors: &[Door], names: &SampleNames) -> Vec<Door> {
    let place = doors.first().and_then(|door| door.place.clone());
    let room = |number: u64| Door {
        id: DoorId(2000 + number),
        name: names.room(number),
        description: None,
        place: place.clone(),
        state: DoorState::Ready,
    };
    (1..).map(room).take(count).collect()
}

/// When the stale list of the samples was fetched: 14:05 UTC.
fn sample_time() -> Timestamp {
    Timestamp::constant(1_796_133_900, 0)
}

/// The first door that visitors see.
fn first<'a>(theme: &Theme, doors: &'a [Door]) -> Option<&'a Door> {
    doors.iter().find(|door| !theme.hides(door.id))
}

/// A tap on the first door with this result.
fn last_tap(reader: Reader<'_>, doors: &[Door], result: TapResult) -> LastTap {
    let shown = |door| reader.theme.shown_door(door, reader.texts.language());
    let door = first(reader.theme, doors);
    let door = door.map(|door| TappedDoor::new(reader.texts, &shown(door)));
    LastTap { door, result, reference: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doors_that_the_theme_configures_come_first_in_its_order_and_places() {
        let theme = Theme::for_tests(
            "name='A'\n[doors.7]\nname='Gate'\norder=2\n[doors.1001]\norder=1\n\
             [doors.9]\nhidden=true\n[places.5]\n",
        );
        let doors = doors_of(&theme, Language::english());
        let numbers: Vec<_> = doors.iter().map(|door| door.id.0).collect();
        assert_eq!(numbers, [1001, 7, 1002, 1003, 1004]);
        assert_eq!([doors[1].name.as_str(), doors[2].name.as_str()], ["", "Roof terrace"]);
        let states: Vec<_> = doors.iter().map(|door| door.state).collect();
        assert_eq!(states, DoorState::ALL);
        assert!(doors.iter().all(|door| door.place.as_ref().unwrap().id == 5));
    }

    #[test]
    fn a_theme_with_many_doors_shows_them_all() {
        let tables: Vec<_> = (1..=40).map(|id| format!("[doors.{id}]\n")).collect();
        let tables = tables.concat();
        let theme =
            Theme::for_tests(&format!("name='A'\n{tables}[places.5]\n[places.6]\n[places.7]\n"));
        let doors = doors_of(&theme, Language::english());
        assert_eq!(doors.len(), 40);
        let places = [0, 13, 14, 39].map(|index| doors[index].place.as_ref().unwrap().id);
        assert_eq!(places, [5, 5, 6, 7]);
    }
}
