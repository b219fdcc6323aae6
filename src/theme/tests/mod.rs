//! Loading theme files, valid and invalid ones.

mod hostile_files;
mod pictures;

use std::path::Path;

use super::{palette::ACCENT, *};
use crate::{
    access::{Door, DoorId, DoorState, Place},
    assets::Format,
};

/// The smallest file that is a picture.
const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9v9z'/></svg>";

/// Loads `theme.toml` from a folder with these files. Returns the theme, or all diagnostics, one a
/// line.
fn load<C: AsRef<[u8]>>(files: &[(&str, C)]) -> Result<Theme, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let at = folder.path().display().to_string() + "/";
    Theme::load(&folder.path().join("theme.toml")).map_err(|Error(diagnostics)| {
        let lines: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
        lines.join("\n").replace(&at, "")
    })
}

fn theme(toml: &str) -> Result<Theme, String> {
    load(&[("theme.toml", toml)])
}

#[test]
fn the_built_in_brand_is_complete() {
    let theme = Theme::built_in().unwrap();
    assert_eq!(theme.name, "Northwind Offices");
    let own = theme.assets().filter(|asset| asset.format == Format::Svg).count();
    assert_eq!((own, theme.home_icons.as_ref().unwrap().assets().count()), (3, 3));
    assert_eq!(theme.texts(Language::english()).say("welcome"), "Good to see you");
}

#[test]
fn the_pictures_of_the_built_in_brand_pass_the_checks_of_any_other_brand() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("theme.toml");
    let (checked, built_in) = (Theme::load(&file).unwrap(), Theme::built_in().unwrap());
    assert!(checked.warnings.is_empty(), "{:?}", checked.warnings);
    assert_eq!(checked.logo_is_hidden, built_in.logo_is_hidden);
    let content = |theme: &Theme| -> Vec<_> {
        theme.assets().map(|asset| (asset.path.clone(), asset.content())).collect()
    };
    assert_eq!(content(&checked), content(&built_in));
    let icons = built_in.home_icons.unwrap();
    assert!(icons.assets().all(|icon| Format::of_picture(&icon.content()) == Some(Format::Png)));
}

#[test]
fn a_theme_needs_only_a_name() {
    let theme = theme("name = \"Acme\"").unwrap();
    assert_eq!(theme.look.light.accent, ACCENT);
    assert_eq!(theme.contact, Contact::default());
}

#[test]
fn all_mistakes_are_reported_at_once_with_their_places() {
    let errors = theme(
        "name = \"Acme\"\nlogo = 7\nlanguage = \"xx\"\ncolour = \"red\"\n\n[colors]\naccent = \
         \"grren\"\n[colors.dark]\naccent = \"#12\"\n[contact]\nurl = \"javascript:alert(1)\"\n\
         email = \"desk\"\n[text]\nwelcom = \"Hi\"\n[text.yy]\nwelcome = \"Hi\"\n",
    );
    insta::assert_snapshot!(without_languages(&errors.unwrap_err()), @r#"
    theme.toml:2:8: put it into straight quotes: logo = "7"
    theme.toml:3:12: there is no language `xx`; there are (all languages)
    theme.toml:4:1: there is no key `colour`; did you mean `colors`?
    theme.toml:7:10: `grren` is not a valid colour; did you mean `green`?
    theme.toml:9:10: `#12` has 2 digits; write 3 or 6 after the #, each 0 to 9 or a to f, like #0b6e4f
    theme.toml:11:7: `javascript:alert(1)` is not a valid web address; write it like https://northwind.example/visit
    theme.toml:12:9: `desk` is not a valid email address; write it like desk@northwind.example
    theme.toml:14:1: there is no text `welcom`; did you mean `welcome`?
    theme.toml:15:7: there is no language `yy`; there are (all languages)
    "#);
}

#[test]
fn a_broken_file_names_the_line() {
    insta::assert_snapshot!(theme("name = \"Acme\nlogo = \"a.svg\"").unwrap_err(), @r#"theme.toml:1:8: the closing quote is missing: name = "Acme""#);
}

#[test]
fn a_theme_without_a_name_is_an_error() {
    insta::assert_snapshot!(theme("[colors]\naccent = \"red\"\n").unwrap_err(), @r#"theme.toml:1:1: the key `name` is missing here; write name = "…""#);
}

#[test]
fn a_file_that_is_not_a_picture_or_not_in_the_folder_is_an_error() {
    for (logo, reason) in [
        (
            "logo.svg",
            "`logo.svg` is a broken SVG: line 1: the first element is `<html>`; it must be `<svg>`",
        ),
        ("logo.gif", "`logo.gif` is a GIF, which pages do not show; save it as SVG or PNG"),
        ("none.png", "there is no file `none.png`"),
        (
            "../../../../../../etc/hostname",
            "`../../../../../../etc/hostname` is outside the theme's folder; move it there. If it \
             is a symbolic link, let it be relative and stay in the folder",
        ),
        (
            "/etc/hostname",
            "copy this file into the folder of the theme, and write its name alone: \"hostname\"",
        ),
        (".", "`.` cannot be read: it is not a file"),
    ] {
        let toml = format!("name = \"Acme\"\nlogo = \"{logo}\"\n");
        let files = [("theme.toml", &*toml), ("logo.svg", "<html>"), ("logo.gif", "GIF89a")];
        assert_eq!(load(&files).unwrap_err(), format!("theme.toml:2:8: {reason}"));
    }
}

#[test]
fn a_broken_svg_is_an_error_with_the_line_and_the_reason() {
    let toml = "name = \"Acme\"\nlogo = \"logo.svg\"\n";
    let svg = "<?xml version=\"1.0\"?>\n<!-- Logo -->\n<svg xmlns=''>\n<g>\n</svg>\n";
    let error = load(&[("theme.toml", toml), ("logo.svg", svg)]).unwrap_err();
    insta::assert_snapshot!(error, @"theme.toml:2:8: `logo.svg` is a broken SVG: line 5: expected `</g>`, but `</svg>` was found");
}

#[test]
fn a_symbolic_link_out_of_the_folder_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(outside.path(), DRAWING).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("logo.svg")).unwrap();
    let path = folder.path().join("theme.toml");
    std::fs::write(&path, "name = \"Acme\"\nlogo = \"logo.svg\"\n").unwrap();
    let error = Theme::load(&path).unwrap_err().to_string();
    assert!(error.contains("outside the theme's folder"), "{error}");
}

#[test]
fn a_theme_file_that_links_to_another_file_is_an_error_that_shows_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("doorstep.toml");
    std::fs::write(&other, "[kisi]\napi_key = \"SUPERSECRET\"\n").unwrap();
    let path = folder.path().join("brand/theme.toml");
    std::fs::create_dir(folder.path().join("brand")).unwrap();
    for target in [Path::new("../doorstep.toml"), &other] {
        let _ = std::fs::remove_file(&path);
        std::os::unix::fs::symlink(target, &path).unwrap();
        let Error(diagnostics) = Theme::load(&path).unwrap_err();
        let text = diagnostics.iter().map(|it| it.report(false)).collect::<String>();
        assert!(text.contains("it is a symbolic link that leaves its folder"), "{text}");
        assert!(!text.contains("SUPERSECRET") && !text.contains("kisi"), "{text}");
    }
}

#[test]
fn a_settings_file_in_place_of_a_theme_is_an_error_that_shows_nothing_of_it() {
    for settings in [
        "[kisi]\napi_key = \"SUPERSECRET\"\n",
        "[kisi]\napi_key = \"SUPERSECRET\n",
        "kisi.api_key = 'SUPERSECRET'\nname = 7\n",
        "[mail]\n  smtp_url = SUPERSECRET\n",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("doorstep.toml");
        std::fs::write(&path, settings).unwrap();
        let Error(diagnostics) = Theme::load(&path).unwrap_err();
        let text = diagnostics.iter().map(|it| it.report(false)).collect::<String>();
        assert!(text.contains("this is a settings file"), "{text}");
        assert!(!text.contains("SUPERSECRET"), "{text}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_theme_is_read_through_the_links_with_which_kubernetes_mounts_it() {
    let folder = tempfile::tempdir().unwrap();
    let version = folder.path().join("..2026_11_22");
    std::fs::create_dir(&version).unwrap();
    std::fs::write(version.join("theme.toml"), "name = \"Acme\"\nlogo = \"logo.svg\"\n").unwrap();
    std::fs::write(version.join("logo.svg"), DRAWING).unwrap();
    let link = |to: &str, name| std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
    link("..2026_11_22", "..data");
    link("..data/theme.toml", "theme.toml");
    link("..data/logo.svg", "logo.svg");
    assert!(Theme::load(&folder.path().join("theme.toml")).unwrap().logo.is_some());
}

#[test]
fn names_outside_the_folder_are_not_suggested() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("other")).unwrap();
    std::fs::create_dir_all(folder.path().join("brand")).unwrap();
    std::fs::write(folder.path().join("other/logo.svg"), DRAWING).unwrap();
    std::os::unix::fs::symlink("../other", folder.path().join("brand/pictures")).unwrap();
    let path = folder.path().join("brand/theme.toml");
    std::fs::write(&path, "name = \"Acme\"\nlogo = \"pictures/lgoo.svg\"\n").unwrap();
    let error = Theme::load(&path).unwrap_err().to_string();
    assert!(!error.contains("logo.svg"), "{error}");
}

#[test]
fn a_changed_picture_changes_the_revision() {
    let toml = ("theme.toml", "name = \"Acme\"\nlogo = \"logo.svg\"\n");
    let revision = |svg| load(&[toml, ("logo.svg", svg)]).unwrap().revision;
    assert_eq!(revision(DRAWING), revision(DRAWING));
    assert_ne!(revision(DRAWING), revision(&format!("{DRAWING} ")));
}

#[test]
fn buttons_look_as_the_brand_writes() {
    let css = |buttons: &str| {
        let theme = theme(&format!("name = \"Acme\"\n[buttons]\n{buttons}\n")).unwrap();
        theme.style(Layout::Few).css.clone()
    };
    for (buttons, rule) in [
        ("shape = \"rounded\"", "{--radius:1.125rem;--disc:50%;"),
        ("shape = \"pill\"", "{--radius:2.5rem;--disc:50%;"),
        ("shape = \"square\"", "{--radius:.1875rem;--disc:.1875rem;"),
        ("columns = 2", ".tiles .doors{grid-template-columns:repeat(auto-fit,"),
        ("style = \"filled\"", ";--door:#0b6e4f;--on-door:#ffffff;"),
        ("style = \"outline\"", ";--door:#ffffff;"),
    ] {
        let style = css(buttons);
        assert!(style.contains(rule), "{buttons}: {style}");
    }
    let [tint, words] = theme("name = \"Acme\"").unwrap().look.light.tonal;
    let tonal = css("style = \"tonal\"");
    assert!(tonal.contains(&format!(";--door:{tint};--on-door:{words};")), "{tonal}");
}

#[test]
fn three_columns_are_an_error() {
    let error = theme("name = \"Acme\"\n[buttons]\ncolumns = 3\n").unwrap_err();
    insta::assert_snapshot!(error, @"theme.toml:3:11: `3` is not a valid number of columns; write 1 or 2");
}

#[test]
fn without_light_pages_the_accent_is_that_of_dark_pages() {
    let night =
        theme("name = \"Club\"\n[colors]\naccent = \"#d946ef\"\nscheme = \"dark\"\n").unwrap();
    assert_eq!(night.look.dark.accent.to_string(), "#d946ef");
}

/// Replaces the list of all languages, so that adding one changes no expectation.
fn without_languages(errors: &str) -> String {
    let tags: Vec<_> = crate::language::ALL.iter().map(|language| language.tag).collect();
    errors.replace(&tags.join(", "), "(all languages)")
}

fn errors(toml: &str) -> String {
    theme(toml).unwrap_err()
}

fn warnings(toml: &str) -> Vec<String> {
    theme(toml).unwrap().warnings.iter().map(|diagnostic| diagnostic.message.clone()).collect()
}

#[test]
fn missing_unknown_and_mistyped_keys_are_reported() {
    insta::assert_snapshot!(without_languages(&errors(
        "[[footer]]\nlabel = \"Privacy\"\n[doors.lobby]\nname = \"x\"\n[doors.7]\nicn = \"door\"\n\
         icon = \"portal\"\norder = \"first\"\nhidden = \"yes\"\nname = { xx = \"?\" }\n[buttons]\n\
         shape = \"rond\"\n[font]\nfiles = \"a.woff2\"\n"
    )), @r#"
    theme.toml:1:1: the key `url` is missing here; write url = "…"
    theme.toml:1:1: the key `name` is missing here; write name = "…"
    theme.toml:3:8: `lobby` is not a valid number of a door or place; write it like [doors.1234]
    theme.toml:6:1: there is no key `icn` in [doors.7]; did you mean `icon`?
    theme.toml:7:8: `portal` is not one of door, gate, garage, lift, turnstile, parking, bike, locker
    theme.toml:8:9: `first` is not a whole number; write one like this: order = 1
    theme.toml:9:10: write true without quotes: hidden = true
    theme.toml:10:10: there is no language `xx`; there are (all languages)
    theme.toml:12:9: `rond` is not one of rounded, pill, square; did you mean `rounded`?
    theme.toml:13:1: the key `family` is missing here; write family = "…"
    theme.toml:14:9: this is a list, also of one; write brackets: files = ["a.woff2"]
    "#);
}

#[test]
fn each_mistake_is_reported_once() {
    let errors =
        errors("name = \"A\"\n[[footer]]\nlabel = 7\nurl = \"ftp://a\"\n[font]\nfamily = 1\n");
    assert_eq!(errors.lines().count(), 3, "{errors}");
}

#[test]
fn at_most_fifty_mistakes_are_reported() {
    let lines: Vec<_> = (0..200).map(|number| format!("odd{number} = 1")).collect();
    assert_eq!(errors(&lines.join("\n")).lines().count(), 50);
}

#[test]
fn a_misspelt_file_name_gets_a_suggestion() {
    let toml = "name = \"Acme\"\nlogo = \"below/lgoo.svg\"\n";
    let error = load(&[("theme.toml", toml), ("below/logo.svg", DRAWING)]).unwrap_err();
    assert!(
        error.ends_with("there is no file `below/lgoo.svg`; did you mean `below/logo.svg`?"),
        "{error}"
    );
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
fn a_weak_colour_is_one_warning_with_one_suggestion() {
    let toml = "name = \"Acme\"\n[colors]\naccent = \"#ffdd00\"\ntext = \"#999\"\n\
                background = \"#fff\"\nsurface = \"#f4f6f5\"\n";
    insta::assert_snapshot!(warnings(toml).join("\n"), @r"
    words on the page have a contrast of 2.84:1 (#999999 on #ffffff) and need 4.5:1, and words on panels have a contrast of 2.62:1 (#999999 on #f4f6f5) and need 4.5:1; the nearest colour that passes is #707070
    ");
    let suggestions = theme(toml).unwrap().warnings.into_iter().map(|warning| warning.suggestion);
    assert_eq!(suggestions.collect::<Vec<_>>(), [Some("#707070".to_owned())]);
}

#[test]
fn a_pale_accent_is_right_and_its_rim_is_explained_in_a_note() {
    let pale = |style: &str| {
        let toml = format!(
            "name = \"A\"\n[colors]\naccent = \"#ffd400\"\n[buttons]\nstyle = \"{style}\"\n"
        );
        let theme = theme(&toml).unwrap();
        assert!(theme.warnings.is_empty(), "{:?}", theme.warnings);
        assert_eq!(theme.look.light.mark, theme.look.light.text);
        assert_eq!(theme.look.dark.mark, theme.look.dark.accent);
        theme.notes.iter().map(|note| note.message.clone()).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(pale("filled"), @"buttons in #ffd400 get a rim in #b08600, because the accent alone has a contrast of 1.43:1 with #ffffff, and 3:1 shows where a button is; small signs have the colour of words");
    assert_eq!(pale("outline"), "");
}

#[test]
fn a_theme_with_all_suggested_colours_has_no_warnings() {
    let colors = ["#fff", "#000", "#999", "#777", "#eee", "#ffdd00", "lime", "#0b6e4f", "#224"];
    for (accent, text) in colors.iter().flat_map(|a| colors.iter().map(move |b| (a, b))) {
        for (key, other) in [("surface", "#f4f6f5"), ("background", "#888"), ("scheme", "dark")] {
            let mut toml = format!(
                "name = \"A\"\n[colors]\naccent = \"{accent}\"\ntext = \"{text}\"\n\
                 {key} = \"{other}\"\n[colors.dark]\ntext = \"#444\"\n"
            );
            let written = toml.clone();
            let is_weak = |warning: &Diagnostic| warning.message.contains("contrast");
            let warnings = |toml: &str| theme(toml).unwrap().warnings.into_iter().filter(is_weak);
            for warning in warnings(&toml) {
                let suggestion = warning.suggestion.as_deref().unwrap();
                let line = toml.lines().nth(warning.line() - 1).unwrap();
                let (key, _) = line.split_once(" = ").unwrap();
                let table = if warning.line() > 6 { "[colors.dark]" } else { "[colors]" };
                let (before, after) = toml.split_once(&format!("{table}\n")).unwrap();
                let after = after.replacen(line, &format!("{key} = \"{suggestion}\""), 1);
                toml = format!("{before}{table}\n{after}");
            }
            assert_eq!(warnings(&toml).count(), 0, "{written}");
        }
    }
}

#[test]
fn a_text_that_no_shade_can_fit_is_a_warning_without_a_suggestion() {
    let toml = "name = \"A\"\n[colors]\nscheme = \"light\"\ntext = \"#777\"\n\
                background = \"#fff\"\nsurface = \"#444\"\n";
    let warning = &theme(toml).unwrap().warnings[0];
    assert_eq!(warning.suggestion, None);
    let ending = "so choose colours of the page and of panels that are nearer to each other";
    assert!(warning.message.ends_with(ending), "{}", warning.message);
}

#[test]
fn dark_colours_are_checked_only_if_there_are_dark_pages() {
    let of_dark = "name = \"A\"\n[colors.dark]\ntext = \"#444\"\n";
    assert!(warnings(of_dark)[0].starts_with("words on the page have a contrast of 1."));
    let never_dark = "name = \"A\"\n[colors]\nscheme = \"light\"\n[colors.dark]\ntext = \"#444\"\n";
    assert_eq!(warnings(never_dark), [""; 0]);
}

/// A theme whose font is in `file`.
fn with_font(file: &[u8]) -> Result<Theme, Error> {
    let folder = tempfile::tempdir().unwrap();
    let toml = "name = \"A\"\n[font]\nfamily = \"Doorstep Blocks\"\nfiles = [\"font.woff2\"]\n";
    std::fs::write(folder.path().join("theme.toml"), toml).unwrap();
    std::fs::write(folder.path().join("font.woff2"), file).unwrap();
    Theme::load(&folder.path().join("theme.toml"))
}

#[test]
fn the_weights_of_a_font_are_read_from_its_file() {
    let weight = |file: &[u8]| {
        let style = with_font(file).unwrap().style(Layout::One).css.clone();
        let (_, rest) = style.split_once("font-weight:").unwrap();
        rest.split(';').next().unwrap().to_owned()
    };
    assert_eq!(weight(include_bytes!("../../../tests/fonts/blocks.woff2")), "400");
    assert_eq!(weight(include_bytes!("../../../tests/fonts/blocks-variable.woff2")), "300 800");
}

#[test]
fn a_font_is_used_in_front_of_the_phones_own_as_soon_as_it_is_loaded() {
    let theme = with_font(include_bytes!("../../../tests/fonts/blocks.woff2")).unwrap();
    let style = &theme.style(Layout::One).css;
    assert!(style.contains("@font-face{font-family:\"Doorstep Blocks\";src:url(/assets/font-"));
    assert!(style.contains("font-display:fallback"));
    assert!(style.contains(":root{--font:\"Doorstep Blocks\",}"), "{style}");
}

#[test]
fn a_file_that_is_not_a_font_is_an_error() {
    for (file, wrong) in [
        (&b"wOFF...."[..], "a font in the older format WOFF; use its WOFF2, TTF or OTF file"),
        (b"\0\x01\0\0....", "a broken font; save or copy it again"),
        (b"wOF2....", "a broken WOFF2 font; convert the original font to WOFF2 again"),
        (b"<html>", "not a font; use a WOFF2, TTF or OTF file"),
        (b"", "not a font; use a WOFF2, TTF or OTF file"),
    ] {
        let Error(diagnostics) = with_font(file).unwrap_err();
        assert_eq!(diagnostics[0].message, format!("`font.woff2` is {wrong}"));
    }
}

#[test]
fn a_font_is_loaded_only_for_the_letters_in_it() {
    let theme = with_font(include_bytes!("../../../tests/fonts/blocks.woff2")).unwrap();
    let style = &theme.style(Layout::One).css;
    let (_, range) = style.split_once(";unicode-range:").unwrap();
    assert!(range.starts_with("U+"), "{style}");
    let file = &theme.look.font.as_ref().unwrap().files[0];
    assert!(file.contains('A') && !file.contains('東'));
}

#[test]
fn a_ttf_becomes_a_woff2_with_the_same_letters() {
    let woff2 = include_bytes!("../../../tests/fonts/blocks.woff2");
    let ttf = wuff::decompress_woff2(woff2).unwrap();
    let [made, original] =
        [&ttf[..], woff2].map(|font| with_font(font).unwrap().look.font.unwrap());
    let (made, original) = (&made.files[0], &original.files[0]);
    assert!(made.asset.content().starts_with(b"wOF2"));
    assert_eq!(made.unicode_range(), original.unicode_range());
    assert_eq!(made.weights, original.weights);
}

#[test]
fn headings_can_have_a_font_of_their_own() {
    let toml = "name = \"A\"\n[font]\nfamily = \"Texts\"\nfiles = [\"a.woff2\"]\n\
                headings = { family = \"Heads\", files = [\"a.woff2\"] }\n";
    let font = &include_bytes!("../../../tests/fonts/blocks.woff2")[..];
    let theme = load(&[("theme.toml", toml.as_bytes()), ("a.woff2", font)]).unwrap();
    let style = &theme.style(Layout::One).css;
    assert!(style.contains(":root{--font:\"Texts\",}"), "{style}");
    let loaded = style.split("src:url(").skip(1).filter_map(|it| it.split_once(')'));
    for (path, _) in loaded {
        assert!(theme.assets().any(|asset| asset.path == path), "{path}");
    }
    assert!(style.contains("h1,h2{font-family:\"Heads\",var(--font,)"), "{style}");
    let alone = "name = \"A\"\n[font.headings]\nfiles = [\"a.woff2\"]\n";
    let error = load(&[("theme.toml", alone.as_bytes()), ("a.woff2", font)]).unwrap_err();
    assert!(error.contains("the key `family` is missing here"), "{error}");
}

#[test]
fn a_brand_can_limit_the_languages_and_its_own_is_always_one_of_them() {
    let offered = |toml: &str| {
        let theme = theme(&format!("name = \"A\"\n{toml}")).unwrap();
        let tags: Vec<_> =
            theme.languages.languages().iter().map(|language| language.tag).collect();
        (theme.language.tag, tags.join(" "), theme.warnings.len())
    };
    assert_eq!(offered("languages = [\"de\", \"en\"]\n"), ("en", "en de".to_owned(), 0));
    assert_eq!(offered("languages = [\"de\"]\n"), ("en", "en de".to_owned(), 1));
    let both = "language = \"fr\"\nlanguages = [\"de\", \"en\"]\n";
    assert_eq!(offered(both), ("fr", "en de fr".to_owned(), 1));
    assert_eq!(offered("").1.split(' ').count(), crate::language::ALL.len());
    let error = errors("name = \"A\"\nlanguages = [\"de\", \"xx\"]\n");
    assert!(error.contains("theme.toml:2:20: there is no language `xx`"), "{error}");
}

#[test]
fn doors_of_places_with_an_order_come_first() {
    let theme =
        theme("name = \"A\"\n[places.8]\norder = 1\n[places.7]\norder = 2\n[doors.3]\norder = 1\n");
    let door = |(id, place): (u64, u64)| Door {
        id: DoorId(id),
        name: "Door".to_owned(),
        description: None,
        place: Some(Place { id: place, name: String::new() }),
        state: DoorState::Ready,
    };
    let doors: Vec<_> = [(1, 7), (2, 9), (3, 7), (4, 8)].map(door).into();
    let shown = theme.unwrap();
    let order: Vec<_> =
        shown.shown(&doors, Language::english()).iter().map(|door| door.id.0).collect();
    assert_eq!(order, [4, 3, 1, 2]);
}

#[test]
fn the_web_page_of_the_contact_can_have_words() {
    let toml = "name = \"A\"\nlanguage = \"de\"\n[contact]\nurl = \"https://a.example/\"\n\
                url_label = { de = \"Anfahrt\", en = \"How to find us\" }\n";
    let theme = theme(toml).unwrap();
    let label = |tag| theme.contact_label(Language::tagged(tag).unwrap()).unwrap().0;
    assert_eq!([label("de"), label("en"), label("fr")], ["Anfahrt", "How to find us", "Anfahrt"]);
}

#[test]
fn the_brands_own_css_comes_last_and_cannot_end_the_style() {
    let toml = ("theme.toml", "name = \"A\"\ncss = \"extra.css\"\n");
    let theme = load(&[toml, ("extra.css", ".brand{color:red}")]).unwrap();
    for layout in Layout::ALL {
        assert!(theme.style(layout).css.ends_with(".brand{color:red}"), "{layout:?}");
    }
    let error = load(&[toml, ("extra.css", "a{}</STYLE><script>")]).unwrap_err();
    assert!(error.contains("contains `</style`"), "{error}");
}

#[test]
fn visitors_read_names_in_their_language_else_in_the_brands() {
    let theme = theme(
        "name = \"A\"\nlanguage = \"de\"\n[doors.7]\nname = { de = \"Tor\", en = \"Gate\" }\n\
         [doors.8]\nname = { en = \"Gate\" }\n[doors.9]\nname = \"Tor\"\n",
    );
    let theme = theme.unwrap();
    let name = |id, tag| {
        let door = Door {
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
fn the_example_brands_have_no_warnings_and_all_pictures() {
    for brand in ["coworking", "clinic", "nightclub", "hotel", "logistics"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/themes").join(brand);
        let theme = Theme::load(&folder.join("theme.toml")).unwrap();
        assert!(theme.warnings.is_empty(), "{brand}: {:?}", theme.warnings);
        assert!(theme.logo.is_some() && theme.home_icons.is_some(), "{brand}");
        assert!(theme.door_ids().count() >= 5, "{brand}");
    }
}

#[test]
fn a_font_without_a_name_is_reported_beside_other_errors() {
    let toml = "name = \"A\"\n[font]\nfiles = [\"none.woff2\"]\n[colors]\ntext = \"#999\"\n";
    let errors = errors(toml);
    assert!(errors.contains("theme.toml:2:1: the key `family` is missing here"), "{errors}");
    assert!(errors.contains("there is no file `none.woff2`"), "{errors}");
}

#[test]
fn content_that_moves_from_one_file_to_the_next_changes_the_revision() {
    let toml = ("theme.toml", "name = \"A\"\nlogo = \"a.svg\"\nicon = \"b.svg\"\n");
    let revision = |a: &str, b: &str| load(&[toml, ("a.svg", a), ("b.svg", b)]).unwrap().revision;
    for more in [" ", "<!---->"] {
        let longer = format!("{DRAWING}{more}");
        assert_ne!(revision(DRAWING, &longer), revision(&longer, DRAWING));
    }
}

#[test]
fn an_icon_that_cannot_be_drawn_for_home_screens_is_a_warning() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg'><text>A</text></svg>";
    let toml = ("theme.toml", "name = \"A\"\nicon = \"a.svg\"\n");
    let theme = load(&[toml, ("a.svg", svg)]).unwrap();
    assert!(theme.icon.is_some() && theme.home_icons.is_none());
    let warning = theme.warnings[1].to_string();
    insta::assert_snapshot!(warning.rsplit('/').next().unwrap(), @"theme.toml:2:8: no icon for home screens can be made of `a.svg`, because it contains `<text>`; simplify it, or use a PNG of 512 by 512 pixels");
}

#[test]
fn the_icon_for_apple_has_the_background_of_the_brand() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
               <circle cx='5' cy='5' r='4'/></svg>";
    let apple = |colors: &str| {
        let toml = format!("name = \"A\"\nicon = \"a.svg\"\n[colors]\n{colors}\n");
        let theme = load(&[("theme.toml", toml.as_str()), ("a.svg", svg)]).unwrap();
        let Some(HomeIcons { apple, sized }) = theme.home_icons else { panic!("no icons") };
        (apple.path, sized[0].1.path.clone())
    };
    let (white, any) = apple("background = \"#ffffff\"");
    let (cream, same) = apple("background = \"#fff8e7\"");
    assert_ne!(white, cream);
    assert_eq!(any, same);
    let (dark, _) = apple("scheme = \"dark\"\nbackground = \"#101010\"");
    assert!(![white, cream].contains(&dark));
}

#[test]
fn a_telephone_number_is_dialled_as_from_abroad() {
    for (written, dialled) in [
        ("+41 (0)81 555 01 20", "+41815550120"),
        ("+39 (06) 6982", "+39066982"),
        ("+49 30 1234567", "+49301234567"),
        ("(030) 123-45.67", "0301234567"),
        ("112", "112"),
    ] {
        let toml = format!("name = \"Acme\"\n[contact]\nphone = \"{written}\"\n");
        let phone = theme(&toml).unwrap().contact.phone.unwrap();
        assert_eq!((phone.dialled(), phone.to_string().as_str()), (dialled, written));
    }
}

#[test]
fn a_telephone_number_that_cannot_be_dialled_is_a_warning() {
    let warned = |phone: &str| {
        let toml = format!("name = \"Acme\"\n[contact]\nphone = \"{phone}\"\n");
        theme(&toml).unwrap().warnings.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    for right in ["+41 (0)81 555 01 20", "+49 30 1234567", "112", "+44 20 7946 0958"] {
        assert_eq!(warned(right), [""; 0], "{right}");
    }
    let short = warned("+41 81 555");
    assert!(short[0].contains("3:9: no telephone has the number `+41 81 555`"), "{short:?}");
    let local = warned("081 555 01 20");
    assert!(
        local[0].contains("phones from other countries cannot dial `081 555 01 20`"),
        "{local:?}"
    );
}
