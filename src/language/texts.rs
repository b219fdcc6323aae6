//! What is said in one language: our texts, with a brand's own words over them.
//!
//! Texts are Fluent messages. A brand writes the text alone; here it becomes a message that can
//! say nothing else, whatever it contains.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    fmt,
    sync::{Arc, LazyLock},
};

use fluent_bundle::{FluentArgs, FluentError, FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement};

use super::{ALL, Language};
use crate::access::{DoorState, Outcome, Problem};

/// The longest text a brand can write, in characters.
const LONGEST: usize = 600;

/// Our own texts, read once, in the order of [`ALL`].
static OURS: LazyLock<Vec<Arc<FluentResource>>> = LazyLock::new(|| {
    let read = |language: &Language| FluentResource::try_new(language.source.to_owned());
    // A test reads every one of them, so there are no errors.
    ALL.iter().map(|it| Arc::new(read(it).unwrap_or_else(|(readable, _errors)| readable))).collect()
});

/// What is said where no brand has words of its own, in the order of [`ALL`].
static PLAIN: LazyLock<Vec<Arc<Texts>>> =
    LazyLock::new(|| ALL.iter().map(|language| Arc::new(Texts::new(language))).collect());

/// Everything that is said to a visitor in one language.
pub struct Texts {
    language: &'static Language,
    bundle: FluentBundle<Arc<FluentResource>>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Texts({})", self.language.tag)
    }
}

/// Why a brand's own text cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// No text has this id.
    #[error("there is no text `{0}`")]
    UnknownId(String),
    /// The text is not a Fluent pattern.
    #[error(
        "the text of `{0}` has braces that do not fit; write {{\"{{\"}} for a brace to be read"
    )]
    Syntax(String),
    /// The text is longer than any page has room for.
    #[error("the text of `{0}` is longer than {LONGEST} characters; write less")]
    TooLong(String),
    /// The text can be read, but not be said.
    #[error("the text of `{id}` cannot be said: {reason}")]
    Unsayable {
        /// The text's id.
        id: String,
        /// Why.
        reason: String,
    },
    /// The text uses something that is not there.
    #[error("the text of `{id}` uses `${variable}`, which it is not given; {given}")]
    UnknownVariable {
        /// The text's id.
        id: String,
        /// The variable that does not exist.
        variable: String,
        /// Which ones do.
        given: String,
    },
}

impl Texts {
    /// Our texts in `language`, for a brand to put its own over them.
    #[must_use]
    pub fn new(language: &'static Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        bundle.add_resource_overriding(Arc::clone(ours(language)));
        Self { language, bundle }
    }

    /// Our texts in every language, in the order of [`ALL`].
    #[must_use]
    pub fn plain() -> &'static [Arc<Self>] {
        &PLAIN
    }

    /// Puts the brand's `words` in place of our text `id`. After an error these texts are not to
    /// be shown to anyone.
    pub fn put(&mut self, id: &str, words: &str) -> Result<(), TextError> {
        let english = ours(Language::english());
        let Some(given) = variables(english, id) else {
            return Err(TextError::UnknownId(id.to_owned()));
        };
        if words.chars().count() > LONGEST {
            return Err(TextError::TooLong(id.to_owned()));
        }
        let message = message(id, words)?;
        let used = variables(&message, id).unwrap_or_default();
        if let Some(variable) = used.difference(&given).next() {
            let given = match given.len() {
                0 => "it has none".to_owned(),
                _ => format!("it has ${}", given.iter().cloned().collect::<Vec<_>>().join(", $")),
            };
            let (id, variable) = (id.to_owned(), variable.clone());
            return Err(TextError::UnknownVariable { id, variable, given });
        }
        self.bundle.add_resource_overriding(Arc::new(message));
        self.try_out(id, &given)
    }

    /// Says a text once, which shows whether all that it refers to is there.
    fn try_out(&self, id: &str, given: &BTreeSet<String>) -> Result<(), TextError> {
        let mut arguments = FluentArgs::new();
        for variable in given {
            arguments.set(variable.as_str(), 1);
        }
        let unsayable = |reason: String| TextError::Unsayable { id: id.to_owned(), reason };
        let pattern = self.bundle.get_message(id).and_then(|message| message.value());
        let pattern = pattern.ok_or_else(|| unsayable("it is empty".to_owned()))?;
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        match errors.first() {
            Some(FluentError::ResolverError(error)) => {
                Err(unsayable(format!("{error}; braces hold its variables and nothing else")))
            }
            Some(error) => Err(unsayable(error.to_string())),
            None if said.trim().is_empty() => Err(unsayable("it is empty".to_owned())),
            None => Ok(()),
        }
    }

    /// The language these are in.
    #[must_use]
    pub fn language(&self) -> &'static Language {
        self.language
    }

    /// The text `id`, which takes no variables.
    #[must_use]
    pub fn say(&self, id: &str) -> Cow<'_, str> {
        self.format(id, None)
    }

    /// The text `id` about `variable`.
    #[must_use]
    pub fn say_of(&self, id: &str, variable: &str, value: &str) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set(variable, value);
        self.format(id, Some(&arguments)).into_owned()
    }

    /// The text `id` about a number of things, in the plural form of the language.
    #[must_use]
    pub fn count(&self, id: &str, count: usize) -> String {
        let mut arguments = FluentArgs::new();
        arguments.set("count", count);
        self.format(id, Some(&arguments)).into_owned()
    }

    fn format(&self, id: &str, arguments: Option<&FluentArgs<'_>>) -> Cow<'_, str> {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            tracing::error!(id, language = self.language.tag, "a text is missing");
            return Cow::Owned(id.to_owned());
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, arguments, &mut errors);
        Cow::Owned(text.into_owned())
    }

    /// A short word on a door in this state.
    #[must_use]
    pub fn state(&self, state: DoorState) -> Cow<'_, str> {
        self.say(match state {
            DoorState::Ready => "state-ready",
            DoorState::Unlocked => "state-unlocked",
            DoorState::Offline => "state-offline",
            DoorState::LockedDown => "state-locked-down",
            DoorState::NotSetUp => "state-not-set-up",
        })
    }

    /// That the door named `door` was unlocked, in one sentence, and what to do now.
    #[must_use]
    pub fn outcome(&self, outcome: Outcome, door: &str) -> (String, Cow<'_, str>) {
        let (id, advice) = match outcome {
            Outcome::Unlocked => ("unlocked", "unlocked-advice"),
            Outcome::AlreadyUnlocked => ("already-unlocked", "already-unlocked-advice"),
            Outcome::AlreadyOpening => ("already-opening", "already-opening-advice"),
        };
        (self.say_of(id, "door", door), self.say(advice))
    }

    /// A problem's title, what happened, and what to do now.
    #[must_use]
    pub fn problem(&self, problem: Problem) -> [Cow<'_, str>; 3] {
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
    pub fn notice(&self, id: &str) -> [Cow<'_, str>; 3] {
        ["title", "text", "advice"].map(|part| self.say(&format!("{id}-{part}")))
    }
}

fn ours(language: &Language) -> &'static Arc<FluentResource> {
    let index = ALL.iter().position(|other| other == language);
    &OURS[index.unwrap_or(0)]
}

/// The ids of all texts, and what they say in `language`, with variables in braces.
pub fn texts_of(language: &Language) -> impl Iterator<Item = (&'static str, String)> {
    messages(ours(language)).map(|message| {
        let words = message.value.as_ref().map(source_of).unwrap_or_default();
        (message.id.name, words)
    })
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

/// A resource that holds the message `id` with the text `words`, and nothing else: every line is
/// indented, so that it goes on with the text. Where lines begin with signs that mean something
/// there, as those of plurals do, they are read as such if they can be, else as what they are.
fn message(id: &str, words: &str) -> Result<FluentResource, TextError> {
    let quoted = |line: &str| match line.chars().next() {
        Some(sign @ ('[' | '*' | '.')) => format!("{{\"{sign}\"}}{}", &line[1..]),
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

/// The variables that the message `id` uses, if there is such a message with a text.
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
    use crate::language::ALL;

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
            let theirs = resource(language);
            let all: BTreeSet<_> = ids(&english).collect();
            assert_eq!(ids(&theirs).collect::<BTreeSet<_>>(), all, "{}", language.tag);
            for id in all {
                let (ours, theirs) = (variables(&english, id), variables(&theirs, id));
                assert_eq!(ours, theirs, "{id} in {}", language.tag);
            }
        }
    }

    #[test]
    fn every_state_outcome_and_problem_has_its_words() {
        let english = resource(Language::english());
        let ids: BTreeSet<_> = ids(&english).collect();
        for language in ALL {
            let texts = Texts::new(language);
            let mut said: Vec<String> = Vec::new();
            said.extend(DoorState::ALL.iter().map(|state| texts.state(*state).into_owned()));
            for outcome in Outcome::ALL {
                let (sentence, advice) = texts.outcome(*outcome, "Lobby");
                said.extend([sentence, advice.into_owned()]);
            }
            said.extend(
                Problem::ALL
                    .iter()
                    .flat_map(|problem| texts.problem(*problem).map(Cow::into_owned)),
            );
            for text in said {
                assert!(!ids.contains(text.as_str()), "{text} in {}", language.tag);
            }
        }
    }

    #[test]
    fn a_brand_says_it_in_its_own_words() {
        let mut texts = Texts::new(Language::english());
        texts.put("welcome", "Welcome to Northwind").unwrap();
        texts.put("unlocked", "Hello! { $door } is open.").unwrap();
        assert_eq!(texts.say("welcome"), "Welcome to Northwind");
        let said = texts.outcome(Outcome::Unlocked, "Lobby").0;
        assert_eq!(said, "Hello! \u{2068}Lobby\u{2069} is open.");
    }

    #[test]
    fn a_brands_words_cannot_become_other_texts() {
        let mut texts = Texts::new(Language::english());
        for words in ["[x] y", "*a", ".text = b", "Hi\nunlock = Pwned", "}", "", "# no comment"] {
            let _ = texts.put("welcome", words);
            assert_eq!(texts.say("unlock"), "Unlock", "{words}");
        }
        texts.put("welcome", ".hello = you").unwrap();
        assert_eq!(texts.say("welcome"), ".hello = you");
    }

    #[test]
    fn a_wrong_text_is_told_with_what_would_be_right() {
        let mut texts = Texts::new(Language::english());
        let mut told = |id, words| texts.put(id, words).unwrap_err().to_string();
        assert_eq!(told("welcom", "Hi"), "there is no text `welcom`");
        assert_eq!(
            told("unlocked", "{ $lock } is open"),
            "the text of `unlocked` uses `$lock`, which it is not given; it has $door"
        );
        assert!(told("welcome", "Hi { there").contains("braces"));
    }

    #[test]
    fn a_brand_can_count_too() {
        let mut texts = Texts::new(Language::english());
        let words = "{ $count ->\n  [one] Your door\n *[other] Your { $count } doors\n}";
        texts.put("doors-hint", words).unwrap();
        assert_eq!(texts.count("doors-hint", 1), "Your door");
        assert_eq!(texts.count("doors-hint", 3), "Your \u{2068}3\u{2069} doors");
    }

    #[test]
    fn a_text_that_cannot_be_said_is_refused() {
        for words in ["{ -brand }", "{ welcome }", "{ SHOUT(\"hi\") }", "{ nothing }", "{ \"\" }"] {
            let mut texts = Texts::new(Language::english());
            let error = texts.put("welcome", words).unwrap_err().to_string();
            assert!(error.contains("cannot be said"), "{words}: {error}");
        }
        let long = "x".repeat(601);
        let error = Texts::new(Language::english()).put("welcome", &long).unwrap_err();
        assert_eq!(error, TextError::TooLong("welcome".to_owned()));
    }

    #[test]
    fn a_text_counts_as_its_language_does() {
        let texts = Texts::new(Language::english());
        assert_ne!(texts.count("doors-hint", 1), texts.count("doors-hint", 4));
    }
}
