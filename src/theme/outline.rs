//! The tables and keys of a theme file in the order in which they are written, also if the file has
//! syntax errors. Messages name the lines of earlier ones: "it is already in line 9".

use std::{collections::HashMap, ops::Range};

use toml_parser::{
    Source,
    parser::{Event, EventKind, RecursionGuard, parse_document},
};

/// How deep lists and tables in braces may be nested. The parser itself has the same limit.
const DEEPEST: u32 = 80;

/// A table's head or a key, in the order of the file.
#[derive(Debug)]
struct Entry {
    /// The bytes of its name: what stands in the brackets of a head, and in front of `=`.
    at: Range<usize>,
    is_head: bool,
    /// What the name is unique in: for a key, the number of its table; for a head, 0.
    inside: usize,
}

/// The tables and keys of a file.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    text: &'a str,
    entries: Vec<Entry>,
    /// Where brackets and braces of values begin and end, each with whether it begins.
    brackets: Vec<(usize, bool)>,
}

impl<'a> Outline<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let tokens = Source::new(text).lex().into_vec();
        let mut reading = Reading::default();
        let mut receiver = |event: Event| reading.event(text, &event);
        let mut receiver = RecursionGuard::new(&mut receiver, DEEPEST);
        parse_document(&tokens, &mut receiver, &mut ());
        Self { text, entries: reading.entries, brackets: reading.brackets }
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    /// The name and the line of the first table.
    pub(super) fn first_table(&self) -> Option<(&'a str, usize)> {
        let first = self.entries.iter().find(|entry| entry.is_head)?;
        Some((&self.text[first.at.clone()], self.line(first.at.start)))
    }

    /// What is written for the second time at this byte: a table or a key, its name, and the line
    /// where it is written first.
    pub(super) fn twice(&self, at: usize) -> Option<Twice<'a>> {
        let later = self.entries.iter().position(|entry| entry.at.contains(&at))?;
        let (before, later) = (&self.entries[..later], &self.entries[later]);
        let name = &self.text[later.at.clone()];
        let is_same = |entry: &&Entry| {
            (entry.is_head, entry.inside) == (later.is_head, later.inside)
                && plain(&self.text[entry.at.clone()]) == plain(name)
        };
        let first = before.iter().find(is_same)?;
        Some(Twice { is_table: later.is_head, name, first: self.line(first.at.start) })
    }

    /// The innermost bracket or brace in front of this byte that is not closed there.
    pub(super) fn open_bracket(&self, at: usize) -> Option<usize> {
        let mut open = Vec::new();
        for (place, begins) in self.brackets.iter().take_while(|(place, _)| *place < at) {
            if *begins {
                open.push(*place);
            } else {
                open.pop();
            }
        }
        open.pop()
    }

    /// The last key in front of this byte.
    pub(super) fn key_before(&self, at: usize) -> Option<Range<usize>> {
        let mut keys = self.entries.iter().filter(|entry| !entry.is_head && entry.at.end <= at);
        keys.next_back().map(|entry| entry.at.clone())
    }

    /// Where the table ends whose head contains this byte: where the next head begins.
    pub(super) fn end_of_table(&self, at: usize) -> usize {
        let later = self.entries.iter().find(|entry| entry.is_head && entry.at.start > at);
        later.map_or(self.text.len(), |entry| entry.at.start)
    }
}

/// A table or a key that is written twice.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Twice<'a> {
    pub(super) is_table: bool,
    pub(super) name: &'a str,
    /// The line where it is written first.
    pub(super) first: usize,
}

/// A name without the quotes and spaces with which it can be written, too.
fn plain(name: &str) -> String {
    name.replace(['"', '\'', ' ', '\t'], "")
}

/// The state between two events of the parser.
#[derive(Default)]
struct Reading {
    entries: Vec<Entry>,
    /// The numbers of tables by their heads. A head that is written twice has the same number.
    heads: HashMap<String, usize>,
    /// How many numbers were given to tables.
    tables: usize,
    /// The numbers of the table and of the tables in braces that the next key is in.
    open: Vec<usize>,
    /// Whether the name of a head is being read, and of a list of tables.
    head: Option<bool>,
    brackets: Vec<(usize, bool)>,
    /// The name that is being read, which consists of parts with dots between them.
    name: Option<Range<usize>>,
}

impl Reading {
    fn event(&mut self, text: &str, event: &Event) {
        let (start, end) = (event.span().start(), event.span().end());
        match event.kind() {
            EventKind::StdTableOpen => self.begin_head(false),
            EventKind::ArrayTableOpen => self.begin_head(true),
            EventKind::SimpleKey => {
                let begin = self.name.as_ref().map_or(start, |name| name.start);
                self.name = Some(begin..end);
            }
            EventKind::StdTableClose | EventKind::ArrayTableClose => self.end_head(text),
            EventKind::KeyValSep => self.end_key(),
            EventKind::InlineTableOpen => {
                self.brackets.push((start, true));
                let number = self.new_number();
                self.open.push(number);
            }
            EventKind::InlineTableClose => {
                self.brackets.push((start, false));
                if self.open.len() > 1 {
                    self.open.pop();
                }
            }
            EventKind::Newline if self.head.is_some() => self.end_head(text),
            EventKind::ArrayOpen => self.brackets.push((start, true)),
            EventKind::ArrayClose => self.brackets.push((start, false)),
            EventKind::Scalar
            | EventKind::ValueSep
            | EventKind::KeySep
            | EventKind::Whitespace
            | EventKind::Comment
            | EventKind::Newline
            | EventKind::Error => {}
        }
    }

    fn new_number(&mut self) -> usize {
        self.tables += 1;
        self.tables
    }

    fn begin_head(&mut self, is_list: bool) {
        self.head = Some(is_list);
        self.name = None;
    }

    fn end_head(&mut self, text: &str) {
        let (Some(is_list), Some(at)) = (self.head.take(), self.name.take()) else { return };
        let fresh = self.new_number();
        // Each [[footer]] is another table, even with the same name.
        let (number, inside) = if is_list {
            (fresh, fresh)
        } else {
            (*self.heads.entry(plain(&text[at.clone()])).or_insert(fresh), 0)
        };
        self.entries.push(Entry { at, is_head: true, inside });
        self.open = vec![number];
    }

    fn end_key(&mut self) {
        let Some(at) = self.name.take() else { return };
        let inside = self.open.last().copied().unwrap_or_default();
        self.entries.push(Entry { at, is_head: false, inside });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a = 1\n[b]\na = { c = 1, c = 2 }\n[d.'e']\na = 2\n[ d . e ]\na = 3\n[[f]]\n\
                        a = 1\n[[f]]\na = 2\n";

    fn twice(nth: usize, name: &str) -> Option<Twice<'static>> {
        let (at, _) = TEXT.match_indices(name).nth(nth).unwrap();
        Outline::of(TEXT).twice(at)
    }

    #[test]
    fn a_key_or_table_that_is_written_twice_is_found_with_its_first_line() {
        let key = |name, first| Some(Twice { is_table: false, name, first });
        assert_eq!(twice(1, "c ="), key("c", 3));
        assert_eq!(twice(3, "a ="), key("a", 5));
        assert_eq!(twice(0, "d . e"), Some(Twice { is_table: true, name: "d . e", first: 4 }));
    }

    #[test]
    fn the_same_key_in_another_table_is_not_the_same() {
        for nth in [0, 1, 2, 4, 5] {
            assert_eq!(twice(nth, "a ="), None, "{nth}");
        }
        assert_eq!(twice(1, "f]]"), None);
    }

    #[test]
    fn a_broken_file_has_an_outline_too() {
        let outline = Outline::of("x = “a”\n[first\nb = \"\n[second]\n");
        assert_eq!(outline.first_table(), Some(("first", 2)));
        Outline::of(&"[".repeat(100_000));
        Outline::of(&"a = {".repeat(50_000));
        assert_eq!(Outline::of("").first_table(), None);
    }
}
