//! Every page with made-up doors, for looking at and for tests that render all of them.

use maud::Markup;

use super::{Notice, Reader, TapResult, Told, door_list, notice, short_door_name};
use crate::{
    access::{Door, DoorId, DoorState, Outcome, Place, Problem},
    theme::Theme,
};

/// A page to look at, and what it is called.
pub struct Sample {
    /// What it shows, in the words of file names.
    pub name: String,
    /// The page.
    pub page: Markup,
}

/// What happens on a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scene {
    /// A visitor chooses among all doors.
    Doors,
    /// The same, while the doors are known from earlier alone.
    Old,
    /// The link opens one door.
    One,
    /// The first door was tapped.
    Told(Tapped),
    /// There are no doors to see.
    Notice(Notice),
}

/// What became of the tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tapped {
    /// The door is unlocked.
    Good(Outcome),
    /// It is not, or nobody knows.
    Bad(Problem),
    /// The visitor is asked once more.
    Asked,
}

/// Doors in two places, one of each state.
#[must_use]
pub fn doors() -> Vec<Door> {
    made_up(Vec::new(), Vec::new())
}

/// The doors and places that `theme` says something of, as Kisi could have them; with the made-up
/// ones of [`doors`] where these are too few to show every state. Doors that the theme hides are
/// left out.
#[must_use]
pub fn doors_of(theme: &Theme) -> Vec<Door> {
    let unnamed = |id| Door {
        id,
        name: String::new(),
        description: None,
        place: None,
        state: DoorState::Ready,
    };
    let own: Vec<_> = theme.door_ids().filter(|id| !theme.hides(*id)).map(unnamed).collect();
    let shown = theme.shown(&own, theme.language).into_iter().map(|door| door.id).collect();
    made_up(shown, theme.place_ids().collect())
}

/// Doors with these numbers in places with these, then others until there is one of each state.
fn made_up(mut ids: Vec<DoorId>, mut places: Vec<u64>) -> Vec<Door> {
    const NAMES: [&str; 5] =
        ["Main entrance", "Bicycle room", "Roof terrace", "Archive", "Workshop"];
    const PLACES: [(u64, &str); 2] = [(77, "Harbour House"), (78, "Mill Yard")];
    let own = ids.len();
    let others = (1001..).map(DoorId).filter(|id| !ids.contains(id));
    ids.extend(others.take(NAMES.len().saturating_sub(own)).collect::<Vec<_>>());
    if places.is_empty() {
        places.extend(PLACES.map(|(id, _)| id));
    }
    let in_each = ids.len().div_ceil(places.len());
    let door = |(index, id): (usize, DoorId)| {
        let made_up = index >= own;
        let place = places[index / in_each];
        let known = PLACES.iter().find(|(id, _)| *id == place);
        Door {
            id,
            // A door of the brand's own has the brand's name, or is seen by its number.
            name: if made_up { NAMES[index].to_owned() } else { String::new() },
            description: (made_up && index == 2).then(|| "Lift to floor 7".to_owned()),
            place: Some(Place {
                id: place,
                name: known.map_or_else(|| format!("Place {place}"), |(_, name)| (*name).into()),
            }),
            state: DoorState::ALL[index % DoorState::ALL.len()],
        }
    };
    ids.into_iter().enumerate().map(door).collect()
}

/// Every notice there is.
#[must_use]
pub fn notices() -> Vec<Notice> {
    let problems = Problem::ALL.map(|problem| Notice::Problem(problem, Some("f35ade".to_owned())));
    let others = [Notice::Empty, Notice::NotFound, Notice::BadRequest, Notice::Home];
    others.into_iter().chain(problems).collect()
}

/// Every page there is, the one with all doors first.
#[must_use]
pub fn all(reader: Reader<'_>) -> Vec<Sample> {
    let doors = doors_of(reader.theme);
    let sample = |scene: Scene| Sample { name: scene.name(), page: scene.page(reader, &doors) };
    Scene::all().into_iter().map(sample).collect()
}

impl Scene {
    /// Every scene there is.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::Doors, Self::Old, Self::One];
        all.extend(Outcome::ALL.map(|outcome| Self::Told(Tapped::Good(outcome))));
        all.extend(Problem::ALL.map(|problem| Self::Told(Tapped::Bad(problem))));
        all.push(Self::Told(Tapped::Asked));
        all.extend(notices().into_iter().map(Self::Notice));
        all
    }

    /// What it is called, in the words of file names.
    #[must_use]
    pub fn name(&self) -> String {
        let (kind, name) = match self {
            Self::Doors => return "doors".to_owned(),
            Self::Old => return "old".to_owned(),
            Self::One => return "one".to_owned(),
            Self::Told(Tapped::Good(outcome)) => ("told", outcome.as_str()),
            Self::Told(Tapped::Bad(problem)) => ("told", problem.as_str()),
            Self::Told(Tapped::Asked) => ("told", "asked"),
            Self::Notice(Notice::Problem(problem, _)) => ("notice", problem.as_str()),
            Self::Notice(Notice::BadRequest) => ("notice", "bad_request"),
            Self::Notice(notice) => ("notice", notice.state()),
        };
        format!("{kind}-{name}")
    }

    /// The page, behind a link to `doors`.
    #[must_use]
    pub fn page(&self, reader: Reader<'_>, doors: &[Door]) -> Markup {
        let shown = self.doors(reader.theme, doors);
        match self {
            Self::Doors | Self::One => door_list(reader, shown, None, None),
            Self::Old => door_list(reader, shown, Some("14:05 UTC"), None),
            Self::Told(tapped) => {
                door_list(reader, shown, None, Some(&told(reader, shown, *tapped)))
            }
            Self::Notice(which) => notice(reader, which, None),
        }
    }

    /// Which of `doors` are on the page.
    #[must_use]
    pub fn doors<'a>(&self, theme: &Theme, doors: &'a [Door]) -> &'a [Door] {
        match self {
            Self::Doors | Self::Old | Self::Told(_) => doors,
            Self::One => first(theme, doors).map_or(&[], std::slice::from_ref),
            Self::Notice(_) => &[],
        }
    }
}

/// The first door that visitors see.
fn first<'a>(theme: &Theme, doors: &'a [Door]) -> Option<&'a Door> {
    doors.iter().find(|door| !theme.hides(door.id))
}

/// What visitors are told of a tap on the first door.
fn told(reader: Reader<'_>, doors: &[Door], tapped: Tapped) -> Told {
    let door = first(reader.theme, doors);
    let name = |door| {
        let shown = reader.theme.shown_door(door, reader.texts.language());
        short_door_name(reader.texts, &shown)
    };
    let result = match tapped {
        Tapped::Good(outcome) => TapResult::Good(outcome),
        Tapped::Bad(problem) => TapResult::Bad(problem),
        Tapped::Asked => TapResult::Asked(door.map_or(DoorId(0), |door| door.id)),
    };
    Told { door: door.map(name), result, reference: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(toml: &str) -> Theme {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("theme.toml");
        std::fs::write(&file, toml).unwrap();
        Theme::load(&file).unwrap()
    }

    #[test]
    fn doors_of_a_theme_come_first_in_its_order_and_its_places() {
        let theme = theme(
            "name='A'\n[doors.7]\nname='Gate'\norder=2\n[doors.1001]\norder=1\n\
             [doors.9]\nhidden=true\n[places.5]\n",
        );
        let doors = doors_of(&theme);
        let numbers: Vec<_> = doors.iter().map(|door| door.id.0).collect();
        assert_eq!(numbers, [1001, 7, 1002, 1003, 1004]);
        assert_eq!([doors[1].name.as_str(), doors[2].name.as_str()], ["", "Roof terrace"]);
        let states: Vec<_> = doors.iter().map(|door| door.state).collect();
        assert_eq!(states, DoorState::ALL);
        assert!(doors.iter().all(|door| door.place.as_ref().unwrap().id == 5));
    }

    #[test]
    fn many_doors_are_all_there() {
        let tables: Vec<_> = (1..=40).map(|id| format!("[doors.{id}]\n")).collect();
        let tables = tables.concat();
        let theme = theme(&format!("name='A'\n{tables}[places.5]\n[places.6]\n[places.7]\n"));
        let doors = doors_of(&theme);
        assert_eq!(doors.len(), 40);
        let places = [0, 13, 14, 39].map(|index| doors[index].place.as_ref().unwrap().id);
        assert_eq!(places, [5, 5, 6, 7]);
    }
}
