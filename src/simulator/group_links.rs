//! The operator's side of the model: links are made, listed and taken away.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::Timestamp;
use serde_json::Value;

use super::model::{Draft, Group, GroupLink, Kisi};

/// What is wrong with a link that an operator asked for, by field.
pub(super) type FieldErrors = BTreeMap<&'static str, Vec<&'static str>>;

/// Which links an operator wants to see. Empty, it asks for all of them.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) ids: Option<Vec<u64>>,
    pub(super) group_id: Option<u64>,
    pub(super) query: Option<String>,
    pub(super) sort: Option<String>,
}

impl Wanted {
    fn includes(&self, link: &GroupLink) -> bool {
        let name = link.draft.name.to_lowercase();
        self.ids.as_ref().is_none_or(|ids| ids.contains(&link.id))
            && self.group_id.is_none_or(|id| id == link.draft.group_id)
            && self.query.as_ref().is_none_or(|query| name.contains(&query.to_lowercase()))
    }
}

impl Kisi {
    /// Reads what an operator posted. Fields that Kisi does not know are ignored, as Kisi does.
    ///
    /// A group that does not exist is an error of the field `group_id`: Kisi's own answer to that is not published.
    pub(super) fn read_draft(&self, posted: &Value) -> Result<Draft, FieldErrors> {
        let mut fields = Fields::of(&posted["group_link"]);
        let draft = Draft {
            name: fields.required("name", text).unwrap_or_default(),
            group_id: fields.required("group_id", Value::as_u64).unwrap_or_default(),
            email: fields.optional("email", text),
            phone: fields.optional("phone", phone),
            valid_from: fields.optional("valid_from", time),
            valid_until: fields.optional("valid_until", time),
            link_enabled: fields.optional("link_enabled", Value::as_bool).unwrap_or(true),
            with_code_image: fields.optional("quick_response_code_type", code_type).is_some(),
        };
        if !fields.errors.contains_key("group_id") && !self.groups.contains_key(&draft.group_id) {
            fields.complain("group_id", "must exist");
        }
        if fields.errors.is_empty() { Ok(draft) } else { Err(fields.errors) }
    }

    /// A link, and the group whose doors it opens.
    pub(super) fn link_with_group(&self, id: u64) -> Option<(&GroupLink, &Group)> {
        let link = self.links.get(&id)?;
        Some((link, self.groups.get(&link.draft.group_id)?))
    }

    /// The links that an operator wants to see, each with its group.
    pub(super) fn links_wanted(&self, wanted: &Wanted) -> Vec<(&GroupLink, &Group)> {
        let mut links: Vec<_> = self
            .links
            .values()
            .filter(|link| wanted.includes(link))
            .filter_map(|link| self.link_with_group(link.id))
            .collect();
        let sort = wanted.sort.as_deref().unwrap_or_default();
        match sort.trim_start_matches('-') {
            "name" => links.sort_by_key(|(link, _)| &link.draft.name),
            "unlock" => links.sort_by_key(|(link, _)| link.last_used_at),
            "valid_until" => links.sort_by_key(|(link, _)| link.draft.valid_until),
            "group_name" => links.sort_by_key(|(_, group)| &group.name),
            _ => {}
        }
        if sort.starts_with('-') {
            links.reverse();
        }
        links
    }
}

/// A JSON object that is read field by field, so that every error names its field.
struct Fields<'a> {
    object: &'a Value,
    errors: FieldErrors,
}

impl<'a> Fields<'a> {
    fn of(object: &'a Value) -> Self {
        Self { object, errors: FieldErrors::new() }
    }

    fn complain(&mut self, field: &'static str, message: &'static str) {
        self.errors.entry(field).or_default().push(message);
    }

    fn optional<T>(&mut self, field: &'static str, read: fn(&Value) -> Option<T>) -> Option<T> {
        let value = &self.object[field];
        if value.is_null() {
            return None;
        }
        let read = read(value);
        if read.is_none() {
            self.complain(field, "is invalid");
        }
        read
    }

    fn required<T>(&mut self, field: &'static str, read: fn(&Value) -> Option<T>) -> Option<T> {
        let value = &self.object[field];
        if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
            self.complain(field, "can't be blank");
            return None;
        }
        self.optional(field, read)
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn time(value: &Value) -> Option<Timestamp> {
    Timestamp::from_str(value.as_str()?).ok()
}

/// E.164, and only the countries that Kisi sends to: all of them share the prefix 1.
fn phone(value: &Value) -> Option<String> {
    let digits = value.as_str()?.strip_prefix("+1")?;
    let is_national = digits.len() == 10 && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_national.then(|| format!("+1{digits}"))
}

fn code_type(value: &Value) -> Option<()> {
    matches!(value.as_str()?, "online" | "offline").then_some(())
}
