//! A brand team writes its `theme.toml`, and visitors see the result, also while the file is
//! edited and when an edit is wrong.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Instant,
};

use doorstep::simulator::Simulator;
use tokio::task::JoinHandle;

use crate::{
    fixtures::{ThemeFolder, amount, large_svg, site, wait_until},
    harness::{Doorstep, get},
    program::{Demo, run_in},
};

fn lobby(kisi: &Simulator) {
    kisi.link("anna").opens("Lobby");
}

/// A theme with this heading.
fn welcoming(welcome: &str) -> String {
    format!("name = \"Acme\"\n[text]\nwelcome = \"{welcome}\"\n")
}

#[tokio::test]
async fn a_saved_theme_is_live_however_it_was_saved() {
    let folder = ThemeFolder::new(&welcoming("First"));
    let doorstep = Doorstep::start_in(&folder, lobby).await;
    let anna = doorstep.visitor("anna");
    assert_eq!(anna.page().await.heading(), "First");
    let mut waited = Vec::new();
    let mut seen = async |welcome: &str| {
        let begin = Instant::now();
        anna.waits_for(welcome, |page| page.heading() == welcome).await;
        waited.push(begin.elapsed());
    };

    folder.save_theme(&welcoming("In place"));
    seen("In place").await;

    folder.save("theme.toml.new", welcoming("Renamed"));
    std::fs::rename(folder.path("theme.toml.new"), folder.path("theme.toml")).unwrap();
    seen("Renamed").await;

    // As Kubernetes does: the files are reached through a symbolic link that is replaced.
    for welcome in ["Version 1", "Version 2"] {
        folder.save(&format!("{welcome}/theme.toml"), welcoming(welcome));
        std::os::unix::fs::symlink(welcome, folder.path("..switching")).unwrap();
        std::fs::rename(folder.path("..switching"), folder.path("..data")).unwrap();
        if welcome == "Version 1" {
            std::fs::remove_file(folder.path("theme.toml")).unwrap();
            std::os::unix::fs::symlink("..data/theme.toml", folder.path("theme.toml")).unwrap();
        }
        seen(welcome).await;
    }
    eprintln!("seen after {waited:?}");
}

#[tokio::test]
async fn a_changed_logo_or_stylesheet_is_live_and_the_old_logo_can_still_be_loaded() {
    let folder = ThemeFolder::new("name = \"Acme\"\nlogo = \"logo.svg\"\ncss = \"extra.css\"\n");
    folder.save("logo.svg", large_svg("red"));
    folder.save("extra.css", ".brand{letter-spacing:.1em}");
    let doorstep = Doorstep::start_in(&folder, lobby).await;
    let anna = doorstep.visitor("anna");
    let page = anna.page().await;
    assert!(page.source.contains(".brand{letter-spacing:.1em}"));
    let former = page.attribute("img.logo", "src").to_owned();

    folder.save("logo.svg", large_svg("blue"));
    anna.waits_for("the new logo", |page| page.attribute("img.logo", "src") != former).await;
    let answer = get(&format!("{}{former}", doorstep.base_url)).await.unwrap();
    assert_eq!(answer.status(), 200, "a page from before the edit still loads it");
    assert!(answer.text().await.unwrap().contains("red"));

    let edited = ".brand{letter-spacing:.2em}";
    folder.save("extra.css", edited);
    anna.waits_for("the new stylesheet", |page| page.source.contains(edited)).await;
}

#[tokio::test]
async fn a_broken_theme_is_not_shown_and_the_metrics_report_it() {
    let folder = ThemeFolder::new(&welcoming("Good"));
    folder.save("other/theme.toml", welcoming("Other"));
    folder.save("doorstep.toml", site("other.example", &folder.path("other/theme.toml")));
    let doorstep = Doorstep::start_in(&folder, lobby).await;
    let anna = doorstep.visitor("anna");
    let at_other = doorstep.visitor("anna").sending("host", "other.example");
    let last_load_successful = async || {
        let metrics = doorstep.metrics().await;
        let name = "doorstep_theme_last_load_successful ";
        let line = metrics.lines().find(|line| line.starts_with(name));
        line.unwrap().ends_with(" 1")
    };
    assert!(last_load_successful().await);

    folder.save_theme("name = \"Acme\"\n[text]\nwelcome = 7\n");
    folder.save("other/theme.toml", welcoming("Other, edited"));
    at_other.waits_for("the other brand", |page| page.heading() == "Other, edited").await;
    let reported = async || !last_load_successful().await;
    wait_until("the metrics report the broken theme", reported).await;
    assert_eq!(anna.page().await.heading(), "Good");

    folder.save_theme(&welcoming("Better"));
    anna.waits_for("the mended theme", |page| page.heading() == "Better").await;
    assert!(last_load_successful().await);
}

#[tokio::test]
async fn visitors_always_get_whole_pages_while_a_theme_is_edited() {
    let edits = amount("DOORSTEP_TEST_EDITS", 60);
    let theme = |number: usize| {
        let color = format!("#{:06x}", number * 4_099 % 0x0100_0000);
        format!("name = \"Edit {number}\"\nlogo = \"logo.svg\"\n[colors]\naccent = \"{color}\"\n")
    };
    let folder = ThemeFolder::new(&theme(0));
    folder.save("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h9v9z'/></svg>");
    let doorstep = Doorstep::start_in(&folder, lobby).await;
    let readers = Readers::of(doorstep);
    for number in 1..=edits {
        match number % 4 {
            0 => folder.save_theme(&format!("{}\noops", theme(number))),
            1 => {
                folder.save("new", theme(number));
                std::fs::rename(folder.path("new"), folder.theme()).unwrap();
            }
            2 => folder.save("logo.svg", format!(
                "<svg xmlns='http://www.w3.org/2000/svg'><path id='p{number}' d='M0 0h9v9z'/></svg>"
            )),
            _ => folder.save_theme(&theme(number)),
        }
        readers.load_pages().await;
        // Most edits follow each other quickly. Of these, visitors must see the result.
        if number % 20 == 19 {
            readers.see(number).await;
        }
    }
    folder.save_theme(&theme(edits + 1));
    readers.see(edits + 1).await;
    let (pages, brands) = readers.stop().await;
    eprintln!("{edits} edits, {pages} pages, {brands} brands");
}

/// Visitors who load one page after another, and fail when a page is not a whole door list.
struct Readers {
    stopping: Arc<AtomicBool>,
    pages: Arc<AtomicUsize>,
    titles: Arc<Mutex<BTreeSet<String>>>,
    running: Vec<JoinHandle<()>>,
}

impl Readers {
    fn of(doorstep: Doorstep) -> Self {
        let doorstep = Arc::new(doorstep);
        let (stopping, pages, titles) = (Arc::default(), Arc::default(), Arc::default());
        let mut readers = Self { stopping, pages, titles, running: Vec::new() };
        readers.running = (0..4).map(|_| readers.start(Arc::clone(&doorstep))).collect();
        readers
    }

    fn start(&self, doorstep: Arc<Doorstep>) -> JoinHandle<()> {
        let (stopping, pages) = (Arc::clone(&self.stopping), Arc::clone(&self.pages));
        let titles = Arc::clone(&self.titles);
        tokio::spawn(async move {
            let anna = doorstep.visitor("anna");
            while !stopping.load(Ordering::Relaxed) {
                let page = anna.page().await;
                assert_eq!((page.status, page.doors()), (200, vec!["Lobby: ready".to_owned()]));
                let title = page.title();
                assert!(title.starts_with("Welcome · Edit "), "{title}");
                titles.lock().unwrap().insert(title);
                pages.fetch_add(1, Ordering::Relaxed);
            }
        })
    }

    /// Waits until four more pages were loaded.
    async fn load_pages(&self) {
        let enough = self.pages.load(Ordering::Relaxed) + 4;
        while self.pages.load(Ordering::Relaxed) < enough {
            self.check();
            tokio::task::yield_now().await;
        }
    }

    /// Waits until a page of this edit was loaded.
    async fn see(&self, edit: usize) {
        let title = format!("Welcome · Edit {edit}");
        wait_until(&title, async || {
            self.check();
            self.titles.lock().unwrap().contains(&title)
        })
        .await;
    }

    fn check(&self) {
        let failed = self.running.iter().any(JoinHandle::is_finished);
        assert!(!failed, "a visitor got a wrong page, see above");
    }

    /// The numbers of pages loaded and of different brands in them.
    async fn stop(self) -> (usize, usize) {
        self.stopping.store(true, Ordering::Relaxed);
        for reader in self.running {
            reader.await.unwrap();
        }
        let brands = self.titles.lock().unwrap().len();
        (self.pages.load(Ordering::Relaxed), brands)
    }
}

#[tokio::test]
async fn each_host_shows_its_own_brand_and_other_hosts_the_default_brand() {
    let folder = ThemeFolder::new("name = \"Default\"\n");
    let brands =
        [("visit.acme.example", "Acme"), ("*.acme.example", "Any Acme"), ("*.example", "Any")];
    let sites = brands.map(|(host, name)| {
        folder.save(&format!("{name}/theme.toml"), format!("name = \"{name}\"\n"));
        site(host, &folder.path(&format!("{name}/theme.toml")))
    });
    folder.save("doorstep.toml", sites.concat());
    let doorstep = Doorstep::start_in(&folder, lobby).await;
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
async fn a_brand_can_name_order_and_hide_doors() {
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
    assert_eq!(
        page.buttons(),
        ["Garage Unlock", "Main entrance Lift to floor 3 Unlock", "Roof Unlock"]
    );
    assert_eq!(page.texts(".where"), ["The Harbour"]);
    assert_eq!(page.texts(".directions"), ["Through the courtyard."]);
    assert_eq!(page.texts("button[value='1001'] .icon svg").len(), 1);

    let german = doorstep.visitor("anna").sending("accept-language", "de");
    let page = german.page().await;
    assert_eq!(page.buttons()[1], "Haupteingang Lift to floor 3 Öffnen");
    assert_eq!(page.attribute(".note", "lang"), "en", "the note is in the brand's language");
    assert_eq!(page.texts(".directions"), ["Durch den Hof."]);
    assert!(german.taps("Haupteingang").await.status_text().contains("Haupteingang"));

    let list = anna.json().await.body;
    assert_eq!(list["doors"][1]["name"], "Main entrance");
    assert_eq!(list["doors"][1]["description"], "Lift to floor 3");
    assert_eq!(list["doors"][1]["place"]["name"], "The Harbour");
    assert_eq!(list["doors"].as_array().unwrap().len(), 3);
    let unlocked = anna.taps_by_script(1001).await.body;
    assert_eq!(unlocked["door"]["name"], "Main entrance");
}

#[tokio::test]
async fn a_hidden_door_cannot_be_unlocked() {
    let theme = "name = \"Acme\"\n[doors.1001]\nhidden = true\n";
    let doorstep = Doorstep::start_with_theme(theme, lobby).await;
    let anna = doorstep.visitor("anna");
    let page = anna.page().await;
    assert_eq!((page.status, page.state()), (200, "empty"));
    assert_eq!(anna.taps_by_script(1001).await.code(), "unknown_door");
    assert_eq!(doorstep.kisi.unlocks(1001), 0);
}

#[tokio::test]
async fn a_brand_can_ask_for_confirmation_at_some_doors_only() {
    let theme = "name = \"Acme\"\n[buttons]\nconfirm = true\n[doors.1002]\nconfirm = false\n";
    let doorstep = Doorstep::start_with_theme(theme, |kisi| {
        kisi.link("anna").opens("Vault").opens("Lobby");
    })
    .await;
    let anna = doorstep.visitor("anna");
    assert!(anna.taps("Vault").await.status_text().starts_with("Unlock Vault?"));
    assert_eq!(doorstep.kisi.unlocks(1001), 0);
    assert!(anna.taps("Lobby").await.status_text().starts_with("Lobby is unlocked"));
    assert_eq!(doorstep.kisi.unlocks(1002), 1);
}

#[tokio::test]
async fn a_brand_can_have_its_own_font_picture_and_links() {
    let folder = ThemeFolder::new(
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
    folder.save("hero.svg", large_svg("red"));
    let doorstep = Doorstep::start_in(&folder, lobby).await;
    let page = doorstep.visitor("anna").page().await;
    let font = page.attribute("link[rel=preload][as=font]", "href").to_owned();
    assert!(page.source.contains("font-display:fallback"));
    assert!(page.header("content-security-policy").contains("font-src 'self'"));
    let answer = get(&format!("{}{font}", doorstep.base_url)).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "font/woff2");
    assert_eq!(answer.headers()["cache-control"], "public, max-age=31536000, immutable");
    let image = page.attribute("img.image", "src").to_owned();
    assert_eq!(get(&format!("{}{image}", doorstep.base_url)).await.unwrap().status(), 200);
    assert_eq!(page.texts(".links>a"), ["Privacy"]);
    let german = doorstep.visitor("anna").sending("accept-language", "de").page().await;
    assert_eq!(german.texts(".links>a"), ["Datenschutz"]);
}

#[tokio::test]
async fn one_visitor_is_not_enough_to_report_ids_that_match_no_door() {
    let folder = ThemeFolder::new("name = \"Acme\"\n[doors.999]\nname = \"?\"\n");
    let theme = folder.theme();
    let mut demo = Demo::start(&[("DOORSTEP_THEME__PATH", theme.to_str().unwrap())]).await;
    assert_eq!(get(demo.value("doors")).await.unwrap().status(), 200);
    let log = demo.program.stop().await;
    assert_eq!(log.matches("doors.999").count(), 0, "{log}");
}

#[tokio::test]
async fn sighup_reloads_the_theme_and_the_log_names_the_place_of_a_mistake() {
    let folder = ThemeFolder::new(&welcoming("First"));
    let theme = folder.theme();
    let mut demo = Demo::start(&[("DOORSTEP_THEME__PATH", theme.to_str().unwrap())]).await;
    folder.save_theme("name = \"A\"\n[colors]\naccent = \"grren\"\n[doors.1]\nname = \"<b>\"\n");
    demo.program.signal("HUP");
    wait_until("the metrics report the broken theme", async || {
        demo.metrics().await.contains("doorstep_theme_last_load_successful 0")
    })
    .await;
    assert_eq!(get(demo.value("doors")).await.unwrap().status(), 200);
    let log = demo.program.stop().await;
    assert!(log.contains("SIGHUP: reloading all themes"), "{log}");
    for (level, expected) in [
        ("ERROR", "theme.toml:3:10: `grren` is not a valid colour; did you mean `green`?"),
        ("WARN", "theme.toml:5:8: visitors see `<b>` as it is written here"),
    ] {
        let line = log.lines().find(|line| line.contains(expected)).unwrap_or(&log);
        assert!(line.contains(level) && !line.contains("stays"), "{line}");
    }
}

#[tokio::test]
async fn the_built_in_brand_is_shown_until_there_is_a_theme_file() {
    let folder = ThemeFolder::empty();
    let mut demo = Demo::start_in(folder.root(), &[]).await;
    let shows = async |heading: &str| {
        get(demo.value("doors")).await.unwrap().text().await.unwrap().contains(heading)
    };
    assert!(shows("Good to see you").await);
    folder.save_theme(&welcoming("Welcome to Acme"));
    wait_until("the new theme file is shown", async || shows("Welcome to Acme").await).await;
    let log = demo.program.stop().await;
    assert!(log.contains("showing the built-in brand") && !log.contains("ERROR"), "{log}");
}

/// A theme whose text has too little contrast.
const HARD_TO_READ: &str = "name = \"Acme\"\n[colors]\ntext = \"#999\"\n";

#[tokio::test]
async fn theme_check_renders_every_page_of_a_good_theme() {
    let folder = ThemeFolder::new("name = \"Acme\"\n");
    let (code, stdout, stderr) = run_in(folder.root(), &["theme", "check"], &[]).await;
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("theme.toml is valid: "), "{stdout}");
    let languages = doorstep::language::ALL.len();
    let rendered = format!(" pages and the invitation in {languages} languages were rendered");
    assert!(stdout.contains(&rendered), "{stdout}");
}

#[tokio::test]
async fn theme_check_underlines_every_mistake() {
    let folder =
        ThemeFolder::new("name = \"Acme\"\nlogo = \"none.svg\"\n[text]\nwelcom = \"Hi\"\n");
    let file = folder.theme();
    let arguments = ["theme", "check", file.to_str().unwrap()];
    let (code, stdout, stderr) = run_in(folder.root(), &arguments, &[]).await;
    assert_eq!((code, stdout.as_str()), (1, ""));
    let stderr = stderr.replace(file.parent().unwrap().to_str().unwrap(), "acme");
    insta::assert_snapshot!(stderr, @r#"
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
async fn a_warning_fails_theme_check_only_with_strict() {
    let folder = ThemeFolder::new(HARD_TO_READ);
    let (code, _, stderr) = run_in(folder.root(), &["theme", "check"], &[]).await;
    assert_eq!(code, 0);
    assert!(stderr.contains("have a contrast of 2.84:1"), "{stderr}");
    let (code, _, stderr) = run_in(folder.root(), &["theme", "check", "--strict"], &[]).await;
    assert_eq!(code, 1);
    assert!(stderr.ends_with("theme.toml has 1 warning\n"), "{stderr}");
}

#[tokio::test]
async fn theme_check_prints_json_for_editors_and_ci() {
    let toml = "name = \"Acme\"\n[colors]\nacent = \"red\"\n[font]\nfamily = \"Inter\"\n";
    let folder = ThemeFolder::new(toml);
    let arguments = ["theme", "check", "--format", "json"];
    let (code, stdout, _) = run_in(folder.root(), &arguments, &[]).await;
    assert_eq!(code, 1);
    let diagnostics: serde_json::Value = serde_json::from_str(&stdout).unwrap();
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
        (&"warning".into(), &5.into())
    );
}

#[tokio::test]
async fn theme_check_names_a_theme_file_that_is_missing() {
    let folder = ThemeFolder::empty();
    let arguments = ["theme", "check", "other.toml"];
    let (code, _, stderr) = run_in(folder.root(), &arguments, &[]).await;
    assert_eq!(code, 1);
    assert!(
        stderr.contains("other.toml:1:1: `other.toml` is not there yet; create it"),
        "{stderr}"
    );
}

#[tokio::test]
async fn theme_check_warns_of_a_page_that_is_too_large() {
    let folder = ThemeFolder::new("name = \"Acme\"\ncss = \"extra.css\"\n");
    // Random numbers, so that the stylesheet does not compress well.
    let mut random = fastrand::Rng::with_seed(1);
    let rules = std::iter::repeat_with(|| format!(".a{}{{}}", random.u64(..)));
    folder.save("extra.css", rules.take(500).collect::<String>());
    let (code, _, stderr) = run_in(folder.root(), &["theme", "check"], &[]).await;
    assert_eq!(code, 0);
    assert!(stderr.contains("up to 10 kB it loads quickly on a weak signal"), "{stderr}");
}

#[tokio::test]
async fn theme_schema_prints_the_schema_for_editors() {
    let folder = ThemeFolder::empty();
    let (code, stdout, _) = run_in(folder.root(), &["theme", "schema"], &[]).await;
    assert_eq!(code, 0);
    assert_eq!(stdout, doorstep::theme::schema());
}
