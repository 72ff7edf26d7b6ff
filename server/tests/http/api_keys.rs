//! *API keys*: making, showing once, revoking.

use crate::{
    api::with_key,
    people::{ANA, BEN, PASSWORD},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use http::Method;
use terms::{Conflict, Field, Problem, Rejection, Role};

const FIELDS: [(&str, &str); 4] = [
    ("key_name", "Backup"),
    ("scopes[]", "me"),
    ("days", "90"),
    ("networks", ""),
];

/// The fields with one of them replaced.
fn but<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let replaced = FIELDS.iter().filter(|(field, _)| *field != name).copied();
    replaced.chain([(name, value)]).collect()
}

#[tokio::test]
async fn a_key_is_shown_in_the_session_that_made_it_until_it_is_stored() {
    let app = TestApp::new().await;
    let (person, mut ana) = app.protected(ANA).await;
    let key = app.made_key(&mut ana, "Backup", "me devices").await;
    let page = format!("/security/api-keys/{}", key.id);
    let usage = ana.get(&page).await.ok().body;
    assert!(
        usage.contains("X-OTP: $PASSCODE") && usage.contains("/api/v1/tokens"),
        "{usage}"
    );
    let mut other = app.fully(&person).await;
    let elsewhere = other.get(&page).await.ok().body;
    assert!(
        !elsewhere.contains(&key.text) && elsewhere.contains("Backup"),
        "{elsewhere}"
    );
    other.post("api-keys/done", &[("id", &key.id)]).await.ok();
    assert!(
        ana.get(&page).await.ok().body.contains(&key.text),
        "another session hides nothing"
    );
    let done = ana.post("api-keys/done", &[("id", &key.id)]).await.ok();
    assert_eq!(done.location(), "/security/api-keys");
    assert!(!ana.get(&page).await.ok().body.contains(&key.text));

    let second = app.made_key(&mut ana, "Second", "me").await;
    app.clock.advance(15 * 60);
    let page = ana.get(&format!("/security/api-keys/{}", second.id)).await.ok().body;
    assert!(!page.contains(&second.text), "after fifteen minutes");
    let stored = app.tables.text().await;
    for key in [&key, &second] {
        assert!(!stored.contains(&key.text[36..100]), "B61: the database has no secret");
        assert!(!app.mails().await.iter().any(|mail| mail.body.contains(&key.text[..40])));
    }
}

#[tokio::test]
async fn b41_making_a_key_needs_a_step_up_and_revoking_none() {
    let app = TestApp::new().await;
    let (person, mut ana) = app.protected(ANA).await;
    let key = app.made_key(&mut ana, "First", "me").await;
    app.clock.advance(601);
    let before = app.tables.besides_counters().await;
    let wanted = |field| ApiError::Rejected(Rejection::Invalid(field, Problem::Missing));
    assert_eq!(
        ana.post("api-keys/make", &FIELDS).await.error(),
        wanted(Field::Password)
    );
    let password = [&FIELDS[..], &[("password", PASSWORD)]].concat();
    assert_eq!(
        ana.post("api-keys/make", &password).await.error(),
        wanted(Field::Passcode)
    );
    assert_eq!(app.tables.besides_counters().await, before);
    let code = app.fresh_code(person.phone());
    let proofs = [&password[..], &[("passcode", &code)]].concat();
    ana.post("api-keys/make", &proofs).await.ok();
    app.clock.advance(601);
    ana.post("api-keys/revoke", &[("id", &key.id)]).await.ok();
    let mails = app.mails().await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.subject.starts_with("A new API key"))
            .count(),
        2
    );
}

const fn invalid(field: Field, problem: Problem) -> Rejection {
    Rejection::Invalid(field, problem)
}

/// A field, what is wrong with its value, and how the page says it.
#[rustfmt::skip]
const WRONG: [(&str, &str, Rejection, &str); 6] = [
    ("key_name", "", invalid(Field::KeyName, Problem::Missing), "A name has 1 to 64 characters."),
    ("key_name", "a\u{202e}b", invalid(Field::KeyName, Problem::HiddenCharacters), "an invisible character"),
    ("key_name", "TAKEN", Rejection::Conflict(Conflict::KeyName), "You already have a key with this name."),
    ("scopes[]", "fly", invalid(Field::Scopes, Problem::Malformed), "Choose at least one."),
    ("days", "8", invalid(Field::Life, Problem::Malformed), "Choose one of these."),
    ("networks", "10.0.0", invalid(Field::Networks, Problem::Malformed), "Write addresses or networks"),
];

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_what_was_typed_stays() {
    let app = TestApp::new().await;
    let person = app.join(ANA).await;
    let mut ana = app.signed_in(&person).await;
    app.made_key(&mut ana, "Taken", "me").await;
    for (name, value, rejection, sentence) in WRONG {
        let fields = but(name, value);
        let refused = ana.post("api-keys/make", &fields).await.error();
        assert_eq!(refused, ApiError::Rejected(rejection), "{name}");
        ana.page = "/security/api-keys/new".into();
        ana.form("api-keys/make", &fields).await;
        let page = ana.get("/security/api-keys/new").await.ok().body;
        assert!(page.contains(sentence), "{name}={value}: {page}");
        let kept = |text| assert!(page.contains(text), "{name}={value}: {page}");
        if name != "key_name" {
            kept("value=\"Backup\"");
        }
        if name != "scopes[]" {
            kept("value=\"me\" checked");
        }
    }
    let refused = async |fields: &[(&str, &str)]| ana.clone().post("api-keys/make", fields).await.error();
    let many = "::1 ".repeat(21);
    let too_long = |field| ApiError::Rejected(invalid(field, Problem::TooLong));
    assert_eq!(refused(&but("networks", &many)).await, too_long(Field::Networks));
    assert_eq!(
        refused(&but("key_name", &"x".repeat(65))).await,
        too_long(Field::KeyName)
    );
    let none: Vec<_> = FIELDS.iter().filter(|(name, _)| *name != "scopes[]").copied().collect();
    assert_eq!(
        refused(&none).await,
        ApiError::Rejected(invalid(Field::Scopes, Problem::Missing))
    );
    ana.post("api-keys/make", &FIELDS).await.ok();
}

#[tokio::test]
async fn b74_a_revoked_key_is_refused_from_the_next_request_on() {
    let app = TestApp::new().await;
    let person = app.join(ANA).await;
    let mut ana = app.signed_in(&person).await;
    let (key, other) = (
        app.made_key(&mut ana, "Backup", "me").await,
        app.made_key(&mut ana, "Other", "me").await,
    );
    with_key(&ana, Method::GET, "/api/v1/me", &key.text).await.ok();
    let revoked = ana.post("api-keys/revoke", &[("id", &key.id)]).await.ok();
    let list = ana.get(revoked.location()).await.ok().body;
    assert!(!list.contains("Backup") && list.contains("Other"), "{list}");
    let refused = with_key(&ana, Method::GET, "/api/v1/me", &key.text).await;
    assert_eq!(refused.code(), "unauthenticated");
    with_key(&ana, Method::GET, "/api/v1/me", &other.text).await.ok();
    assert_eq!(
        ana.post("api-keys/revoke", &[("id", &key.id)]).await.error(),
        ApiError::Rejected(Rejection::NotFound)
    );
    let page = ana.get(&format!("/security/activity?key={}", key.id)).await.ok().body;
    assert!(
        page.contains("Made an API key") && page.contains("Revoked an API key"),
        "{page}"
    );
}

#[tokio::test]
async fn b35_the_key_of_another_account_looks_like_a_random_one() {
    let app = TestApp::new().await;
    let (_, mut ana) = app.protected(ANA).await;
    let key = app.made_key(&mut ana, "Backup", "me").await;
    let (_, mut ben) = app.protected(BEN).await;
    let before = app.tables.besides_counters().await;
    let mut replies = Vec::new();
    for id in ["0123456789abcdef0123456789abcdef", &key.id, "", "../", "é"] {
        let reply = ben.post("api-keys/revoke", &[("id", id)]).await;
        replies.push((reply.status.as_u16(), reply.body));
    }
    replies.dedup();
    assert!(matches!(replies.as_slice(), [(404, _)]), "{replies:?}");
    assert_eq!(app.tables.besides_counters().await, before);
    assert!(!ben.get("/security/api-keys").await.ok().body.contains("Backup"));
    ana.post("api-keys/revoke", &[("id", &key.id)]).await.ok();
}

/// Two members of one account, Ana its owner and Ben, each with a key.
#[tokio::test]
async fn an_owner_sees_and_revokes_every_key_and_a_member_their_own() {
    let app = TestApp::new().await;
    let (_, mut ana) = app.protected(ANA).await;
    let hers = app.made_key(&mut ana, "Hers", "me").await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let his = app.made_key(&mut bens, "His", "me activity").await;
    app.together(ANA, BEN, Role::Member).await;
    ana.post("api-keys/every-call", &[("on", "false")]).await.ok();

    let list = bens.get("/security/api-keys").await.ok().body;
    assert!(list.contains("His") && !list.contains("Hers"), "{list}");
    let before = app.tables.besides_counters().await;
    let gone = ApiError::Rejected(Rejection::NotFound);
    assert_eq!(bens.post("api-keys/revoke", &[("id", &hers.id)]).await.error(), gone);
    let machine = [("id", his.id.as_str()), ("algorithm", "SHA1"), ("digits", "6")];
    assert_eq!(
        ana.post("api-keys/machine/add", &machine).await.error(),
        gone,
        "an owner sets up no second factor of another's"
    );
    assert_eq!(
        ana.get(&format!("/security/api-keys/{}/device", his.id)).await.status,
        404
    );
    assert_eq!(app.tables.besides_counters().await, before);
    bens.post("profile/rename", &[("name", "Ben")]).await.ok();
    let events = with_key(&bens, Method::GET, "/api/v1/activity", &his.text)
        .await
        .ok()
        .body;
    assert!(
        events.contains(BEN) && !events.contains(ANA),
        "B34: a member's key reads the member's: {events}"
    );

    let list = ana.get("/security/api-keys").await.ok().body;
    assert!(list.contains("Hers") && list.contains("of Ben"), "{list}");
    app.mails().await;
    ana.post("api-keys/revoke", &[("id", &his.id)]).await.ok();
    assert_eq!(
        with_key(&bens, Method::GET, "/api/v1/me", &his.text).await.code(),
        "unauthenticated"
    );
    let mails = app.mails().await;
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert!(
        mail.to == BEN && mail.subject.contains("was revoked") && mail.body.contains("“His”"),
        "{mail:?}"
    );
}
