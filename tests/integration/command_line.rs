//! An operator runs the program.

use std::{path::Path, process::Stdio};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader, Lines},
    process::{Child, ChildStderr, ChildStdout, Command},
    task::JoinHandle,
};

use crate::harness::{get, http};

/// A `doorstep` process, which is ended with the test.
pub(crate) struct Program {
    process: Child,
    log: JoinHandle<String>,
    printed: Vec<(String, String)>,
    admin_url: String,
}

impl Program {
    /// `doorstep demo` on a free port, after it printed everything and listens.
    pub(crate) async fn demo(environment: &[(&str, &str)]) -> Self {
        Self::demo_in(Path::new(env!("CARGO_MANIFEST_DIR")), environment).await
    }

    /// The same in this folder.
    pub(crate) async fn demo_in(folder: &Path, environment: &[(&str, &str)]) -> Self {
        let mut demo = doorstep(&["demo", "--listen", "127.0.0.1:0"], environment);
        let mut process = demo.current_dir(folder).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let printed = printed(&mut lines).await;
        let mut log = BufReader::new(process.stderr.take().unwrap());
        let (admin_url, begin) = admin_url(&mut log).await;
        let log = tokio::spawn(async move {
            let mut all = begin;
            log.read_to_string(&mut all).await.unwrap();
            all
        });
        Self { process, log, printed, admin_url }
    }

    /// The scenarios' names and links.
    pub(crate) fn links(&self) -> impl Iterator<Item = &(String, String)> {
        self.printed.iter().filter(|(_, value)| value.contains("/links/"))
    }

    pub(crate) fn link(&self, name: &str) -> &str {
        self.value(name)
    }

    /// What was printed behind `name`.
    pub(crate) fn value(&self, name: &str) -> &str {
        &self.printed.iter().find(|(known, _)| known == name).unwrap().1
    }

    pub(crate) fn admin_url(&self) -> &str {
        &self.admin_url
    }

    /// Asks the program to end, as service managers do.
    pub(crate) fn terminate(&self) {
        self.signal("TERM");
    }

    pub(crate) fn signal(&self, name: &str) {
        let number = self.process.id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &number]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits until the program has ended by itself, and well.
    pub(crate) async fn ended(&mut self) {
        let status = self.process.wait().await.unwrap();
        assert_eq!(status.code(), Some(0));
    }

    /// Ends the program; what it has logged.
    pub(crate) async fn end(&mut self) -> String {
        self.terminate();
        self.ended().await;
        (&mut self.log).await.unwrap()
    }
}

async fn printed(lines: &mut Lines<BufReader<ChildStdout>>) -> Vec<(String, String)> {
    let mut printed = Vec::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        let (name, value) = line.split_once('\t').unwrap();
        printed.push((name.to_owned(), value.to_owned()));
        if name == "operator-key" {
            break;
        }
    }
    printed
}

async fn admin_url(log: &mut BufReader<ChildStderr>) -> (String, String) {
    let mut begin = String::new();
    let said = "health and metrics on ";
    while !begin.contains(said) {
        assert_ne!(log.read_line(&mut begin).await.unwrap(), 0, "ended early: {begin}");
    }
    let url = begin.split_once(said).unwrap().1;
    let url = url.split(['"', '\n', '\u{1b}']).next().unwrap().to_owned();
    (url, begin)
}

fn doorstep(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
    command
        .args(arguments)
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Exit code, stdout and stderr of a command that ends by itself.
async fn outcome(arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
    outcome_in(Path::new("."), arguments, environment).await
}

pub(crate) async fn outcome_in(
    folder: &Path,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> (i32, String, String) {
    let output = doorstep(arguments, environment).current_dir(folder).output().await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[tokio::test]
async fn the_demo_prints_a_link_for_every_scenario() {
    let demo = Program::demo(&[]).await;
    let names: Vec<_> = demo.links().map(|(name, _)| name.as_str()).collect();
    let begin = [
        "doors",
        "one",
        "many",
        "states",
        "empty",
        "expired",
        "not-yet-valid",
        "withdrawn",
        "outside-hours",
        "unknown",
        "slow",
        "hanging-unlock",
        "refused-unlock",
        "unavailable",
        "hostile-names",
    ];
    assert_eq!(names[..begin.len()], begin);
    assert!(demo.value("kisi-api").starts_with("http://127.0.0.1:"));
    assert!(!demo.value("operator-key").is_empty());
    let page = get(demo.link("doors")).await.unwrap();
    assert_eq!(page.status(), 200);
}

#[tokio::test]
async fn links_can_be_made_against_the_demo() {
    let demo = Program::demo(&[]).await;
    let made = http()
        .post(format!("{}/group_links", demo.value("kisi-api")))
        .header("authorization", format!("KISI-LOGIN {}", demo.value("operator-key")))
        .json(&serde_json::json!({"group_link": {"name": "Ada", "group_id": 1}}))
        .send()
        .await
        .unwrap();
    let made: serde_json::Value = made.json().await.unwrap();
    let (base, _) = demo.link("doors").split_once("/links/").unwrap();
    let url = format!("{base}/links/{}", made["secret"].as_str().unwrap());
    let page = get(&url).await.unwrap().text().await.unwrap();
    assert!(page.contains("data-state=\"doors\""), "{page}");
}

#[tokio::test]
async fn an_unlock_under_way_is_answered_before_the_program_ends() {
    let mut demo = Program::demo(&[("DOORSTEP_KISI__TIMEOUT", "1s")]).await;
    let url = demo.link("hanging-unlock").to_owned();
    let list = http().get(&url).header("accept", "application/json").send();
    let list: serde_json::Value = list.await.unwrap().json().await.unwrap();
    let door = list["doors"][0]["id"].to_string();
    let form = [("door", door.clone())];
    let tap = http().post(&url).header("accept", "application/json").form(&form);
    let tap = tokio::spawn(tap.send());

    let calls = format!("{}/simulator/calls", demo.value("kisi-api"));
    loop {
        let calls: serde_json::Value = get(&calls).await.unwrap().json().await.unwrap();
        if calls["unlocks"][&door] == 1 {
            break;
        }
    }
    demo.terminate();
    assert_eq!(tap.await.unwrap().unwrap().status(), 504);
    demo.ended().await;
    assert!(get(&url).await.unwrap_err().is_connect());
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, _, told) = outcome(&["serve", "--listen", &address], &[]).await;
    assert_eq!(code, 1);
    assert!(told.contains(&format!("`server.listen`: cannot listen on {address}")), "{told}");
}

#[tokio::test]
async fn a_wrong_setting_stops_the_start_and_is_named() {
    let (code, _, told) = outcome(&["serve"], &[("DOORSTEP_CACHE__FRESSH", "1s")]).await;
    assert_eq!(code, 1);
    assert!(told.contains("did you mean `DOORSTEP_CACHE__FRESH`?"), "{told}");
    let (code, _, told) = outcome(&["serve", "--set", "kisi.timeout=soon"], &[]).await;
    assert_eq!(code, 1);
    assert!(told.contains("kisi.timeout"), "{told}");
    let (code, _, told) = outcome(&["serve", "--config", "none.toml"], &[]).await;
    assert_eq!(code, 1);
    assert!(told.contains("none.toml"), "{told}");
}

#[tokio::test]
async fn a_broken_theme_stops_the_start_with_line_and_column() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("theme.toml"), "name = \"A\"\n[colors]\naccent = 7\n")
        .unwrap();
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--set", "admin.listen=127.0.0.1:0"];
    let (code, _, told) = outcome_in(folder.path(), &arguments, &[]).await;
    assert_eq!(code, 1);
    assert!(told.contains("theme.toml:3:10]"), "{told}");
}

#[tokio::test]
async fn wrong_usage_ends_with_2() {
    for arguments in [&["knock"][..], &["serve", "--lisen", "x"], &["serve", "--set", "nothing"]] {
        let (code, printed, told) = outcome(arguments, &[]).await;
        assert_eq!((code, printed.as_str()), (2, ""), "{told}");
    }
}

#[tokio::test]
async fn the_help_of_serve_shows_every_setting() {
    let (code, printed, _) = outcome(&["serve", "--help"], &[]).await;
    assert_eq!(code, 0);
    for key in doorstep::settings::KEYS {
        assert!(printed.contains(key.name), "{}", key.name);
    }
}
