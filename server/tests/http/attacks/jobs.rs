//! B88: mail that cannot be delivered, and a database that has too much to do.

use crate::{
    people::{ANA, PASSWORD},
    test_app::{TestApp, postgres},
};
use async_trait::async_trait;
use domain::Clock;
use server::{
    config::Origin,
    jobs::{Outbox, sweep},
    mail::{DeliveryError, Fate, Mailer, Message, Writer},
    remarks::Remarks,
};
use sqlx::Connection;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use terms::LinkKind;
use testing::{NAME, ORIGIN};
use tokio::sync::watch;

const YEAR: i64 = 365 * 86_400;
/// What `/readyz` says while the clock is not believed.
const AHEAD: &str = "ok\nremark: clock-ahead\n";

/// Delivers mails, but panics or fails at those to Ana for as long as it is broken.
#[derive(Default)]
struct Broken {
    panics: AtomicBool,
    fails: AtomicBool,
    delivered: Mutex<Vec<String>>,
}

#[async_trait]
impl Mailer for Broken {
    async fn deliver(&self, message: &Message) -> Result<(), DeliveryError> {
        if message.to == ANA {
            assert!(!self.panics.load(Ordering::SeqCst), "a mail that nobody can write");
            if self.fails.load(Ordering::SeqCst) {
                return Err(DeliveryError::new(Fate::Later, "the mailbox is full"));
            }
        }
        self.delivered.lock().unwrap().push(message.to.clone());
        Ok(())
    }
}

async fn sign_up(app: &TestApp, email: &str) {
    let fields = [("name", "Ana"), ("email", email), ("password", PASSWORD)];
    app.browser().post("sign-up", &fields).await.ok();
}

#[tokio::test]
async fn b88_a_mail_that_panics_keeps_no_other_waiting_and_is_not_lost() {
    let app = TestApp::new().await;
    let mailer = Arc::new(Broken::default());
    mailer.panics.store(true, Ordering::SeqCst);
    let writer = Writer::new(NAME, &Origin::parse(ORIGIN).unwrap());
    let outbox = Outbox::new(app.service.clone(), writer, mailer.clone());
    let (_running, stop) = watch::channel(false);
    let delivered = || std::mem::take(&mut *mailer.delivered.lock().unwrap());
    for email in [ANA, "ben@example.com", "cleo@example.com"] {
        sign_up(&app, email).await;
    }
    assert_eq!(outbox.deliver_due(&stop).await.unwrap(), 2);
    let mut others = delivered();
    others.sort();
    assert_eq!(others, ["ben@example.com", "cleo@example.com"]);

    mailer.panics.store(false, Ordering::SeqCst);
    mailer.fails.store(true, Ordering::SeqCst);
    app.clock.advance(29);
    assert_eq!(
        outbox.deliver_due(&stop).await.unwrap(),
        0,
        "it waits for half a minute"
    );
    app.clock.advance(1);
    assert_eq!(outbox.deliver_due(&stop).await.unwrap(), 0, "it fails once more");
    mailer.fails.store(false, Ordering::SeqCst);
    app.clock.advance(59);
    assert_eq!(outbox.deliver_due(&stop).await.unwrap(), 0, "and waits for a minute");
    app.clock.advance(1);
    assert_eq!(outbox.deliver_due(&stop).await.unwrap(), 1);
    assert_eq!(delivered(), [ANA]);
    app.clock.advance(3_600);
    assert_eq!(outbox.deliver_due(&stop).await.unwrap(), 0, "once");
}

#[tokio::test]
async fn stopping_ends_delivery_after_the_current_mail() {
    let app = TestApp::new().await;
    let mailer = Arc::new(Broken::default());
    let writer = Writer::new(NAME, &Origin::parse(ORIGIN).unwrap());
    let outbox = Outbox::new(app.service.clone(), writer, mailer.clone());
    sign_up(&app, ANA).await;
    let (_stopped, stop) = watch::channel(true);
    assert_eq!(outbox.deliver_due(&stop).await.unwrap(), 0);
    let (_running, stop) = watch::channel(false);
    assert_eq!(
        outbox.deliver_due(&stop).await.unwrap(),
        1,
        "nothing was claimed before"
    );
}

#[tokio::test]
async fn the_sweep_is_done_by_one_node_at_a_time() {
    let app = TestApp::new().await;
    let (first, second) = (app.with_own_clock(), app.with_own_clock());
    for node in [&first, &second] {
        node.clock.advance(7 * 86_400);
    }
    sweep(&first.service, &app.remarks).await.unwrap();
    let link = app.fixtures().link(LinkKind::SetUp, "");
    app.store.put_link(&link).await.unwrap();
    sweep(&second.service, &app.remarks).await.unwrap();
    assert_eq!(app.tables.rows("link").await.len(), 1, "the first node has just swept");
    second.clock.advance(60);
    sweep(&second.service, &app.remarks).await.unwrap();
    assert_eq!(app.tables.rows("link").await.len(), 0);
}

/// A server that has swept, with a link that expires after an hour.
async fn swept_with_a_link() -> TestApp {
    let app = TestApp::new().await;
    sweep(&app.service, &app.remarks).await.unwrap();
    let link = app.fixtures().link(LinkKind::SetUp, "");
    app.store.put_link(&link).await.unwrap();
    app
}

/// Sweeps, and returns how many links are left and what `/readyz` says.
async fn swept(app: &TestApp) -> (usize, String) {
    sweep(&app.service, &app.remarks).await.unwrap();
    let ready = app.browser().get("/readyz").await;
    assert_eq!(ready.status, 200);
    (app.tables.rows("link").await.len(), ready.body)
}

#[tokio::test]
async fn b80_a_clock_that_jumps_ahead_erases_nothing_and_is_remarked() {
    let app = swept_with_a_link().await;
    let begin = app.clock.now();
    for ahead in [YEAR, 2 * YEAR, YEAR] {
        app.clock.set(begin.plus(ahead));
        assert_eq!(swept(&app).await, (1, AHEAD.into()), "{ahead}");
        assert_eq!(
            swept(&app).await,
            (1, AHEAD.into()),
            "{ahead}: it is another node's turn"
        );
    }
    app.clock.set(begin.plus(60));
    assert_eq!(swept(&app).await, (1, "ok\n".into()), "the link has not expired");
    app.clock.set(begin.plus(3_600));
    assert_eq!(swept(&app).await, (0, "ok\n".into()));
}

#[tokio::test]
async fn b80_beside_nodes_that_are_right_a_wrong_clock_is_never_believed() {
    let app = swept_with_a_link().await;
    let (wrong, remarks) = (app.with_own_clock(), Remarks::default());
    wrong.clock.advance(YEAR);
    for minute in 0..59 {
        sweep(&wrong.service, &remarks).await.unwrap();
        assert_eq!(swept(&app).await, (1, "ok\n".into()), "{minute}");
        wrong.clock.advance(60);
        app.clock.advance(60);
    }
    wrong.clock.advance(120);
    sweep(&wrong.service, &remarks).await.unwrap();
    assert_eq!(app.tables.rows("link").await.len(), 1);
    app.clock.advance(120);
    assert_eq!(swept(&app).await, (0, "ok\n".into()));
}

#[tokio::test]
async fn after_a_week_without_a_server_the_sweep_goes_on_within_the_hour() {
    let app = swept_with_a_link().await;
    app.clock.advance(7 * 86_400);
    for minute in 0..60 {
        assert_eq!(swept(&app).await, (1, AHEAD.into()), "{minute}");
        app.clock.advance(60);
    }
    assert_eq!(swept(&app).await, (0, "ok\n".into()));
}

/// PostgreSQL's part is in the tests of its store.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b88_a_busy_database_is_a_503_that_says_when_to_retry() {
    if postgres() {
        return;
    }
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let file = app.database.file().unwrap();
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let mut alien = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut alien).await.unwrap();
    let mut browser = app.browser();
    let reply = browser.post("sign-in", &[("email", ANA), ("password", PASSWORD)]).await;
    assert_eq!(reply.status, 503, "{}", reply.body);
    assert!(!reply.header("retry-after").is_empty());
    assert_eq!(app.browser().get("/sign-in").await.status, 200, "reads go on");
    sqlx::raw_sql("ROLLBACK").execute(&mut alien).await.unwrap();
    let mut challenged = app.challenge(&ana).await;
    let code = app.fresh_code(ana.phone());
    challenged.post("sign-in/passcode", &[("passcode", &code)]).await.ok();
}
