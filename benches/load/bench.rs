//! Compares `doorstep` with the constant, and adds what was measured to the table.

use std::{path::PathBuf, time::Duration};

use crate::{
    Outcome,
    cores::Cores,
    print,
    process::{Log, Process},
    requests::{Links, Request},
    table::{COLUMNS, Table, median, short, spread},
    visits::{Figures, Visits, one},
};

/// How the figures are taken, and the figures so far.
pub(crate) struct Bench {
    pub(crate) program: PathBuf,
    pub(crate) cores: Cores,
    pub(crate) quick: bool,
    pub(crate) table: Table,
}

/// The servers that are compared, in the order of the columns.
pub(crate) struct Servers {
    pub(crate) kisi: Process,
    pub(crate) each: Vec<Process>,
}

impl Bench {
    pub(crate) fn rounds(&self) -> u64 {
        if self.quick { 3 } else { 5 }
    }

    /// `number`, or a tenth of it for quick figures.
    pub(crate) fn some(&self, number: u64) -> u64 {
        if self.quick { number / 10 } else { number }
    }

    /// How long a round is.
    pub(crate) fn round(&self) -> Duration {
        Duration::from_millis(if self.quick { 500 } else { 1_500 })
    }

    /// A round of visits of one link after the other.
    pub(crate) fn visits(&self, request: Request, links: Links) -> Visits {
        Visits {
            request,
            links,
            first: 0,
            count: 1,
            repeat: true,
            connections: 64,
            longest: self.round(),
        }
    }

    pub(crate) async fn doorstep(&self, kisi: &Process, log: Log) -> Outcome<Process> {
        Process::doorstep(&self.program, &self.cores, kisi.address, log, &[]).await
    }

    /// Starts the servers of all columns. The constant answers like `doorstep` does to `request`.
    pub(crate) async fn servers(
        &self,
        delay: Duration,
        request: Request,
        links: Links,
    ) -> Outcome<Servers> {
        let kisi = Process::kisi(delay)?;
        let quiet = self.doorstep(&kisi, Log::Warn).await?;
        let loud = self.doorstep(&kisi, Log::Info).await?;
        let request = request.text(links, 0);
        let answer = one(quiet.address, &request).await?;
        let constant = Process::constant(&self.cores, &answer)?;
        check_same(&answer, &one(constant.address, &request).await?)?;
        Ok(Servers { kisi, each: vec![quiet, loud, constant] })
    }

    /// Runs rounds against each server in turn, and adds a row with the CPU time per request.
    pub(crate) async fn compare(
        &mut self,
        name: &str,
        servers: &Servers,
        visits: impl Fn(u64) -> Visits,
    ) -> Outcome<Vec<Vec<Figures>>> {
        let mut rounds = vec![Vec::new(); servers.each.len()];
        for round in 0..self.rounds() {
            for (server, figures) in servers.each.iter().zip(&mut rounds) {
                figures.push(visits(round).of(server).await?);
            }
        }
        for (figures, column) in rounds.iter().zip(COLUMNS) {
            print_secondary(name, column, figures);
        }
        let of = |figures: &Vec<Figures>| spread(figures.iter().map(|it| it.cpu).collect());
        let cells: Vec<_> = rounds.iter().map(of).collect();
        self.table.row(&format!("{name}: µs of CPU"), &cells);
        Ok(rounds)
    }

    pub(crate) fn memory(&mut self, name: &str, servers: &Servers) -> Outcome<()> {
        let cells = servers.each.iter().map(|server| Ok(short(server.memory()?)));
        let cells: Vec<_> = cells.collect::<Outcome<_>>()?;
        print(&format!("{name}: {}", cells.join(", ")));
        self.table.row(name, &cells);
        Ok(())
    }

    /// Adds a row with how much longer a visit takes than asking Kisi without `doorstep`.
    pub(crate) async fn compare_with_kisi(
        &mut self,
        name: &str,
        servers: &Servers,
        visits: impl Fn(u64) -> Visits,
        direct: Request,
    ) -> Outcome<()> {
        let mut over = vec![Vec::new(); 2];
        let mut figures = vec![Vec::new(); 2];
        for round in 0..self.rounds() {
            let visits = visits(round);
            let direct = Visits { request: direct, ..visits }.of(&servers.kisi).await?;
            for (column, server) in servers.each[..2].iter().enumerate() {
                let through = visits.of(server).await?;
                over[column].push(through.p50 - direct.p50);
                figures[column].push(through);
            }
        }
        for (figures, column) in figures.iter().zip(COLUMNS) {
            print_secondary(name, column, figures);
        }
        let cells: Vec<_> = over.into_iter().map(spread).collect();
        self.table.row(&format!("{name}: p50 over asking Kisi directly, ms"), &cells);
        Ok(())
    }
}

/// Fails if the constant does not answer as `doorstep` does. The order of the headers and the date
/// may differ.
fn check_same(ours: &[u8], constant: &[u8]) -> Outcome<()> {
    let parts = |answer: &[u8]| -> Outcome<(Vec<String>, Vec<u8>)> {
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").ok_or("no head")?;
        let head = std::str::from_utf8(&answer[..end])?.to_lowercase();
        let mut lines: Vec<_> = head.lines().filter(|it| !it.starts_with("date:")).collect();
        lines.sort_unstable();
        Ok((lines.into_iter().map(str::to_owned).collect(), answer[end..].to_vec()))
    };
    let (ours, constant) = (parts(ours)?, parts(constant)?);
    if ours == constant {
        return Ok(());
    }
    Err(format!("the constant differs: {:?} is not {:?}", constant.0, ours.0).into())
}

/// Prints what depends on the visitors, too, and not only on the server.
pub(crate) fn print_secondary(name: &str, column: &str, rounds: &[Figures]) {
    let of =
        |figure: fn(&Figures) -> f64| median(&mut rounds.iter().map(figure).collect::<Vec<_>>());
    let failures: u64 = rounds.iter().map(|it| it.failures).sum();
    let failures = if failures == 0 { String::new() } else { format!(", {failures} not 200") };
    print(&format!(
        "{name}; {column}: {} µs, {:.0}/s, p50 {:.2} ms, p99 {:.2} ms{failures}",
        short(of(|it| it.cpu)),
        of(|it| it.per_second),
        of(|it| it.p50),
        of(|it| it.p99),
    ));
}
