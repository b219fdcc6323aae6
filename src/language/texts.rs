//! The texts of one language: the built-in ones, some replaced by a brand's own.
//!
//! Texts are Fluent messages. A brand writes only the pattern of a message. It is checked here,
//! so that it cannot define or change any other message.
//!
//! Most servers show a few languages. The texts of a language are parsed when one of them is needed
//! for the first time.

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, LazyLock, OnceLock},
};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement};

use super::{ALL, Language};
use crate::access::{DoorState, Outcome, Problem};

/// The length limit of a brand's text, in characters.
pub const LONGEST: usize = 600;

/// The built-in texts that were needed until now, in the order of [`ALL`].
static BUILT_IN: [OnceLock<Arc<FluentResource>>; ALL.len()] =
    [const { OnceLock::new() }; ALL.len()];

/// The texts of a brand that replaces none, in the order of [`ALL`].
static PLAIN: LazyLock<Vec<Arc<Texts>>> =
    LazyLock::new(|| ALL.iter().map(|language| Arc::new(Texts::new(language))).collect());

/// All texts that a visitor is shown, in one language.
pub struct Texts {
    language: &'static Language,
    /// The brand's own texts, of which a later one replaces an earlier one.
    own: Vec<Arc<FluentResource>>,
    /// The built-in texts with the brand's own over them, made on first use.
    bundle: OnceLock<FluentBundle<Arc<FluentResource>>>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Texts({})", self.language.tag)
    }
}

/// Why a brand's own text cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// There is no text with this id.
    #[error("there is no text `{0}`")]
    UnknownId(String),
    /// Without any words, the page would have a gap.
    #[error("the text of `{0}` is empty; write a few words, or remove the line to keep ours")]
    Empty(String),
    /// A variable without its `$`.
    #[error("the text of `{id}` has {{ {variable} }}; write {{ ${variable} }}, with a $")]
    WithoutDollar {
        /// The text's id.
        id: String,
        /// The variable that was meant.
        variable: String,
    },
    /// The text is not a valid Fluent pattern.
    #[error("the text of `{0}` has braces that do not match; write {{\"{{\"}} to show a brace")]
    Syntax(String),
    /// The text is too long for a page.
    #[error("the text of `{0}` is longer than {LONGEST} characters; please shorten it")]
    TooLong(String),
    /// The text can be parsed, but not be displayed.
    #[error("the text of `{id}` cannot be displayed: {reason}")]
    Unsayable {
        /// The text's id.
        id: String,
        /// Why it cannot be displayed.
        reason: String,
    },
    /// The text uses a variable that does not exist.
    #[error("the text of `{id}` uses `${variable}`, which does not exist here; {available}")]
    UnknownVariable {
        /// The text's id.
        id: String,
        /// The variable that does not exist.
        variable: String,
        /// A sentence that lists the variables that exist.
        available: String,
    },
}

impl Texts {
    /// The built-in texts in `language`.
    #[must_use]
    pub fn new(language: &'static Language) -> Self {
        Self { language, own: Vec::new(), bundle: OnceLock::new() }
    }

    fn bundle(&self) -> &FluentBundle<Arc<FluentResource>> {
        self.bundle.get_or_init(|| {
            let mut bundle = FluentBundle::new_concurrent(vec![self.language.identifier()]);
            for resource in [built_in(self.language)].into_iter().chain(&self.own) {
                bundle.add_resource_overriding(Arc::clone(resource));
            }
            bundle
        })
    }

    /// The built-in texts in every language, in the order of [`ALL`].
    #[must_use]
    pub fn plain() -> &'static [Arc<Self>] {
        &PLAIN
    }

    /// Replaces the text `id` by the brand's `words`. After an error, these texts must not be used.
    pub fn put(&mut self, id: &str, words: &str) -> Result<(), TextError> {
        let english = built_in(Language::english());
        let Some(available) = variables(english, id) else {
            return Err(TextError::UnknownId(id.to_owned()));
        };
        if words.trim().is_empty() {
            return Err(TextError::Empty(id.to_owned()));
        }
        if words.chars().count() > LONGEST {
            return Err(TextError::TooLong(id.to_owned()));
        }
        let message = message(id, words)?;
        let (id_of, references) = (id.to_owned(), references(&message));
        if let Some(variable) = references.into_iter().find(|name| available.contains(name)) {
            return Err(TextError::WithoutDollar { id: id_of, variable });
        }
        let used = variables(&message, id).unwrap_or_default();
        if let Some(variable) = used.difference(&available).next() {
            let names: Vec<_> = available.iter().map(|name| format!("`${name}`")).collect();
            let available = match &names[..] {
                [] => "this text has no variables".to_owned(),
                names => format!("this text has {}", names.join(", ")),
            };
            let (id, variable) = (id.to_owned(), variable.clone());
            return Err(TextError::UnknownVariable { id, variable, available });
        }
        let message = Arc::new(message);
        self.own.push(Arc::clone(&message));
        if let Some(bundle) = self.bundle.get_mut() {
            bundle.add_resource_overriding(message);
        }
        self.check_displays(id, &available)
    }

    /// Formats a text once, to check that everything it refers to exists.
    fn check_displays(&self, id: &str, available: &BTreeSet<String>) -> Result<(), TextError> {
        let mut arguments = FluentArgs::new();
        for variable in available {
            arguments.set(variable.as_str(), 1);
        }
        let error = |reason: String| TextError::Unsayable { id: id.to_owned(), reason };
        let pattern = self.bundle().get_message(id).and_then(|message| message.value());
        let pattern = pattern.ok_or_else(|| error("it is empty".to_owned()))?;
        let mut errors = Vec::new();
        let formatted = self.bundle().format_pattern(pattern, Some(&arguments), &mut errors);
        match errors.first() {
            Some(_cause) => {
                let names: Vec<_> = available.iter().map(|name| format!("{{ ${name} }}")).collect();
                Err(error(match &names[..] {
                    [] => "only variables stand in braces, and this text has none".to_owned(),
                    names => format!("only variables stand in braces, here {}", names.join(", ")),
                }))
            }
            None if formatted.trim().is_empty() => Err(error("it is empty".to_owned())),
            None => Ok(()),
        }
    }

    /// The language of these texts.
    #[must_use]
    pub fn language(&self) -> &'static Language {
        self.language
    }

    /// The text `id`, which has no variables. A missing text is logged, and its id is returned.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.format(id, None)
    }

    /// The text `id`, whose one variable is `variable`.
    #[must_use]
    pub fn say_of(&self, id: &str, variable: &str, value: &str) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set(variable, value);
        self.format(id, Some(&arguments))
    }

    /// The text `id`, whose one variable is `count`, in the language's plural form for this number.
    #[must_use]
    pub fn count(&self, id: &str, count: usize) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("count", count);
        self.format(id, Some(&arguments))
    }

    fn format(&self, id: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle().get_message(id).and_then(|message| message.value())
        else {
            tracing::error!(id, language = self.language.tag, "a text is missing");
            return id.to_owned();
        };
        let mut errors = Vec::new();
        self.bundle().format_pattern(pattern, arguments, &mut errors).into_owned()
    }

    /// A door's state in a few words. A door that is ready needs none.
    #[must_use]
    pub fn state(&self, state: DoorState) -> Option<String> {
        Some(self.say(match state {
            DoorState::Ready => return None,
            DoorState::Unlocked => "state-unlocked",
            DoorState::Offline => "state-offline",
            DoorState::LockedDown => "state-locked-down",
            DoorState::NotSetUp => "state-not-set-up",
        }))
    }

    /// The text `id` with these variables.
    #[must_use]
    pub fn say_with(&self, id: &str, variables: &[(&str, &str)]) -> String {
        let mut arguments = FluentArgs::new();
        for (name, value) in variables {
            arguments.set(*name, *value);
        }
        self.format(id, Some(&arguments))
    }

    /// A sentence that says what happened to the door named `door`, and what to do now.
    #[must_use]
    pub fn outcome(&self, outcome: Outcome, door: &str) -> (String, String) {
        let (id, advice) = match outcome {
            Outcome::Unlocked => ("unlocked", "unlocked-advice"),
            Outcome::AlreadyUnlocked => ("already-unlocked", "already-unlocked-advice"),
            Outcome::AlreadyOpening => ("already-opening", "already-opening-advice"),
        };
        (self.say_of(id, "door", door), self.say(advice))
    }

    /// The title of a problem, what happened, and what to do now.
    #[must_use]
    pub fn problem(&self, problem: Problem) -> [String; 3] {
        self.notice(match problem {
            Problem::UnknownLink => "unknown-link",
            Problem::UnknownDoor => "unknown-door",
            Problem::Expired => "expired",
            Problem::Withdrawn => "withdrawn",
            Problem::NotYetValid => "not-yet-valid",
            Problem::OutsideHours => "outside-hours",
            Problem::Refused => "refused",
            Problem::CrossSite => "cross-site",
            Problem::Confirm => "confirm",
            Problem::LockedDown => "locked-down",
            Problem::Alarm => "alarm",
            Problem::NotSetUp => "not-set-up",
            Problem::RateLimited => "rate-limited",
            Problem::Offline => "offline",
            Problem::Busy => "busy",
            Problem::Unavailable => "unavailable",
            Problem::Timeout => "timeout",
        })
    }

    /// The title, the text and the advice of the notice `id`.
    #[must_use]
    pub fn notice(&self, id: &str) -> [String; 3] {
        ["title", "text", "advice"].map(|part| self.say(&format!("{id}-{part}")))
    }
}

fn built_in(language: &Language) -> &'static Arc<FluentResource> {
    let index = ALL.iter().position(|other| other == language).unwrap_or(0);
    BUILT_IN[index].get_or_init(|| {
        // A test parses all of them, so there are no errors.
        let read = FluentResource::try_new(ALL[index].source.to_owned());
        Arc::new(read.unwrap_or_else(|(readable, _errors)| readable))
    })
}

/// The ids of all texts, and their built-in wording in `language` with variables in braces.
pub fn texts_of(language: &Language) -> impl Iterator<Item = (&'static str, String)> {
    messages(built_in(language)).map(|message| {
        let words = message.value.as_ref().map(source_of).unwrap_or_default();
        (message.id.name, words)
    })
}

/// What visitors see of a brand's text, with variables in braces and in the plural form for many.
/// `None` if the text is not valid.
#[must_use]
pub fn wording(words: &str) -> Option<String> {
    let message = message("wording", words).ok()?;
    messages(&message).next()?.value.as_ref().map(source_of)
}

fn source_of(pattern: &Pattern<&str>) -> String {
    let words = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => (*value).to_owned(),
        PatternElement::Placeable { expression } => match expression {
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                format!("{{ ${} }}", id.name)
            }
            Expression::Inline(_) => String::new(),
            Expression::Select { variants, .. } => {
                let other = variants.iter().find(|variant| variant.default);
                other.map(|variant| source_of(&variant.value)).unwrap_or_default()
            }
        },
    });
    words.collect()
}

/// Returns a resource with only the message `id`, whose text is `words`.
///
/// Every line is indented, so that it continues the message. A line may begin with `[`, `*` or
/// `.`, which have a meaning in Fluent, for instance in plural forms. If the text is not valid
/// with this meaning, these characters are taken literally.
fn message(id: &str, words: &str) -> Result<FluentResource, TextError> {
    let quoted = |line: &str| match line.chars().next() {
        Some(first @ ('[' | '*' | '.')) => format!("{{\"{first}\"}}{}", &line[1..]),
        _ => line.to_owned(),
    };
    let read = |of_line: &dyn Fn(&str) -> String| {
        let lines: Vec<_> = words.lines().map(|line| of_line(line.trim())).collect();
        let source = format!("{id} =\n    {}", lines.join("\n    "));
        let resource = FluentResource::try_new(source).ok()?;
        let alone = resource.entries().count() == 1;
        let plain = messages(&resource).all(|message| message.attributes.is_empty());
        (alone && plain && variables(&resource, id).is_some()).then_some(resource)
    };
    read(&str::to_owned).or_else(|| read(&quoted)).ok_or_else(|| TextError::Syntax(id.to_owned()))
}

fn messages(resource: &FluentResource) -> impl Iterator<Item = &Message<&str>> {
    resource
        .entries()
        .filter_map(|entry| if let Entry::Message(message) = entry { Some(message) } else { None })
}

/// The names in braces that are those of other messages: `{ door }`.
fn references(resource: &FluentResource) -> Vec<String> {
    let elements = messages(resource).filter_map(|message| message.value.as_ref());
    let elements = elements.flat_map(|pattern| &pattern.elements);
    let names = elements.filter_map(|element| match element {
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::MessageReference { id, .. }),
        } => Some(id.name.to_owned()),
        PatternElement::Placeable { .. } | PatternElement::TextElement { .. } => None,
    });
    names.collect()
}

/// The variables that the message `id` uses, or `None` if there is no such message with a text.
fn variables(resource: &FluentResource, id: &str) -> Option<BTreeSet<String>> {
    let pattern = messages(resource).find(|message| message.id.name == id)?.value.as_ref()?;
    let mut found = BTreeSet::new();
    collect_variables(pattern, &mut found);
    Some(found)
}

fn collect_variables(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => collect_inline(inline, found),
            Expression::Select { selector, variants } => {
                collect_inline(selector, found);
                for variant in variants {
                    collect_variables(&variant.value, found);
                }
            }
        }
    }
}

fn collect_inline(expression: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inline) = expression.as_ref() {
                collect_inline(inline, found);
            }
        }
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::FunctionReference { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(resource: &FluentResource) -> impl Iterator<Item = &str> {
        messages(resource).map(|message| message.id.name)
    }

    fn resource(language: &Language) -> FluentResource {
        FluentResource::try_new(language.source.to_owned()).expect(language.tag)
    }

    #[test]
    fn every_language_has_every_text_with_the_same_variables() {
        let english = resource(Language::english());
        for language in ALL {
            let translated = resource(language);
            let all: BTreeSet<_> = ids(&english).collect();
            assert_eq!(ids(&translated).collect::<BTreeSet<_>>(), all, "{}", language.tag);
            for id in all {
                let expected = variables(&english, id);
                assert_eq!(variables(&translated, id), expected, "{id} in {}", language.tag);
            }
        }
    }

    #[test]
    fn every_state_outcome_and_problem_has_a_text_in_every_language() {
        let english = resource(Language::english());
        let ids: BTreeSet<_> = ids(&english).collect();
        for language in ALL {
            let texts = Texts::new(language);
            let mut shown: Vec<String> = Vec::new();
            shown.extend(DoorState::ALL.iter().filter_map(|state| texts.state(*state)));
            for outcome in Outcome::ALL {
                let (sentence, advice) = texts.outcome(*outcome, "Lobby");
                shown.extend([sentence, advice]);
            }
            shown.extend(Problem::ALL.iter().flat_map(|problem| texts.problem(*problem)));
            for text in shown {
                assert!(!ids.contains(text.as_str()), "{text} in {}", language.tag);
            }
        }
    }

    #[test]
    fn a_brand_can_replace_texts() {
        let mut texts = Texts::new(Language::english());
        texts.put("welcome", "Welcome to Northwind").unwrap();
        texts.put("unlocked", "Hello! { $door } is open.").unwrap();
        assert_eq!(texts.say("welcome"), "Welcome to Northwind");
        let sentence = texts.outcome(Outcome::Unlocked, "Lobby").0;
        assert_eq!(sentence, "Hello! \u{2068}Lobby\u{2069} is open.");
    }

    #[test]
    fn a_brands_text_cannot_change_other_texts() {
        let mut texts = Texts::new(Language::english());
        for words in ["[x] y", "*a", ".text = b", "Hi\nunlock = Pwned", "}", "", "# no comment"] {
            let _ = texts.put("welcome", words);
            assert_eq!(texts.say("unlock"), "Unlock", "{words}");
        }
        texts.put("welcome", ".hello = you").unwrap();
        assert_eq!(texts.say("welcome"), ".hello = you");
    }

    #[test]
    fn an_error_in_a_text_says_what_would_be_right() {
        let mut texts = Texts::new(Language::english());
        let mut error = |id, words| texts.put(id, words).unwrap_err().to_string();
        assert_eq!(error("welcom", "Hi"), "there is no text `welcom`");
        assert_eq!(
            error("unlocked", "{ $lock } is open"),
            "the text of `unlocked` uses `$lock`, which does not exist here; this text has `$door`"
        );
        assert_eq!(
            error("welcome", "Hi { $name }"),
            "the text of `welcome` uses `$name`, which does not exist here; \
             this text has no variables"
        );
        assert_eq!(
            error("welcome", "Hi { there"),
            "the text of `welcome` has braces that do not match; write {\"{\"} to show a brace"
        );
    }

    #[test]
    fn a_brands_text_can_have_plural_forms() {
        let mut texts = Texts::new(Language::english());
        let words = "{ $count ->\n  [one] Your door\n *[other] Your { $count } doors\n}";
        texts.put("doors-hint", words).unwrap();
        assert_eq!(texts.count("doors-hint", 1), "Your door");
        assert_eq!(texts.count("doors-hint", 3), "Your \u{2068}3\u{2069} doors");
    }

    #[test]
    fn a_text_that_cannot_be_displayed_is_refused() {
        for words in ["{ -brand }", "{ welcome }", "{ SHOUT(\"hi\") }", "{ nothing }", "{ \"\" }"] {
            let mut texts = Texts::new(Language::english());
            let error = texts.put("welcome", words).unwrap_err().to_string();
            assert!(error.contains("cannot be displayed"), "{words}: {error}");
        }
        let long = "x".repeat(601);
        let error = Texts::new(Language::english()).put("welcome", &long).unwrap_err();
        assert_eq!(error, TextError::TooLong("welcome".to_owned()));
    }

    #[test]
    fn a_number_selects_the_plural_form() {
        let texts = Texts::new(Language::english());
        assert_ne!(texts.count("doors-hint", 1), texts.count("doors-hint", 4));
    }
}
