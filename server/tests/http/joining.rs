//! Set-up and confirmation links to the second, and B73: nobody becomes a member for somebody else.

use crate::{
    browser::{Browser, LINK},
    people::{ANA, PASSWORD},
    world::World,
};
use app::wire::error::ApiError;
use domain::service::Registration;
use terms::{Conflict, Ended, Field, Problem, Rejection};
use testing::Plan;

const LINK_GONE: ApiError = ApiError::Rejected(Rejection::Gone(Ended::Link));
const OTHER: &str = "eight purple tricycles";

async fn set_up(world: &World) -> String {
    world
        .service
        .issue_set_up_link()
        .await
        .unwrap()
        .unwrap()
        .expose_secret()
        .to_owned()
}

async fn sign_up(world: &World, email: &str, password: &str) -> (Browser, String) {
    let mut browser = world.browser();
    browser
        .post(
            "sign-up",
            &[("name", "Ana Ruiz"), ("email", email), ("password", password)],
        )
        .await
        .ok();
    (browser, world.confirmation(email).await)
}

#[tokio::test]
async fn the_set_up_link_works_once_and_for_an_hour() {
    let world = World::new().await;
    let replaced = set_up(&world).await;
    let token = set_up(&world).await;
    let owner = [("name", "Ana Ruiz"), ("email", ANA), ("password", PASSWORD)];
    let mut browser = world.browser();
    assert_eq!(
        browser.post("set-up", &owner).await.error(),
        LINK_GONE,
        "without any link"
    );
    assert_eq!(
        browser.post("links/open-set-up", &[("token", &replaced)]).await.error(),
        LINK_GONE
    );
    assert_eq!(
        browser
            .post("links/open-confirm-email", &[("token", &token)])
            .await
            .error(),
        LINK_GONE,
        "another kind"
    );
    // Looking at it changes nothing, however often.
    for _ in 0..3 {
        assert_eq!(browser.get(&format!("/set-up/{token}")).await.status, 200);
        browser
            .post("links/look", &[("kind", "SetUp"), ("token", &token)])
            .await
            .ok();
    }
    world.clock.advance(3_599);
    let mut late = browser.clone();
    browser.post("links/open-set-up", &[("token", &token)]).await.ok();
    assert_eq!(
        late.post("links/open-set-up", &[("token", &token)]).await.error(),
        LINK_GONE,
        "opened once"
    );
    late.put(LINK, &token);
    assert_eq!(
        late.post("set-up", &owner).await.error(),
        LINK_GONE,
        "the link's token is not what the browser holds"
    );
    for password in ["password", "short", "ana@example.com", "Ana Ruiz", "twofold1"] {
        let error = browser
            .post(
                "set-up",
                &[("name", "Ana Ruiz"), ("email", ANA), ("password", password)],
            )
            .await
            .error();
        assert!(
            matches!(
                error,
                ApiError::Rejected(Rejection::Invalid(Field::Password, Problem::Common | Problem::TooShort))
            ),
            "{password}"
        );
    }
    world.clock.advance(1_799);
    let mut copy = browser.clone();
    browser.post("set-up", &owner).await.ok();
    assert_eq!(copy.post("set-up", &owner).await.error(), LINK_GONE, "used once");
    assert!(world.service.issue_set_up_link().await.unwrap().is_none());
    assert_eq!(world.tables.rows("member").await.len(), 1);
    browser
        .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    assert!(browser.is_in().await);
}

#[tokio::test]
async fn set_up_links_are_over_to_the_second() {
    let world = World::new().await;
    let token = set_up(&world).await;
    world.clock.advance(3_600);
    let mut browser = world.browser();
    assert_eq!(
        browser.post("links/open-set-up", &[("token", &token)]).await.error(),
        LINK_GONE
    );
    let token = set_up(&world).await;
    browser.post("links/open-set-up", &[("token", &token)]).await.ok();
    world.clock.advance(1_800);
    let owner = [("name", "Ana Ruiz"), ("email", ANA), ("password", PASSWORD)];
    assert_eq!(
        browser.post("set-up", &owner).await.error(),
        LINK_GONE,
        "held for half an hour"
    );
    assert!(world.tables.rows("member").await.is_empty());
}

#[tokio::test]
async fn b73_a_sign_up_can_do_nothing_before_link_and_password() {
    let world = World::new().await;
    let (mut attacker, _) = sign_up(&world, ANA, OTHER).await;
    assert_eq!(
        attacker
            .post("sign-in", &[("email", ANA), ("password", OTHER)])
            .await
            .error(),
        ApiError::Rejected(Rejection::WrongCredentials)
    );
    assert_eq!(
        attacker.post("confirm-email", &[("password", OTHER)]).await.error(),
        LINK_GONE
    );
    // The address' owner signs up: the newer one replaces the attacker's, whose password is worth nothing.
    let (mut ana, token) = sign_up(&world, ANA, PASSWORD).await;
    ana.post("links/open-confirm-email", &[("token", &token)]).await.ok();
    assert_eq!(
        ana.clone().post("confirm-email", &[("password", OTHER)]).await.error(),
        ApiError::Rejected(Rejection::WrongPassword)
    );
    ana.post("confirm-email", &[("password", PASSWORD)]).await.ok();
    assert_eq!(
        attacker
            .post("sign-in", &[("email", ANA), ("password", OTHER)])
            .await
            .error(),
        ApiError::Rejected(Rejection::WrongCredentials)
    );
    assert!(!attacker.is_in().await);
    ana.post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    assert!(ana.is_in().await);
}

#[tokio::test]
async fn confirmation_links_work_once_newest_only_and_for_a_day() {
    let world = World::new().await;
    let (mut browser, first) = sign_up(&world, ANA, PASSWORD).await;
    assert!(
        matches!(
            browser.post("sign-up/send-again", &[]).await.error(),
            ApiError::Rejected(Rejection::Wait { .. })
        ),
        "at once"
    );
    world.clock.advance(59);
    let reply = browser.post("sign-up/send-again", &[]).await;
    assert_eq!((reply.status.as_u16(), reply.header("retry-after")), (429, "1"));
    world.clock.advance(1);
    browser.post("sign-up/send-again", &[]).await.ok();
    let second = world.confirmation(ANA).await;
    assert_eq!(
        browser
            .post("links/open-confirm-email", &[("token", &first)])
            .await
            .error(),
        LINK_GONE
    );
    world.clock.advance(86_400 - 61);
    let mut late = browser.clone();
    browser
        .post("links/open-confirm-email", &[("token", &second)])
        .await
        .ok();
    assert_eq!(
        late.post("links/open-confirm-email", &[("token", &second)])
            .await
            .error(),
        LINK_GONE
    );
    browser.post("confirm-email", &[("password", PASSWORD)]).await.ok();
    assert_eq!(
        browser.post("confirm-email", &[("password", PASSWORD)]).await.error(),
        LINK_GONE
    );
    // One that nobody opened in time is over, with its sign-up.
    let (mut browser, token) = sign_up(&world, "late@example.com", PASSWORD).await;
    world.clock.advance(86_400);
    assert_eq!(
        browser
            .post("links/open-confirm-email", &[("token", &token)])
            .await
            .error(),
        LINK_GONE
    );
    assert_eq!(browser.post("sign-up/waiting", &[]).await.error(), LINK_GONE);
    assert_eq!(world.tables.rows("member").await.len(), 1);
}

#[tokio::test]
async fn an_address_with_a_member_gets_a_mail_that_says_so_and_no_link() {
    let world = World::new().await;
    let ana = world.join(ANA).await;
    world.mails().await;
    let before = world.tables.rows("member").await;
    world
        .browser()
        .post("sign-up", &[("name", "Mallory"), ("email", ANA), ("password", OTHER)])
        .await
        .ok();
    let mails = world.mails().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, ANA));
    assert!(!mails[0].body.contains("confirm-email") && !mails[0].body.contains("Mallory"));
    assert_eq!(world.tables.rows("member").await, before);
    assert!(world.signed_in(&ana).await.is_in().await);
}

#[tokio::test]
async fn without_open_registration_nobody_signs_up() {
    for registration in [Registration::Invite, Registration::Closed] {
        let world = World::planned(Plan {
            registration,
            ..Plan::default()
        })
        .await;
        let fields = [("name", "Ana"), ("email", ANA), ("password", PASSWORD)];
        assert_eq!(
            world.browser().post("sign-up", &fields).await.error(),
            ApiError::Rejected(Rejection::Conflict(Conflict::RegistrationClosed))
        );
        assert!(world.tables.rows("sign_up").await.is_empty() && world.mails().await.is_empty());
        let token = set_up(&world).await;
        let mut browser = world.browser();
        browser.post("links/open-set-up", &[("token", &token)]).await.ok();
        browser.post("set-up", &fields).await.ok();
    }
}

#[tokio::test]
async fn sign_ups_of_one_network_are_bounded() {
    let world = World::new().await;
    let mut browser = world.browser();
    let mut mailed = 0;
    for n in 0..30 {
        let email = format!("n{n}@example.com");
        let reply = browser
            .post("sign-up", &[("name", "N"), ("email", &email), ("password", PASSWORD)])
            .await;
        mailed += usize::from(reply.status.is_success());
    }
    assert_eq!((mailed, world.mails().await.len()), (20, 20));
}
