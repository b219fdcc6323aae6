//! An operator's log is not read for a while: its pipe is full, and the program that reads it hangs.

use std::path::Path;

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

use crate::{
    fixtures::wait_for,
    harness::{get, http},
    program::command,
};

/// How many requests are sent at once, and how often. The pipe and the queue hold about 5,000 lines.
const AT_ONCE: usize = 500;
const MOST_ROUNDS: usize = 40;

/// Sends requests without waiting for their answers, and then reads all answers.
async fn visit_often(client: &mut TcpStream) {
    let requests = "HEAD /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(AT_ONCE);
    client.write_all(requests.as_bytes()).await.unwrap();
    let (mut answers, mut part) = (String::new(), vec![0; 16 * 1024]);
    while answers.matches("\r\n\r\n").count() < AT_ONCE {
        let length = client.read(&mut part).await.unwrap();
        assert!(length > 0, "the server answers all requests");
        answers.push_str(str::from_utf8(&part[..length]).unwrap());
    }
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), AT_ONCE);
}

async fn dropped_lines(admin_url: &str) -> u64 {
    let metrics = get(&format!("{admin_url}/metrics")).await.unwrap().text().await.unwrap();
    let mut lines = metrics.lines();
    let line = lines.find_map(|line| line.strip_prefix("doorstep_log_lines_dropped_total "));
    line.unwrap_or_else(|| panic!("{metrics}")).parse().unwrap()
}

#[tokio::test]
async fn a_server_whose_log_hangs_answers_and_says_later_how_many_lines_it_dropped() {
    let arguments = ["demo", "--listen", "127.0.0.1:0"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut server = command(root, &arguments, &[("DOORSTEP_LOG__FORMAT", "json")]);
    let mut server = server.spawn().unwrap();
    let mut printed = BufReader::new(server.stdout.take().unwrap()).lines();
    let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
    let printed = wait_for("the demo prints its links", printed.next_line()).await;
    let url = printed.unwrap().unwrap().split_once('\t').unwrap().1.to_owned();
    let admin_url = loop {
        let line = wait_for("the demo listens", log.next_line()).await.unwrap().unwrap();
        if let Some((_, after)) = line.split_once("health and metrics on ") {
            break after.split('"').next().unwrap().to_owned();
        }
    };

    // From here on, the log is not read.
    let address = url::Url::parse(&url).unwrap();
    let mut client = TcpStream::connect(address.socket_addrs(|| None).unwrap()[0]).await.unwrap();
    let mut rounds = 0;
    while dropped_lines(&admin_url).await == 0 {
        rounds += 1;
        assert!(rounds < MOST_ROUNDS, "lines are dropped");
        wait_for("the server answers", visit_often(&mut client)).await;
    }
    let tap = http().post(&url).form(&[("door", "1001")]);
    assert_eq!(wait_for("the server unlocks", tap.send()).await.unwrap().status(), 303);
    let dropped = dropped_lines(&admin_url).await;

    // The log is read again. Its request lines are those of the requests, less what was dropped.
    let requests = u64::try_from(rounds * AT_ONCE + 1).unwrap() - dropped;
    let (mut written, mut reported, mut unlocks) = (0, 0, 0);
    while (written, reported, unlocks) != (requests, dropped, 1) {
        let line = wait_for("all lines are written", log.next_line()).await.unwrap().unwrap();
        let line: Value = serde_json::from_str(&line).unwrap();
        match line["message"].as_str().unwrap() {
            "request" => written += 1,
            "unlock" => unlocks += 1,
            other => {
                let lines = other.split_once(" log lines were dropped because").unwrap().0;
                reported += lines.parse::<u64>().unwrap();
            }
        }
    }
    let process = server.id().unwrap().to_string();
    let sent = std::process::Command::new("kill").args(["-s", "TERM", &process]).status();
    assert!(sent.unwrap().success());
    let mut last = String::new();
    while let Some(line) = wait_for("the log ends", log.next_line()).await.unwrap() {
        last = line;
    }
    assert!(last.contains("\"stopping: "), "{last}");
}
