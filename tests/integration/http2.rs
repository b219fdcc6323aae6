//! Visitors and others over HTTP/2.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use doorstep::simulator::Fault;
use h2::{PingPong, Reason, SendStream, client::SendRequest};
use http::Request;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::Notify,
    time::sleep,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::{
    fixtures::{wait_for, wait_until},
    harness::Doorstep,
    https::{HOST, TlsFiles},
};

/// A server with HTTPS, and a client that speaks HTTP/2 with it.
struct Pair {
    doorstep: Doorstep,
    certificate: CertificateDer<'static>,
    client: SendRequest<Bytes>,
    ping: PingPong,
    /// Ends when the connection does.
    connection: tokio::task::JoinHandle<Result<(), h2::Error>>,
}

impl Pair {
    async fn connect() -> Self {
        Self::connect_with(&[]).await
    }

    /// Connects to a server that has these settings.
    async fn connect_with(set: &[(&str, &str)]) -> Self {
        let files = TlsFiles::new();
        files.renew();
        let doorstep = files.start_with(set).await;
        let certificate = files.certificates().remove(0);
        let stream = tls_stream(&files, &doorstep).await;
        let (client, mut connection) = h2::client::handshake(stream).await.unwrap();
        let ping = connection.ping_pong().unwrap();
        let connection = tokio::spawn(connection);
        Self { doorstep, certificate, client, ping, connection }
    }

    fn request(&self, method: &str, path: &str) -> Request<()> {
        let url = format!("{}{path}", self.doorstep.base_url);
        Request::builder().method(method).uri(url).body(()).unwrap()
    }

    /// Sends a request without a body. Returns the status and the body of the answer.
    async fn gets(&mut self, path: &str) -> (u16, String) {
        let request = self.request("GET", path);
        let (answer, _) = self.client.send_request(request, true).unwrap();
        let answer = answer.await.unwrap();
        let status = answer.status().as_u16();
        let mut body = answer.into_body();
        let mut text = Vec::new();
        while let Some(part) = body.data().await {
            let part = part.unwrap();
            body.flow_control().release_capacity(part.len()).unwrap();
            text.extend_from_slice(&part);
        }
        (status, String::from_utf8(text).unwrap())
    }
}

/// A TLS connection on which HTTP/2 was agreed.
async fn tls_stream(files: &TlsFiles, doorstep: &Doorstep) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(files.certificates());
    let mut config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let address = doorstep.base_url.strip_prefix("https://").unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let host = ServerName::try_from(HOST).unwrap();
    let stream = TlsConnector::from(Arc::new(config)).connect(host, stream).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    stream
}

#[tokio::test]
async fn a_visitor_sees_and_unlocks_doors_over_http2() {
    let mut pair = Pair::connect().await;
    let (status, page) = pair.gets("/links/s3cret").await;
    assert_eq!(status, 200);
    assert!(page.contains("Lobby") && page.ends_with("</html>"), "{page}");

    let mut request = pair.request("POST", "/links/s3cret");
    let form = "application/x-www-form-urlencoded".parse().unwrap();
    request.headers_mut().insert("content-type", form);
    let (answer, mut body) = pair.client.send_request(request, false).unwrap();
    body.send_data("door=1001".into(), true).unwrap();
    let answer = answer.await.unwrap();
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], "/links/s3cret");
    assert!(answer.headers().contains_key("date") && answer.headers().contains_key("set-cookie"));
    assert_eq!(pair.doorstep.kisi.opened(1001), 1);
}

#[tokio::test]
async fn answers_over_http2_have_the_same_headers() {
    let mut pair = Pair::connect().await;
    let over_http1 = pair.doorstep.visitor_at("/nothing");
    let certificate = reqwest::Certificate::from_der(&pair.certificate).unwrap();
    let over_http1 = over_http1.speaking_http1(&certificate).page().await;
    let (answer, _) = pair.client.send_request(pair.request("GET", "/nothing"), true).unwrap();
    let answer = answer.await.unwrap();
    for (name, value) in &over_http1.headers {
        if !["content-length", "date"].contains(&name.as_str()) {
            assert_eq!(answer.headers()[name.as_str()], value.to_str().unwrap(), "{name}");
        }
    }
    assert_eq!(answer.status(), over_http1.status);
}

#[tokio::test]
async fn a_client_that_resets_streams_again_and_again_loses_its_connection() {
    let pair = Pair::connect().await;
    pair.doorstep.kisi.fault(Fault::hang());
    let resetting = async {
        for number in 0..2_000 {
            let Ok(mut client) = pair.client.clone().ready().await else { return number };
            let request = pair.request("GET", &format!("/links/guess{number}"));
            let Ok((_, mut stream)) = client.send_request(request, true) else { return number };
            // The head is on its way before the reset.
            sleep(Duration::from_millis(1)).await;
            stream.send_reset(Reason::CANCEL);
        }
        2_000
    };
    let streams = wait_for("the server ends the connection", resetting).await;
    eprintln!("the connection ended after {streams} reset streams");
    assert!(streams < 2_000);
    let end = wait_for("the connection ends", pair.connection).await.unwrap();
    assert_eq!(end.unwrap_err().reason(), Some(Reason::ENHANCE_YOUR_CALM));
    let calls = pair.doorstep.kisi.calls("GET /locks");
    assert!(calls <= 20, "{calls} calls for a limit of 20 a minute");
}

#[tokio::test]
async fn a_connection_has_a_hundred_requests_under_way_at_most() {
    let set = [("kisi.requests_per_second", "1000"), ("limits.unknown_links_per_minute", "1000")];
    let mut pair = Pair::connect_with(&set).await;
    pair.gets("/").await;
    pair.doorstep.kisi.fault(Fault::hang());
    let mut open = Vec::new();
    for number in 0..150 {
        let mut request = pair.request("GET", &format!("/links/link{number}"));
        // Only JSON waits for as long as Kisi hangs.
        request.headers_mut().insert("accept", "application/json".parse().unwrap());
        let mut client = pair.client.clone();
        open.push(tokio::spawn(async move {
            client = client.ready().await.unwrap();
            client.send_request(request, true).unwrap().0.await
        }));
    }
    let kisi = &pair.doorstep.kisi;
    wait_until("a hundred links are looked up", async || kisi.calls("GET /locks") >= 100).await;
    assert_eq!(kisi.calls("GET /locks"), 100);
    open.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn a_stream_whose_body_does_not_come_is_answered_and_others_do_not_wait() {
    let mut pair = Pair::connect().await;
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut request = pair.request("POST", "/links/s3cret");
        let form = "application/x-www-form-urlencoded".parse().unwrap();
        request.headers_mut().insert("content-type", form);
        slow.push(pair.client.send_request(request, false).unwrap());
    }
    assert_eq!(pair.gets("/links/s3cret").await.0, 200);
    let answered = async {
        for (answer, _body) in slow {
            assert_eq!(answer.await.unwrap().status(), 408);
        }
    };
    wait_for("slow streams are answered", answered).await;
    assert_eq!(pair.doorstep.kisi.calls("POST /locks/{id}/unlock"), 0);
}

#[tokio::test]
async fn raw_bytes_in_a_path_are_refused_before_a_door_is_unlocked() {
    let files = TlsFiles::new();
    files.renew();
    let doorstep = files.start().await;
    let mut stream = tls_stream(&files, &doorstep).await;
    // RFC 7541: POST and https by their index, authority and path as literals.
    let literal = |index: u8, text: &[u8]| {
        [&[0x40 | index, u8::try_from(text.len()).unwrap()], text].concat()
    };
    let head = [
        vec![0x83, 0x87],
        literal(1, b"visit.example"),
        literal(4, b"/links/s3cret?\xc3\xa9"),
        literal(31, b"application/x-www-form-urlencoded"),
    ]
    .concat();
    let (settings, headers, data) = (4, 1, 0);
    let (end_headers, end_stream) = (4, 1);
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    bytes.extend(frame(settings, 0, 0, b""));
    bytes.extend(frame(headers, end_headers, 1, &head));
    bytes.extend(frame(data, end_stream, 1, b"door=1001"));
    stream.write_all(&bytes).await.unwrap();
    let refused = async {
        loop {
            let mut head = [0; 9];
            stream.read_exact(&mut head).await.unwrap();
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
            let mut payload = vec![0; length as usize];
            stream.read_exact(&mut payload).await.unwrap();
            assert_ne!(head[3], headers, "the request is answered");
            // RST_STREAM or GOAWAY
            if [3, 7].contains(&head[3]) {
                return;
            }
        }
    };
    wait_for("the stream is refused", refused).await;
    assert!(doorstep.kisi.requests().is_empty());
}

/// A frame of RFC 9113, 4.1.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

#[tokio::test]
async fn a_visitor_who_reads_slowly_but_steadily_is_not_disconnected_for_another_one() {
    let files = TlsFiles::new();
    files.renew();
    let doorstep = files.start_with(&[("limits.connections_per_address", "1")]).await;
    let mut settings = h2::client::Builder::new();
    let stream = settings.initial_window_size(4_096).handshake(tls_stream(&files, &doorstep).await);
    let (mut client, connection) = stream.await.unwrap();
    tokio::spawn(connection);
    let url = format!("{}/links/s3cret", doorstep.base_url);
    let request = Request::get(url).body(()).unwrap();
    let answer: (_, SendStream<Bytes>) = client.send_request(request, true).unwrap();
    let answer = answer.0.await.unwrap();
    let length: usize = answer.headers()["content-length"].to_str().unwrap().parse().unwrap();
    let mut body = answer.into_body();
    let (begin, is_slow) = (Instant::now(), Notify::new());
    let reads = async {
        let mut read = 0;
        while let Some(part) = body.data().await {
            let part = part.expect("the visitor is not disconnected");
            read += part.len();
            sleep(Duration::from_millis(250)).await;
            if begin.elapsed() > Duration::from_millis(2_200) {
                is_slow.notify_one();
            }
            body.flow_control().release_capacity(part.len()).unwrap();
        }
        read
    };
    let another = async {
        is_slow.notified().await;
        tls_stream(&files, &doorstep).await
    };
    let (read, _another) =
        wait_for("both are served", async { tokio::join!(reads, another) }).await;
    assert_eq!(read, length);
}

#[tokio::test]
async fn an_idle_connection_that_sends_a_ping_stays_open_for_the_next_tap() {
    let mut pair = Pair::connect().await;
    pair.gets("/links/s3cret").await;
    pair.ping.ping(h2::Ping::opaque()).await.unwrap();
    // Longer than a client over HTTP/1.1 may take for the rest of a head.
    sleep(Duration::from_secs(6)).await;
    assert_eq!(pair.gets("/links/s3cret").await.0, 200);
}

#[tokio::test]
async fn a_stopping_server_answers_the_streams_under_way() {
    let mut pair = Pair::connect().await;
    pair.doorstep.kisi.fault(Fault::delay(Duration::from_millis(500)));
    let (answer, _) = pair.client.send_request(pair.request("GET", "/links/s3cret"), true).unwrap();
    let kisi = pair.doorstep.kisi.clone();
    let ending = async {
        wait_until("Kisi is asked", async || kisi.calls("GET /locks") == 1).await;
        wait_for("the server has ended", pair.doorstep.stop()).await;
    };
    let (answer, ()) = tokio::join!(answer, ending);
    assert_eq!(answer.unwrap().status(), 200);
}
