//! Tests of the connections to a Kisi that speaks HTTP/2 over TLS.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use rcgen::generate_simple_self_signed;
use rustls::{ServerConfig, pki_types::PrivateKeyDer};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    time::{Instant, sleep},
};
use tokio_rustls::TlsAcceptor;

use super::{
    calls::Calls,
    error::{Error, Reached},
    http::{Http, PINGS, Pings, client},
};
use crate::{
    access::{DoorId, LinkSecret, Outcome},
    settings,
};

const OFTEN: Pings =
    Pings { every: Duration::from_millis(20), answered_within: Duration::from_millis(500) };

/// What a Kisi has seen.
#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    closed_connections: AtomicUsize,
    reads: AtomicUsize,
    unlocks: AtomicUsize,
    /// From now on, what is sent on the connections that are open is lost.
    is_cut: AtomicBool,
}

/// A connection whose packets can get lost.
struct Line {
    stream: TcpStream,
    seen: Arc<Seen>,
    is_cut: bool,
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            let before = buffer.filled().len();
            std::task::ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
            self.seen.reads.fetch_add(1, SeqCst);
            self.is_cut |= self.seen.is_cut.load(SeqCst);
            if !self.is_cut || buffer.filled().len() == before {
                return Poll::Ready(Ok(()));
            }
            buffer.set_filled(before);
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Serves unlocks over HTTP/2 until the client closes the connection.
async fn serve(tls: TlsAcceptor, line: Line) {
    let seen = Arc::clone(&line.seen);
    let Ok(stream) = tls.accept(line).await else { return };
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    seen.connections.fetch_add(1, SeqCst);
    let mut connection = h2::server::handshake(stream).await.unwrap();
    while let Some(Ok((_request, mut answer))) = connection.accept().await {
        seen.unlocks.fetch_add(1, SeqCst);
        let headers = ::http::Response::builder().status(200).body(()).unwrap();
        let mut body = answer.send_response(headers, false).unwrap();
        body.send_data(Bytes::from_static(br#"{"message": "Unlocked!"}"#), true).unwrap();
    }
    seen.closed_connections.fetch_add(1, SeqCst);
}

/// A visitor, and a Kisi that speaks HTTP/2 and HTTP/1 over TLS.
struct Visitor {
    calls: Calls,
    seen: Arc<Seen>,
}

impl Visitor {
    async fn new(pings: Pings) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let made = generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let tls = ServerConfig::builder().with_no_client_auth();
        let mut tls = tls.with_single_cert(vec![made.cert.der().clone()], key).unwrap();
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let tls = TlsAcceptor::from(Arc::new(tls));

        let (listener, seen) =
            (TcpListener::bind("127.0.0.1:0").await.unwrap(), Arc::<Seen>::default());
        let url = format!("https://{}", listener.local_addr().unwrap());
        tokio::spawn({
            let seen = Arc::clone(&seen);
            async move {
                loop {
                    let (stream, _) = listener.accept().await.unwrap();
                    let line = Line { stream, seen: Arc::clone(&seen), is_cut: false };
                    tokio::spawn(serve(tls.clone(), line));
                }
            }
        });

        let settings = [("kisi.base_url", url.as_str()), ("kisi.timeout", "30s")];
        let settings = settings::for_tests(&settings).kisi;
        let certificate = reqwest::Certificate::from_der(made.cert.der()).unwrap();
        let client = client(&settings, pings).tls_certs_only([certificate]).build().unwrap();
        Self { calls: Calls::with(Http::with_client(&settings, client)), seen }
    }

    async fn taps(&self) -> Result<Outcome, Error> {
        self.calls.unlock(&LinkSecret::parse("s3cret").unwrap(), DoorId(1)).await
    }

    async fn waits_until(&self, what: &str, is_true: impl Fn(&Seen) -> bool) {
        let begin = Instant::now();
        while !is_true(&self.seen) {
            assert!(begin.elapsed() < Duration::from_mins(1), "{what}");
            sleep(Duration::from_millis(1)).await;
        }
    }

    fn connections_and_unlocks(&self) -> (usize, usize) {
        (self.seen.connections.load(SeqCst), self.seen.unlocks.load(SeqCst))
    }
}

#[tokio::test]
async fn a_connection_is_kept_open_by_pings_and_serves_the_next_visitor() {
    let visitor = Visitor::new(OFTEN).await;
    assert_eq!(visitor.taps().await.unwrap(), Outcome::Unlocked);
    let reads = visitor.seen.reads.load(SeqCst);
    let pinged = |seen: &Seen| seen.reads.load(SeqCst) > reads + 20;
    visitor.waits_until("pings arrive while there is no tap", pinged).await;
    assert_eq!(visitor.taps().await.unwrap(), Outcome::Unlocked);
    assert_eq!(visitor.connections_and_unlocks(), (1, 2));
}

#[tokio::test]
async fn visitors_at_the_same_time_share_one_connection() {
    let visitor = Visitor::new(PINGS).await;
    visitor.taps().await.unwrap();
    let taps = futures_util::future::join_all((0..20).map(|_| visitor.taps())).await;
    assert!(taps.iter().all(Result::is_ok));
    assert_eq!(visitor.connections_and_unlocks(), (1, 21));
}

#[tokio::test]
async fn a_connection_that_died_while_it_was_idle_does_not_fail_the_next_visitor() {
    let visitor = Visitor::new(OFTEN).await;
    visitor.taps().await.unwrap();
    visitor.seen.is_cut.store(true, SeqCst);
    let is_closed = |seen: &Seen| seen.closed_connections.load(SeqCst) == 1;
    visitor.waits_until("the client notices that pings are not answered", is_closed).await;
    visitor.seen.is_cut.store(false, SeqCst);
    assert_eq!(visitor.taps().await.unwrap(), Outcome::Unlocked);
    assert_eq!(visitor.connections_and_unlocks(), (2, 2), "no unlock was sent twice");
}

#[tokio::test]
async fn an_unlock_whose_connection_dies_is_not_sent_again() {
    let visitor = Visitor::new(OFTEN).await;
    visitor.taps().await.unwrap();
    visitor.seen.is_cut.store(true, SeqCst);
    let error = visitor.taps().await.unwrap_err();
    assert_eq!(error.reached, Reached::Maybe);
    assert_eq!(visitor.connections_and_unlocks(), (1, 1));
}
