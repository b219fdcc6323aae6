//! The requests that the client sends, and how it handles every kind of answer.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};
use tracing::{Event, Subscriber};
use tracing_subscriber::{Layer, layer::Context, prelude::*};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{body_json, header, method, path, query_param},
};

use super::{http::LARGEST_ANSWER, *};
use crate::{
    access::{DoorState, FingerprintKey, LinkSecret, Problem},
    settings,
};

const SECRET: &str = "s3cret-of-the-lobby";

/// A client with a long timeout, so that no test fails on a slow machine.
async fn kisi() -> (MockServer, Client) {
    kisi_with_timeout("30s").await
}

async fn kisi_with_timeout(timeout: &str) -> (MockServer, Client) {
    let server = MockServer::start().await;
    let client = client(&server.uri(), timeout);
    (server, client)
}

fn client(base_url: &str, timeout: &str) -> Client {
    let settings = [("kisi.base_url", base_url), ("kisi.timeout", timeout)];
    Client::new(&settings::for_tests(&settings).kisi).unwrap()
}

fn link() -> AccessLink {
    AccessLink::new(LinkSecret::parse(SECRET).unwrap(), &FingerprintKey::random().unwrap())
}

fn lock(id: usize) -> Value {
    json!({"id": id, "name": format!("Door {id}"), "configured": true, "online": true})
}

/// A Kisi with `doors` doors, which sends at most `most` of them at once.
struct Paged {
    doors: usize,
    most: usize,
    range: Range,
}

/// Makes the `X-Collection-Range` header of a page from its first element, its end and the total.
type Range = fn(usize, usize, usize) -> Option<String>;

impl wiremock::Respond for Paged {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let number = |name| {
            let value = request.url.query_pairs().find(|(key, _)| key == name);
            value.map_or(0, |(_, value)| value.parse::<usize>().unwrap())
        };
        let (offset, limit) = (number("offset"), number("limit").min(self.most));
        let end = (offset + limit).min(self.doors);
        let body: Vec<_> = (offset..end).map(lock).collect();
        let answer = ResponseTemplate::new(200).set_body_json(body);
        match (self.range)(offset, end, self.doors) {
            Some(range) => answer.insert_header("X-Collection-Range", range),
            None => answer,
        }
    }
}

async fn doors_and_calls(paged: Paged) -> (usize, usize) {
    let (server, client) = kisi().await;
    Mock::given(path("/locks")).respond_with(paged).mount(&server).await;
    let doors = client.doors(&link(), Retries::Usual).await.unwrap();
    (doors.len(), server.received_requests().await.unwrap().len())
}

#[tokio::test]
async fn a_door_list_request_has_the_secret_in_one_header_only() {
    let (server, client) = kisi().await;
    let authorization = format!("KISI-GROUP-LINK {SECRET}");
    Mock::given(method("GET"))
        .and(path("/locks"))
        .and(query_param("limit", "250"))
        .and(header("authorization", authorization.as_str()))
        .and(header("accept", "application/json"))
        .and(header("content-type", "application/json"))
        .and(header("x-kisi-integration-identifier", "doorstep"))
        .and(header("user-agent", concat!("doorstep/", env!("CARGO_PKG_VERSION"))))
        .respond_with(ResponseTemplate::new(200).set_body_json([lock(1)]))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(client.doors(&link(), Retries::Usual).await.unwrap().len(), 1);

    let requests = server.received_requests().await.unwrap();
    let mut request = requests[0].clone();
    request.headers.remove("authorization");
    assert!(!format!("{request:?}").contains(SECRET), "{request:?}");
    assert!(request.body.is_empty());
}

#[tokio::test]
async fn an_unlock_is_one_post_with_a_json_body() {
    let (server, client) = kisi().await;
    Mock::given(method("POST"))
        .and(path("/locks/42/unlock"))
        .and(header("authorization", format!("KISI-GROUP-LINK {SECRET}").as_str()))
        .and(header("content-type", "application/json"))
        .and(body_json(json!({})))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"message": "Unlocked!"})))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(client.unlock(&link(), DoorId(42)).await.unwrap(), Outcome::Unlocked);
}

#[tokio::test]
async fn a_base_url_may_have_a_path() {
    let (server, _) = kisi().await;
    Mock::given(path("/proxy/kisi/locks"))
        .respond_with(ResponseTemplate::new(200).set_body_json([lock(1)]))
        .mount(&server)
        .await;
    for base in ["/proxy/kisi", "/proxy/kisi/"] {
        let client = client(&format!("{}{base}", server.uri()), "30s");
        assert_eq!(client.doors(&link(), Retries::Usual).await.unwrap().len(), 1, "{base}");
    }
}

#[tokio::test]
async fn many_doors_are_requested_page_by_page() {
    let honest = |from, to: usize, total| Some(format!("{from}-{}/{total}", to.max(1) - 1));
    let read = |doors| doors_and_calls(Paged { doors, most: 250, range: honest });
    assert_eq!(read(520).await, (520, 3));
    assert_eq!(read(249).await, (249, 1));
    assert_eq!(read(1).await, (1, 1));
}

#[tokio::test]
async fn an_empty_door_list_is_not_an_error() {
    let read = doors_and_calls(Paged { doors: 0, most: 250, range: |_, _, _| Some("*/0".into()) });
    assert_eq!(read.await, (0, 1));
}

#[tokio::test]
async fn a_missing_or_wrong_range_header_neither_hides_doors_nor_causes_a_loop() {
    let ranges: [Range; 4] = [
        |_, _, _| None,
        |_, _, _| Some("0-0/1".into()),
        |_, _, _| Some("nonsense".into()),
        |_, _, _| Some("0-249/999999".into()),
    ];
    for range in ranges {
        let (doors, calls) = doors_and_calls(Paged { doors: 520, most: 250, range }).await;
        assert_eq!(doors, 520);
        assert!(calls <= 4, "{calls} calls");
    }
}

#[tokio::test]
async fn all_pages_are_read_if_kisi_sends_smaller_ones() {
    let range = |from, to, total| Some(format!("{from}-{to}/{total}"));
    assert_eq!(doors_and_calls(Paged { doors: 25, most: 10, range }).await, (25, 3));
}

#[tokio::test]
async fn a_page_without_new_doors_ends_the_list() {
    let (server, client) = kisi().await;
    let full: Vec<_> = (0..250).map(lock).collect();
    let answer = ResponseTemplate::new(200).insert_header("X-Collection-Range", "0-249/9999");
    Mock::given(path("/locks")).respond_with(answer.set_body_json(full)).mount(&server).await;
    assert_eq!(client.doors(&link(), Retries::Usual).await.unwrap().len(), 250);
    assert_eq!(server.received_requests().await.unwrap().len(), 2);
}

#[tokio::test]
async fn the_code_of_a_failed_unlock_decides_about_the_problem() {
    let (server, client) = kisi().await;
    let body = json!({"error": "An English sentence.", "code": "fad107"});
    let answer = ResponseTemplate::new(418).set_body_json(body);
    Mock::given(method("POST")).respond_with(answer).mount(&server).await;
    let error = client.unlock(&link(), DoorId(1)).await.unwrap_err();
    assert_eq!((error.problem, error.reached), (Problem::Offline, Reached::Yes));
    assert_eq!(error.code.unwrap().as_str(), "fad107");
}

#[tokio::test]
async fn an_unlock_of_an_unlocked_door_succeeds() {
    for (code, outcome) in
        [("fad110", Outcome::AlreadyUnlocked), ("fad112", Outcome::AlreadyOpening)]
    {
        let (server, client) = kisi().await;
        let answer = ResponseTemplate::new(409).set_body_json(json!({"error": "", "code": code}));
        Mock::given(method("POST")).respond_with(answer).mount(&server).await;
        assert_eq!(client.unlock(&link(), DoorId(1)).await.unwrap(), outcome);
    }
}

#[tokio::test]
async fn a_door_list_fails_because_of_the_link_or_because_kisi_is_unavailable() {
    let cases = [
        (401, json!({"code": "f29aef"}), Problem::UnknownLink),
        (401, json!({"code": "f35ade"}), Problem::Expired),
        (403, json!({"code": "fad002"}), Problem::Refused),
        (403, json!("no object"), Problem::Refused),
        (409, json!({"code": 7}), Problem::Unavailable),
        (429, json!({}), Problem::Unavailable),
        (302, json!({}), Problem::Unavailable),
        (500, json!({}), Problem::Unavailable),
    ];
    for (status, body, problem) in cases {
        let (server, client) = kisi().await;
        let answer = ResponseTemplate::new(status).set_body_json(body);
        let answer = answer.insert_header("Location", "/elsewhere");
        Mock::given(path("/locks")).respond_with(answer).mount(&server).await;
        assert_eq!(
            client.doors(&link(), Retries::Usual).await.unwrap_err().problem,
            problem,
            "{status}"
        );
    }
}

#[tokio::test]
async fn the_wait_that_kisi_requests_is_part_of_the_error() {
    let (server, client) = kisi().await;
    let answer = ResponseTemplate::new(429).insert_header("Retry-After", "60");
    Mock::given(method("POST")).respond_with(answer).mount(&server).await;
    let error = client.unlock(&link(), DoorId(1)).await.unwrap_err();
    assert_eq!(error.problem, Problem::RateLimited);
    assert_eq!(error.retry_after, Some(Duration::from_mins(1)));
}

#[tokio::test]
async fn an_invalid_door_list_is_a_failure_and_not_a_refusal() {
    let huge = format!("[{}]", "1,".repeat(LARGEST_ANSWER / 2));
    for body in ["<html>Welcome</html>", "{\"doors\": []}", "[{\"id\": 1", "", &huge] {
        let (server, client) = kisi().await;
        let answer = ResponseTemplate::new(200).set_body_string(body);
        Mock::given(path("/locks")).respond_with(answer).mount(&server).await;
        let error = client.doors(&link(), Retries::Usual).await.unwrap_err();
        assert_eq!(error.problem, Problem::Unavailable);
        assert!(!error.is_refusal());
    }
}

#[tokio::test]
async fn a_web_page_from_a_proxy_is_not_a_successful_unlock() {
    let (server, client) = kisi().await;
    let answer = ResponseTemplate::new(200).set_body_string("<html>Please log in</html>");
    Mock::given(method("POST")).respond_with(answer).mount(&server).await;
    let error = client.unlock(&link(), DoorId(1)).await.unwrap_err();
    assert_eq!(error.problem, Problem::Unavailable);
}

#[tokio::test]
async fn an_unlock_without_an_answer_is_a_timeout_that_may_have_had_an_effect() {
    let (server, client) = kisi_with_timeout("1s").await;
    let answer = ResponseTemplate::new(200).set_delay(Duration::from_mins(1));
    Mock::given(method("POST")).respond_with(answer).expect(1).mount(&server).await;
    let error = client.unlock(&link(), DoorId(1)).await.unwrap_err();
    assert_eq!((error.problem, error.reached), (Problem::Timeout, Reached::Maybe));
}

#[tokio::test]
async fn an_unlock_without_a_connection_had_no_effect() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    // The unlock is retried until half of the timeout is over.
    let client = client(&format!("http://{address}"), "5s");
    let error = client.unlock(&link(), DoorId(1)).await.unwrap_err();
    assert_eq!((error.problem, error.reached), (Problem::Unavailable, Reached::No));
    assert!(!error.to_string().contains(SECRET));
}

#[tokio::test]
async fn a_failed_door_list_is_retried_at_most_twice() {
    for (status, calls) in [(429, 3), (502, 3), (503, 3), (504, 3), (500, 1), (401, 1), (403, 1)] {
        let (server, client) = kisi().await;
        let answer = ResponseTemplate::new(status);
        Mock::given(path("/locks")).respond_with(answer).expect(calls).mount(&server).await;
        client.doors(&link(), Retries::Usual).await.unwrap_err();
    }
}

#[tokio::test]
async fn a_door_list_that_succeeds_at_the_third_try_is_returned() {
    let (server, client) = kisi().await;
    let failure = Mock::given(path("/locks")).respond_with(ResponseTemplate::new(503));
    failure.up_to_n_times(2).mount(&server).await;
    let answer = ResponseTemplate::new(200).set_body_json([lock(1)]);
    Mock::given(path("/locks")).respond_with(answer).expect(1).mount(&server).await;
    assert_eq!(client.doors(&link(), Retries::Usual).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_unlock_is_retried_only_if_it_had_no_effect() {
    for (status, calls) in [(429, 3), (409, 1), (500, 1), (502, 1), (503, 1), (504, 1), (403, 1)] {
        let (server, client) = kisi().await;
        let answer = ResponseTemplate::new(status);
        Mock::given(method("POST")).respond_with(answer).expect(calls).mount(&server).await;
        client.unlock(&link(), DoorId(1)).await.unwrap_err();
    }
}

#[tokio::test]
async fn a_retry_waits_for_as_long_as_kisi_requests() {
    let (server, client) = kisi().await;
    let busy = ResponseTemplate::new(429).insert_header("Retry-After", "1");
    Mock::given(method("POST")).respond_with(busy).up_to_n_times(1).mount(&server).await;
    let answer = ResponseTemplate::new(200).set_body_json(json!({"message": "Unlocked!"}));
    Mock::given(method("POST")).respond_with(answer).expect(1).mount(&server).await;
    let begin = Instant::now();
    assert_eq!(client.unlock(&link(), DoorId(1)).await.unwrap(), Outcome::Unlocked);
    assert!(begin.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn the_unlock_of_a_busy_door_is_retried() {
    let (server, client) = kisi().await;
    let busy = ResponseTemplate::new(503).set_body_json(json!({"error": "", "code": "fbc000"}));
    Mock::given(method("POST")).respond_with(busy).up_to_n_times(1).mount(&server).await;
    let answer = ResponseTemplate::new(200).set_body_json(json!({"message": "Unlocked!"}));
    Mock::given(method("POST")).respond_with(answer).expect(1).mount(&server).await;
    assert_eq!(client.unlock(&link(), DoorId(1)).await.unwrap(), Outcome::Unlocked);
}

/// Counts the warnings that are logged on one thread.
struct Warnings(std::sync::Arc<std::sync::atomic::AtomicUsize>);

impl<S: Subscriber> Layer<S> for Warnings {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() == tracing::Level::WARN {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[tokio::test]
async fn a_deprecated_endpoint_is_logged_once() {
    let count = std::sync::Arc::default();
    let warnings = Warnings(std::sync::Arc::clone(&count));
    let _guard = tracing_subscriber::registry().with(warnings).set_default();
    let (server, client) = kisi().await;
    let answer = ResponseTemplate::new(200).set_body_json([lock(1)]);
    let answer = answer.insert_header("Sunset", "Sat, 1 Jan 2028 00:00:00 GMT");
    Mock::given(path("/locks")).respond_with(answer).mount(&server).await;
    for _ in 0..3 {
        assert_eq!(client.doors(&link(), Retries::Usual).await.unwrap()[0].state, DoorState::Ready);
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
}
