//! Whom a visitor can ask for help.

use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Reader, foreign::other, icon};
use crate::theme::Contact;

/// The brand's contact with everything that it consists of, if it has one.
pub(super) fn contact(reader: Reader<'_>, reference: Option<&str>) -> Markup {
    let Reader { theme, texts } = reader;
    let contact = &theme.contact;
    if *contact == Contact::default() {
        return html! {};
    }
    html! {
        section.contact {
            h2 { (texts.say("contact-title")) }
            @if let Some(name) = &contact.name { p { bdi { (name) } } }
            (buttons(reader, reference, &texts.say("call"), true))
            @if let Some(url) = &contact.url {
                a.way href=(url) rel="noreferrer" {
                    (icon::globe())
                    @match theme.contact_label(texts.language()) {
                        Some((label, of)) => bdi lang=[other(of, texts.language())] { (label) },
                        None => bdi { (url.short()) },
                    }
                }
            }
        }
    }
}

/// The two ways to a person, as short buttons for a visitor who is stuck at a door.
pub(super) fn actions(reader: Reader<'_>, reference: Option<&str>) -> Markup {
    let Reader { theme, texts } = reader;
    let call = match &theme.contact.name {
        Some(name) => texts.say_of("call-name", "name", &name.to_string()),
        None => texts.say("call"),
    };
    buttons(reader, reference, &call, false)
}

/// The buttons to call and to write; `are_full` ones show the number and the address.
fn buttons(reader: Reader<'_>, reference: Option<&str>, call: &str, are_full: bool) -> Markup {
    let Contact { phone, email, .. } = &reader.theme.contact;
    html! {
        @if phone.is_some() || email.is_some() {
            div.actions {
                @if let Some(phone) = phone {
                    a.action href={ "tel:" (phone.dialled()) } {
                        (icon::phone()) (call) @if are_full { bdi { (phone) } }
                    }
                }
                @if let Some(email) = email {
                    a.action href=(mail_to(email, reference)) {
                        (icon::envelope()) (reader.texts.say("write"))
                        @if are_full { bdi { (email) } }
                    }
                }
            }
        }
    }
}

/// A link that begins a mail, whose subject is what the brand's support can look up.
fn mail_to(email: &impl ToString, reference: Option<&str>) -> String {
    let email = email.to_string();
    match reference {
        Some(subject) => {
            format!("mailto:{email}?subject={}", utf8_percent_encode(subject, NON_ALPHANUMERIC))
        }
        None => format!("mailto:{email}"),
    }
}
