//! Why the settings cannot be used.

use std::path::PathBuf;

/// Why the settings cannot be used. Every message names the setting and what would be right.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The settings file is not valid TOML. The line itself is not shown: it may contain a secret.
    #[error("{}:{line}:{column}: {reason}", file.display())]
    Syntax {
        /// The settings file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The character in the line, from 1.
        column: usize,
        /// What the parser expected.
        reason: String,
    },
    /// The settings file cannot be read.
    #[error("the settings file {} cannot be read", file.display())]
    File {
        /// The settings file.
        file: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// A value has the wrong type.
    #[error(transparent)]
    Source(#[from] config::ConfigError),
    /// A key that does not exist.
    #[error("unknown setting `{key}` in {origin}; {hint}")]
    Unknown {
        /// The key as it was written.
        key: String,
        /// Where it was written: the file, the environment or the command line.
        origin: String,
        /// The most similar key that exists, or where to find all keys.
        hint: String,
    },
    /// A value that cannot be used.
    #[error("`{key}` {reason}")]
    Invalid {
        /// The setting.
        key: &'static str,
        /// What would be right.
        reason: String,
    },
}
