//! Theme files, right and wrong.

use super::*;

/// A theme's folder with `files` in it, and what loading its `theme.toml` brings.
fn load(files: &[(&str, &str)]) -> Result<Theme, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let at = folder.path().display().to_string() + "/";
    Theme::load(&folder.path().join("theme.toml")).map_err(|Error(diagnostics)| {
        let told: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
        told.join("\n").replace(&at, "")
    })
}

fn theme(toml: &str) -> Result<Theme, String> {
    load(&[("theme.toml", toml)])
}

#[test]
fn the_built_in_brand_is_whole() {
    let theme = Theme::built_in().unwrap();
    assert_eq!(theme.name, "Northwind Offices");
    assert_eq!(theme.assets().count(), 3);
    assert_eq!(theme.texts(Language::english()).say("welcome"), "Welcome to Northwind");
}

#[test]
fn a_name_is_enough() {
    let theme = theme("name = \"Acme\"").unwrap();
    assert_eq!(theme.look.light.accent, ACCENT);
    assert_eq!(theme.contact, Contact::default());
}

#[test]
fn everything_wrong_is_told_at_once_with_its_place() {
    let told = theme(
        "name = \"Acme\"\nlogo = 7\nlanguage = \"xx\"\ncolour = \"red\"\n\n[colors]\naccent = \
         \"grren\"\n[colors.dark]\naccent = \"#12\"\n[contact]\nurl = \"javascript:alert(1)\"\n\
         email = \"desk\"\n[text]\nwelcom = \"Hi\"\n[text.yy]\nwelcome = \"Hi\"\n",
    );
    insta::assert_snapshot!(told.unwrap_err(), @r"
    theme.toml:2:8: this is integer `7`, expected a text in quotes
    theme.toml:3:12: there is no language `xx`; there are en, de, fr, es, it, pt, nl, pl, sv, da, cs, tr, uk, ja, zh-Hans, ar, he
    theme.toml:4:1: there is no key `colour`; did you mean `colors`?
    theme.toml:7:10: `grren` is no colour; did you mean `green`?
    theme.toml:9:10: `#12` is no colour; write it like #0b6e4f, rgb(11 110 79) or seagreen
    theme.toml:11:7: `javascript:alert(1)` is no web address; write it like https://northwind.example/visit
    theme.toml:12:9: `desk` is no email address; write it like desk@northwind.example
    theme.toml:14:1: there is no text `welcom`; did you mean `welcome`?
    theme.toml:15:7: there is no language `yy`; there are en, de, fr, es, it, pt, nl, pl, sv, da, cs, tr, uk, ja, zh-Hans, ar, he
    ");
}

#[test]
fn a_broken_file_names_the_line() {
    insta::assert_snapshot!(theme("name = \"Acme\nlogo = \"a.svg\"").unwrap_err(), @r#"theme.toml:1:13: this text does not end on its line, expected `"`"#);
}

#[test]
fn a_brand_without_a_name_is_told_so() {
    insta::assert_snapshot!(theme("[colors]\naccent = \"red\"\n").unwrap_err(), @r#"theme.toml:1:1: the key `name` is missing here; write name = "…""#);
}

#[test]
fn pictures_are_judged_by_their_content_and_stay_in_the_folder() {
    for (logo, told) in [
        ("logo.svg", "`logo.svg` is no picture"),
        ("none.svg", "there is no file `none.svg`"),
        ("../../../../../../etc/hostname", "outside of the theme's folder"),
        ("/etc/hostname", "outside of the theme's folder"),
        (".", "it is not a file"),
    ] {
        let toml = format!("name = \"Acme\"\nlogo = \"{logo}\"\n");
        let error = load(&[("theme.toml", &toml), ("logo.svg", "<html>")]).unwrap_err();
        assert!(error.contains(told), "{logo}: {error}");
    }
}

#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(outside.path(), "<svg/>").unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("logo.svg")).unwrap();
    let path = folder.path().join("theme.toml");
    std::fs::write(&path, "name = \"Acme\"\nlogo = \"logo.svg\"\n").unwrap();
    let error = Theme::load(&path).unwrap_err().to_string();
    assert!(error.contains("outside of the theme's folder"), "{error}");
}

#[test]
fn a_changed_picture_is_another_revision() {
    let toml = ("theme.toml", "name = \"Acme\"\nlogo = \"logo.svg\"\n");
    let revision = |svg| load(&[toml, ("logo.svg", svg)]).unwrap().revision;
    assert_eq!(revision("<svg/>"), revision("<svg/>"));
    assert_ne!(revision("<svg/>"), revision("<svg />"));
}

#[test]
fn buttons_look_as_the_brand_likes() {
    let css =
        |buttons: &str| theme(&format!("name = \"Acme\"\n[buttons]\n{buttons}\n")).unwrap().style;
    assert_ne!(css("shape = \"pill\""), css("shape = \"square\""));
    assert_ne!(css("style = \"tonal\""), css("style = \"outline\""));
    assert!(css("columns = 2").contains("--columns:2"));
    let told = theme("name = \"Acme\"\n[buttons]\ncolumns = 3\n").unwrap_err();
    assert!(told.contains("theme.toml:3:11: 3 columns do not fit on a phone"), "{told}");
}

#[test]
fn where_all_pages_are_dark_the_accent_is_for_them() {
    let night =
        theme("name = \"Club\"\n[colors]\naccent = \"#d946ef\"\nscheme = \"dark\"\n").unwrap();
    assert_eq!(night.look.dark.accent.to_string(), "#d946ef");
}

fn told(toml: &str) -> String {
    theme(toml).unwrap_err()
}

fn warnings(toml: &str) -> Vec<String> {
    theme(toml).unwrap().warnings.iter().map(|diagnostic| diagnostic.message.clone()).collect()
}

#[test]
fn what_is_missing_or_in_vain_is_told_too() {
    insta::assert_snapshot!(told(
        "[[footer]]\nlabel = \"Privacy\"\n[doors.lobby]\nname = \"x\"\n[doors.7]\nicn = \"door\"\n\
         icon = \"portal\"\norder = \"first\"\nhidden = \"yes\"\nname = { xx = \"?\" }\n[buttons]\n\
         shape = \"rond\"\n[font]\nfiles = \"a.woff2\"\n"
    ), @r#"
    theme.toml:1:1: the key `name` is missing here; write name = "…"
    theme.toml:1:1: the key `url` is missing here; write url = "…"
    theme.toml:3:8: `lobby` is no number that Kisi gives; write it like [doors.1234]
    theme.toml:6:1: there is no key `icn` in [doors.7]; did you mean `icon`?
    theme.toml:7:8: `portal` is not one of door, gate, garage, lift, turnstile, parking, bike, locker
    theme.toml:8:9: this is string "first", expected a whole number
    theme.toml:9:10: this is string "yes", expected true or false
    theme.toml:10:10: there is no language `xx`; there are en, de, fr, es, it, pt, nl, pl, sv, da, cs, tr, uk, ja, zh-Hans, ar, he
    theme.toml:12:9: `rond` is not one of rounded, pill, square; did you mean `rounded`?
    theme.toml:13:1: the key `family` is missing here; write family = "…"
    theme.toml:14:9: this is string "a.woff2", expected a list: ["…", "…"]
    "#);
}

#[test]
fn one_mistake_is_told_once() {
    let told = told("name = \"A\"\n[[footer]]\nlabel = 7\nurl = \"ftp://a\"\n[font]\nfamily = 1\n");
    assert_eq!(told.lines().count(), 3, "{told}");
}

#[test]
fn at_most_fifty_mistakes_are_told() {
    let lines: Vec<_> = (0..200).map(|number| format!("odd{number} = 1")).collect();
    assert_eq!(told(&lines.join("\n")).lines().count(), 50);
}

#[test]
fn a_misspelt_file_is_found() {
    let toml = "name = \"Acme\"\nlogo = \"below/lgoo.svg\"\n";
    let error = load(&[("theme.toml", toml), ("below/logo.svg", "<svg/>")]).unwrap_err();
    assert!(error.ends_with("no file `below/lgoo.svg`; did you mean `below/logo.svg`?"), "{error}");
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let toml = "name = \"Acme\"\nlogo = \"logo.svg\"\n";
    let large = format!("<svg>{}</svg>", " ".repeat(1024 * 1024));
    let error = load(&[("theme.toml", toml), ("logo.svg", &large)]).unwrap_err();
    assert!(error.contains("it is larger than 1024 KiB"), "{error}");
    let toml = format!("name = \"Acme\"\n{}", "#".repeat(256 * 1024));
    let error = load(&[("theme.toml", &toml)]).unwrap_err();
    assert!(error.contains("it is larger than 256 KiB"), "{error}");
}

#[test]
fn colours_that_are_hard_to_tell_apart_are_warned_of() {
    let toml = "name = \"Acme\"\n[colors]\naccent = \"#ffdd00\"\ntext = \"#999\"\n\
                background = \"#fff\"\nsurface = \"#fff\"\n";
    insta::assert_snapshot!(warnings(toml).join("\n"), @r"
    buttons on the page have a contrast of 1.34:1 (#ffdd00 on #ffffff) and need 3:1; the nearest colour that passes is #b39100
    words on the page have a contrast of 2.84:1 (#999999 on #ffffff) and need 4.5:1; the nearest colour that passes is #767676
    words on panels have a contrast of 2.84:1 (#999999 on #ffffff) and need 4.5:1; the nearest colour that passes is #767676
    ");
    let warned = theme(toml).unwrap().warnings;
    assert_eq!(warned[0].suggestion.as_deref(), Some("#b39100"));
}

#[test]
fn the_nearest_colour_that_is_named_passes() {
    for (accent, text) in [("#ffdd00", "#999"), ("#eee", "#ddd"), ("lime", "silver")] {
        let toml = format!("name = \"A\"\n[colors]\naccent = \"{accent}\"\ntext = \"{text}\"\n");
        for diagnostic in theme(&toml).unwrap().warnings {
            let color = Color::try_from(diagnostic.suggestion.as_deref().unwrap()).unwrap();
            let needed = if diagnostic.message.contains("4.5:1") { 4.5 } else { 3.0 };
            assert!(color.contrast(Color::WHITE) >= needed, "{diagnostic}");
        }
    }
}

#[test]
fn dark_colours_are_measured_where_pages_are_dark() {
    let of_dark = "name = \"A\"\n[colors.dark]\ntext = \"#444\"\n";
    assert!(warnings(of_dark)[0].starts_with("words on the page have a contrast of 1."));
    let never_dark = "name = \"A\"\n[colors]\nscheme = \"light\"\n[colors.dark]\ntext = \"#444\"\n";
    assert_eq!(warnings(never_dark), [""; 0]);
}

/// A theme with one of the fonts of the tests.
fn with_font(file: &[u8]) -> Result<Theme, Error> {
    let folder = tempfile::tempdir().unwrap();
    let toml = "name = \"A\"\n[font]\nfamily = \"Doorstep Blocks\"\nfiles = [\"font.woff2\"]\n";
    std::fs::write(folder.path().join("theme.toml"), toml).unwrap();
    std::fs::write(folder.path().join("font.woff2"), file).unwrap();
    Theme::load(&folder.path().join("theme.toml"))
}

#[test]
fn a_font_says_itself_which_weights_it_has() {
    let weight = |file: &[u8]| {
        let style = with_font(file).unwrap().style;
        let (_, rest) = style.split_once("font-weight:").unwrap();
        rest.split(';').next().unwrap().to_owned()
    };
    assert_eq!(weight(include_bytes!("../../tests/fonts/blocks.woff2")), "400");
    assert_eq!(weight(include_bytes!("../../tests/fonts/blocks-variable.woff2")), "300 800");
}

#[test]
fn a_font_is_in_front_of_the_phones_own_and_nobody_waits_for_it() {
    let style = with_font(include_bytes!("../../tests/fonts/blocks.woff2")).unwrap().style;
    assert!(style.contains("@font-face{font-family:\"Doorstep Blocks\";src:url(/assets/font-"));
    assert!(style.contains("font-display:swap"));
    assert!(
        style.contains("--font:\"Doorstep Blocks\",;")
            || style.contains("--font:\"Doorstep Blocks\",}")
    );
}

#[test]
fn what_is_no_font_is_refused() {
    for (file, wrong) in [
        (&b"wOFF...."[..], "is a font of another kind; convert it to WOFF2"),
        (b"\0\x01\0\0....", "is a font of another kind"),
        (b"wOF2....", "is no WOFF2 font that can be read"),
        (b"<html>", "is no font; use a WOFF2 file"),
        (b"", "is no font"),
    ] {
        let Error(diagnostics) = with_font(file).unwrap_err();
        assert!(diagnostics[0].message.contains(wrong), "{}", diagnostics[0]);
    }
}

#[test]
fn css_of_the_brands_own_comes_last_and_cannot_end_the_style() {
    let toml = ("theme.toml", "name = \"A\"\ncss = \"extra.css\"\n");
    let theme = load(&[toml, ("extra.css", ".brand{color:red}")]).unwrap();
    assert!(theme.style.ends_with(".brand{color:red}"));
    let error = load(&[toml, ("extra.css", "a{}</STYLE><script>")]).unwrap_err();
    assert!(error.contains("contains `</style`"), "{error}");
}

#[test]
fn names_are_read_in_the_visitors_language_else_in_the_brands() {
    let theme = theme(
        "name = \"A\"\nlanguage = \"de\"\n[doors.7]\nname = { de = \"Tor\", en = \"Gate\" }\n\
         [doors.8]\nname = { en = \"Gate\" }\n[doors.9]\nname = \"Tor\"\n",
    );
    let theme = theme.unwrap();
    let name = |id, tag| {
        let door = crate::access::Door {
            id: crate::access::DoorId(id),
            name: "Lock 1".to_owned(),
            description: None,
            place: None,
            state: crate::access::DoorState::Ready,
        };
        theme.shown_door(&door, Language::tagged(tag).unwrap()).name.to_owned()
    };
    assert_eq!([name(7, "en"), name(7, "de"), name(7, "fr")], ["Gate", "Tor", "Tor"]);
    assert_eq!([name(8, "en"), name(8, "fr")], ["Gate", "Lock 1"]);
    assert_eq!(name(9, "fr"), "Tor");
}

#[test]
fn the_example_brands_are_finished() {
    for brand in ["coworking", "clinic", "nightclub"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/themes").join(brand);
        let theme = Theme::load(&folder.join("theme.toml")).unwrap();
        assert!(theme.warnings.is_empty(), "{brand}: {:?}", theme.warnings);
        assert!(theme.logo.is_some() && theme.icon.is_some(), "{brand}");
        assert!(theme.door_ids().count() >= 5, "{brand}");
    }
}

#[test]
fn a_font_without_a_name_is_told_whatever_else_there_is_to_say() {
    let toml = "name = \"A\"\n[font]\nfiles = [\"none.woff2\"]\n[colors]\ntext = \"#999\"\n";
    let told = told(toml);
    assert!(told.contains("theme.toml:2:1: the key `family` is missing here"), "{told}");
    assert!(told.contains("no file `none.woff2`"), "{told}");
}

#[test]
fn files_that_change_places_are_another_revision() {
    let toml = ("theme.toml", "name = \"A\"\nlogo = \"a.svg\"\nicon = \"b.svg\"\n");
    let revision = |a, b| load(&[toml, ("a.svg", a), ("b.svg", b)]).unwrap().revision;
    assert_ne!(revision("<svg/>", "<svg/> <svg/>"), revision("<svg/><svg/>", " <svg/>"));
    assert_ne!(revision("<svg/>", "<svg/><svg/>"), revision("<svg/><svg/>", "<svg/>"));
}
