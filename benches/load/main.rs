//! What a visit costs: `cargo bench --bench load` takes the figures and prints them as a table.
//!
//! The figure to compare is the CPU time that the server takes per request. Requests per second and
//! times also depend on the visitors, who are on the same machine, so they are printed beside it.
//! Each row runs in rounds, in which `doorstep` and the constant take turns: raw actix-web that
//! answers every request with the very bytes and headers of `doorstep`, so it is what is possible.
//!
//! The server has a core of its own ([`cores`]). The visitors ([`visits`]) and a fake Kisi
//! ([`kisi`]) share another core. The constant and the fake Kisi are this program, too. Everything
//! stays on the loopback interface and ends by itself.
//!
//! It needs Linux: other systems do not say what a process cost, or on which core it runs.

#![expect(clippy::cast_precision_loss, reason = "rounded figures are printed only")]

mod bench;
mod connection;
mod constant;
mod cores;
mod kisi;
mod process;
mod requests;
mod rows;
mod table;
mod visits;

use std::{fs, path::PathBuf, process::Command, time::Duration};

use clap::Parser;

use self::{bench::Bench, cores::Cores, rows::NAMES, table::Table};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Measures what a visit costs.
#[derive(Parser)]
struct Options {
    /// Takes fewer and shorter rounds, in less than two minutes
    #[arg(long)]
    quick: bool,
    /// The `doorstep` to measure, if it is not the one of this source
    #[arg(long, default_value = env!("CARGO_BIN_EXE_doorstep"))]
    server: PathBuf,
    /// Takes only the rows whose names begin with one of these words
    rows: Vec<String>,
    /// Cargo sets this.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Outcome<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["constant"] => actix_web::rt::System::new().block_on(constant::serve()),
        ["kisi", delay] => {
            let delay = Duration::from_millis(delay.parse()?);
            runtime()?.block_on(kisi::serve(delay))
        }
        _ => runtime()?.block_on(measure(Options::parse())),
    }
}

fn runtime() -> Outcome<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

async fn measure(options: Options) -> Outcome<()> {
    let chosen: Vec<_> = NAMES
        .iter()
        .filter(|name| {
            options.rows.is_empty() || options.rows.iter().any(|row| name.starts_with(row.as_str()))
        })
        .collect();
    if chosen.is_empty() {
        return Err(format!("there is no such row; there are {}", NAMES.join(", ")).into());
    }
    let (cores, program) = (Cores::divide()?, options.server.canonicalize()?);
    let mut bench = Bench { program, cores, quick: options.quick, table: Table::default() };
    let head = head(&bench);
    print(&format!("{head}\n"));
    for name in chosen {
        bench.run(name).await?;
    }
    print(&format!("\n{head}\n\n{}", bench.table.text()));
    Ok(())
}

/// What was measured, and where.
fn head(bench: &Bench) -> String {
    let file = |path: &str| fs::read_to_string(path).unwrap_or_default().trim().to_owned();
    let processor = file("/proc/cpuinfo");
    let processor = processor.lines().find_map(|line| line.strip_prefix("model name"));
    let processor = processor.unwrap_or("unknown").trim_start_matches([' ', '\t', ':']);
    let version = |program: &std::ffi::OsStr| {
        let output = Command::new(program).arg("--version").output();
        let output = output.map(|output| output.stdout).unwrap_or_default();
        String::from_utf8_lossy(&output).trim().to_owned()
    };
    format!(
        "{}; {} cores: {processor}; Linux {}; {}; {} rounds; load average before: {}",
        version(bench.program.as_os_str()),
        bench.cores.count,
        file("/proc/sys/kernel/osrelease"),
        version("rustc".as_ref()),
        bench.rounds(),
        file("/proc/loadavg").split(' ').take(3).collect::<Vec<_>>().join(" ")
    )
}

fn print(line: &str) {
    use std::io::Write as _;
    // An error says that the reader of the figures has closed the pipe.
    let _ = writeln!(std::io::stdout(), "{line}");
}
