//! How Kisi hands out a long list: `limit` and `offset` in the query, `X-Collection-Range` in the answer.

use actix_web::web;

use super::group_links::FieldErrors;

const MOST_PER_PAGE: usize = 250;
const FARTHEST_OFFSET: usize = 20_000;

/// The decoded query of a request.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// A query that cannot be decoded counts as none.
    pub(super) fn read(query: &str) -> Self {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(query);
        Self(pairs.map(web::Query::into_inner).unwrap_or_default())
    }

    /// The value of a key.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(name, _)| name == key)?;
        Some(value)
    }

    /// The value of a key, where it is a number.
    pub(super) fn number(&self, key: &str) -> Option<u64> {
        self.text(key)?.parse().ok()
    }

    fn within(
        &self,
        key: &str,
        default: usize,
        allowed: std::ops::RangeInclusive<usize>,
    ) -> Option<usize> {
        let Some(text) = self.text(key) else {
            return Some(default);
        };
        text.parse().ok().filter(|number| allowed.contains(number))
    }
}

/// The part of a list that a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page {
    limit: usize,
    offset: usize,
}

impl Page {
    /// What Kisi does past its limits is not published. We refuse, so that a caller who overlooks them is noticed.
    pub(super) fn read(query: &Query, default_limit: usize) -> Result<Self, FieldErrors> {
        let limit = query.within("limit", default_limit, 1..=MOST_PER_PAGE);
        let offset = query.within("offset", 0, 0..=FARTHEST_OFFSET);
        match (limit, offset) {
            (Some(limit), Some(offset)) => Ok(Self { limit, offset }),
            (None, _) => Err(FieldErrors::from([("limit", vec!["must be from 1 to 250"])])),
            (_, None) => Err(FieldErrors::from([("offset", vec!["must be from 0 to 20000"])])),
        }
    }

    /// The elements of this page, and the range that Kisi calls them by.
    pub(super) fn of<T>(&self, all: Vec<T>) -> (Vec<T>, String) {
        let total = all.len();
        let page: Vec<T> = all.into_iter().skip(self.offset).take(self.limit).collect();
        let range = match page.len() {
            0 => format!("*/{total}"),
            length => format!("{}-{}/{total}", self.offset, self.offset + length - 1),
        };
        (page, range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(query: &str) -> Result<Page, FieldErrors> {
        Page::read(&Query::read(query), 50)
    }

    #[test]
    fn a_page_names_its_range_and_the_total() {
        let (elements, range) = page("limit=3&offset=2").unwrap().of((0..10).collect());
        assert_eq!((elements, range.as_str()), (vec![2, 3, 4], "2-4/10"));
    }

    #[test]
    fn an_empty_list_has_the_range_star_of_zero() {
        let (elements, range) = page("").unwrap().of(Vec::<u64>::new());
        assert_eq!((elements.len(), range.as_str()), (0, "*/0"));
    }

    #[test]
    fn a_page_past_the_end_is_empty_and_still_tells_the_total() {
        let (elements, range) = page("offset=50").unwrap().of(vec![(); 20]);
        assert_eq!((elements.len(), range.as_str()), (0, "*/20"));
    }

    #[test]
    fn what_kisi_does_not_allow_is_refused() {
        for query in ["limit=0", "limit=251", "limit=many", "offset=20001", "offset=-1"] {
            assert!(page(query).is_err(), "{query}");
        }
        assert!(page("limit=250&offset=20000").is_ok());
    }
}
