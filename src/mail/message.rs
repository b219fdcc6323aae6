//! A mail as mail servers transfer it: headers, and one body in several forms.

use std::fmt;

use lettre::{
    Address,
    address::Envelope,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

use url::Host;

use super::invitation::{Mail, Picture};
use crate::access::printable;

/// The longest name in a header, in characters. A longer one is cut.
const LONGEST_NAME: usize = 300;

/// A message that is ready to be sent.
#[derive(Clone)]
pub struct Message {
    envelope: Envelope,
    content: Vec<u8>,
}

/// The content has the secret of a link in it.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Message")
    }
}

/// A text is not a mail address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a mail address; write it like ada@example.com")]
pub struct AddressError(pub String);

/// Who sends mails.
#[derive(Clone, Debug)]
pub struct Sender {
    mailbox: Mailbox,
}

impl Sender {
    /// Reads `mail.from`: an address, or a name and an address in angle brackets. A brand's own name
    /// of the sender replaces that name, and `fallback` is the name if there is neither.
    pub fn parse(text: &str, own_name: Option<&str>, fallback: &str) -> Result<Self, AddressError> {
        let mailbox: Mailbox =
            text.parse().map_err(|_names_no_text| AddressError(text.to_owned()))?;
        let name = own_name.map(str::to_owned).or(mailbox.name).unwrap_or(fallback.to_owned());
        Ok(Self { mailbox: Mailbox { name: header_name(&name), email: mailbox.email } })
    }

    /// The part of the address after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.mailbox.email.domain()
    }
}

/// Reads the address of a visitor. A domain of other letters becomes its ASCII form (IDNA), which
/// every mail server understands.
pub fn recipient(address: &str) -> Result<Address, AddressError> {
    let address = address.trim();
    let read = || -> Option<Address> {
        let written: Address = address.parse().ok()?;
        let domain = match Host::parse(written.domain()).ok()? {
            Host::Domain(domain) => domain,
            Host::Ipv4(_) | Host::Ipv6(_) => return None,
        };
        let read = Address::new(written.user(), domain).ok()?;
        // Some addresses that are valid cannot be written into a header by lettre.
        let header = Mailbox::new(None, read.clone()).to_string();
        header.parse::<Mailbox>().is_ok().then_some(read)
    };
    read().ok_or_else(|| AddressError(printable(address)))
}

/// A name without line ends, so that it cannot begin another header.
fn header_name(name: &str) -> Option<String> {
    let name: String = printable(name).chars().take(LONGEST_NAME).collect();
    (!name.is_empty()).then_some(name)
}

impl Message {
    /// The message with this mail for `name` at `to`. Answers go to `reply_to`.
    pub fn new(
        sender: &Sender,
        (name, to): (&str, &Address),
        reply_to: Option<&Address>,
        mail: Mail,
    ) -> Result<Self, String> {
        let failed = |error: &dyn std::error::Error| format!("the mail cannot be written: {error}");
        let own = &sender.mailbox;
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| failed(&error))?;
        let id = blake3::Hash::from_bytes(*blake3::hash(&random).as_bytes()).to_hex();
        let builder = lettre::Message::builder()
            .message_id(Some(format!("<{}@{}>", &id[..32], own.email.domain())))
            .date_now()
            .from(own.clone())
            .to(Mailbox::new(header_name(name), to.clone()))
            .subject(mail.subject)
            // Programs that answer mails by themselves do not answer this one (RFC 3834, 5).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        let builder = match reply_to {
            Some(address) => builder.reply_to(Mailbox::new(None, address.clone())),
            None => builder,
        };
        let pictures = mail.pictures.iter().map(inline);
        let html = pictures.fold(
            MultiPart::related().singlepart(SinglePart::html(mail.html)),
            MultiPart::singlepart,
        );
        let body =
            MultiPart::alternative().singlepart(SinglePart::plain(mail.text)).multipart(html);
        let message = builder.multipart(body).map_err(|error| failed(&error))?;
        Ok(Self { envelope: message.envelope().clone(), content: message.formatted() })
    }

    /// The sender and the recipient.
    pub(super) fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// The whole message. It contains the secret of a link.
    #[must_use]
    pub fn content(&self) -> &[u8] {
        &self.content
    }
}

fn inline(picture: &Picture) -> SinglePart {
    // PNG is a valid media type.
    let png = ContentType::parse("image/png").unwrap_or(ContentType::TEXT_PLAIN);
    let name = format!("{}.png", picture.id);
    Attachment::new_inline_with_name(picture.id.to_owned(), name).body(picture.png.to_vec(), png)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::{
        prelude::any,
        test_runner::{Config, TestRunner},
    };

    use super::*;

    fn message(name: &str, subject: &str) -> String {
        let sender = Sender::parse("visit@acme.example", Some(name), "Acme").unwrap();
        let to = recipient("ada@example.com").unwrap();
        let mail = Mail {
            subject: subject.to_owned(),
            text: "text".to_owned(),
            html: "<p>html</p>".to_owned(),
            pictures: vec![Picture { id: "logo", png: Bytes::from_static(b"png") }],
        };
        let message = Message::new(&sender, (name, &to), None, mail).unwrap();
        String::from_utf8(message.content).unwrap()
    }

    /// The names of the headers of a message. A line that begins with a space continues the last.
    fn headers(message: &str) -> Vec<&str> {
        let lines = message.split("\r\n").take_while(|line| !line.is_empty());
        let lines = lines.filter(|line| !line.starts_with([' ', '\t']));
        lines.map(|line| line.split_once(':').map_or(line, |(name, _)| name)).collect()
    }

    const HEADERS: [&str; 8] = [
        "Message-ID",
        "Date",
        "From",
        "To",
        "Subject",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    ];

    #[test]
    fn no_name_and_no_subject_adds_a_header() {
        let config = Config { cases: 500, failure_persistence: None, ..Config::default() };
        let long = "x".repeat(300);
        for name in
            ["a\r\nBcc: eve@example.com", "a, b <c@d.example>", "\"q\" \\", &long, "\u{202e}"]
        {
            assert_eq!(headers(&message(name, name)), HEADERS, "{name}");
        }
        let same_headers = |(name, subject): (String, String)| {
            let message = message(&name, &subject);
            assert_eq!(headers(&message), HEADERS, "{name:?} {subject:?}");
            let head = message.split("\r\n\r\n").next().unwrap();
            assert!(head.is_ascii() && head.lines().all(|line| line.len() < 998), "{head}");
            Ok(())
        };
        TestRunner::new(config).run(&(any::<String>(), any::<String>()), same_headers).unwrap();
    }

    #[test]
    fn a_name_with_commas_and_quotes_stays_one_name() {
        // `Lovelace, "Ada"` in Base64 (RFC 2047).
        let written = message("Lovelace, \"Ada\"", "x");
        assert!(written.contains("To: =?utf-8?b?TG92ZWxhY2UsICJBZGEi?= <ada@example.com>\r\n"));
        let sender = |text| Sender::parse(text, None, "Brand").unwrap().mailbox.to_string();
        assert_eq!(sender("visit@acme.example"), "Brand <visit@acme.example>");
        assert_eq!(sender("Acme <visit@acme.example>"), "Acme <visit@acme.example>");
        assert!(Sender::parse("Acme", None, "Brand").is_err());
    }

    #[test]
    fn an_address_is_checked() {
        for right in ["ada@example.com", " o'hara+x@example.co.uk ", "ada@müller.example"] {
            assert!(recipient(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "ada",
            "ada@",
            "a b@example.com",
            "a@b.example\r\nBcc: c@d.example",
            "a@b,c@d",
            "\"a b\"@example.com",
            "ada@[127.0.0.1]",
        ] {
            assert!(recipient(wrong).is_err(), "{wrong}");
        }
    }
}
