//! Signing up.

use crate::{
    browser::Browser,
    people::{ANA, PASSWORD},
    registration::set_up::set_up,
    world::World,
};
use app::wire::error::ApiError;
use domain::service::Registration;
use terms::{Conflict, Rejection};
use testing::Plan;

const OTHER: &str = "eight purple tricycles";

pub async fn sign_up(world: &World, email: &str, password: &str) -> (Browser, String) {
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
async fn without_open_registration_sign_ups_are_refused() {
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
