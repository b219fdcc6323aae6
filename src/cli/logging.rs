//! The log: its destination, its level, and which crates may write to it.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::{
    Layer as _,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::settings::{Log, LogFormat, LogLevel, Settings};

/// Sends the log to stderr, and begins it with what an operator should change.
pub(super) fn start(settings: &Settings) {
    install(&settings.log);
    log_panics();
    for file in &settings.exposed {
        let file = file.display();
        tracing::warn!(
            "{file} contains a secret and other users of this machine can read it; \
             run: chmod 600 {file}"
        );
    }
}

/// Logs panics with their place. Their text is left out, because it may contain what a visitor or
/// Kisi sent.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(tracing::field::display);
        tracing::error!(place, "doorstep has a bug: a task panicked");
    }));
}

/// Sends the log to stderr.
///
/// `log.level` applies to our own crate. Other crates log warnings and errors only, and no setting
/// changes that: their lower levels print what is sent to Kisi, secrets included.
fn install(settings: &Log) {
    let level = match settings.level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    let targets = Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        // actix-http logs every malformed request as an error, so any client could cause alerts.
        .with_target("actix_http", LevelFilter::OFF)
        .with_target(env!("CARGO_CRATE_NAME"), level);
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let lines = match settings.format {
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
        LogFormat::Pretty => lines.with_ansi(io::stderr().is_terminal()).with_target(false).boxed(),
    };
    // Fails if a test has installed a subscriber of its own.
    let _ = tracing_subscriber::registry().with(lines.with_filter(targets)).try_init();
}
