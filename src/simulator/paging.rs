//! How Kisi divides a long list into pages: `limit` and `offset` in the query of the request,
//! `X-Collection-Range` in the answer.

use std::ops::RangeInclusive;

use actix_web::web;

use super::codes::FieldErrors;

/// The header that says which part of a list an answer holds: `0-49/60`, or `*/60` if it is empty.
pub(super) const COLLECTION_RANGE: &str = "x-collection-range";

const LARGEST_LIMIT: usize = 250;
const LARGEST_OFFSET: usize = 20_000;

/// The decoded query of a request.
pub(super) struct QueryParams(Vec<(String, String)>);

impl QueryParams {
    /// Decodes a query. One that cannot be decoded counts as empty.
    pub(super) fn parse(query: &str) -> Self {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(query);
        Self(pairs.map(web::Query::into_inner).unwrap_or_default())
    }

    /// The first value of a key.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(name, _)| name == key)?;
        Some(value)
    }

    /// The first value of a key, if it is a number.
    pub(super) fn number(&self, key: &str) -> Option<u64> {
        self.text(key)?.parse().ok()
    }

    /// The default if the key is missing; `None` if its value is not an allowed number.
    fn number_within(
        &self,
        key: &str,
        default: usize,
        allowed: RangeInclusive<usize>,
    ) -> Option<usize> {
        let Some(text) = self.text(key) else {
            return Some(default);
        };
        text.parse().ok().filter(|number| allowed.contains(number))
    }
}

/// The part of a list that a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pagination {
    limit: usize,
    offset: usize,
}

impl Pagination {
    /// Reads `limit` and `offset`.
    ///
    /// Kisi does not document what it answers beyond its limits. The simulator refuses, so that a
    /// test notices a caller that exceeds them.
    pub(super) fn parse(params: &QueryParams, default_limit: usize) -> Result<Self, FieldErrors> {
        let limit = params.number_within("limit", default_limit, 1..=LARGEST_LIMIT);
        let offset = params.number_within("offset", 0, 0..=LARGEST_OFFSET);
        match (limit, offset) {
            (Some(limit), Some(offset)) => Ok(Self { limit, offset }),
            (None, _) => Err(FieldErrors::from([("limit", vec!["must be from 1 to 250"])])),
            (_, None) => Err(FieldErrors::from([("offset", vec!["must be from 0 to 20000"])])),
        }
    }

    /// The elements of this page, and the value of [`COLLECTION_RANGE`] for it.
    pub(super) fn slice<T>(&self, all: Vec<T>) -> (Vec<T>, String) {
        let total = all.len();
        let page: Vec<T> = all.into_iter().skip(self.offset).take(self.limit).collect();
        let range = collection_range(self.offset, page.len(), total);
        (page, range)
    }
}

/// The value of [`COLLECTION_RANGE`] for a page of this length.
pub(super) fn collection_range(offset: usize, length: usize, total: usize) -> String {
    match length {
        0 => format!("*/{total}"),
        length => format!("{offset}-{}/{total}", offset + length - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<Pagination, FieldErrors> {
        Pagination::parse(&QueryParams::parse(query), 50)
    }

    #[test]
    fn a_page_has_its_range_and_the_total() {
        let (elements, range) = parse("limit=3&offset=2").unwrap().slice((0..10).collect());
        assert_eq!((elements, range.as_str()), (vec![2, 3, 4], "2-4/10"));
    }

    #[test]
    fn an_empty_list_has_the_range_star_slash_zero() {
        let (elements, range) = parse("").unwrap().slice(Vec::<u64>::new());
        assert_eq!((elements.len(), range.as_str()), (0, "*/0"));
    }

    #[test]
    fn a_page_past_the_end_is_empty_and_still_has_the_total() {
        let (elements, range) = parse("offset=50").unwrap().slice(vec![(); 20]);
        assert_eq!((elements.len(), range.as_str()), (0, "*/20"));
    }

    #[test]
    fn a_limit_or_offset_beyond_those_of_kisi_is_refused() {
        for query in ["limit=0", "limit=251", "limit=many", "offset=20001", "offset=-1"] {
            assert!(parse(query).is_err(), "{query}");
        }
        assert!(parse("limit=250&offset=20000").is_ok());
    }
}
