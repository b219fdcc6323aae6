//! What is written in a theme file, and the lines that a change needs.

use std::{fmt, ops::Range};

use toml_edit::{Document, DocumentMut, Item, Table, TableLike, Value};

/// The way to a value in a theme file: its tables and its name, as in `colors.dark.accent`. The
/// links at the end of the page have a number: `footer.0.label`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(Vec<String>);

impl Key {
    pub(super) fn new<const LENGTH: usize>(parts: [&str; LENGTH]) -> Self {
        Self(parts.map(str::to_owned).to_vec())
    }

    /// Reads `colors.dark.accent`.
    pub(super) fn parse(dotted: &str) -> Self {
        Self(dotted.split('.').map(str::to_owned).collect())
    }

    /// As in `colors.dark.accent`.
    pub(super) fn dotted(&self) -> String {
        self.0.join(".")
    }

    /// Its parts.
    pub(super) fn parts(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }

    fn name(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    fn tables(&self) -> &[String] {
        &self.0[..self.0.len().saturating_sub(1)]
    }

    /// The line above it: `[colors.dark]`. A key at the top of the file has none.
    fn header(&self) -> Option<String> {
        match self.tables() {
            [] => None,
            [footer, _number] if footer == "footer" => Some("[[footer]]".to_owned()),
            tables => Some(format!("[{}]", tables.join("."))),
        }
    }
}

/// `[colors] accent`
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.header() {
            Some(header) => write!(f, "{header} {}", self.name()),
            None => f.write_str(self.name()),
        }
    }
}

/// A theme file that is valid TOML.
#[derive(Clone, Debug)]
pub(super) struct Written(Document<String>);

impl Written {
    /// The text of a theme file; `None` if it is not TOML.
    pub(super) fn new(text: String) -> Option<Self> {
        Document::parse(text).ok().map(Self)
    }

    fn item(&self, key: &Key) -> Option<&Item> {
        key.0.iter().try_fold(self.0.as_item(), |item, part| match part.parse::<usize>() {
            Ok(number) if item.is_array_of_tables() => item.get(number),
            _ => item.get(part.as_str()),
        })
    }

    /// Its value, if it is written.
    pub(super) fn value(&self, key: &Key) -> Option<&Value> {
        self.item(key)?.as_value()
    }

    /// Whether it is a table of its own, such as `[places.77.directions]`.
    pub(super) fn has_table(&self, key: &Key) -> bool {
        self.item(key).is_some_and(Item::is_table)
    }

    /// The line and the column of the value, from 1, if it is written.
    pub(super) fn place(&self, key: &Key) -> Option<(usize, usize)> {
        let Range { start, .. } = self.item(key)?.span()?;
        let before = self.0.raw().get(..start)?;
        let line = before.rfind('\n').map_or(before, |newline| &before[newline + 1..]);
        Some((before.matches('\n').count() + 1, line.chars().count() + 1))
    }

    /// The text with these changes; `None` if one of them does not fit into it.
    pub(super) fn with(&self, changes: &[(Key, Value)]) -> Option<String> {
        let mut document = self.0.clone().into_mut();
        for (key, value) in changes {
            set(document.as_table_mut(), key, value)?;
        }
        Some(document.to_string())
    }
}

/// The lines to write for these changes, below the header of their table.
pub(super) fn lines(changes: &[(Key, Value)]) -> String {
    let mut text = String::new();
    let mut above = None;
    for (key, value) in changes {
        let header = key.header();
        if header != above || text.is_empty() {
            let gap = if text.is_empty() { "" } else { "\n" };
            text.extend(header.iter().map(|header| format!("{gap}{header}\n")));
            above = header;
        }
        let mut line = DocumentMut::new();
        line.insert(key.name(), Item::Value(value.clone()));
        text.push_str(&line.to_string());
    }
    text.trim_end().to_owned()
}

fn set(root: &mut Table, key: &Key, value: &Value) -> Option<()> {
    let mut table: &mut dyn TableLike = root;
    for name in key.tables() {
        let empty = || {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        };
        table = table.entry(name).or_insert_with(empty).as_table_like_mut()?;
    }
    table.insert(key.name(), Item::Value(value.clone()));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const THEME: &str = "name = \"Mill\"\n[colors]\naccent = \"#224488\" # blue\n\
                         [[footer]]\nlabel = \"A\"\n[[footer]]\nlabel = { de = \"B\" }\n";

    fn written() -> Written {
        Written::new(THEME.to_owned()).unwrap()
    }

    #[test]
    fn a_value_is_found_with_its_place() {
        let (written, key) = (written(), Key::parse("colors.accent"));
        assert_eq!(written.value(&key).unwrap().as_str(), Some("#224488"));
        assert_eq!(written.place(&key), Some((3, 10)));
        assert_eq!(written.place(&Key::parse("footer.1.label")), Some((7, 9)));
        assert_eq!(written.place(&Key::parse("colors.dark.accent")), None);
        assert!(Written::new("name = ".to_owned()).is_none());
    }

    #[test]
    fn a_change_keeps_the_rest_of_the_file() {
        let changes = [
            (Key::parse("colors.accent"), Value::from("red")),
            (Key::parse("colors.dark.accent"), Value::from("blue")),
            (Key::parse("buttons.columns"), Value::from(2)),
        ];
        let text = written().with(&changes).unwrap();
        assert!(text.starts_with("name = \"Mill\"\n[colors]\naccent = \"red\"\n"), "{text}");
        assert!(text.contains("[colors.dark]\naccent = \"blue\"\n"), "{text}");
        assert!(text.contains("[buttons]\ncolumns = 2\n"), "{text}");
        let odd = [(Key::parse("name.first"), Value::from("Mill"))];
        assert_eq!(written().with(&odd), None);
    }

    #[test]
    fn lines_stand_below_the_header_of_their_table() {
        let changes = [
            (Key::parse("name"), Value::from("A \"B\"")),
            (Key::parse("colors.accent"), Value::from("red")),
            (Key::parse("colors.text"), Value::from("black")),
            (Key::parse("text.de.welcome"), Value::from("Hallo")),
        ];
        assert_eq!(
            lines(&changes),
            "name = 'A \"B\"'\n\n[colors]\naccent = \"red\"\ntext = \"black\"\n\n\
             [text.de]\nwelcome = \"Hallo\""
        );
        assert_eq!(Key::parse("footer.0.label").to_string(), "[[footer]] label");
        assert_eq!(Key::parse("logo").to_string(), "logo");
    }
}
