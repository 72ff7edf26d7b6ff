//! Ways round a rule that a careful reader would try: chains of repairs, copied cookies, busy hashers, clocks set back.

use crate::{
    browser::{Browser, SESSION},
    people::{ANA, PASSWORD, Person, codes},
    world::World,
};
use app::wire::error::ApiError;
use async_trait::async_trait;
use domain::kernel::{
    password::Password,
    ports::{HashError, Hasher},
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use terms::{Conflict, Rejection};
use testing::{PlainHasher, Plan};

const HOUR: i64 = 3_600;

/// Somebody else's copy of a browser's session cookie.
fn copy_of(world: &World, browser: &Browser) -> Browser {
    let mut copy = world.browser();
    copy.put(SESSION, &browser.cookie(SESSION));
    copy
}

#[tokio::test]
async fn a_device_set_up_in_a_repair_is_not_old_because_there_was_another_repair() {
    let world = World::new().await;
    let (mut ana, _) = world.protected(ANA).await;
    world.clock.advance(1);
    // The thief has the password and one recovery code, and makes the next ones in the repair session.
    let mut repair = world.repairing(&mut ana).await;
    let thiefs = world.confirmed(&mut repair, "New phone").await;
    repair.post("recovery-codes/replace", &[]).await.ok();
    ana.codes = codes(&mut repair).await;
    world.clock.advance(23 * HOUR);
    world.repairing(&mut ana).await;
    let mut thief = world.challenge(&ana).await;
    let code = world.fresh_code(&thiefs);
    thief.post("sign-in/passcode", &[("passcode", &code)]).await.ok();
    let refused = thief.post("two-factor/switch-off", &[]).await.error();
    assert!(
        matches!(
            refused,
            ApiError::Rejected(Rejection::Conflict(Conflict::RecentRepair(_)))
        ),
        "{refused:?}"
    );
    assert!(!world.challenge(&ana).await.is_in().await, "two-factor is on");
    // With the phone from before all of it Ana may.
    let mut honest = world.fully(&ana).await;
    honest.post("two-factor/switch-off", &[]).await.ok();
    assert!(world.signed_in(&ana).await.is_in().await);
}

#[tokio::test]
async fn whoever_copied_the_cookie_has_not_stepped_up() {
    let world = World::new().await;
    let (ana, mut owner) = world.protected(ANA).await;
    world.clock.advance(HOUR / 2);
    let mut copy = copy_of(&world, &owner);
    assert!(copy.is_in().await);
    let code = world.fresh_code(ana.phone());
    let fields = [("device_name", "Tablet"), ("password", PASSWORD), ("passcode", &code)];
    owner.post("devices/add", &fields).await.ok();
    assert!(owner.is_in().await && !copy.is_in().await);
    let refused = copy.post("two-factor/switch-off", &[]).await.error();
    assert_eq!(refused, ApiError::Rejected(Rejection::NotSignedIn));
}

#[tokio::test]
async fn a_step_up_whose_action_is_refused_keeps_its_session() {
    let world = World::new().await;
    let (ana, mut owner) = world.protected(ANA).await;
    for (scripts, status) in [(true, 409), (false, 302)] {
        world.clock.advance(HOUR / 2);
        let old = owner.cookie(SESSION);
        let code = world.fresh_code(ana.phone());
        let fields = [
            ("id", ana.phone().id.as_str()),
            ("password", PASSWORD),
            ("passcode", &code),
        ];
        let refused = match scripts {
            true => owner.post("devices/remove", &fields).await,
            false => owner.form("devices/remove", &fields).await,
        };
        assert_eq!(refused.status, status, "the last device");
        assert!(owner.is_in().await && owner.cookie(SESSION) != old);
    }
}

#[tokio::test]
async fn switch_off_by_the_way_takes_the_last_device_only() {
    let world = World::new().await;
    let (ana, mut owner) = world.protected(ANA).await;
    world.confirmed(&mut owner, "Tablet").await;
    world.mails().await;
    let fields = [("id", ana.phone().id.as_str()), ("switch_off", "true")];
    let refused = owner.post("devices/remove", &fields).await.error();
    assert_eq!(refused, ApiError::Rejected(Rejection::Conflict(Conflict::NotLast)));
    assert!(world.mails().await.is_empty(), "nobody is told that two-factor is off");
    assert!(!world.challenge(&ana).await.is_in().await, "because it is not");
    let fields = [("id", ana.phone().id.as_str())];
    owner.post("devices/remove", &fields).await.ok();
}

/// Too many wait for it, as long as it is told so.
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
    async fn hash(&self, secret: Password, salt: [u8; 16]) -> Result<String, HashError> {
        self.refuse()?;
        self.inner.hash(secret, salt).await
    }

    async fn verify(&self, secret: Password, phc: Option<String>) -> Result<bool, HashError> {
        self.refuse()?;
        self.inner.verify(secret, phc).await
    }

    fn outdated(&self, phc: &str) -> bool {
        self.inner.outdated(phc)
    }
}

#[tokio::test]
async fn a_password_that_could_not_be_checked_was_not_wrong() {
    let hasher = Arc::new(BusyHasher::default());
    let world = World::planned(Plan {
        hasher: Some(hasher.clone()),
        ..Plan::default()
    })
    .await;
    let ana = world.join(ANA).await;
    let (mut out, mut inside) = (world.browser(), world.signed_in(&ana).await);
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

async fn unknown_browsers(world: &World) -> usize {
    let mails = world.mails().await;
    mails.iter().filter(|mail| mail.to == ANA).count()
}

#[tokio::test]
async fn only_the_first_sign_in_of_a_new_member_surprises_nobody() {
    let world = World::new().await;
    let ana: Person = world.join(ANA).await;
    world.mails().await;
    let mut first = world.signed_in(&ana).await;
    assert_eq!(unknown_browsers(&world).await, 0);
    world.signed_in(&ana).await;
    assert_eq!(unknown_browsers(&world).await, 1, "minutes later, from elsewhere");
    first
        .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    assert_eq!(unknown_browsers(&world).await, 0, "from a known one");
}

#[tokio::test]
async fn a_session_that_was_seen_to_be_over_stays_over() {
    let world = World::new().await;
    let ana = world.join(ANA).await;
    let mut browser = world.signed_in(&ana).await;
    let mut copy = copy_of(&world, &browser);
    world.clock.advance(HOUR);
    assert!(!browser.is_in().await);
    world.clock.advance(-HOUR);
    assert!(!copy.is_in().await, "though the clock says that it is not over yet");
}

#[tokio::test]
async fn home_shows_a_sign_in_that_was_somebody_elses() {
    let world = World::new().await;
    let (ana, mut owner) = world.protected(ANA).await;
    let home = owner.post("home", &[]).await.ok().data();
    assert_eq!(
        (&home["signed_in_here"], home["address"].as_str()),
        (&true.into(), Some("192.0.2.2"))
    );
    world.clock.advance(60);
    let mut stranger = world.fully(&ana).await;
    let theirs = stranger.post("home", &[]).await.ok().data();
    assert_eq!(theirs["signed_in_here"], true);
    let home = owner.post("home", &[]).await.ok().data();
    assert_eq!(home["signed_in_here"], false);
    assert_eq!(
        (&home["address"], &home["signed_in_at"]),
        (&theirs["address"], &theirs["signed_in_at"])
    );
    assert_eq!(home["signed_in_at"], world.now());
}
