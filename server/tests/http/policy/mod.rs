//! The policy of an account: who changes it, what a preview says, and what it does to members, sessions and keys.

mod restricted;

use crate::{
    api::{buy, with_key},
    browser::Browser,
    people::{ANA, BEN, PASSWORD, Person},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use http::Method;
use server::mail::Message;
use terms::{Conflict, DAY, Field, HOUR, Problem, Rejection, Role};

const PAUL: &str = "paul@example.com";

/// Ana's account, with her two-factor on, and Paul in it, whose is off.
struct Team {
    app: TestApp,
    ana: Person,
    owner: Browser,
    paul: Person,
}

impl Team {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let (ana, mut owner) = app.protected(ANA).await;
        owner.post("api-keys/every-call", &[("on", "false")]).await.ok();
        let paul = app.join(PAUL).await;
        app.together(ANA, PAUL, Role::Member).await;
        app.mails().await;
        Self { app, ana, owner, paul }
    }

    /// Changes the policy in Ana's session, which is stepped up.
    async fn change(&mut self, choice: &str) {
        let done = self.owner.post("policy/change", &[("choice", choice)]).await.ok();
        assert_eq!(done.location(), "/team/policy?done=policy-changed");
    }

    /// The date so many days from now.
    fn day(&self, days: i64) -> String {
        text::day(self.app.now() + days * DAY)
    }

    async fn mails_to(&self, email: &str) -> Vec<Message> {
        let mails = self.app.mails().await;
        mails.into_iter().filter(|mail| mail.to == email).collect()
    }
}

#[tokio::test]
async fn a_preview_names_who_and_what_would_be_concerned_and_changes_nothing() {
    let mut team = Team::new().await;
    let mut paul = team.app.signed_in(&team.paul).await;
    let key = team.app.made_key(&mut paul, "Nightly", "me").await;
    buy(&paul, &key.text, "", "").await.token();
    let before = team.app.tables.besides_counters().await;
    let path = format!(
        "/team/policy?two_factor=member&from={}&grace=7&session=4&keys=30&reset=24",
        team.day(2)
    );
    let page = team.owner.get(&path).await.ok().body;
    for part in [
        "What would change",
        "One member has to set up a device:",
        ">Ben<",
        "One API key needs a passcode",
        "Nightly",
        "One API key ends earlier:",
        "No session ends at once.",
        "2 of 2 sign-ins of these members were with a password alone.",
        "1 of 1 access tokens in their names were bought without a passcode.",
        "Change the policy",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(team.app.tables.besides_counters().await, before);
    team.app.clock.advance(5 * HOUR);
    let mut owner = team.app.fully(&team.ana).await;
    let page = owner.get("/team/policy?session=4&reset=24").await.ok().body;
    assert!(page.contains("2 sessions end at once"), "{page}");
    assert!(!page.contains("sign-ins of these"), "{page}");
}

#[tokio::test]
async fn a_changed_policy_is_mailed_to_those_who_have_to_do_something() {
    let mut team = Team::new().await;
    let mut paul = team.app.signed_in(&team.paul).await;
    team.app.made_key(&mut paul, "Nightly", "me").await;
    team.app.mails().await;
    let from = team.day(10);
    team.change(&format!("two_factor=member&from={from}&grace=0&keys=30&reset=24"))
        .await;
    let mails = team.app.mails().await;
    assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [PAUL]);
    for part in ["Ana Ruiz changed the policy", "required of you from", "    Nightly\n"] {
        assert!(mails[0].body.contains(part), "{part}: {}", mails[0].body);
    }
    let home = paul.get("/").await.ok().body;
    assert!(
        home.contains("Your team requires two-factor authentication from"),
        "{home}"
    );
    let list = team.owner.get("/team").await.ok().body;
    assert!(
        list.contains("Two-factor authentication is required of: Everybody."),
        "{list}"
    );
    // The same policy again is no news.
    team.change(&format!("two_factor=member&from={from}&grace=0&keys=30&reset=24"))
        .await;
    assert!(team.app.mails().await.is_empty());
    let page = team.owner.get("/team/policy").await.ok().body;
    assert!(page.contains(&format!("value=\"{from}\"")), "{page}");
}

#[tokio::test]
async fn members_are_reminded_a_week_and_a_day_before() {
    let mut team = Team::new().await;
    let from = team.day(10);
    team.change(&format!("two_factor=member&from={from}&grace=0&reset=24"))
        .await;
    let mut reminders = Vec::new();
    team.app.mails().await;
    for day in 1..=10 {
        team.app.clock.advance(DAY);
        team.app.service.remind_of_deadlines().await.unwrap();
        for mail in team.mails_to(PAUL).await {
            assert!(mail.body.contains("Your team requires two-factor"), "{}", mail.body);
            reminders.push(day);
        }
    }
    assert_eq!(reminders, [3, 9]);
}

#[tokio::test]
async fn b41_changing_the_policy_takes_a_manager_and_a_step_up() {
    let mut team = Team::new().await;
    let mut paul = team.app.signed_in(&team.paul).await;
    let choice = [("choice", "session=4&reset=24")];
    let forbidden = ApiError::Rejected(Rejection::Forbidden);
    assert_eq!(paul.post("policy/change", &choice).await.error(), forbidden);
    assert_eq!(paul.get("/team/policy").await.status, 404);
    team.app.clock.advance(600);
    let missing = team.owner.post("policy/change", &choice).await.error();
    assert_eq!(
        missing,
        ApiError::Rejected(Rejection::Invalid(Field::Password, Problem::Missing))
    );
    let code = team.app.fresh_code(team.ana.phone());
    let proofs = [choice[0], ("password", PASSWORD), ("passcode", &code)];
    team.owner.post("policy/change", &proofs).await.ok();
}

#[tokio::test]
async fn nobody_requires_what_they_have_not() {
    let app = TestApp::new().await;
    let ben = app.join(BEN).await;
    let mut browser = app.signed_in(&ben).await;
    let page = browser.get("/team/policy").await.ok().body;
    assert!(
        page.contains("Protect your own sign-in first.") && !page.contains("name=\"two_factor\""),
        "{page}"
    );
    let refused = browser
        .post(
            "policy/change",
            &[("choice", "two_factor=owner&reset=24"), ("password", PASSWORD)],
        )
        .await
        .error();
    assert_eq!(
        refused,
        ApiError::Rejected(Rejection::Conflict(Conflict::TwoFactorNeeded))
    );
}

#[tokio::test]
async fn a_manager_in_the_grace_keeps_the_requirement_and_changes_the_rest() {
    let mut team = Team::new().await;
    let from = team.day(10);
    team.change(&format!("two_factor=member&from={from}&grace=0&reset=24"))
        .await;
    let id = team.app.tables.id_of("member", PAUL).await;
    team.owner
        .post("team/role", &[("id", &id), ("role", "admin")])
        .await
        .ok();
    let mut paul = team.app.signed_in(&team.paul).await;
    let page = paul.get("/team/policy").await.ok().body;
    assert!(
        page.contains("type=\"hidden\" name=\"two_factor\" value=\"member\""),
        "{page}"
    );
    let kept = format!("two_factor=member&from={from}&grace=0&session=4&reset=24");
    paul.post("policy/change", &[("choice", &kept), ("password", PASSWORD)])
        .await
        .ok();
    let row = team.app.tables.rows("account").await;
    assert!(
        row.iter().any(|row| row.contains("'member'") && row.contains(" 4 ")),
        "{row:?}"
    );
    let stricter = [("choice", "two_factor=member&grace=0&reset=24"), ("password", PASSWORD)];
    let refused = paul.post("policy/change", &stricter).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
}

#[tokio::test]
async fn a_bad_choice_is_named_at_its_field_and_kept() {
    let mut team = Team::new().await;
    let (past, far) = (team.day(-1), team.day(400));
    for (from, message) in [
        (past.as_str(), "Choose today or a later day."),
        (&far, "Choose a day within a year."),
        ("31.1.2027", "Enter a date such as"),
        ("2027-02-30", "Enter a date such as"),
    ] {
        let path = format!("/team/policy?two_factor=member&from={from}&grace=3&reset=48");
        let page = team.owner.get(&path).await.ok().body;
        assert!(page.contains(message), "{from}: {page}");
        assert!(
            page.contains("value=\"3\" selected") && page.contains("value=\"48\" selected"),
            "{page}"
        );
        assert!(!page.contains("What would change"), "{from}");
        let choice = format!("two_factor=member&from={from}&grace=3&reset=48");
        let error = team.owner.post("policy/change", &[("choice", &choice)]).await.error();
        assert!(
            matches!(error, ApiError::Rejected(Rejection::Invalid(Field::Deadline, _))),
            "{error:?}"
        );
    }
    for choice in [
        "session=2&reset=24",
        "keys=x&reset=24",
        "two_factor=member&grace=8&reset=24",
        "two_factor=boss&reset=24",
    ] {
        let error = team.owner.post("policy/change", &[("choice", choice)]).await.error();
        assert!(matches!(error, ApiError::Rejected(Rejection::Invalid(..))), "{choice}");
    }
    // Without scripts the preview comes back with the error.
    team.app.clock.advance(600);
    team.owner.page = "/team/policy".into();
    let fields = [
        ("choice", "session=4&keys=30&reset=24"),
        ("password", "wrong horse battery"),
        ("passcode", "123456"),
    ];
    let back = team.owner.form("policy/change", &fields).await;
    let page = team.owner.get(back.location()).await.ok().body;
    assert!(
        page.contains("What would change") && page.contains("session=4&amp;keys=30"),
        "{page}"
    );
    assert!(!page.contains("wrong horse"), "{page}");
}

#[tokio::test]
async fn keys_live_no_longer_than_the_policy_permits() {
    let mut team = Team::new().await;
    let mut paul = team.app.signed_in(&team.paul).await;
    let key = team.app.made_key(&mut paul, "Nightly", "me").await;
    team.change("keys=7&reset=24").await;
    let page = paul.get("/security/api-keys/new").await.ok().body;
    assert!(page.contains("value=\"7\"") && !page.contains("value=\"30\""), "{page}");
    let fields = [
        ("key_name", "Long"),
        ("scopes[]", "me"),
        ("days", "30"),
        ("networks", ""),
        ("password", PASSWORD),
    ];
    let refused = paul.post("api-keys/make", &fields).await.error();
    assert_eq!(
        refused,
        ApiError::Rejected(Rejection::Invalid(Field::Life, Problem::TooLong))
    );
    with_key(&paul, Method::GET, "/api/v1/me", &key.text).await.ok();
    team.app.clock.advance(7 * DAY);
    let over = with_key(&paul, Method::GET, "/api/v1/me", &key.text).await;
    over.is_refused(401, "unauthenticated");
}

#[tokio::test]
async fn sessions_last_no_longer_than_the_policy_permits() {
    let mut team = Team::new().await;
    let mut paul = team.app.signed_in(&team.paul).await;
    team.change("session=1&reset=24").await;
    team.app.clock.advance(30 * 60);
    assert!(paul.is_in().await && team.owner.is_in().await);
    team.app.clock.advance(30 * 60);
    assert!(
        !paul.is_in().await && !team.owner.is_in().await,
        "an hour after the sign-in, used or not"
    );
}

#[tokio::test]
async fn b22_two_factor_that_is_required_cannot_be_switched_off() {
    let mut team = Team::new().await;
    team.change("two_factor=owner&reset=24").await;
    let required = ApiError::Rejected(Rejection::Conflict(Conflict::TwoFactorRequired));
    assert_eq!(team.owner.post("two-factor/switch-off", &[]).await.error(), required);
    let device = team.ana.phone().id.clone();
    let last = [("id", device.as_str()), ("switch_off", "true")];
    assert_eq!(team.owner.post("devices/remove", &last).await.error(), required);
    let page = team.owner.get("/security/two-factor/switch-off").await.ok().body;
    assert!(
        page.contains("cannot be switched off") && !page.contains("type=\"submit\""),
        "{page}"
    );
}
