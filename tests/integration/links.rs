//! Making, listing and revoking access links on the command line.

use doorstep::simulator::{Endpoint, Fault};
use serde_json::{Value, json};

use crate::{
    fixtures::wait_until,
    harness::{Doorstep, get_json},
    operator::Operator,
    program::run,
};

#[tokio::test]
async fn a_new_link_opens_its_doors_until_it_is_revoked() {
    let doorstep =
        Doorstep::start_with(&[("cache.fresh", "1ms"), ("cache.refused", "1ms")], |_| {}).await;
    let operator = Operator::of(&doorstep);
    let printed = operator.runs(&["create", "--group", "1", "--name", "Ada"]).await.succeeded();
    let address = printed.trim();
    assert!(address.starts_with(&format!("{}/links/", doorstep.base_url)), "{address}");
    let list = get_json(address).await;
    assert_eq!(list["doors"][0]["name"], "Main entrance");

    let links = operator.links().await;
    assert_eq!((&links[0]["name"], &links[0]["state"]), (&json!("Ada"), &json!("valid")));
    let id = links[0]["id"].to_string();
    let revoked = operator.runs(&["revoke", &id]).await.succeeded();
    assert_eq!(revoked, format!("link {id} was revoked\n"));
    assert_eq!(get_json(address).await["code"], "unknown_link");
    let again = operator.runs(&["revoke", &id]).await.failed();
    assert!(
        again.contains(&format!("link {id}: Kisi has no access link with this number")),
        "{again}"
    );
}

#[tokio::test]
async fn a_link_is_refused_before_its_time_and_after_it() {
    let doorstep = Doorstep::start(|_| {}).await;
    let operator = Operator::of(&doorstep);
    let create = async |dates: &[&str]| {
        let arguments = ["create", "--group", "1", "--name", "Ada", "--json"];
        let arguments: Vec<_> = arguments.iter().chain(dates).copied().collect();
        let printed = operator.runs(&arguments).await.succeeded();
        serde_json::from_str::<Value>(&printed).unwrap()
    };
    let early = create(&["--from", "2999-12-01 09:00", "--for", "3h"]).await;
    assert_eq!(early["from"], "2999-12-01T08:00:00Z");
    assert_eq!(early["until"], "2999-12-01T11:00:00Z");
    let answer = get_json(early["url"].as_str().unwrap()).await;
    assert_eq!(answer["code"], "not_yet_valid");
    // The shortest link there is.
    let short = create(&["--for", "1s"]).await;
    let until: jiff::Timestamp = short["until"].as_str().unwrap().parse().unwrap();
    wait_until("the link has ended", async || jiff::Timestamp::now() > until).await;
    let answer = get_json(short["url"].as_str().unwrap()).await;
    assert_eq!(answer["code"], "expired");
}

#[tokio::test]
async fn what_kisi_refuses_is_a_sentence_with_the_option_or_the_setting() {
    let doorstep = Doorstep::start(|_| {}).await;
    let operator = Operator::of(&doorstep);
    let group = operator.runs(&["create", "--group", "9", "--name", "Ada"]).await.failed();
    assert!(group.contains("Kisi does not accept --group: it must exist"), "{group}");
    let phone = ["create", "--group", "1", "--name", "Ada", "--phone", "+4930123"];
    let phone = operator.runs(&phone).await.failed();
    assert!(phone.contains("--phone: it is invalid"), "{phone}");
    let operator = operator.set("DOORSTEP_KISI__API_KEY", "hunter2");
    let key = operator.runs(&["list"]).await.failed();
    assert!(key.contains("does not accept the API key in `kisi.api_key`"), "{key}");
    assert!(!key.contains("hunter2"), "{key}");
    doorstep.kisi.fault(Fault::error(403, "afc496").on(Endpoint::GroupLinks));
    let forbidden = operator.runs(&["list"]).await.failed();
    assert!(forbidden.contains("does not allow the API key"), "{forbidden}");
    let (code, _, none) = run(&["link", "list"], &[]).await;
    assert!(code == 1 && none.contains("kisi.api_key_file"), "{none}");
}

#[tokio::test]
async fn a_rate_limit_of_kisi_is_waited_for() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.fault(Fault::status(429).first(2).on(Endpoint::GroupLinks));
    })
    .await;
    let operator = Operator::of(&doorstep);
    operator.runs(&["create", "--group", "1", "--name", "Ada"]).await.succeeded();
    assert_eq!(doorstep.kisi.calls("POST /group_links"), 3);
}

#[tokio::test]
async fn a_link_whose_creation_has_no_answer_is_not_made_twice() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.fault(Fault::status(502).first(1).on(Endpoint::GroupLinks));
    })
    .await;
    let operator = Operator::of(&doorstep);
    let error = operator.runs(&["create", "--group", "1", "--name", "Ada"]).await.failed();
    assert!(error.contains("the link may have been made"), "{error}");
    assert_eq!(doorstep.kisi.calls("POST /group_links"), 1);
}

#[tokio::test]
async fn all_pages_of_the_links_are_listed() {
    let doorstep = Doorstep::start(|kisi| {
        for number in 0..300 {
            kisi.link(&format!("secret-{number}"));
        }
    })
    .await;
    let operator = Operator::of(&doorstep);
    let table = operator.runs(&["list", "--sort", "-name"]).await.succeeded();
    assert_eq!(table.lines().count(), 301, "{table}");
    assert!(table.lines().next().unwrap().contains("NAME"), "{table}");
    assert!(!table.contains("secret-"), "{table}");
    assert_eq!(doorstep.kisi.calls("GET /group_links"), 2);
    let one = operator.runs(&["list", "--query", "group 250"]).await.succeeded();
    assert_eq!(one.lines().count(), 2, "{one}");
}

#[tokio::test]
async fn several_links_are_revoked_only_after_a_confirmation() {
    let doorstep = Doorstep::start(|_| {}).await;
    let operator = Operator::of(&doorstep);
    for name in ["Ada", "Bob"] {
        operator.runs(&["create", "--group", "1", "--name", name]).await.succeeded();
    }
    let refused = operator.runs(&["revoke", "1", "2"]).await.failed();
    assert!(refused.contains("add --yes"), "{refused}");
    assert_eq!(operator.links().await.len(), 2);
    let revoked = operator.runs(&["revoke", "1", "2", "--yes", "--json"]).await.succeeded();
    let revoked: Value = serde_json::from_str(&revoked).unwrap();
    let expected = json!([{ "id": 1, "state": "revoked" }, { "id": 2, "state": "revoked" }]);
    assert_eq!(revoked, expected);
    assert_eq!(operator.links().await.len(), 0);
}

#[tokio::test]
async fn kisis_own_message_comes_with_a_warning() {
    let doorstep = Doorstep::start(|_| {}).await;
    let operator = Operator::of(&doorstep);
    let arguments = ["create", "--group", "1", "--name", "Ada", "--email", "ada@example.com"];
    let printed = operator.runs(&arguments).await;
    assert!(printed.stderr.contains("leads to Kisi's page"), "{printed:?}");
    assert_eq!(operator.links().await[0]["email"], "ada@example.com");
}

#[tokio::test]
async fn wrong_dates_are_refused_before_kisi_is_asked() {
    let doorstep = Doorstep::start(|_| {}).await;
    let operator = Operator::of(&doorstep);
    for (dates, reason) in [
        (vec!["--from", "soon"], "`soon` is not a time; write it like 2026-12-01 09:00"),
        (vec!["--until", "2001-01-01 09:00"], "this time is over"),
        (vec!["--from", "2999-03-01 09:00", "--until", "2999-02-01 09:00"], "before it begins"),
        (vec!["--for", "soon"], "`soon` is not a duration"),
        (vec!["--from", "2020-01-01 09:00", "--for", "3h"], "--for is wrong: this time is over"),
        (vec!["--from", "2999-01-01 09:00", "--time-zone", "Mars"], "no zone `Mars`"),
    ] {
        let arguments = ["create", "--group", "1", "--name", "Ada"];
        let arguments: Vec<_> = arguments.into_iter().chain(dates).collect();
        let error = operator.runs(&arguments).await.failed();
        assert!(error.contains(reason), "{error}");
    }
    assert_eq!(doorstep.kisi.requests(), Vec::<String>::new());
}

#[tokio::test]
async fn links_to_real_doors_do_not_lead_to_the_operators_own_machine() {
    let environment =
        [("DOORSTEP_KISI__API_KEY", "key"), ("DOORSTEP_KISI__BASE_URL", "https://kisi.invalid")];
    let arguments = ["link", "create", "--group", "1", "--name", "Ada"];
    let (code, _, error) = run(&arguments, &environment).await;
    assert_eq!(code, 1);
    let expected =
        "`server.public_url` is http://localhost:8080/, which visitors cannot open; set it";
    assert!(error.contains(expected), "{error}");
}

#[tokio::test]
async fn a_link_whose_address_cannot_be_printed_is_revoked() {
    let doorstep = Doorstep::start(|_| {}).await;
    let operator = Operator::of(&doorstep);
    let create = ["create", "--group", "1", "--name", "Ada"];
    let error = operator.runs_into_full_disk(&create).await;
    assert!(error.contains("link 1 was revoked"), "{error}");
    assert_eq!(operator.links().await.len(), 0);
}

#[tokio::test]
async fn smaller_pages_than_were_asked_for_are_all_read() {
    let kisi = wiremock::MockServer::start().await;
    let page = |offset: &str, ids: &[u64], range: &str| {
        let links: Vec<_> =
            ids.iter().map(|id| json!({ "id": id, "name": "Ada", "group_id": 1 })).collect();
        wiremock::Mock::given(wiremock::matchers::query_param("offset", offset)).respond_with(
            wiremock::ResponseTemplate::new(200)
                .insert_header("X-Collection-Range", range)
                .set_body_json(links),
        )
    };
    page("0", &[1, 2], "0-1/3").mount(&kisi).await;
    page("2", &[3], "2-2/3").mount(&kisi).await;
    let environment =
        [("DOORSTEP_KISI__API_KEY", "key"), ("DOORSTEP_KISI__BASE_URL", &*kisi.uri())];
    let (code, table, error) = run(&["link", "list"], &environment).await;
    assert_eq!((code, table.lines().count()), (0, 4), "{table}{error}");
}

#[tokio::test]
async fn completions_and_manual_pages_contain_the_commands() {
    let (code, script, _) = run(&["completions", "bash"], &[]).await;
    assert!(code == 0 && script.contains("revoke"), "{script}");
    let folder = tempfile::tempdir().unwrap();
    let (code, ..) = run(&["man", folder.path().to_str().unwrap()], &[]).await;
    let page = std::fs::read_to_string(folder.path().join("doorstep-link-send.1")).unwrap();
    assert!(code == 0 && page.contains("csv"), "{page}");
}
