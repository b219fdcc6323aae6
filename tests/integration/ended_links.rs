//! A link ends while a visitor has its page open.

use crate::harness::Doorstep;

#[tokio::test]
async fn a_revoked_link_loses_its_doors_at_the_first_tap() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    let visitor = doorstep.visitor("s3cret");
    assert_eq!(visitor.page().await.doors(), ["Lobby: ready"]);
    doorstep.kisi.link("s3cret").revoked();

    let tap = visitor.taps_by_script(1001).await;
    assert_eq!((tap.status, tap.code()), (404, "unknown_link"));
    assert!(tap.body["detail"].as_str().unwrap().contains(' '));
    let page = visitor.page().await;
    assert_eq!((page.status, page.state()), (404, "unknown_link"));
    assert_eq!(doorstep.kisi.calls("GET /locks"), 1, "the refusal needs no new door list");
}

#[tokio::test]
async fn an_expired_link_shows_its_notice_and_the_tap_result_without_script() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby");
    })
    .await;
    let visitor = doorstep.visitor("s3cret");
    let id = visitor.page().await.door_id("Lobby");
    doorstep.kisi.link("s3cret").expired();
    assert_eq!(visitor.submits(&id).await.status(), 303);
    let page = visitor.page().await;
    assert_eq!((page.status, page.state()), (410, "expired"));
    assert!(page.status_text().starts_with("This link has expired"), "{}", page.status_text());
}

#[tokio::test]
async fn a_refusal_of_one_door_does_not_end_the_link() {
    let doorstep = Doorstep::start(|kisi| {
        kisi.link("s3cret").opens("Lobby").opens("Garage");
        kisi.door(1002).unlock_answers(403, "a7793f");
    })
    .await;
    let visitor = doorstep.visitor("s3cret");
    visitor.page().await;
    assert_eq!(visitor.taps_by_script(1002).await.code(), "refused");
    assert_eq!(visitor.page().await.doors(), ["Lobby: ready", "Garage: ready"]);
    assert_eq!(visitor.taps_by_script(1001).await.status, 200);
}
