//! B22: what a member can do whose two-factor should be on: prove the mailbox, set up a device, and nothing else.

use super::{PAUL, Team};
use crate::{
    api::{buy, call, purchase, with_key},
    browser::Browser,
    people::{PASSWORD, codes},
    race::{successes, together},
    routes_table::CALLS,
};
use app::wire::error::ApiError;
use data_encoding::BASE64;
use http::Method;
use terms::{DAY, Field, Problem, Rejection};

fn restricted() -> ApiError {
    ApiError::Rejected(Rejection::Restricted)
}

impl Team {
    /// A team that requires two-factor of everybody from now on.
    async fn requiring() -> Self {
        let mut team = Self::new().await;
        team.change("two_factor=member&grace=0&reset=24").await;
        team.app.mails().await;
        team
    }

    /// The code in the newest mail to Paul.
    async fn mailed_code(&self) -> String {
        let mails = self.mails_to(PAUL).await;
        let codes = mails.iter().rev().flat_map(|mail| mail.body.lines());
        let code = codes
            .map(str::trim)
            .find(|line| line.len() == 8 && line.parse::<u32>().is_ok());
        code.unwrap().to_owned()
    }

    /// Paul's browser after his sign-in, with the mailbox proved.
    async fn proved(&self) -> Browser {
        let mut paul = self.app.signed_in(&self.paul).await;
        paul.post("two-factor/required/send-code", &[]).await.ok();
        let code = self.mailed_code().await;
        paul.post("two-factor/required/prove", &[("code", &code)]).await.ok();
        paul
    }
}

#[tokio::test]
async fn an_overdue_member_proves_the_mailbox_sets_up_a_device_and_is_back() {
    let team = Team::requiring().await;
    let mut paul = team.app.signed_in(&team.paul).await;
    for path in [
        "/",
        "/team",
        "/security",
        "/security/two-factor",
        "/security/two-factor/new",
        "/profile",
    ] {
        let page = paul.get(path).await;
        assert_eq!(
            (page.status.as_u16(), page.location()),
            (302, "/security/two-factor/required"),
            "{path}"
        );
    }
    let page = paul.get("/security/two-factor/required").await.ok().body;
    assert!(
        page.contains("First prove that this mailbox is yours") && page.contains(PAUL),
        "{page}"
    );
    paul.post("two-factor/required/send-code", &[]).await.ok();
    let code = team.mailed_code().await;
    let token = paul.cookie("__Host-session");
    paul.post("two-factor/required/prove", &[("code", &code)]).await.ok();
    assert_ne!(paul.cookie("__Host-session"), token, "a new right, a new token");
    let page = paul.get("/security/two-factor/required").await.ok().body;
    assert!(page.contains("Your mailbox is proved."), "{page}");
    assert_eq!(paul.get("/").await.status, 302, "nothing but a device");
    team.app.confirmed(&mut paul, "My phone").await;
    assert_eq!(codes(&mut paul).await.len(), 10);
    paul.get("/").await.ok();
    let page = paul.get("/security/two-factor/required").await.ok().body;
    assert!(page.contains("There is nothing to do here."), "{page}");
}

/// Every function, also those that no page offers. The matrix of routes has the same for a session before the proof.
#[tokio::test]
async fn b22_b81_a_restricted_session_calls_nothing_else_also_after_the_proof() {
    let team = Team::requiring().await;
    let paul = team.proved().await;
    let before = team.app.tables.besides_counters().await;
    let own = [
        "devices",
        "devices/new",
        "devices/add",
        "devices/scan",
        "devices/confirm",
        "devices/discard",
        "devices/discard-link",
        "version",
        "sign-out",
        "two-factor/required/send-code",
        "two-factor/required/prove",
    ];
    for of in CALLS.iter().filter(|of| of.of_session() && !own.contains(&of.endpoint)) {
        let reply = paul.clone().post(of.endpoint, of.fields).await;
        match of.endpoint {
            "recovery-codes/download" => assert_eq!(reply.status, 302),
            _ => assert_eq!(reply.error(), restricted(), "{}", of.endpoint),
        }
    }
    assert_eq!(team.app.tables.besides_counters().await, before);
}

#[tokio::test]
async fn b22_without_the_mailed_code_no_device_is_added_or_confirmed() {
    let mut team = Team::new().await;
    let from = team.day(1);
    team.change(&format!("two_factor=member&from={from}&grace=0&reset=24"))
        .await;
    let until_midnight = DAY - team.app.now().rem_euclid(DAY);
    team.app.clock.advance(until_midnight - 60);
    let mut paul = team.app.signed_in(&team.paul).await;
    let pending = team.app.pending(&mut paul, "Early").await;
    team.app.clock.advance(60);
    let code = pending.code(team.app.step());
    let confirm = [("id", pending.id.as_str()), ("passcode", code.as_str())];
    assert_eq!(
        paul.post("devices/confirm", &confirm).await.error(),
        restricted(),
        "added before the deadline"
    );
    let add = [("device_name", "Late"), ("password", PASSWORD)];
    assert_eq!(paul.post("devices/add", &add).await.error(), restricted());
    for tail in ["", "/new"] {
        let page = paul.get(&format!("/security/two-factor{tail}")).await;
        assert_eq!(page.location(), "/security/two-factor/required", "{tail}");
    }
    paul.post("two-factor/required/send-code", &[]).await.ok();
    let mailed = team.mailed_code().await;
    paul.post("two-factor/required/prove", &[("code", &mailed)]).await.ok();
    let code = pending.code(team.app.step());
    let confirm = [("id", pending.id.as_str()), ("passcode", code.as_str())];
    paul.post("devices/confirm", &confirm).await.ok();
    assert!(paul.is_in().await);
}

#[tokio::test]
async fn mailed_codes_are_bounded_and_belong_to_one_session() {
    let team = Team::requiring().await;
    let (mut paul, mut thief) = (
        team.app.signed_in(&team.paul).await,
        team.app.signed_in(&team.paul).await,
    );
    let wrong = ApiError::Rejected(Rejection::WrongMailedCode);
    let prove =
        async |browser: &mut Browser, code: &str| browser.post("two-factor/required/prove", &[("code", code)]).await;
    assert_eq!(prove(&mut paul, "12345678").await.error(), wrong, "none was sent");
    for (typed, problem) in [
        ("", Problem::Missing),
        ("1234567", Problem::Malformed),
        ("a", Problem::Malformed),
    ] {
        let invalid = ApiError::Rejected(Rejection::Invalid(Field::MailedCode, problem));
        assert_eq!(prove(&mut paul, typed).await.error(), invalid, "{typed}");
    }
    paul.post("two-factor/required/send-code", &[]).await.ok();
    let code = team.mailed_code().await;
    assert_eq!(prove(&mut thief, &code).await.error(), wrong, "B24: of another session");
    let again = paul.post("two-factor/required/send-code", &[]).await.error();
    assert!(matches!(again, ApiError::Rejected(Rejection::Wait(_))), "{again:?}");
    let guess = || ("two-factor/required/prove", vec![("code", "00000000".to_owned())]);
    let replies = together((0..12).map(|_| (paul.clone(), guess())).collect()).await;
    assert_eq!(successes(&replies), 0);
    assert_eq!(prove(&mut paul, &code).await.error(), wrong, "the tries are used up");
    for sent in 1..5 {
        team.app.clock.advance(61);
        paul.post("two-factor/required/send-code", &[]).await.ok();
        team.mailed_code().await;
        assert!(sent < 5);
    }
    team.app.clock.advance(61);
    let more = paul.post("two-factor/required/send-code", &[]).await.error();
    assert!(
        matches!(more, ApiError::Rejected(Rejection::Wait(_))),
        "five in a session: {more:?}"
    );
}

#[tokio::test]
async fn b22_keys_passwords_and_applications_of_an_overdue_member_are_refused() {
    let mut team = Team::new().await;
    let mut paul = team.app.signed_in(&team.paul).await;
    let key = team.app.made_key(&mut paul, "Nightly", "me verify").await;
    let token = buy(&paul, &key.text, "", "").await.token();
    let verify = async |browser: &Browser| call(browser, Method::GET, "/api/v1/verify", &[]).await;
    for bearer in [&key.text, &token] {
        with_key(&paul, Method::GET, "/api/v1/me", bearer).await.ok();
    }
    verify(&paul).await.ok();
    team.change("two_factor=member&grace=0&reset=24").await;
    for bearer in [&key.text, &token] {
        with_key(&paul, Method::GET, "/api/v1/me", bearer)
            .await
            .is_refused(401, "otp_required");
        with_key(&paul, Method::GET, "/api/v1/verify", bearer)
            .await
            .is_refused(401, "otp_required");
    }
    buy(&paul, &key.text, "", "").await.is_refused(401, "otp_required");
    let basic = format!("Basic {}", BASE64.encode(format!("{PAUL}:{PASSWORD}").as_bytes()));
    purchase(&paul, &[("authorization", basic)], "")
        .await
        .is_refused(401, "otp_required");
    verify(&paul).await.is_refused(403, "forbidden");
    team.change("reset=24").await;
    with_key(&paul, Method::GET, "/api/v1/me", &token).await.ok();
    verify(&paul).await.ok();
}

#[tokio::test]
async fn grace_is_counted_from_joining_and_not_renewed_by_another_policy() {
    let mut team = Team::new().await;
    team.change("two_factor=member&grace=3&reset=24").await;
    let state = async |team: &Team| {
        let mut paul = team.app.signed_in(&team.paul).await;
        paul.get("/").await.status == 302
    };
    assert!(!state(&team).await);
    team.app.clock.advance(2 * DAY);
    team.owner = team.app.fully(&team.ana).await;
    team.change("reset=24").await;
    team.change("two_factor=member&grace=30&reset=24").await;
    assert!(!state(&team).await);
    team.app.clock.advance(DAY);
    assert!(state(&team).await, "three days after the rule first applied");
}
