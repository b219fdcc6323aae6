//! Every page in every language, and how hostile names are shown.

use std::path::Path;

use scraper::{Html, Selector};

use super::*;
use crate::{
    access::{Door, DoorId, DoorState, Outcome, Problem, TapResult},
    language::{ALL, Language},
};

fn theme() -> Theme {
    Theme::built_in().unwrap()
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: scraper::ElementRef<'_>) -> String {
    element.text().collect::<Vec<_>>().join(" ")
}

fn named(name: &str) -> Door {
    let id = DoorId(7);
    Door { id, name: name.to_owned(), description: None, place: None, state: DoorState::Ready }
}

#[test]
fn every_page_is_complete_in_every_language() {
    let theme = theme();
    for language in ALL {
        let reader = Reader { theme: &theme, texts: theme.texts(language) };
        for sample in samples::all(reader) {
            let page = Html::parse_document(&sample.page.into_string());
            let name = sample.name;
            assert_eq!(page.errors, [""; 0], "{name}");
            assert_eq!(select(&page, "[role=status][aria-live=polite]").len(), 1, "{name}");
            assert_eq!(select(&page, "h1").len(), 1, "{name}");
            let html = select(&page, "html")[0].value();
            assert_eq!(html.attr("lang"), Some(language.tag), "{name}");
            assert_eq!(html.attr("dir"), Some(language.direction()), "{name}");
            assert_eq!(select(&page, ".contact [href='tel:+49301234567']").len(), 1, "{name}");
            let said = text(page.root_element());
            assert!(!said.contains("-title") && !said.contains("-advice"), "{name}: {said}");
        }
    }
}

#[test]
fn every_page_of_the_example_brands_is_complete() {
    for brand in ["coworking", "clinic", "nightclub", "hotel", "logistics"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/themes").join(brand);
        let theme = Theme::load(&folder.join("theme.toml")).unwrap();
        for language in [Language::english(), Language::tagged("ar").unwrap()] {
            let reader = Reader { theme: &theme, texts: theme.texts(language) };
            for sample in samples::all(reader) {
                let page = Html::parse_document(&sample.page.into_string());
                let name = format!("{brand}, {}", sample.name);
                assert_eq!(page.errors, [""; 0], "{name}");
                assert_eq!(select(&page, "h1").len(), 1, "{name}");
                let phone = theme.contact.phone.as_ref().unwrap().to_string();
                assert!(text(select(&page, ".contact")[0]).contains(&phone), "{name}");
                let buttons = select(&page, "button[name=door]").len();
                assert_eq!(buttons > 0, !sample.name.starts_with("notice-"), "{name}");
            }
        }
    }
}

#[test]
fn a_door_is_a_button_with_its_name_id_and_state() {
    let theme = theme();
    let reader = Reader { theme: &theme, texts: theme.texts(Language::english()) };
    let page = door_list(reader, &samples::doors(), None, None).into_string();
    let page = Html::parse_document(&page);
    let buttons = select(&page, "form[method=post]:not([action]) button[name=door]");
    let seen = buttons.iter().map(|button| {
        let attribute = |name| button.value().attr(name).unwrap();
        let words = [".name", ".note", ".rest"].map(|part| {
            let part = button.select(&Selector::parse(part).unwrap()).next();
            part.map(text).unwrap_or_default()
        });
        format!("{} {} {}", attribute("value"), attribute("data-state"), words.join(" | "))
    });
    insta::assert_snapshot!(seen.collect::<Vec<_>>().join("\n"), @r"
    1001 ready Main entrance |  | Unlock
    1002 unlocked Bicycle room |  | Unlocked now
    1003 offline Roof terrace | Lift to floor 7 | Offline at the moment
    1004 locked_down Archive |  | Locked for everyone right now
    1005 not_set_up Workshop |  | Not set up yet
    ");
    assert_eq!(
        select(&page, "form h2").into_iter().map(text).collect::<Vec<_>>(),
        ["Harbour House", "Mill Yard"]
    );
}

#[test]
fn a_single_place_is_named_beside_the_headline_and_has_no_heading() {
    let theme = theme();
    let reader = Reader { theme: &theme, texts: theme.texts(Language::english()) };
    let page = door_list(reader, &samples::doors()[..2], None, None).into_string();
    let page = Html::parse_document(&page);
    assert!(select(&page, "form h2").is_empty());
    assert_eq!(text(select(&page, "main .where")[0]), "Harbour House");
}

#[test]
fn a_greeting_that_repeats_the_brands_name_gives_way_to_the_place() {
    let headline = |welcome: &str, doors: &[Door]| {
        let theme = Theme::for_tests(&format!("name='Acme'\n[text]\nwelcome='{welcome}'\n"));
        let reader = Reader { theme: &theme, texts: theme.texts(Language::english()) };
        let page = Html::parse_document(&door_list(reader, doors, None, None).into_string());
        assert!(text(select(&page, "title")[0]).starts_with(welcome));
        text(select(&page, "h1")[0])
    };
    let doors = samples::doors();
    assert_eq!(headline("Good to see you", &doors[..2]), "Good to see you");
    assert_eq!(headline("Welcome to ACME", &doors[..2]), "Harbour House");
    assert_eq!(headline("Welcome to ACME", &doors), "Tap the door in front of you.");
    for other in ["Acmeville says hello", "All your keys for tonight at Acme"] {
        assert_eq!(headline(other, &doors), other);
    }
}

#[test]
fn a_list_of_nine_doors_or_more_can_be_searched() {
    let theme = theme();
    let reader = Reader { theme: &theme, texts: theme.texts(Language::english()) };
    let fields = |doors: u64| {
        let doors: Vec<_> =
            (1..=doors).map(|id| Door { id: DoorId(id), ..named("Lobby") }).collect();
        let page = Html::parse_document(&door_list(reader, &doors, None, None).into_string());
        // Enter in a field of the form would unlock the first door.
        assert!(select(&page, "form input").is_empty());
        select(&page, ".filter input").len()
    };
    assert_eq!([8, 9].map(fields), [0, 1]);
}

#[test]
fn a_success_without_script_is_shown_by_the_doors_card_and_a_failure_by_a_sheet() {
    let theme = theme();
    let reader = Reader { theme: &theme, texts: theme.texts(Language::english()) };
    let doors = [named("Lobby")];
    let shown = theme.shown_door(&doors[0], Language::english());
    let after = |result| {
        let door = Some(TappedDoor::new(reader.texts, &shown));
        let tap = LastTap { door, result, reference: Some("fad001".to_owned()) };
        Html::parse_document(&door_list(reader, &doors, None, Some(&tap)).into_string())
    };
    let page = after(TapResult::Success(Outcome::Unlocked));
    assert_eq!(select(&page, "button.done[autofocus]").len(), 1);
    assert_eq!(select(&page, ".sheet[hidden]").len(), 1);
    for (problem, tone) in [(Problem::Refused, "bad"), (Problem::Timeout, "warn")] {
        let page = after(TapResult::Problem(problem));
        assert!(select(&page, "button.done").is_empty());
        let sheet = select(&page, &format!(".sheet.{tone}:not([hidden])"))[0];
        let [title, what, advice] = reader.texts.problem(problem);
        for words in ["Lobby", &title, &what, &advice, "fad001", "Call", "Write"] {
            assert!(text(sheet).contains(words), "{words}: {}", text(sheet));
        }
    }
}

#[test]
fn hostile_names_are_shown_as_text() {
    let theme = theme();
    let reader = Reader { theme: &theme, texts: theme.texts(Language::english()) };
    let long = "x".repeat(3_000);
    for name in ["<script>alert(1)</script>", "\"><img src=x>", "' & <b>", "{{7*7}}", "👩‍👩‍👧", &long]
    {
        let door = named(name);
        let tapped = TappedDoor::new(reader.texts, &theme.shown_door(&door, Language::english()));
        let short = tapped.name.clone();
        let result = TapResult::Success(Outcome::Unlocked);
        let last_tap = LastTap { door: Some(tapped), result, reference: None };
        let page = door_list(reader, &[door], None, Some(&last_tap)).into_string();
        let page = Html::parse_document(&page);
        assert_eq!(text(select(&page, "button bdi.name")[0]), name);
        assert!(text(select(&page, "[role=status]")[0]).contains(&short));
        assert!(select(&page, "form script, button img, form b").is_empty(), "{name}");
    }
}

#[test]
fn a_door_without_a_name_is_shown_by_its_id() {
    let theme = theme();
    let reader = Reader { theme: &theme, texts: theme.texts(Language::english()) };
    let page = door_list(reader, &[named("")], None, None).into_string();
    let page = Html::parse_document(&page);
    assert_eq!(text(select(&page, "bdi.name")[0]), "Door \u{2068}7\u{2069}");
}

#[test]
fn a_notice_says_what_happened_and_shows_kisis_code_for_support() {
    let theme = theme();
    let reader = Reader { theme: &theme, texts: theme.texts(Language::english()) };
    let expired = Notice::Problem(Problem::Expired, Some("f35ade".to_owned()));
    let page = Html::parse_document(&notice(reader, &expired, None).into_string());
    assert_eq!(select(&page, "body")[0].value().attr("data-state"), Some("expired"));
    assert_eq!(text(select(&page, "h1")[0]), "This link has expired");
    assert!(text(select(&page, ".reference")[0]).contains("f35ade"));
}

#[test]
fn a_long_name_is_cut_in_a_sentence() {
    let theme = theme();
    let texts = theme.texts(Language::english());
    let short = |name: &str| {
        let door = named(name);
        short_door_name(texts, &theme.shown_door(&door, Language::english()))
    };
    assert_eq!(short("Lobby"), "Lobby");
    assert_eq!(short(&"👩‍👩‍👧".repeat(61)), "👩‍👩‍👧".repeat(60) + "…");
    assert_eq!(short(&"x".repeat(3_000)).chars().count(), 61);
}

#[test]
fn the_texts_of_every_page_are_unchanged() {
    let theme = theme();
    for tag in ["en", "de", "ar"] {
        let reader = Reader { theme: &theme, texts: theme.texts(Language::tagged(tag).unwrap()) };
        let said = samples::all(reader).into_iter().map(|sample| {
            let page = Html::parse_document(&sample.page.into_string());
            let parts = ["title", "[role=status]", "main"].map(|part| text(select(&page, part)[0]));
            let words = parts.join(" | ").replace(['\u{2068}', '\u{2069}'], "");
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{}: {words}\n", sample.name)
        });
        insta::assert_snapshot!(format!("pages_{tag}"), said.collect::<String>());
    }
}
