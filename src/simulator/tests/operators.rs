//! What an operator can do with the operator key.

use reqwest::Method;
use serde_json::json;

use super::{Answer, Caller};
use crate::simulator::Simulator;

#[tokio::test]
async fn a_new_link_opens_the_doors_of_its_group_until_it_is_revoked() {
    let kisi = Simulator::new();
    let caller = Caller::of(&kisi).await;

    let created = caller.create_link(json!({ "name": "Ada", "group_id": 1 })).await;
    let secret = created.body["secret"].as_str().unwrap();
    assert_eq!(created.status, 200);
    assert_eq!(created.body["group"], json!({ "id": 1, "name": "Visitors" }));
    assert_eq!(caller.locks(secret, "").await.values_of("id"), [901, 902]);
    assert_eq!(caller.unlock(secret, 902).await.status, 200);

    let path = format!("/group_links/{}", created.body["id"]);
    let revoked = Answer::of(caller.as_operator(Method::DELETE, &path)).await;
    assert_eq!(revoked.status, 204);
    assert_eq!(caller.locks(secret, "").await.code(), (401, "f29aef"));
    let again = Answer::of(caller.as_operator(Method::DELETE, &path)).await;
    assert_eq!(again.status, 404);
}

#[tokio::test]
async fn a_new_link_has_the_fields_of_kisi_and_a_code_image_if_the_operator_asked_for_it() {
    let kisi = Simulator::new();
    let link = json!({
        "name": "Ada", "group_id": 1, "quick_response_code_type": "online",
        "email": "ada@example.com", "phone": "+12025550123",
        "valid_from": "2026-12-01T09:00:00+01:00", "valid_until": null,
    });
    let created = Caller::of(&kisi).await.create_link(link).await.body;
    let fields: Vec<&str> = created.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "id",
        "name",
        "email",
        "phone",
        "group_id",
        "group",
        "valid_from",
        "valid_until",
        "link_enabled",
        "last_used_at",
        "created_at",
        "updated_at",
        "issued_by",
        "secret",
        "quick_response_code_token",
        "quick_response_code_image",
    ];
    expected.sort_unstable();
    assert_eq!(fields, expected);
    assert_eq!(created["valid_from"], "2026-12-01T08:00:00Z");
    assert!(created["quick_response_code_image"].as_str().unwrap().starts_with("iVBORw0KGgo"));
}

#[tokio::test]
async fn a_new_link_is_refused_outside_its_validity_and_while_disabled() {
    let kisi = Simulator::new();
    let caller = Caller::of(&kisi).await;
    for (attributes, code) in [
        (json!({ "valid_from": "2999-01-01T00:00:00Z" }), "f358de"),
        (json!({ "valid_until": "2001-01-01T00:00:00Z" }), "f35ade"),
        (json!({ "link_enabled": false }), "f298df"),
    ] {
        let mut link = attributes;
        link["name"] = json!("Ada");
        link["group_id"] = json!(1);
        let created = caller.create_link(link).await;
        let secret = created.body["secret"].as_str().unwrap();
        assert_eq!(caller.locks(secret, "").await.code(), (403, code));
    }
}

#[tokio::test]
async fn a_link_with_invalid_fields_is_refused_with_the_errors_of_each_field() {
    let kisi = Simulator::new();
    let caller = Caller::of(&kisi).await;
    let nameless = caller.create_link(json!({ "name": " " })).await;
    let errors = json!({ "name": ["can't be blank"], "group_id": ["can't be blank"] });
    assert_eq!((nameless.status, nameless.body), (422, json!({ "errors": errors })));
    let link =
        json!({ "name": "Ada", "group_id": 9, "phone": "+49301234567", "valid_from": "soon" });
    let wrong = caller.create_link(link).await;
    let errors = json!({
        "group_id": ["must exist"], "phone": ["is invalid"], "valid_from": ["is invalid"],
    });
    assert_eq!((wrong.status, wrong.body), (422, json!({ "errors": errors })));
}

#[tokio::test]
async fn links_are_listed_by_page_and_without_their_secrets() {
    let kisi = Simulator::new();
    kisi.group(2, "Contractors", &["Workshop"]);
    let caller = Caller::of(&kisi).await;
    for number in 1..=12 {
        let link = json!({ "name": format!("Guest {number:02}"), "group_id": 1 + number % 2 });
        caller.create_link(link).await;
    }
    let page = caller.links("").await;
    assert_eq!(page.range.as_deref(), Some("0-9/12"));
    assert!(page.body[0].get("secret").is_none());
    let contractors = caller.links("?group_id=2&sort=-name&limit=2").await;
    assert_eq!(contractors.values_of("name"), ["Guest 11", "Guest 09"]);
    assert_eq!(contractors.range.as_deref(), Some("0-1/6"));
    assert_eq!(caller.links("?query=guest%2007").await.values_of("id"), [7]);
    assert_eq!(caller.links("?ids=3,5").await.values_of("id"), [3, 5]);
}

#[tokio::test]
async fn a_wrong_operator_key_is_refused() {
    let kisi = Simulator::new();
    let caller = Caller::of(&kisi).await;
    let request = caller.request(Method::GET, "/group_links", "KISI-LOGIN guessed");
    assert_eq!(Answer::of(request).await.status, 401);
}
