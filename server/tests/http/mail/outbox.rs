//! A mail waits in the outbox until it was delivered.

use crate::{
    people::{ANA, PASSWORD},
    test_app::TestApp,
};
use async_trait::async_trait;
use server::{
    config::Origin,
    jobs::Outbox,
    mail::{DeliveryError, Fate, Mailer, Message, Writer},
};
use std::{
    future::pending,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use testing::NAME;
use tokio::{select, sync::watch};

/// How a mailer answers.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Answer {
    Delivers,
    Fails,
    Hangs,
}

/// A mailer that gives these answers, the last one first, and then delivers. It keeps what it was given.
#[derive(Default)]
struct FlakyMailer {
    answers: Mutex<Vec<Answer>>,
    asked: AtomicUsize,
    delivered: Mutex<Vec<Message>>,
}

#[async_trait]
impl Mailer for FlakyMailer {
    async fn deliver(&self, message: &Message) -> Result<(), DeliveryError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let answer = self.answers.lock().unwrap().pop().unwrap_or(Answer::Delivers);
        match answer {
            Answer::Delivers => self.delivered.lock().unwrap().push(message.clone()),
            Answer::Fails => return Err(DeliveryError::new(Fate::Later, "the mailbox is full")),
            Answer::Hangs => pending().await,
        }
        Ok(())
    }
}

/// Delivers what is due and returns how many mails were delivered.
async fn run(outbox: &Outbox) -> usize {
    let (_running, stop) = watch::channel(false);
    outbox.deliver_due(&stop).await.unwrap()
}

/// A server with one mail in the outbox, and the job that delivers it through this mailer.
async fn one_mail(answers: &[Answer]) -> (TestApp, Outbox, Arc<FlakyMailer>) {
    let app = TestApp::new().await;
    let sign_up = [("name", "Ana Ruiz"), ("email", ANA), ("password", PASSWORD)];
    app.browser().post("sign-up", &sign_up).await.ok();
    let mailer = Arc::new(FlakyMailer::default());
    *mailer.answers.lock().unwrap() = answers.to_vec();
    let writer = Writer::new(NAME, &Origin::parse(&app.plan.origin).unwrap());
    let outbox = Outbox::new(app.service.clone(), writer, mailer.clone());
    (app, outbox, mailer)
}

#[tokio::test]
async fn a_mail_that_could_not_be_delivered_is_kept_and_tried_again() {
    let (app, outbox, mailer) = one_mail(&[Answer::Fails, Answer::Fails]).await;
    for (failures, wait) in [(1, 30), (2, 60)] {
        assert_eq!(run(&outbox).await, 0);
        assert_eq!(mailer.asked.load(Ordering::SeqCst), failures);
        assert_eq!(app.tables.rows("outbox").await.len(), 1, "it is kept");
        app.clock.advance(wait - 1);
        assert_eq!(run(&outbox).await, 0);
        assert_eq!(mailer.asked.load(Ordering::SeqCst), failures, "not before its time");
        app.clock.advance(1);
    }
    assert_eq!(run(&outbox).await, 1);
    let delivered = mailer.delivered.lock().unwrap().clone();
    assert_eq!(delivered.len(), 1);
    assert!(delivered[0].to == ANA && delivered[0].body.contains("/confirm-email/"));
    assert!(app.tables.rows("outbox").await.is_empty(), "then it is erased");
    app.clock.advance(86_400);
    assert_eq!(run(&outbox).await, 0, "and sent once");
}

#[tokio::test]
async fn a_mail_whose_delivery_broke_off_is_delivered_by_the_next_run() {
    let (app, outbox, mailer) = one_mail(&[Answer::Hangs]).await;
    // The program ends while the mail server has not answered.
    let asked = async {
        while mailer.asked.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
    };
    select! {
        done = run(&outbox) => panic!("{done:?}"),
        () = asked => {}
    }
    assert_eq!(
        app.tables.rows("outbox").await.len(),
        1,
        "not erased before it was delivered"
    );
    app.clock.advance(60);
    assert_eq!(run(&outbox).await, 1);
    assert_eq!(mailer.delivered.lock().unwrap().len(), 1);
    assert!(app.tables.rows("outbox").await.is_empty());
}
