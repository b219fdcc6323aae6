//! Throughput, latency and memory of the server: `cargo bench --bench load` prints the figures.
//!
//! The server is a process of its own, so that its memory can be measured alone. The simulated Kisi
//! and the visitors are in this process. Everything stays on the loopback interface and ends by
//! itself.

#![expect(clippy::cast_precision_loss, reason = "rounded figures are printed only")]

use std::{
    net::SocketAddr,
    process::Stdio,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use doorstep::simulator::{Fault, Simulator};
use futures_util::future::join_all;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    process::{Child, Command},
};

const VISITORS: usize = 32;
type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    warm_page().await?;
    stale_pages().await?;
    warm_links().await?;
    soak().await
}

/// Compares the throughput of a cached page with that of a handler that only serves the same bytes.
async fn warm_page() -> Outcome<()> {
    let kisi = Simulator::new();
    kisi.link("link").opens("Lobby").opens("Garage").opens("Archive").opens("Roof");
    let server = Server::start(&kisi, &[]).await?;
    let page = Visitor::connect(server.address).await?.get("link").await?;
    let size = page.body.len();
    let constant = constant_server(page.body)?;
    for round in 1..=3 {
        let ours = throughput(server.address, Duration::from_secs(4)).await?;
        let raw = throughput(constant, Duration::from_secs(4)).await?;
        let share = 100.0 * ours / raw;
        print(&format!(
            "warm page, round {round}: {ours:.0}/s of {size} bytes; the same bytes raw: {raw:.0}/s; {share:.0} %"
        ));
    }
    Ok(())
}

/// Measures how long a visitor waits for a stale door list while Kisi hangs.
async fn stale_pages() -> Outcome<()> {
    let kisi = Simulator::new();
    for number in 0..200 {
        kisi.link(&format!("link{number}")).opens("Lobby");
    }
    let set = [("CACHE__FRESH", "0s"), ("CACHE__STALE", "1h")];
    let server = Server::start(&kisi, &set).await?;
    let mut visitor = Visitor::connect(server.address).await?;
    for number in 0..200 {
        visitor.get(&format!("link{number}")).await?;
    }
    kisi.fault(Fault::hang());
    // The first visitor of each link waits until Doorstep has noticed that Kisi hangs.
    join_all((0..200).map(|number| async move {
        Visitor::connect(server.address).await?.get(&format!("link{number}")).await
    }))
    .await;
    let mut times = Vec::new();
    for _ in 0..50 {
        for number in 0..200 {
            let begin = Instant::now();
            visitor.get(&format!("link{number}")).await?;
            times.push(begin.elapsed());
        }
    }
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 1000].as_secs_f64() * 1e3;
    print(&format!(
        "stale pages while Kisi hangs: {} visits, p50 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms",
        times.len(),
        at(500),
        at(990),
        at(999)
    ));
    Ok(())
}

/// Measures the memory that 100,000 cached links with four doors each take.
async fn warm_links() -> Outcome<()> {
    const LINKS: usize = 100_000;
    let kisi = Simulator::new();
    let doors = kisi.link("first").opens("Lobby").opens("Garage").opens("Archive").opens("Roof");
    let doors = doors.doors();
    for number in 0..LINKS {
        let link = kisi.link(&format!("link{number}"));
        doors.iter().fold(link, |link, door| link.opens_also(*door));
    }
    let server = Server::start(&kisi, &[("CACHE__FRESH", "1h")]).await?;
    let idle = server.memory()?;
    let next = AtomicU64::new(0);
    let begin = Instant::now();
    let visits = join_all((0..VISITORS).map(|_| async {
        let mut visitor = Visitor::connect(server.address).await?;
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= LINKS as u64 {
                return Ok(());
            }
            visitor.get(&format!("link{number}")).await?;
        }
    }));
    visits.await.into_iter().collect::<Outcome<Vec<()>>>()?;
    let (rate, warm) = (LINKS as f64 / begin.elapsed().as_secs_f64(), server.memory()?);
    let each = (warm - idle) * 1024.0 / LINKS as f64;
    print(&format!(
        "{LINKS} warm links with 4 doors: {warm:.1} MiB ({idle:.1} idle, {each:.2} KiB a link); {rate:.0} cold links/s"
    ));
    Ok(())
}

/// Measures memory during a minute of guesses at full speed, without a rate limit.
async fn soak() -> Outcome<()> {
    let server = Server::start(&Simulator::new(), &[("CACHE__CAPACITY", "10000")]).await?;
    let (next, begin) = (AtomicU64::new(0), Instant::now());
    let end = begin + Duration::from_mins(1);
    let guessing = join_all((0..VISITORS).map(|_| async {
        let mut visitor = Visitor::connect(server.address).await?;
        while Instant::now() < end {
            let number = next.fetch_add(1, Ordering::Relaxed);
            visitor.get(&format!("guess-{number:x}")).await?;
        }
        Ok(())
    }));
    let watching = async {
        for second in (10..=60).step_by(10) {
            tokio::time::sleep_until((begin + Duration::from_secs(second)).into()).await;
            let (memory, asked) = (server.memory()?, next.load(Ordering::Relaxed));
            print(&format!("soak, {second} s: {asked} guesses, {memory:.1} MiB"));
        }
        Ok(())
    };
    let (guesses, watched): (Vec<Outcome<()>>, Outcome<()>) = tokio::join!(guessing, watching);
    guesses.into_iter().collect::<Outcome<Vec<()>>>()?;
    watched
}

/// A `doorstep serve` process in front of `kisi`. It is killed when this is dropped.
struct Server {
    address: SocketAddr,
    process: Child,
    _kisi: doorstep::simulator::Running,
}

impl Server {
    async fn start(kisi: &Simulator, set: &[(&str, &str)]) -> Outcome<Self> {
        let api = kisi.listen("127.0.0.1:0").await?;
        let base_url = api.base_url();
        let own = [
            ("SERVER__LISTEN", "127.0.0.1:0"),
            ("ADMIN__LISTEN", "127.0.0.1:0"),
            ("KISI__BASE_URL", base_url.as_str()),
            ("LIMITS__UNKNOWN_LINKS_PER_MINUTE", "100000000"),
        ];
        let variables = own.iter().chain(set);
        let mut process = Command::new(env!("CARGO_BIN_EXE_doorstep"))
            .envs(variables.map(|(key, value)| (format!("DOORSTEP_{key}"), value)))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let log = process.stderr.take().ok_or("the log cannot be read")?;
        let mut log = BufReader::new(log).lines();
        let address = loop {
            let line = log.next_line().await?.ok_or("the server has ended")?;
            if let Some((_, rest)) = line.split_once("listening on http://") {
                break rest.split_whitespace().next().unwrap_or_default().parse()?;
            }
        };
        tokio::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
        Ok(Self { address, process, _kisi: api })
    }

    /// Resident memory in MiB.
    fn memory(&self) -> Outcome<f64> {
        let number = self.process.id().ok_or("the server has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{number}/status"))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS")).ok_or("no VmRSS")?;
        let kib: f64 = line.split_whitespace().nth(1).ok_or("no VmRSS")?.parse()?;
        Ok(kib / 1024.0)
    }
}

/// A visitor whose connection stays open.
struct Visitor {
    stream: BufReader<TcpStream>,
}

/// An HTTP answer, not decoded.
struct Answer {
    head: String,
    body: Vec<u8>,
}

impl Visitor {
    async fn connect(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    async fn get(&mut self, secret: &str) -> Outcome<Answer> {
        let request = format!(
            "GET /links/{secret} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html,*/*;q=0.8\r\n\
             Accept-Language: en-GB,en;q=0.9,de;q=0.8\r\nAccept-Encoding: gzip, br\r\n\r\n"
        );
        self.stream.get_mut().write_all(request.as_bytes()).await?;
        let (mut head, mut length) = (String::new(), 0);
        while !head.ends_with("\r\n\r\n") {
            let begin = head.len();
            if self.stream.read_line(&mut head).await? == 0 {
                return Err("the server closed the connection".into());
            }
            let line = head[begin..].to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        Ok(Answer { head, body })
    }
}

/// Page loads a second by [`VISITORS`], each of whom loads one page after another.
async fn throughput(address: SocketAddr, time: Duration) -> Outcome<f64> {
    let (count, end) = (AtomicU64::new(0), Instant::now() + time);
    let visits = join_all((0..VISITORS).map(|_| async {
        let mut visitor = Visitor::connect(address).await?;
        while Instant::now() < end {
            let answer = visitor.get("link").await?;
            if !answer.head.starts_with("HTTP/1.1 200") {
                return Err(answer.head.into());
            }
            count.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }));
    visits.await.into_iter().collect::<Outcome<Vec<()>>>()?;
    Ok(count.load(Ordering::Relaxed) as f64 / time.as_secs_f64())
}

/// Starts a server that answers every request with `bytes`.
fn constant_server(bytes: Vec<u8>) -> Outcome<SocketAddr> {
    use actix_web::{App, HttpResponse, HttpServer, web};
    let bytes = bytes::Bytes::from(bytes);
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let server = HttpServer::new(move || {
        let bytes = bytes.clone();
        App::new().default_service(web::to(move || {
            let bytes = bytes.clone();
            async move { HttpResponse::Ok().content_type("text/html").body(bytes) }
        }))
    });
    tokio::spawn(server.workers(2).disable_signals().listen(listener)?.run());
    Ok(address)
}

fn print(line: &str) {
    use std::io::Write as _;
    // An error says that the reader of the figures has closed the pipe.
    let _ = writeln!(std::io::stdout(), "{line}");
}
