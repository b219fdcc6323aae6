//! Clients that are slow, too many, or do not speak HTTP well, beside visitors who are served.

use std::time::{Duration, Instant};

use doorstep::simulator::Fault;
use futures_util::future::join_all;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpStream, UnixStream},
    time::sleep,
};

use crate::{
    fixtures::{ThemeFolder, wait_for, wait_until},
    harness::{Doorstep, http},
    https::TlsFiles,
};

/// What a slow client sends at first, what it repeats every second, and whether it reads.
struct Slow {
    first: String,
    then: &'static str,
    reads: bool,
}

/// Connects like this client. Returns the answers and after what time the server closed the
/// connection.
async fn closed_after(address: &str, slow: Slow) -> (String, Duration) {
    let begin = Instant::now();
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let writing = tokio::spawn(async move {
        let mut sent = write.write_all(slow.first.as_bytes()).await;
        while sent.is_ok() && !slow.then.is_empty() {
            sleep(Duration::from_secs(1)).await;
            sent = write.write_all(slow.then.as_bytes()).await;
        }
        write
    });
    let mut answers = Vec::new();
    if !slow.reads {
        sleep(Duration::from_secs(31)).await;
    }
    // A reset is an end, too.
    let _ = read.read_to_end(&mut answers).await;
    writing.abort();
    (String::from_utf8_lossy(&answers).into_owned(), begin.elapsed())
}

#[tokio::test]
async fn slow_clients_lose_their_connections_and_visitors_do_not_notice_them() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    let address = doorstep.base_url.strip_prefix("http://").unwrap();
    let head = format!("GET / HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let post = |headers: &str| {
        format!("POST /links/s3cret HTTP/1.1\r\nHost: {address}\r\n{headers}\r\n\r\n")
    };
    let form = "Content-Type: application/x-www-form-urlencoded";
    let length = format!("{form}\r\nContent-Length: 900");
    let chunked = format!("{form}\r\nTransfer-Encoding: chunked");
    let slow = |first: String, then| Slow { first, then, reads: true };
    let kinds = [
        ("says nothing", slow(String::new(), ""), "408"),
        ("sends a head slowly", slow("GET / HTTP/1.1\r\nHo".to_owned(), "x"), "408"),
        ("sends a second head slowly", slow(format!("{head}GET / HTTP/1.1\r\nHo"), "x"), ""),
        ("is idle", slow(head.clone(), ""), ""),
        ("sends no body", slow(post(&length), ""), "408"),
        ("sends a body slowly", slow(post(&length) + "door=1", "x"), "408"),
        ("sends chunks slowly", slow(post(&chunked), "1\r\nx\r\n"), "408"),
        ("does not read", Slow { first: head.repeat(2_000), then: "", reads: false }, ""),
    ];
    let clients = join_all(kinds.map(async |(name, slow, status)| {
        let (answers, after) = closed_after(address, slow).await;
        eprintln!("a client that {name} was disconnected after {after:?}");
        let expected = if status.is_empty() { "" } else { &format!("HTTP/1.1 {status} ") };
        assert!(answers.contains(expected), "{name}: {answers}");
    }));
    let visitor = doorstep.visitor("s3cret");
    let visits = async {
        for _ in 0..30 {
            assert_eq!(visitor.page().await.doors(), ["Lobby: ready"]);
            sleep(Duration::from_secs(1)).await;
        }
    };
    wait_for("slow clients are disconnected", async { tokio::join!(clients, visits) }).await;
    assert_eq!(doorstep.kisi.calls("POST /locks/{id}/unlock"), 0);
}

#[tokio::test]
async fn an_idle_connection_of_an_address_is_closed_for_a_new_one() {
    let set = [("limits.connections_per_address", "2")];
    let doorstep = Doorstep::start_with(&set, |kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    for _ in 0..10 {
        // Each visitor has a connection of their own, which stays open.
        let visitor = Box::leak(Box::new(doorstep.visitor("s3cret")));
        assert_eq!(visitor.page().await.doors(), ["Lobby: ready"]);
    }
    let metrics = doorstep.metrics().await;
    let closed = |line: &str| line.starts_with("doorstep_connections_closed_early_total ");
    let closed = metrics.lines().find(|line| closed(line)).unwrap().rsplit(' ').next().unwrap();
    assert!(closed.parse::<u32>().unwrap() >= 8, "{metrics}");
}

#[tokio::test]
async fn the_admin_port_answers_when_the_public_one_has_no_room() {
    let set = [("server.max_connections", "64"), ("limits.connections_per_address", "1000")];
    let doorstep = Doorstep::start_with(&set, |kisi| {
        kisi.link("s3cret").opens("Lobby");
        kisi.fault(Fault::hang());
    })
    .await;
    let browser = http();
    let url = format!("{}/links/s3cret", doorstep.base_url);
    // Only JSON waits for as long as Kisi hangs.
    let visit = || browser.get(&url).header("accept", "application/json").send();
    let visits: Vec<_> = (0..80).map(|_| tokio::spawn(visit())).collect();
    let full = "doorstep_connections 64\n";
    wait_until("there is no room", async || doorstep.metrics().await.contains(full)).await;
    visits.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn every_answer_has_our_headers_even_if_the_request_is_not_http() {
    let doorstep = Doorstep::start(|_| {}).await;
    let large = format!("GET / HTTP/1.1\r\nX-Padding: {}", "x".repeat(40_000));
    for (head, status) in [
        ("GET / HTTP/1.2", "400"),
        ("GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2", "400"),
        ("\u{1}\u{2}", "400"),
        (&large, "431"),
        ("OPTIONS * HTTP/1.1", "404"),
        ("GET / HTTP/1.1", "200"),
    ] {
        let answer = doorstep.raw_answer(head).await.to_lowercase();
        let shown = &head[..head.len().min(60)];
        assert!(answer.starts_with(&format!("http/1.1 {status} ")), "{shown}: {answer}");
        for header in [
            "cache-control: no-store",
            "x-frame-options: deny",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "x-robots-tag: noindex, nofollow, noarchive",
            "content-security-policy: default-src 'none'",
            "permissions-policy: accelerometer=()",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(answer.contains(header), "{shown}: {header} in {answer}");
        }
    }
}

#[tokio::test]
async fn the_rest_of_a_body_does_not_count_for_the_next_request() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Main entrance");
    })
    .await;
    let address = doorstep.base_url.trim_start_matches("http://");
    let mut connection = TcpStream::connect(address).await.unwrap();
    let post = "POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n";
    connection.write_all(post.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !String::from_utf8_lossy(&answer).contains("</html>") {
        assert!(connection.read_buf(&mut answer).await.unwrap() > 0, "the connection was closed");
    }
    assert!(answer.starts_with(b"HTTP/1.1 404 "));
    let chunk = format!("400\r\n{}\r\n", "x".repeat(1_024));
    connection.write_all(chunk.repeat(40).as_bytes()).await.unwrap();
    let visit =
        "0\r\n\r\nGET /links/s3cret HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n";
    connection.write_all(visit.as_bytes()).await.unwrap();
    answer.clear();
    connection.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer));
}

#[tokio::test]
async fn bodies_that_are_no_forms_are_answered_without_asking_kisi() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    let form = "Content-Type: application/x-www-form-urlencoded";
    for (headers, body, status) in [
        (format!("{form}\r\nContent-Length: 900"), "door=1001", "400"),
        (format!("{form}\r\nTransfer-Encoding: chunked"), "zz\r\ndoor=1001", "400"),
        ("Content-Type: text/plain\r\nContent-Length: 9".to_owned(), "door=1001", "415"),
        (format!("{form}\r\nContent-Length: 9000"), &"x".repeat(9_000), "413"),
    ] {
        let head = format!("POST /links/s3cret HTTP/1.1\r\n{headers}");
        let answer = doorstep.raw_answer_to_body(&head, body).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{headers}: {answer}");
    }
    assert!(doorstep.kisi.requests().is_empty());
}

#[tokio::test]
async fn a_proxy_on_this_machine_can_use_a_unix_socket() {
    let folder = ThemeFolder::empty();
    let socket = folder.path("doorstep.sock");
    let listen = format!("unix:{}", socket.to_str().unwrap());
    let set = [("server.listen", listen.as_str()), ("limits.unknown_links_per_minute", "1")];
    let doorstep = Doorstep::start_with(&set, |kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    let status_for = async |link: &str, client: &str| {
        let mut proxy = UnixStream::connect(&socket).await.unwrap();
        let request = format!(
            "GET /links/{link} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {client}\r\n\
             X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
        );
        proxy.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        proxy.read_to_string(&mut answer).await.unwrap();
        assert!(answer.contains("strict-transport-security"), "{answer}");
        answer[9..12].to_owned()
    };
    assert_eq!(status_for("s3cret", "203.0.113.1").await, "200");
    assert_eq!(status_for("guess", "203.0.113.1").await, "404");
    assert_eq!(status_for("other", "203.0.113.1").await, "429");
    assert_eq!(status_for("other", "203.0.113.2").await, "404");
    doorstep.stop().await;
    assert!(UnixStream::connect(&socket).await.is_err());
}

#[tokio::test]
async fn plain_http_is_redirected_to_https() {
    let files = TlsFiles::new();
    files.renew();
    let set = [
        ("tls.redirect_from", "127.0.0.1:0"),
        ("server.public_url", "https://visit.acme.example:8443"),
    ];
    let doorstep = files.start_with(&set).await;
    let redirect = doorstep.redirect_url.clone().unwrap();
    let port = doorstep.base_url.rsplit_once(':').unwrap().1;
    for (host, expected) in [
        ("visit.acme.example", "https://visit.acme.example:8443".to_owned()),
        ("visit.other.example:80", format!("https://visit.other.example:{port}")),
        ("<nothing>", "https://visit.acme.example:8443".to_owned()),
    ] {
        let request = http().get(format!("{redirect}/links/s3cret?lang=de")).header("host", host);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 308);
        assert_eq!(answer.headers()["location"], format!("{expected}/links/s3cret?lang=de"));
        assert_eq!(answer.headers()["x-frame-options"], "DENY");
    }
    assert!(doorstep.kisi.requests().is_empty());
}

#[tokio::test]
async fn a_client_that_is_gone_at_once_cannot_name_another_address() {
    let set = [("limits.unknown_links_per_minute", "5")];
    let doorstep = Doorstep::start_with(&set, |_| {}).await;
    let address = doorstep.base_url.strip_prefix("http://").unwrap();
    for number in 0..300 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!(
            "GET /links/guess{number} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 6.6.{}.{}\r\n\r\n",
            number / 200,
            number % 200
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.set_zero_linger().unwrap();
    }
    wait_until("the connections are gone", async || {
        doorstep.metrics().await.contains("doorstep_connections 0\n")
    })
    .await;
    let calls = doorstep.kisi.calls("GET /locks");
    assert!(calls <= 5, "{calls} calls for a limit of 5 a minute");
}

#[tokio::test]
async fn requests_that_are_sent_together_large_or_in_pieces_are_answered() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    let address = doorstep.base_url.strip_prefix("http://").unwrap();
    let many = format!("GET /robots.txt HTTP/1.1\r\nHost: {address}\r\n\r\n").repeat(500);
    let last = format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let large = format!("GET / HTTP/1.1\r\nX-Padding: {}", "x".repeat(30_000));
    let answers = exchange(address, &format!("{many}{last}")).await;
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 501);
    assert!(doorstep.raw_answer(&large).await.starts_with("HTTP/1.1 200 OK"));
    let chunks: Vec<_> = "door=1001".chars().map(|byte| format!("1\r\n{byte}\r\n")).collect();
    let head = "POST /links/s3cret HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\
                Content-Type: application/x-www-form-urlencoded";
    let answer = doorstep.raw_answer_to_body(head, &(chunks.concat() + "0\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    assert_eq!(doorstep.kisi.opened(1001), 1);
}

/// Sends bytes, and returns all answers.
async fn exchange(address: &str, bytes: &str) -> String {
    let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
    let mut answers = String::new();
    let (sent, received) =
        tokio::join!(write.write_all(bytes.as_bytes()), read.read_to_string(&mut answers));
    sent.unwrap();
    received.unwrap();
    answers
}
