//! The outbox and a mail server that fails.

use super::{
    client,
    scripted::{Act, ScriptedServer},
};
use crate::{
    people::{ANA, PASSWORD},
    test_app::TestApp,
};
use server::{config::Origin, jobs::Outbox, mail::Writer};
use std::sync::Arc;
use testing::{NAME, ORIGIN};
use tokio::sync::watch;

const BEN: &str = "ben@example.com";

/// A server with a mail to each of these addresses, and the job that delivers them to a mail server with this script.
async fn waiting(emails: &[&str], script: &[(&'static str, Act)]) -> (TestApp, Outbox, ScriptedServer) {
    let app = TestApp::new().await;
    for email in emails {
        let fields = [("name", "Ana"), ("email", email), ("password", PASSWORD)];
        app.browser().post("sign-up", &fields).await.ok();
        // Older mails are delivered first.
        app.clock.advance(1);
    }
    let server = ScriptedServer::start(script);
    let smtp = client(&format!("smtp://127.0.0.1:{}", server.port));
    let writer = Writer::new(NAME, &Origin::parse(ORIGIN).unwrap());
    let outbox = Outbox::new(app.service.clone(), writer, Arc::new(smtp));
    (app, outbox, server)
}

/// Returns how many mails were delivered; `None` if none can be.
async fn run(outbox: &Outbox) -> Option<usize> {
    let (_running, stop) = watch::channel(false);
    outbox.deliver_due(&stop).await.ok()
}

async fn left(app: &TestApp) -> usize {
    app.tables.rows("outbox").await.len()
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_erased_and_never_tried_again() {
    let (app, outbox, server) = waiting(&[ANA, BEN], &[("RCPT", Act::Says("550 5.1.1 no such user"))]).await;
    assert_eq!(run(&outbox).await, Some(1), "the other is delivered");
    assert_eq!((left(&app).await, server.taken().len()), (0, 1));
    app.clock.advance(86_400);
    assert_eq!(run(&outbox).await, Some(0));
    assert_eq!(server.verbs().matches("RCPT").count(), 2);
}

#[tokio::test]
async fn a_mail_that_is_refused_for_now_waits_and_the_others_do_not() {
    let (app, outbox, server) = waiting(&[ANA, BEN], &[("RCPT", Act::Says("450 4.2.1 greylisted"))]).await;
    assert_eq!((run(&outbox).await, left(&app).await), (Some(1), 1));
    app.clock.advance(29);
    assert_eq!(run(&outbox).await, Some(0), "not before its time");
    app.clock.advance(1);
    assert_eq!((run(&outbox).await, left(&app).await), (Some(1), 0));
    assert_eq!(server.taken().len(), 2);
}

#[tokio::test]
async fn a_server_that_fails_is_not_asked_for_each_mail_and_gets_all_later() {
    for act in [
        ("CONNECT", Act::Cuts),
        ("CONNECT", Act::Hangs),
        ("MAIL", Act::Says("530 5.7.0 authentication required")),
    ] {
        let (app, outbox, server) = waiting(&[ANA, BEN], &[act]).await;
        assert_eq!(run(&outbox).await, None, "{act:?}: the job fails, which /readyz shows");
        assert_eq!((server.connections(), left(&app).await), (1, 2), "{act:?}");
        assert_eq!(run(&outbox).await, Some(1), "{act:?}: the other is not held back");
        app.clock.advance(30);
        assert_eq!((run(&outbox).await, left(&app).await), (Some(1), 0), "{act:?}");
        assert_eq!(server.taken().len(), 2, "{act:?}");
    }
}

#[tokio::test]
async fn a_connection_cut_after_the_content_makes_a_copy_with_the_same_id() {
    let (app, outbox, server) = waiting(&[ANA], &[("CONTENT", Act::Cuts)]).await;
    assert_eq!((run(&outbox).await, left(&app).await), (None, 1));
    app.clock.advance(30);
    assert_eq!((run(&outbox).await, left(&app).await), (Some(1), 0));
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    assert!(taken[0] == taken[1] && taken[0].contains("Message-ID: <"), "{taken:?}");
}
