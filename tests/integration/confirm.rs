//! A brand asks visitors to confirm before a door is unlocked.

use reqwest::{Method, header::ACCEPT};
use serde_json::json;

use crate::harness::{Doorstep, Json, Visitor};

const THEME: &str = "name = \"Acme\"\n[doors.1001]\nconfirm = true\n";

async fn vault_and_lobby() -> Doorstep {
    Doorstep::start_with_theme(THEME, |kisi| {
        kisi.link("s3cret").opens("Vault").opens("Lobby");
    })
    .await
}

async fn taps(visitor: &Visitor, form: &[(&str, &str)]) -> Json {
    let request = visitor.request(Method::POST).header(ACCEPT, "application/json");
    Json::read(request.form(form).send().await.unwrap()).await
}

#[tokio::test]
async fn a_script_that_does_not_confirm_unlocks_nothing() {
    let doorstep = vault_and_lobby().await;
    let visitor = doorstep.visitor("s3cret");
    let tap = taps(&visitor, &[("door", "1001")]).await;
    assert_eq!((tap.status, tap.code()), (409, "confirm"));
    assert_eq!(tap.header("content-type"), "application/problem+json");
    assert_eq!(tap.body["title"], "Please confirm");
    assert_eq!(doorstep.kisi.unlocks(1001), 0);
    assert_eq!(taps(&visitor, &[("door", "1002")]).await.status, 200);
}

#[tokio::test]
async fn a_confirmed_tap_unlocks_with_or_without_the_door_field() {
    for form in [&[("door", "1001"), ("confirmed", "1001")][..], &[("confirmed", "1001")]] {
        let doorstep = vault_and_lobby().await;
        let tap = taps(&doorstep.visitor("s3cret"), form).await;
        assert_eq!(tap.body, json!({"outcome": "unlocked", "door": {"id": 1001, "name": "Vault"}}));
        assert_eq!(doorstep.kisi.unlocks(1001), 1);
    }
}

#[tokio::test]
async fn confirming_another_door_does_not_count() {
    let doorstep = vault_and_lobby().await;
    let tap = taps(&doorstep.visitor("s3cret"), &[("door", "1001"), ("confirmed", "1002")]).await;
    assert_eq!(tap.code(), "confirm");
    assert_eq!((doorstep.kisi.unlocks(1001), doorstep.kisi.unlocks(1002)), (0, 0));
}

#[tokio::test]
async fn an_unknown_door_is_not_asked_about() {
    let theme = "name = \"Acme\"\n[buttons]\nconfirm = true\n";
    let doorstep = Doorstep::start_with_theme(theme, |kisi| {
        kisi.link("s3cret").opens("Vault");
    })
    .await;
    let tap = taps(&doorstep.visitor("s3cret"), &[("door", "4242")]).await;
    assert_eq!((tap.status, tap.code()), (404, "unknown_door"));
}
