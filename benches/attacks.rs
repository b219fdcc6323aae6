//! What visitors notice of thousands of slow clients: `cargo bench --bench attacks` prints the
//! figures.
//!
//! For each kind of slow client, 2,000 of them connect from five addresses, while a visitor at
//! another address opens a page on a new connection again and again. Everything stays on the
//! loopback interface and ends by itself.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};

use doorstep::simulator::Simulator;
use futures_util::future::join_all;
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _,
        BufReader,
    },
    net::{TcpSocket, TcpStream},
    process::{Child, Command},
    time::{sleep, timeout},
};
use tokio_rustls::TlsConnector;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const CLIENTS: usize = 2_000;
const PER_ADDRESS: usize = 400;
/// How long the visitor is watched, which is longer than any slow client may stay.
const WATCHED: Duration = Duration::from_secs(36);
const CLIENT_BUFFER: u32 = 16 * 1024;
/// How often slow clients send something.
const DRIP: Duration = Duration::from_secs(2);

/// A kind of slow client.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    speaks: Speaks,
    first: &'static str,
    then: &'static str,
    reads: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Speaks {
    Plain,
    /// To the HTTPS port, without a handshake.
    SilentTls,
    /// HTTP/2 with a request whose body does not come.
    Http2,
}

const GET: &str = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

#[tokio::main]
async fn main() -> Outcome<()> {
    let kinds = [
        Kind {
            name: "slow first head",
            speaks: Speaks::Plain,
            first: "GET / HTTP/1.1\r\nHo",
            then: "x",
            reads: true,
        },
        Kind {
            name: "slow second head",
            speaks: Speaks::Plain,
            first: "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHo",
            then: "x",
            reads: true,
        },
        Kind {
            name: "slow body",
            speaks: Speaks::Plain,
            first: "POST /links/link HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\
                    Content-Type: application/x-www-form-urlencoded\r\n\r\n",
            then: "x",
            reads: true,
        },
        Kind { name: "never reading", speaks: Speaks::Plain, first: "", then: "", reads: false },
        Kind { name: "silent TLS", speaks: Speaks::SilentTls, first: "", then: "", reads: true },
        Kind {
            name: "slow HTTP/2 stream",
            speaks: Speaks::Http2,
            first: "",
            then: "",
            reads: true,
        },
    ];
    let kisi = Simulator::new();
    kisi.link("link").opens("Lobby").opens("Garage");
    let folder = tempfile::tempdir()?;
    let plain = Server::start(&kisi, None).await?;
    let tls = Server::start(&kisi, Some(folder.path())).await?;
    for kind in kinds {
        let server = if kind.speaks == Speaks::Plain { &plain } else { &tls };
        measure(kind, server).await?;
    }
    Ok(())
}

async fn measure(kind: Kind, server: &Server) -> Outcome<()> {
    visit(server).await?;
    let clients =
        (0..CLIENTS).map(|number| tokio::spawn(slow_client(kind, server.clone(), number)));
    let clients: Vec<_> = clients.collect();
    let begin = Instant::now();
    let mut times = Vec::new();
    while begin.elapsed() < WATCHED {
        let visited = Instant::now();
        timeout(Duration::from_secs(30), visit(server)).await??;
        times.push(visited.elapsed());
        sleep(Duration::from_millis(20)).await;
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    let gone: Vec<_> = join_all(clients).await.into_iter().collect::<Result<_, _>>()?;
    let last = gone.into_iter().collect::<Outcome<Vec<_>>>()?.into_iter().max().unwrap_or_default();
    print(&format!(
        "{}: {CLIENTS} clients; {} visits, half of them within {:?}, 99 % within {:?}, the slowest \
         {:?}; the last client was gone after {last:?}",
        kind.name,
        times.len(),
        at(50),
        at(99),
        at(100)
    ));
    Ok(())
}

/// Connects as this kind does. Returns after what time the server closed the connection.
async fn slow_client(kind: Kind, server: Server, number: usize) -> Outcome<Duration> {
    let begin = Instant::now();
    let last = u8::try_from(2 + number / PER_ADDRESS)?;
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::new(127, 0, 0, last), 0).into())?;
    // The clients are on the same machine, and must not use up its memory for TCP themselves.
    socket.set_send_buffer_size(CLIENT_BUFFER)?;
    socket.set_recv_buffer_size(CLIENT_BUFFER)?;
    let stream = socket.connect(server.address).await?;
    match kind.speaks {
        Speaks::Plain | Speaks::SilentTls => drip(kind, stream).await,
        Speaks::Http2 => {
            let mut stream = server.handshake(stream, &[b"h2"]).await?;
            stream.write_all(&http2_request()).await?;
            drip(kind, stream).await
        }
    }?;
    Ok(begin.elapsed())
}

/// Sends what a slow client sends, until the server closes the connection.
async fn drip(kind: Kind, stream: impl AsyncRead + AsyncWrite) -> Outcome<()> {
    let (mut read, mut write) = tokio::io::split(stream);
    if !kind.reads {
        // Until the server no longer reads, because its answers are not read.
        let requests = GET.repeat(1_000);
        while let Ok(Ok(())) =
            timeout(Duration::from_secs(1), write.write_all(requests.as_bytes())).await
        {}
        sleep(Duration::from_secs(30)).await;
    }
    let sends = async {
        let mut sent = write.write_all(kind.first.as_bytes()).await;
        while sent.is_ok() {
            sleep(DRIP).await;
            sent = write.write_all(kind.then.as_bytes()).await;
        }
        std::future::pending::<()>().await;
    };
    let mut answers = Vec::new();
    let closed = read.read_to_end(&mut answers);
    tokio::select! {
        // A reset is an end, too.
        _ = closed => Ok(()),
        () = sends => Ok(()),
    }
}

/// The frames of a request that opens a stream and sends no body (RFC 9113 and 7541).
fn http2_request() -> Vec<u8> {
    let path = b"/links/link";
    let mut head = vec![0x83, 0x87, 0x41, 9];
    head.extend(b"localhost");
    head.extend([0x44, u8::try_from(path.len()).unwrap_or(0)]);
    head.extend(path);
    let form = b"application/x-www-form-urlencoded";
    head.extend([0x5f, u8::try_from(form.len()).unwrap_or(0)]);
    head.extend(form);
    let frame = |kind: u8, flags: u8, stream: u8, payload: &[u8]| {
        let length = u8::try_from(payload.len()).unwrap_or(0);
        [&[0, 0, length, kind, flags, 0, 0, 0, stream], payload].concat()
    };
    [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), frame(4, 0, 0, b""), frame(1, 4, 1, &head)]
        .concat()
}

/// Opens the page on a new connection.
async fn visit(server: &Server) -> Outcome<()> {
    let stream = TcpStream::connect(server.address).await?;
    let request = "GET /links/link HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, br\r\n\
                   Connection: close\r\n\r\n";
    let mut answer = Vec::new();
    if server.client.is_some() {
        let mut stream = server.handshake(stream, &[b"http/1.1"]).await?;
        stream.write_all(request.as_bytes()).await?;
        stream.read_to_end(&mut answer).await?;
    } else {
        let mut stream = stream;
        stream.write_all(request.as_bytes()).await?;
        stream.read_to_end(&mut answer).await?;
    }
    if answer.starts_with(b"HTTP/1.1 200") { Ok(()) } else { Err("a visit failed".into()) }
}

/// A server, which ends with the last clone of this.
#[derive(Clone)]
struct Server {
    address: SocketAddr,
    client: Option<Arc<RootCertStore>>,
    _process: Arc<Child>,
    _kisi: Arc<doorstep::simulator::Running>,
}

impl Server {
    /// Starts a server, with HTTPS if there is a folder for its certificate.
    async fn start(kisi: &Simulator, tls: Option<&Path>) -> Outcome<Self> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let api = kisi.listen("127.0.0.1:0").await?;
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorstep"));
        command.envs([
            ("DOORSTEP_SERVER__LISTEN", "127.0.0.1:0"),
            ("DOORSTEP_ADMIN__LISTEN", "127.0.0.1:0"),
            ("DOORSTEP_KISI__BASE_URL", &api.base_url()),
        ]);
        let mut client = None;
        if let Some(folder) = tls {
            let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
            let [chain, key] = ["cert.pem", "key.pem"].map(|name| folder.join(name));
            std::fs::write(&chain, made.cert.pem())?;
            std::fs::write(&key, made.signing_key.serialize_pem())?;
            command.env("DOORSTEP_TLS__CERTIFICATE", chain).env("DOORSTEP_TLS__KEY", key);
            let mut roots = RootCertStore::empty();
            roots.add(made.cert.der().clone())?;
            client = Some(Arc::new(roots));
        }
        let mut process =
            command.stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true).spawn()?;
        let log = process.stderr.take().ok_or("the log cannot be read")?;
        let mut log = BufReader::new(log).lines();
        let address = loop {
            let line = log.next_line().await?.ok_or("the server has ended")?;
            if let Some((_, rest)) = line.split_once("listening on http") {
                let address = rest.trim_start_matches('s').trim_start_matches("://");
                break address.split_whitespace().next().unwrap_or_default().parse()?;
            }
        };
        tokio::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
        Ok(Self { address, client, _process: Arc::new(process), _kisi: Arc::new(api) })
    }

    async fn handshake(
        &self,
        stream: TcpStream,
        protocols: &[&[u8]],
    ) -> Outcome<tokio_rustls::client::TlsStream<TcpStream>> {
        let roots = self.client.as_ref().ok_or("the server has no certificate")?;
        let config = ClientConfig::builder().with_root_certificates(Arc::clone(roots));
        let mut config = config.with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        let host = ServerName::try_from("localhost")?;
        Ok(TlsConnector::from(Arc::new(config)).connect(host, stream).await?)
    }
}

fn print(line: &str) {
    use std::io::Write as _;
    // An error says that the reader of the figures has closed the pipe.
    let _ = writeln!(std::io::stdout(), "{line}");
}
