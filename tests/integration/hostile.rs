//! Random and malicious theme files: none causes a panic, no file outside the folder is read, no
//! value ends its element or its CSS rule in a page, and every accepted theme can be shown.
//!
//! `DOORSTEP_TEST_CASES` sets how many random files each test tries.

use std::{cell::Cell, fmt::Write as _};

use proptest::{
    prelude::*,
    sample::{Index, select},
    test_runner::{Config, TestRunner},
};
use tempfile::TempDir;

use doorstep::{
    access::{Door, DoorId, DoorState, Place},
    language,
    pages::{Notice, Reader, door_list, notice},
    theme::{Colors, Error, Look, Palette, Theme},
};

/// Themes that are mutated at random.
const THEMES: [&str; 5] = [
    include_str!("../../theme.toml"),
    include_str!("../../assets/themes/coworking/theme.toml"),
    include_str!("../../assets/themes/clinic/theme.toml"),
    include_str!("../../assets/themes/nightclub/theme.toml"),
    WHOLE,
];

/// A theme with every kind of file.
const WHOLE: &str = r##"
name = "Whole"
logo = "logo.svg"
css = "extra.css"
[colors]
accent = "#0b6e4f"
[font]
family = "Doorstep Blocks"
files = ["blocks.woff2"]
[page]
image = "below/hero.svg"
[[footer]]
label = { en = "Privacy", de = "Datenschutz" }
url = "https://whole.example/"
[doors.1]
name = { en = "One" }
icon = "lift"
[text]
unlocked = "Hello { $door }"
"##;

/// Every key with a valid value, and some keys that do not exist.
const KEYS: [(&str, &str); 47] = [
    ("name", "\"Acme\""),
    ("language", "\"de\""),
    ("logo", "\"logo.svg\""),
    ("logo_dark", "\"below/hero.svg\""),
    ("icon", "\"below/../logo.svg\""),
    ("css", "\"extra.css\""),
    ("colors.accent", "\"#0b6e4f\""),
    ("colors.background", "\"ivory\""),
    ("colors.surface", "\"rgb(1 2 3)\""),
    ("colors.text", "\"hsl(0 100% 50%)\""),
    ("colors.scheme", "\"dark\""),
    ("colors.dark.accent", "\"#fff\""),
    ("colors.dark.background", "\"#000\""),
    ("colors.dark.surface", "\"oklch(0.3 0.1 20)\""),
    ("colors.dark.text", "\"WHITE\""),
    ("buttons.shape", "\"pill\""),
    ("buttons.style", "\"outline\""),
    ("buttons.columns", "2"),
    ("buttons.confirm", "true"),
    ("font.family", "\"Doorstep Blocks\""),
    ("font.files", "[\"blocks.woff2\"]"),
    ("page.image", "\"below/hero.svg\""),
    ("contact.name", "\"<b>Desk</b>\""),
    ("contact.email", "\"desk@acme.example\""),
    ("contact.phone", "\"+49 30 1234567\""),
    ("contact.url", "\"https://acme.example/?a=<script>\""),
    ("text.welcome", "\"</style><script>alert(1)</script>\""),
    ("text.unlocked", "\"{ $door }!\""),
    ("text.doors-hint", "\"{ $count ->\\n [one] a\\n *[other] b\\n}\""),
    ("text.de.welcome", "\"Hallo\""),
    ("text.ar.unlocked", "\"\u{202e}{ $door }\""),
    ("text.xx.welcome", "\"?\""),
    ("places.77.name", "\"\\\"><img src=x onerror=alert(1)>\""),
    ("places.77.directions", "{ en = \"a\", ar = \"b\" }"),
    ("places.x.name", "\"?\""),
    ("doors.1.name", "\"</button>\""),
    ("doors.1.note", "{ de = \"Lift\" }"),
    ("doors.1.icon", "\"bike\""),
    ("doors.1.order", "-9223372036854775808"),
    ("doors.1.hidden", "true"),
    ("doors.1.confirm", "false"),
    ("doors.2.name.de", "\"Tor\""),
    ("doors.01.name", "\"?\""),
    ("footer", "[{ label = \"Privacy\", url = \"https://acme.example/\\\"onclick=\" }]"),
    ("colours", "\"red\""),
    ("buttons", "{}"),
    ("text", "{}"),
];

/// Values that an attacker would write, and common mistakes.
const WORDS: [&str; 44] = [
    "red;} body{display:none",
    "</style><script>alert(1)</script>",
    "javascript:alert(1)",
    "\"><img src=x onerror=alert(1)>",
    "../outside.svg",
    "/etc/passwd",
    "link.svg",
    "below/../../outside.svg",
    "loop.svg",
    "folder-link/outside.svg",
    "below",
    ".",
    "",
    " ",
    "\u{0}",
    "\u{202e}evil",
    "logo.svg",
    "extra.css",
    "blocks.woff2",
    "theme.toml",
    "#0b6e4f",
    "#fff",
    "#ffffff00",
    "rgb(1e99 0 0)",
    "hsl(nan 1% 1%)",
    "oklch(1 2 3)",
    "color-mix(in srgb, red, blue)",
    "url(https://evil.example/)",
    "expression(alert(1))",
    "light",
    "dark",
    "pill",
    "outline",
    "en",
    "zh-Hans",
    "{ $door }",
    "{ $door ->\n [one] a\n *[other] b\n}",
    "{ welcome }",
    "{ -brand }",
    "{ NUMBER($count) }",
    "{\"{\"}",
    "}{",
    "🚪🚪🚪",
    "https://whole.example/\"onclick=\"alert(1)",
];

const MARK: &str = "OUTSIDE OF THE FOLDER";

/// The smallest file that is a picture.
const DRAWING: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9v9z'/></svg>";

/// A folder with the files that themes can name, symbolic links to the outside, and files outside
/// that must not be read, which contain [`MARK`].
fn folder() -> TempDir {
    let whole = tempfile::tempdir().unwrap();
    let outer = whole.path();
    let folder = outer.join("theme");
    std::fs::create_dir_all(folder.join("below")).unwrap();
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg'><!-- {MARK} --></svg>");
    std::fs::write(outer.join("outside.svg"), &svg).unwrap();
    std::fs::write(outer.join("outside.css"), format!("/* {MARK} */")).unwrap();
    for (name, content) in [
        ("logo.svg", DRAWING),
        ("logo-dark.svg", DRAWING),
        ("icon.svg", DRAWING),
        ("hero.svg", DRAWING),
        ("assets/logo.svg", DRAWING),
        ("assets/logo-dark.svg", DRAWING),
        ("assets/icon.svg", DRAWING),
        ("below/hero.svg", DRAWING),
        ("extra.css", b".brand{color:red}"),
        ("blocks.woff2", include_bytes!("../fonts/blocks.woff2")),
        ("blocks-variable.woff2", include_bytes!("../fonts/blocks-variable.woff2")),
    ] {
        std::fs::write(folder.join(name), content).unwrap();
    }
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, folder.join(name)).unwrap();
    link("../outside.svg", "link.svg");
    link("..", "folder-link");
    link("loop.svg", "loop.svg");
    whole
}

/// Loads a theme and shows it if it is accepted. Returns whether it was accepted.
fn read_and_show(folder: &TempDir, text: &str, seed: usize) -> bool {
    let path = folder.path().join("theme/theme.toml");
    std::fs::write(&path, text).unwrap();
    match Theme::load(&path) {
        Ok(theme) => {
            check(&theme, seed);
            true
        }
        Err(Error(diagnostics)) => {
            assert!(!diagnostics.is_empty() && !diagnostics[0].to_string().is_empty());
            // Drawing a report is slow, so only some are drawn.
            if seed.is_multiple_of(8) {
                assert!(!diagnostics[seed % diagnostics.len()].report(false).is_empty());
            }
            false
        }
    }
}

fn check(theme: &Theme, seed: usize) {
    let mark = MARK.as_bytes();
    for asset in theme.assets() {
        assert!(!asset.content().windows(mark.len()).any(|part| part == mark), "{}", asset.path);
    }
    assert!(!theme.look.extra.contains(MARK));
    check_style(theme);

    let language = &language::ALL[seed % language::ALL.len()];
    let reader = Reader { theme, texts: theme.texts(language) };
    let door = Door {
        id: DoorId(1),
        name: "Lobby".to_owned(),
        description: None,
        place: Some(Place { id: 77, name: "House".to_owned() }),
        state: DoorState::Ready,
    };
    for page in [door_list(reader, &[door], None, None), notice(reader, &Notice::Home, None)] {
        let page = page.into_string();
        assert_eq!(page.matches("</style").count(), 1, "{page}");
        // A tag inside of a style is text and not an element.
        let (head, rest) = page.split_once("<style>").unwrap();
        let (_, body) = rest.split_once("</style>").unwrap();
        assert_eq!([head, body].map(|part| part.matches("<script").count()), [0, 1], "{page}");
        assert!(!body.contains("href=\"javascript:") && body.ends_with("</html>"), "{page}");
    }
}

/// Checks that the style differs from that of another palette in colours alone, each written as six
/// hex digits.
fn check_style(theme: &Theme) {
    let other = Palette::light(&Colors::default());
    let plain = Look { light: other, dark: other, ..theme.look.clone() }.styles();
    let digits = |style: &str| -> String {
        let mut parts = style.split('#');
        let mut skeleton = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let hex = part.bytes().take(6).filter(u8::is_ascii_hexdigit).count();
            skeleton.push_str(if hex == 6 { &part[6..] } else { part });
        }
        skeleton
    };
    for (style, plain) in theme.styles.iter().zip(&plain) {
        assert_eq!(digits(&style.css), digits(&plain.css));
    }
    if let Some(font) = &theme.look.font {
        let family = font.family.to_string();
        assert!(family.chars().all(|c| c.is_alphanumeric() || " -_".contains(c)), "{family}");
    }
}

fn value() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        4 => select(&WORDS[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let quoted = text.prop_map(|text| toml::Value::String(text).to_string());
    let plain = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<bool>().prop_map(|it| it.to_string()),
        select(&["1", "2", "1e9", "nan", "2026-11-21", "[]", "{}", "[[]]"][..])
            .prop_map(str::to_owned),
    ];
    let one = prop_oneof![5 => quoted, 1 => plain].boxed();
    let key = select(&["en", "de", "xx", "label", "url", "name"][..]);
    prop_oneof![
        8 => one.clone(),
        1 => prop::collection::vec(one.clone(), 0..4).prop_map(|all| format!("[{}]", all.join(","))),
        1 => (key, one).prop_map(|(key, value)| format!("{{ {key} = {value} }}")),
    ]
}

/// A file with some keys, each with a valid or a random value. Some files have a key twice, which
/// is an error in TOML.
fn generated() -> impl Strategy<Value = String> {
    let entry = (select(&KEYS[..]), prop::option::weighted(0.2, value()));
    prop::collection::vec(entry, 0..9).prop_map(|mut entries| {
        let twice = entries.len() == 8;
        entries.sort_by_key(|((key, _), _)| *key);
        if !twice {
            entries.dedup_by_key(|((key, _), _)| *key);
        }
        let mut text = String::from("name = \"Acme\"\n");
        for ((key, good), value) in entries.into_iter().filter(|((key, _), _)| *key != "name") {
            writeln!(text, "{key} = {}", value.as_deref().unwrap_or(good)).unwrap();
        }
        text
    })
}

/// A valid file with some typing mistakes.
fn mutated() -> impl Strategy<Value = String> {
    let slip = (any::<Index>(), 0..12_usize, 0..5_u8, select(&WORDS[..]), select(&THEMES[..]));
    (select(&THEMES[..]), prop::collection::vec(slip, 0..4)).prop_map(|(theme, slips)| {
        let mut text: Vec<char> = theme.chars().collect();
        for (index, length, kind, word, other) in slips {
            if text.is_empty() {
                break;
            }
            let at = index.index(text.len());
            let end = (at + length).min(text.len());
            let with: Vec<char> = match kind {
                0 => Vec::new(),
                // Replaces the text between the quotes around this place.
                1 => {
                    let quotes = |part: &[char]| part.iter().position(|c| *c == '"');
                    let before = text[..at].iter().rposition(|c| *c == '"');
                    let (Some(from), Some(to)) = (before, quotes(&text[at..])) else { continue };
                    let word = word.replace(['"', '\\', '\n', '\0'], "'");
                    text.splice(from + 1..at + to, word.chars());
                    continue;
                }
                2 => text[at..end].repeat(2),
                3 => "\"]}[{=\n\\#".chars().skip(length % 9).take(1).collect(),
                _ => {
                    let lines: Vec<_> = other.lines().collect();
                    format!("\n{}\n", lines[index.index(lines.len())]).chars().collect()
                }
            };
            text.splice(at..end, with);
        }
        text.into_iter().collect()
    })
}

/// How many random files a test tries: `DOORSTEP_TEST_CASES`, or this many.
#[expect(clippy::disallowed_methods, reason = "tests have no settings")]
fn cases(default: u32) -> u32 {
    std::env::var("DOORSTEP_TEST_CASES").map_or(default, |cases| cases.parse().unwrap())
}

/// Loads random files. Enough of them must be accepted, and enough refused, for the test to be
/// worth something.
fn load_all(files: impl Strategy<Value = String>) {
    let cases = cases(500);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let (accepted, seed, folder) = (Cell::new(0), Cell::new(0), folder());
    let load = |text: String| {
        seed.set(seed.get() + 1);
        accepted.set(accepted.get() + u32::from(read_and_show(&folder, &text, seed.get())));
        Ok(())
    };
    TestRunner::new(config).run(&files, load).unwrap();
    let accepted = accepted.get();
    eprintln!("{accepted} of {cases} accepted");
    assert!((cases / 20..=cases - cases / 20).contains(&accepted), "{accepted} of {cases}");
}

#[test]
fn generated_themes_are_refused_with_reasons_or_can_be_shown() {
    load_all(generated());
}

#[test]
fn mutated_themes_are_refused_with_reasons_or_can_be_shown() {
    load_all(mutated());
}

#[test]
fn a_broken_font_is_an_error_and_does_not_panic() {
    let font = include_bytes!("../fonts/blocks-variable.woff2");
    let change = prop::collection::vec((any::<Index>(), any::<u8>()), 1..6);
    let config = Config { cases: cases(200), failure_persistence: None, ..Config::default() };
    let folder = folder();
    let theme = "name = \"A\"\n[font]\nfamily = \"B\"\nfiles = [\"broken.woff2\"]\n";
    std::fs::write(folder.path().join("theme/theme.toml"), theme).unwrap();
    let read = |changes: Vec<(Index, u8)>| {
        let mut content = font.to_vec();
        for (index, byte) in changes {
            let at = index.index(content.len());
            content[at] = byte;
        }
        std::fs::write(folder.path().join("theme/broken.woff2"), content).unwrap();
        if let Err(Error(diagnostics)) = Theme::load(&folder.path().join("theme/theme.toml")) {
            assert!(diagnostics[0].message.starts_with("`broken.woff2` is"), "{}", diagnostics[0]);
        }
        Ok(())
    };
    TestRunner::new(config).run(&change, read).unwrap();
}
