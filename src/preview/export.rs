//! The preview as files, for a review or a pull request: it opens from its folder without a server.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    Doors,
    edition::Edition,
    medium::{Medium, page_name},
    sample_code, sample_page,
    scenes::Shown,
    studio,
};
use crate::{language::Language, theme};

/// The folder of the brand's files, relative to the pages.
const ASSETS: &str = "../assets";
/// The page to open.
const INDEX: &str = "index.html";
/// The folders of an earlier preview that are removed before the next one is written.
const REPLACED: [&str; 2] = ["pages", "assets"];

/// Added to the head of a page that is opened without a server. The text size is chosen by the
/// fragment of the address, because pages opened from files cannot access each other.
const STATIC_HEAD: &str = concat!(
    "<head><meta http-equiv=\"Content-Security-Policy\" content=\"form-action 'none'\">",
    "<link rel=\"stylesheet\" href=\"../frame.css\">",
    "<meta id=\"text-100\"><meta id=\"text-150\"><meta id=\"text-200\">",
);
const FRAME: &str = include_str!("../../assets/preview/frame.css");

/// Why the preview is not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The theme cannot be used.
    #[error(transparent)]
    Theme(#[from] theme::Error),
    /// The folder is not empty and not an earlier preview.
    #[error(
        "{folder} contains other files; name a new folder, an empty one, or an earlier preview"
    )]
    Occupied {
        /// The folder.
        folder: PathBuf,
    },
    /// A file or folder cannot be written.
    #[error("{path} cannot be written")]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

/// Writes the preview of the theme in `file` to `folder`, and returns the number of files. An
/// earlier preview there is replaced; a folder with other files is not touched.
pub fn export(file: &Path, doors: Option<Doors>, folder: &Path) -> Result<usize, ExportError> {
    let edition = Edition::valid(file, doors, ASSETS)?;
    let files = files(&edition);
    make_room(folder)?;
    for (path, content) in &files {
        write(&folder.join(path), content)?;
    }
    Ok(files.len())
}

/// All files, by path in the folder. The index comes first: it marks the folder as a preview, also
/// if writing the rest fails.
fn files(edition: &Edition) -> Vec<(String, Bytes)> {
    let index = studio::studio(edition, &Medium::Written).into_string();
    let mut files = vec![(INDEX.to_owned(), index.into()), ("frame.css".to_owned(), FRAME.into())];
    files.extend(studio::FILES.map(|(name, _, content)| (name.to_owned(), content.into())));
    files.extend(edition.assets().map(|asset| {
        let path = asset.path.trim_start_matches("../").to_owned();
        (path, asset.content())
    }));
    files.extend(pages(edition));
    files
}

fn pages(edition: &Edition) -> Vec<(String, Bytes)> {
    let shown = Shown::all();
    let written = studio::written(edition, &Medium::Written);
    let mut pages = Vec::new();
    for scheme in edition.schemes() {
        for language in &written {
            let (reader, doors) = (edition.reader(scheme, language), edition.doors(language));
            let place = doors.iter().find_map(|door| door.place.as_ref());
            for shown in &shown {
                let name = |language: &Language| page_name(&shown.name(), language, scheme);
                let page = match shown {
                    Shown::Asking => continue,
                    Shown::Mail(mail) => with_frame(&mail.page(reader, place)),
                    Shown::Page(scene) => {
                        let mut page = static_page(sample_page(scene.page(reader, &doors)));
                        for other in &written {
                            let link = format!("\"?lang={}\"", other.tag);
                            page = page.replace(&link, &format!("\"{}\"", name(other)));
                        }
                        page
                    }
                };
                pages.push((format!("pages/{}", name(language)), page.into()));
            }
        }
    }
    pages
}

/// Removes what needs a server: the scripts, whose requests would fail, the preloading of a font, and
/// the request for the QR code.
fn static_page(mut page: String) -> String {
    for (begin, end) in [("<script>", "</script>"), ("<link rel=\"preload\"", ">")] {
        while let Some(start) = page.find(begin) {
            let length = page[start..].find(end).map_or(page.len() - start, |at| at + end.len());
            page.replace_range(start..start + length, "");
        }
    }
    let code = utf8_percent_encode(&sample_code(), NON_ALPHANUMERIC).to_string();
    with_frame(&page.replace("srcset=\"?qr\"", &format!("srcset=\"data:image/svg+xml,{code}\"")))
}

/// A page that follows the switches although it is opened without a server.
fn with_frame(page: &str) -> String {
    page.replacen("<head>", STATIC_HEAD, 1)
}

/// Creates the folder, or removes an earlier preview from it.
fn make_room(folder: &Path) -> Result<(), ExportError> {
    let unwritable = |source| ExportError::Unwritable { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(unwritable)?;
    if fs::read_dir(folder).map_err(unwritable)?.next().is_none() {
        return Ok(());
    }
    let earlier = fs::read_to_string(folder.join(INDEX)).unwrap_or_default();
    if !earlier.contains(&format!("content=\"{}\"", studio::GENERATOR)) {
        return Err(ExportError::Occupied { folder: folder.to_owned() });
    }
    for path in REPLACED.map(|name| folder.join(name)).iter().filter(|path| path.is_dir()) {
        fs::remove_dir_all(path).map_err(unwritable)?;
    }
    Ok(())
}

fn write(path: &Path, content: &[u8]) -> Result<(), ExportError> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| fs::write(path, content));
    written.map_err(|source| ExportError::Unwritable { path: path.to_owned(), source })
}
