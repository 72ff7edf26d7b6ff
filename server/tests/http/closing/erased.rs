//! What is left of an account after 14 days, and of a clock that is wrong.

use super::{LIFE, LINK_GONE, closes, keeps, opened, opens, refused, team};
use crate::{
    freeze::{Post, sign_in},
    people::{ANA, BEN, PASSWORD, ROSA},
    test_app::TestApp,
};
use domain::{Clock, store::Effects};
use terms::{DAY, Rejection, Timestamp};

/// Sweeps once a day for so many days.
async fn days(app: &TestApp, days: i64) {
    for _ in 0..days {
        app.service.sweep().await.unwrap();
        app.clock.advance(DAY);
    }
    app.service.sweep().await.unwrap();
}

#[tokio::test]
async fn after_14_days_nothing_is_left_and_the_address_is_free() {
    let app = TestApp::new().await;
    let rosa = app.join(ROSA).await;
    let mut rosas = app.signed_in(&rosa).await;
    let (ana, mut anas, ben, mut bens) = team(&app).await;
    app.confirmed(&mut anas, "My phone").await;
    app.made_key(&mut bens, "Backup", "me").await;
    let ids = [
        app.tables.id_of("member", ANA).await,
        app.tables.id_of("member", BEN).await,
    ];
    closes(&mut anas).await;
    let post = &mut Post::of(&app);
    let token = post.newest(ANA, "/keep-account/").await.expect("a link");
    days(&app, 13).await;
    assert_eq!(app.tables.rows("device").await.len(), 1, "the last day has not passed");
    days(&app, 1).await;
    post.newest(ANA, "/keep-account/").await;
    for table in app.tables.names().await {
        let rows = app.tables.rows(&table).await.join("\n");
        for trace in [ids[0].as_str(), ids[1].as_str(), ANA, BEN] {
            assert!(!rows.contains(trace), "{trace} is left in {table}: {rows}");
        }
    }
    let erased = |email: &str| {
        let told = post.mails.iter().filter(|mail| mail.subject.contains("was erased"));
        told.filter(|mail| mail.to == email).count()
    };
    assert_eq!((erased(ANA), erased(BEN)), (1, 0), "owners are told");
    assert_eq!(opens(&mut app.browser(), &token).await.error(), LINK_GONE);
    for person in [&ana, &ben] {
        let told = sign_in(&app, &person.email, PASSWORD).await;
        assert_eq!(told, Some(refused(Rejection::WrongCredentials)));
    }
    assert_eq!(anas.get("/closed-account").await.status, 410);
    assert!(
        app.service.issue_set_up_link().await.unwrap().is_none(),
        "there is another account"
    );
    assert!(!rosas.is_in().await, "her session has run out");
    app.signed_in(&rosa).await;
    app.join(ANA).await;
}

#[tokio::test]
async fn while_it_is_being_erased_every_password_is_wrong() {
    let app = TestApp::new().await;
    let (_, mut anas, ..) = team(&app).await;
    closes(&mut anas).await;
    app.clock.advance(LIFE);
    let due = app.store.closed_before(Timestamp(app.now() - LIFE), 1).await.unwrap();
    let (account, closed) = due.into_iter().next().unwrap();
    let (now, none) = (Timestamp(app.now()), Effects::none());
    let begun = app.store.erase_secrets(&account, closed, now, &none).await;
    assert!(begun.unwrap());
    for password in [PASSWORD, "not the right one"] {
        let told = sign_in(&app, ANA, password).await;
        assert_eq!(told, Some(refused(Rejection::WrongCredentials)));
    }
    app.clock.advance(61);
    let forgotten = app.browser().post("forgot-password", &[("email", ANA)]).await;
    assert_eq!(forgotten.status, 200);
}

#[tokio::test]
async fn b80_a_clock_that_jumps_ahead_erases_no_account() {
    let app = TestApp::new().await;
    let (ana, mut anas, ..) = team(&app).await;
    app.service.sweep().await.unwrap();
    closes(&mut anas).await;
    let token = Post::of(&app).newest(ANA, "/keep-account/").await.expect("a link");
    let begin = app.clock.now();
    for jump in [LIFE + DAY, 400 * DAY] {
        app.clock.set(begin.plus(jump));
        app.service.sweep().await.unwrap();
    }
    app.clock.set(begin.plus(60));
    app.service.sweep().await.unwrap();
    let mut owner = opened(&app, &token).await;
    keeps(&mut owner).await.ok();
    app.signed_in(&ana).await;
}

#[tokio::test]
async fn the_operator_makes_a_link_for_an_owner_who_has_lost_the_mailbox() {
    let app = TestApp::new().await;
    let (ana, mut anas, ..) = team(&app).await;
    assert!(app.service.operator_keep(ANA).await.unwrap().is_none(), "not closed");
    closes(&mut anas).await;
    assert!(app.service.operator_keep(BEN).await.unwrap().is_none(), "no owner");
    let (link, until) = app.service.operator_keep(ANA).await.unwrap().unwrap();
    assert_eq!(until.0, app.now() + LIFE);
    let mut owner = opened(&app, link.expose_secret().rsplit('/').next().unwrap()).await;
    keeps(&mut owner).await.ok();
    app.signed_in(&ana).await;
}

#[tokio::test]
async fn the_operator_sees_that_an_account_is_closed() {
    let app = TestApp::new().await;
    let (_, mut anas, ..) = team(&app).await;
    closes(&mut anas).await;
    let person = app.service.person(BEN).await.unwrap();
    let until = Timestamp(app.now()).plus(LIFE);
    let held: Vec<_> = person.holds.into_iter().map(|hold| hold.of).collect();
    assert_eq!(held, [domain::operator::holds::Held::Closed(until)]);
}
