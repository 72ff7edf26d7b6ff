//! The mails that enrolment links send to colleagues, and their limits.

use super::colleague_link::{ZOE, invite, opened, sent};
use crate::{
    people::{ANA, BEN, COLLEAGUE, PASSWORD},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Conflict, Rejection};

/// One a minute and five a day to one address, counted over all who ask and all spellings of the address.
#[tokio::test]
async fn nobody_is_flooded_with_mails() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    invite(&mut owner, "Shared").await;
    let spelt = [
        ("name", "Zoë"),
        ("email", " ZOE@Example.ORG. "),
        ("device_name", "Other"),
        ("by_link", "true"),
        ("password", PASSWORD),
    ];
    let refused = owner.post("devices/add-colleague", &spelt).await;
    assert_eq!(refused.status, 429, "{}", refused.body);
    let mut zoe = opened(&app).await;
    let refused = zoe.post("enrol/send-code", &[]).await.error();
    assert!(matches!(refused, ApiError::Rejected(Rejection::Wait(_))), "{refused}");
    for _ in 0..4 {
        app.clock.advance(61);
        zoe.post("enrol/send-code", &[]).await.ok();
    }
    app.clock.advance(61);
    let refused = zoe.post("enrol/send-code", &[]).await.error();
    assert!(matches!(refused, ApiError::Rejected(Rejection::Wait(_))), "{refused}");
    // The fifth was the link, which was taken out above.
    let mails = app.mails().await;
    assert_eq!(mails.iter().filter(|mail| mail.to == ZOE).count(), 4);
}

/// B82
#[tokio::test]
async fn a_refused_enrolment_gives_the_mail_of_the_address_back() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let taken: Vec<_> = COLLEAGUE
        .iter()
        .filter(|(name, _)| *name != "device_name")
        .copied()
        .collect();
    let taken = [&taken[..], &[("device_name", "My phone"), ("by_link", "true")]].concat();
    for _ in 0..7 {
        let refused = owner.post("devices/add-colleague", &taken).await.error();
        assert_eq!(refused, ApiError::Rejected(Rejection::Conflict(Conflict::DeviceName)));
    }
    invite(&mut owner, "Shared").await;
}

/// B82: nor can an account mail in bulk, one address after the other.
#[tokio::test]
async fn an_account_mails_at_most_200_links_a_day() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let rest: Vec<_> = COLLEAGUE.iter().filter(|(name, _)| *name != "email").copied().collect();
    for n in 0..200 {
        if n % 50 == 0 {
            // Their password is hashed each time, which has a limit of its own.
            app.clock.advance(16 * 60);
            owner = app.fully(&ana).await;
        }
        let email = format!("zoe{n}@example.org");
        let fields = [&rest[..], &[("email", email.as_str()), ("by_link", "true")]].concat();
        let id = sent(&owner.post("devices/add-colleague", &fields).await.ok());
        owner.post("devices/discard-link", &[("id", &id)]).await.ok();
    }
    let fields = [&rest[..], &[("email", "zoe@example.org"), ("by_link", "true")]].concat();
    let refused = owner.post("devices/add-colleague", &fields).await;
    assert_eq!(refused.status, 429, "{}", refused.body);
    // Other accounts do.
    let (_, mut ben) = app.protected(BEN).await;
    invite(&mut ben, "Shared").await;
}

/// A refused request for a new code keeps the field for the code that was mailed.
#[tokio::test]
async fn a_code_asked_for_too_early_leaves_the_field_of_the_last_one() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    invite(&mut owner, "Shared").await;
    let mut zoe = opened(&app).await;
    app.clock.advance(61);
    zoe.page = "/enrol".into();
    let sent = zoe.form("enrol/send-code", &[]).await;
    let page = zoe.get(sent.location()).await.ok().body;
    assert!(page.contains("name=\"code\""), "{page}");
    let refused = zoe.form("enrol/send-code", &[]).await;
    let page = zoe.get(refused.location()).await.ok().body;
    assert!(
        page.contains("name=\"code\"") && page.contains("class=\"note warn\""),
        "{page}"
    );
    app.clock.advance(600);
    let page = zoe.get("/enrol").await.ok().body;
    assert!(
        !page.contains("name=\"code\"") && page.contains("Send the code"),
        "{page}"
    );
}
