//! "Did you mean": the known word that is most like a misspelt one.

/// How alike two words must be (Jaro-Winkler, 0 to 1) before one is suggested for the other. Below
/// this, a suggestion misleads more often than it helps.
const SIMILAR: f64 = 0.85;

/// The word most similar to `text`, if any word is similar enough to suggest. Case does not count.
#[must_use]
pub fn nearest<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase();
    let similarity = |word: &str| strsim::jaro_winkler(&text, &word.to_lowercase());
    let best = words.map(|word| (similarity(word), word)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(similarity, _)| *similarity > SIMILAR).map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelt_word_gets_its_nearest_known_word() {
        let known = || ["logo", "logo_dark", "icon"].into_iter();
        assert_eq!(nearest("lgoo", known()), Some("logo"));
        assert_eq!(nearest("ICON", known()), Some("icon"));
        assert_eq!(nearest("rond", ["rounded", "pill"].into_iter()), Some("rounded"));
    }

    #[test]
    fn a_word_that_is_like_none_gets_no_suggestion() {
        assert_eq!(nearest("zebra", ["logo", "icon"].into_iter()), None);
        assert_eq!(nearest("logo", std::iter::empty()), None);
        assert_eq!(nearest("footer-title", ["no-network-title"].into_iter()), None);
        assert_eq!(nearest("linear-gradient(90deg, red)", ["linen"].into_iter()), None);
    }
}
