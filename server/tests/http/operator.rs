//! What the operator sees of members and does to them, beside the server.

use crate::{
    freeze::{NEW, Post},
    people::{ANA, BEN, Person},
    sessions::gone,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use domain::{
    Timestamp,
    kernel::throttle::SignInWindow,
    operator::{
        Ended,
        holds::{Held, Hold},
    },
};
use terms::{HOUR, MINUTE, Rejection, SessionKind};

#[tokio::test]
async fn sessions_that_the_operator_ends_are_refused_at_once_and_the_member_is_told() {
    let app = TestApp::new().await;
    let (ana, mut first) = app.protected(ANA).await;
    let mut second = app.fully(&ana).await;
    let mut waiting = app.challenge(&ana).await;
    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    app.mails().await;
    let (member, ended) = app.service.operator_ends_sessions(ANA).await.unwrap();
    let expected = Ended {
        sessions: 2,
        challenges: 1,
        trusted: 0,
    };
    assert_eq!((member.email.as_str(), ended), (ANA, expected));
    gone(&mut first).await;
    gone(&mut second).await;
    let code = app.fresh_code(ana.phone());
    let late = waiting.post("sign-in/passcode", &[("passcode", &code)]).await;
    assert!(
        late.status != 200 && !waiting.is_in().await,
        "the challenge is over, too"
    );
    assert!(bens.is_in().await, "of nobody else");
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(
        (mails[0].to.as_str(), mails[0].subject.as_str()),
        (ANA, "You were signed out of Twofold")
    );
    assert!(
        mails[0]
            .body
            .contains("Whoever runs this service ended all your sessions"),
        "{}",
        mails[0].body
    );
    let mut again = app.fully(&ana).await;
    let page = again.get("/security/activity").await.ok().body;
    assert!(page.contains("Ended all other sessions"), "{page}");
    let events = app.tables.rows("event").await;
    let own: Vec<_> = events.iter().filter(|row| row.contains("sessions-ended")).collect();
    assert!(
        own.len() == 1 && own[0].contains("twofold") && own[0].contains("0.0.0.0"),
        "{own:?}"
    );
    for address in ["nobody@example.com", "no address", ""] {
        assert!(app.service.operator_ends_sessions(address).await.is_err(), "{address}");
    }
    let capitals = app.service.operator_ends_sessions("ANA@Example.COM").await.unwrap();
    assert_eq!(capitals.1.sessions, 1);
}

#[tokio::test]
async fn the_member_is_told_in_the_language_of_the_profile() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    browser.post("profile/language", &[("language", "de")]).await.ok();
    app.mails().await;
    app.service.operator_ends_sessions(ANA).await.unwrap();
    let mail = app.mails().await.remove(0);
    assert_eq!(mail.subject, "Sie wurden bei Twofold abgemeldet");
    assert!(
        mail.body
            .contains("Wer diesen Dienst betreibt, hat alle Ihre Sitzungen beendet"),
        "{}",
        mail.body
    );
}

#[tokio::test]
async fn the_operator_sees_what_holds_a_member_back_and_until_when() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let holds = async || app.service.person(ANA).await.unwrap().holds;
    assert_eq!(holds().await, []);
    let mut challenge = app.challenge(&ana).await;
    let wrong = ana.phone().wrong_code(app.step());
    for _ in 0..5 {
        challenge.post("sign-in/passcode", &[("passcode", &wrong)]).await;
    }
    let passcodes = Hold {
        of: Held::Passcodes,
        until: Some(Timestamp(app.now() + 30)),
    };
    assert_eq!(holds().await, [passcodes]);
    app.clock.advance(30);
    assert_eq!(holds().await, [], "the wait is over");
    let mut stranger = app.browser();
    for _ in 0..10 {
        stranger
            .post("sign-in", &[("email", ANA), ("password", "wrong horse battery")])
            .await;
    }
    let password = Hold {
        of: Held::Password(SignInWindow::Network(stranger.address.to_string())),
        until: Some(Timestamp(app.now() + 15 * MINUTE)),
    };
    assert_eq!(holds().await, [password]);
    app.tables.run("UPDATE counter SET stopped_at = 1").await;
    assert!(holds().await.contains(&Hold {
        of: Held::Passcodes,
        until: None
    }));
}

#[tokio::test]
async fn the_operator_sees_the_sessions_as_they_are_now_and_the_policy() {
    let app = TestApp::new().await;
    let ben = app.join(BEN).await;
    app.signed_in(&ben).await;
    let person = app.service.person(BEN).await.unwrap();
    assert_eq!(person.sessions[0].kind, SessionKind::Full);
    assert!(!person.overview.member.is_overdue(person.now));
    app.require_two_factor(BEN, "member").await;
    let person = app.service.person(BEN).await.unwrap();
    assert_eq!(person.sessions[0].kind, SessionKind::Restricted);
    assert!(person.overview.member.is_overdue(person.now));
    let last = person.overview.last_sign_in;
    assert_eq!((last, person.reset), (Some(Timestamp(app.now())), None));
    app.clock.advance(HOUR);
    let person = app.service.person(BEN).await.unwrap();
    assert_eq!(
        (
            person.sessions.len(),
            person.overview.sessions,
            person.overview.last_sign_in
        ),
        (0, 0, last)
    );
}

#[tokio::test]
async fn the_operator_ends_a_freeze_for_who_has_lost_the_mailbox() {
    let app = TestApp::new().await;
    let post = &mut Post::of(&app);
    let ana = app.join(ANA).await;
    app.signed_in(&ana).await;
    // About a sign-in in another browser a mail is sent.
    app.signed_in(&ana).await;
    assert!(
        app.service.operator_unfreeze(ANA).await.unwrap().is_none(),
        "not frozen"
    );
    post.frozen(ANA).await;
    let (link, until, address) = app.service.operator_unfreeze(ANA).await.unwrap().unwrap();
    assert_eq!((until.0, address.as_str()), (app.now() + 30 * MINUTE, ANA));
    let token = link.expose_secret().rsplit('/').next().unwrap();
    let mut browser = app.browser();
    browser.post("links/open-unfreeze", &[("token", token)]).await.ok();
    browser.post("unfreeze", &[("password", NEW)]).await.ok();
    let mut again = app.browser();
    let gone = again.post("links/open-unfreeze", &[("token", token)]).await.error();
    assert_eq!(gone, ApiError::Rejected(Rejection::Gone(terms::Ended::Link)));
    let ana = Person {
        password: NEW.into(),
        ..ana
    };
    app.signed_in(&ana).await;
}
