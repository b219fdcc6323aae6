//! A fake Kisi that costs as little as possible: a process of its own with answers made of text.
//!
//! The first letter of a secret says what the link opens: `s` the same four doors for every link,
//! `w` four doors of its own. Kisi refuses every other link. `/bench/calls` answers how often Kisi
//! was asked, and after `/bench/hang` no call is answered any more.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::{Outcome, connection::body_length, print};

#[derive(Default)]
struct State {
    calls: AtomicU64,
    hangs: AtomicBool,
    delay: Duration,
}

/// Serves until the process is killed. Each call is answered after `delay`.
pub(crate) async fn serve(delay: Duration) -> Outcome<()> {
    let state = Arc::new(State { delay, ..State::default() });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    print(&listener.local_addr()?.to_string());
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(answer_all(stream, state.clone()));
    }
}

async fn answer_all(mut stream: TcpStream, state: Arc<State>) -> Outcome<()> {
    let (mut received, mut answer) = (Vec::with_capacity(4096), String::new());
    while stream.read_buf(&mut received).await? > 0 {
        let Some((length, path, secret)) = request(&received)? else { continue };
        received.drain(..length);
        if !path.starts_with("/bench/") {
            state.calls.fetch_add(1, Ordering::Relaxed);
            if state.hangs.load(Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
            if !state.delay.is_zero() {
                tokio::time::sleep(state.delay).await;
            }
        }
        let (status, body) = body(&state, &path, &secret);
        answer.clear();
        let length = body.len();
        write!(
            answer,
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
             X-Collection-Range: 0-3/4\r\n\r\n{body}"
        )?;
        stream.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}

/// The length of the first request, its path and its secret; `None` if it is not complete.
fn request(received: &[u8]) -> Outcome<Option<(usize, String, String)>> {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut request = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(head) = request.parse(received)? else { return Ok(None) };
    let length = head + body_length(request.headers)?;
    if received.len() < length {
        return Ok(None);
    }
    let credentials =
        request.headers.iter().find(|it| it.name.eq_ignore_ascii_case("authorization"));
    let credentials = std::str::from_utf8(credentials.map_or(b"", |it| it.value))?;
    let secret = credentials.strip_prefix("KISI-GROUP-LINK ").unwrap_or_default().to_owned();
    Ok(Some((length, request.path.unwrap_or_default().to_owned(), secret)))
}

fn body(state: &State, path: &str, secret: &str) -> (&'static str, String) {
    if path == "/bench/calls" {
        return ("200 OK", state.calls.load(Ordering::Relaxed).to_string());
    }
    if path == "/bench/hang" {
        state.hangs.store(true, Ordering::Relaxed);
        return ("200 OK", String::new());
    }
    let number = secret.get(1..).and_then(|number| number.parse().ok());
    match (secret.get(..1), number) {
        (Some("s" | "w"), Some(_)) if path.ends_with("/unlock") => {
            ("200 OK", r#"{"message":"Unlocked!"}"#.to_owned())
        }
        (Some("s"), Some(_)) => ("200 OK", doors(0)),
        (Some("w"), Some(number)) => ("200 OK", doors(number)),
        _ => ("401 Unauthorized", r#"{"error":"Unknown link","code":"f29aef"}"#.to_owned()),
    }
}

/// Four doors of a building whose name and numbers contain `number`.
fn doors(number: u64) -> String {
    let names = ["Lobby", "Garage", "Archive", "Roof"];
    let door = |(index, name)| {
        let (id, place) = (number * 4 + index + 1, number + 1);
        format!(
            "{{\"id\":{id},\"name\":\"{name} {number}\",\"description\":null,\"configured\":true,\
             \"online\":true,\"open\":false,\"unlocked\":false,\"unlocked_until\":null,\
             \"locked_down\":false,\"locked_down_since\":null,\"place_id\":{place},\
             \"place\":{{\"id\":{place},\"name\":\"Harbour House {number}\",\"latitude\":null,\
             \"longitude\":null}}}}"
        )
    };
    let doors: Vec<_> = (0..).zip(names).map(door).collect();
    format!("[{}]", doors.join(","))
}
