//! The house itself: which module may know which, and words that are spoken in one place only.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Each module, and the modules it may import.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("access", &[]),
    ("did_you_mean", &[]),
    ("files", &[]),
    ("paths", &["access"]),
    ("settings", &["did_you_mean"]),
    ("kisi", &["access", "settings"]),
    ("directory", &["access", "kisi", "settings"]),
    ("unlocking", &["access", "kisi", "directory", "settings"]),
    ("assets", &["paths"]),
    ("language", &["access"]),
    ("theme", &["access", "assets", "did_you_mean", "files", "language"]),
    ("brands", &["assets", "files", "settings", "theme"]),
    ("pages", &["access", "paths", "assets", "theme", "language"]),
    ("simulator", &[]),
    (
        "web",
        &[
            "access",
            "assets",
            "brands",
            "directory",
            "files",
            "kisi",
            "language",
            "pages",
            "paths",
            "settings",
            "theme",
            "unlocking",
        ],
    ),
    ("preview", &["access", "assets", "files", "language", "pages", "theme", "web"]),
    (
        "cli",
        &[
            "access",
            "brands",
            "language",
            "pages",
            "paths",
            "preview",
            "settings",
            "simulator",
            "theme",
            "web",
        ],
    ),
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

/// The modules that stand after a `crate::`, alone or as the first words of a list in braces.
fn imported(source: &str) -> BTreeSet<String> {
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut found = BTreeSet::new();
    for (at, _) in source.match_indices("crate::") {
        let rest = &source[at + "crate::".len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.insert(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut item = String::new();
        for c in list.chars() {
            match c {
                '}' if depth == 0 => break,
                ',' if depth == 0 => found.insert(word(&std::mem::take(&mut item))),
                _ => {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    item.push(c);
                    continue;
                }
            };
        }
        found.insert(word(&item));
    }
    found.remove("");
    found
}

#[test]
fn no_import_climbs() {
    let mut seen = 0;
    for (path, source) in sources() {
        let module = module(&path);
        if module == "main" || module == "lib" {
            continue;
        }
        let (_, may) = MAY_IMPORT
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("{module} has no place in the house; give it one here"));
        for import in imported(&source) {
            seen += 1;
            let fits = import == module || may.contains(&import.as_str());
            assert!(fits, "{}: {module} must not import {import}", path.display());
        }
    }
    assert!(seen > 50, "the imports were found: {seen}");
}

#[test]
fn imports_are_read_in_every_form() {
    let source =
        "use crate::{access::{Door, DoorId}, kisi,\n settings::Sources};\ncrate::pages::all";
    let found: Vec<_> = imported(source).into_iter().collect();
    assert_eq!(found, ["access", "kisi", "pages", "settings"]);
}

#[test]
fn only_the_kisi_module_and_its_simulator_speak_kisi() {
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
fn escaping_is_off_in_one_file_only() {
    for (path, source) in sources() {
        let raw = source.contains("PreEscaped");
        assert!(!raw || path.ends_with("pages/layout.rs"), "{}", path.display());
    }
}

#[test]
fn the_readme_tells_every_setting_with_its_default() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for key in doorstep::settings::KEYS {
        let row = readme
            .lines()
            .find(|line| line.starts_with('|') && line.contains(&format!("`{}`", key.name)));
        let row = row.unwrap_or_else(|| panic!("README.md tells of {}", key.name));
        if let Some(default) = key.default {
            assert!(row.contains(&format!("`{default}`")), "{}: {row}", key.name);
        }
    }
}

/// Every key of a theme that is no table.
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
fn the_guide_and_the_default_brand_tell_every_key_of_a_theme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(root.join("docs/theming.md")).unwrap();
    let default = fs::read_to_string(root.join("theme.toml")).unwrap();
    for key in keys_of_a_theme() {
        let in_guide = [format!("`{key}`"), format!(".{key}`")].iter().any(|it| guide.contains(it));
        assert!(in_guide, "docs/theming.md tells of {key}");
        let begins = [format!("\n{key} = "), format!("\n# {key} = ")];
        assert!(begins.iter().any(|it| default.contains(it)), "theme.toml tells of {key}");
    }
}
