//! Passwords: the limits per network and address, and the effects of a right one.

use crate::{
    browser::{Browser, Reply},
    people::{ANA, BEN, PASSWORD, Person},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use async_trait::async_trait;
use domain::kernel::{
    password::{Password, PasswordHash},
    ports::{HashError, Hasher, Lane},
};
use http::StatusCode;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use terms::Rejection;
use testing::{PlainHasher, Plan};

const WRONG: &str = "wrong horse battery";

pub(crate) async fn try_password(browser: &mut Browser, email: &str, password: &str) -> Reply {
    browser
        .post("sign-in", &[("email", email), ("password", password)])
        .await
}

/// Enters wrong passwords until a wait begins and returns how many were checked.
pub(crate) async fn checked(browser: &mut Browser, email: &str) -> usize {
    for count in 0..2_000 {
        match try_password(browser, email, WRONG).await.error() {
            ApiError::Rejected(Rejection::WrongCredentials) => {}
            ApiError::Rejected(Rejection::Wait { .. }) => return count,
            other => panic!("{other:?}"),
        }
    }
    panic!("never")
}

#[tokio::test]
async fn ten_wrong_passwords_in_fifteen_minutes_per_network_and_address() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    app.join(BEN).await;
    let mut browser = app.browser();
    assert_eq!(checked(&mut browser, ANA).await, 10);
    let reply = try_password(&mut browser, ANA, PASSWORD).await;
    assert_eq!(
        (reply.status, reply.header("retry-after")),
        (StatusCode::TOO_MANY_REQUESTS, "900")
    );
    assert!(!browser.is_in().await);
    // Ben from the same network and Ana from another one are not affected.
    try_password(&mut browser.clone(), BEN, PASSWORD).await.ok();
    try_password(&mut app.browser(), ANA, PASSWORD).await.ok();
    app.clock.advance(899);
    assert!(matches!(
        try_password(&mut browser, ANA, PASSWORD).await.error(),
        ApiError::Rejected(Rejection::Wait { .. })
    ));
    app.clock.advance(1);
    try_password(&mut browser, ANA, PASSWORD).await.ok();
}

#[tokio::test]
async fn right_passwords_are_not_counted() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let mut browser = app.browser();
    for _ in 0..30 {
        try_password(&mut browser, ANA, PASSWORD).await.ok();
    }
    assert_eq!(checked(&mut browser, ANA).await, 10);
}

#[tokio::test]
async fn a_hundred_wrong_passwords_per_network_over_all_addresses() {
    let app = TestApp::new().await;
    app.join(ANA).await;
    let mut browser = app.browser();
    for n in 0..100 {
        let reply = try_password(&mut browser, &format!("nobody{n}@example.com"), WRONG).await;
        assert_eq!(reply.error(), ApiError::Rejected(Rejection::WrongCredentials), "{n}");
    }
    assert!(matches!(
        try_password(&mut browser, ANA, PASSWORD).await.error(),
        ApiError::Rejected(Rejection::Wait { .. })
    ));
    try_password(&mut app.browser(), ANA, PASSWORD).await.ok();
}

/// A hasher that reports a full queue for as long as the flag is set.
#[derive(Default)]
struct BusyHasher {
    busy: AtomicBool,
    inner: PlainHasher,
}

impl BusyHasher {
    fn refuse(&self) -> Result<(), HashError> {
        match self.busy.load(Ordering::SeqCst) {
            true => Err(HashError::Busy),
            false => Ok(()),
        }
    }
}

#[async_trait]
impl Hasher for BusyHasher {
    async fn hash(&self, secret: Password, salt: [u8; 16], lane: &Lane) -> Result<PasswordHash, HashError> {
        self.refuse()?;
        self.inner.hash(secret, salt, lane).await
    }

    async fn verify(&self, secret: Password, hash: Option<PasswordHash>, lane: &Lane) -> Result<bool, HashError> {
        self.refuse()?;
        self.inner.verify(secret, hash, lane).await
    }

    fn outdated(&self, hash: &PasswordHash) -> bool {
        self.inner.outdated(hash)
    }
}

#[tokio::test]
async fn a_password_that_could_not_be_checked_is_not_counted() {
    let hasher = Arc::new(BusyHasher::default());
    let app = TestApp::planned(Plan {
        hasher: Some(hasher.clone()),
        ..Plan::default()
    })
    .await;
    let ana = app.join(ANA).await;
    let (mut out, mut inside) = (app.browser(), app.signed_in(&ana).await);
    let sign_in = [("email", ANA), ("password", PASSWORD)];
    let add = [("device_name", "My phone"), ("password", PASSWORD)];
    let sign_up = [("name", "Ben"), ("email", "ben@example.net"), ("password", PASSWORD)];
    hasher.busy.store(true, Ordering::SeqCst);
    for _ in 0..25 {
        assert_eq!(
            out.post("sign-in", &sign_in).await.error(),
            ApiError::Rejected(Rejection::Busy)
        );
        assert_eq!(
            out.post("sign-up", &sign_up).await.error(),
            ApiError::Rejected(Rejection::Busy)
        );
        assert_eq!(
            inside.post("devices/add", &add).await.error(),
            ApiError::Rejected(Rejection::Busy)
        );
    }
    hasher.busy.store(false, Ordering::SeqCst);
    out.post("sign-up", &sign_up).await.ok();
    out.post("sign-in", &sign_in).await.ok();
    inside.post("devices/add", &add).await.ok();
    assert!(out.is_in().await && inside.is_in().await);
}

async fn unknown_browsers(app: &TestApp) -> usize {
    let mails = app.mails().await;
    mails.iter().filter(|mail| mail.to == ANA).count()
}

#[tokio::test]
async fn only_the_first_sign_in_of_a_new_member_is_not_mailed() {
    let app = TestApp::new().await;
    let ana: Person = app.join(ANA).await;
    app.mails().await;
    let mut first = app.signed_in(&ana).await;
    assert_eq!(unknown_browsers(&app).await, 0);
    app.signed_in(&ana).await;
    assert_eq!(unknown_browsers(&app).await, 1, "minutes later, from elsewhere");
    first
        .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    assert_eq!(unknown_browsers(&app).await, 0, "from a known one");
}
