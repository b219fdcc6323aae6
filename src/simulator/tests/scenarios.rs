//! The links of the demo.

use super::Caller;
use crate::simulator::scenarios;

#[tokio::test]
async fn every_scenario_of_the_demo_has_the_door_list_that_its_name_promises() {
    let (kisi, scenarios) = scenarios::demo();
    let caller = Caller::of(&kisi).await;
    let mut shown = Vec::new();
    for scenario in &scenarios {
        let waits = ["slow", "kisi-slow", "kisi-down", "kisi-flaky"].contains(&scenario.name);
        if !waits {
            let answer = caller.locks(&scenario.secret, "?limit=250").await;
            let doors = answer.body.as_array().map_or(0, Vec::len);
            shown.push(format!("{}: {} {} {doors}", scenario.name, answer.status, answer.code().1));
        }
    }
    let expected = [
        "doors: 200  4",
        "one: 200  1",
        "many: 200  60",
        "states: 200  5",
        "empty: 200  0",
        "expired: 403 f35ade 0",
        "not-yet-valid: 403 f358de 0",
        "withdrawn: 403 f398de 0",
        "outside-hours: 403 34ffaa 0",
        "unknown: 401 f29aef 0",
        "hanging-unlock: 200  1",
        "refused-unlock: 200  1",
        "unavailable: 503 ffffff 0",
        "hostile-names: 200  12",
        "kisi-limits: 200  2",
    ];
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn a_scenario_does_not_open_the_doors_of_another() {
    let (kisi, scenarios) = scenarios::demo();
    let mut doors: Vec<u64> =
        scenarios.iter().flat_map(|scenario| kisi.link(&scenario.secret).doors()).collect();
    let count = doors.len();
    doors.sort_unstable();
    doors.dedup();
    assert_eq!(doors.len(), count);
}
