//! C5: success in a loop sends ten mails of its kind an hour, and one that says how many more there were.

use crate::{people::ANA, test_app::TestApp};

const HOUR: i64 = 3_600;

#[tokio::test]
async fn fifteen_sign_ins_are_ten_mails_and_one_that_says_five() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    app.signed_in(&ana).await;
    app.mails().await;
    let begin = app.now();
    for _ in 0..15 {
        app.signed_in(&ana).await;
        app.clock.advance(60);
    }
    let sent = app.mails().await;
    assert_eq!(sent.len(), 10);
    assert!(
        sent.iter()
            .all(|mail| mail.subject == "New sign-in to your Twofold account")
    );
    assert_eq!(
        app.tables.rows("outbox").await.len(),
        1,
        "the eleventh and later share a mail"
    );
    app.clock.advance(begin + HOUR - 1 - app.now());
    assert!(app.mails().await.is_empty(), "not before the hour is over");
    app.clock.advance(1);
    let sent = app.mails().await;
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].to.as_str(), sent[0].at.0), (ANA, begin + HOUR));
    assert_eq!(sent[0].subject, "5 more: New sign-in to your Twofold account");
    let (body, token) = sent[0].body.split_once("/not-me/").unwrap();
    let body = format!("{body}/not-me/{}", &token[43..]);
    assert_eq!(
        body,
        "Hello,\n\
        \n\
        In the hour from 15 January 2027, 08:00 UTC\n\
        to 15 January 2027, 09:00 UTC, this happened to your account more often than we\n\
        report one by one:\n\
        \n    New sign-in to your Twofold account\n\
        \n\
        After ten mails 5 more were not sent.\n\
        \n\
        If that was you, there is nothing to do. If this wasn’t you, freeze your account:\n\
        everything that is signed in stops, and you choose a new password.\n\
        \n\
        https://localhost:3000/not-me/\n\
        \n\
        Twofold\n\
        https://localhost:3000\n"
    );
    assert!(app.tables.rows("outbox").await.is_empty());
    app.signed_in(&ana).await;
    assert_eq!(app.mails().await.len(), 1, "another hour");
}
