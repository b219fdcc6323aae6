//! What is in a mail about the place of the doors, with a simulated Kisi and mails in memory.

use std::sync::{Arc, Mutex};

use jiff::tz::TimeZone;

use super::*;
use crate::{
    access::FingerprintKey,
    kisi::Client,
    mail::{Mailer, Message, Sender},
    settings,
    simulator::{Running, Simulator},
    theme::Theme,
};

/// A simulated Kisi, a brand, and the mails that were sent.
struct Office {
    mailing: Mailing,
    sent: Arc<Mutex<Vec<Message>>>,
    _kisi: Running,
}

impl Office {
    async fn open(place: Option<u64>) -> Self {
        let kisi = Simulator::new();
        let running = kisi.listen("127.0.0.1:0").await.unwrap();
        let settings = settings::for_tests(&[
            ("kisi.base_url", &running.base_url()),
            ("kisi.requests_per_second", "500"),
        ]);
        let mut with_key = settings.kisi.clone();
        with_key.api_key = Some(kisi.operator_key().into());
        let sent = Arc::default();
        let theme =
            "name = \"Acme\"\n[places.77]\nname = \"The harbour\"\ndirections = \"By boat.\"";
        let options = Options {
            public_url: "https://visit.acme.example".parse().unwrap(),
            sender: Sender::parse("visit@acme.example", None, "Acme").unwrap(),
            zone: TimeZone::get("America/New_York").unwrap(),
            reader_code: None,
            place,
            keep: false,
        };
        let post = Post::new(
            Client::new(&settings.kisi).unwrap(),
            FingerprintKey::random().unwrap(),
            Mailer::Memory(Arc::clone(&sent)),
            Arc::new(Theme::for_tests(theme)),
            options,
        );
        let mailing = Mailing::new(Operator::new(&with_key).unwrap(), post);
        Self { mailing, sent, _kisi: running }
    }

    /// Invites Ada, and returns the text of her mail.
    async fn invite(&mut self, from: Option<&str>) -> String {
        let guest = Guest {
            name: "Ada".to_owned(),
            email: "ada@example.com".parse().unwrap(),
            from: from.map(|time| time.parse().unwrap()),
            until: Some("2999-12-01T17:00:00Z".parse().unwrap()),
            language: None,
            group: 1,
        };
        let outcome = self.mailing.invite(&guest, |_, _| Ok(())).await;
        assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
        let sent = self.sent.lock().unwrap();
        let message = String::from_utf8(sent.last().unwrap().content().to_vec()).unwrap();
        let message = message.replace("=\r\n", "").replace("=E2=80=AF", " ");
        message.split("Content-Type: text/html").next().unwrap().to_owned()
    }
}

const EARLY: Option<&str> = Some("2999-12-01T09:00:00Z");

#[tokio::test]
async fn a_mail_has_the_place_and_its_time_zone() {
    let text = Office::open(None).await.invite(None).await;
    assert!(text.contains("Subject: Your access to The harbour"), "{text}");
    assert!(text.contains("By boat."), "{text}");
    assert!(text.contains("at 6:00 pm") && text.contains("Central European Time"), "{text}");
}

#[tokio::test]
async fn an_early_link_has_the_operators_zone_and_no_place() {
    let text = Office::open(None).await.invite(EARLY).await;
    assert!(text.contains("Subject: Your access to Acme"), "{text}");
    assert!(!text.contains("By boat."), "{text}");
    assert!(text.contains("at 4:00 am") && text.contains("Eastern Time"), "{text}");
}

#[tokio::test]
async fn an_early_link_has_the_place_that_the_operator_names() {
    let text = Office::open(Some(77)).await.invite(EARLY).await;
    assert!(text.contains("Subject: Your access to The harbour"), "{text}");
    assert!(text.contains("By boat.") && text.contains("Eastern Time"), "{text}");
}

#[tokio::test]
async fn an_early_link_has_the_place_of_an_earlier_link_of_its_group() {
    let mut office = Office::open(None).await;
    office.invite(None).await;
    let text = office.invite(EARLY).await;
    assert!(text.contains("Subject: Your access to The harbour"), "{text}");
    assert!(text.contains("Central European Time"), "{text}");
}

#[tokio::test]
async fn a_step_that_cannot_be_written_down_is_not_taken() {
    for failing in [Step::Making, Step::Made(1), Step::Mailing(1)] {
        let mut office = Office::open(None).await;
        let guest = Guest {
            name: "Ada".to_owned(),
            email: "ada@example.com".parse().unwrap(),
            from: None,
            until: None,
            language: None,
            group: 1,
        };
        let note = |step, _| if step == failing { Err("disk full".to_owned()) } else { Ok(()) };
        let outcome = office.mailing.invite(&guest, note).await;
        let Outcome::Failed(problem) = outcome else { panic!("{outcome:?}") };
        assert!(problem.concerns_all && problem.reason == "disk full", "{problem:?}");
        assert!(office.sent.lock().unwrap().is_empty());
        let links = office.mailing.operator.links(&LinkFilter::default()).await.unwrap();
        assert_eq!(links.links, [], "{failing:?}");
    }
}

#[test]
fn the_answer_of_a_mail_server_is_cut_before_the_address_that_it_quotes() {
    let secret = crate::access::LinkSecret::parse("S3cretOfALink").unwrap();
    for answer in [
        "554 spam: https://visit.acme.example/links/S3cretOfALink",
        "554 spam: https://visit.acme.example/LINKS/s3cretofalink",
        "554 spam: s3cretofalink",
        "554 spam: …/links/S3cret (cut)",
    ] {
        let shown = post::without_secret(answer, &secret);
        assert!(shown.starts_with("554 spam: ") && shown.ends_with('…'), "{shown}");
        assert!(!shown.to_lowercase().contains("s3cret"), "{shown}");
    }
    assert_eq!(post::without_secret("550 No such user", &secret), "550 No such user");
}
