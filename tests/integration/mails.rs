//! Invitations, sent one at a time over a real mail server.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use doorstep::simulator::{Endpoint, Fault};
use serde_json::Value;

use crate::{
    fixtures::wait_until,
    harness::{Doorstep, get_json},
    operator::{Operator, Printed},
    smtp::MailServer,
};

/// Doorstep, a mail server and an operator.
struct Office {
    doorstep: Doorstep,
    server: MailServer,
    operator: Operator,
}

impl Office {
    async fn open() -> Self {
        Self::open_with("{}").await
    }

    async fn open_with(options: &str) -> Self {
        let doorstep = Doorstep::start(|_| {}).await;
        let server = MailServer::start_with(options).await;
        let operator = Operator::of(&doorstep).with_mail(&server);
        Self { doorstep, server, operator }
    }

    /// Invites Ada at this address.
    async fn invites(&self, to: &str) -> Printed {
        self.invites_with(to, &[]).await
    }

    async fn invites_with(&self, to: &str, more: &[&str]) -> Printed {
        let arguments = ["send", "--group", "1", "--name", "Ada Lovelace", "--to", to];
        let arguments: Vec<_> = arguments.iter().chain(more).copied().collect();
        self.operator.runs(&arguments).await
    }

    async fn links(&self) -> Vec<Value> {
        self.operator.links().await
    }
}

#[tokio::test]
async fn a_mailed_link_opens_the_doors() {
    let office = Office::open().await;
    let printed = office.invites_with("ada@example.com", &["--for", "3h"]).await;
    assert_eq!(printed.succeeded(), "link 1 was mailed to ada@example.com\n");
    let mails = office.server.has_accepted(1).await;
    let address = mails[0].address();
    assert_eq!(mails[0].to, "ada@example.com");
    assert!(address.contains("#until="), "{address}");
    let (page, _) = address.split_once('#').unwrap();
    assert_eq!(get_json(page).await["doors"][0]["name"], "Main entrance");
    // Kisi was not asked to send a mail.
    assert_eq!(office.links().await[0]["email"], Value::Null);
}

#[tokio::test]
async fn a_mail_has_the_headers_of_an_automatic_mail_of_the_brand() {
    let office = Office::open().await;
    office.invites("ada@example.com").await.succeeded();
    let mails = office.server.has_accepted(1).await;
    let header = |name: &str| {
        let lines = mails[0].raw.lines().take_while(|line| !line.is_empty());
        let begin = format!("{name}: ");
        let values: Vec<_> = lines.filter_map(|line| line.strip_prefix(&begin)).collect();
        assert_eq!(values.len(), 1, "{name}");
        values[0].to_owned()
    };
    assert_eq!(header("From"), "Acme <visit@acme.example>");
    assert_eq!(header("To"), "\"Ada Lovelace\" <ada@example.com>");
    assert_eq!(header("Reply-To"), "desk@acme.example");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert!(header("Message-ID").ends_with("@acme.example>"));
    assert!(header("Content-Type").starts_with("multipart/alternative"));
    assert!(!header("Date").is_empty());
}

#[tokio::test]
async fn a_link_whose_mail_is_refused_is_revoked() {
    let office = Office::open().await;
    for to in ["refused@example.com", "full@example.com"] {
        let error = office.invites(to).await.failed();
        assert!(error.contains(&format!("the mail to {to} was not sent, and there is no link")));
        assert!(error.contains("the mail server refused it"), "{error}");
    }
    assert_eq!(office.links().await, Vec::<Value>::new());
    assert_eq!(office.doorstep.kisi.calls("DELETE /group_links/{id}"), 2);
}

#[tokio::test]
async fn a_mail_that_is_refused_for_the_moment_is_sent_again() {
    let office = Office::open().await;
    for to in ["later@example.com", "later-data@example.com"] {
        office.invites(to).await.succeeded();
    }
    assert_eq!(office.server.has_accepted(2).await.len(), 2);
    assert_eq!(office.links().await.len(), 2);
}

#[tokio::test]
async fn a_connection_that_is_lost_within_the_mail_leaves_no_link() {
    let office = Office::open().await;
    let error = office.invites("cut@example.com").await.failed();
    assert!(error.contains("cut@example.com"), "{error}");
    let links = office.links().await;
    // Whether the end of the mail was written before the connection was cut is a race.
    let may_be_unknown = error.contains("may have been sent");
    assert_eq!(links.len(), usize::from(may_be_unknown), "{error}");
}

#[tokio::test]
async fn a_mail_without_an_answer_keeps_its_link_and_says_so() {
    for to in ["dropped@example.com", "taken@example.com"] {
        let office = Office::open().await;
        let error = office.invites(to).await.failed();
        assert!(error.contains("may have been sent"), "{error}");
        assert!(error.contains("doorstep link revoke 1"), "{error}");
        assert_eq!(office.links().await.len(), 1);
        let accepted = office.server.accepted().len();
        assert_eq!(accepted, usize::from(to.starts_with("taken")));
    }
}

#[tokio::test]
async fn a_kept_link_is_printed_and_can_be_mailed_again() {
    let office = Office::open().await;
    let keep = ["--keep", "--for", "2 days"];
    let printed = office.invites_with("refused@example.com", &keep).await;
    let address = printed.stdout.trim().to_owned();
    let (_, secret) = address.split_once("/links/").unwrap();
    let secret = secret.split('#').next().unwrap();
    assert!(!printed.stderr.contains(secret), "{}", printed.stderr);
    let error = printed.failed();
    assert!(error.contains("link 1 was kept") && error.contains("--existing"), "{error}");
    let arguments = ["send", "--existing", "--name", "Ada", "--to", "ada@example.com"];
    let Office { operator, server, doorstep: _doorstep } = office;
    assert_eq!(operator.links().await.len(), 1);
    // A mail needs no API key.
    let operator = operator.set("DOORSTEP_KISI__API_KEY", "unused");
    operator.runs_with(&arguments, &address).await.succeeded();
    let mails = server.has_accepted(1).await;
    assert_eq!(mails[0].address(), address);
}

#[tokio::test]
async fn nothing_is_made_while_the_mail_server_cannot_be_used() {
    let office = Office::open_with(r#"{"auth": {"user": "visit", "pass": "right"}}"#).await;
    let (scheme, host) = office.server.url.split_once("://").unwrap();
    let wrong = format!("{scheme}://visit:hunter2@{host}");
    let right = format!("{scheme}://visit:right@{host}");
    let Office { doorstep, server, operator } = office;
    let operator = operator.set("DOORSTEP_MAIL__SMTP_URL", &wrong);
    let arguments = ["send", "--group", "1", "--name", "Ada", "--to", "ada@example.com"];
    let error = operator.runs(&arguments).await.failed();
    assert!(error.contains("refuses the user or the password in `mail.smtp_url`"), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
    let operator = operator.set("DOORSTEP_MAIL__SMTP_URL", "smtp://127.0.0.1:1");
    let error = operator.runs(&arguments).await.failed();
    assert!(error.contains("the mail server 127.0.0.1:1 cannot be used"), "{error}");
    let operator = operator.set("DOORSTEP_MAIL__SMTP_URL", "smtp://127.0.0.1:1?tls=required");
    operator.runs(&arguments).await.failed();
    assert_eq!(doorstep.kisi.calls("POST /group_links"), 0);
    let operator = operator.set("DOORSTEP_MAIL__SMTP_URL", &right);
    operator.runs(&arguments).await.succeeded();
    assert_eq!(server.has_accepted(1).await.len(), 1);
}

#[tokio::test]
async fn a_server_with_an_unknown_certificate_gets_nothing() {
    for options in [r#"{"tls": "starttls"}"#, r#"{"tls": "implicit"}"#] {
        let office = Office::open_with(options).await;
        let url = format!("{}?tls=required", office.server.url);
        let Office { doorstep, server, operator } = office;
        let operator = operator.set("DOORSTEP_MAIL__SMTP_URL", &url);
        let arguments = ["send", "--group", "1", "--name", "Ada", "--to", "ada@example.com"];
        let error = operator.runs(&arguments).await.failed();
        assert!(error.contains("its certificate is not trusted"), "{error}");
        assert_eq!(doorstep.kisi.calls("POST /group_links"), 0);
        let certificate = server.certificate.clone().unwrap();
        let operator = operator.set("SSL_CERT_FILE", &certificate);
        operator.runs(&arguments).await.succeeded();
        assert_eq!(server.has_accepted(1).await.len(), 1, "{options}");
    }
}

#[tokio::test]
async fn a_server_without_encryption_gets_nothing_if_encryption_is_required() {
    let office = Office::open().await;
    let url = format!("{}?tls=required", office.server.url);
    let Office { doorstep, operator, .. } = office;
    let operator = operator.set("DOORSTEP_MAIL__SMTP_URL", &url);
    let arguments = ["send", "--group", "1", "--name", "Ada", "--to", "ada@example.com"];
    let error = operator.runs(&arguments).await.failed();
    assert!(error.contains("does not offer STARTTLS"), "{error}");
    assert_eq!(doorstep.kisi.calls("POST /group_links"), 0);
}

#[tokio::test]
async fn a_link_that_kisi_made_without_an_answer_is_found_and_revoked() {
    let office = Office::open().await;
    // Two calls check the key and list the links, the third one makes the link.
    let late = Fault::delay(Duration::from_secs(2)).after(2).first(1);
    office.doorstep.kisi.fault(late.on(Endpoint::GroupLinks));
    let Office { doorstep, server, operator } = office;
    let operator = operator.set("DOORSTEP_KISI__TIMEOUT", "1s");
    let arguments = ["send", "--group", "1", "--name", "Ada", "--to", "ada@example.com"];
    let error = operator.runs(&arguments).await.failed();
    assert!(error.contains("was not sent"), "{error}");
    // Kisi makes the link a second after the call was given up.
    assert!(error.contains("link [1], which it had made, was revoked"), "{error}");
    assert_eq!(operator.links().await, Vec::<Value>::new());
    assert_eq!(doorstep.kisi.calls("POST /group_links"), 1);
    assert_eq!(server.accepted().len(), 0);
}

#[tokio::test]
async fn a_link_of_another_visitor_with_the_same_name_is_never_revoked() {
    let office = Office::open().await;
    office.invites("ada@example.com").await.succeeded();
    // Kisi fails, and makes no link, when it is asked for the second one.
    let fault = Fault::status(502).after(2).first(1).on(Endpoint::GroupLinks);
    office.doorstep.kisi.fault(fault);
    let error = office.invites("other@example.com").await.failed();
    assert!(error.contains("Kisi has no such link now"), "{error}");
    let ids: Vec<_> = office.links().await.iter().map(|link| link["id"].clone()).collect();
    assert_eq!(ids, [1]);
}

#[tokio::test]
async fn an_interrupted_command_makes_no_link() {
    let office = Office::open().await;
    let kisi = &office.doorstep.kisi;
    for signal in ["INT", "TERM", "HUP"] {
        kisi.fault(Fault::delay(Duration::from_secs(2)).first(1).on(Endpoint::GroupLinks));
        let before = kisi.requests().len();
        let arguments = ["send", "--group", "1", "--name", "Ada", "--to", "ada@example.com"];
        let mut command = office.operator.starts(&arguments);
        wait_until("Kisi is asked", async || kisi.requests().len() > before).await;
        command.signal(signal);
        wait_until("the command says that there is no link", async || {
            command.log().contains("was not sent, and there is no link: interrupted")
        })
        .await;
        while command.next_line().await.is_some() {}
    }
    assert_eq!(kisi.calls("POST /group_links"), 0);
}

#[tokio::test]
async fn an_answer_that_quotes_the_mail_shows_no_secret() {
    let office = Office::open().await;
    for language in ["en", "ja"] {
        let arguments = ["--keep", "--lang", language];
        let printed = office.invites_with("quoting@example.com", &arguments).await;
        let (_, secret) = printed.stdout.trim().split_once("/links/").unwrap();
        for part in [secret, &secret[20..]] {
            let encoded = STANDARD.encode(part);
            for shown in [part, encoded.trim_end_matches('=')] {
                assert!(!printed.stderr.contains(shown), "{}", printed.stderr);
            }
        }
        assert!(printed.stderr.contains("the mail server refused it"), "{}", printed.stderr);
    }
}

#[tokio::test]
async fn a_mail_in_a_file_can_be_read_by_its_owner_only_and_replaces_no_other_file() {
    use std::os::unix::fs::PermissionsExt as _;

    let office = Office::open().await;
    let file = office.operator.folder.path("mail.eml");
    let eml = ["--eml", file.to_str().unwrap()];
    office.invites_with("ada@example.com", &eml).await.succeeded();
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let error = office.invites_with("bob@example.com", &eml).await.failed();
    assert!(error.contains("exists already"), "{error}");
    assert_eq!(office.links().await.len(), 1);
}

#[tokio::test]
async fn no_secret_and_no_key_is_in_any_output_at_the_lowest_log_level() {
    let office = Office::open().await;
    let Office { doorstep, server, operator } = office;
    let operator = operator.set("DOORSTEP_LOG__LEVEL", "trace");
    let key = doorstep.kisi.operator_key();
    let mut printed = String::new();
    for to in ["ada@example.com", "refused@example.com", "taken@example.com"] {
        let arguments = ["send", "--group", "1", "--name", "Ada", "--to", to, "--qr", "online"];
        let Printed { stdout, stderr, .. } = operator.runs(&arguments).await;
        printed.push_str(&stdout);
        printed.push_str(&stderr);
    }
    let Printed { stdout, stderr, .. } = operator.runs(&["list"]).await;
    printed.push_str(&stdout);
    printed.push_str(&stderr);
    for mail in server.has_accepted(2).await {
        let secret = mail.address().rsplit('/').next().unwrap().to_owned();
        assert!(secret.len() > 20);
        assert!(!printed.contains(&secret), "{printed}");
    }
    assert!(!printed.contains(&key), "{printed}");
}
