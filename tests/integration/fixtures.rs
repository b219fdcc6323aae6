//! A theme in a folder, waiting for a condition, and test sizes from the environment.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// A folder with a `theme.toml` and the files it names, removed at the end of the test.
pub(crate) struct ThemeFolder(TempDir);

impl ThemeFolder {
    pub(crate) fn new(theme: &str) -> Self {
        let folder = Self::empty();
        folder.save_theme(theme);
        folder
    }

    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    /// The path of a file in this folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub(crate) fn theme(&self) -> PathBuf {
        self.path("theme.toml")
    }

    /// Writes a file in place.
    pub(crate) fn save(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn save_theme(&self, toml: &str) {
        self.save("theme.toml", toml);
    }
}

/// The `[[sites]]` entry of `doorstep.toml` that shows the theme at `path` on `host`.
pub(crate) fn site(host: &str, path: &Path) -> String {
    format!("[[sites]]\nhost = \"{host}\"\ntheme = {:?}\n", path.to_str().unwrap())
}

/// An SVG picture that is too large to be inlined into a page.
pub(crate) fn large_svg(color: &str) -> String {
    let padding = " ".repeat(5_000);
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' fill='{color}'>{padding}<path d='M0 0h99v99z'/></svg>"
    )
}

/// How long a test waits before it fails. Generous, so that a busy machine fails no test.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// Waits for `future`. Prints how long that took, and fails the test after [`LONGEST_WAIT`].
pub(crate) async fn wait_for<T>(what: &str, future: impl Future<Output = T>) -> T {
    let begin = Instant::now();
    let Ok(output) = tokio::time::timeout(LONGEST_WAIT, future).await else {
        panic!("{what}: this did not happen within {LONGEST_WAIT:?}");
    };
    eprintln!("{what}: after {:?}", begin.elapsed());
    output
}

/// Checks `condition` until it holds, as [`wait_for`] does.
pub(crate) async fn wait_until(what: &str, mut condition: impl AsyncFnMut() -> bool) {
    let holds = async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    wait_for(what, holds).await;
}

/// The size of a test: the environment variable `name`, or `default` where it is not set.
#[expect(clippy::disallowed_methods, reason = "tests take their sizes from the environment")]
pub(crate) fn amount(name: &str, default: usize) -> usize {
    let Ok(value) = std::env::var(name) else { return default };
    value.parse().unwrap_or_else(|_| panic!("{name} must be a whole number, not `{value}`"))
}
