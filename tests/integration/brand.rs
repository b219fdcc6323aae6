//! What a brand team does with its `theme.toml`, and what visitors see of it: also while the file
//! is edited, and when an edit is wrong.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use doorstep::simulator::Simulator;
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::{
    command_line::{Program, outcome_in},
    harness::{Doorstep, Page, Visitor, get},
};

/// The folder of a brand.
struct Folder(TempDir);

impl Folder {
    fn new(theme: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.save("theme.toml", theme);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file in place.
    fn save(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// A doorstep with this brand, and the sites of `doorstep.toml` if there is one.
    async fn doorstep(&self, model: impl FnOnce(&Simulator)) -> Doorstep {
        let (theme, settings) = (self.path("theme.toml"), self.path("doorstep.toml"));
        let settings = settings.exists().then_some(settings.as_path());
        Doorstep::start_from(settings, &[("theme.path", theme.to_str().unwrap())], model).await
    }
}

fn lobby(kisi: &Simulator) {
    kisi.link("anna").opens("Lobby");
}

/// A theme that welcomes visitors like this.
fn welcoming(welcome: &str) -> String {
    format!("name = \"Acme\"\n[text]\nwelcome = \"{welcome}\"\n")
}

/// Looks again and again until the visitor sees what is wanted; how long that took.
async fn eventually(visitor: &Visitor, wanted: impl Fn(&Page) -> bool) -> Duration {
    let begin = Instant::now();
    loop {
        let page = visitor.page().await;
        if wanted(&page) {
            return begin.elapsed();
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "not seen: {}", page.source);
    }
}

#[tokio::test]
async fn a_saved_theme_is_live_however_it_was_saved() {
    let folder = Folder::new(&welcoming("First"));
    let doorstep = folder.doorstep(lobby).await;
    let anna = doorstep.visitor("anna");
    assert_eq!(anna.page().await.heading(), "First");
    let mut waited = Vec::new();
    let mut seen = async |welcome: &str| {
        waited.push(eventually(&anna, |page| page.heading() == welcome).await);
    };

    folder.save("theme.toml", welcoming("In place"));
    seen("In place").await;

    folder.save("theme.toml.new", welcoming("Renamed"));
    std::fs::rename(folder.path("theme.toml.new"), folder.path("theme.toml")).unwrap();
    seen("Renamed").await;

    for welcome in ["Version 1", "Version 2"] {
        folder.save(&format!("{welcome}/theme.toml"), welcoming(welcome));
        std::os::unix::fs::symlink(welcome, folder.path("..turning")).unwrap();
        std::fs::rename(folder.path("..turning"), folder.path("..data")).unwrap();
        if welcome == "Version 1" {
            std::fs::remove_file(folder.path("theme.toml")).unwrap();
            std::os::unix::fs::symlink("..data/theme.toml", folder.path("theme.toml")).unwrap();
        }
        seen(welcome).await;
    }
    eprintln!("seen after {waited:?}");
}

#[tokio::test]
async fn a_changed_logo_or_css_is_live_and_the_old_logo_still_there() {
    let large = |color: &str| format!("<svg fill=\"{color}\">{}</svg>", " ".repeat(5_000));
    let folder = Folder::new("name = \"Acme\"\nlogo = \"logo.svg\"\ncss = \"extra.css\"\n");
    folder.save("logo.svg", large("red"));
    folder.save("extra.css", ".brand{letter-spacing:.1em}");
    let doorstep = folder.doorstep(lobby).await;
    let anna = doorstep.visitor("anna");
    let page = anna.page().await;
    assert!(page.source.contains(".brand{letter-spacing:.1em}"));
    let former = page.attribute("img.logo", "src").to_owned();

    folder.save("logo.svg", large("blue"));
    eventually(&anna, |page| page.attribute("img.logo", "src") != former).await;
    let answer = get(&format!("{}{former}", doorstep.base_url)).await.unwrap();
    assert_eq!(answer.status(), 200, "a page that was sent before the edit asks for it");
    assert!(answer.text().await.unwrap().contains("red"));

    folder.save("extra.css", ".brand{letter-spacing:.2em}");
    eventually(&anna, |page| page.source.contains(".brand{letter-spacing:.2em}")).await;
}

#[tokio::test]
async fn a_broken_edit_reaches_nobody_and_is_told_in_the_metrics() {
    let folder = Folder::new(&welcoming("Good"));
    folder.save("other/theme.toml", welcoming("Other"));
    let settings = format!(
        "[[sites]]\nhost = \"other.example\"\ntheme = {:?}\n",
        folder.path("other/theme.toml")
    );
    folder.save("doorstep.toml", settings);
    let doorstep = folder.doorstep(lobby).await;
    let anna = doorstep.visitor("anna");
    let of_other = doorstep.visitor("anna").sending("host", "other.example");
    let loads = async || {
        let metrics = get(&format!("{}/metrics", doorstep.admin_url)).await.unwrap();
        let metrics = metrics.text().await.unwrap();
        let name = "doorstep_theme_last_load_successful ";
        let line = metrics.lines().find(|line| line.starts_with(name));
        line.unwrap().ends_with(" 1")
    };
    assert!(loads().await);

    folder.save("theme.toml", "name = \"Acme\"\n[text]\nwelcome = 7\n");
    folder.save("other/theme.toml", welcoming("Other, edited"));
    eventually(&of_other, |page| page.heading() == "Other, edited").await;
    let begin = Instant::now();
    while loads().await {
        assert!(begin.elapsed() < Duration::from_secs(20), "the error is not told");
    }
    assert_eq!(anna.page().await.heading(), "Good");

    folder.save("theme.toml", welcoming("Better"));
    eventually(&anna, |page| page.heading() == "Better").await;
    assert!(loads().await);
}

#[tokio::test]
async fn no_visitor_notices_a_thousand_edits() {
    let theme = |number: usize| {
        let colour = format!("#{:06x}", number * 4_099);
        format!("name = \"Edit {number}\"\nlogo = \"logo.svg\"\n[colors]\naccent = \"{colour}\"\n")
    };
    let folder = Folder::new(&theme(0));
    folder.save("logo.svg", "<svg/>");
    let doorstep = Arc::new(folder.doorstep(lobby).await);
    let (ended, pages) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let visitors = (0..4).map(|_| {
        let (doorstep, ended, pages) = (doorstep.clone(), ended.clone(), pages.clone());
        tokio::spawn(async move {
            let anna = doorstep.visitor("anna");
            let mut brands = std::collections::BTreeSet::new();
            while !ended.load(Ordering::Relaxed) {
                let page = anna.page().await;
                assert_eq!((page.status, page.doors()), (200, vec!["Lobby: ready".to_owned()]));
                let title = page.title();
                assert!(title.starts_with("Welcome · Edit "), "{title}");
                brands.insert(title);
                pages.fetch_add(1, Ordering::Relaxed);
            }
            brands.len()
        })
    });
    let visitors: Vec<_> = visitors.collect();
    for number in 1..=1_000 {
        match number % 4 {
            0 => folder.save("theme.toml", format!("{}\noops", theme(number))),
            1 => {
                folder.save("new", theme(number));
                std::fs::rename(folder.path("new"), folder.path("theme.toml")).unwrap();
            }
            2 => folder.save("logo.svg", format!("<svg id=\"{number}\"/>")),
            _ => folder.save("theme.toml", theme(number)),
        }
        // Edits and pages take turns.
        let read = pages.load(Ordering::Relaxed);
        while pages.load(Ordering::Relaxed) < read + 4
            && !visitors.iter().any(JoinHandle::is_finished)
        {
            tokio::task::yield_now().await;
        }
    }
    folder.save("theme.toml", theme(1_001));
    let anna = doorstep.visitor("anna");
    eventually(&anna, |page| page.title() == "Welcome · Edit 1001").await;
    ended.store(true, Ordering::Relaxed);
    let mut brands = Vec::new();
    for visitor in visitors {
        brands.push(visitor.await.unwrap());
    }
    eprintln!("{} pages, of {brands:?} brands", pages.load(Ordering::Relaxed));
    assert!(brands.iter().any(|seen| *seen > 2), "edits were live while pages were read");
}

#[tokio::test]
async fn each_host_has_its_brand_and_unknown_hosts_the_default() {
    let folder = Folder::new("name = \"Default\"\n");
    let brands =
        [("visit.acme.example", "Acme"), ("*.acme.example", "Any Acme"), ("*.example", "Any")];
    let sites = brands.map(|(host, name)| {
        folder.save(&format!("{name}/theme.toml"), format!("name = \"{name}\"\n"));
        let path = folder.path(&format!("{name}/theme.toml"));
        format!("[[sites]]\nhost = \"{host}\"\ntheme = {path:?}\n")
    });
    folder.save("doorstep.toml", sites.concat());
    let doorstep = folder.doorstep(lobby).await;
    for (host, name) in [
        ("visit.acme.example", "Acme"),
        ("VISIT.acme.example:8443", "Acme"),
        ("berlin.acme.example", "Any Acme"),
        ("acme.example", "Any"),
        ("acme.test", "Default"),
        ("", "Default"),
    ] {
        let page = doorstep.visitor("anna").sending("host", host).page().await;
        assert_eq!(page.title(), format!("Welcome · {name}"), "{host}");
    }
}

#[tokio::test]
async fn doors_are_shown_as_the_brand_says() {
    let theme = r#"
        name = "Acme"
        [doors.1001]
        name = { en = "Main entrance", de = "Haupteingang" }
        note = "Lift to floor 3"
        icon = "door"
        order = 2
        [doors.1002]
        order = 1
        [doors.1003]
        hidden = true
        [places.77]
        name = "The Harbour"
        directions = { en = "Through the courtyard.", de = "Durch den Hof." }
    "#;
    let doorstep = Doorstep::start_with_theme(theme, |kisi| {
        kisi.link("anna").opens("Lock 1").opens("Garage").opens("Server room").opens("Roof");
    })
    .await;
    let anna = doorstep.visitor("anna");
    let page = anna.page().await;
    assert_eq!(page.buttons(), ["Garage", "Main entrance Lift to floor 3", "Roof"]);
    assert_eq!(page.headings_of_places(), ["The Harbour"]);
    assert_eq!(page.reads(".directions"), ["Through the courtyard."]);
    assert_eq!(page.reads("button[value='1001'] .icon svg").len(), 1);

    let german = doorstep.visitor("anna").sending("accept-language", "de");
    let page = german.page().await;
    assert_eq!(page.buttons()[1], "Haupteingang Lift to floor 3");
    assert_eq!(page.attribute(".note", "lang"), "en", "the note is in the brand's language");
    assert_eq!(page.reads(".directions"), ["Durch den Hof."]);
    assert!(german.taps("Haupteingang").await.told().contains("Haupteingang"));

    let list = anna.json().await.body;
    assert_eq!(list["doors"][1]["name"], "Main entrance");
    assert_eq!(list["doors"][1]["description"], "Lift to floor 3");
    assert_eq!(list["doors"][1]["place"]["name"], "The Harbour");
    assert_eq!(list["doors"].as_array().unwrap().len(), 3);
    let unlocked = anna.taps_by_script(1001).await.body;
    assert_eq!(unlocked["door"]["name"], "Main entrance");
}

#[tokio::test]
async fn a_hidden_door_is_not_unlocked_either() {
    let theme = "name = \"Acme\"\n[doors.1001]\nhidden = true\n";
    let doorstep = Doorstep::start_with_theme(theme, lobby).await;
    let anna = doorstep.visitor("anna");
    let page = anna.page().await;
    assert_eq!((page.status, page.state()), (200, "empty"));
    assert_eq!(anna.taps_by_script(1001).await.code(), "unknown_door");
    assert_eq!(doorstep.kisi.unlocks(1001), 0);
}

#[tokio::test]
async fn one_door_can_ask_once_more_and_another_not() {
    let theme = "name = \"Acme\"\n[buttons]\nconfirm = true\n[doors.1002]\nconfirm = false\n";
    let doorstep = Doorstep::start_with_theme(theme, |kisi| {
        kisi.link("anna").opens("Vault").opens("Lobby");
    })
    .await;
    let anna = doorstep.visitor("anna");
    assert!(anna.taps("Vault").await.told().starts_with("Unlock Vault?"));
    assert_eq!(doorstep.kisi.unlocks(1001), 0);
    assert!(anna.taps("Lobby").await.told().starts_with("Lobby is unlocked"));
    assert_eq!(doorstep.kisi.unlocks(1002), 1);
}

#[tokio::test]
async fn font_picture_and_links_are_the_brands_own() {
    let folder = Folder::new(
        r#"
        name = "Acme"
        [font]
        family = "Doorstep Blocks"
        files = ["blocks.woff2"]
        [page]
        image = "hero.svg"
        [[footer]]
        label = { en = "Privacy", de = "Datenschutz" }
        url = "https://acme.example/privacy"
        "#,
    );
    folder.save("blocks.woff2", include_bytes!("../fonts/blocks.woff2"));
    folder.save("hero.svg", format!("<svg>{}</svg>", " ".repeat(5_000)));
    let doorstep = folder.doorstep(lobby).await;
    let page = doorstep.visitor("anna").page().await;
    let font = page.attribute("link[rel=preload][as=font]", "href").to_owned();
    assert!(page.source.contains("font-display:swap"));
    assert!(page.header("content-security-policy").contains("font-src 'self'"));
    let answer = get(&format!("{}{font}", doorstep.base_url)).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "font/woff2");
    assert_eq!(answer.headers()["cache-control"], "public, max-age=31536000, immutable");
    let image = page.attribute("img.image", "src").to_owned();
    assert_eq!(get(&format!("{}{image}", doorstep.base_url)).await.unwrap().status(), 200);
    assert_eq!(page.reads(".links a"), ["Privacy"]);
    let german = doorstep.visitor("anna").sending("accept-language", "de").page().await;
    assert_eq!(german.reads(".links a"), ["Datenschutz"]);
}

#[tokio::test]
async fn numbers_that_no_door_has_are_told_once() {
    let folder =
        Folder::new("name = \"Acme\"\n[doors.1001]\nname = \"Lobby\"\n[doors.999]\nname = \"?\"\n");
    let theme = folder.path("theme.toml");
    let mut demo = Program::demo(&[("DOORSTEP_THEME__PATH", theme.to_str().unwrap())]).await;
    for _ in 0..2 {
        for language in ["en", "de"] {
            let page = get(&format!("{}?lang={language}", demo.link("doors"))).await.unwrap();
            assert_eq!(page.status(), 200);
        }
    }
    let log = demo.end().await;
    assert_eq!(log.matches("doors.999").count(), 1, "{log}");
    assert!(!log.contains("doors.1001"), "{log}");
}

#[tokio::test]
async fn a_broken_edit_is_told_in_the_log_with_its_place_and_sighup_reads_again() {
    let folder = Folder::new(&welcoming("First"));
    let theme = folder.path("theme.toml");
    let mut demo = Program::demo(&[("DOORSTEP_THEME__PATH", theme.to_str().unwrap())]).await;
    folder.save("theme.toml", "name = \"Acme\"\n[colors]\naccent = \"grren\"\n");
    demo.signal("HUP");
    let metrics = format!("{}/metrics", demo.admin_url());
    let begin = Instant::now();
    while get(&metrics).await.unwrap().text().await.unwrap().contains("load_successful 1") {
        assert!(begin.elapsed() < Duration::from_secs(20), "the error is not told");
    }
    assert_eq!(get(demo.link("doors")).await.unwrap().status(), 200);
    let log = demo.end().await;
    assert!(log.contains("asked by SIGHUP"), "{log}");
    assert!(log.contains("theme.toml:3:10: `grren` is no colour; did you mean `green`?"), "{log}");
}

#[tokio::test]
async fn without_a_file_the_built_in_brand_is_shown_until_there_is_one() {
    let folder = Folder(tempfile::tempdir().unwrap());
    let mut demo = Program::demo_in(folder.0.path(), &[]).await;
    let brand = async || get(demo.link("doors")).await.unwrap().text().await.unwrap();
    assert!(brand().await.contains("Welcome to Northwind"));
    folder.save("theme.toml", welcoming("Welcome to Acme"));
    let begin = Instant::now();
    while !brand().await.contains("Welcome to Acme") {
        assert!(begin.elapsed() < Duration::from_secs(20), "the file is not followed");
    }
    let log = demo.end().await;
    assert!(log.contains("showing the built-in brand") && !log.contains("ERROR"), "{log}");
}

const HARD_TO_READ: &str = "name = \"Acme\"\n[colors]\ntext = \"#999\"\n";

#[tokio::test]
async fn a_check_makes_every_page_and_says_so() {
    let folder = Folder::new("name = \"Acme\"\n");
    let (code, printed, told) = outcome_in(folder.0.path(), &["theme", "check"], &[]).await;
    assert_eq!((code, told.as_str()), (0, ""));
    assert!(printed.starts_with("theme.toml can be used: "), "{printed}");
    assert!(printed.contains(" pages in 17 languages were made with it"), "{printed}");
}

#[tokio::test]
async fn a_check_shows_every_mistake_underlined() {
    let folder = Folder::new("name = \"Acme\"\nlogo = \"none.svg\"\n[text]\nwelcom = \"Hi\"\n");
    let file = folder.path("theme.toml");
    let arguments = ["theme", "check", file.to_str().unwrap()];
    let (code, printed, told) = outcome_in(folder.0.path(), &arguments, &[]).await;
    assert_eq!((code, printed.as_str()), (1, ""));
    let told = told.replace(file.parent().unwrap().to_str().unwrap(), "acme");
    insta::assert_snapshot!(told, @r#"
      × there is no file `none.svg`
       ╭─[acme/theme.toml:2:8]
     1 │ name = "Acme"
     2 │ logo = "none.svg"
       ·        ──────────
     3 │ [text]
       ╰────

      × there is no text `welcom`; did you mean `welcome`?
       ╭─[acme/theme.toml:4:1]
     3 │ [text]
     4 │ welcom = "Hi"
       · ──────
       ╰────

    doorstep: acme/theme.toml has 2 errors
    "#);
}

#[tokio::test]
async fn a_warning_is_an_error_to_a_strict_check_alone() {
    let folder = Folder::new(HARD_TO_READ);
    let (code, _, told) = outcome_in(folder.0.path(), &["theme", "check"], &[]).await;
    assert_eq!(code, 0);
    assert!(told.contains("have a contrast of 2.84:1"), "{told}");
    let (code, _, told) = outcome_in(folder.0.path(), &["theme", "check", "--strict"], &[]).await;
    assert_eq!(code, 1);
    assert!(told.ends_with("theme.toml has 2 warnings\n"), "{told}");
}

#[tokio::test]
async fn editors_and_ci_are_told_in_json() {
    let folder = Folder::new("name = \"Acme\"\n[colors]\nacent = \"red\"\ntext = \"#999\"\n");
    let arguments = ["theme", "check", "--format", "json"];
    let (code, printed, _) = outcome_in(folder.0.path(), &arguments, &[]).await;
    assert_eq!(code, 1);
    let diagnostics: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(
        diagnostics[0],
        serde_json::json!({
            "severity": "error",
            "file": "theme.toml",
            "line": 3,
            "column": 1,
            "width": 5,
            "message": "there is no key `acent` in [colors]; did you mean `accent`?",
            "suggestion": "accent",
        })
    );
    assert_eq!(
        (&diagnostics[1]["severity"], &diagnostics[1]["line"]),
        (&"warning".into(), &4.into())
    );
}

#[tokio::test]
async fn a_theme_that_is_not_there_is_told() {
    let folder = Folder::new("");
    let arguments = ["theme", "check", "other.toml"];
    let (code, _, told) = outcome_in(folder.0.path(), &arguments, &[]).await;
    assert_eq!(code, 1);
    assert!(told.contains("other.toml:1:1: this theme cannot be read: No such file"), "{told}");
}

#[tokio::test]
async fn a_page_that_got_heavy_is_warned_of() {
    let folder = Folder::new("name = \"Acme\"\ncss = \"extra.css\"\n");
    // Numbers, in an order that cannot be foretold, so that they do not compress.
    let mut number: u64 = 1;
    let rules = std::iter::repeat_with(|| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        format!(".a{number}{{}}")
    });
    folder.save("extra.css", rules.take(500).collect::<String>());
    let (code, _, told) = outcome_in(folder.0.path(), &["theme", "check"], &[]).await;
    assert_eq!(code, 0);
    assert!(told.contains("up to 10 kB it is quick on one bar of signal"), "{told}");
}

#[tokio::test]
async fn the_schema_is_printed_for_editors() {
    let folder = Folder::new("");
    let (code, printed, _) = outcome_in(folder.0.path(), &["theme", "schema"], &[]).await;
    assert_eq!(code, 0);
    assert_eq!(printed, doorstep::theme::schema());
}
