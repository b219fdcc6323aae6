//! A brand team looks at its theme before visitors see it.

use std::{fs, net::SocketAddr, path::Path};

use doorstep::{
    pages::samples::Scene,
    preview::{Doors, Server, export},
    theme::{Scheme, Theme},
};
use reqwest::{
    Response,
    header::{ACCEPT, HOST},
};
use scraper::{Html, Selector};
use serde_json::Value;
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    fixtures::{ThemeFolder, large_svg, wait_for, wait_until},
    harness::{get, http},
    program::{Program, run_in},
};

const THEME: &str = "name = \"Mill\"\nlogo = \"logo.svg\"\nlanguage = \"de\"\n\
                     [colors]\naccent = \"#224488\"\n[text.fr]\nwelcome = \"Salut\"\n\
                     [doors.1234]\nname = \"Tor\"\nconfirm = true\n[places.5]\nname = \"Hof\"\n";
const DOORS: &str = r#"{"doors":[{"id":7,"name":"Lobby","description":null,
                     "place":{"id":5,"name":"Yard"},"state":"offline"}],"as_of":"2026-12-01T09:00:00Z"}"#;

/// A folder with this theme, a logo and a door list.
fn brand(theme: &str) -> ThemeFolder {
    let folder = ThemeFolder::new(theme);
    folder.save("logo.svg", large_svg("red"));
    folder.save("doors.json", DOORS);
    folder
}

/// A running preview.
struct Preview {
    url: String,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl Preview {
    fn of(brand: &ThemeFolder, doors: Option<Doors>) -> Self {
        Self::at(brand, doors, [127, 0, 0, 1])
    }

    fn at(brand: &ThemeFolder, doors: Option<Doors>, address: [u8; 4]) -> Self {
        let free_port = SocketAddr::from((address, 0));
        let server = Server::bind(&brand.theme(), doors, free_port).unwrap();
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

    async fn get(&self, path: &str) -> Response {
        get(&format!("{}{path}", self.url)).await.unwrap()
    }

    async fn studio(&self) -> Html {
        Html::parse_document(&self.get("/").await.text().await.unwrap())
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.running.await.unwrap();
    }
}

/// The version in the next event of this stream that has one.
async fn next_version(events: &mut Response) -> String {
    let version = async {
        loop {
            let chunk = events.chunk().await.unwrap().unwrap();
            let text = String::from_utf8(chunk.to_vec()).unwrap();
            if let Some(version) = text.trim().strip_prefix("data: ") {
                return version.to_owned();
            }
        }
    };
    wait_for("the preview sends a version", version).await
}

fn text(page: &Html, selector: &str) -> String {
    let selector = Selector::parse(selector).unwrap();
    let parts = page.select(&selector).flat_map(|element| element.text());
    parts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn attribute(page: &Html, selector: &str, name: &str) -> String {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).next().unwrap().attr(name).unwrap().to_owned()
}

/// The content of the page's style element.
fn style(page: &str) -> String {
    between(page, "<style>", "</style>").to_owned()
}

fn between<'a>(page: &'a str, begin: &str, end: &str) -> &'a str {
    page.split_once(begin).unwrap().1.split_once(end).unwrap().0
}

#[tokio::test]
async fn every_page_has_the_style_and_the_policy_that_a_visitor_gets() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, None);
    let theme = Theme::load(&brand.theme()).unwrap();
    for scene in Scene::all() {
        for (look, scheme) in [("de.light", Scheme::Light), ("ar.dark", Scheme::Dark)] {
            let theme = theme.with_fixed_scheme(scheme, "/assets");
            let page = preview.get(&format!("/pages/{}.{look}.html", scene.name())).await;
            assert_eq!(page.status(), 200, "{scene:?}");
            let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
            let page = page.text().await.unwrap();
            let style = theme.styles.iter().find(|sheet| sheet.css == style(&page));
            let hash = &style.unwrap_or_else(|| panic!("{scene:?} has another style")).hash;
            assert!(policy.contains(&format!("style-src {hash};")), "{scene:?}: {policy}");
            assert!(policy.ends_with("frame-ancestors 'self'"), "{scene:?}: {policy}");
            assert!(
                !page.contains("prefers-color-scheme"),
                "{scene:?}: the preview chooses the scheme"
            );
        }
    }
    let logo = preview.get("/pages/doors.de.light.html").await.text().await.unwrap();
    let logo = between(&logo, "class=\"logo\" src=\"", "\"").to_owned();
    assert_eq!(preview.get(&logo).await.headers()["content-type"], "image/svg+xml");
    preview.stop().await;
}

#[tokio::test]
async fn an_unknown_page_is_404() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, None);
    for path in ["/pages/doors.xx.light.html", "/pages/nothing.de.light.html", "/pages/doors", "/a"]
    {
        assert_eq!(preview.get(path).await.status(), 404, "{path}");
    }
    preview.stop().await;
}

#[tokio::test]
async fn another_web_site_cannot_read_the_preview_under_its_own_name() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, None);
    let port = preview.url.rsplit_once(':').unwrap().1;
    let answer = async |host: &str| {
        let request = http().get(format!("{}/pages/doors.de.light.html", preview.url));
        request.header(HOST, host).send().await.unwrap()
    };
    for own in ["localhost", "LOCALHOST.", &format!("localhost:{port}"), "127.0.0.1:1", "127.9.9.9"]
    {
        assert_eq!(answer(own).await.status(), 200, "{own}");
    }
    assert_eq!(answer(&format!("[::1]:{port}")).await.status(), 200);
    for other in ["evil.example", "localhost.evil.example", "192.0.2.7:80", "[2001:db8::1]", "?"] {
        let answer = answer(other).await;
        assert_eq!(answer.status(), 421, "{other}");
        assert_eq!(answer.headers()["x-frame-options"], "DENY");
        let text = answer.text().await.unwrap();
        assert!(text.contains(&format!("Open {}/, or", preview.url)), "{text}");
    }
    preview.stop().await;
}

#[tokio::test]
async fn a_preview_for_the_network_answers_under_every_name() {
    let brand = brand(THEME);
    let preview = Preview::at(&brand, None, [0, 0, 0, 0]);
    let url = preview.url.replace("0.0.0.0", "127.0.0.1");
    let answer = http().get(url).header(HOST, "laptop.local").send().await.unwrap();
    assert_eq!(answer.status(), 200);
    preview.stop().await;
}

#[tokio::test]
async fn no_answer_of_the_preview_can_be_framed_by_another_site_or_sniffed() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, None);
    for (path, frames) in [("/", "SAMEORIGIN"), ("/none", "DENY"), ("/events", "SAMEORIGIN")] {
        let answer = preview.get(path).await;
        let headers = answer.headers();
        assert_eq!(headers["x-frame-options"], frames, "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
    }
    preview.stop().await;
}

#[tokio::test]
async fn a_brand_team_can_tap_the_doors_of_a_page() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, None);
    let page = format!("{}/pages/doors.de.light.html", preview.url);
    let json = |request: reqwest::RequestBuilder| async {
        let answer = request.header(ACCEPT, "application/json").send().await.unwrap();
        answer.json::<Value>().await.unwrap()
    };
    let list = json(http().get(&page)).await;
    assert_eq!(list["doors"][0]["id"], 1234);
    assert_eq!(list["doors"].as_array().unwrap().len(), 5);
    let unconfirmed = json(http().post(&page).form(&[("door", "1234")])).await;
    assert_eq!(unconfirmed["code"], "confirm");
    let confirmed = [("door", "1234"), ("confirmed", "1234")];
    let tapped = json(http().post(&page).form(&confirmed)).await;
    assert_eq!((&tapped["outcome"], &tapped["door"]["name"]), (&"unlocked".into(), &"Tor".into()));

    let target = |key: &'static str, value: &'static str| {
        let request = http().post(&page).form(&[(key, value)]);
        async { request.send().await.unwrap().headers()["location"].to_str().unwrap().to_owned() }
    };
    assert_eq!(target("door", "1234").await, "tap-confirm.de.light.html");
    assert_eq!(target("confirmed", "1234").await, "tap-unlocked.de.light.html");

    // A page of a failure fails again, in the words of the public server.
    let page = format!("{}/pages/tap-offline.de.light.html", preview.url);
    let failed = json(http().post(&page).form(&confirmed)).await;
    assert_eq!(failed["code"], "offline");
    assert_eq!(failed["title"], "Diese Tür ist nicht erreichbar");
    assert_eq!(failed["paragraphs"].as_array().unwrap().len(), 2);
    preview.stop().await;
}

#[tokio::test]
async fn a_saved_theme_is_announced_and_shown() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, None);
    let mut events = preview.get("/events").await;
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let before = next_version(&mut events).await;
    let shown = preview.studio().await;
    assert_eq!(
        shown.select(&Selector::parse("body").unwrap()).next().unwrap().attr("data-version"),
        Some(before.as_str())
    );

    brand.save_theme(&THEME.replace("#224488", "#a01060"));
    assert_ne!(next_version(&mut events).await, before);
    let page = preview.get("/pages/doors.de.light.html").await.text().await.unwrap();
    assert!(style(&page).contains("--accent:#a01060"));
    assert!(text(&preview.studio().await, "#contrasts").contains("#a01060"));
    preview.stop().await;
}

#[tokio::test]
async fn a_broken_theme_keeps_the_last_good_pages_and_shows_the_messages_of_theme_check() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, None);
    let mut events = preview.get("/events").await;
    let good = next_version(&mut events).await;
    let look = attribute(&preview.studio().await, "body", "data-look");
    assert_eq!(text(&preview.studio().await, "#messages"), "");

    brand.save_theme(&THEME.replace("#224488", "blu").replace("Tor", "Gate"));
    assert_ne!(next_version(&mut events).await, good);
    let studio = preview.studio().await;
    let checked = &doorstep::theme::Theme::load(&brand.theme()).unwrap_err().0[0];
    assert_eq!(text(&studio, "#messages strong"), "theme.toml has 1 error");
    assert_eq!(text(&studio, "#status"), "✕ 1 error");
    assert!(text(&studio, "title").starts_with("✕ 1 error · Mill"));
    assert_eq!(text(&studio, ".card .what").replace(" ?", "?"), checked.message.replace('`', ""));
    assert_eq!(text(&studio, ".card mark"), "\"blu\"");
    assert!(text(&studio, ".card .where").ends_with("theme.toml:5:10"));
    let editor = attribute(&studio, ".card a", "href");
    assert!(
        editor.starts_with("vscode://file/") && editor.ends_with("theme.toml:5:10"),
        "{editor}"
    );
    // The phones show the same as before, so they load nothing.
    assert_eq!(attribute(&studio, "body", "data-look"), look);
    let page = preview.get("/pages/doors.de.light.html").await.text().await.unwrap();
    assert!(page.contains("#224488") && page.contains("Tor"));

    brand.save_theme(THEME);
    assert_eq!(next_version(&mut events).await, good);
    assert_eq!(text(&preview.studio().await, "#messages"), "");
    assert_eq!(text(&preview.studio().await, "#status"), "✓ All is well");
    preview.stop().await;
}

#[tokio::test]
async fn a_theme_that_is_broken_from_the_start_is_shown_as_the_built_in_brand() {
    let brand = brand("name = 7\n");
    let preview = Preview::of(&brand, None);
    let studio = preview.studio().await;
    assert!(text(&studio, "#messages").contains("the phones show the built-in brand"));
    assert_eq!(text(&studio, "h1"), "theme.toml");
    assert!(text(&studio, "#panel-fields").contains("as soon as the theme file is valid"));
    brand.save_theme(THEME);
    let mended = async || text(&preview.studio().await, "h1") == "Mill";
    wait_until("the mended theme is shown", mended).await;
    preview.stop().await;
}

#[tokio::test]
async fn a_theme_that_is_not_there_yet_begins_with_a_line_to_write() {
    let folder = ThemeFolder::empty();
    let preview = Preview::of(&folder, None);
    let studio = preview.studio().await;
    assert!(text(&studio, "#messages strong").ends_with("theme.toml is not there yet"));
    assert_eq!(text(&studio, "#messages pre"), "name = \"Your brand\"");
    assert!(text(&studio, "title").starts_with("✕ No file yet · theme.toml"));
    let begin = async |site: &str| {
        let request = http().post(format!("{}/begin", preview.url));
        request.header("sec-fetch-site", site).send().await.unwrap().status()
    };
    for other in ["cross-site", "same-site", "none", ""] {
        assert_eq!(begin(other).await, 403, "{other}");
    }
    assert!(!folder.theme().exists());
    assert_eq!(begin("same-origin").await, 204);
    assert_eq!(fs::read_to_string(folder.theme()).unwrap(), "name = \"Your brand\"\n");
    assert_eq!(begin("same-origin").await, 409);
    let is_shown = async || text(&preview.studio().await, "h1") == "Your brand";
    wait_until("the new theme is shown", is_shown).await;
    preview.stop().await;
}

#[tokio::test]
async fn notes_leave_the_status_green_and_warnings_do_not() {
    let brand = brand("name = \"A\"\n[colors]\naccent = \"#ffd400\"\n");
    let preview = Preview::of(&brand, None);
    let studio = preview.studio().await;
    assert_eq!(text(&studio, "#status"), "✓ All is well");
    assert_eq!(text(&studio, "#messages strong"), "1 note");
    assert_eq!(text(&studio, "title"), "A · theme preview");
    assert_eq!(attribute(&studio, "#icon", "href"), "favicon.ico");
    let mut events = preview.get("/events").await;
    next_version(&mut events).await;
    brand.save_theme("name = \"A\"\n[colors]\ntext = \"#999\"\n");
    next_version(&mut events).await;
    let studio = preview.studio().await;
    assert_eq!(text(&studio, "#status"), "▲ 1 warning");
    assert!(text(&studio, ".card .suggested").starts_with("Write #"));
    assert!(attribute(&studio, "#icon", "href").starts_with("data:image/svg+xml,"));
    preview.stop().await;
}

#[tokio::test]
async fn what_is_clicked_leads_to_its_key_and_the_line_to_write() {
    let brand = brand(&format!("{THEME}[contact]\nname = \"Anna\"\n[text]\nwelcome = \"Hallo\"\n"));
    let preview = Preview::of(&brand, None);
    let key = async |query: &str| {
        let answer = preview.get(&format!("/key?page=doors&scheme=light&{query}")).await;
        let page = Html::parse_document(&answer.text().await.unwrap());
        [".key", ".now", "pre"].map(|part| text(&page, part))
    };
    let [name, now, line] = key("lang=de&words=Hallo").await;
    assert_eq!((name.as_str(), line.as_str()), ("[text] welcome", "[text] welcome = \"Hallo\""));
    assert!(now.starts_with("Line 16 says \"Hallo\" Open in editor"), "{now}");
    assert_eq!(key("lang=fr&words=Salut").await[2], "[text.fr] welcome = \"Salut\"");
    let [_, now, line] = key("lang=en&words=Anna%20anrufen&key=doors.1234.name").await;
    assert!(now.contains("Line 9 says \"Tor\""), "{now}");
    assert_eq!(line, "[doors.1234] name = { de = \"Tor\", en = \"Anna anrufen\" }");
    assert_eq!(key("lang=de&words=Anna").await[0], "[contact] name");
    assert_eq!(key("lang=de&words=Anna%20anrufen").await[0], "[text] call-name");
    assert_eq!(key("lang=de&words=Hof").await[2], "[places.5] name = \"Hof\"");
    assert_eq!(key("lang=de&key=logo").await[2], "logo = \"logo.svg\"");
    assert_eq!(key("lang=de&color=%23224488").await[2], "[colors] accent = \"#224488\"");
    assert_eq!(key("lang=de&color=%23ffffff").await[0], "[colors] background");
    assert_eq!(key("lang=de&words=nothing").await[0], "");
    assert_eq!(preview.get("/key?page=doors&scheme=light&lang=xx").await.status(), 404);
    preview.stop().await;
}

#[tokio::test]
async fn changes_are_tried_without_touching_the_file() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, None);
    let changes = "try.colors.accent=%23a01060&try.text.welcome=Hallo&try.buttons.columns=2";
    let page = preview.get(&format!("/pages/doors.de.light.html?{changes}")).await;
    let page = page.text().await.unwrap();
    assert!(style(&page).contains("--accent:#a01060") && page.contains("Hallo"), "{page}");
    assert!(page.contains("class=\"few tiles\""), "{page}");
    let trial = async |query: &str| {
        let answer = preview.get(&format!("/trial?{query}")).await;
        Html::parse_document(&answer.text().await.unwrap())
    };
    let tried = trial(changes).await;
    assert_eq!(
        text(&tried, "pre"),
        "[colors] accent = \"#a01060\" [text] welcome = \"Hallo\" [buttons] columns = 2"
    );
    assert!(text(&tried, ".replaced").contains("line 5 ( [colors] accent )"));
    let invalid = trial("try.buttons.columns=7").await;
    assert!(text(&invalid, ".reasons").contains("not a valid number of columns"));
    let shown = preview.get("/pages/doors.de.light.html?try.buttons.columns=7").await;
    assert!(shown.text().await.unwrap().contains("#224488"));
    assert_eq!(fs::read_to_string(brand.theme()).unwrap(), THEME);
    preview.stop().await;
}

#[tokio::test]
async fn every_colour_has_a_name_a_use_and_an_origin() {
    let brand = brand("name = \"A\"\n[colors]\naccent = \"#00207f\"\n");
    let preview = Preview::of(&brand, None);
    let studio = preview.studio().await;
    let colors = text(&studio, "#palettes");
    assert!(colors.starts_with("Light pages Accent #00207f buttons"), "{colors}");
    assert!(colors.contains("written as [colors] accent"), "{colors}");
    assert!(colors.contains("changed : #00207f has 1."), "{colors}");
    assert!(colors.contains("lightened only as far as it can be seen (3:1)"), "{colors}");
    for name in ["Quiet words", "Tint", "Good news", "A firm no", "What may pass"] {
        assert!(colors.matches(name).count() >= 2, "{name}: {colors}");
    }
    preview.stop().await;
}

#[tokio::test]
async fn a_phone_gets_a_code_only_of_a_preview_for_the_network() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, None);
    assert_eq!(preview.get("/phone.svg").await.status(), 404);
    let hint = text(&preview.studio().await, "#on-a-phone");
    assert!(hint.contains("theme.toml --listen 0.0.0.0:"), "{hint}");
    preview.stop().await;
}

#[tokio::test]
async fn a_tap_of_another_web_site_is_refused() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, None);
    let tap = async |site: &str| {
        let page = format!("{}/pages/doors.de.light.html", preview.url);
        let request = http().post(page).form(&[("confirmed", "1234")]);
        request.header("sec-fetch-site", site).send().await.unwrap().status()
    };
    assert_eq!(tap("cross-site").await, 403);
    assert_eq!(tap("same-site").await, 403);
    assert_eq!(tap("same-origin").await, 303);
    preview.stop().await;
}

#[tokio::test]
async fn the_studio_loads_nothing_but_its_own_files() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, None);
    let studio = preview.get("/").await;
    let policy = studio.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self';"));
    let studio = studio.text().await.unwrap();
    assert!(!studio.contains(" style=") && !studio.contains("http://"), "{studio}");
    for file in ["/preview.css", "/panel.css", "/acts.js", "/preview.js"] {
        assert_eq!(preview.get(file).await.status(), 200, "{file}");
    }
    preview.stop().await;
}

#[tokio::test]
async fn a_brand_that_is_dark_only_has_no_light_pages() {
    let brand = brand("name='A'\n[colors]\nscheme='dark'");
    let preview = Preview::of(&brand, None);
    let page = preview.get("/pages/doors.en.light.html").await.text().await.unwrap();
    assert!(style(&page).starts_with(":root{color-scheme:dark;"));
    assert!(text(&preview.studio().await, "#schemes").starts_with("Dark only"));
    preview.stop().await;
}

#[tokio::test]
async fn the_doors_of_a_link_are_shown_and_theme_entries_that_match_no_door_are_listed() {
    let brand = brand(THEME);
    let preview = Preview::of(&brand, Some(Doors::load(&brand.path("doors.json")).unwrap()));
    let page = Html::parse_document(
        &preview.get("/pages/doors.de.light.html").await.text().await.unwrap(),
    );
    assert_eq!(text(&page, "button[name=door] .name"), "Lobby");
    let shown = text(&preview.studio().await, "#doors-shown-text");
    assert!(shown.contains("[doors.1234] matches no door in"), "{shown}");
    assert!(!shown.contains("[places.5]"), "{shown}");
    preview.stop().await;
}

#[test]
fn an_exported_preview_loads_nothing_outside_its_folder() {
    let brand = brand(THEME);
    let folder = brand.path("review");
    let count = export(&brand.theme(), None, &folder).unwrap();
    let pages: Vec<_> = fs::read_dir(folder.join("pages")).unwrap().collect();
    // The pages and the two parts of the invitation; German, French and English; light and dark.
    assert_eq!(pages.len(), (Scene::all().len() + 2) * 3 * 2);
    // The page around them, its three styles, eight scripts and the style of frames, and the logo.
    assert_eq!(count, pages.len() + 15);
    for page in pages {
        let page = fs::read_to_string(page.unwrap().path()).unwrap();
        assert!(!page.contains("\"/assets") && !page.contains("(/assets"));
    }
    let page = fs::read_to_string(folder.join("pages/doors.de.dark.html")).unwrap();
    let logo = between(&page, "class=\"logo\" src=\"", "\"");
    assert!(folder.join("pages").join(logo).exists(), "{logo}");
    assert!(page.contains("href=\"doors.fr.dark.html\""));
    let mail = fs::read_to_string(folder.join("pages/mail-html.de.dark.html")).unwrap();
    assert!(mail.contains("lang=\"de\"") && !mail.contains("cid:"), "{mail}");
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(!index.contains("data-version"));
    let index = Html::parse_document(&index);
    let left_out = text(&index, "[data-group=after-a-tap] .left-out");
    assert!(left_out.ends_with("Unlocking, No answer yet, Phone offline."), "{left_out}");
    assert_eq!(text(&index, "#unlocking, #try-it, #panel, .tools"), "");

    // The next export removes pages that the theme does not have any more.
    brand.save_theme("name = \"Mill\"\n");
    export(&brand.theme(), None, &folder).unwrap();
    assert!(!folder.join("pages/doors.de.dark.html").exists());
    assert!(folder.join("pages/doors.en.dark.html").exists());
}

#[test]
fn an_exported_preview_has_the_icons_for_home_screens() {
    let brand = brand("name = \"Mill\"\nicon = \"icon.svg\"\n");
    let icon = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
                <path d='M0 0h9v9z'/></svg>";
    brand.save("icon.svg", icon);
    let folder = brand.path("review");
    export(&brand.theme(), None, &folder).unwrap();
    let page = fs::read_to_string(folder.join("pages/doors.en.dark.html")).unwrap();
    for begin in ["sizes=\"512x512\" href=\"", "sizes=\"180x180\" href=\""] {
        let icon = between(&page, begin, "\"");
        assert!(folder.join("pages").join(icon).exists(), "{icon}");
    }
}

async fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    run_in(folder, &[&["theme", "preview"], arguments].concat(), &[]).await
}

#[tokio::test]
async fn the_command_writes_a_folder_or_says_why_it_does_not() {
    let brand = brand(THEME);
    let folder = brand.root();
    let (code, stdout, stderr) = run(folder, &["--out", "review"]).await;
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("review: ") && stdout.ends_with("files; open index.html\n"));

    brand.save("mine/letter.txt", "Dear");
    let (code, _, stderr) = run(folder, &["--out", "mine"]).await;
    assert!(code == 1 && stderr.contains("mine contains other files"), "{stderr}");
    let (code, _, stderr) = run(folder, &["--out", "theme.toml"]).await;
    assert!(code == 1 && stderr.contains("theme.toml cannot be written"), "{stderr}");
    let (code, _, stderr) = run(folder, &["--doors", "theme.toml"]).await;
    assert!(code == 1 && stderr.contains("theme.toml is not a door list"), "{stderr}");

    brand.save_theme("name = 7\n");
    let (code, stdout, stderr) = run(folder, &["--out", "other"]).await;
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(
        stderr.contains("theme.toml:1:8") && stderr.contains("nothing was written"),
        "{stderr}"
    );
    assert!(!brand.path("other").exists());
}

#[tokio::test]
async fn the_command_prints_its_address_and_ends_although_a_browser_is_connected() {
    let brand = brand(THEME);
    let arguments = ["theme", "preview", "--listen", "127.0.0.1:0"];
    let mut program = Program::start(brand.root(), &arguments, &[]);
    let url = wait_for("the preview prints its address", program.next_line()).await.unwrap();
    assert_eq!(get(&url).await.unwrap().status(), 200);
    let _events = get(&format!("{url}events")).await.unwrap();

    let in_use = url.trim_start_matches("http://").trim_end_matches('/');
    let (code, _, stderr) = run(brand.root(), &["--listen", in_use]).await;
    assert!(code == 1 && stderr.contains(&format!("cannot listen on {in_use}")), "{stderr}");

    program.stop().await;
}
