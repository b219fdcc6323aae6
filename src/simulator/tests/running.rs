//! The server: what it counts, and how it stops and starts.

use std::{
    io::ErrorKind,
    net::{TcpListener, TcpStream},
    time::Duration,
};

use reqwest::Method;
use serde_json::json;

use super::{Answer, Caller};
use crate::simulator::Simulator;

#[tokio::test]
async fn requests_are_recorded_with_method_and_path() {
    let kisi = Simulator::new();
    let caller = Caller::of(&kisi).await;
    caller.unlock("s3cret", 1).await;
    caller.locks("s3cret", "?limit=1").await;
    assert_eq!(kisi.requests(), ["POST /locks/1/unlock", "GET /locks"]);
}

#[tokio::test]
async fn call_counts_can_be_read_over_http() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby");
    let caller = Caller::of(&kisi).await;
    caller.locks("s3cret", "").await;
    caller.unlock("s3cret", 1001).await;
    let counts = Answer::of(caller.request(Method::GET, "/simulator/calls", "")).await.body;
    let calls = json!({ "GET /locks": 1, "POST /locks/{id}/unlock": 1 });
    let doors = json!({ "1001": 1 });
    assert_eq!(counts, json!({ "calls": calls, "unlocks": doors, "opened": doors }));
}

#[tokio::test]
async fn an_api_that_is_down_refuses_connections_and_comes_back_on_its_port() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby");
    let mut caller = Caller::of(&kisi).await;
    let base_url = caller.running.base_url();
    assert_eq!(caller.locks("s3cret", "").await.status, 200);

    caller.running.down().await;
    let kept = caller.as_visitor(Method::GET, "/locks", "s3cret").send().await;
    assert!(kept.is_err(), "an open connection is closed");
    let address = base_url.replace("http://", "");
    let refused = TcpStream::connect(address).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);

    caller.running.up().await.unwrap();
    assert_eq!(caller.running.base_url(), base_url);
    assert_eq!(caller.locks("s3cret", "").await.status, 200);
}

#[tokio::test]
async fn an_address_in_use_is_an_error() {
    let kisi = Simulator::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert!(kisi.listen(&address).await.is_err());
}

#[test]
fn the_simulator_answers_callers_of_every_runtime() {
    let is_answered = async || {
        let caller = Caller::of(&Simulator::new()).await;
        caller.locks("unknown", "").await.status == 401
    };
    assert!(actix_web::rt::System::new().block_on(is_answered()));
    assert!(tokio::runtime::Runtime::new().unwrap().block_on(is_answered()));
}

#[tokio::test]
async fn a_thousand_callers_can_wait_at_the_same_time() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby").doors_take(Duration::from_millis(500));
    let caller = Caller::of(&kisi).await;
    let calls = (0..1_000).map(|_| caller.locks("s3cret", ""));
    let answers = futures_util::future::join_all(calls).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(kisi.calls("GET /locks"), 1_000);
}
