//! Invitations for all visitors in a CSV file.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    time::{Duration, Instant},
};

use doorstep::simulator::{Endpoint, Fault};
use serde_json::Value;

use crate::{
    fixtures::wait_until,
    harness::{Doorstep, get_json},
    operator::Operator,
    smtp::MailServer,
};

const CSV: [&str; 5] = ["send", "--group", "1", "--csv", "guests.csv"];

async fn office(
    model: impl FnOnce(&doorstep::simulator::Simulator),
) -> (Doorstep, MailServer, Operator) {
    let doorstep = Doorstep::start(model).await;
    let server = MailServer::start().await;
    let operator = Operator::of(&doorstep).with_mail(&server);
    (doorstep, server, operator)
}

/// A file with so many visitors, whose addresses begin with `guest-0@`.
fn guests(count: usize) -> String {
    let mut csv = "name,email\n".to_owned();
    for number in 0..count {
        writeln!(csv, "Guest {number},guest-{number}@example.com").unwrap();
    }
    csv
}

/// The last state of each address in a report. A line `settled` is about earlier calls only.
fn states(report: &str) -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_reader(report.as_bytes());
    let lines = reader.records().map(Result::unwrap).filter(|line| &line[7] != "settled");
    lines.map(|line| (line[3].to_owned(), line[7].to_owned())).collect()
}

#[tokio::test]
async fn every_visitor_in_a_file_gets_one_mail_over_one_connection() {
    let (doorstep, server, operator) = office(|_| {}).await;
    operator.saves(
        "guests.csv",
        "\u{FEFF}name;email;from;until;lang\r\n\
         \"Müller; Jörg\";joerg@example.com;2999-12-01 09:00;2999-12-01 17:00;de\r\n\
         Ada;ada@example.com;;;\r\n",
    );
    let printed = operator.runs(&CSV).await;
    assert!(printed.stdout.starts_with("2 mails sent; see "), "{printed:?}");
    assert!(printed.stderr.contains("2/2: ada@example.com: sent, link 2"), "{printed:?}");
    let mails = server.has_accepted(2).await;
    assert_eq!(mails[0].connection, mails[1].connection);
    assert!(mails[0].raw.contains("Guten Tag M=C3=BCller; J=C3=B6rg"), "{}", mails[0].raw);
    assert!(mails[0].address().contains("#from=2999-12-01T08:00:00Z&until="));
    let links = operator.links().await;
    assert_eq!(links[0]["name"], "Müller; Jörg");
    assert_eq!(links[0]["state"], "not_yet_valid");
    assert_eq!(doorstep.kisi.calls("POST /group_links"), 2);
}

#[tokio::test]
async fn a_second_run_does_only_what_is_still_to_be_done() {
    let (doorstep, server, operator) = office(|_| {}).await;
    let file = "name,email\nAda,ada@example.com\nBob,refused@example.com\nEve,taken@example.com\n";
    operator.saves("guests.csv", file);
    let first = operator.runs(&CSV).await;
    assert_eq!(first.code, 1);
    assert!(
        first.stdout.starts_with("1 mail sent, 1 failed, without a link, 1 unknown"),
        "{first:?}"
    );
    // Bob's address is corrected, Joe is new, and the others move to other lines.
    let file = "name,email\nJoe,joe@example.com\nEve,taken@example.com\nAda,ada@example.com\n\
                Bob,bob@example.com\n";
    operator.saves("guests.csv", file);
    let second = operator.runs(&CSV).await;
    assert!(second.stdout.starts_with("2 mails sent, 1 sent earlier, 1 unknown"), "{second:?}");
    let to: Vec<_> = server.has_accepted(4).await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["ada@example.com", "taken@example.com", "joe@example.com", "bob@example.com"]);
    assert_eq!(operator.links().await.len(), 4);
    let report = operator.report("guests.csv");
    for mail in server.accepted() {
        let address = mail.address();
        let secret = address.rsplit('/').next().unwrap();
        assert!(!report.contains(secret), "{report}");
    }
    assert_eq!(doorstep.kisi.calls("DELETE /group_links/{id}"), 1);
}

#[tokio::test]
async fn a_row_is_done_although_its_time_is_over_or_the_options_change() {
    let (doorstep, server, operator) = office(|_| {}).await;
    let begin = jiff::Timestamp::now();
    let until = begin + Duration::from_secs(8);
    let rows = format!("name,email,until\nAda,ada@example.com,{until}\n");
    operator.saves("guests.csv", &rows);
    operator.runs(&CSV).await.succeeded();
    server.has_accepted(1).await;
    wait_until("the link has ended", async || jiff::Timestamp::now() > until).await;
    operator.saves("guests.csv", &format!("{rows}Bob,bob@example.com,\n"));
    let other = ["--for", "2 days"];
    let arguments: Vec<_> = CSV.iter().chain(&other).copied().collect();
    let second = operator.runs(&arguments).await.succeeded();
    assert!(second.starts_with("1 mail sent, 1 sent earlier; see "), "{second}");
    assert_eq!(server.has_accepted(2).await[1].to, "bob@example.com");
    // A new row whose time is over is a mistake.
    operator.saves("guests.csv", &format!("{rows}Eve,eve@example.com,{begin}\n"));
    let error = operator.runs(&CSV).await.failed();
    assert!(error.contains("line 3, column `until`: this time is over"), "{error}");
    assert_eq!(doorstep.kisi.calls("POST /group_links"), 2);
}

#[tokio::test]
async fn a_link_that_was_made_by_an_interrupted_call_is_found_with_its_own_dates() {
    // The first call checks the key, the second one makes the link, and its answer comes late.
    let late = Fault::delay(Duration::from_secs(2)).after(1).first(1);
    let (_doorstep, server, operator) =
        office(|kisi| kisi.fault(late.on(Endpoint::GroupLinks))).await;
    let operator = operator.set("DOORSTEP_KISI__TIMEOUT", "1s");
    operator.saves("guests.csv", &guests(1));
    let with_end: Vec<_> = CSV.iter().chain(&["--for", "2 days"]).copied().collect();
    let first = operator.runs(&with_end).await;
    // The run has waited for the link that Kisi was still making.
    let done = "0 mails sent, 1 still open, 1 link without a visitor revoked; see";
    assert!(first.stdout.starts_with(done), "{first:?}");
    assert_eq!(operator.links().await.len(), 0);
    let second = operator.runs(&CSV).await.succeeded();
    assert!(second.starts_with("1 mail sent; see"), "{second}");
    server.has_accepted(1).await;
}

#[tokio::test]
async fn a_link_of_an_interrupted_run_is_found_although_its_row_was_removed() {
    // Kisi makes the link after the run was killed.
    let late = Fault::delay(Duration::from_secs(2)).after(1).first(1);
    let (doorstep, server, operator) =
        office(|kisi| kisi.fault(late.on(Endpoint::GroupLinks))).await;
    operator.saves("guests.csv", "name,email\nAda,wrong@example.com\n");
    let with_end: Vec<_> = CSV.iter().chain(&["--for", "2 days"]).copied().collect();
    let mut run = operator.starts(&with_end);
    wait_until("Kisi is asked for a link", async || doorstep.kisi.calls("POST /group_links") == 1)
        .await;
    run.signal("KILL");
    while run.next_line().await.is_some() {}
    operator.saves("guests.csv", "name,email\nAda,ada@example.com\n");
    // A link of the same name with other dates is not touched.
    let create = ["create", "--group", "1", "--name", "Ada", "--json"];
    operator.runs(&create).await.succeeded();
    let second = operator.runs(&CSV).await.succeeded();
    assert!(second.starts_with("1 mail sent, 1 link without a visitor revoked; see"), "{second}");
    let links = operator.links().await;
    assert_eq!(links.len(), 2, "{links:?}");
    assert!(links.iter().all(|link| link["until"].is_null()), "{links:?}");
    server.has_accepted(1).await;
}

#[tokio::test]
async fn a_link_that_cannot_be_revoked_is_named_and_stops_no_other_visitor() {
    let (doorstep, server, operator) = office(|_| {}).await;
    operator.saves("guests.csv", "name,email\nBob,refused@example.com\n");
    // The key is checked, the link is made, and it cannot be revoked.
    let fault = Fault::error(403, "afc496").after(2).first(1).on(Endpoint::GroupLinks);
    doorstep.kisi.fault(fault);
    operator.runs(&CSV).await.failed();
    let fault = Fault::error(403, "afc496").after(1).first(1).on(Endpoint::GroupLinks);
    doorstep.kisi.fault(fault);
    operator.saves("guests.csv", "name,email\nBob,bob@example.com\n");
    let second = operator.runs(&CSV).await;
    assert_eq!(second.code, 1, "{second:?}");
    assert!(second.stderr.contains("run doorstep link revoke 1"), "{second:?}");
    assert_eq!(server.has_accepted(1).await[0].to, "bob@example.com");
    let third = operator.runs(&CSV).await.succeeded();
    assert!(third.contains("1 link without a visitor revoked"), "{third}");
    assert_eq!(operator.links().await.len(), 1);
}

#[tokio::test]
async fn visitors_whose_mail_failed_come_last_in_the_next_run() {
    let (_doorstep, server, operator) = office(|_| {}).await;
    let refused = guests(10).replace("guest-", "refused-");
    operator.saves("guests.csv", &format!("{refused}Ada,ada@example.com\n"));
    let first = operator.runs(&CSV).await.failed();
    assert!(first.contains("these rows then come last"), "{first}");
    operator.runs(&CSV).await.failed();
    assert_eq!(server.has_accepted(1).await[0].to, "ada@example.com");
}

#[tokio::test]
async fn a_file_with_mistakes_makes_no_link() {
    let (doorstep, _server, operator) = office(|_| {}).await;
    operator.saves("guests.csv", "name,email\nAda,ada@example.com\nBob,bob\n,x@example.com\n");
    let error = operator.runs(&CSV).await.failed();
    for expected in [
        "guests.csv, line 3, column `email`: `bob` is not a mail address",
        "guests.csv, line 4, column `name`: it is empty",
        "nothing was sent",
    ] {
        assert!(error.contains(expected), "{error}");
    }
    assert_eq!(doorstep.kisi.requests(), Vec::<String>::new());
    assert!(!operator.folder.path("guests.csv.sent.csv").exists());
}

#[tokio::test]
async fn a_run_ends_when_no_mail_can_be_sent_at_all() {
    let (doorstep, server, operator) = office(|_| {}).await;
    operator.saves("guests.csv", &guests(50).replace("guest-", "refused-"));
    let error = operator.runs(&CSV).await.failed();
    assert!(error.contains("10 mails in a row were not sent"), "{error}");
    assert_eq!(doorstep.kisi.calls("POST /group_links"), 10);
    assert_eq!(operator.links().await.len(), 0);
    assert_eq!(server.accepted().len(), 0);
}

#[tokio::test]
async fn ctrl_c_ends_a_run_after_the_visitor_under_way() {
    let (_doorstep, server, operator) = office(|_| {}).await;
    operator.saves("guests.csv", &guests(400));
    let mut run = operator.starts(&CSV);
    server.has_accepted(3).await;
    run.signal("INT");
    while run.next_line().await.is_some() {}
    let sent = server.accepted().len();
    assert!((3..400).contains(&sent), "{sent}: {}", run.log());
    wait_until("the log says so", async || run.log().contains("ending after the current visitor"))
        .await;
    let states = states(&operator.report("guests.csv"));
    assert!(states.values().all(|state| state == "sent"), "{states:?}");
    assert_eq!(operator.links().await.len(), states.len());
    operator.runs(&CSV).await.succeeded();
    assert_eq!(server.has_accepted(400).await.len(), 400);
}

#[tokio::test]
async fn two_runs_of_the_same_file_do_not_happen_at_the_same_time() {
    let (_doorstep, server, operator) = office(|_| {}).await;
    operator.saves("guests.csv", &guests(200));
    let mut run = operator.starts(&CSV);
    server.has_accepted(1).await;
    let error = operator.runs(&CSV).await.failed();
    assert!(error.contains("is in use by another run"), "{error}");
    while run.next_line().await.is_some() {}
    assert_eq!(server.has_accepted(200).await.len(), 200);
}

/// A number from the environment, or else `usual`.
#[expect(clippy::disallowed_methods, reason = "tests have no settings")]
fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |number| number.parse().unwrap())
}

#[tokio::test]
async fn a_thousand_visitors_get_one_mail_each_although_kisi_limits_the_calls() {
    let count = number("DOORSTEP_TEST_GUESTS", 1_000);
    let per_second = number("DOORSTEP_TEST_CALLS_PER_SECOND", 250);
    let (doorstep, server, operator) =
        office(|kisi| kisi.fault(Fault::rate_limit(per_second).on(Endpoint::GroupLinks))).await;
    let operator = operator.set("DOORSTEP_KISI__REQUESTS_PER_SECOND", &per_second.to_string());
    operator.saves("guests.csv", &guests(count));
    let begin = Instant::now();
    operator.runs(&CSV).await.succeeded();
    let (took, calls) = (begin.elapsed(), doorstep.kisi.calls("POST /group_links"));
    eprintln!("{count} visitors: {took:?}, {} calls were refused", calls - count);
    let mut to: Vec<_> = server.has_accepted(count).await.into_iter().map(|it| it.to).collect();
    assert_eq!(to.len(), count);
    to.sort_unstable();
    to.dedup();
    assert_eq!(to.len(), count);
    assert_eq!(operator.links().await.len(), count);
}

#[tokio::test]
async fn a_run_that_is_killed_at_any_moment_can_be_continued() {
    let (_doorstep, server, operator) = office(|_| {}).await;
    operator.saves("guests.csv", &guests(60));
    // 20 kills, each after another number of steps, which are lines of the report.
    let report = operator.folder.path("guests.csv.sent.csv");
    let steps = || fs::read_to_string(&report).map_or(0, |report| report.lines().count());
    let mut random = fastrand::Rng::with_seed(12);
    for _ in 0..20 {
        let enough = steps() + random.usize(1..14);
        let mut run = operator.starts(&CSV);
        wait_until("the run has taken some steps", async || steps() >= enough).await;
        run.signal("KILL");
        while run.next_line().await.is_some() {}
    }
    let last = operator.runs(&CSV).await;
    let states = states(&operator.report("guests.csv"));
    assert_eq!(states.len(), 60);
    let mut mails: BTreeMap<String, usize> = BTreeMap::new();
    wait_until("all mails of the report were accepted", async || {
        let sent = states.values().filter(|state| *state == "sent").count();
        server.accepted().len() >= sent
    })
    .await;
    for mail in server.accepted() {
        *mails.entry(mail.to).or_default() += 1;
    }
    for (address, state) in &states {
        let mails = mails.get(address).copied().unwrap_or_default();
        match state.as_str() {
            "sent" => assert_eq!(mails, 1, "{address}"),
            "unknown" => assert!(mails <= 1, "{address}"),
            other => panic!("{address} is {other}: {last:?}"),
        }
    }
    // Every link that exists is in a mail, or in one that may have been sent.
    let links: Vec<Value> = operator.links().await;
    let names: Vec<_> = links.iter().map(|link| link["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 60, "{names:?}");
    for mail in server.accepted() {
        let page = mail.address();
        assert_eq!(get_json(&page).await["doors"][0]["name"], "Main entrance", "{}", mail.to);
    }
}
