//! The table of all texts for brand teams, `docs/texts.md`. It is made of the English texts and the
//! comments above them, which say where a text is shown.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use fluent_syntax::{
    ast::{Comment, Entry, Expression, InlineExpression, Message, Pattern, PatternElement},
    parser::parse,
};

use crate::fixtures::amount;

const ENGLISH: &str = include_str!("../../assets/locales/en.ftl");
const BEGIN: &str = "\
# Every text and where it is shown

Each of these texts can be replaced by your own words: in `[text]` of your theme, or in `[text.de]`
for German and so on. [The guide](theming.md#text-your-own-words) explains how.

A text with a title has up to two lines below it: the text says what happened, and the advice what to
do now. A word in braces, such as `{ $door }`, is replaced. A text can use those that are named here.

This table is made of [assets/locales/en.ftl](../assets/locales/en.ftl) by `DOORSTEP_UPDATE=1 cargo
test --test integration -- texts::`.
";

/// The guide for brand teams, as it should be.
fn table() -> String {
    let english = parse(ENGLISH).unwrap();
    let mut table = BEGIN.to_owned();
    for entry in &english.body {
        match entry {
            Entry::GroupComment(comment) => {
                let heading = words(comment).replace(". ", ".\n\n");
                let (heading, about) = heading.split_once(".\n\n").unwrap_or((&heading, ""));
                let about = if about.is_empty() { String::new() } else { format!("{about}.\n\n") };
                let columns = "| id | in English | variables | where |\n|---|---|---|---|";
                writeln!(table, "\n## {heading}\n\n{about}{columns}").unwrap();
            }
            Entry::Message(message) => writeln!(table, "{}", row(message)).unwrap(),
            Entry::Comment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(_) | Entry::Junk { .. } => panic!("unexpected: {entry:?}"),
        }
    }
    table
}

fn row(message: &Message<&str>) -> String {
    let id = message.id.name;
    let mut variables = BTreeSet::new();
    let english = text(message.value.as_ref().unwrap(), &mut variables);
    let variables: Vec<_> = variables.iter().map(|name| format!("`{{ ${name} }}`")).collect();
    let place = match &message.comment {
        Some(comment) => words(comment),
        None if id.ends_with("-text") => "below its title".to_owned(),
        None if id.ends_with("-advice") => "below its text".to_owned(),
        None => panic!("write a comment above {id} in en.ftl that says where it is shown"),
    };
    format!("| `{id}` | {english} | {} | {place} |", variables.join(", "))
}

fn words(comment: &Comment<&str>) -> String {
    comment.content.join(" ")
}

/// The English text; of one with several forms, each with its name. Adds the variables in it.
fn text<'a>(pattern: &Pattern<&'a str>, variables: &mut BTreeSet<&'a str>) -> String {
    let parts = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => value.replace('|', "\\|"),
        PatternElement::Placeable { expression } => match expression {
            Expression::Inline(inline) => format!("{{ ${} }}", variable(inline, variables)),
            Expression::Select { selector, variants } => {
                variable(selector, variables);
                let forms = variants.iter().map(|form| {
                    let name = if form.default { "otherwise" } else { "for one" };
                    format!("{name}: {}", text(&form.value, variables))
                });
                forms.collect::<Vec<_>>().join("<br>")
            }
        },
    });
    parts.collect()
}

fn variable<'a>(
    expression: &InlineExpression<&'a str>,
    variables: &mut BTreeSet<&'a str>,
) -> &'a str {
    let InlineExpression::VariableReference { id } = expression else {
        panic!("unexpected: {expression:?}")
    };
    variables.insert(id.name);
    id.name
}

#[test]
fn the_table_of_texts_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/texts.md");
    let table = table();
    if amount("DOORSTEP_UPDATE", 0) > 0 {
        fs::write(&path, &table).unwrap();
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|kept| kept == table),
        "docs/texts.md is not current; run DOORSTEP_UPDATE=1 cargo test --test integration -- texts::"
    );
}

#[test]
fn the_table_has_every_text() {
    let table = table();
    let english = doorstep::language::Language::english();
    let ids: Vec<_> = doorstep::language::texts_of(english).map(|(id, _)| id).collect();
    assert!(ids.len() > 100, "{ids:?}");
    for id in ids {
        assert!(table.contains(&format!("\n| `{id}` | ")), "{id}");
    }
}
