//! The table of all figures, in Markdown.

/// The columns: `doorstep` with two logs, and the constant.
pub(crate) const COLUMNS: [&str; 3] =
    ["doorstep, log `warn`", "doorstep, log `info` as JSON", "constant"];

/// The figures so far.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<String>,
}

impl Table {
    /// Adds a row. A figure that was not taken is left out.
    pub(crate) fn row(&mut self, name: &str, cells: &[String]) {
        let cells = (0..COLUMNS.len()).map(|column| cells.get(column).map_or("", String::as_str));
        self.rows.push(format!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | ")));
    }

    /// The whole table.
    pub(crate) fn text(&self) -> String {
        let rule = "|---".repeat(COLUMNS.len() + 1);
        format!("| | {} |\n{rule}|\n{}", COLUMNS.join(" | "), self.rows.join("\n"))
    }
}

/// The median of all rounds, with the lowest and the highest.
pub(crate) fn spread(mut rounds: Vec<f64>) -> String {
    let middle = median(&mut rounds);
    let (Some(lowest), Some(highest)) = (rounds.first(), rounds.last()) else {
        return String::new();
    };
    format!("**{}** ({} to {})", short(middle), short(*lowest), short(*highest))
}

/// The median of all rounds, which are sorted by it.
pub(crate) fn median(rounds: &mut [f64]) -> f64 {
    rounds.sort_by(f64::total_cmp);
    rounds.get(rounds.len() / 2).copied().unwrap_or_default()
}

/// A figure with one decimal if it is below 100.
pub(crate) fn short(figure: f64) -> String {
    if figure < 100.0 { format!("{figure:.1}") } else { format!("{figure:.0}") }
}
