//! The JSON Schema of `theme.toml`, made of the types that read it: for completion in editors, and
//! for telling which keys there are.

use std::sync::LazyLock;

use schemars::{
    JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema,
    transform::RecursiveTransform,
};
use serde_json::{Map, Value, json};

use super::file::ThemeFile;
use crate::language::{self, Language};

/// The schema, in the draft that editors of TOML understand.
pub(super) static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let settings = SchemaSettings::draft07().with_transform(RecursiveTransform(without_null));
    settings.into_generator().into_root_schema_for::<ThemeFile>().to_value()
});

/// The JSON Schema of `theme.toml`, as a document.
#[must_use]
pub fn schema() -> String {
    format!("{:#}\n", *SCHEMA)
}

/// TOML has no null: what can be left out is simply not there. And descriptions are one line each.
fn without_null(schema: &mut Schema) {
    let null = json!({ "type": "null" });
    let Some(object) = schema.as_object_mut() else { return };
    if object.get("default").is_some_and(Value::is_null) {
        object.remove("default");
    }
    if let Some(Value::String(about)) = object.get_mut("description") {
        *about = about.replace('\n', " ");
    }
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(either)) = object.get_mut("anyOf") else { return };
    either.retain(|schema| *schema != null);
    if let [Value::Object(only)] = either.as_slice() {
        let only = only.clone();
        object.remove("anyOf");
        for (key, value) in only {
            object.entry(key).or_insert(value);
        }
    }
}

/// Which keys a table may have, and which it must.
pub(super) struct Keys {
    pub(super) known: Vec<&'static str>,
    required: Vec<&'static str>,
    /// Keys, and those that they need beside them.
    dependencies: Vec<(&'static str, Vec<&'static str>)>,
}

impl Keys {
    /// The keys that a table needs in which `there` tells which ones are.
    pub(super) fn needed(
        &self,
        there: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = &'static str> {
        let wanting = self.dependencies.iter().filter(move |(key, _)| there(key));
        self.required.iter().chain(wanting.flat_map(|(_, needed)| needed)).copied()
    }
}

/// The keys of the table at `path`, or none where any key is one: numbers of doors, ids of texts.
pub(super) fn keys<'a>(path: impl Iterator<Item = &'a str>) -> Option<Keys> {
    let mut table: &'static Value = &SCHEMA;
    for key in path {
        let of_any_name = &table["additionalProperties"];
        let inner = table["properties"].get(key).unwrap_or(of_any_name);
        // Of a list, the tables in it.
        table = inner.get("items").unwrap_or(inner);
    }
    let texts =
        |list: &'static Value| list.as_array().into_iter().flatten().filter_map(Value::as_str);
    let known = table["properties"].as_object()?.keys().map(String::as_str).collect();
    let dependencies = table["dependencies"].as_object().into_iter().flatten();
    let dependencies = dependencies.map(|(key, needed)| (key.as_str(), texts(needed).collect()));
    (table["additionalProperties"] == json!(false)).then(|| Keys {
        known,
        required: texts(&table["required"]).collect(),
        dependencies: dependencies.collect(),
    })
}

/// One of the tags of our languages.
pub(super) fn language(_: &mut SchemaGenerator) -> Schema {
    let tags: Vec<_> = language::ALL.iter().map(|language| language.tag).collect();
    json_schema!({ "type": "string", "enum": tags })
}

/// A table whose keys are numbers that Kisi gave.
pub(super) fn numbered<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "propertyNames": { "pattern": "^(0|[1-9][0-9]*)$" },
        "additionalProperties": generator.subschema_for::<T>(),
    })
}

/// Every text by its id, with what it says in English, and the same below each language.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_in_assets_is_current() {
        let kept = include_str!("../../assets/theme.schema.json");
        assert!(kept == schema(), "renew it: cargo run -- theme schema > assets/theme.schema.json");
    }

    #[test]
    fn every_key_is_described() {
        fn check(table: &Value, path: &str) {
            for (key, value) in table["properties"].as_object().into_iter().flatten() {
                let about = value["description"].as_str().unwrap_or_default();
                assert!(about.len() > 3, "{path}{key} has no description");
                check(value, &format!("{path}{key}."));
                check(&value["items"], &format!("{path}{key}[]."));
                check(&value["additionalProperties"], &format!("{path}{key}.*."));
            }
        }
        check(&SCHEMA, "");
    }

    #[test]
    fn keys_are_known_at_every_depth() {
        let known = |path: &[&str]| keys(path.iter().copied()).map(|keys| keys.known);
        assert!(known(&[]).unwrap().contains(&"name"));
        assert_eq!(known(&["footer"]).unwrap(), ["label", "url"]);
        assert_eq!(known(&["places", "77"]).unwrap(), ["directions", "name"]);
        assert_eq!(known(&["doors"]), None);
        assert_eq!(known(&["doors", "1234", "name"]), None);
    }
}
