//! What a person proves again for an application that wants a recent second factor.

use domain::{
    Clock,
    sessions::{Proofs, rights::UseCase},
    sign_in::{Entered, passcode::step_at},
};
use terms::{Field, Problem, Rejection};
use testing::{
    MemberApp,
    member_app::{PASSWORD, refused},
    phone,
};

#[tokio::test]
async fn an_application_gets_password_and_passcode_anew_however_fresh_they_are() {
    let app = MemberApp::new(7).await;
    let Entered::Session(opened) = app.enter(PASSWORD).await.unwrap() else {
        unreachable!("two-factor is off");
    };
    let phone = app.pending(opened.token.expose_secret(), "My phone").await.unwrap();
    let code = || phone::code(&phone.secret, step_at(app.clock.now()));
    let confirmed = app.confirm(&phone.session, &phone.id, &code()).await.unwrap();
    let token = confirmed.token.expose_secret();
    let who = app.for_use_case(token, UseCase::ProveAgain).await.unwrap();
    assert!(!app.service.asks(&who, UseCase::MakeApiKey).password, "all is fresh");
    let asks = app.service.asks(&who, UseCase::ProveAgain);
    assert!(asks.password && asks.passcode);
    let without = Proofs {
        password: PASSWORD,
        passcode: "",
    };
    assert_eq!(
        refused(app.service.step_up(who.clone(), without).await),
        Rejection::Invalid(Field::Passcode, Problem::Missing)
    );

    app.clock.advance(60);
    let before = who.session.id.clone();
    let who = app.for_use_case(token, UseCase::ProveAgain).await.unwrap();
    let code = code();
    let proofs = Proofs {
        password: PASSWORD,
        passcode: &code,
    };
    let proved = app.service.step_up(who, proofs).await.unwrap().who;
    assert_eq!(proved.session.id, before, "the session is the same");
    assert_eq!(proved.session.factor_at, Some(app.clock.now()));
}
