//! B46, B54: the counters hold under concurrent requests.

use crate::{
    attacks::single_use::races::{challenges, crowd},
    browser::{Browser, Reply},
    people::ANA,
    race::{successes, together},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::Rejection;
use testing::rounds;

fn evaluated(replies: &[(Browser, Reply)]) -> usize {
    replies
        .iter()
        .filter(|(_, reply)| matches!(reply.error(), ApiError::Rejected(Rejection::WrongCode { .. })))
        .count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b46_five_hundred_challenges_share_one_count() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    app.next_step();
    let browsers = challenges(&app, &ana, 500).await;
    let wrong = ana.phone().wrong_code(app.step());
    let call = ("sign-in/passcode", vec![("passcode", wrong)]);
    let replies = together(browsers.iter().map(|browser| (browser.clone(), call.clone())).collect()).await;
    assert_eq!((successes(&replies), evaluated(&replies)), (0, 5));
    assert!(
        replies
            .iter()
            .all(|(_, reply)| matches!(reply.status.as_u16(), 422 | 429))
    );
    // None of the five hundred challenges opens, not even with the right code, until the wait is over.
    let mut browser = browsers.last().unwrap().clone();
    let code = ana.phone().code(app.step());
    let reply = browser.post("sign-in/passcode", &[("passcode", &code)]).await;
    assert!(matches!(reply.error(), ApiError::Rejected(Rejection::Wait { .. })));
    assert!(!browser.is_in().await);
    app.clock.advance(30);
    browser
        .post("sign-in/passcode", &[("passcode", &ana.phone().code(app.step()))])
        .await
        .ok();
    assert!(browser.is_in().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b54_a_burst_does_not_exceed_the_limits() {
    for round in 0..rounds(5) {
        let app = TestApp::new().await;
        let (ana, _) = app.protected(ANA).await;
        app.next_step();
        let browsers = challenges(&app, &ana, 25).await;
        let wrong = ana.phone().wrong_code(app.step());
        let passcode = ("sign-in/passcode", vec![("passcode", wrong)]);
        let replies = together(crowd(&browsers, &passcode)).await;
        assert_eq!(
            (successes(&replies), evaluated(&replies)),
            (0, 5),
            "passcodes, round {round}"
        );
        let recovery = (
            "sign-in/recovery",
            vec![("recovery_code", "00000-00000-00000-00000".into())],
        );
        let replies = together(crowd(&browsers, &recovery)).await;
        assert_eq!(
            (successes(&replies), evaluated(&replies)),
            (0, 5),
            "recovery codes, round {round}"
        );

        let verified = app.hasher.verified();
        let fields = vec![
            ("email", ANA.to_owned()),
            ("password", "wrong horse battery".to_owned()),
        ];
        let replies = together(crowd(&[app.browser()], &("sign-in", fields))).await;
        assert_eq!(
            (successes(&replies), app.hasher.verified() - verified),
            (0, 10),
            "passwords, round {round}"
        );
    }
}
