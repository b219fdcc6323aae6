//! Which hosts show a brand.

use std::borrow::Cow;

use actix_web::http::uri::Authority;

/// The hosts of one `[[sites]]` entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hosts {
    /// Exactly this host.
    One(String),
    /// Every host with this ending: `.example.com` for `*.example.com`.
    Below(String),
}

impl Hosts {
    /// Reads `visit.example.com` or `*.example.com`, in any case, with or without a final dot.
    pub(super) fn parse(pattern: &str) -> Self {
        let pattern = pattern.trim().trim_end_matches('.').to_ascii_lowercase();
        match pattern.strip_prefix('*') {
            Some(ending) => Self::Below(ending.to_owned()),
            None => Self::One(pattern),
        }
    }

    /// Whether this host, in lower case and without port, is one of these.
    pub(super) fn include(&self, host: &str) -> bool {
        match self {
            Self::One(name) => name == host,
            Self::Below(ending) => host.len() > ending.len() && host.ends_with(ending),
        }
    }

    /// The sort key that puts the most specific pattern first.
    pub(super) fn rank(&self) -> (u8, usize) {
        match self {
            Self::One(_) => (0, 0),
            Self::Below(ending) => (1, usize::MAX - ending.len()),
        }
    }
}

/// The host in a `Host` header: in lower case, without port and final dot.
pub(super) fn host_name(header: &str) -> String {
    let authority = header.parse::<Authority>();
    let host = authority.as_ref().map_or(Cow::Borrowed(header), |it| Cow::Borrowed(it.host()));
    host.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_matches_in_any_case_with_a_port_or_a_final_dot() {
        for host in ["visit.acme.example", "Visit.ACME.example:8080", "visit.acme.example."] {
            assert!(Hosts::parse("visit.acme.example").include(&host_name(host)), "{host}");
        }
        assert_eq!(host_name("[::1]:8080"), "[::1]");
        assert_eq!(host_name(""), "");
    }

    #[test]
    fn a_star_matches_every_host_below_but_not_the_host_itself() {
        let below = Hosts::parse("*.acme.example");
        assert!(below.include("berlin.acme.example") && below.include("a.b.acme.example"));
        assert!(!below.include("acme.example") && !below.include("notacme.example"));
        assert!(!below.include(".acme.example"));
    }

    #[test]
    fn the_most_specific_pattern_comes_first() {
        let mut hosts =
            ["*.example", "*.acme.example", "a.example", "*.b.acme.example"].map(Hosts::parse);
        hosts.sort_by_key(Hosts::rank);
        assert_eq!(hosts[0], Hosts::One("a.example".to_owned()));
        assert_eq!(hosts[1], Hosts::Below(".b.acme.example".to_owned()));
        assert_eq!(hosts[3], Hosts::Below(".example".to_owned()));
    }
}
