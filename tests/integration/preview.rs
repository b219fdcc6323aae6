//! A brand team looks at its theme.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use doorstep::{
    pages::samples::Scene,
    pages::{FramedBy, content_security_policy},
    preview::{Doors, Server, export},
    theme::{Scheme, Theme},
};
use reqwest::{Response, header::ACCEPT};
use scraper::{Html, Selector};
use serde_json::Value;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::Command,
    sync::oneshot,
    task::JoinHandle,
};

use crate::harness::{get, http};

const THEME: &str = "name = \"Mill\"\nlogo = \"logo.svg\"\nlanguage = \"de\"\n\
                     [colors]\naccent = \"#224488\"\n[text.fr]\nwelcome = \"Salut\"\n\
                     [doors.1234]\nname = \"Tor\"\nconfirm = true\n[places.5]\nname = \"Hof\"\n";
const DOORS: &str = r#"{"doors":[{"id":7,"name":"Lobby","description":null,
                     "place":{"id":5,"name":"Yard"},"state":"offline"}],"as_of":"2026-12-01T09:00:00Z"}"#;

/// A theme in a folder of its own.
struct Brand(TempDir);

impl Brand {
    fn new(toml: &str) -> Self {
        let brand = Self(tempfile::tempdir().unwrap());
        // Too large to travel inside a page.
        let logo = format!("<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>", " ".repeat(5_000));
        fs::write(brand.at("logo.svg"), logo).unwrap();
        fs::write(brand.at("doors.json"), DOORS).unwrap();
        brand.saves(toml);
        brand
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn saves(&self, toml: &str) {
        fs::write(self.at("theme.toml"), toml).unwrap();
    }

    fn doors(&self) -> Doors {
        Doors::load(&self.at("doors.json")).unwrap()
    }
}

/// A running preview.
struct Preview {
    url: String,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl Preview {
    fn of(brand: &Brand, doors: Option<Doors>) -> Self {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let server = Server::bind(&brand.at("theme.toml"), doors, any).unwrap();
        let url = format!("http://{}", server.address());
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(async move {
            let shutdown = async {
                let _ = stopped.await;
            };
            server.run(shutdown).await.unwrap();
        });
        Self { url, stop, running }
    }

    async fn asks(&self, path: &str) -> Response {
        get(&format!("{}{path}", self.url)).await.unwrap()
    }

    async fn studio(&self) -> Html {
        Html::parse_document(&self.asks("/").await.text().await.unwrap())
    }

    async fn end(self) {
        self.stop.send(()).unwrap();
        self.running.await.unwrap();
    }
}

/// The next event of a stream that says a version.
async fn next_version(events: &mut Response) -> String {
    let waiting = async {
        loop {
            let chunk = events.chunk().await.unwrap().unwrap();
            let text = String::from_utf8(chunk.to_vec()).unwrap();
            if let Some(version) = text.trim().strip_prefix("data: ") {
                return version.to_owned();
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting).await.unwrap()
}

fn text(page: &Html, selector: &str) -> String {
    let selector = Selector::parse(selector).unwrap();
    let parts = page.select(&selector).flat_map(|element| element.text());
    parts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The style that stands in a page.
fn style(page: &str) -> String {
    text_of(page, "<style>", "</style>").to_owned()
}

fn text_of<'a>(page: &'a str, begin: &str, end: &str) -> &'a str {
    page.split_once(begin).unwrap().1.split_once(end).unwrap().0
}

#[tokio::test]
async fn every_page_is_the_page_that_a_visitor_gets() {
    let brand = Brand::new(THEME);
    let preview = Preview::of(&brand, None);
    let theme = Theme::load(&brand.at("theme.toml")).unwrap();
    for scene in Scene::all() {
        for (look, scheme) in [("de.light", Scheme::Light), ("ar.dark", Scheme::Dark)] {
            let theme = theme.always(scheme, "/assets");
            let page = preview.asks(&format!("/pages/{}.{look}.html", scene.name())).await;
            assert_eq!(page.status(), 200, "{scene:?}");
            let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
            let page = page.text().await.unwrap();
            assert_eq!(style(&page), theme.style, "{scene:?}");
            assert_eq!(policy, content_security_policy(&theme, FramedBy::ItsOwnSite));
            assert!(!page.contains("prefers-color-scheme"), "{scene:?}: a switch says it");
        }
    }
    let logo = preview.asks("/pages/doors.de.light.html").await.text().await.unwrap();
    let logo = text_of(&logo, "class=\"logo\" src=\"", "\"").to_owned();
    assert_eq!(preview.asks(&logo).await.headers()["content-type"], "image/svg+xml");
    preview.end().await;
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let brand = Brand::new(THEME);
    let preview = Preview::of(&brand, None);
    for path in ["/pages/doors.xx.light.html", "/pages/nothing.de.light.html", "/pages/doors", "/a"]
    {
        assert_eq!(preview.asks(path).await.status(), 404, "{path}");
    }
    preview.end().await;
}

#[tokio::test]
async fn a_page_that_is_opened_alone_can_be_tapped_on() {
    let brand = Brand::new(THEME);
    let preview = Preview::of(&brand, None);
    let page = format!("{}/pages/doors.de.light.html", preview.url);
    let json = |request: reqwest::RequestBuilder| async {
        let answer = request.header(ACCEPT, "application/json").send().await.unwrap();
        answer.json::<Value>().await.unwrap()
    };
    let looked = json(http().get(&page)).await;
    assert_eq!(looked["doors"][0]["id"], 1234);
    assert_eq!(looked["doors"].as_array().unwrap().len(), 5);
    let tapped = json(http().post(&page).form(&[("door", "1234")])).await;
    assert_eq!((&tapped["outcome"], &tapped["door"]["name"]), (&"unlocked".into(), &"Tor".into()));

    let target = |key: &'static str, value: &'static str| {
        let request = http().post(&page).form(&[(key, value)]);
        async { request.send().await.unwrap().headers()["location"].to_str().unwrap().to_owned() }
    };
    assert_eq!(target("door", "1234").await, "tap-confirm.de.light.html");
    assert_eq!(target("confirmed", "1234").await, "tap-unlocked.de.light.html");
    preview.end().await;
}

#[tokio::test]
async fn a_saved_theme_is_told_and_shown() {
    let brand = Brand::new(THEME);
    let preview = Preview::of(&brand, None);
    let mut events = preview.asks("/events").await;
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let before = next_version(&mut events).await;
    let shown = preview.studio().await;
    assert_eq!(
        shown.select(&Selector::parse("body").unwrap()).next().unwrap().attr("data-version"),
        Some(before.as_str())
    );

    brand.saves(&THEME.replace("#224488", "#a01060"));
    assert_ne!(next_version(&mut events).await, before);
    let page = preview.asks("/pages/doors.de.light.html").await.text().await.unwrap();
    assert!(style(&page).contains("--accent:#a01060"));
    assert!(text(&preview.studio().await, "#contrasts").contains("#a01060"));
    preview.end().await;
}

#[tokio::test]
async fn a_broken_theme_leaves_the_last_good_pages_and_says_what_theme_check_says() {
    let brand = Brand::new(THEME);
    let preview = Preview::of(&brand, None);
    let mut events = preview.asks("/events").await;
    let good = next_version(&mut events).await;
    assert_eq!(text(&preview.studio().await, "#errors"), "");

    brand.saves(&THEME.replace("#224488", "blu").replace("Tor", "Gate"));
    assert_ne!(next_version(&mut events).await, good);
    let told = text(&preview.studio().await, "#errors");
    let checked = doorstep::theme::Theme::load(&brand.at("theme.toml")).unwrap_err();
    let report = checked.0[0].report(false).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("theme.toml has 1 error") && told.contains(&report), "{told}");
    let page = preview.asks("/pages/doors.de.light.html").await.text().await.unwrap();
    assert!(page.contains("#224488") && page.contains("Tor"));

    brand.saves(THEME);
    assert_eq!(next_version(&mut events).await, good);
    assert_eq!(text(&preview.studio().await, "#errors"), "");
    preview.end().await;
}

#[tokio::test]
async fn a_theme_that_was_never_right_is_shown_as_the_built_in_brand() {
    let brand = Brand::new("name = 7\n");
    let preview = Preview::of(&brand, None);
    let studio = preview.studio().await;
    assert!(text(&studio, "#errors").contains("the phones show the built-in brand"));
    assert_eq!(text(&studio, "h1"), "Northwind Offices");
    brand.saves(THEME);
    let mut events = preview.asks("/events").await;
    let is_right = async {
        while text(&preview.studio().await, "h1") != "Mill" {
            next_version(&mut events).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), is_right).await.unwrap();
    preview.end().await;
}

#[tokio::test]
async fn the_studio_runs_nothing_but_its_own_files() {
    let brand = Brand::new(THEME);
    let preview = Preview::of(&brand, None);
    let studio = preview.asks("/").await;
    let policy = studio.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self';"));
    let studio = studio.text().await.unwrap();
    assert!(!studio.contains(" style=") && !studio.contains("http://"), "{studio}");
    for file in ["/preview.css", "/preview.js"] {
        assert_eq!(preview.asks(file).await.status(), 200, "{file}");
    }
    preview.end().await;
}

#[tokio::test]
async fn a_brand_that_is_always_dark_is_never_light() {
    let brand = Brand::new("name='A'\n[colors]\nscheme='dark'");
    let preview = Preview::of(&brand, None);
    let page = preview.asks("/pages/doors.en.light.html").await.text().await.unwrap();
    assert!(style(&page).starts_with(":root{color-scheme:dark;"));
    assert!(text(&preview.studio().await, "#schemes").starts_with("Dark only"));
    preview.end().await;
}

#[tokio::test]
async fn doors_of_a_link_are_shown_and_numbers_that_match_none_are_told() {
    let brand = Brand::new(THEME);
    let preview = Preview::of(&brand, Some(brand.doors()));
    let page = Html::parse_document(
        &preview.asks("/pages/doors.de.light.html").await.text().await.unwrap(),
    );
    assert_eq!(text(&page, "button[name=door] .name"), "Lobby");
    let told = text(&preview.studio().await, "#doors-told");
    assert!(told.contains("[doors.1234] matches no door in"), "{told}");
    assert!(!told.contains("[places.5]"), "{told}");
    preview.end().await;
}

#[test]
fn a_written_preview_asks_for_nothing_outside_its_folder() {
    let brand = Brand::new(THEME);
    let folder = brand.at("review");
    let count = export(&brand.at("theme.toml"), None, &folder).unwrap();
    let pages: Vec<_> = fs::read_dir(folder.join("pages")).unwrap().collect();
    // German, French and English; light and dark.
    assert_eq!(pages.len(), Scene::all().len() * 3 * 2);
    assert_eq!(count, pages.len() + 5);
    for page in pages {
        let page = fs::read_to_string(page.unwrap().path()).unwrap();
        assert!(!page.contains("\"/assets") && !page.contains("(/assets"));
    }
    let page = fs::read_to_string(folder.join("pages/doors.de.dark.html")).unwrap();
    let logo = text_of(&page, "class=\"logo\" src=\"", "\"");
    assert!(folder.join("pages").join(logo).exists(), "{logo}");
    assert!(page.contains("href=\"doors.fr.dark.html\""));
    assert!(!fs::read_to_string(folder.join("index.html")).unwrap().contains("data-version"));

    // Again, with less in it.
    let folder_of = |name: &str| folder.join(name);
    brand.saves("name = \"Mill\"\n");
    export(&brand.at("theme.toml"), None, &folder).unwrap();
    assert!(!folder_of("pages/doors.de.dark.html").exists());
    assert!(folder_of("pages/doors.en.dark.html").exists());
}

async fn outcome(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    let done = command.args(["theme", "preview"]).args(arguments).current_dir(folder).output();
    let done = done.await.unwrap();
    let [printed, told] = [done.stdout, done.stderr].map(|it| String::from_utf8(it).unwrap());
    (done.status.code().unwrap(), printed, told)
}

#[tokio::test]
async fn the_command_writes_a_folder_or_says_why_not() {
    let brand = Brand::new(THEME);
    let folder = brand.0.path();
    let (code, printed, told) = outcome(folder, &["--out", "review"]).await;
    assert_eq!((code, told.as_str()), (0, ""));
    assert!(printed.starts_with("review: ") && printed.ends_with("files; open index.html\n"));

    fs::create_dir(brand.at("mine")).unwrap();
    fs::write(brand.at("mine/letter.txt"), "Dear").unwrap();
    let (code, _, told) = outcome(folder, &["--out", "mine"]).await;
    assert!(code == 1 && told.contains("mine holds other files"), "{told}");
    let (code, _, told) = outcome(folder, &["--out", "theme.toml"]).await;
    assert!(code == 1 && told.contains("theme.toml cannot be written"), "{told}");
    let (code, _, told) = outcome(folder, &["--doors", "theme.toml"]).await;
    assert!(code == 1 && told.contains("theme.toml is no door list"), "{told}");

    brand.saves("name = 7\n");
    let (code, printed, told) = outcome(folder, &["--out", "other"]).await;
    assert_eq!((code, printed.as_str()), (1, ""));
    assert!(told.contains("theme.toml:1:8") && told.contains("nothing was written"), "{told}");
    assert!(!brand.at("other").exists());
}

#[tokio::test]
async fn the_command_prints_its_address_once_it_listens() {
    let brand = Brand::new(THEME);
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    command.args(["theme", "preview", "--listen", "127.0.0.1:0"]).current_dir(brand.0.path());
    let mut program =
        command.stdout(std::process::Stdio::piped()).kill_on_drop(true).spawn().unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let url = lines.next_line().await.unwrap().unwrap();
    assert_eq!(get(&url).await.unwrap().status(), 200);
    let _watching = get(&format!("{url}events")).await.unwrap();

    let taken = url.trim_start_matches("http://").trim_end_matches('/');
    let (code, _, told) = outcome(brand.0.path(), &["--listen", taken]).await;
    assert!(code == 1 && told.contains(&format!("cannot listen on {taken}")), "{told}");

    let number = program.id().unwrap().to_string();
    let sent = Command::new("kill").args(["-TERM", &number]).status().await;
    assert!(sent.unwrap().success());
    let ended = tokio::time::timeout(Duration::from_secs(5), program.wait()).await;
    assert_eq!(ended.unwrap().unwrap().code(), Some(0));
}
