//! Settings from the file, the environment and flags, for fuzzers.
#![expect(clippy::missing_panics_doc, reason = "a panic is how a fuzzer finds a bug")]

use std::{collections::HashMap, path::Path};

use super::{
    keys::{KEYS, variable},
    load,
    sources::{Sources, parse},
};

/// A secret that no error may show.
const SECRET: &str = "SUPERSECRET";

/// The content of a settings file, and the same content as the value of a setting beside a secret.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let with_secret = format!("{text}\n[kisi]\napi_key = \"{SECRET}\n{text}");
    for text in [&*text, &*with_secret] {
        if let Err(error) = parse(Path::new("doorstep.toml"), text) {
            assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
        }
    }
    let Some((first, value)) = data.split_first() else { return };
    let value = String::from_utf8_lossy(value).into_owned();
    // Files that a setting names would be read.
    let key = KEYS[usize::from(*first) % KEYS.len()].name;
    if key.ends_with("_file") {
        return;
    }
    let secret = (variable("kisi.api_key"), SECRET.to_owned());
    let environment = HashMap::from([secret, (variable(key), value.clone())]);
    let misspelt = vec![(format!("kisi.api_key{value}"), SECRET.to_owned())];
    for flags in [Vec::new(), vec![(key.to_owned(), value)], misspelt] {
        let environment = environment.clone();
        let shown = match load(Sources { environment, flags, ..Sources::default() }) {
            Ok(settings) => format!("{settings:?}"),
            Err(error) => format!("{error} {error:?}"),
        };
        assert!(!shown.contains(SECRET), "{key}: {shown}");
    }
}
