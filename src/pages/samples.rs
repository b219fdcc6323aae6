//! Every page with made-up doors, for looking at and for tests that render all of them.

use maud::Markup;

use super::{Notice, Reader, TapResult, Told, door_list, notice};
use crate::access::{Door, DoorId, DoorState, Outcome, Place, Problem};

/// A page to look at, and what it is called.
pub struct Sample {
    /// What it shows, in the words of file names.
    pub name: String,
    /// The page.
    pub page: Markup,
}

/// Doors in two places, one of each state.
#[must_use]
pub fn doors() -> Vec<Door> {
    let names = ["Main entrance", "Bicycle room", "Roof terrace", "Archive", "Workshop"];
    let places = [(77, "Harbour House"), (78, "Mill Yard")];
    let door = |(index, (name, state)): (usize, (&str, DoorState))| {
        let (id, place) = places[usize::from(index > 2)];
        Door {
            id: DoorId(1001 + index as u64),
            name: name.to_owned(),
            description: (index == 2).then(|| "Lift to floor 7".to_owned()),
            place: Some(Place { id, name: place.to_owned() }),
            state,
        }
    };
    names.into_iter().zip(DoorState::ALL).enumerate().map(door).collect()
}

/// Every notice there is.
#[must_use]
pub fn notices() -> Vec<Notice> {
    let problems = Problem::ALL.map(|problem| Notice::Problem(problem, Some("f35ade".to_owned())));
    let others = [Notice::Empty, Notice::NotFound, Notice::BadRequest, Notice::Home];
    others.into_iter().chain(problems).collect()
}

/// Every page there is.
#[must_use]
pub fn all(reader: Reader<'_>) -> Vec<Sample> {
    let doors = doors();
    let sample = |name: &str, page| Sample { name: name.to_owned(), page };
    let told = |name: &str, result| {
        let told = Told { door: Some(doors[0].name.clone()), result, reference: None };
        sample(&format!("told-{name}"), door_list(reader, &doors, None, Some(&told)))
    };
    let mut all = vec![
        sample("doors", door_list(reader, &doors, None, None)),
        sample("old", door_list(reader, &doors, Some("14:05 UTC"), None)),
        sample("one", door_list(reader, &doors[..1], None, None)),
    ];
    all.extend(Outcome::ALL.map(|it| told(it.as_str(), TapResult::Good(it))));
    all.extend(Problem::ALL.map(|it| told(it.as_str(), TapResult::Bad(it))));
    all.push(told("asked", TapResult::Asked(doors[0].id)));
    all.extend(notices().iter().map(|it| sample(&notice_name(it), notice(reader, it, None))));
    all
}

fn notice_name(notice: &Notice) -> String {
    match notice {
        Notice::Problem(problem, _) => format!("notice-{}", problem.as_str()),
        Notice::BadRequest => "notice-bad_request".to_owned(),
        Notice::Empty | Notice::NotFound | Notice::Home => format!("notice-{}", notice.state()),
    }
}
