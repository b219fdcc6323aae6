//! The rows of the table: what the visitors do, and which figures are taken of it.

use std::time::{Duration, Instant};

use crate::{
    Outcome,
    bench::{Bench, print_secondary},
    print,
    process::{Log, Process},
    requests::{Links, Request},
    table::{COLUMNS, short, spread},
    visits::{Visits, one, together},
};

/// The names to choose rows by.
pub(crate) const NAMES: &[&str] = &[
    "start",
    "hot-bare",
    "hot-phone",
    "warm",
    "shared",
    "cold-bare",
    "cold-phone",
    "cold-slow",
    "unlock",
    "stampede",
    "stale",
    "guesses",
];

impl Bench {
    /// Takes the figures of the row with this name.
    pub(crate) async fn run(&mut self, name: &str) -> Outcome<()> {
        match name {
            "start" => self.start().await,
            "hot-bare" => self.hot("hot, one link, bare request", Request::Bare).await,
            "hot-phone" => self.hot("hot, one link, as a phone asks", Request::Phone).await,
            "warm" => self.warm().await,
            "shared" => self.shared().await,
            "cold-bare" => self.cold("cold, bare request", Request::Bare).await,
            "cold-phone" => self.cold("cold, as a phone asks", Request::Phone).await,
            "cold-slow" => self.cold_slow().await,
            "unlock" => self.unlock().await,
            "stampede" => self.stampede().await,
            "stale" => self.stale().await,
            "guesses" => self.guesses().await,
            _ => Err(format!("there is no row {name}").into()),
        }
    }

    async fn hot(&mut self, name: &str, request: Request) -> Outcome<()> {
        let servers = self.servers(Duration::ZERO, request, Links::Shared).await?;
        let visits = self.visits(request, Links::Shared);
        self.compare(name, &servers, |_| visits).await?;
        Ok(())
    }

    /// Links whose pages were all visited before. Where pages cost very much, fewer links are
    /// visited than are wanted, because this ends after a time.
    async fn warm(&mut self) -> Outcome<()> {
        let servers = self.servers(Duration::ZERO, Request::Phone, Links::Different).await?;
        let first = Visits {
            count: self.some(10_000),
            repeat: false,
            connections: 8,
            longest: Duration::from_secs(self.some(40)),
            ..self.visits(Request::Phone, Links::Different)
        };
        let mut count = first.count;
        for server in &servers.each[..2] {
            count = count.min(Visits { count, ..first }.of(server).await?.requests);
        }
        let name = format!("warm, {count} links with different doors, as a phone asks");
        let visits = Visits { count, ..self.visits(Request::Phone, Links::Different) };
        self.compare(&name, &servers, |_| visits).await?;
        self.memory("memory after it: MiB", &servers)?;
        let uncompressed = Visits { request: Request::PhoneUncompressed, count, ..first };
        for server in &servers.each {
            uncompressed.of(server).await?;
        }
        self.memory("memory after all of these pages uncompressed, too: MiB", &servers)
    }

    /// The memory of links that share a page.
    async fn shared(&mut self) -> Outcome<()> {
        let kisi = Process::kisi(Duration::ZERO)?;
        let server = self.doorstep(&kisi, Log::Warn).await?;
        let visits = Visits {
            count: self.some(100_000),
            repeat: false,
            connections: 16,
            longest: Duration::from_mins(2),
            ..self.visits(Request::Phone, Links::Shared)
        };
        Visits { count: 1, ..visits }.of(&server).await?;
        let before = server.memory()?;
        let figures = Visits { first: 1, ..visits }.of(&server).await?;
        let (after, count) = (server.memory()?, figures.requests);
        let each = (after - before) * 1024.0 * 1024.0 / count as f64;
        let name = format!("memory after {count} links with the same 4 doors: MiB");
        print_secondary(&name, COLUMNS[0], &[figures]);
        self.table.row(&name, &[short(after)]);
        self.table.row("memory of each of these links: bytes", &[short(each)]);
        Ok(())
    }

    async fn cold(&mut self, name: &str, request: Request) -> Outcome<()> {
        let servers = self.servers(Duration::ZERO, request, Links::Different).await?;
        let visits = Visits { connections: 16, ..self.visits(request, Links::Different) };
        self.compare(name, &servers, |round| new_links(visits, round)).await?;
        Ok(())
    }

    async fn cold_slow(&mut self) -> Outcome<()> {
        let kisi_delay = Duration::from_millis(50);
        for (name, request) in [
            ("cold, Kisi answers after 50 ms, 256 connections, bare", Request::Bare),
            ("cold, Kisi answers after 50 ms, 256 connections, as a phone asks", Request::Phone),
        ] {
            let servers = self.servers(kisi_delay, request, Links::Different).await?;
            let visits = Visits { connections: 256, ..self.visits(request, Links::Different) };
            let visits = |round| new_links(visits, round);
            self.compare_with_kisi(name, &servers, visits, Request::DirectList).await?;
        }
        Ok(())
    }

    /// Taps, each of another link, whose doors are cached and were not tapped before.
    async fn unlock(&mut self) -> Outcome<()> {
        let servers = self.servers(Duration::ZERO, Request::Tap, Links::Shared).await?;
        let rounds = self.rounds();
        let count = self.some(40_000) / rounds;
        let lists = Visits {
            first: 1,
            count: count * rounds + count / 4 * rounds,
            repeat: false,
            longest: Duration::from_mins(2),
            ..self.visits(Request::List, Links::Shared)
        };
        for server in &servers.each[..2] {
            lists.of(server).await?;
        }
        let taps = Visits { request: Request::Tap, count, ..lists };
        let name = format!("unlock, {} links in turn, each one unlock at Kisi", count * rounds);
        self.compare(&name, &servers, |round| Visits { first: 1 + round * count, ..taps }).await?;
        let few = Visits { count: count / 4, connections: 16, ..taps };
        let each = |round| Visits { first: 1 + rounds * count + round * few.count, ..few };
        let name = "unlock, 16 connections";
        self.compare_with_kisi(name, &servers, each, Request::DirectTap).await
    }

    /// Many visitors of one link that is not cached.
    async fn stampede(&mut self) -> Outcome<()> {
        const VISITORS: usize = 500;
        let kisi = Process::kisi(Duration::from_millis(200))?;
        let server = self.doorstep(&kisi, Log::Warn).await?;
        let (mut calls, mut times) = (Vec::new(), Vec::new());
        for number in 0..self.rounds() {
            let before = calls_of(&kisi).await?;
            let request = Request::Phone.text(Links::Different, number);
            times.push(together(VISITORS, server.address, &request).await?.1);
            calls.push(calls_of(&kisi).await? - before);
        }
        let name = format!("stampede of {VISITORS} on a cold link, Kisi answers after 200 ms");
        print(&format!("{name}: calls {calls:?}, p99 {times:.0?} ms"));
        self.table.row(&format!("{name}: calls at Kisi"), &[spread(calls)]);
        self.table.row(&format!("{name}: p99, ms"), &[spread(times)]);
        Ok(())
    }

    /// The time from the start of the process to its first page, and its memory then.
    async fn start(&mut self) -> Outcome<()> {
        let kisi = Process::kisi(Duration::ZERO)?;
        let home = "GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n";
        let mut answer = Vec::new();
        let (mut times, mut sizes) = (vec![Vec::new(); 2], vec![Vec::new(); 2]);
        for _ in 0..self.rounds() {
            for column in 0..2 {
                let begin = Instant::now();
                let server = match column {
                    0 => self.doorstep(&kisi, Log::Warn).await?,
                    _ => Process::constant(&self.cores, &answer)?,
                };
                answer = one(server.address, home).await?;
                times[column].push(begin.elapsed().as_secs_f64() * 1e3);
                sizes[column].push(server.memory()?);
            }
        }
        for (name, figures) in [
            ("start: ms from exec to the first 200", times),
            ("memory after the first page: MiB", sizes),
        ] {
            let [doorstep, constant] = [0, 1].map(|column| spread(figures[column].clone()));
            print(&format!("{name}: {doorstep}; constant: {constant}"));
            self.table.row(name, &[doorstep, String::new(), constant]);
        }
        Ok(())
    }

    /// How long visitors wait for a stale door list while Kisi hangs.
    async fn stale(&mut self) -> Outcome<()> {
        const LINKS: u64 = 200;
        let kisi = Process::kisi(Duration::ZERO)?;
        let set = [("CACHE__FRESH", "0s"), ("CACHE__STALE", "1h"), ("KISI__TIMEOUT", "1s")];
        let (program, address) = (&self.program, kisi.address);
        let server = Process::doorstep(program, &self.cores, address, Log::Warn, &set).await?;
        let each = Visits {
            count: LINKS,
            repeat: false,
            connections: 8,
            longest: Duration::from_secs(20),
            ..self.visits(Request::Phone, Links::Shared)
        };
        each.of(&server).await?;
        one(kisi.address, "GET /bench/hang HTTP/1.1\r\nHost: localhost\r\n\r\n").await?;
        // The first visitors wait until doorstep has noticed that Kisi hangs.
        Visits { connections: 200, ..each }.of(&server).await?;
        let visits = Visits { repeat: true, longest: self.round() * 3, ..each };
        let figures = visits.of(&server).await?;
        let name = "stale pages while Kisi hangs";
        print_secondary(name, COLUMNS[0], &[figures]);
        let cell = format!("{:.2}, {:.2}", figures.p50, figures.p99);
        self.table.row(&format!("{name}, 8 connections: p50 and p99, ms"), &[cell]);
        Ok(())
    }

    /// The memory while wrong links are guessed at full speed.
    async fn guesses(&mut self) -> Outcome<()> {
        let kisi = Process::kisi(Duration::ZERO)?;
        let set = [("CACHE__CAPACITY", "10000")];
        let (program, address) = (&self.program, kisi.address);
        let server = Process::doorstep(program, &self.cores, address, Log::Warn, &set).await?;
        let (mut guesses, mut sizes) = (0, Vec::new());
        for _ in 0..4 {
            let visits = Visits {
                first: guesses,
                count: u64::MAX,
                connections: 32,
                longest: self.round() * 3,
                ..self.visits(Request::Phone, Links::Wrong)
            };
            guesses += visits.of(&server).await?.requests;
            sizes.push(short(server.memory()?));
        }
        let name = format!("memory while {guesses} wrong links are guessed, 10,000 cached: MiB");
        print(&format!("{name}: {}", sizes.join(", ")));
        self.table.row(&name, &[sizes.join(", ")]);
        Ok(())
    }
}

/// These visits, of links that no round before this one has visited.
fn new_links(visits: Visits, round: u64) -> Visits {
    const MANY: u64 = 1_000_000;
    Visits { first: 1 + round * MANY, count: MANY, repeat: false, ..visits }
}

/// How often Kisi was asked.
async fn calls_of(kisi: &Process) -> Outcome<f64> {
    let answer = one(kisi.address, "GET /bench/calls HTTP/1.1\r\nHost: localhost\r\n\r\n").await?;
    let text = String::from_utf8(answer)?;
    let (_, calls) = text.split_once("\r\n\r\n").ok_or("no body")?;
    Ok(calls.parse()?)
}
