//! Sample invitations: the mail with an access link, as mail programs show it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use jiff::{Zoned, civil::date, tz::TimeZone};
use maud::{DOCTYPE, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::sample_code;
use crate::{
    access::Place,
    language,
    mail::{Invitation, Mail},
    pages::Reader,
    theme::{MailHead, Theme},
};

/// Where the sample invitation leads.
const ADDRESS: &str =
    "https://visit.example/links/sample#from=2026-12-01T08:00:00Z&until=2026-12-04T16:30:00Z";

/// A part of the sample invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SampleMail {
    /// As nearly all mail programs show it.
    Html,
    /// As programs show it that show no HTML.
    Text,
}

impl SampleMail {
    pub(super) const ALL: [Self; 2] = [Self::Html, Self::Text];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Html => "mail-html",
            Self::Text => "mail-text",
        }
    }

    /// A page that shows this part. It loads nothing and runs no script.
    pub(super) fn page(self, reader: Reader<'_>, place: Option<&Place>) -> String {
        let (head, _) = reader.theme.mail_head();
        let mail = match sample(reader, head.as_ref(), place) {
            Ok(mail) => mail,
            Err(reason) => return reason,
        };
        match self {
            Self::Html => with_pictures(mail),
            Self::Text => as_text(reader, &mail),
        }
    }
}

/// The policy of these pages.
pub(super) const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/// The size of the largest invitation in any language, in bytes, or why one cannot be written.
pub fn largest_mail(theme: &Theme) -> Result<usize, String> {
    let (head, _) = theme.mail_head();
    let mut largest = 0;
    for language in language::ALL {
        let reader = Reader { theme, texts: theme.texts(language) };
        largest = largest.max(sample(reader, head.as_ref(), None)?.html.len());
    }
    Ok(largest)
}

fn sample(
    reader: Reader<'_>,
    head: Option<&MailHead>,
    place: Option<&Place>,
) -> Result<Mail, String> {
    let moment = |day, hour, minute| -> Option<Zoned> {
        let zone = TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC);
        date(2026, 12, day).at(hour, minute, 0, 0).to_zoned(zone).ok()
    };
    let (from, until) = (moment(1, 9, 0), moment(4, 17, 30));
    let invitation = Invitation {
        name: "Ada Lovelace",
        url: &ADDRESS.into(),
        place,
        from: from.as_ref(),
        until: until.as_ref(),
        reader_code: Some(&Bytes::new()),
    };
    invitation.write(reader.theme, reader.texts, head)
}

/// The HTML with its pictures in it.
fn with_pictures(mail: Mail) -> String {
    let code = utf8_percent_encode(&sample_code(), NON_ALPHANUMERIC).to_string();
    let mut page = mail.html.replace("\"cid:code\"", &format!("\"data:image/svg+xml,{code}\""));
    for picture in mail.pictures {
        let source = format!("\"data:image/png;base64,{}\"", STANDARD.encode(&picture.png));
        page = page.replace(&format!("\"cid:{}\"", picture.id), &source);
    }
    page
}

fn as_text(reader: Reader<'_>, mail: &Mail) -> String {
    let language = reader.texts.language();
    let own_name = reader.theme.mail_from_name.as_ref().map(ToString::to_string);
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag) dir=(language.direction()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (mail.subject) }
                style {
                    "body{margin:16px;font:15px/1.5 ui-monospace,monospace;background:#fff;color:#222}"
                    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}"
                }
            }
            body {
                p {
                    strong { (own_name.as_deref().unwrap_or(&reader.theme.name)) }
                    br; (mail.subject)
                }
                pre { (mail.text) }
            }
        }
    };
    page.into_string()
}
