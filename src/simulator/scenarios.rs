//! The links of `doorstep demo`, one for each state that a visitor can see.
//!
//! Every link has its own doors, so that an unlock in one scenario does not change another.

use std::time::Duration;

use super::{
    Simulator,
    fault::{Endpoint, Fault},
    handles::Link,
};

/// Makes the secrets as long as those of Kisi. They are the same in every demo, so that bookmarks
/// stay valid.
const SECRET_SUFFIX: &str = "4d1f8a6c2b907e53c61d9af0";

/// One link of the demo.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The name that the demo prints.
    pub name: &'static str,
    /// The secret of the link.
    pub secret: String,
}

/// A simulator with a link for every scenario, and the scenarios in the order of the demo's list.
#[must_use]
pub fn demo() -> (Simulator, Vec<Scenario>) {
    let kisi = Simulator::new();
    let scenarios = SCENARIOS.iter().map(|(name, set_up)| {
        let secret = format!("demo-{name}-{SECRET_SUFFIX}");
        set_up(kisi.link(&secret));
        Scenario { name, secret }
    });
    let scenarios = scenarios.collect();
    (kisi, scenarios)
}

type SetUp = fn(Link) -> Link;

const SCENARIOS: [(&str, SetUp); 19] = [
    ("doors", doors),
    ("one", one),
    ("many", |link| link.opens_many(60)),
    ("states", states),
    ("empty", |link| link),
    ("expired", |link| one(link).expired()),
    ("not-yet-valid", |link| one(link).not_yet_valid()),
    ("withdrawn", |link| one(link).withdrawn()),
    ("outside-hours", |link| one(link).outside_hours()),
    ("unknown", Link::revoked),
    ("slow", |link| one(link).doors_take(Duration::from_secs(2))),
    ("hanging-unlock", |link| {
        one(link).fault(Fault::delay(Duration::from_secs(20)).on(Endpoint::Unlock))
    }),
    ("refused-unlock", |link| one(link).fault(Fault::error(403, "afc496").on(Endpoint::Unlock))),
    ("unavailable", |link| one(link).fault(Fault::error(503, "ffffff").on(Endpoint::Doors))),
    ("hostile-names", hostile_names),
    ("kisi-down", |link| two(link).fault(Fault::reset())),
    ("kisi-flaky", |link| two(link).fault(Fault::error(503, "ffffff").percent(30))),
    ("kisi-slow", |link| two(link).fault(Fault::delay(Duration::from_secs(3)))),
    ("kisi-limits", |link| two(link).fault(Fault::rate_limit(5))),
];

fn one(link: Link) -> Link {
    link.opens("Front door")
}

fn two(link: Link) -> Link {
    one(link).opens("Courtyard")
}

fn doors(link: Link) -> Link {
    link.opens("Haupteingang")
        .opens("Büro Süd")
        .described("Take the lift to the third floor")
        .at_place(78, "Mühlenhof")
        .opens("Hoftor")
        .opens("Fahrradkeller")
}

fn states(link: Link) -> Link {
    link.opens("Lobby")
        .opens_offline("Garage")
        .opens_locked_down("Vault")
        .opens_unlocked("Garden gate")
        .opens_not_set_up("Cellar")
}

/// Door names that Kisi may contain and that could break a page.
fn hostile_names(link: Link) -> Link {
    let long = "Very long door name ".repeat(150);
    let names = [
        long.as_str(),
        "<script>alert(1)</script>",
        "</button></form><img src=x onerror=alert(1)>",
        "Left \u{202e}thgir ot\u{202c} \u{2066}isolated\u{2069} \u{200f}mark",
        "👨‍👩‍👧‍👦 🏳️‍🌈 👩🏽‍🚀 🚪",
        "",
        "   ",
        "\"Quoted\" 'single' & &amp; &lt;b&gt; `tick`",
        "المدخل الرئيسي ٣",
        "Line\nbreak,\ttab,\rreturn,\u{0}nul,\u{1b}[31mescape\u{7f}",
        concat!(
            "Z\u{351}\u{36b}\u{343}a\u{348}\u{30d}\u{350}l\u{34f}\u{31b}\u{33d}",
            "g\u{322}\u{489}o\u{31e}\u{338}",
        ),
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftseingang",
    ];
    names.iter().fold(link, |link, name| link.opens(name))
}
