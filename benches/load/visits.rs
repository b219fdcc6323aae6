//! Many visitors at once, and what they cost the server.

use std::{
    cell::{Cell, RefCell},
    net::SocketAddr,
    time::{Duration, Instant},
};

use futures_util::future::try_join_all;

use crate::{
    Outcome,
    connection::Connection,
    process::Process,
    requests::{Links, Request},
};

/// Visitors who ask one after the other, each on a connection that stays open. It ends when all
/// links were visited, or when the time is over.
#[derive(Clone, Copy)]
pub(crate) struct Visits {
    pub(crate) request: Request,
    pub(crate) links: Links,
    /// The number of the first link, and how many follow it.
    pub(crate) first: u64,
    pub(crate) count: u64,
    /// Whether the first link follows after the last one.
    pub(crate) repeat: bool,
    pub(crate) connections: usize,
    pub(crate) longest: Duration,
}

/// What visits took.
#[derive(Clone, Copy, Default)]
pub(crate) struct Figures {
    pub(crate) requests: u64,
    /// Answers with another status than 200.
    pub(crate) failures: u64,
    /// CPU time of the server per request, in microseconds.
    pub(crate) cpu: f64,
    pub(crate) per_second: f64,
    /// In milliseconds.
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

impl Visits {
    /// Runs them against a server.
    pub(crate) async fn of(self, server: &Process) -> Outcome<Figures> {
        let connections = (0..self.connections).map(|_| Connection::open(server.address));
        let connections = try_join_all(connections).await?;
        let (next, failures) = (Cell::new(0), Cell::new(0));
        let times = RefCell::new(Vec::new());
        let (before, begin) = (server.cpu()?, Instant::now());
        let end = begin + self.longest;
        let visitors = connections.into_iter().map(|mut connection| {
            let (next, failures, times) = (&next, &failures, &times);
            async move {
                while Instant::now() < end && (self.repeat || next.get() < self.count) {
                    let number = self.first + next.get() % self.count;
                    next.set(next.get() + 1);
                    let request = self.request.text(self.links, number);
                    let begin = Instant::now();
                    let answer = connection.ask(request.as_bytes()).await?;
                    if answer.status != 200 {
                        failures.set(failures.get() + 1);
                    }
                    times.borrow_mut().push(begin.elapsed());
                }
                Outcome::Ok(())
            }
        });
        try_join_all(visitors).await?;
        let (cpu, time) = (server.cpu()? - before, begin.elapsed().as_secs_f64());
        let requests = next.get();
        let (p50, p99) = percentiles(times.into_inner());
        Ok(Figures {
            requests,
            failures: failures.get(),
            cpu: cpu * 1e6 / requests as f64,
            per_second: requests as f64 / time,
            p50,
            p99,
        })
    }
}

/// One answer, head and body.
pub(crate) async fn one(address: SocketAddr, request: &str) -> Outcome<Vec<u8>> {
    let mut connection = Connection::open(address).await?;
    let answer = connection.ask(request.as_bytes()).await?;
    if answer.status != 200 {
        return Err(String::from_utf8_lossy(answer.bytes).into());
    }
    Ok(answer.bytes.to_vec())
}

/// All visitors send the same request at once, each on an own connection.
pub(crate) async fn together(
    visitors: usize,
    address: SocketAddr,
    request: &str,
) -> Outcome<(f64, f64)> {
    let connections = (0..visitors).map(|_| Connection::open(address));
    let connections = try_join_all(connections).await?;
    let times = connections.into_iter().map(|mut connection| async move {
        let begin = Instant::now();
        connection.ask(request.as_bytes()).await?;
        Outcome::Ok(begin.elapsed())
    });
    Ok(percentiles(try_join_all(times).await?))
}

/// The 50th and the 99th percentile, in milliseconds.
fn percentiles(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort_unstable();
    let at = |share: usize| {
        let time = times.get(times.len().saturating_sub(1) * share / 100);
        time.map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    (at(50), at(99))
}
