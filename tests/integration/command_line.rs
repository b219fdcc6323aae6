//! An operator runs the program.

use std::{fs::Permissions, os::unix::fs::PermissionsExt as _};

use crate::{
    fixtures::{ThemeFolder, wait_until},
    harness::{get, http},
    program::{Demo, run, run_in},
};

#[tokio::test]
async fn the_demo_prints_a_link_for_every_scenario() {
    let demo = Demo::start(&[]).await;
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
    let page = get(demo.value("doors")).await.unwrap();
    assert_eq!(page.status(), 200);
}

#[tokio::test]
async fn a_link_made_with_the_operator_key_works_in_the_demo() {
    let demo = Demo::start(&[]).await;
    let made = http()
        .post(format!("{}/group_links", demo.value("kisi-api")))
        .header("authorization", format!("KISI-LOGIN {}", demo.value("operator-key")))
        .json(&serde_json::json!({"group_link": {"name": "Ada", "group_id": 1}}))
        .send()
        .await
        .unwrap();
    let made: serde_json::Value = made.json().await.unwrap();
    let (base, _) = demo.value("doors").split_once("/links/").unwrap();
    let url = format!("{base}/links/{}", made["secret"].as_str().unwrap());
    let page = get(&url).await.unwrap().text().await.unwrap();
    assert!(page.contains("data-state=\"doors\""), "{page}");
}

#[tokio::test]
async fn a_visitor_whose_unlock_is_under_way_is_answered_before_the_program_ends() {
    let mut demo = Demo::start(&[("DOORSTEP_KISI__TIMEOUT", "1s")]).await;
    let url = demo.value("hanging-unlock").to_owned();
    let list = http().get(&url).header("accept", "application/json").send();
    let list: serde_json::Value = list.await.unwrap().json().await.unwrap();
    let door = list["doors"][0]["id"].to_string();
    let form = [("door", door.clone())];
    let tap = http().post(&url).header("accept", "application/json").form(&form);
    let tap = tokio::spawn(tap.send());

    let calls = format!("{}/simulator/calls", demo.value("kisi-api"));
    wait_until("Kisi is asked to unlock", async || {
        let calls: serde_json::Value = get(&calls).await.unwrap().json().await.unwrap();
        calls["unlocks"][&door] == 1
    })
    .await;
    demo.program.terminate();
    assert_eq!(tap.await.unwrap().unwrap().status(), 504);
    demo.program.ended().await;
    assert!(get(&url).await.unwrap_err().is_connect());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_running_server_writes_no_core_dump() {
    let mut demo = Demo::start(&[]).await;
    let limits = demo.program.limits();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let core: Vec<_> = core.split_whitespace().skip(4).collect();
    assert_eq!(core, ["0", "0", "bytes"]);
    demo.program.stop().await;
}

#[tokio::test]
async fn an_error_names_the_address_that_is_in_use() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, _, stderr) = run(&["serve", "--listen", &address], &[]).await;
    assert_eq!(code, 1);
    assert!(stderr.contains(&format!("`server.listen`: cannot listen on {address}")), "{stderr}");
}

#[tokio::test]
async fn the_server_does_not_start_with_a_wrong_setting_and_names_it() {
    let (code, _, stderr) = run(&["serve"], &[("DOORSTEP_CACHE__FRESSH", "1s")]).await;
    assert_eq!(code, 1);
    assert!(stderr.contains("did you mean `DOORSTEP_CACHE__FRESH`?"), "{stderr}");
    let (code, _, stderr) = run(&["serve", "--set", "kisi.timeout=soon"], &[]).await;
    assert_eq!(code, 1);
    assert!(stderr.contains("kisi.timeout"), "{stderr}");
    let (code, _, stderr) = run(&["serve", "--config", "none.toml"], &[]).await;
    assert_eq!(code, 1);
    assert!(stderr.contains("none.toml"), "{stderr}");
}

#[tokio::test]
async fn the_server_does_not_start_with_a_broken_theme_and_names_line_and_column() {
    let folder = ThemeFolder::new("name = \"A\"\n[colors]\naccent = 7\n");
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--set", "admin.listen=127.0.0.1:0"];
    let (code, _, stderr) = run_in(folder.root(), &arguments, &[]).await;
    assert_eq!(code, 1);
    assert!(stderr.contains("theme.toml:3:10]"), "{stderr}");
}

#[tokio::test]
async fn wrong_usage_exits_with_2() {
    for arguments in [&["knock"][..], &["serve", "--lisen", "x"], &["serve", "--set", "nothing"]] {
        let (code, stdout, stderr) = run(arguments, &[]).await;
        assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
    }
}

#[tokio::test]
async fn no_misspelt_command_line_shows_a_secret() {
    for (arguments, expected) in [
        (&["serve", "--set", "kisi.api_key:SUPERSECRET"][..], 2),
        (&["serve", "--set", "kisi.api_key SUPERSECRET"], 2),
        (&["serve", "--set", "SUPERSECRET"], 2),
        (&["serve", "--set", "kisi.api_key=", "SUPERSECRET"], 2),
        (&["serve", "--set", "kisi.api_key", "=", "SUPERSECRET"], 2),
        (&["--set", "kisi.api_key=", "SUPERSECRET"], 2),
        (&["serve", "kisi.api_key=SUPERSECRET"], 2),
        (&["kisi.api_key=SUPERSECRET"], 2),
        (&["serve", "--kisi.api_key=SUPERSECRET"], 2),
        (&["serve", "--api-key", "SUPERSECRET"], 2),
        (&["serve", "--sett", "kisi.api_key=SUPERSECRET"], 2),
        (&["serve", "--set=kisi.api_key=SUPERSECRET"], 1),
        (&["serve", "--set", "kisi.api_key=SUPERSECRET"], 1),
        (&["serve", "--set", "kisi.api_kye=SUPERSECRET"], 1),
        (&["serve", "--set", "kisi.api_key:SUPERSECRET=1"], 1),
        (&["serve", "--set", "mail.smtp_url=smtp://a:SUPERSECRET@mail.example"], 1),
        (&["serve", "--set", "kisi.api_key_file=SUPERSECRET"], 1),
        (&["serve", "--set", "mail.smtp_url_file=smtp://a:SUPERSECRET@mail.example"], 1),
        (&["serve", "--kisi.api_keySUPERSECRET"], 2),
        (&["serve", "--SUPERSECRET"], 2),
        (&["serve", "--set", "kisi.base_url=https://a:SUPERSECRET@api.example:99999"], 1),
    ] {
        let (code, stdout, stderr) = run(arguments, &[]).await;
        assert_eq!(code, expected, "{arguments:?}: {stderr}");
        let both = stdout + &stderr;
        assert!(!both.contains("SUPERSECRET"), "{arguments:?}: {both}");
        assert!(both.contains("--set") || both.contains("--help") || code == 1, "{both}");
    }
}

#[tokio::test]
async fn the_log_warns_once_of_a_file_with_a_secret_that_others_can_read() {
    let folder = ThemeFolder::empty();
    folder.save("doorstep.toml", "[kisi]\napi_key = \"SUPERSECRET\"\n");
    let mode = |mode| {
        let permissions = Permissions::from_mode(mode);
        std::fs::set_permissions(folder.path("doorstep.toml"), permissions).unwrap();
    };
    mode(0o644);
    let log = Demo::start_in(folder.root(), &[]).await.program.stop().await;
    assert_eq!(log.matches("run: chmod 600 doorstep.toml").count(), 1, "{log}");
    assert!(!log.contains("SUPERSECRET"), "{log}");
    mode(0o600);
    let log = Demo::start_in(folder.root(), &[]).await.program.stop().await;
    assert!(!log.contains("chmod"), "{log}");
}

#[tokio::test]
async fn the_help_of_serve_shows_every_setting() {
    let (code, stdout, _) = run(&["serve", "--help"], &[]).await;
    assert_eq!(code, 0);
    for key in doorstep::settings::KEYS {
        assert!(stdout.contains(key.name), "{}", key.name);
    }
}
