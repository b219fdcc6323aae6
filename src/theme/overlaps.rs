//! Warnings about what a theme file says twice, so that one of the two is not used.

use std::sync::Arc;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::diagnostic::{Diagnostic, Severity, Source};
use crate::language::Language;

/// Keys of `[colors]` that are also in `[colors.dark]`.
const COLORS: [&str; 4] = ["accent", "background", "surface", "text"];

/// Warns of what is not used in a file, because another place says it, too.
pub(super) fn check_overlaps(source: &Arc<Source>, file: &DeTable<'_>) -> Vec<Diagnostic> {
    let check = Overlaps { source, file };
    [check.texts(), check.mail_texts(), check.colors()].concat()
}

struct Overlaps<'a> {
    source: &'a Arc<Source>,
    file: &'a DeTable<'a>,
}

impl Overlaps<'_> {
    fn table(&self, path: &[&str]) -> Option<&DeTable<'_>> {
        table_at(self.file, path)
    }

    fn line(&self, at: usize) -> usize {
        self.source.text[..at].matches('\n').count() + 1
    }

    /// Texts in `[text]` and again in the table of the brand's own language.
    fn texts(&self) -> Vec<Diagnostic> {
        let Some(own) = self.table(&["text"]) else { return Vec::new() };
        let language = self.file.get("language").and_then(|tag| tag.get_ref().as_str());
        let language = language.and_then(Language::tagged).unwrap_or(Language::english());
        let of_own_language =
            own.iter().filter(|(tag, _)| Language::tagged(tag.get_ref()) == Some(language));
        let again =
            of_own_language.filter_map(|(tag, texts)| Some((tag, as_table(texts.get_ref())?)));
        let again = again.flat_map(|(tag, texts)| texts.keys().map(move |id| (tag, id)));
        let warnings = again.filter_map(|(tag, id)| {
            let (used, _) = own.get_key_value(id.get_ref().as_ref())?;
            let message = format!(
                "`{}` of [text.{}] is not used, because [text] has it in line {}, and your language \
                 is {}; remove one of the two",
                id.get_ref(),
                tag.get_ref(),
                self.line(used.span().start),
                language.tag
            );
            Some(Diagnostic::new(Severity::Warning, self.source, id.span(), message))
        });
        warnings.take(MOST).collect()
    }

    /// Texts of `[mail]` that are in `[text]`, too.
    fn mail_texts(&self) -> Vec<Diagnostic> {
        let (Some(texts), Some(mail)) = (self.table(&["text"]), self.table(&["mail"])) else {
            return Vec::new();
        };
        let warnings = mail.iter().filter_map(|(key, words)| {
            let id = format!("mail-{}", key.get_ref());
            let (written, _) = texts.get_key_value(id.as_str())?;
            // With several languages, [text] may have the only words in the brand's own.
            words.get_ref().as_str()?;
            let message = format!(
                "`{id}` is not used, because [mail] has `{}` in line {}; remove one of the two",
                key.get_ref(),
                self.line(key.span().start)
            );
            Some(Diagnostic::new(Severity::Warning, self.source, written.span(), message))
        });
        warnings.collect()
    }

    /// Colours of a scheme that no page has.
    fn colors(&self) -> Vec<Diagnostic> {
        let (Some(colors), Some(dark)) = (self.table(&["colors"]), self.table(&["colors", "dark"]))
        else {
            return Vec::new();
        };
        let scheme = colors.get("scheme").and_then(|scheme| scheme.get_ref().as_str());
        let in_both = COLORS.iter().filter(|key| dark.contains_key(**key));
        let in_both = in_both.filter_map(|key| colors.get_key_value(*key));
        let mut in_both: Vec<_> = in_both.map(|(key, _)| key).collect();
        in_both.sort_by_key(|key| key.span().start);
        match (scheme, &in_both[..]) {
            (Some("dark"), [first, ..]) => {
                let names: Vec<_> =
                    in_both.iter().map(|key| format!("`{}`", key.get_ref())).collect();
                let message = format!(
                    "visitors do not see {} of [colors], because all pages are dark, and \
                     [colors.dark] has other colours for them; remove what is not used",
                    names.join(", ")
                );
                vec![Diagnostic::new(Severity::Warning, self.source, first.span(), message)]
            }
            (Some("light"), _) => {
                let Some(first) = dark.keys().map(Spanned::span).min_by_key(|at| at.start) else {
                    return Vec::new();
                };
                let message = "visitors do not see the colours of [colors.dark], because scheme = \
                               \"light\" makes all pages light";
                vec![Diagnostic::new(Severity::Note, self.source, first, message)]
            }
            _ => Vec::new(),
        }
    }
}

/// The most warnings about one kind of overlap.
const MOST: usize = 50;

fn table_at<'a>(table: &'a DeTable<'a>, path: &[&str]) -> Option<&'a DeTable<'a>> {
    let Some((key, rest)) = path.split_first() else { return Some(table) };
    table_at(as_table(table.get(*key)?.get_ref())?, rest)
}

fn as_table<'a>(value: &'a DeValue<'a>) -> Option<&'a DeTable<'a>> {
    if let DeValue::Table(table) = value { Some(table) } else { None }
}
