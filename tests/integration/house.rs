//! The structure of the source: which module may import which, and words that only one module may
//! use.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use doorstep::theme::Theme;

use crate::{fixtures::ThemeFolder, imports::Imports};

/// Each module, and the modules it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("access", &[]),
    ("did_you_mean", &[]),
    ("files", &[]),
    ("paths", &["access"]),
    ("settings", &["did_you_mean", "files"]),
    ("logging", &["settings"]),
    ("kisi", &["access", "settings"]),
    ("directory", &["access", "kisi", "settings"]),
    ("unlocking", &["access", "kisi", "directory"]),
    ("encoding", &[]),
    ("assets", &["encoding", "paths"]),
    ("language", &["access"]),
    ("theme", &["access", "assets", "did_you_mean", "files", "language"]),
    ("brands", &["assets", "files", "settings", "theme"]),
    ("pages", &["access", "assets", "theme", "language"]),
    ("mail", &["access", "language", "theme"]),
    ("mailing", &["access", "did_you_mean", "kisi", "language", "mail", "paths", "theme"]),
    ("simulator", &[]),
    (
        "web",
        &[
            "access",
            "assets",
            "brands",
            "directory",
            "encoding",
            "files",
            "kisi",
            "language",
            "logging",
            "pages",
            "paths",
            "settings",
            "theme",
            "unlocking",
        ],
    ),
    ("preview", &["access", "assets", "files", "language", "mail", "pages", "theme"]),
    (
        "cli",
        &[
            "access",
            "brands",
            "encoding",
            "kisi",
            "language",
            "logging",
            "mail",
            "mailing",
            "pages",
            "paths",
            "preview",
            "settings",
            "simulator",
            "theme",
            "web",
        ],
    ),
    ("fuzzing", &["access", "kisi", "settings", "theme", "web"]),
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                found.push((path, source));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 30, "the sources were found");
    found
}

/// The module below `src` that a file belongs to.
fn module(path: &Path) -> String {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn every_module_imports_only_modules_below_it() {
    let imports = Imports::read();
    assert!(imports.arrows().len() > 200, "the imports were found: {}", imports.arrows().len());
    let mut used = BTreeSet::new();
    for (from, to) in imports.arrows() {
        let (module, import) = (from[0].as_str(), to[0].as_str());
        if ["main", "lib", import].contains(&module) {
            continue;
        }
        let (_, may) = MAY_IMPORT
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("{module} is not in MAY_IMPORT; add it with its layer"));
        assert!(may.contains(&import), "{}: {module} must not import {import}", from.join("::"));
        used.insert((module, import));
    }
    let allowed = MAY_IMPORT.iter().flat_map(|(name, may)| may.iter().map(move |it| (*name, *it)));
    let unused: Vec<_> = allowed.filter(|pair| !used.contains(pair)).collect();
    assert!(unused.is_empty(), "MAY_IMPORT allows what is not imported: {unused:?}");
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    assert_eq!(Imports::read().circle(), None);
}

#[test]
fn a_circle_of_files_is_found_also_through_a_reexport() {
    let source = |module: &str, source: &str| {
        let module: Vec<_> = module.split("::").map(str::to_owned).collect();
        (module.clone(), PathBuf::from(module.join("/")), source.to_owned())
    };
    let straight = [
        source("room", "pub use self::table::Table; mod table; mod chair;"),
        source("room::table", "pub struct Table;"),
        source("room::chair", "use super::Table; use crate::room::{table, Table as T};"),
    ];
    assert_eq!(Imports::of(straight.clone()).circle(), None);
    let mut circle = straight;
    circle[1].2.push_str("fn sit() -> super::chair::Chair {}");
    let found = Imports::of(circle).circle().unwrap();
    assert_eq!(found, ["room::chair", "room::table"]);
    let in_tests = [
        source("a", "#[cfg(test)] mod tests { use crate::b::B; }"),
        source("b", "use crate::a::A;"),
    ];
    assert_eq!(Imports::of(in_tests).circle(), None);
}

#[test]
fn only_the_kisi_module_and_its_simulator_use_the_words_of_kisis_api() {
    let words = ["group link", "group_link", "GroupLink", "KISI-", "/unlock", "X-Collection"];
    for (path, source) in sources() {
        if ["kisi", "simulator"].contains(&module(&path).as_str()) {
            continue;
        }
        for word in words {
            assert!(!source.contains(word), "{} says {word:?}", path.display());
        }
    }
}

#[test]
fn only_our_own_style_scripts_and_drawings_are_not_escaped() {
    let own = ["mail/invitation.rs", "pages/layout.rs", "pages/icon.rs"];
    for (path, source) in sources() {
        let raw = source.contains("PreEscaped");
        assert!(!raw || own.iter().any(|own| path.ends_with(own)), "{}", path.display());
    }
}

#[test]
fn the_readme_lists_every_setting_with_its_default() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for key in doorstep::settings::KEYS {
        let row = readme
            .lines()
            .find(|line| line.starts_with('|') && line.contains(&format!("`{}`", key.name)));
        let row = row.unwrap_or_else(|| panic!("README.md lists {}", key.name));
        if let Some(default) = key.default {
            assert!(row.contains(&format!("`{default}`")), "{}: {row}", key.name);
        }
    }
}

/// Every key of a theme that is not a table.
fn keys_of_a_theme() -> BTreeSet<String> {
    fn collect(table: &serde_json::Value, found: &mut BTreeSet<String>) {
        for (key, value) in table["properties"].as_object().into_iter().flatten() {
            let inner = [value, &value["items"], &value["additionalProperties"]];
            let tables: Vec<_> = inner.iter().filter(|it| it["properties"].is_object()).collect();
            if tables.is_empty() {
                found.insert(key.clone());
            }
            for table in tables {
                collect(table, found);
            }
        }
    }
    let mut schema: serde_json::Value = serde_json::from_str(&doorstep::theme::schema()).unwrap();
    schema["properties"]["text"] = serde_json::Value::Null;
    let mut found = BTreeSet::new();
    collect(&schema, &mut found);
    assert!(found.len() > 25, "the keys were found: {found:?}");
    found
}

#[test]
fn the_guide_and_the_default_brand_explain_every_key_of_a_theme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(root.join("docs/theming.md")).unwrap();
    let default = fs::read_to_string(root.join("theme.toml")).unwrap();
    for key in keys_of_a_theme() {
        let in_guide = [format!("`{key}`"), format!(".{key}`")].iter().any(|it| guide.contains(it));
        assert!(in_guide, "docs/theming.md explains {key}");
        let begins = [format!("\n{key} = "), format!("\n# {key} = ")];
        assert!(begins.iter().any(|it| default.contains(it)), "theme.toml explains {key}");
    }
}

#[test]
fn the_guide_names_classes_and_variables_that_exist() {
    let guide = include_str!("../../docs/theming.md");
    let section = guide.split_once("\n## Your own CSS\n").unwrap().1;
    let section = section.split_once("\n## ").unwrap().0;
    let names = section.split('`').skip(1).step_by(2);
    let (variables, classes): (Vec<_>, Vec<_>) = names
        .filter(|name| name.starts_with("--") || name.starts_with('.'))
        .partition(|name| name.starts_with("--"));
    assert!(variables.len() > 10 && classes.len() > 15, "{variables:?} {classes:?}");
    let css = Theme::built_in().unwrap().styles.map(|style| style.css).concat();
    for variable in variables {
        assert!(css.contains(&format!("{variable}:")), "no rule sets {variable}");
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    for class in classes {
        let mut after = css.split(class).skip(1);
        assert!(after.any(|rest| !rest.starts_with(is_name)), "no rule is about {class}");
    }
}

#[test]
fn the_guide_and_the_check_agree_when_a_logo_is_too_heavy() {
    let folder = ThemeFolder::new("name = \"Acme\"\nlogo = \"logo.svg\"\n");
    let padding = " ".repeat(600 * 1024);
    folder.save("logo.svg", format!("<svg xmlns='http://www.w3.org/2000/svg'>{padding}</svg>"));
    let theme = Theme::load(&folder.theme()).unwrap();
    let warning = theme.warnings.iter().find(|it| it.message.contains("600 KiB")).unwrap();
    let (before, _) = warning.message.rsplit_once(" KiB").unwrap();
    let limit = before.rsplit(' ').next().unwrap();
    let guide = include_str!("../../docs/theming.md");
    assert!(guide.contains(&format!("One above {limit} KiB is a warning")), "{limit}");
}
