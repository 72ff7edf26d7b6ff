//! Verified resets: a member who lost every second factor gets one recovery code after a wait.

use super::Team;
use crate::{
    browser::Browser,
    people::{ANA, BEN, Person},
    race::{successes, together},
};
use app::wire::error::ApiError;
use domain::team::reset::operator::OperatorReset;
use http::StatusCode;
use terms::{Conflict, DAY, Ended, Field, HOUR, Problem, Rejection};

const PAUL: &str = "paul@example.com";
const MONA: &str = "mona@example.com";
const REASON: (&str, &str) = ("reason", "Phone in the lake");

fn rejected(rejection: Rejection) -> ApiError {
    ApiError::Rejected(rejection)
}

/// A team with Paul, who has two-factor on and lost everything, and Mona, an admin with two-factor on.
struct Lost {
    team: Team,
    paul: Person,
    mona: Person,
    admin: Browser,
    /// Paul's id.
    id: String,
}

impl Lost {
    async fn new() -> Self {
        let mut team = Team::new().await;
        let (mut paul, mut browser) = team.colleague(PAUL, "member").await;
        paul.phones.push(team.app.confirmed(&mut browser, "My phone").await);
        paul.codes = crate::people::codes(&mut browser).await;
        let (mut mona, mut admin) = team.colleague(MONA, "admin").await;
        mona.phones.push(team.app.confirmed(&mut admin, "My phone").await);
        team.app.mails().await;
        let id = team.id_of(PAUL).await;
        Self {
            team,
            paul,
            mona,
            admin,
            id,
        }
    }

    async fn start(&mut self) {
        let fields = [("id", self.id.as_str()), REASON];
        let done = self.team.owner.post("team/reset/start", &fields).await.ok();
        assert!(done.location().ends_with("?done=reset-started"), "{}", done.location());
    }

    /// Waits, and signs Ana in again, because her session is over then.
    async fn wait(&mut self, seconds: i64) {
        self.team.app.clock.advance(seconds);
        self.team.owner = self.team.app.fully(&self.team.ana).await;
    }

    /// Reads the code on the page of the member.
    async fn read(&mut self) -> String {
        self.team.owner.post("team/reset/read", &[("id", &self.id)]).await.ok();
        let page = self.team.owner.get(&format!("/team/{}", self.id)).await.ok().body;
        code_in(&page).unwrap_or_else(|| panic!("{page}"))
    }

    /// The link in the newest mail to Paul that has one.
    async fn stop_link(&self) -> String {
        let mails = self.team.app.mails().await;
        let bodies = mails.iter().rev().filter(|mail| mail.to == PAUL);
        let link = bodies.filter_map(|mail| mail.body.split_once("/stop-reset/")).next();
        link.unwrap().1.split_whitespace().next().unwrap().to_owned()
    }

    async fn enter(&self, code: &str) -> (Browser, StatusCode) {
        let mut browser = self.team.app.challenge(&self.paul).await;
        let reply = browser.post("sign-in/recovery", &[("recovery_code", code)]).await;
        (browser, reply.status)
    }
}

/// The recovery code that a page shows.
fn code_in(page: &str) -> Option<String> {
    let texts = page.split('>').filter_map(|part| part.split('<').next());
    let is_code = |text: &&str| text.len() == 23 && text.split('-').all(|group| group.len() == 5);
    texts.into_iter().find(is_code).map(str::to_owned)
}

#[tokio::test]
async fn after_the_wait_one_code_is_read_once_and_repairs_with_the_password() {
    let mut lost = Lost::new().await;
    lost.start().await;
    let mails = lost.team.app.mails().await;
    let mail = mails.iter().find(|mail| mail.to == PAUL).unwrap();
    for part in ["Ana Ruiz started a reset", "Phone in the lake", "/stop-reset/"] {
        assert!(mail.body.contains(part), "{part}: {}", mail.body);
    }
    let read = async |lost: &mut Lost| lost.team.owner.post("team/reset/read", &[("id", &lost.id)]).await;
    assert_eq!(read(&mut lost).await.error(), rejected(Rejection::NotFound), "at once");
    lost.wait(DAY - 31).await;
    assert_eq!(
        read(&mut lost).await.error(),
        rejected(Rejection::NotFound),
        "a moment too early"
    );
    lost.wait(60).await;
    let code = lost.read().await;
    assert!(
        lost.team
            .app
            .mails()
            .await
            .iter()
            .any(|mail| mail.to == PAUL && mail.subject.contains("was read"))
    );
    assert_eq!(read(&mut lost).await.error(), rejected(Rejection::NotFound), "once");
    let list = lost.team.owner.get("/team").await.ok().body;
    assert!(list.contains("10 recovery codes left"), "it is none of the set: {list}");

    let mut admin = lost.team.app.fully(&lost.mona).await;
    let page = admin.get(&format!("/team/{}", lost.id)).await.ok().body;
    assert_eq!(code_in(&page), None, "another admin");
    let (mut paul, status) = lost.enter(&code).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(paul.post("home", &[]).await.error(), rejected(Rejection::Repair));
    assert_eq!(lost.enter(&code).await.1, StatusCode::UNPROCESSABLE_ENTITY, "B09: used");
    let left = lost.team.app.mails().await;
    assert!(
        left.iter().any(|mail| mail.body.contains("10 recovery codes are left")),
        "{left:?}"
    );
    let page = lost.team.owner.get(&format!("/team/{}", lost.id)).await.ok().body;
    assert!(
        page.contains("Start the reset") && code_in(&page).is_none(),
        "it is over: {page}"
    );
}

#[tokio::test]
async fn the_code_and_its_page_end_after_their_time() {
    let mut lost = Lost::new().await;
    lost.start().await;
    lost.wait(DAY).await;
    let code = lost.read().await;
    lost.team.app.clock.advance(15 * 60);
    let page = lost.team.owner.get(&format!("/team/{}", lost.id)).await.ok().body;
    assert_eq!(code_in(&page), None, "shown for fifteen minutes");
    lost.team.app.clock.advance(DAY - 15 * 60);
    assert_eq!(
        lost.enter(&code).await.1,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a day after it was read"
    );

    let mut lost = Lost::new().await;
    lost.start().await;
    lost.wait(4 * DAY).await;
    let late = lost
        .team
        .owner
        .post("team/reset/read", &[("id", &lost.id)])
        .await
        .error();
    assert_eq!(late, rejected(Rejection::NotFound), "nobody read it for three days");
    lost.start().await;
}

#[tokio::test]
async fn the_member_stops_it_by_the_link_without_a_session() {
    let mut lost = Lost::new().await;
    lost.start().await;
    let token = lost.stop_link().await;
    let mut browser = lost.team.app.browser();
    let page = browser.get(&format!("/stop-reset/{token}")).await.ok().body;
    assert!(page.contains("Stop the reset"), "{page}");
    lost.wait(DAY).await;
    let before = lost.team.app.tables.rows("factor_reset").await;
    assert_eq!(before.len(), 1, "opening the page changes nothing");
    browser.post("links/stop-reset", &[("token", &token)]).await.ok();
    assert!(!browser.is_in().await, "B30: it signs nobody in");
    let again = browser.post("links/stop-reset", &[("token", &token)]).await.error();
    assert_eq!(again, rejected(Rejection::Gone(Ended::Link)), "once");
    let read = lost
        .team
        .owner
        .post("team/reset/read", &[("id", &lost.id)])
        .await
        .error();
    assert_eq!(read, rejected(Rejection::NotFound));
    let told = lost.team.app.mails().await;
    assert!(
        told.iter()
            .any(|mail| mail.to == ANA && mail.body.contains("stopped the reset")),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_stopped_reset_takes_its_code_along() {
    let mut lost = Lost::new().await;
    for by_member in [true, false] {
        lost.start().await;
        lost.wait(DAY).await;
        let code = lost.read().await;
        if by_member {
            let mut paul = lost.team.app.fully(&lost.paul).await;
            let home = paul.get("/").await.ok().body;
            assert!(
                home.contains("Ana Ruiz started a reset of your second factor."),
                "{home}"
            );
            paul.post("two-factor/reset/stop", &[]).await.ok();
        } else {
            let mut admin = lost.team.app.fully(&lost.mona).await;
            admin.post("team/reset/stop", &[("id", &lost.id)]).await.ok();
        }
        assert_eq!(
            lost.enter(&code).await.1,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{by_member}"
        );
        lost.team.app.mails().await;
    }
    // New recovery codes end it as well.
    lost.start().await;
    lost.wait(DAY).await;
    let code = lost.read().await;
    let mut paul = lost.team.app.fully(&lost.paul).await;
    paul.post("recovery-codes/replace", &[]).await.ok();
    assert_eq!(lost.enter(&code).await.1, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn that_of_an_owner_takes_a_second_person() {
    let mut lost = Lost::new().await;
    let owner = lost.team.id_of(ANA).await;
    let id = [("id", owner.as_str())];
    lost.admin = lost.team.app.fully(&lost.mona).await;
    lost.admin.post("team/reset/start", &[id[0], REASON]).await.ok();
    let approve = async |browser: &mut Browser| browser.post("team/reset/approve", &id).await;
    assert_eq!(
        approve(&mut lost.admin).await.error(),
        rejected(Rejection::NotFound),
        "who started it"
    );
    assert_eq!(
        approve(&mut lost.team.owner).await.error(),
        rejected(Rejection::NotFound),
        "whom it is about"
    );
    lost.team.app.clock.advance(DAY);
    lost.admin = lost.team.app.fully(&lost.mona).await;
    let read = async |browser: &mut Browser| browser.post("team/reset/read", &id).await;
    assert_eq!(
        read(&mut lost.admin).await.error(),
        rejected(Rejection::NotFound),
        "not approved"
    );
    let paul = [("id", lost.id.as_str()), ("role", "admin")];
    let mut ana = lost.team.app.fully(&lost.team.ana).await;
    ana.post("team/role", &paul).await.ok();
    let mut second = lost.team.app.fully(&lost.paul).await;
    approve(&mut second).await.ok();
    assert_eq!(
        read(&mut second).await.error(),
        rejected(Rejection::NotFound),
        "who only approved"
    );
    read(&mut lost.admin).await.ok();
}

#[tokio::test]
async fn b35_b36_who_may_not_start_one_learns_and_changes_nothing() {
    let mut lost = Lost::new().await;
    let (_, mut ben) = lost.team.app.protected(BEN).await;
    let own = lost.team.id_of(ANA).await;
    let mut paul = lost.team.app.fully(&lost.paul).await;
    lost.team.app.mails().await;
    let before = lost.team.app.tables.besides_counters().await;
    let start =
        async |browser: &mut Browser, id: &str| browser.post("team/reset/start", &[("id", id), REASON]).await.error();
    assert_eq!(
        start(&mut ben, &lost.id).await,
        rejected(Rejection::NotFound),
        "another account"
    );
    assert_eq!(
        start(&mut paul, &own).await,
        rejected(Rejection::Forbidden),
        "a plain member"
    );
    assert_eq!(
        start(&mut lost.team.owner, &own).await,
        rejected(Rejection::NotFound),
        "oneself"
    );
    for (reason, problem) in [
        ("", Problem::Missing),
        (&"x".repeat(201), Problem::TooLong),
        ("a\u{202e}b", Problem::HiddenCharacters),
    ] {
        let fields = [("id", lost.id.as_str()), ("reason", reason)];
        let error = lost.team.owner.post("team/reset/start", &fields).await.error();
        assert_eq!(error, rejected(Rejection::Invalid(Field::Reason, problem)));
    }
    assert_eq!(lost.team.app.tables.besides_counters().await, before);
    lost.team.app.clock.advance(600);
    let missing = start(&mut lost.team.owner, &lost.id).await;
    assert_eq!(
        missing,
        rejected(Rejection::Invalid(Field::Password, Problem::Missing)),
        "B41"
    );
    lost.team.owner = lost.team.app.fully(&lost.team.ana).await;
    lost.start().await;
    assert_eq!(
        start(&mut lost.team.owner, &lost.id).await,
        rejected(Rejection::Conflict(Conflict::ResetRuns))
    );
    lost.team.colleague("vera@example.com", "member").await;
    let vera = lost.team.id_of("vera@example.com").await;
    assert_eq!(
        start(&mut lost.team.owner, &vera).await,
        rejected(Rejection::Conflict(Conflict::TwoFactorOff))
    );
}

#[tokio::test]
async fn what_an_admin_started_ends_with_the_role() {
    let mut lost = Lost::new().await;
    lost.admin = lost.team.app.fully(&lost.mona).await;
    lost.admin
        .post("team/reset/start", &[("id", &lost.id), REASON])
        .await
        .ok();
    lost.wait(DAY).await;
    lost.admin = lost.team.app.fully(&lost.mona).await;
    lost.admin.post("team/reset/read", &[("id", &lost.id)]).await.ok();
    let page = lost.admin.get(&format!("/team/{}", lost.id)).await.ok().body;
    let code = code_in(&page).unwrap();
    let mona = lost.team.id_of(MONA).await;
    lost.team
        .owner
        .post("team/role", &[("id", &mona), ("role", "member")])
        .await
        .ok();
    assert!(lost.team.app.tables.rows("factor_reset").await.is_empty());
    assert_eq!(lost.enter(&code).await.1, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_code_is_read_once_also_at_the_same_moment() {
    let mut lost = Lost::new().await;
    lost.start().await;
    lost.wait(DAY).await;
    let read = || ("team/reset/read", vec![("id", lost.id.clone())]);
    let replies = together((0..8).map(|_| (lost.team.owner.clone(), read())).collect()).await;
    assert_eq!(successes(&replies), 1);
    let codes = lost.team.app.tables.rows("recovery_code").await;
    let with_end = codes.iter().filter(|row| !row.ends_with("NULL")).count();
    assert_eq!(with_end, 1, "{codes:?}");
}

#[tokio::test]
async fn the_operator_resets_whom_nobody_else_can() {
    let app = crate::test_app::TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    app.mails().await;
    let reset = async || app.service.operator_reset(ANA, "Lost everything").await.unwrap();
    let OperatorReset::Started(until) = reset().await else {
        panic!("started")
    };
    assert_eq!(until.0, app.now() + DAY);
    assert!(matches!(reset().await, OperatorReset::Waits(_)));
    let mails = app.mails().await;
    assert!(
        mails[0].body.contains("Whoever runs this service started a reset"),
        "{}",
        mails[0].body
    );
    app.clock.advance(DAY + HOUR);
    let OperatorReset::Code(code, _) = reset().await else {
        panic!("a code, without a second person")
    };
    assert!(matches!(reset().await, OperatorReset::Read(_)), "once");
    let mut browser = app.challenge(&ana).await;
    browser.post("sign-in/recovery", &[("recovery_code", &code)]).await.ok();
    assert!(matches!(reset().await, OperatorReset::Started(_)), "another one");
    app.service.operator_stops_reset(ANA).await.unwrap();
    assert!(app.service.operator_stops_reset(ANA).await.is_err());
    assert!(app.service.operator_reset("nobody@example.com", "x").await.is_err());
}
