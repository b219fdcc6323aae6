//! What a caller receives when a fault is active.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use reqwest::Method;
use serde_json::{Value, json};

use super::Caller;
use crate::simulator::{Endpoint, Fault, Simulator};

#[tokio::test]
async fn an_error_of_the_first_call_has_its_code_and_the_second_call_succeeds() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby");
    kisi.fault(Fault::error(503, "fac001").on(Endpoint::Doors).first(1));
    let caller = Caller::of(&kisi).await;
    assert_eq!(caller.locks("s3cret", "").await.code(), (503, "fac001"));
    assert_eq!(caller.locks("s3cret", "").await.status, 200);
}

#[tokio::test]
async fn a_rate_limit_answers_429_to_calls_beyond_it() {
    let kisi = Simulator::new();
    kisi.fault(Fault::rate_limit(5));
    let caller = Caller::of(&kisi).await;
    let answers = futures_util::future::join_all((0..8).map(|_| caller.locks("s3cret", ""))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 429).count(), 3);
}

#[tokio::test]
async fn a_reset_connection_closes_without_a_single_byte() {
    let kisi = Simulator::new();
    kisi.fault(Fault::reset());
    let caller = Caller::of(&kisi).await;
    let address = caller.running.base_url().replace("http://", "");
    let received = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(b"GET /locks HTTP/1.1\r\nHost: kisi\r\n\r\n").unwrap();
        let mut received = Vec::new();
        stream.read_to_end(&mut received).unwrap();
        received
    });
    assert_eq!(received.await.unwrap(), b"");
    assert_eq!(kisi.calls("GET /locks"), 1);
}

#[tokio::test]
async fn a_door_can_open_although_its_caller_receives_no_answer() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby");
    kisi.fault(Fault::reset_after_unlock());
    let caller = Caller::of(&kisi).await;
    let answer = caller.as_visitor(Method::POST, "/locks/1001/unlock", "s3cret").send().await;
    assert!(answer.is_err());
    assert_eq!((kisi.unlocks(1001), kisi.opened(1001)), (1, 1));
    assert_eq!(caller.locks("s3cret", "").await.status, 200);
}

#[tokio::test]
async fn an_unlock_that_hangs_is_not_answered_and_does_not_open_the_door() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby");
    kisi.door(1001).unlock_hangs();
    let caller = Caller::of(&kisi).await;
    let request = caller.as_visitor(Method::POST, "/locks/1001/unlock", "s3cret");
    let timed_out = request.timeout(Duration::from_millis(200)).send().await;
    assert!(timed_out.unwrap_err().is_timeout());
    assert_eq!((kisi.unlocks(1001), kisi.opened(1001)), (1, 0));
}

#[tokio::test]
async fn a_truncated_answer_ends_after_half_of_its_body() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby").fault(Fault::truncated());
    let caller = Caller::of(&kisi).await;
    let request = caller.as_visitor(Method::GET, "/locks", "s3cret");
    let mut response = request.send().await.unwrap();
    let length = response.content_length().unwrap();
    assert_eq!(response.headers()["X-Collection-Range"], "0-0/1");
    let first_half = response.chunk().await.unwrap().unwrap();
    assert_eq!(first_half.len() as u64, length / 2);
    assert!(response.chunk().await.is_err());
}

#[tokio::test]
async fn a_body_of_another_content_type_is_sent_unchanged() {
    let kisi = Simulator::new();
    kisi.fault(Fault::body(200, "text/html", "<h1>Welcome to our proxy</h1>"));
    let caller = Caller::of(&kisi).await;
    let response = caller.as_visitor(Method::GET, "/locks", "s3cret").send().await.unwrap();
    assert_eq!(response.headers()["Content-Type"], "text/html");
    assert_eq!(response.text().await.unwrap(), "<h1>Welcome to our proxy</h1>");
}

#[tokio::test]
async fn a_huge_door_list_has_the_requested_size_and_is_valid_json() {
    let kisi = Simulator::new();
    kisi.fault(Fault::huge(1_000_000));
    let caller = Caller::of(&kisi).await;
    let response = caller.as_visitor(Method::GET, "/locks", "s3cret").send().await.unwrap();
    let bytes = response.bytes().await.unwrap();
    assert!(bytes.len() >= 1_000_000);
    assert!(serde_json::from_slice::<Vec<Value>>(&bytes).is_ok());
}

#[tokio::test]
async fn a_door_list_can_be_replaced_by_any_json() {
    let kisi = Simulator::new();
    let doors = json!([{ "id": "one", "name": 1 }, { "id": 2 }]);
    kisi.link("s3cret").fault(Fault::raw_doors(doors.clone()));
    let caller = Caller::of(&kisi).await;
    let answer = caller.locks("s3cret", "").await;
    assert_eq!((answer.range.as_deref(), answer.body), (Some("0-1/2"), doors));
    assert_eq!(caller.locks("unknown", "").await.status, 401);
}

#[tokio::test]
async fn the_range_of_a_door_list_can_be_missing_or_wrong() {
    let kisi = Simulator::new();
    kisi.link("none").opens_many(5).fault(Fault::no_range_header());
    kisi.link("lying").opens_many(5).fault(Fault::wrong_total(900));
    kisi.link("shrinking").opens_many(5).fault(Fault::shrinking_total());
    let caller = Caller::of(&kisi).await;
    assert_eq!(caller.locks("none", "").await.range, None);
    assert_eq!(caller.locks("lying", "").await.range.unwrap(), "0-4/900");
    assert_eq!(caller.locks("shrinking", "?limit=2").await.range.unwrap(), "0-1/5");
    assert_eq!(caller.locks("shrinking", "?limit=2&offset=2").await.range.unwrap(), "2-3/3");
}
