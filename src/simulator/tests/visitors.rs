//! What a visitor with a link can see and open.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, Caller};
use crate::simulator::Simulator;

#[tokio::test]
async fn a_link_with_520_doors_is_read_in_three_pages() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens_many(520);
    let caller = Caller::of(&kisi).await;

    let mut ranges = Vec::new();
    let mut ids = Vec::new();
    for offset in [0, 250, 500] {
        let page = caller.locks("s3cret", &format!("?limit=250&offset={offset}")).await;
        ids.extend(page.values_of("id").into_iter().filter_map(Value::as_u64));
        ranges.extend(page.range);
    }

    assert_eq!(ranges, ["0-249/520", "250-499/520", "500-519/520"]);
    assert_eq!(ids, (1001..=1520).collect::<Vec<_>>());
    assert_eq!(kisi.calls("GET /locks"), 3);
}

#[tokio::test]
async fn without_a_limit_a_page_has_fifty_doors() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens_many(60);
    let page = Caller::of(&kisi).await.locks("s3cret", "").await;
    assert_eq!(page.range.as_deref(), Some("0-49/60"));
    assert_eq!(page.body.as_array().unwrap().len(), 50);
}

#[tokio::test]
async fn a_link_without_doors_has_the_range_star_slash_zero() {
    let kisi = Simulator::new();
    kisi.link("s3cret");
    let answer = Caller::of(&kisi).await.locks("s3cret", "").await;
    assert_eq!(answer, Answer { status: 200, range: Some("*/0".to_owned()), body: json!([]) });
}

#[tokio::test]
async fn a_door_has_exactly_the_fields_that_kisi_shows_to_a_group_link() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby").described("Lift to floor 3");
    let answer = Caller::of(&kisi).await.locks("s3cret", "").await;
    let place =
        json!({ "id": 77, "name": "Harbour House", "latitude": 53.5436, "longitude": 9.9885 });
    let lobby = json!({
        "id": 1001, "name": "Lobby", "description": "Lift to floor 3", "configured": true,
        "online": true, "open": false, "unlocked": false, "unlocked_until": null,
        "locked_down": false, "locked_down_since": null, "place_id": 77, "place": place,
    });
    assert_eq!(answer.body, json!([lobby]));
}

#[tokio::test]
async fn the_door_list_shows_the_state_of_each_door() {
    let kisi = Simulator::new();
    kisi.link("s3cret")
        .opens_offline("Garage")
        .opens_locked_down("Vault")
        .opens_unlocked("Gate")
        .opens_not_set_up("Cellar")
        .opens_unknown_reachability("Shed");
    let answer = Caller::of(&kisi).await.locks("s3cret", "").await;
    let [yes, no, unknown] = [&json!(true), &json!(false), &Value::Null];
    assert_eq!(answer.values_of("online"), [no, yes, yes, yes, unknown]);
    assert_eq!(answer.values_of("locked_down"), [no, yes, no, no, no]);
    assert_eq!(answer.values_of("unlocked"), [no, no, yes, no, no]);
    assert_eq!(answer.values_of("configured"), [yes, yes, yes, no, yes]);
}

#[tokio::test]
async fn doors_can_be_sorted_and_filtered() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby").opens("Attic").at_place(78, "Mill Yard").opens("Loft");
    let caller = Caller::of(&kisi).await;
    let by_name = caller.locks("s3cret", "?sort=name").await;
    assert_eq!(by_name.values_of("name"), ["Attic", "Lobby", "Loft"]);
    let found = caller.locks("s3cret", "?query=LO&sort=-name").await;
    assert_eq!(found.values_of("name"), ["Loft", "Lobby"]);
    let there = caller.locks("s3cret", "?place_id=78").await;
    assert_eq!(there.values_of("name"), ["Loft"]);
}

#[tokio::test]
async fn an_unknown_secret_is_refused() {
    let kisi = Simulator::new();
    let caller = Caller::of(&kisi).await;
    assert_eq!(caller.locks("unknown", "").await.code(), (401, "f29aef"));
    assert_eq!(caller.unlock("unknown", 901).await.code(), (401, "f29aef"));
    let without_secret = caller.request(Method::GET, "/locks", "Bearer x");
    assert_eq!(Answer::of(without_secret).await.code(), (401, "f29aef"));
}

#[tokio::test]
async fn a_link_answers_with_the_error_that_a_test_has_set() {
    let kisi = Simulator::new();
    kisi.link("expired").opens("Lobby").expired();
    kisi.link("busy").opens("Lobby").answers("fbc000");
    let caller = Caller::of(&kisi).await;
    assert_eq!(caller.locks("expired", "").await.code(), (403, "f35ade"));
    assert_eq!(caller.unlock("expired", 1001).await.code(), (403, "f35ade"));
    assert_eq!(caller.locks("busy", "").await.code(), (503, "fbc000"));
}

#[tokio::test]
async fn an_unlocked_door_is_listed_as_unlocked() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby");
    let caller = Caller::of(&kisi).await;
    let answer = caller.unlock("s3cret", 1001).await;
    assert_eq!((answer.status, answer.body), (200, json!({ "message": "Unlocked!" })));
    let lobby = &caller.locks("s3cret", "").await.body[0];
    assert_eq!(lobby["unlocked"], true);
    assert!(lobby["unlocked_until"].is_string());
    assert_eq!((kisi.unlocks(1001), kisi.opened(1001)), (1, 1));
}

#[tokio::test]
async fn a_refused_unlock_is_counted_and_does_not_open_the_door() {
    let kisi = Simulator::new();
    kisi.link("s3cret").opens("Lobby").opens_offline("Garage");
    kisi.door(1001).unlock_answers(409, "fad001");
    let caller = Caller::of(&kisi).await;
    assert_eq!(caller.unlock("s3cret", 1001).await.code(), (409, "fad001"));
    assert_eq!(caller.unlock("s3cret", 1002).await.code(), (503, "fac001"));
    assert_eq!(caller.unlock("s3cret", 901).await.code(), (404, "fad10e"));
    assert_eq!((kisi.unlocks(1001), kisi.opened(1001)), (1, 0));
}
