//! *Close my account* over HTTP: who may, what stops, how it is kept, and what is left of it.

mod erased;

use crate::{
    api::with_key,
    browser::{Browser, Reply},
    freeze::{NEW, Post, THIEF, sign_in},
    people::{ANA, BEN, PASSWORD, Person, ROSA},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use http::Method;
use terms::{Conflict, DAY, Ended, Field, Problem, Rejection, Role, Timestamp};

const LINK_GONE: ApiError = ApiError::Rejected(Rejection::Gone(Ended::Link));
const CLOSE: [(&str, &str); 2] = [("sure", "true"), ("password", PASSWORD)];
const LIFE: i64 = 14 * DAY;

const fn refused(rejection: Rejection) -> ApiError {
    ApiError::Rejected(rejection)
}

/// What who knows the password is told of an account that was closed now.
fn closed_now(app: &TestApp) -> ApiError {
    let at = Timestamp(app.now());
    refused(Rejection::AccountClosed {
        at,
        until: at.plus(LIFE),
    })
}

async fn closes(browser: &mut Browser) {
    let reply = browser.post("profile/close", &CLOSE).await.ok();
    assert_eq!(reply.location(), "/closed-account");
    assert!(!browser.is_in().await, "no session is left");
}

/// Opens a link that keeps an account, in a browser of its own.
async fn opened(app: &TestApp, token: &str) -> Browser {
    let mut browser = app.browser();
    let reply = opens(&mut browser, token).await.ok();
    assert_eq!(reply.location(), "/closed-account");
    browser
}

async fn opens(browser: &mut Browser, token: &str) -> Reply {
    browser.post("links/open-keep-account", &[("token", token)]).await
}

async fn keeps(browser: &mut Browser) -> Reply {
    browser.post("closed-account/keep", &[]).await
}

/// Ana, an owner, with her session, and Ben, a member of her account, with his.
async fn team(app: &TestApp) -> (Person, Browser, Person, Browser) {
    let ana = app.join(ANA).await;
    let ben = app.join(BEN).await;
    app.together(ANA, BEN, Role::Member).await;
    // As if he had joined it.
    let moved = format!(
        "UPDATE event SET account_id = (SELECT account_id FROM member WHERE email = '{ANA}') WHERE who = '{BEN}'"
    );
    app.tables.run(&moved).await;
    let (anas, bens) = (app.signed_in(&ana).await, app.signed_in(&ben).await);
    (ana, anas, ben, bens)
}

#[tokio::test]
async fn b41_closing_asks_for_an_owner_a_tick_and_a_step_up() {
    let app = TestApp::new().await;
    let (_, mut anas, ben, mut bens) = team(&app).await;
    for role in [Role::Member, Role::Admin] {
        app.together(ANA, BEN, role).await;
        let reply = bens.post("profile/close", &CLOSE).await;
        assert_eq!(reply.error(), refused(Rejection::Forbidden), "{role:?}");
        assert_eq!(bens.get("/profile/close").await.status, 404);
        let profile = bens.get("/profile").await.ok().body;
        assert!(profile.contains("/team/leave") && !profile.contains("/profile/close"));
    }
    let profile = anas.get("/profile").await.ok().body;
    assert!(profile.contains("/profile/close") && !profile.contains("/team/leave"));
    let page = anas.get("/profile/close").await.ok().body;
    assert!(
        page.contains("2 members, you included") && page.contains("No API key"),
        "{page}"
    );

    let unsure = anas.post("profile/close", &[("password", PASSWORD)]).await;
    let missing = Rejection::Invalid(Field::Sure, Problem::Missing);
    assert_eq!(unsure.error(), refused(missing));
    app.clock.advance(601);
    let stale = anas.post("profile/close", &[("sure", "true")]).await;
    let missing = Rejection::Invalid(Field::Password, Problem::Missing);
    assert_eq!(stale.error(), refused(missing), "a step-up");
    let wrong = [("sure", "true"), ("password", "not the right one")];
    let wrong = anas.post("profile/close", &wrong).await;
    assert_eq!(wrong.error(), refused(Rejection::WrongPassword));
    assert!(anas.is_in().await && bens.is_in().await, "nothing has happened");
    assert_eq!(sign_in(&app, BEN, PASSWORD).await, None);

    let mut again = anas.clone();
    closes(&mut anas).await;
    assert!(!bens.is_in().await, "it is closed for all members");
    let twice = again.post("profile/close", &CLOSE).await;
    assert_eq!(twice.error(), refused(Rejection::NotSignedIn));
    let page = anas.get("/closed-account").await.ok().body;
    assert!(
        page.contains("It was closed") && page.contains("will be erased for good"),
        "{page}"
    );
    assert!(!page.contains("Keep my account"), "the link is in the mail");
    assert_eq!(sign_in(&app, &ben.email, PASSWORD).await, Some(closed_now(&app)));
}

#[tokio::test]
async fn without_scripts_a_missing_tick_and_the_closing_lead_back_to_their_pages() {
    let app = TestApp::new().await;
    let (_, mut anas, ..) = team(&app).await;
    anas.page = "/profile/close".into();
    let unsure = anas.form("profile/close", &[("password", PASSWORD)]).await;
    assert_eq!((unsure.status.as_u16(), unsure.location()), (302, "/profile/close"));
    let shown = anas.get("/profile/close").await.ok().body;
    assert!(shown.contains("sure-error"), "{shown}");
    let closed = anas.form("profile/close", &CLOSE).await;
    assert_eq!((closed.status.as_u16(), closed.location()), (302, "/closed-account"));
    assert_eq!(anas.get("/closed-account").await.status, 200);
}

#[tokio::test]
async fn nobody_and_no_program_gets_in_and_only_the_right_password_is_told_why() {
    let app = TestApp::new().await;
    let (_, mut anas, _, mut bens) = team(&app).await;
    let key = app.made_key(&mut bens, "Backup", "me").await;
    let program = app.browser();
    let call = async || {
        with_key(&program, Method::GET, "/api/v1/me", &key.text)
            .await
            .status
            .as_u16()
    };
    assert_eq!(call().await, 200);
    closes(&mut anas).await;
    assert_eq!(call().await, 401);
    let told = closed_now(&app);
    for email in [ANA, BEN] {
        assert_eq!(sign_in(&app, email, PASSWORD).await, Some(told.clone()));
        let wrong = sign_in(&app, email, "a wrong password").await;
        assert_eq!(wrong, Some(refused(Rejection::WrongCredentials)));
    }
    app.service.write_refusals().await.unwrap();
    let events = app.tables.rows("event").await;
    let noted = |what: &str| events.iter().filter(|row| row.contains(what)).count();
    assert!(
        noted("account-closed") >= 4,
        "the closing and what was refused: {events:#?}"
    );
    // The mails: to Ana with the link, to Ben without.
    let post = &mut Post::of(&app);
    assert_eq!(post.links(ANA, "/keep-account/").await.len(), 1);
    assert!(post.links(BEN, "/keep-account/").await.is_empty());
    let subject = "was closed";
    let to = |email: &str| {
        post.mails
            .iter()
            .filter(|mail| mail.to == email && mail.subject.contains(subject))
            .count()
    };
    assert_eq!((to(ANA), to(BEN)), (1, 1));
}

#[tokio::test]
async fn the_link_keeps_the_account_once_and_everything_is_as_it_was() {
    let app = TestApp::new().await;
    let (ana, mut anas, ben, mut bens) = team(&app).await;
    let key = app.made_key(&mut bens, "Backup", "me").await;
    closes(&mut anas).await;
    let post = &mut Post::of(&app);
    let token = post.newest(ANA, "/keep-account/").await.expect("a link");
    let mut scanner = app.browser();
    for _ in 0..3 {
        scanner.get(&format!("/keep-account/{token}")).await.ok();
    }
    // A person who is signed in elsewhere stays so.
    let rosa = app.join(ROSA).await;
    let mut owner = app.signed_in(&rosa).await;
    opens(&mut owner, &token).await.ok();
    let page = owner.get("/closed-account").await.ok().body;
    assert!(page.contains(ANA) && page.contains("Keep my account"), "{page}");
    assert_eq!(
        sign_in(&app, ANA, PASSWORD).await,
        Some(closed_now(&app)),
        "nothing has happened"
    );
    let reply = keeps(&mut owner).await.ok();
    assert_eq!(reply.location(), "/sign-in?ready=kept");
    assert!(owner.is_in().await, "of another account");
    assert!(!anas.is_in().await && !bens.is_in().await, "sessions do not come back");
    for person in [&ana, &ben] {
        assert!(app.signed_in(person).await.is_in().await);
    }
    let program = app.browser();
    let call = with_key(&program, Method::GET, "/api/v1/me", &key.text).await;
    assert_eq!(call.status, 200);
    assert_eq!(keeps(&mut owner).await.error(), LINK_GONE, "the form was posted twice");
    assert_eq!(opens(&mut app.browser(), &token).await.error(), LINK_GONE);
    assert_eq!(
        anas.get("/closed-account").await.status,
        410,
        "it is not closed any more"
    );
    post.newest(ANA, "/keep-account/").await;
    let told = post.mails.iter().filter(|mail| mail.subject.contains("goes on"));
    assert_eq!(told.count(), 2, "each member");
    let events = app.tables.rows("event").await.join("\n");
    assert!(events.contains("account-kept"), "{events}");
}

#[tokio::test]
async fn a_link_lives_14_days_an_opened_one_half_an_hour_and_a_newer_one_ends_it() {
    let app = TestApp::new().await;
    let (_, mut anas, ..) = team(&app).await;
    closes(&mut anas).await;
    let post = &mut Post::of(&app);
    let first = post.newest(ANA, "/keep-account/").await.expect("a link");
    app.clock.advance(LIFE - 3_600);
    let mut late = opened(&app, &first).await;
    app.clock.advance(1_800);
    assert_eq!(keeps(&mut late).await.error(), LINK_GONE);
    app.browser().post("forgot-password", &[("email", ANA)]).await.ok();
    let second = post.newest(ANA, "/keep-account/").await.expect("a link");
    assert_ne!(first, second);
    assert_eq!(
        post.newest(ANA, "/reset-password/").await,
        None,
        "there is nothing to sign in to"
    );
    let mut held = opened(&app, &second).await;
    app.clock.advance(61);
    app.browser().post("forgot-password", &[("email", ANA)]).await.ok();
    let third = post.newest(ANA, "/keep-account/").await.expect("a link");
    assert_eq!(keeps(&mut held).await.error(), LINK_GONE, "a newer link ends it");
    app.clock.advance(1_800);
    assert_eq!(
        opens(&mut app.browser(), &third).await.error(),
        LINK_GONE,
        "14 days are over"
    );
}

#[tokio::test]
async fn altered_foreign_and_other_links_keep_nothing() {
    let app = TestApp::new().await;
    let (_, mut anas, ..) = team(&app).await;
    closes(&mut anas).await;
    let token = Post::of(&app).newest(ANA, "/keep-account/").await.expect("a link");
    let altered = token.replace(|c: char| c.is_ascii_lowercase(), "a");
    for wrong in ["", "x", &altered, &token[1..]] {
        assert_eq!(opens(&mut app.browser(), wrong).await.error(), LINK_GONE, "{wrong:?}");
    }
    let other = app
        .browser()
        .post("links/open-reset-password", &[("token", &token)])
        .await;
    assert_eq!(other.error(), LINK_GONE, "a link of another kind");
    assert_eq!(keeps(&mut app.browser()).await.error(), LINK_GONE, "without a link");
    // What the browser holds that closed the account is no link.
    assert_eq!(keeps(&mut anas).await.error(), LINK_GONE);
    app.clock.advance(61);
    let forgotten = app.browser().post("forgot-password", &[("email", BEN)]).await.ok();
    assert_eq!(forgotten.location(), "/forgot-password/check-mail");
    let post = &mut Post::of(&app);
    for page in ["/keep-account/", "/reset-password/"] {
        assert!(post.links(BEN, page).await.is_empty(), "{page}");
    }
    let told = post
        .mails
        .iter()
        .filter(|mail| mail.to == BEN && mail.subject.contains("is closed"));
    assert_eq!(told.count(), 1);
}

#[tokio::test]
async fn a_thief_who_changes_the_address_and_closes_gains_nothing() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let ana = app.join(ANA).await;
    app.signed_in(&ana).await;
    let mut thief = app.signed_in(&ana).await;
    post.moves(&mut thief, THIEF).await;
    closes(&mut thief).await;
    let thiefs = post.newest(THIEF, "/keep-account/").await.expect("a link");
    assert_eq!(
        post.newest(ANA, "/keep-account/").await,
        None,
        "it is not the address any more"
    );
    // The owner has the mails to the old address alone.
    let mut owner = post.frozen(ANA).await;
    assert_eq!(
        opens(&mut app.browser(), &thiefs).await.error(),
        LINK_GONE,
        "the earlier mailbox counts more"
    );
    post.thawed(&mut owner, ANA).await;
    assert_eq!(
        sign_in(&app, ANA, PASSWORD).await,
        Some(refused(Rejection::WrongCredentials))
    );
    let told = sign_in(&app, ANA, NEW).await;
    let closed = Rejection::AccountClosed {
        at: Timestamp(0),
        until: Timestamp(0),
    };
    let same = |told: &ApiError| {
        std::mem::discriminant(told.rejection().expect("a rejection")) == std::mem::discriminant(&closed)
    };
    assert!(
        told.as_ref().is_some_and(same),
        "the end of a freeze opens no closed account: {told:?}"
    );
    let token = post
        .newest(ANA, "/keep-account/")
        .await
        .expect("a link, with the address");
    let mut owner = opened(&app, &token).await;
    keeps(&mut owner).await.ok();
    let back = Person {
        password: NEW.into(),
        ..ana
    };
    assert!(app.signed_in(&back).await.is_in().await);
}

#[tokio::test]
async fn while_an_owner_is_frozen_their_link_keeps_nothing() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let (ana, mut anas, ..) = team(&app).await;
    app.signed_in(&ana).await;
    closes(&mut anas).await;
    let token = post.newest(ANA, "/keep-account/").await.expect("a link");
    let mut keeping = opened(&app, &token).await;
    let mut owner = post.frozen(ANA).await;
    assert_eq!(keeps(&mut keeping).await.error(), refused(Rejection::Frozen));
    let page = keeping.get("/closed-account").await;
    assert!(page.body.contains("This account is frozen"), "{}", page.body);
    post.thawed(&mut owner, ANA).await;
    keeps(&mut keeping).await.ok();
    assert_eq!(sign_in(&app, ANA, NEW).await, None);
}

#[tokio::test]
async fn a_repair_session_and_the_day_after_close_nothing() {
    let app = TestApp::new().await;
    let (mut ana, _) = app.protected(ANA).await;
    let mut repair = app.repairing(&mut ana).await;
    let reply = repair.post("profile/close", &CLOSE).await;
    assert_eq!(reply.error(), refused(Rejection::Repair));
    ana.phones.insert(0, app.confirmed(&mut repair, "New phone").await);
    let mut later = app.fully(&ana).await;
    let reply = later.post("profile/close", &CLOSE).await;
    let ApiError::Rejected(Rejection::Conflict(Conflict::RecentRepair(_))) = reply.error() else {
        panic!("{}", reply.body)
    };
    assert!(later.is_in().await);
}
