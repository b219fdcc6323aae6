//! A mail server of Node.js, `tests/browser/smtp.mjs`. What happens to a mail is decided by the
//! recipient: see there.

use std::{
    path::Path,
    process::Stdio,
    sync::{Arc, Mutex},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use crate::fixtures::wait_until;

/// A running mail server. It ends when this is dropped, because its standard input is closed.
pub(crate) struct MailServer {
    pub(crate) url: String,
    /// The file with the certificate of the server.
    pub(crate) certificate: Option<String>,
    events: Arc<Mutex<Vec<Value>>>,
    _process: Child,
}

/// A mail that the server has accepted.
pub(crate) struct Accepted {
    pub(crate) to: String,
    pub(crate) raw: String,
    pub(crate) connection: u64,
}

impl MailServer {
    pub(crate) async fn start() -> Self {
        Self::start_with("{}").await
    }

    /// Starts with these options, as JSON.
    pub(crate) async fn start_with(options: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
        let mut process = Command::new("node")
            .args(["smtp.mjs", options])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js starts; tests/run installs it");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = lines.next_line().await.unwrap().expect("the mail server starts");
        let first: Value = serde_json::from_str(&first).unwrap();
        let events: Arc<Mutex<Vec<Value>>> = Arc::default();
        let collected = Arc::clone(&events);
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                collected.lock().unwrap().push(serde_json::from_str(&line).unwrap());
            }
        });
        let scheme = if options.contains("implicit") { "smtps" } else { "smtp" };
        Self {
            url: format!("{scheme}://127.0.0.1:{}", first["port"]),
            certificate: first["certificate"].as_str().map(str::to_owned),
            events,
            _process: process,
        }
    }

    /// All mails that were accepted, in their order.
    pub(crate) fn accepted(&self) -> Vec<Accepted> {
        let events = self.events.lock().unwrap();
        let accepted = events.iter().filter(|event| event["event"] == "accepted");
        let mail = |event: &Value| Accepted {
            to: event["to"][0].as_str().unwrap().to_owned(),
            raw: String::from_utf8(STANDARD.decode(event["message"].as_str().unwrap()).unwrap())
                .unwrap(),
            connection: event["connection"].as_u64().unwrap(),
        };
        accepted.map(mail).collect()
    }

    /// Waits until so many mails were accepted: the server reports one before it answers, but the
    /// report may be read later than the answer.
    pub(crate) async fn has_accepted(&self, count: usize) -> Vec<Accepted> {
        wait_until("the mails were accepted", async || self.accepted().len() >= count).await;
        self.accepted()
    }
}

impl Accepted {
    /// The address in the text of the mail. The text is quoted-printable (RFC 2045, 6.7).
    pub(crate) fn address(&self) -> String {
        let text = self.raw.replace("=\r\n", "").replace("=3D", "=");
        let begin = text.find("http://").expect("the mail has an address");
        text[begin..].split_whitespace().next().unwrap().to_owned()
    }
}
