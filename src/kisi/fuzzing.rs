//! Kisi's answers, for fuzzers.
#![expect(clippy::missing_panics_doc, reason = "a panic is how a fuzzer finds a bug")]

use super::{
    calls::failure_code,
    error::{Endpoint, Error, Meaning, meaning},
    http::total,
    wire::{MOST_ELEMENTS, is_unlocked, page},
};
use crate::access::{Problem, printable};

/// One page of a door list, and the header with the number of all doors.
pub fn doors(data: &[u8]) {
    let _ = (is_unlocked(data), total(&String::from_utf8_lossy(data)));
    let Ok(page) = page(data) else { return };
    assert!(page.doors.len() <= page.elements && page.elements <= MOST_ELEMENTS);
    for door in page.doors {
        let place = door.place.map(|place| place.name);
        for text in [Some(door.name), door.description, place].into_iter().flatten() {
            // This also bounds its length.
            assert_eq!(text, printable(&text));
        }
    }
}

/// The body of an error.
pub fn failure(data: &[u8]) {
    let code = failure_code(data);
    if let Some(code) = &code {
        let text = code.as_str();
        assert!(
            (1..=16).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_alphanumeric())
        );
    }
    let status = data.first().map_or(0, |first| 200 + u16::from(*first));
    for endpoint in [Endpoint::Doors, Endpoint::Unlock] {
        if let Meaning::Bad(problem) = meaning(code.as_ref(), status, endpoint) {
            let error = Error::answered(problem, status, code.clone()).for_door_list();
            assert_ne!(error.problem, Problem::UnknownDoor);
        }
    }
}
