//! The processes whose figures are taken: `doorstep serve`, the constant, and the fake Kisi.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::{Outcome, connection::Connection, cores::Cores};

/// What `doorstep` logs.
#[derive(Clone, Copy)]
pub(crate) enum Log {
    /// Warnings only.
    Warn,
    /// A line per request as JSON, into a file.
    Info,
}

/// Settings with which no limit and no early end of a cached list is part of the figures.
const UNLIMITED: &[(&str, &str)] = &[
    ("KISI__REQUESTS_PER_SECOND", "100000"),
    ("CACHE__FRESH", "2h"),
    ("CACHE__CAPACITY", "1000000"),
    ("LIMITS__UNLOCKS_PER_MINUTE", "100000000"),
    ("LIMITS__UNLOCKS_PER_LINK_PER_MINUTE", "100000000"),
    ("LIMITS__UNKNOWN_LINKS_PER_MINUTE", "100000000"),
    ("LIMITS__UNKNOWN_LINKS_PER_SECOND", "1000000"),
    ("LIMITS__CONNECTIONS_PER_ADDRESS", "4000"),
];

/// A server on the loopback interface. It is killed when this is dropped.
pub(crate) struct Process {
    pub(crate) address: SocketAddr,
    child: Child,
}

impl Process {
    /// `doorstep serve` in front of the Kisi at `kisi`, with the built-in brand.
    pub(crate) async fn doorstep(
        program: &Path,
        cores: &Cores,
        kisi: SocketAddr,
        log: Log,
        set: &[(&str, &str)],
    ) -> Outcome<Self> {
        let address = free_address()?;
        let (listen, admin) = (address.to_string(), free_address()?.to_string());
        let kisi = format!("http://{kisi}");
        let level = match log {
            Log::Warn => "warn",
            Log::Info => "info",
        };
        let own = [
            ("SERVER__LISTEN", listen.as_str()),
            ("ADMIN__LISTEN", &admin),
            ("KISI__BASE_URL", &kisi),
            ("LOG__LEVEL", level),
            ("LOG__FORMAT", "json"),
        ];
        let variables = own.iter().chain(UNLIMITED).chain(set);
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(program);
        command
            .arg("serve")
            .env_clear()
            .envs(variables.map(|(key, value)| (format!("DOORSTEP_{key}"), value)))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(tempfile::tempfile()?);
        let mut process = Self { address, child: cores.on_servers(|| command.spawn())?? };
        process.wait_until_it_listens().await?;
        Ok(process)
    }

    /// Raw actix-web that gives this answer, head and body, to every request.
    pub(crate) fn constant(cores: &Cores, answer: &[u8]) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("constant").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = cores.on_servers(|| command.spawn())??;
        // The end of the input is the end of the answer.
        child.stdin.take().ok_or("no standard input")?.write_all(answer)?;
        Self::that_prints_its_address(child)
    }

    /// The fake Kisi, which answers after `delay`.
    pub(crate) fn kisi(delay: Duration) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let milliseconds = delay.as_millis().to_string();
        command.args(["kisi", &milliseconds]).stdin(Stdio::null()).stdout(Stdio::piped());
        Self::that_prints_its_address(command.spawn()?)
    }

    fn that_prints_its_address(mut child: Child) -> Outcome<Self> {
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Ok(Self { address: line.trim().parse()?, child })
    }

    async fn wait_until_it_listens(&mut self) -> Outcome<()> {
        while Connection::open(self.address).await.is_err() {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the server has ended: {status}").into());
            }
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        Ok(())
    }

    /// The CPU time of all threads, in user and system, in seconds. The kernel counts it in
    /// nanoseconds; `/proc/PID/stat` has it only in steps of 10 ms. The servers end no thread while
    /// they are measured.
    pub(crate) fn cpu(&self) -> Outcome<f64> {
        let mut sum = 0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let text = fs::read_to_string(thread?.path().join("schedstat"))?;
            let nanoseconds = text.split_whitespace().next().ok_or("no CPU time")?;
            sum += nanoseconds.parse::<u64>()?;
        }
        Ok(Duration::from_nanos(sum).as_secs_f64())
    }

    /// Resident memory in MiB.
    pub(crate) fn memory(&self) -> Outcome<f64> {
        let status = File::open(format!("/proc/{}/status", self.child.id()))?;
        for line in BufReader::new(status).lines() {
            if let Some(size) = line?.strip_prefix("VmRSS:") {
                let kib: f64 = size.trim().trim_end_matches("kB").trim().parse()?;
                return Ok(kib / 1024.0);
            }
        }
        Err("no VmRSS".into())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // An error says that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address that was free a moment ago.
fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
