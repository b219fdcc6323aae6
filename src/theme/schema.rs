//! The JSON Schema of `theme.toml`, generated from the types that read it. Editors complete keys
//! with it, and `parse` checks the keys of a theme file against it.

use std::sync::LazyLock;

use schemars::{Schema, generate::SchemaSettings, transform::RecursiveTransform};
use serde_json::{Value, json};

use super::file::ThemeFile;

/// The schema, in draft 7, which the TOML extensions of editors support.
pub(super) static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let settings = SchemaSettings::draft07().with_transform(RecursiveTransform(without_null));
    settings.into_generator().into_root_schema_for::<ThemeFile>().to_value()
});

/// The JSON Schema of `theme.toml`, as text.
#[must_use]
pub fn schema() -> String {
    format!("{:#}\n", *SCHEMA)
}

/// Removes `null`, which TOML does not have, and puts each description on one line.
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

/// The keys that a table may have, and those that it must have.
pub(super) struct Keys {
    pub(super) allowed: Vec<&'static str>,
    required: Vec<&'static str>,
    /// Keys, each with the keys that must stand beside it.
    dependencies: Vec<(&'static str, Vec<&'static str>)>,
}

impl Keys {
    /// The allowed key with this name.
    pub(super) fn named(&self, name: &str) -> Option<&'static str> {
        self.allowed.iter().find(|key| **key == name).copied()
    }

    /// Whether a table must have this key.
    pub(super) fn require(&self, key: &str) -> bool {
        self.required.contains(&key)
    }

    /// The keys that a table must have, given which keys are `present` in it.
    pub(super) fn needed(
        &self,
        present: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = &'static str> {
        let dependent = self.dependencies.iter().filter(move |(key, _)| present(key));
        self.required.iter().chain(dependent.flat_map(|(_, needed)| needed)).copied()
    }
}

/// What the schema says about the value at `path`; `null` if it says nothing about it.
pub(super) fn node<'a>(path: impl Iterator<Item = &'a str>) -> &'static Value {
    let mut node: &'static Value = &SCHEMA;
    for key in path {
        // In a list, the keys are those of the tables in it.
        let table = node.get("items").unwrap_or(node);
        // The texts of another language than the brand's own.
        let is_texts = table.get("allOf").is_some();
        let table = if is_texts { &SCHEMA["definitions"]["Texts"] } else { table };
        let of_any_name = &table["additionalProperties"];
        node = table["properties"].get(key).unwrap_or(of_any_name);
    }
    node
}

/// The table of fixed name at the top of a file that has this key, if only one has it.
pub(super) fn table_with(key: &str) -> Option<&'static str> {
    let all = SCHEMA["properties"].as_object().into_iter().flatten();
    let mut with_key = all.filter(|(name, table)| {
        let keys = [&table["properties"], &table["items"]["properties"]];
        *name != "text" && keys.iter().any(|keys| keys.get(key).is_some())
    });
    let (name, table) = with_key.next()?;
    (with_key.next().is_none() && table["type"] == "object").then_some(name.as_str())
}

/// The keys of the table at `path`, or `None` where keys are free: numbers of doors, ids of texts.
pub(super) fn keys<'a>(path: impl Iterator<Item = &'a str>) -> Option<Keys> {
    let node = node(path);
    let table = node.get("items").unwrap_or(node);
    let texts =
        |list: &'static Value| list.as_array().into_iter().flatten().filter_map(Value::as_str);
    let allowed = table["properties"].as_object()?.keys().map(String::as_str).collect();
    let dependencies = table["dependencies"].as_object().into_iter().flatten();
    let dependencies = dependencies.map(|(key, needed)| (key.as_str(), texts(needed).collect()));
    (table["additionalProperties"] == json!(false)).then(|| Keys {
        allowed,
        required: texts(&table["required"]).collect(),
        dependencies: dependencies.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_in_assets_is_current() {
        let kept = include_str!("../../assets/theme.schema.json");
        assert!(
            kept == schema(),
            "generate it: cargo run -- theme schema > assets/theme.schema.json"
        );
    }

    #[test]
    fn every_key_has_a_description() {
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
    fn the_keys_of_a_table_are_found_at_every_depth() {
        let allowed = |path: &[&str]| keys(path.iter().copied()).map(|keys| keys.allowed);
        assert!(allowed(&[]).unwrap().contains(&"name"));
        assert_eq!(allowed(&["footer"]).unwrap(), ["label", "url"]);
        assert_eq!(allowed(&["places", "77"]).unwrap(), ["directions", "name", "order"]);
        assert_eq!(allowed(&["doors"]), None);
        assert_eq!(allowed(&["doors", "1234", "name"]), None);
    }
}
