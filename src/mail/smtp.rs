//! One connection to a mail server, for many mails.
//!
//! The dialogue is made step by step, because the step at which a connection is lost decides about
//! the link in the mail: before the end of the message, the mail was certainly not accepted (RFC
//! 5321, 4.1.1.4); after it, the server may have accepted it although its answer is missing.

use std::{borrow::Cow, cell::Cell, fmt, future::Future, net::IpAddr, time::Duration};

use backon::{ExponentialBuilder, Retryable as _};
use lettre::{
    Address,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Noop, Rcpt, Rset},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
        response::Response,
    },
};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::{error::MailError, message::Message};
use crate::access::printable;

/// How many bytes of a message are written at once.
const CHUNK: usize = 16 * 1024;
/// How often a mail is tried that the server refuses for the moment, and the pause before the
/// second try, which doubles.
const TRIES: usize = 3;
const PAUSE: Duration = Duration::from_secs(2);
/// A longer word in an answer of a server is not shown.
const LONGEST_WORD: usize = 16;
/// The longest text of a server in an error, in characters.
const LONGEST_REASON: usize = 1_000;

/// Time limits of the dialogue.
#[derive(Clone, Copy, Debug)]
struct Timeouts {
    /// For the connection, with TLS and login.
    connect: Duration,
    /// For a command.
    command: Duration,
    /// For the answer to a message. A server may check the mail before it answers, and a mail whose
    /// answer is missing may arrive (RFC 5321, 4.5.3.2.6).
    message: Duration,
}

const TIMEOUTS: Timeouts = Timeouts {
    connect: Duration::from_secs(20),
    command: Duration::from_mins(1),
    message: Duration::from_mins(5),
};

/// A mail server: `mail.smtp_url`.
#[derive(Clone)]
pub struct Server {
    host: String,
    port: u16,
    security: Security,
    login: Option<(String, SecretString)>,
}

/// How the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Security {
    /// From the first byte: `smtps://`.
    Tls,
    /// After `STARTTLS`, without which nothing is sent.
    StartTls,
    /// After `STARTTLS` if the server offers it. Only for a server on this machine.
    StartTlsIfOffered,
}

/// Why `mail.smtp_url` cannot be used. The URL is not shown, because it contains a password.
#[derive(Debug, thiserror::Error)]
#[error("`mail.smtp_url` {0}")]
pub struct UrlError(&'static str);

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl Server {
    /// Reads `smtp://user:password@host:587?tls=required` or `smtps://user:password@host`.
    pub fn parse(url: &SecretString) -> Result<Self, UrlError> {
        let url = Url::parse(url.expose_secret()).map_err(|_shows_it| UrlError("is not a URL"))?;
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or(UrlError("has no host"))?;
        // The URL of a scheme that browsers do not have keeps an IPv4 address as a name. An IPv6
        // address has no brackets when it is connected to, and in a certificate.
        let host = host.trim_matches(['[', ']']).to_owned();
        let is_here = host == "localhost"
            || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        let mut required = !is_here;
        for (key, value) in url.query_pairs() {
            match (&*key, &*value) {
                ("tls", "required") => required = true,
                ("tls", "opportunistic") if is_here => {}
                ("tls", "opportunistic") => {
                    return Err(UrlError(
                        "must not have tls=opportunistic, because the secrets of links would be \
                         sent without encryption; only a server on this machine may do without",
                    ));
                }
                _ => return Err(UrlError("has an unknown option; the only one is tls=required")),
            }
        }
        let (security, port) = match (url.scheme(), required) {
            ("smtps", _) => (Security::Tls, 465),
            ("smtp", true) => (Security::StartTls, 587),
            ("smtp", false) => (Security::StartTlsIfOffered, 25),
            _ => return Err(UrlError("must begin with smtp:// or smtps://")),
        };
        let decoded = |text| percent_decode_str(text).decode_utf8().map(Cow::into_owned);
        let user =
            decoded(url.username()).map_err(|_bytes| UrlError("has a user that is not UTF-8"))?;
        let password = url.password().map(decoded).transpose();
        let password = password.map_err(|_bytes| UrlError("has a password that is not UTF-8"))?;
        let login = match (user.is_empty(), password) {
            (true, None) => None,
            (false, Some(password)) => Some((user, password.into())),
            _ => return Err(UrlError("must have both a user and a password, or neither")),
        };
        Ok(Self { host, port: url.port().unwrap_or(port), security, login })
    }
}

/// Sends messages to one mail server.
pub struct Smtp {
    server: Server,
    /// The name of this machine in the dialogue: the domain of the sender.
    own_name: ClientId,
    timeouts: Timeouts,
    pause: Duration,
    connection: Option<AsyncSmtpConnection>,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Smtp({})", self.server)
    }
}

/// Why a step of the dialogue failed.
enum Failure {
    /// The server refused it.
    Refused { is_for_the_moment: bool, answer: String },
    /// The connection was lost, too slow, or cannot be understood. It is not used any more.
    Lost(String),
    /// The same after the message was written.
    Unanswered(String),
}

impl Smtp {
    /// Mails of a sender in `domain` over `server`. Nothing is sent yet.
    #[must_use]
    pub fn new(server: Server, domain: &str) -> Self {
        let own_name = ClientId::Domain(domain.to_owned());
        Self { server, own_name, timeouts: TIMEOUTS, pause: PAUSE, connection: None }
    }

    /// Connects, or checks that the connection still works. The error says what to change.
    pub async fn prepare(&mut self) -> Result<(), String> {
        if let Some(connection) = &mut self.connection {
            let works = step(self.timeouts.command, connection.command(Noop)).await.is_ok();
            if works {
                return Ok(());
            }
            self.connection = None;
        }
        let connecting = tokio::time::timeout(self.timeouts.connect, self.connect());
        let connection = connecting.await.unwrap_or_else(|_elapsed| {
            Err(format!("it did not answer within {} s", self.timeouts.connect.as_secs()))
        });
        let reason = |error| format!("the mail server {} cannot be used: {error}", self.server);
        self.connection = Some(connection.map_err(reason)?);
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, String> {
        let Server { host, port, security, login } = &self.server;
        let tls = || {
            let tls = TlsParameters::builder(host.clone()).build_rustls();
            tls.map_err(|error| chain(&error))
        };
        let direct = if *security == Security::Tls { Some(tls()?) } else { None };
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (host.as_str(), *port),
            Some(self.timeouts.connect),
            &self.own_name,
            direct,
            None,
        )
        .await
        .map_err(|error| connection_reason(&error))?;
        let upgrades = match security {
            Security::Tls => false,
            Security::StartTls => {
                if !connection.can_starttls() {
                    return Err("it does not offer STARTTLS, and nothing is sent without \
                                encryption"
                        .to_owned());
                }
                true
            }
            Security::StartTlsIfOffered => connection.can_starttls(),
        };
        if upgrades {
            let started = connection.starttls(tls()?, &self.own_name).await;
            started.map_err(|error| connection_reason(&error))?;
        }
        if let Some((user, password)) = login {
            let login = Credentials::new(user.clone(), password.expose_secret().to_owned());
            let answer = connection.auth(DEFAULT_MECHANISMS, &login).await;
            answer.map_err(|error| login_reason(&error))?;
        }
        Ok(connection)
    }

    /// Sends one message. If the server refuses it for the moment, it is tried again after some
    /// seconds.
    pub(super) async fn send(&mut self, message: &Message) -> Result<(), MailError> {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(self.pause)
            .with_max_times(TRIES - 1)
            .with_max_delay(self.pause * 4);
        let is_for_the_moment = |failure: &Failure| match failure {
            Failure::Refused { is_for_the_moment, .. } => *is_for_the_moment,
            Failure::Lost(_) => true,
            Failure::Unanswered(_) => false,
        };
        // `retry` calls a closure that borrows this sender once at a time.
        let this = tokio::sync::Mutex::new(self);
        let once = || async { this.lock().await.try_to_send(message).await };
        let sent = once.retry(pauses).when(is_for_the_moment).await;
        sent.map_err(|failure| match failure {
            Failure::Refused { answer, .. } => {
                MailError::NotSent(format!("the mail server refused it: {answer}"))
            }
            Failure::Lost(reason) => {
                MailError::NotSent(format!("the connection to the mail server was lost: {reason}"))
            }
            Failure::Unanswered(reason) => MailError::Unknown(format!(
                "the mail server did not answer after it had received the mail: {reason}"
            )),
        })
    }

    async fn try_to_send(&mut self, message: &Message) -> Result<(), Failure> {
        if self.connection.is_none() {
            self.prepare().await.map_err(Failure::Lost)?;
        }
        let Some(mut connection) = self.connection.take() else {
            return Err(Failure::Lost("there is no connection".to_owned()));
        };
        let sent = transfer(&mut connection, message, self.timeouts).await;
        // After a refusal, the server still waits for the rest of this mail.
        let is_usable = match &sent {
            Ok(()) => true,
            Err(Failure::Refused { .. }) => {
                step(self.timeouts.command, connection.command(Rset)).await.is_ok()
            }
            Err(Failure::Lost(_) | Failure::Unanswered(_)) => false,
        };
        if is_usable {
            self.connection = Some(connection);
        }
        sent
    }

    /// Ends the connection.
    pub(super) async fn close(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            // The mails are sent, so it does not matter whether the server says goodbye.
            let _ = step(Duration::from_secs(2), connection.quit()).await;
        }
    }
}

/// The dialogue for one message.
async fn transfer(
    connection: &mut AsyncSmtpConnection,
    message: &Message,
    timeouts: Timeouts,
) -> Result<(), Failure> {
    let envelope = message.envelope();
    let mut options = Vec::new();
    let is_ascii = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    if !envelope.from().into_iter().chain(envelope.to()).all(is_ascii) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            let answer = "it does not accept addresses with characters other than ASCII".to_owned();
            return Err(Failure::Refused { is_for_the_moment: false, answer });
        }
        options.push(MailParameter::SmtpUtfEight);
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let from = Mail::new(envelope.from().cloned(), options);
    expect(&[250], &step(timeouts.command, connection.command(from)).await?)?;
    for to in envelope.to() {
        let to = Rcpt::new(to.clone(), Vec::new());
        expect(&[250, 251], &step(timeouts.command, connection.command(to)).await?)?;
    }
    expect(&[354], &step(timeouts.command, connection.command(Data)).await?)?;
    // The iterator ends when all of the message is written, and the end of the message follows.
    let is_written = Cell::new(false);
    let mut chunks = message.content().chunks(CHUNK);
    let content = std::iter::from_fn(|| {
        let chunk = chunks.next();
        is_written.set(chunk.is_none());
        chunk
    });
    let accepted = step(timeouts.message, connection.message_iter(content)).await;
    accepted.and_then(|answer| expect(&[250], &answer)).map_err(|failure| match failure {
        Failure::Lost(reason) if is_written.get() => Failure::Unanswered(reason),
        earlier @ (Failure::Refused { .. } | Failure::Lost(_) | Failure::Unanswered(_)) => earlier,
    })
}

/// Checks that an answer has one of these codes. Another one belongs to another command: someone has
/// inserted answers before the connection was encrypted.
fn expect(codes: &[u16], answer: &Response) -> Result<(), Failure> {
    if codes.iter().any(|code| answer.has_code(*code)) {
        return Ok(());
    }
    Err(Failure::Lost(format!("the answer {} does not belong to the command", answer.code())))
}

/// One step of the dialogue, with a time limit.
async fn step(
    limit: Duration,
    step: impl Future<Output = Result<Response, Error>>,
) -> Result<Response, Failure> {
    match tokio::time::timeout(limit, step).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) if error.status().is_some() => Err(Failure::Refused {
            is_for_the_moment: error.is_transient(),
            answer: refusal(&error),
        }),
        Ok(Err(error)) => Err(Failure::Lost(chain(&error))),
        Err(_elapsed) => Err(Failure::Lost(format!("no answer within {} s", limit.as_secs()))),
    }
}

/// Why a login failed. The answer may repeat the password, so only its code is shown.
fn login_reason(error: &Error) -> String {
    match error.status() {
        Some(code) if error.is_transient() => {
            format!("it cannot check the user and the password now ({code}); try again later")
        }
        Some(code) => {
            format!("it refuses the user or the password in `mail.smtp_url` ({code})")
        }
        None => format!("the login failed: {}", chain(error)),
    }
}

/// A refusal of a mail server. Spam filters quote the mail, and the mail contains a secret, also in
/// Base64 and cut into lines. So the answer is shown up to the first word that could be a part of it.
fn refusal(error: &Error) -> String {
    let answer = chain(error);
    let is_plain = |word: &str| {
        let is_short = word.contains('@') || word.len() <= LONGEST_WORD;
        is_short && !word.contains(['=', '/', '#', '%'])
    };
    let words: Vec<_> = answer.split(' ').collect();
    let plain: Vec<_> = words.iter().copied().take_while(|word| is_plain(word)).collect();
    let rest = if plain.len() < words.len() { " …" } else { "" };
    plain.join(" ") + rest
}

/// Why a connection was not made, and what to do about an untrusted certificate.
fn connection_reason(error: &Error) -> String {
    let reason = chain(error);
    if reason.contains("certificate") {
        return format!(
            "its certificate is not trusted ({reason}); SSL_CERT_FILE names a file with other \
             authorities"
        );
    }
    reason
}

/// An error and its causes in one line, without control characters.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let mut texts: Vec<String> = Vec::new();
    for text in causes.map(ToString::to_string) {
        // Some errors repeat their cause.
        if !texts.iter().any(|earlier| earlier.contains(&text)) {
            texts.push(text);
        }
    }
    printable(&texts.join(": ")).chars().take(LONGEST_REASON).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Result<Server, String> {
        Server::parse(&url.into()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_server_is_encrypted_unless_it_is_on_this_machine() {
        for (url, shown, security) in [
            ("smtps://mail.example", "mail.example:465", Security::Tls),
            ("smtp://mail.example", "mail.example:587", Security::StartTls),
            ("smtp://mail.example:25?tls=required", "mail.example:25", Security::StartTls),
            ("smtp://localhost:2525", "localhost:2525", Security::StartTlsIfOffered),
            ("smtp://[::1]:2525", "::1:2525", Security::StartTlsIfOffered),
            ("smtp://127.0.0.1", "127.0.0.1:25", Security::StartTlsIfOffered),
            ("smtp://127.0.0.1.example", "127.0.0.1.example:587", Security::StartTls),
            ("smtp://127.0.0.1?tls=required", "127.0.0.1:587", Security::StartTls),
        ] {
            let server = parse(url).unwrap();
            assert_eq!((server.to_string().as_str(), server.security), (shown, security), "{url}");
        }
    }

    #[test]
    fn a_url_that_would_send_secrets_unencrypted_is_refused() {
        for (url, reason) in [
            ("smtp://mail.example?tls=opportunistic", "must not have tls=opportunistic"),
            ("smtp://mail.example?tls=none", "unknown option"),
            ("smtp://user@mail.example", "both a user and a password"),
            ("http://mail.example", "must begin with smtp://"),
        ] {
            let error = parse(url).unwrap_err();
            assert!(error.contains(reason), "{url}: {error}");
        }
    }

    #[test]
    fn an_answer_to_another_command_is_not_taken_for_success() {
        let answer = |code: &str| format!("{code} x\r\n").parse::<Response>().unwrap();
        assert!(expect(&[354], &answer("354")).is_ok());
        // Someone has inserted an answer, so all answers are those to the command before.
        assert!(matches!(expect(&[354], &answer("250")), Err(Failure::Lost(_))));
        assert!(matches!(expect(&[250], &answer("354")), Err(Failure::Lost(_))));
    }

    #[test]
    fn a_password_is_decoded_and_never_shown() {
        let server = parse("smtps://us%40er:p%40ss@mail.example").unwrap();
        let (user, password) = server.login.as_ref().unwrap();
        assert_eq!((user.as_str(), password.expose_secret()), ("us@er", "p@ss"));
        assert!(!format!("{server:?}").contains("p@ss"));
        let error = parse("smtp://user:hunter2@mail.example?x=1").unwrap_err();
        assert!(!error.contains("hunter2"), "{error}");
    }
}
