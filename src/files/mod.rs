//! Reading files with a size limit, and noticing when they change.

pub mod watch;

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

/// The content of a file of at most `largest` bytes. Only regular files are read: reading a pipe
/// might never end.
pub fn read_bounded(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    let invalid = |text: String| io::Error::new(io::ErrorKind::InvalidInput, text);
    if !std::fs::metadata(path)?.is_file() {
        return Err(invalid("it is not a file".to_owned()));
    }
    let mut content = Vec::new();
    File::open(path)?.take(largest + 1).read_to_end(&mut content)?;
    if content.len() as u64 > largest {
        return Err(invalid(format!("it is larger than {} KiB", largest / 1024)));
    }
    Ok(content)
}
