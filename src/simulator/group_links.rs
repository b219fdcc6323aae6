//! The operator's side of the model: parsing the attributes of a new link, and listing links.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    codes::FieldErrors,
    model::{Group, GroupLink, LinkAttributes, Organization},
};

/// Which links are listed, and in which order. The default lists all links by id.
#[derive(Debug, Default)]
pub(super) struct LinkFilter {
    pub(super) ids: Option<Vec<u64>>,
    pub(super) group_id: Option<u64>,
    pub(super) query: Option<String>,
    pub(super) sort: Option<String>,
}

impl LinkFilter {
    fn includes(&self, link: &GroupLink) -> bool {
        let name = link.attributes.name.to_lowercase();
        self.ids.as_ref().is_none_or(|ids| ids.contains(&link.id))
            && self.group_id.is_none_or(|id| id == link.attributes.group_id)
            && self.query.as_ref().is_none_or(|query| name.contains(&query.to_lowercase()))
    }
}

impl Organization {
    /// Parses the body of `POST /group_links`. Like Kisi, it ignores fields that do not exist.
    ///
    /// A group that does not exist is an error of the field `group_id`. Kisi's own answer to that
    /// is not documented.
    pub(super) fn parse_attributes(&self, posted: &Value) -> Result<LinkAttributes, FieldErrors> {
        let mut fields = FieldReader::new(&posted["group_link"]);
        let attributes = LinkAttributes {
            name: fields.required("name", text).unwrap_or_default(),
            group_id: fields.required("group_id", Value::as_u64).unwrap_or_default(),
            email: fields.optional("email", text),
            phone: fields.optional("phone", phone),
            valid_from: fields.optional("valid_from", time),
            valid_until: fields.optional("valid_until", time),
            link_enabled: fields.optional("link_enabled", Value::as_bool).unwrap_or(true),
            with_code_image: fields.optional("quick_response_code_type", code_type).is_some(),
        };
        if !fields.errors.contains_key("group_id")
            && !self.groups.contains_key(&attributes.group_id)
        {
            fields.add_error("group_id", "must exist");
        }
        if fields.errors.is_empty() { Ok(attributes) } else { Err(fields.errors) }
    }

    /// The link with this id, and its group.
    pub(super) fn link_with_group(&self, id: u64) -> Option<(&GroupLink, &Group)> {
        let link = self.links.get(&id)?;
        Some((link, self.groups.get(&link.attributes.group_id)?))
    }

    /// The links that match the filter, each with its group, in the order that the filter asks for.
    pub(super) fn filtered_links(&self, filter: &LinkFilter) -> Vec<(&GroupLink, &Group)> {
        let mut links: Vec<_> = self
            .links
            .values()
            .filter(|link| filter.includes(link))
            .filter_map(|link| self.link_with_group(link.id))
            .collect();
        let sort = filter.sort.as_deref().unwrap_or_default();
        match sort.trim_start_matches('-') {
            "name" => links.sort_by_key(|(link, _)| &link.attributes.name),
            "unlock" => links.sort_by_key(|(link, _)| link.last_used_at),
            "valid_until" => links.sort_by_key(|(link, _)| link.attributes.valid_until),
            "group_name" => links.sort_by_key(|(_, group)| &group.name),
            _ => {}
        }
        if sort.starts_with('-') {
            links.reverse();
        }
        links
    }
}

/// Reads a JSON object field by field, and collects the errors of all fields.
struct FieldReader<'a> {
    object: &'a Value,
    errors: FieldErrors,
}

impl<'a> FieldReader<'a> {
    fn new(object: &'a Value) -> Self {
        Self { object, errors: FieldErrors::new() }
    }

    fn add_error(&mut self, field: &'static str, message: &'static str) {
        self.errors.entry(field).or_default().push(message);
    }

    fn optional<T>(&mut self, field: &'static str, read: fn(&Value) -> Option<T>) -> Option<T> {
        let value = &self.object[field];
        if value.is_null() {
            return None;
        }
        let read = read(value);
        if read.is_none() {
            self.add_error(field, "is invalid");
        }
        read
    }

    fn required<T>(&mut self, field: &'static str, read: fn(&Value) -> Option<T>) -> Option<T> {
        let value = &self.object[field];
        if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
            self.add_error(field, "can't be blank");
            return None;
        }
        self.optional(field, read)
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn time(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

/// An E.164 number with the country code 1, as Kisi sends text messages to these countries only.
fn phone(value: &Value) -> Option<String> {
    let digits = value.as_str()?.strip_prefix("+1")?;
    let is_national = digits.len() == 10 && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_national.then(|| format!("+1{digits}"))
}

fn code_type(value: &Value) -> Option<()> {
    matches!(value.as_str()?, "online" | "offline").then_some(())
}
