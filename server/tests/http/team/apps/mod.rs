//! *Apps*: adding, changing, secrets, removing, and who may.

mod typed;

use super::Team;
use crate::{
    browser::Browser,
    people::{BEN, PASSWORD},
};
use app::wire::error::ApiError;
use domain::{
    kernel::credential::PlainCredential,
    oidc::clients::choice::{ASK, ClientForm},
};
use terms::{Conflict, Field, Problem, Rejection};
use testing::ORIGIN;

const PAUL: &str = "paul@example.com";
const MONA: &str = "mona@example.com";
const RANDOM: &str = "0123456789abcdef0123456789abcdef";

const FIELDS: [(&str, &str); 11] = [
    ("app_name", "Wiki"),
    ("kind", "secret"),
    ("key_set", ""),
    (
        "redirect_uris",
        "https://wiki.example/callback\r\nhttp://127.0.0.1/callback",
    ),
    ("logout_uris", "https://wiki.example/bye"),
    ("backchannel_uri", "https://wiki.example/ended"),
    ("audience", "everyone"),
    ("members", ""),
    ("consent", "ask"),
    ("least", "mfa"),
    ("algorithm", "ES256"),
];

/// The fields with some of them replaced or added.
fn but<'a>(others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = FIELDS
        .iter()
        .filter(|(name, _)| others.iter().all(|(other, _)| other != name));
    kept.copied().chain(others.iter().copied()).collect()
}

/// Adds an app and returns its id.
async fn added(browser: &mut Browser, fields: &[(&str, &str)]) -> String {
    let done = browser.post("team/apps/add", fields).await.ok();
    let id = done
        .location()
        .strip_prefix("/team/apps/")
        .and_then(|rest| rest.split_once('?'));
    id.unwrap_or_else(|| panic!("{}", done.location())).0.to_owned()
}

async fn page(browser: &mut Browser, id: &str) -> String {
    browser.get(&format!("/team/apps/{id}")).await.ok().body
}

/// The secret that a page shows.
fn secret_in(page: &str) -> Option<&str> {
    let start = page.find("tfc_")?;
    page.get(start..start + 108)
}

#[tokio::test]
async fn b61_a_secret_is_shown_in_the_session_that_made_it_only() {
    let mut team = Team::new().await;
    let id = added(&mut team.owner, &FIELDS).await;
    let shown = page(&mut team.owner, &id).await;
    let secret = secret_in(&shown).expect("a secret").to_owned();
    assert_eq!(secret[4..36], id);
    for value in [&id, ORIGIN, &format!("{ORIGIN}/.well-known/openid-configuration")] {
        assert!(shown.contains(&format!(">{value}<!></code>")), "{value}: {shown}");
    }
    let mut second = team.app.fully(&team.ana).await;
    let elsewhere = page(&mut second, &id).await;
    assert!(
        elsewhere.contains("Wiki") && secret_in(&elsewhere).is_none(),
        "{elsewhere}"
    );
    second.post("team/apps/stored", &[("id", &id)]).await.ok();
    assert!(
        page(&mut team.owner, &id).await.contains(&secret),
        "another session hides nothing"
    );
    team.owner.post("team/apps/stored", &[("id", &id)]).await.ok();
    assert!(secret_in(&page(&mut team.owner, &id).await).is_none());

    let replaced = team.owner.post("team/apps/new-secret", &[("id", &id)]).await.ok();
    assert_eq!(replaced.location(), format!("/team/apps/{id}?done=app-secret"));
    let shown = page(&mut team.owner, &id).await;
    let new = secret_in(&shown).expect("a secret").to_owned();
    assert_ne!(new, secret);
    team.app.clock.advance(15 * 60);
    assert!(
        secret_in(&page(&mut team.owner, &id).await).is_none(),
        "after fifteen minutes"
    );
    let stored = team.app.tables.text().await;
    let list = team.owner.get("/team/apps").await.ok().body;
    let activity = team.owner.get("/security/activity").await.ok().body;
    for secret in [&secret, &new] {
        let random = &secret[36..];
        assert!([&stored, &list, &activity].iter().all(|text| !text.contains(random)));
    }
    let mails = team.app.mails().await;
    assert!(
        mails
            .iter()
            .all(|mail| !mail.subject.contains("app") && !mail.body.contains("tfc_"))
    );
}

#[tokio::test]
async fn every_change_of_an_app_is_in_the_activity_with_its_name() {
    let mut team = Team::new().await;
    let id = added(&mut team.owner, &FIELDS).await;
    let changed = team
        .owner
        .post("team/apps/change", &but(&[("id", &id), ("app_name", "Handbook")]))
        .await
        .ok();
    assert_eq!(changed.location(), format!("/team/apps/{id}?done=app-changed"));
    team.owner.post("team/apps/new-secret", &[("id", &id)]).await.ok();
    let list = team.owner.get("/team/apps").await.ok().body;
    for shown in [
        "Handbook",
        "Leads to wiki.example",
        "Everybody in the account",
        "Password and passcode",
    ] {
        assert!(list.contains(shown), "{shown}: {list}");
    }
    let removed = team.owner.post("team/apps/remove", &[("id", &id)]).await.ok();
    assert_eq!(removed.location(), "/team/apps?done=app-removed");
    assert!(team.owner.get("/team/apps").await.ok().body.contains("No apps yet"));
    let activity = team.owner.get("/security/activity").await.ok().body;
    for said in [
        "Added an app",
        "Changed an app",
        "Gave an app a new secret",
        "Removed an app",
        "App “Wiki”",
        "App “Handbook”",
    ] {
        assert!(activity.contains(said), "{said}: {activity}");
    }
}

#[tokio::test]
async fn b41_changing_apps_needs_a_step_up() {
    let mut team = Team::new().await;
    let id = added(&mut team.owner, &FIELDS).await;
    team.app.clock.advance(601);
    let before = team.app.tables.besides_counters().await;
    let wanted = |field| ApiError::Rejected(Rejection::Invalid(field, Problem::Missing));
    let of_app = [("id", id.as_str())];
    let calls = [
        ("team/apps/add", but(&[("app_name", "Second")])),
        ("team/apps/change", but(&of_app)),
        ("team/apps/new-secret", of_app.to_vec()),
        ("team/apps/remove", of_app.to_vec()),
    ];
    for (endpoint, fields) in &calls {
        assert_eq!(
            team.owner.post(endpoint, fields).await.error(),
            wanted(Field::Password),
            "{endpoint}"
        );
        let password = [&fields[..], &[("password", PASSWORD)]].concat();
        assert_eq!(
            team.owner.post(endpoint, &password).await.error(),
            wanted(Field::Passcode),
            "{endpoint}"
        );
    }
    assert_eq!(team.app.tables.besides_counters().await, before);
    let code = team.app.fresh_code(team.ana.phone());
    let proofs = [("id", id.as_str()), ("password", PASSWORD), ("passcode", &code)];
    team.owner.post("team/apps/remove", &proofs).await.ok();
}

#[tokio::test]
async fn b36_owners_and_admins_keep_apps_and_members_see_none() {
    let mut team = Team::new().await;
    let id = added(&mut team.owner, &FIELDS).await;
    let (_, mut mona) = team.colleague(MONA, "admin").await;
    let (_, mut paul) = team.colleague(PAUL, "member").await;
    let before = team.app.tables.besides_counters().await;
    for path in ["/team/apps", "/team/apps/new", &format!("/team/apps/{id}")] {
        assert_eq!(paul.get(path).await.status, 404, "{path}");
    }
    let of_app = [("id", id.as_str())];
    for (endpoint, fields) in [
        ("team/apps/add", but(&[])),
        ("team/apps/change", but(&of_app)),
        ("team/apps/new-secret", of_app.to_vec()),
        ("team/apps/remove", of_app.to_vec()),
    ] {
        let refused = paul.post(endpoint, &fields).await.error();
        assert_eq!(refused, ApiError::Rejected(Rejection::Forbidden), "{endpoint}");
    }
    assert_eq!(team.app.tables.besides_counters().await, before);
    assert!(!paul.get("/team").await.ok().body.contains("/team/apps"));
    assert!(mona.get("/team").await.ok().body.contains("/team/apps"));
    added(&mut mona, &but(&[("app_name", "Second")])).await;
    mona.post("team/apps/remove", &of_app).await.ok();
    let refused = team.owner.get("/security/activity?outcome=refused").await.ok().body;
    assert!(refused.contains("the role does not allow it"), "{refused}");
}

#[tokio::test]
async fn b35_the_app_of_another_account_looks_like_a_random_one() {
    let mut team = Team::new().await;
    let id = added(&mut team.owner, &FIELDS).await;
    let (_, mut ben) = team.app.protected(BEN).await;
    let before = team.app.tables.besides_counters().await;
    let mut replies = Vec::new();
    for id in [RANDOM, &id, "", "../", "é"] {
        for (endpoint, fields) in [
            ("team/apps/change", but(&[("id", id)])),
            ("team/apps/new-secret", vec![("id", id)]),
            ("team/apps/remove", vec![("id", id)]),
        ] {
            let reply = ben.post(endpoint, &fields).await;
            replies.push((reply.status.as_u16(), reply.body));
        }
    }
    replies.dedup();
    assert!(matches!(replies.as_slice(), [(404, _)]), "{replies:?}");
    for id in [RANDOM, &id] {
        assert_eq!(ben.get(&format!("/team/apps/{id}")).await.status, 404);
        ben.post("team/apps/stored", &[("id", id)]).await.ok();
    }
    assert_eq!(team.app.tables.besides_counters().await, before);
    assert!(!ben.get("/team/apps").await.ok().body.contains("Wiki"));
    assert!(secret_in(&page(&mut team.owner, &id).await).is_some());
}

#[tokio::test]
async fn the_operators_apps_are_shown_and_not_changed() {
    let mut team = Team::new().await;
    let form = ClientForm {
        name: "Mail",
        kind: "secret",
        redirect_uris: "https://mail.example/callback",
        audience: "managers",
        consent: ASK,
        least: "pwd",
        algorithm: "RS256",
        ..ClientForm::default()
    };
    let operators = team.app.service.operator_adds_app(None, &form).await.expect("added");
    let id = operators.id.to_string();
    let list = team.owner.get("/team/apps").await.ok().body;
    assert!(
        list.contains("Mail") && list.contains("From whoever runs this service"),
        "{list}"
    );
    let shown = page(&mut team.owner, &id).await;
    assert!(
        shown.contains(&id) && shown.contains("https://mail.example/callback"),
        "{shown}"
    );
    assert!(
        !shown.contains("team/apps/change") && !shown.contains("team/apps/remove"),
        "{shown}"
    );
    let before = team.app.tables.besides_counters().await;
    let not_found = ApiError::Rejected(Rejection::NotFound);
    for (endpoint, fields) in [
        ("team/apps/change", but(&[("id", &id)])),
        ("team/apps/new-secret", vec![("id", id.as_str())]),
        ("team/apps/remove", vec![("id", id.as_str())]),
    ] {
        assert_eq!(
            team.owner.post(endpoint, &fields).await.error(),
            not_found,
            "{endpoint}"
        );
    }
    assert_eq!(team.app.tables.besides_counters().await, before);
    // An account may have an app of the same name.
    added(&mut team.owner, &but(&[("app_name", "Mail")])).await;
}

#[tokio::test]
async fn an_app_that_changes_how_it_proves_itself_gets_a_secret_only_if_it_had_none() {
    let mut team = Team::new().await;
    let id = added(&mut team.owner, &but(&[("kind", "public")])).await;
    assert!(secret_in(&page(&mut team.owner, &id).await).is_none());
    let refused = team.owner.post("team/apps/new-secret", &[("id", &id)]).await.error();
    assert_eq!(refused, ApiError::Rejected(Rejection::NotFound));
    let change = |kind| but(&[("id", &id), ("kind", kind)]);
    team.owner.post("team/apps/change", &change("secret")).await.ok();
    let shown = page(&mut team.owner, &id).await;
    let secret = secret_in(&shown).expect("a secret").to_owned();
    team.owner.post("team/apps/stored", &[("id", &id)]).await.ok();
    let before = team.app.tables.text().await;
    team.owner.post("team/apps/change", &change("secret")).await.ok();
    let after = page(&mut team.owner, &id).await;
    assert!(secret_in(&after).is_none() && !secret.is_empty());
    let digest = PlainCredential::parse(&secret).expect("a credential").digest();
    assert!(before.contains(digest.as_str()), "stored as a digest");
    assert!(
        team.app.tables.text().await.contains(digest.as_str()),
        "a change keeps it"
    );
    team.owner.post("team/apps/change", &change("public")).await.ok();
    assert!(!team.app.tables.text().await.contains(digest.as_str()), "ended");
}

#[tokio::test]
async fn an_account_has_fifty_apps_at_most() {
    let mut team = Team::new().await;
    for n in 0..50 {
        added(&mut team.owner, &but(&[("app_name", &format!("App {n}"))])).await;
    }
    let refused = team.owner.post("team/apps/add", &FIELDS).await.error();
    assert_eq!(refused, ApiError::Rejected(Rejection::Conflict(Conflict::ManyApps)));
    let list = team.owner.get("/team/apps").await.ok().body;
    assert!(!list.contains("/team/apps/new"), "{list}");
    team.owner.page = "/team/apps/new".into();
    team.owner.form("team/apps/add", &FIELDS).await;
    let page = team.owner.get("/team/apps/new").await.ok().body;
    assert!(page.contains("There are 50 apps"), "{page}");
}
