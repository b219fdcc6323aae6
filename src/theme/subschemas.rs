//! Parts of the JSON Schema of `theme.toml` that its types do not express: language tags, the ids
//! of texts, and tables by number.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::language::{self, Language};

/// One of our language tags.
pub(super) fn language(_: &mut SchemaGenerator) -> Schema {
    let tags: Vec<_> = language::ALL.iter().map(|language| language.tag).collect();
    json_schema!({ "type": "string", "enum": tags })
}

/// Some of our language tags.
pub(super) fn languages(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": language(generator), "uniqueItems": true })
}

/// A table whose keys are the numbers of doors or places.
pub(super) fn numbered<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "propertyNames": { "pattern": "^(0|[1-9][0-9]*)$" },
        "additionalProperties": generator.subschema_for::<T>(),
    })
}

/// `[text]`: each text by its id, described by its English words, and the same for each language.
pub(super) fn text(generator: &mut SchemaGenerator) -> Schema {
    let texts: Map<String, Value> = language::texts_of(Language::english())
        .map(|(id, words)| (id.to_owned(), json!({ "type": "string", "description": words })))
        .collect();
    let of_one_language = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": texts,
    });
    generator.definitions_mut().insert("Texts".to_owned(), of_one_language);
    let others = language::ALL.iter().map(|language| {
        let about = format!("The brand's own words in {}.", language.name);
        (
            language.tag.to_owned(),
            json!({
                "description": about,
                "allOf": [{ "$ref": "#/definitions/Texts" }],
            }),
        )
    });
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "properties": texts.into_iter().chain(others).collect::<Map<_, _>>(),
    })
}
