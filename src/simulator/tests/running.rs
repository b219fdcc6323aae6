//! The server itself: what it counts, and how it comes and goes.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::super::Simulator;
use super::{Answer, Caller};

#[tokio::test]
async fn what_was_sent_can_be_looked_at() {
    let kisi = Simulator::new();
    let caller = Caller::of(&kisi).await;
    let request = caller.as_visitor(Method::POST, "/locks/1/unlock?x=y", "s3cret");
    let request = request.header("X-Kisi-Integration-Identifier", "doorstep").body("{}");
    request.send().await.unwrap();

    let requests = kisi.requests();
    let request = &requests[0];
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/locks/1/unlock"));
    assert_eq!((request.query.as_str(), request.body.as_str()), ("x=y", "{}"));
    assert_eq!(request.header("authorization"), Some("KISI-GROUP-LINK s3cret"));
    assert_eq!(request.header("x-kisi-integration-identifier"), Some("doorstep"));
}

#[tokio::test]
async fn the_counts_are_told_and_forgotten_over_http() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby");
    let caller = Caller::of(&kisi).await;
    caller.locks("s3cret", "").await;
    caller.unlock("s3cret", 1001).await;

    let told =
        || async { Answer::of(caller.request(Method::GET, "/simulator/calls", "")).await.body };
    let calls = json!({ "GET /locks": 1, "POST /locks/{id}/unlock": 1 });
    let doors = json!({ "1001": 1 });
    assert_eq!(told().await, json!({ "calls": calls, "unlocks": doors, "opened": doors }));
    let reset = Answer::of(caller.request(Method::POST, "/simulator/reset", "")).await;
    assert_eq!(reset.status, 204);
    assert_eq!(told().await, json!({ "calls": {}, "unlocks": {}, "opened": {} }));
}

#[tokio::test]
async fn a_taken_down_api_refuses_connections_and_comes_back_on_its_port() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby");
    let mut caller = Caller::of(&kisi).await;
    let base_url = caller.running.base_url();
    assert_eq!(caller.locks("s3cret", "").await.status, 200);

    caller.running.down().await;
    let kept = caller.as_visitor(Method::GET, "/locks", "s3cret").send().await;
    assert!(kept.is_err(), "a kept connection is cut");
    let address = base_url.replace("http://", "");
    let refused = std::net::TcpStream::connect(address).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);

    caller.running.up().await.unwrap();
    assert_eq!(caller.running.base_url(), base_url);
    assert_eq!(caller.locks("s3cret", "").await.status, 200);
}

#[tokio::test]
async fn an_address_that_is_taken_is_an_error() {
    let kisi = Simulator::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    assert!(kisi.listen(&address).await.is_err());
}

#[test]
fn it_listens_for_callers_of_every_runtime() {
    let is_answered = async || {
        let caller = Caller::of(&Simulator::new()).await;
        caller.locks("nobody's", "").await.status == 401
    };
    assert!(actix_web::rt::System::new().block_on(is_answered()));
    assert!(tokio::runtime::Runtime::new().unwrap().block_on(is_answered()));
}

#[tokio::test]
async fn a_thousand_callers_wait_at_the_same_time() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby").doors_take(Duration::from_millis(500));
    let caller = Caller::of(&kisi).await;
    let calls = (0..1_000).map(|_| caller.locks("s3cret", ""));
    let answers = futures_util::future::join_all(calls).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(kisi.calls("GET /locks"), 1_000);
}
