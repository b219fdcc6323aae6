//! What single functions on the way of a visit take: `cargo bench --bench micro` prints the times,
//! and how they differ from the last run.
//!
//! Only what the library exports can be measured from here. The negotiation of formats and the
//! finished pages are private to `web/`; `cargo bench --bench load` includes them.

use std::{error::Error, hint::black_box, net::Ipv4Addr, path::Path, sync::Arc};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use doorstep::{
    access::{AccessLink, Door, FingerprintKey, LinkSecret},
    directory::DoorDirectory,
    encoding::{Around, BROTLI_EACH, BROTLI_ONCE, Encoding, pad},
    kisi::{Client, Retries},
    language::Language,
    pages::{DoorPage, Reader, door_list, samples},
    settings::{self, Sources},
    simulator::Simulator,
    theme::Theme,
    web::{Limits, Network},
};
use jiff::Timestamp;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What Chrome on Android sends.
const ENCODINGS: &str = "gzip, deflate, br, zstd";
const UNUSUAL_ENCODINGS: &str = "gzip, deflate, br;q=0.9";

criterion_group!(benches, pages, encodings, parts, languages, themes, directory, limits);
criterion_main!(benches);

fn pages(criterion: &mut Criterion) {
    let theme = Theme::built_in().expect("the built-in brand is valid");
    let texts = theme.texts(Language::english());
    let reader = Reader { theme: &theme, texts };
    let four: Vec<Door> = samples::doors().into_iter().take(4).collect();
    let many: Vec<Door> = samples::doors().into_iter().cycle().take(60).collect();
    criterion.bench_function("render a page with 4 doors", |bencher| {
        bencher.iter(|| door_list(reader, black_box(&four), None, None).into_string());
    });
    criterion.bench_function("render a page with 60 doors", |bencher| {
        bencher.iter(|| door_list(reader, black_box(&many), None, None).into_string());
    });
}

fn encodings(criterion: &mut Criterion) {
    for (name, header) in [("usual", ENCODINGS), ("unusual", UNUSUAL_ENCODINGS)] {
        criterion.bench_function(&format!("choose the encoding, {name} header"), |bencher| {
            bencher.iter(|| Encoding::accepted(black_box(header.as_bytes())));
        });
    }
    let theme = Theme::built_in().expect("the built-in brand is valid");
    let reader = Reader { theme: &theme, texts: theme.texts(Language::english()) };
    let page = bytes::Bytes::from(door_list(reader, &samples::doors(), None, None).into_string());
    let mut group = criterion.benchmark_group("compress a page");
    group.throughput(Throughput::Bytes(page.len() as u64)).sample_size(20);
    for (name, encoding, quality) in [
        ("Brotli for many visitors", Encoding::Brotli, BROTLI_ONCE),
        ("Brotli for one visitor", Encoding::Brotli, BROTLI_EACH),
        ("gzip", Encoding::Gzip, BROTLI_ONCE),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| encoding.encode(black_box(page.clone()), quality));
        });
    }
}

/// A new list of doors, whose frame is compressed already.
fn parts(criterion: &mut Criterion) {
    let theme = Theme::built_in().expect("the built-in brand is valid");
    let reader = Reader { theme: &theme, texts: theme.texts(Language::english()) };
    let doors: Vec<Door> = samples::doors().into_iter().take(4).collect();
    let page = DoorPage::new(reader, &doors).expect("the brand hides no sample");
    criterion.bench_function("render the part about 4 doors", |bencher| {
        bencher.iter(|| black_box(&page).doors(None, None));
    });
    let frame = page.frame(None);
    let mut doors = page.doors(None, None);
    pad(&mut doors);
    for (name, encoding) in [("Brotli", Encoding::Brotli), ("gzip", Encoding::Gzip)] {
        let (before, after) = (frame.before.clone(), frame.after.clone());
        let around = Around::new(encoding, before, after, doors.len());
        criterion.bench_function(&format!("compress the part about 4 doors, {name}"), |bencher| {
            bencher.iter(|| around.encode(black_box(doors.clone())));
        });
    }
}

fn languages(criterion: &mut Criterion) {
    let theme = Theme::built_in().expect("the built-in brand is valid");
    let tags = ["de-DE", "de", "en-US", "en"];
    criterion.bench_function("choose the language", |bencher| {
        bencher.iter(|| {
            let wanted: Vec<_> =
                black_box(tags).iter().filter_map(|tag| tag.parse().ok()).collect();
            theme.languages.choose(&wanted, theme.language)
        });
    });
}

fn themes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load a theme");
    group.sample_size(10);
    group.bench_function("built in", |bencher| bencher.iter(Theme::built_in));
    // Photos are kept, so their conversion is not part of this.
    for name in ["clinic", "hotel"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/themes").join(name);
        let file = file.join("theme.toml");
        group.bench_function(name, |bencher| bencher.iter(|| Theme::load(black_box(&file))));
    }
}

fn directory(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    let (directory, link) = runtime.block_on(cached_link()).expect("the simulator answers");
    let key = FingerprintKey::random().expect("the system has random numbers");
    criterion.bench_function("fingerprint of a secret", |bencher| {
        bencher.iter(|| key.fingerprint(black_box(link.secret())));
    });
    let now = Timestamp::now();
    criterion.bench_function("doors of a cached link", |bencher| {
        bencher.to_async(&runtime).iter(|| async {
            let cached = directory.cached(black_box(&link)).await;
            directory.doors_for_page(&link, cached, now).await
        });
    });
}

/// A directory that has the doors of this link.
async fn cached_link() -> Outcome<(DoorDirectory, AccessLink)> {
    let kisi = Simulator::new();
    kisi.link("link").opens("Lobby").opens("Garage").opens("Archive").opens("Roof");
    let api = kisi.listen("127.0.0.1:0").await?;
    let flags = [("kisi.base_url", api.base_url()), ("cache.fresh", "1h".to_owned())];
    let flags = flags.map(|(key, value)| (key.to_owned(), value)).into();
    let settings = settings::load(Sources { flags, ..Sources::default() })?;
    let client = Arc::new(Client::new(&settings.kisi)?);
    let runtime = tokio::runtime::Handle::current();
    let directory = DoorDirectory::new(client, &settings.cache, runtime);
    let link = AccessLink::new(LinkSecret::parse("link")?, &FingerprintKey::random()?);
    let doors = directory.doors_of_new_link(&link, Retries::Usual, Timestamp::now()).await;
    doors.map_err(|error| error.to_string())?;
    Ok((directory, link))
}

/// Taps of many links from one network, as of visitors behind the same wireless network.
fn limits(criterion: &mut Criterion) {
    let most = u32::MAX.to_string();
    let flags = ["limits.unlocks_per_minute", "limits.unlocks_per_link_per_minute"];
    let flags = flags.map(|key| (key.to_owned(), most.clone())).into();
    let settings = settings::load(Sources { flags, ..Sources::default() });
    let limits = Limits::new(&settings.expect("the settings are valid").limits);
    let key = FingerprintKey::random().expect("the system has random numbers");
    let secrets = (0..1_000).filter_map(|number| LinkSecret::parse(&format!("link{number}")).ok());
    let links: Vec<_> = secrets.map(|secret| key.fingerprint(&secret)).collect();
    let (network, mut links) = (Network::of(Ipv4Addr::LOCALHOST.into()), links.iter().cycle());
    criterion.bench_function("count a tap", |bencher| {
        bencher.iter(|| limits.tap(network, *links.next().expect("a cycle never ends")));
    });
}
