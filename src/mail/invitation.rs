//! The mail with an access link: subject, text and HTML in the brand's look and words.
//!
//! The HTML is written as MJML, from which `mrml` makes the tables that Outlook needs. It loads
//! nothing from the web: pictures are parts of the mail, and the font is the reader's own. A mail
//! program that is set to dark shows the brand's dark colours, if it supports that; the others show
//! the light ones or invert them.

use std::collections::HashMap;

use bytes::Bytes;
use jiff::Zoned;
use maud::{Markup, PreEscaped, html};
use mrml::prelude::render::RenderOptions;
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    access::{Place, printable},
    language::Texts,
    theme::{MailHead, MailPicture, Palette, Scheme, Shape, ShownPlace, Theme},
};

/// A larger HTML part is cut by Gmail, which shows the first 102 kB.
pub const LARGEST_HTML: usize = 100_000;

/// The fonts of the phone or computer. No font is loaded.
const FONTS: &str = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,\
    'Noto Sans',sans-serif";

/// Who is invited, to where, and how long.
#[derive(Clone, Debug)]
pub struct Invitation<'a> {
    /// The visitor's name.
    pub name: &'a str,
    /// The address of the landing page, with its secret and its dates.
    pub url: &'a SecretString,
    /// The building, if it is known.
    pub place: Option<&'a Place>,
    /// When the link begins to open doors, in the time zone of the place.
    pub from: Option<&'a Zoned>,
    /// When it ends.
    pub until: Option<&'a Zoned>,
    /// A code for the readers beside doors, as PNG.
    pub reader_code: Option<&'a Bytes>,
}

/// A mail, without its headers.
#[derive(Clone)]
pub struct Mail {
    /// One line.
    pub subject: String,
    /// For programs that show no HTML.
    pub text: String,
    /// For all others.
    pub html: String,
    /// The pictures in the HTML.
    pub pictures: Vec<Picture>,
}

/// A picture that the HTML shows as `cid:` and its id.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The id, which is also the name of its file without `.png`.
    pub id: &'static str,
    /// The file.
    pub png: Bytes,
}

/// The words of one mail.
struct Words<'a> {
    texts: &'a Texts,
    brand: String,
    name: String,
    place: Option<ShownPlace<'a>>,
}

impl Invitation<'_> {
    /// Writes the mail in the language of `texts`, with the pictures of `head`. The error says why the
    /// HTML cannot be made, which no content can cause as far as is known.
    pub fn write(
        &self,
        theme: &Theme,
        texts: &Texts,
        head: Option<&MailHead>,
    ) -> Result<Mail, String> {
        let words = Words {
            texts,
            brand: theme.name.clone(),
            name: printable(self.name),
            place: self
                .place
                .map(|place| theme.shown_place(place, texts.language()))
                .filter(|place| !place.name.is_empty()),
        };
        let mut pictures = Vec::new();
        if let Some(head) = head {
            pictures.push(Picture { id: "logo", png: head.picture.png.clone() });
            let dark = head.dark.iter().filter(|_| head.is_logo);
            pictures.extend(dark.map(|dark| Picture { id: "logo-dark", png: dark.png.clone() }));
        }
        let code = self.reader_code.cloned();
        pictures.extend(code.map(|png| Picture { id: "code", png }));
        Ok(Mail {
            subject: without_isolates(&words.say("mail-subject")),
            text: without_isolates(&self.text(theme, &words)),
            html: self.html(theme, &words, head)?,
            pictures,
        })
    }

    /// The dates in the reader's language, each with its label, and the time zone.
    fn validity(&self, texts: &Texts) -> (Vec<(String, String)>, Option<String>) {
        let language = texts.language();
        let moments = [("mail-from", self.from), ("mail-until", self.until)];
        let rows = moments
            .iter()
            .filter_map(|(id, moment)| Some((texts.say(id), language.date_and_time((*moment)?))));
        let zone = self.until.or(self.from).map(|moment| language.zone_name(moment));
        (rows.collect(), zone)
    }

    fn text(&self, theme: &Theme, words: &Words<'_>) -> String {
        let (rows, zone) = self.validity(words.texts);
        let mut validity: Vec<_> =
            rows.into_iter().map(|(label, moment)| format!("{label}: {moment}")).collect();
        validity.extend(zone.map(|zone| format!("({zone})")));
        let contact = &theme.contact;
        let mut help = Vec::new();
        help.extend(contact.name.as_ref().map(ToString::to_string));
        help.extend(contact.phone.as_ref().map(ToString::to_string));
        help.extend(contact.email.as_ref().map(ToString::to_string));
        help.extend(contact.url.as_ref().map(ToString::to_string));
        if !help.is_empty() {
            help.insert(0, words.say("contact-title"));
        }
        let directions = words.place.and_then(|place| Some((place, place.directions?.0)));
        let directions = directions.map(|(place, directions)| {
            [words.say("mail-directions"), place.name.to_owned(), directions.to_owned()].join("\n")
        });
        let address = [words.say("mail-button"), self.url.expose_secret().to_owned()].join(":\n");
        let paragraphs = [
            Some(words.say("mail-greeting")),
            Some(words.intro()),
            (!validity.is_empty()).then(|| validity.join("\n")),
            Some(address),
            Some(words.say("mail-hint")),
            Some(words.say("mail-keep")),
            directions,
            (!help.is_empty()).then(|| help.join("\n")),
            Some(words.say("mail-signature")),
            Some(format!("-- \n{}", words.say("mail-why"))),
        ];
        let paragraphs: Vec<_> = paragraphs.into_iter().flatten().collect();
        paragraphs.join("\n\n") + "\n"
    }

    fn html(
        &self,
        theme: &Theme,
        words: &Words<'_>,
        head: Option<&MailHead>,
    ) -> Result<String, String> {
        let mut markup = self.mjml(theme, words, head).into_string();
        // The texts of a theme may contain characters that XML does not allow (XML 1.0, 2.2).
        markup.retain(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
        let options = RenderOptions { fonts: HashMap::new(), ..RenderOptions::default() };
        let failed = |error: &dyn std::error::Error| format!("the mail cannot be written: {error}");
        let parsed = mrml::parse(&markup).map_err(|error| failed(&error))?;
        parsed.element.render(&options).map_err(|error| failed(&error))
    }

    fn mjml(&self, theme: &Theme, words: &Words<'_>, head: Option<&MailHead>) -> Markup {
        let look = &theme.look;
        let palette = if look.scheme == Scheme::Dark { &look.dark } else { &look.light };
        let language = words.texts.language();
        let is_from_right = language.direction() == "rtl";
        let (start, end) = if is_from_right { ("right", "left") } else { ("left", "right") };
        let radius = match look.buttons.shape {
            Shape::Rounded => "12px",
            Shape::Pill => "28px",
            Shape::Square => "2px",
        };
        let url = self.url.expose_secret();
        let small = |css: &str, content: Markup| {
            html! {
                mj-text css-class=(css) font-size="14px" line-height="21px" color=(palette.muted)
                    padding-top="8px" { (content) }
            }
        };
        html! {
            mjml lang=(language.tag) dir=(language.direction()) {
                mj-head {
                    mj-title { (without_isolates(&words.say("mail-subject"))) }
                    mj-preview { (words.intro()) }
                    mj-attributes {
                        mj-all font-family=(FONTS) {}
                        mj-text align=(start) color=(palette.text) font-size="17px"
                            line-height="26px" padding="6px 24px" {}
                        mj-section padding="0" direction=(language.direction()) {}
                        mj-column direction=(language.direction()) {}
                        mj-table align=(start) {}
                        mj-image align=(start) padding="0 24px" {}
                    }
                    mj-raw { (meta(look.scheme)) }
                    mj-style { (PreEscaped(style(look.scheme, &look.dark))) }
                }
                mj-body width="560px" background-color=(palette.background) css-class="page" {
                    mj-section padding="28px 0 12px" {
                        mj-column { (brand(theme, head, palette, end)) }
                    }
                    mj-section {
                        mj-column {
                            mj-text css-class="text" font-size="26px" line-height="33px"
                                font-weight="700" padding-bottom="10px" {
                                h1 style="margin:0;font-size:inherit;line-height:inherit;font-weight:inherit" {
                                    (words.say("mail-title"))
                                }
                            }
                            mj-text css-class="text" { (words.say("mail-greeting")) }
                            mj-text css-class="text" { (words.intro()) }
                        }
                    }
                    (self.dates(words, palette, start))
                    mj-section padding="18px 0 6px" {
                        mj-column {
                            mj-button href=(url) css-class="button" align=(start)
                                background-color=(palette.accent) color=(palette.on_accent)
                                border-radius=(radius) font-size="18px" font-weight="600"
                                inner-padding="17px 32px" padding="6px 24px" {
                                (words.say("mail-button"))
                            }
                            (small("muted", html! { (words.say("mail-hint")) }))
                            (small("muted", html! {
                                (words.say("mail-url")) br;
                                a.text href=(url) dir="ltr"
                                    style={ "word-break:break-all;color:" (palette.text) } { (url) }
                            }))
                        }
                    }
                    @if self.reader_code.is_some() { (code(words, start)) }
                    @if let Some(place) = words.place { (directions(words, place)) }
                    (help(theme, words))
                    mj-section padding="6px 0 32px" {
                        mj-column {
                            mj-text css-class="text" padding-bottom="14px" {
                                (words.say("mail-signature"))
                            }
                            mj-divider border-width="1px" border-color=(palette.line)
                                css-class="line" padding="8px 24px" {}
                            (small("muted", html! { (words.say("mail-keep")) }))
                            (small("muted", html! { (words.say("mail-why")) }))
                            (footer(theme, words, palette))
                        }
                    }
                }
            }
        }
    }

    fn dates(&self, words: &Words<'_>, palette: &Palette, start: &str) -> Markup {
        let (rows, zone) = self.validity(words.texts);
        html! {
            @if !rows.is_empty() {
                mj-section padding="12px 24px 0" {
                    mj-column css-class="panel" background-color=(palette.surface)
                        border-radius="12px" padding="10px 0" {
                        @for (label, moment) in rows {
                            mj-text css-class="text" padding="6px 20px" {
                                span.muted style={ "font-size:14px;color:" (palette.muted) } {
                                    (label)
                                }
                                br;
                                strong style="font-weight:600" { (moment) }
                            }
                        }
                        @if let Some(zone) = zone {
                            mj-text css-class="muted" align=(start) padding="2px 20px 6px"
                                font-size="14px" line-height="21px" color=(palette.muted) { (zone) }
                        }
                    }
                }
            }
        }
    }
}

impl Words<'_> {
    /// A text that may use the names of the brand, the place and the visitor. Where the place is
    /// not known, the brand stands for it.
    fn say(&self, id: &str) -> String {
        let place = self.place.map_or(self.brand.as_str(), |place| place.name);
        let names = [("brand", &*self.brand), ("place", place), ("name", &*self.name)];
        let text = self.texts.say_with(id, &names);
        let is_from_left = self.texts.language().direction() == "ltr";
        if is_from_left { without_isolates(&text) } else { text }
    }

    fn intro(&self) -> String {
        // A brand does not invite to itself.
        let is_named = self.place.is_some_and(|place| place.name != self.brand);
        self.say(if is_named { "mail-intro-place" } else { "mail-intro" })
    }
}

/// The brand at the top: its logo, or its icon and name, or its name.
fn brand(theme: &Theme, head: Option<&MailHead>, palette: &Palette, end: &str) -> Markup {
    match head {
        Some(head) if head.is_logo => html! {
            mj-text {
                span.day[head.dark.is_some()] { (picture(&head.picture, "logo", &theme.name)) }
                @if let Some(dark) = &head.dark {
                    // Outlook would show both. Some programs read no style sheet, so the dark one is
                    // hidden by its own style, in more than one way.
                    (PreEscaped("<!--[if !mso]><!-->"))
                    div.night style="display:none;max-height:0;overflow:hidden" {
                        (picture(dark, "logo-dark", &theme.name))
                    }
                    (PreEscaped("<!--<![endif]-->"))
                }
            }
        },
        Some(head) => html! { (icon_and_name(theme, &head.picture, palette, end)) },
        None => html! {
            mj-text css-class="text" font-size="19px" font-weight="700" { (theme.name) }
        },
    }
}

fn picture(picture: &MailPicture, id: &str, alt: &str) -> Markup {
    let [width, height] = picture.size;
    html! {
        img src={ "cid:" (id) } alt=(alt) width=(width) height=(height)
            style={ "display:inline-block;width:" (width) "px;height:" (height) "px" };
    }
}

/// The icon, and the name beside it.
fn icon_and_name(theme: &Theme, icon: &MailPicture, palette: &Palette, end: &str) -> Markup {
    let [width, height] = icon.size;
    html! {
        mj-table width="auto" padding="0 24px" {
            tr {
                td style={ "padding:0;padding-" (end) ":14px" } {
                    img src="cid:logo" alt="" width=(width) height=(height)
                        style="display:block;border-radius:10px";
                }
                td.text style={ "font-size:19px;font-weight:700;color:" (palette.text) } {
                    (theme.name)
                }
            }
        }
    }
}

fn code(words: &Words<'_>, start: &str) -> Markup {
    html! {
        mj-section padding="10px 0" {
            mj-column {
                mj-text css-class="text" { (words.say("mail-code")) }
                mj-image src="cid:code" alt=(words.say("mail-code-name")) width="200px" height="200px"
                    css-class="code" align=(start) border="10px solid #ffffff"
                    padding="8px 24px" {}
            }
        }
    }
}

fn directions(words: &Words<'_>, place: ShownPlace<'_>) -> Markup {
    html! {
        @if let Some((directions, language)) = place.directions {
            mj-section padding="10px 0 0" {
                mj-column {
                    mj-text css-class="text" {
                        strong { (words.say("mail-directions")) }
                        br; (place.name)
                        br; span lang=(language.tag) { (directions) }
                    }
                }
            }
        }
    }
}

/// Whom the visitor can ask.
fn help(theme: &Theme, words: &Words<'_>) -> Markup {
    let contact = &theme.contact;
    let has_contact = contact.name.is_some()
        || contact.phone.is_some()
        || contact.email.is_some()
        || contact.url.is_some();
    html! {
        @if has_contact {
            mj-section padding="10px 0 0" {
                mj-column {
                    mj-text css-class="text" {
                        strong { (words.say("contact-title")) }
                        @if let Some(name) = &contact.name { br; (name) }
                        @if let Some(phone) = &contact.phone {
                            br; a.text href={ "tel:" (phone.dialled()) } dir="ltr"
                                style="color:inherit" { (phone) }
                        }
                        @if let Some(email) = &contact.email {
                            br; a.text href={ "mailto:" (email) } style="color:inherit" { (email) }
                        }
                        @if let Some(url) = &contact.url {
                            br; a.text href=(url) style="color:inherit" { (url.short()) }
                        }
                    }
                }
            }
        }
    }
}

/// The brand's links, such as privacy and imprint.
fn footer(theme: &Theme, words: &Words<'_>, palette: &Palette) -> Markup {
    let links: Vec<_> = theme.footer(words.texts.language()).collect();
    html! {
        @if !links.is_empty() {
            mj-text css-class="muted" font-size="14px" line-height="24px" color=(palette.muted) {
                @for ((label, language), url) in links {
                    a.muted href=(url) lang=(language.tag) style="color:inherit" { (label) }
                    "\u{a0}\u{a0} "
                }
            }
        }
    }
}

/// Which colours the mail has, for programs that are set to dark.
fn meta(scheme: Scheme) -> Markup {
    let schemes = match scheme {
        Scheme::Auto => "light dark",
        Scheme::Light => "light",
        Scheme::Dark => "dark",
    };
    html! {
        meta name="color-scheme" content=(schemes);
        meta name="supported-color-schemes" content=(schemes);
    }
}

/// The dark colours. All values are colours, which cannot end a rule.
fn style(scheme: Scheme, dark: &Palette) -> String {
    // Readers of codes need a white ground.
    const ALWAYS: &str = ".code img{background-color:#fff}";
    if scheme != Scheme::Auto {
        return ALWAYS.to_owned();
    }
    let Palette { background, surface, text, muted, line, accent, on_accent, .. } = dark;
    format!(
        "{ALWAYS}@media (prefers-color-scheme:dark){{\
         body,.page,.page>div{{background-color:{background}!important}}\
         .panel td{{background-color:{surface}!important}}\
         .text,.text div,.text a{{color:{text}!important}}\
         .muted,.muted div,.muted a{{color:{muted}!important}}\
         .line p{{border-color:{line}!important}}\
         .button td,.button a{{background-color:{accent}!important;color:{on_accent}!important}}\
         .day{{display:none!important}}.night{{display:block!important;max-height:none!important}}}}"
    )
}

/// A text without the marks that isolate names in text of both directions (U+2068, U+2069): some
/// mail programs show them as boxes in a subject and in plain text.
fn without_isolates(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::language::{self, Language};

    const BRAND: &str = "name = \"Northwind\"\n\
        [contact]\nname = \"Front desk\"\nphone = \"+49 30 1234567\"\nemail = \"desk@nw.example\"\n\
        [mail]\ngreeting = { de = \"Willkommen, { $name }!\" }\nsignature = \"Your reception\"\n\
        [places.77]\nname = \"Harbour\"\ndirections = \"Second gate.\"";

    fn write(theme: &Theme, tag: &str, name: &str) -> Mail {
        let moment = |text: &str| -> Zoned { text.parse().unwrap() };
        let place = Place { id: 77, name: "Harbour House".to_owned() };
        let invitation = Invitation {
            name,
            url: &"https://visit.nw.example/links/s3cret#until=2026-12-01T17:00:00Z".into(),
            place: Some(&place),
            from: Some(&moment("2026-12-01T09:00:00+01:00[Europe/Berlin]")),
            until: Some(&moment("2026-12-01T18:00:00+01:00[Europe/Berlin]")),
            reader_code: Some(&Bytes::from_static(b"png")),
        };
        let (head, _) = theme.mail_head();
        let texts = theme.texts(Language::tagged(tag).unwrap());
        invitation.write(theme, texts, head.as_ref()).unwrap()
    }

    #[test]
    fn the_text_says_everything_that_a_visitor_needs() {
        let mail = write(&Theme::for_tests(BRAND), "en", "Ada Lovelace");
        assert_eq!(mail.subject, "Your access to Harbour");
        assert_snapshot!(mail.text.replace('\u{202f}', " "), @r"
        Hello Ada Lovelace,

        Northwind has made you a personal link for Harbour. It unlocks the doors there with your phone.

        Valid from: Tuesday, 1 December 2026 at 9:00 am
        Valid until: Tuesday, 1 December 2026 at 6:00 pm
        (Central European Time)

        Show my doors:
        https://visit.nw.example/links/s3cret#until=2026-12-01T17:00:00Z

        Open it on your phone when you are at the door.

        This link works like a key, so please do not pass it on.

        How to find it
        Harbour
        Second gate.

        Need help?
        Front desk
        +49 30 1234567
        desk@nw.example

        Your reception

        -- 
        You received this email because Northwind gave you access. If you did not expect it, please delete it.
        ");
    }

    #[test]
    fn a_brands_words_are_used_in_their_language() {
        let theme = Theme::for_tests(BRAND);
        let text = |tag| write(&theme, tag, "Ada").text;
        assert!(text("de").starts_with("Willkommen, Ada!\n"), "{}", text("de"));
        assert!(text("en").starts_with("Hello Ada,\n") && text("en").contains("Your reception"));
        assert!(text("fr").starts_with("Bonjour Ada,\n") && !text("fr").contains("Your reception"));
    }

    #[test]
    fn every_language_has_all_words_and_loads_nothing() {
        let theme = Theme::for_tests(BRAND);
        for language in language::ALL {
            let Mail { subject, text, html, .. } = write(&theme, language.tag, "Ada");
            for part in [&subject, &text, &html] {
                assert!(!part.contains("mail-") && !part.contains("contact-"), "{part}");
            }
            assert!(!subject.contains('\n') && !text.contains(['\u{2068}', '\u{2069}']));
            assert!(html.contains(&format!("lang=\"{}\"", language.tag)), "{html}");
            assert!(html.contains(&format!("direction:{};", language.direction())));
            assert!(html.len() < LARGEST_HTML / 2, "{}", html.len());
            for remote in ["src=\"http", "url(", "@import", "<link", "<script"] {
                assert!(!html.contains(remote), "{remote}");
            }
            assert_eq!(html.matches("https://visit.nw.example/links/s3cret").count(), 3);
        }
    }

    #[test]
    fn names_cannot_change_the_mail() {
        let hostile =
            "<img src=x onerror=alert(1)> </mj-text><mj-raw>\r\nBcc: eve@example.com {{x}} &amp;";
        let brand = format!("name = {hostile:?}").replace("\\r\\n", " ");
        let mail = write(&Theme::for_tests(&brand), "en", hostile);
        assert!(mail.html.ends_with("</html>"), "{}", mail.html);
        assert!(!mail.html.contains("<img src=x") && !mail.html.contains("</mj-text>"));
        assert!(mail.html.contains("&lt;img src=x onerror=alert(1)&gt;"), "{}", mail.html);
        assert!(mail.html.contains("&amp;amp;"), "{}", mail.html);
        assert!(!mail.text.contains("\nBcc:") && !mail.subject.contains('\n'));
    }

    #[test]
    fn a_logo_has_a_dark_version_that_is_hidden_where_no_style_sheet_is_read() {
        let mut theme = Theme::for_tests("name = \"Acme\"");
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>";
        theme.logo = crate::assets::Asset::picture("logo", svg.into());
        let mail = write(&theme, "en", "Ada");
        let ids: Vec<_> = mail.pictures.iter().map(|picture| picture.id).collect();
        assert_eq!(ids, ["logo", "logo-dark", "code"]);
        let dark = "<!--[if !mso]><!--><div class=\"night\" style=\"display:none;max-height:0;\
                    overflow:hidden\"><img src=\"cid:logo-dark\" alt=\"Acme\"";
        assert!(mail.html.contains(dark), "{}", mail.html);
    }
}
