//! The page with doors.

use jiff::Timestamp;
use maud::{Markup, html};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{
    Frame, LastTap, Page, Reader,
    door_button::door_button,
    foreign::other,
    icon,
    layout::{Content, SEAM, frame},
    notice::{Notice, notice},
    page_state::PageState,
};
use crate::{
    access::{Door, DoorId, DoorState, Outcome, Problem, TapResult},
    language::Texts,
    theme::{Columns, Layout, ShownDoor, ShownPlace},
};

/// From how many doors on they are a list to search in, and no longer cards to choose from.
const MANY: usize = 9;

/// The doors behind a link as the brand shows them, grouped by place, or the notice of an empty
/// list. `as_of` is the time of a stale list.
#[must_use]
pub fn door_list(
    reader: Reader<'_>,
    doors: &[Door],
    as_of: Option<Timestamp>,
    last_tap: Option<&LastTap>,
) -> Page {
    match DoorPage::new(reader, doors) {
        Some(page) => Page { frame: page.frame(last_tap), doors: page.doors(as_of, last_tap) },
        None => notice(reader, &Notice::Empty, last_tap),
    }
}

/// A page with doors, of which the frame and the doors are made separately.
pub struct DoorPage<'a> {
    reader: Reader<'a>,
    doors: Vec<ShownDoor<'a>>,
    /// How many doors are laid out.
    pub layout: Layout,
    /// What to do, which depends on the number of doors.
    pub hint: String,
}

impl<'a> DoorPage<'a> {
    /// The page of these doors; `None` if the brand shows none of them.
    #[must_use]
    pub fn new(reader: Reader<'a>, doors: &'a [Door]) -> Option<Self> {
        let doors = reader.theme.shown(doors, reader.texts.language());
        if doors.is_empty() {
            return None;
        }
        let hint = reader.texts.count("doors-hint", doors.len());
        Some(Self { reader, layout: layout(doors.len()), doors, hint })
    }

    /// What is around the doors. Without `last_tap` it depends on the brand, the language, the
    /// layout and the hint only.
    #[must_use]
    pub fn frame(&self, last_tap: Option<&LastTap>) -> Frame {
        let (state, title) = (PageState::Doors, &self.reader.texts.say("welcome"));
        let main = main(self.reader.texts);
        let content = Content { state, layout: self.layout, title, description: &self.hint, main };
        frame(self.reader, last_tap, &content)
    }

    /// The part about the doors. `as_of` is the time of a stale list.
    ///
    /// The form has no `action`, so it posts to the page's own URL, and the page does not contain
    /// the secret.
    #[must_use]
    pub fn doors(&self, as_of: Option<Timestamp>, last_tap: Option<&LastTap>) -> String {
        let Self { reader, ref doors, layout, ref hint } = *self;
        let texts = reader.texts;
        let groups = by_place(doors);
        let class = class(layout, reader.theme.look.buttons.columns);
        let have_icons = doors.iter().any(|door| door.icon.is_some());
        let unlocked = last_tap.and_then(unlocked_door);
        let markup = html! {
            (intro(reader, hint, &groups))
            @if layout == Layout::Many { (filter(texts)) }
            form #doors.(class).icons[have_icons] method="post" {
                @for (place, doors) in &groups {
                    section {
                        (heading(reader, *place, groups.len()))
                        div.doors {
                            @for door in doors {
                                (door_button(texts, door, unlocked == Some(door.id)))
                            }
                        }
                    }
                }
            }
            @if doors.iter().any(|door| door.confirm) { (question(texts)) }
            @if let Some(time) = as_of { (last_checked(texts, time)) }
        };
        markup.into_string()
    }
}

/// The door that the visitor has just unlocked.
fn unlocked_door(tap: &LastTap) -> Option<DoorId> {
    let door = tap.door.as_ref()?;
    matches!(tap.result, TapResult::Success(_)).then_some(door.id)
}

/// Greets the visitor and says where the doors are. A greeting that says little more than the
/// brand's name, which stands above it, gives way to the place.
fn intro(reader: Reader<'_>, hint: &str, groups: &[Group<'_>]) -> Markup {
    let welcome = &*reader.texts.say("welcome");
    let place = match groups {
        [(Some(place), _)] if !place.name.is_empty() => Some(place.name),
        _ => None,
    };
    let repeats = repeats(welcome, &reader.theme.name);
    let (headline, companion, hint) = match (repeats, place) {
        (false, place) => (welcome, place, Some(hint)),
        (true, Some(place)) => (place, None, Some(hint)),
        (true, None) => (hint, None, None),
    };
    html! {
        h1 { bdi { (headline) } }
        // The script adds until when.
        p.where { @if let Some(place) = companion { bdi { (place) } } }
        @if let Some(hint) = hint { p.hint { (hint) } }
    }
}

/// Whether the greeting contains the whole name, and at most three other words, as in "Welcome to
/// Acme".
fn repeats(greeting: &str, name: &str) -> bool {
    let words = |text: &str| text.unicode_words().map(str::to_lowercase).collect::<Vec<_>>();
    let (greeting, name) = (words(greeting), words(name));
    let contains = !name.is_empty() && greeting.windows(name.len()).any(|part| part == name);
    contains && greeting.len() <= name.len() + 3
}

/// A field to search in a long list. It is outside the form, so that Enter does not unlock a door.
/// Without script, the style hides it.
fn filter(texts: &Texts) -> Markup {
    html! {
        label.filter {
            (icon::search())
            span.spoken { (texts.say("filter")) }
            input type="search" placeholder=(texts.say("filter")) autocomplete="off";
        }
        p.none hidden { (texts.say("filter-none")) }
    }
}

/// What is around the doors in `main`: every text that the script may show, and the way to a phone.
/// The script replaces `{door}`, `{problem}` and `{code}`.
fn main(texts: &Texts) -> Markup {
    let outcome = |outcome| {
        let (title, advice) = texts.outcome(outcome, "{door}");
        texts.language().join(&[&title, &advice])
    };
    let timeout = texts.problem(Problem::Timeout);
    let no_network = texts.notice("no-network");
    let state = |state| texts.state(state);
    html! {
        main
            data-unlock=(texts.say("unlock"))
            data-no-answer-yet=(texts.say("no-answer-yet"))
            data-unlocked=(outcome(Outcome::Unlocked))
            data-already_opening=(outcome(Outcome::AlreadyOpening))
            data-problem=(texts.say_with("door-problem", &[("door", "{door}"), ("problem", "{problem}")]))
            data-timeout-title=(timeout[0])
            data-timeout-text=(timeout[1])
            data-timeout-advice=(timeout[2])
            data-no-network-title=(no_network[0])
            data-no-network-text=(no_network[1])
            data-no-network-advice=(no_network[2])
            data-reference=(texts.say_of("reference", "code", "{code}"))
            data-is-unlocked=[state(DoorState::Unlocked)]
            data-is-offline=[state(DoorState::Offline)]
            data-is-locked_down=[state(DoorState::LockedDown)]
            data-is-not_set_up=[state(DoorState::NotSetUp)]
        {
            (SEAM)
            (hand_over(texts))
        }
    }
}

/// How many doors are laid out.
fn layout(doors: usize) -> Layout {
    match doors {
        1 => Layout::One,
        MANY.. => Layout::Many,
        _ => Layout::Few,
    }
}

/// The class of the form, which the rules of its layout name.
fn class(layout: Layout, columns: Columns) -> &'static str {
    match (layout, columns) {
        (Layout::One, _) => "one",
        (Layout::Many, _) => "many",
        (Layout::Few | Layout::Notice, Columns::One) => "few",
        (Layout::Few | Layout::Notice, Columns::Two) => "few tiles",
    }
}

/// The dialog in which the script asks the visitor to confirm. The script replaces `{door}`.
fn question(texts: &Texts) -> Markup {
    html! {
        dialog aria-labelledby="question" {
            h2 #question { (texts.say_of("confirm-question", "door", "{door}")) }
            form.actions.choice method="dialog" {
                button.action.main type="submit" value="yes" { (texts.say("confirm-yes")) }
                button.action type="submit" { (texts.say("confirm-no")) }
            }
        }
    }
}

/// When a stale list was fetched. The script says how long ago that is.
fn last_checked(texts: &Texts, time: Timestamp) -> Markup {
    let clock = time.strftime("%H:%M UTC").to_string();
    html! {
        p.as-of data-time=(time) data-words=(texts.say_of("as-of", "time", "{time}")) {
            (texts.say_of("as-of", "time", &clock))
        }
    }
}

/// On a computer: a code with which the visitor goes on with the phone. Phones do not load it, and
/// its address does not contain the secret.
fn hand_over(texts: &Texts) -> Markup {
    html! {
        div.hand-over {
            picture {
                source media="(min-width:40rem) and (hover:hover) and (pointer:fine)" srcset="?qr";
                // Where the code is not shown, the image is empty.
                img src="data:," alt=(texts.say("hand-over-code")) width="96" height="96" loading="lazy";
            }
            p { b { (texts.say("hand-over-title")) } br; (texts.say("hand-over-text")) }
        }
    }
}

/// The heading above the doors of a place: its name if there are several places, and how to find it.
fn heading(reader: Reader<'_>, place: Option<ShownPlace<'_>>, places: usize) -> Markup {
    html! {
        @if places > 1 {
            h2 {
                @match place {
                    Some(place) if !place.name.is_empty() => bdi { (place.name) },
                    _ => (reader.texts.say("other-doors")),
                }
            }
        }
        @if let Some((directions, language)) = place.and_then(|place| place.directions) {
            p.directions {
                (icon::pin())
                bdi lang=[other(language, reader.texts.language())] { (directions) }
            }
        }
    }
}

/// The doors of one place, or those without a place.
type Group<'a> = (Option<ShownPlace<'a>>, Vec<&'a ShownDoor<'a>>);

/// Groups doors by place, in the order of each place's first door.
fn by_place<'a>(doors: &'a [ShownDoor<'a>]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let id = |place: Option<ShownPlace<'_>>| place.map(|place| place.id);
    for door in doors {
        match groups.iter_mut().find(|(place, _)| id(*place) == id(door.place)) {
            Some((_, group)) => group.push(door),
            None => groups.push((door.place, vec![door])),
        }
    }
    groups
}
