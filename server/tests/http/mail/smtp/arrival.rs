//! Many mails (1,000 in `make prove`) and a mail server that dies twice: every mail arrives.

use super::with_patience;
use crate::{people::PASSWORD, test_app::TestApp};
use serde_json::Value;
use server::{
    config::Origin,
    jobs::Outbox,
    mail::{Patience, Writer},
};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use testing::{MailServer, MailServerPlan, MailTls, NAME, ORIGIN, rounds};
use tokio::sync::watch;

const PLAIN: MailServerPlan<'_> = MailServerPlan {
    tls: MailTls::None,
    login: None,
    utf8: true,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mail_arrives_although_the_mail_server_dies_twice() {
    let mails = rounds(100);
    let killed_at = [mails / 3, mails * 2 / 3];
    let app = TestApp::new().await;
    let address = |n: usize| format!("ana-{n}@example.com");
    for n in 0..mails {
        let email = address(n);
        let fields = [("name", "Ana"), ("email", &email), ("password", PASSWORD)];
        app.browser().post("sign-up", &fields).await.ok();
    }
    assert_eq!(app.tables.rows("outbox").await.len(), mails);

    let mut server = MailServer::start(PLAIN);
    let smtp = with_patience(&format!("smtp://127.0.0.1:{}", server.port()), Patience::default());
    let writer = Writer::new(NAME, &Origin::parse(ORIGIN).unwrap());
    let outbox = Arc::new(Outbox::new(app.service.clone(), writer, Arc::new(smtp)));
    let (_running, stop) = watch::channel(false);
    let clock = app.clock.clone();
    let job = tokio::spawn(async move {
        let mut failures = 0;
        while outbox.deliver_due(&stop).await.is_err() {
            failures += 1;
            // What waits for its next try, or in a lease, is due again.
            clock.advance(3_600);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        clock.advance(3_600);
        outbox.deliver_due(&stop).await.unwrap();
        failures
    });
    for taken in killed_at {
        let mut waited = 0;
        while server.taken().len() < taken {
            waited += 1;
            assert!(waited < 30_000, "{}", server.taken().len());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        server.kill();
        tokio::time::sleep(Duration::from_millis(200)).await;
        server.restart();
    }
    let failures = job.await.unwrap();
    assert!(failures >= killed_at.len(), "{failures}");
    assert!(app.tables.rows("outbox").await.is_empty());

    let taken: Vec<Value> = server
        .taken()
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let all = |key: &str| taken.iter().map(|mail| mail[key].to_string()).collect::<BTreeSet<_>>();
    assert_eq!(all("id").len(), mails, "distinct Message-IDs");
    let expected: BTreeSet<_> = (0..mails).map(|n| format!("[\"{}\"]", address(n))).collect();
    assert_eq!(all("recipients"), expected);
    let copies = taken.len() - mails;
    assert!(copies <= killed_at.len(), "{copies} copies");
    assert_eq!(all("defects"), BTreeSet::from(["[]".to_owned()]));
}
