//! Kinds of values: texts, numbers, yes or no, lists and tables. A value of the wrong kind gets a
//! message that says how to write it, from what the schema expects at its place.

use serde_json::Value;
use toml::{
    Spanned,
    de::{DeInteger, DeValue},
};

use super::{
    schema,
    syntax::Explained,
    syntax_of_values::yes_or_no,
    wrong_values::{is_hexadecimal_color, rgb_of},
};

/// A kind of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Truth,
    List,
    Table,
    /// A number with a fraction or a date, which no key has.
    Other,
}

impl Kind {
    fn of(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(_) => Self::Text,
            DeValue::Integer(_) => Self::Number,
            DeValue::Boolean(_) => Self::Truth,
            DeValue::Array(_) => Self::List,
            DeValue::Table(_) => Self::Table,
            DeValue::Float(_) | DeValue::Datetime(_) => Self::Other,
        }
    }

    /// The kinds that the schema allows at one place.
    fn allowed_by(schema: &Value) -> Vec<Self> {
        let either = ["anyOf", "oneOf"].into_iter().filter_map(|key| schema[key].as_array());
        let inner = either.flatten().flat_map(Self::allowed_by);
        let own = match schema["type"].as_str() {
            Some("string") => Some(Self::Text),
            Some("integer") => Some(Self::Number),
            Some("boolean") => Some(Self::Truth),
            Some("array") => Some(Self::List),
            Some("object") => Some(Self::Table),
            // The texts of another language are described in one place of the schema.
            _ => schema["allOf"].is_array().then_some(Self::Table),
        };
        own.into_iter().chain(inner).collect()
    }
}

/// What is wrong with the kind of a value, if the schema expects another one. `path` are the keys
/// that lead to it, and `text` is the file.
pub(super) fn wrong_kind(
    path: &[String],
    value: &Spanned<DeValue<'_>>,
    schema: &Value,
    text: &str,
) -> Option<Explained> {
    let kinds = Kind::allowed_by(schema);
    if kinds.contains(&Kind::of(value.get_ref())) {
        return None;
    }
    let key = path.last().map_or("", String::as_str);
    let at = value.span();
    // The span of a table is its head.
    let before = text[..at.start].trim_end_matches([' ', '\t']);
    let is_head =
        text[at.clone()].starts_with('[') && (before.is_empty() || before.ends_with('\n'));
    // An element of a list has the path of the list.
    let is_list = schema::node(path.iter().map(String::as_str))["type"] == "array";
    let is_in_list = is_list && !kinds.contains(&Kind::List);
    let raw = &text[at];
    let written = Written { key, path: path.join("."), value, raw, is_head, is_in_list };
    Some(if kinds.contains(&Kind::List) || kinds.contains(&Kind::Table) && is_in_list {
        written.as_list(kinds.contains(&Kind::Table) || schema["items"]["type"] == "object")
    } else if kinds.contains(&Kind::Text) {
        written.as_text()
    } else if kinds.contains(&Kind::Table) {
        written.as_table()
    } else if kinds.contains(&Kind::Truth) {
        written.as_truth()
    } else {
        written.as_number()
    })
}

/// A value as it is written in the file.
struct Written<'a> {
    key: &'a str,
    path: String,
    value: &'a Spanned<DeValue<'a>>,
    raw: &'a str,
    /// Whether it is a table that begins with its name in brackets.
    is_head: bool,
    is_in_list: bool,
}

impl Written<'_> {
    fn explained(&self, message: String, suggestion: Option<String>) -> Explained {
        Explained { at: self.value.span(), message, suggestion }
    }

    fn as_table(&self) -> Explained {
        let Self { key, path, .. } = self;
        let is_list = matches!(self.value.get_ref(), DeValue::Array(_));
        if is_list && self.is_head && ["doors", "places"].contains(&path.as_str()) {
            let number = self.number_in_list().unwrap_or_else(|| "1234".to_owned());
            let right = format!("[{key}.{number}]");
            let message = format!(
                "write the number of each one in its brackets, {right} in place of [[{key}]], and \
                 remove the line with the number"
            );
            return self.explained(message, Some(right));
        }
        if is_list && self.is_head {
            let right = format!("[{path}]");
            let message = format!("write {right} with one bracket on each side");
            return self.explained(message, Some(right));
        }
        let number = if ["doors", "places"].contains(&path.as_str()) { ".1234" } else { "" };
        let message = format!(
            "`{key}` has keys of its own; write [{path}{number}] on a line of its own, and its keys \
             below it"
        );
        self.explained(message, None)
    }

    /// The number that stands beside the other keys of the first table in a list.
    fn number_in_list(&self) -> Option<String> {
        let DeValue::Array(list) = self.value.get_ref() else { return None };
        let DeValue::Table(first) = list.first()?.get_ref() else { return None };
        let numbers = ["id", "number"].into_iter().filter_map(|key| first.get(key));
        let numbers = numbers.filter_map(|value| {
            let number = value.get_ref().as_integer().map(DeInteger::as_str);
            number.or_else(|| value.get_ref().as_str())
        });
        numbers.map(str::to_owned).find(|number| number.parse::<u64>().is_ok())
    }

    fn as_list(&self, is_of_tables: bool) -> Explained {
        let Self { key, path, raw, .. } = self;
        if is_of_tables && self.is_head {
            let right = format!("[[{path}]]");
            let message = format!("write {right} with two brackets on each side, once for each");
            return self.explained(message, Some(right));
        }
        if is_of_tables {
            let message =
                format!("write [[{path}]] on a line of its own for each, and its keys below it");
            return self.explained(message, None);
        }
        if let DeValue::String(words) = self.value.get_ref() {
            let parts = words.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
            let parts: Vec<_> = parts.map(|part| format!("\"{part}\"")).collect();
            if parts.len() > 1 {
                let right = format!("[{}]", parts.join(", "));
                let message = format!("this is a list; write it like this: {key} = {right}");
                return self.explained(message, Some(right));
            }
            let right = format!("[{raw}]");
            let message = format!("this is a list, also of one; write brackets: {key} = {right}");
            return self.explained(message, Some(right));
        }
        self.explained(format!("write a list of texts in quotes: {key} = [\"…\", \"…\"]"), None)
    }

    fn as_truth(&self) -> Explained {
        let Self { key, raw, .. } = self;
        let content = self.value.get_ref().as_str().unwrap_or(raw);
        let Some(right) = yes_or_no(content) else {
            let message = format!("write true or false, without quotes: {key} = true");
            return self.explained(message, None);
        };
        let message = format!("write {right} without quotes: {key} = {right}");
        self.explained(message, Some(right.to_owned()))
    }

    fn as_number(&self) -> Explained {
        let Self { key, raw, .. } = self;
        let content = self.value.get_ref().as_str().map(str::trim);
        let Some(right) = content.filter(|content| content.parse::<i32>().is_ok()) else {
            let shown = shortened(content.unwrap_or(raw));
            let message =
                format!("`{shown}` is not a whole number; write one like this: {key} = 1");
            return self.explained(message, None);
        };
        let message = format!("write {right} without quotes: {key} = {right}");
        self.explained(message, Some(right.to_owned()))
    }

    /// A value as it would be right, with its key in front.
    fn line(&self, right: &str) -> String {
        let right = shortened(right);
        if self.is_in_list { right } else { format!("{} = {right}", self.key) }
    }

    fn as_text(&self) -> Explained {
        let Self { key, raw, .. } = self;
        if let DeValue::Array(list) = self.value.get_ref()
            && let [only] = &list[..]
            && let Some(words) = only.get_ref().as_str()
        {
            let right = format!("\"{words}\"");
            let message = format!("write it without brackets: {}", self.line(&right));
            return self.explained(message, Some(right));
        }
        let rgb = rgb_of(raw).filter(|_| self.path.starts_with("colors."));
        if let Some(right) = rgb.filter(|_| matches!(self.value.get_ref(), DeValue::Array(_))) {
            let right = format!("\"{right}\"");
            let message = format!("write the colour in quotes: {}", self.line(&right));
            return self.explained(message, Some(right));
        }
        if matches!(self.value.get_ref(), DeValue::Array(_) | DeValue::Table(_)) {
            return self.explained(format!("write one text in quotes here: {key} = \"…\""), None);
        }
        let digits = raw.strip_prefix("0x").filter(|digits| is_hexadecimal_color(digits));
        let right = match digits {
            Some(digits) => format!("\"#{digits}\""),
            None => format!("\"{raw}\""),
        };
        let message = format!("put it into straight quotes: {}", self.line(&right));
        self.explained(message, Some(right))
    }
}

/// A value in a message: one line and not too long.
fn shortened(raw: &str) -> String {
    let line = raw.lines().next().unwrap_or_default();
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
