//! The log: its destination, its level, and which crates may write to it.
//!
//! A command that ends by itself writes each line to stderr at once. A server must not wait for the
//! program that reads its stderr, so its lines go through [`queues`].

mod json;
mod queues;

use std::io::{self, IsTerminal as _};

use tracing::{Dispatch, Subscriber};
use tracing_subscriber::{
    Layer as _,
    filter::{LevelFilter, Targets},
    fmt::MakeWriter,
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

pub use self::queues::{Flushing, REQUESTS, dropped_lines};
use self::{json::Json, queues::Queues};
use crate::settings::{Log, LogFormat, LogLevel, Settings};

/// Sends the log of a server to stderr, without ever waiting for it. The lines that are queued when
/// the result is dropped are written first, so it must live as long as the program.
pub fn start_for_server(settings: &Settings) -> Flushing {
    let direct = Dispatch::new(subscriber(&settings.log, io::stderr));
    let (queues, flushing) = Queues::start(&direct);
    start(settings, subscriber(&settings.log, queues));
    flushing
}

/// Sends the log of a command that ends by itself to stderr.
pub fn start_for_command(settings: &Settings) {
    start(settings, subscriber(&settings.log, io::stderr));
}

/// Begins the log with what an operator should change.
fn start(settings: &Settings, subscriber: impl Subscriber + Send + Sync) {
    // Fails if a test has installed a subscriber of its own.
    let _ = subscriber.try_init();
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

/// Formats lines and passes them to `writer`.
///
/// `log.level` applies to our own crate. Other crates log warnings and errors only, and no setting
/// changes that: their lower levels print what is sent to Kisi, secrets included.
fn subscriber(
    settings: &Log,
    writer: impl for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
) -> impl Subscriber + Send + Sync {
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
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    let lines = match settings.format {
        LogFormat::Json => lines.event_format(Json).boxed(),
        LogFormat::Pretty => lines.with_ansi(io::stderr().is_terminal()).with_target(false).boxed(),
    };
    tracing_subscriber::registry().with(targets).with(lines)
}
