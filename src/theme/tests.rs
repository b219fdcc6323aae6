//! Theme files, right and wrong.

use super::*;

/// A theme's folder with `files` in it, and what loading its `theme.toml` brings.
fn load(files: &[(&str, &str)]) -> Result<Theme, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let at = folder.path().display().to_string() + "/";
    Theme::load(&folder.path().join("theme.toml")).map_err(|Error(flaws)| {
        let told: Vec<_> = flaws.iter().map(ToString::to_string).collect();
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
