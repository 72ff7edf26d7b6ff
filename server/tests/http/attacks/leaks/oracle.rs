//! B17, B57–B59: known and unknown members, near misses and wrong codes cost and look the same.
//!
//! Costs are compared by counting hashes and writes; writes are counted on SQLite only.

use crate::{
    browser::{Browser, Reply},
    people::{ANA, BEN, PASSWORD, Person},
    test_app::{TestApp, postgres},
};
use terms::DAY;

/// What a request cost: slow hashes, and the rows it changed.
type Cost = (usize, Vec<String>);

async fn cost(app: &TestApp, browser: &mut Browser, endpoint: &str, fields: &[(&str, &str)]) -> (Reply, Cost) {
    let runs = app.hasher.runs();
    app.tables.seen().await;
    let reply = browser.post(endpoint, fields).await;
    (reply, (app.hasher.runs() - runs, app.tables.seen().await))
}

/// The status and header names of a response, without values that always differ.
fn shape(reply: &Reply) -> (u16, String, Vec<String>) {
    let mut names: Vec<_> = reply
        .headers
        .iter()
        .map(|(name, value)| format!("{name} {}", value.len()))
        .collect();
    names.sort();
    (reply.status.as_u16(), reply.body.clone(), names)
}

#[tokio::test]
async fn b58_b59_sign_in_treats_known_and_unknown_alike() {
    if postgres() {
        return;
    }
    let app = TestApp::new().await;
    app.join(ANA).await;
    let (ben, _) = app.protected(BEN).await;
    app.tables.watch().await;
    let mut answers = Vec::new();
    // Whether a window's row exists depends on earlier tries, not on whether the member exists; it is one upsert either
    // way.
    for email in [ANA, ben.email.as_str(), "nobody@example.com", "ana@example.org", "a@b"] {
        let mut browser = app.browser();
        let mut each = Vec::new();
        for _ in 0..11 {
            let fields = [("email", email), ("password", "wrong horse battery")];
            let (reply, cost) = cost(&app, &mut browser, "sign-in", &fields).await;
            each.push((
                shape(&reply),
                cost.0,
                cost.1
                    .iter()
                    .map(|change| change.replace("INSERT", "UPDATE"))
                    .collect::<Vec<_>>(),
            ));
        }
        assert_eq!(each[0].1, 1, "one hash");
        answers.push(each);
    }
    let first = answers[0].clone();
    assert!(answers.iter().all(|each| *each == first), "{answers:#?}");
    app.signed_in(&Person {
        email: ANA.into(),
        password: PASSWORD.into(),
        phones: vec![],
        codes: vec![],
    })
    .await;
}

#[tokio::test]
async fn b58_b59_sign_up_treats_known_and_unknown_alike() {
    let fields = [("name", "Somebody"), ("password", "eight purple tricycles")];
    let hashes = waits_alike("sign-up", &fields, [2, 2]).await;
    assert!(hashes.is_none_or(|hashes| hashes == 1), "one hash");
}

#[tokio::test]
async fn b58_b59_a_forgotten_password_treats_known_and_unknown_alike() {
    // Only members are mailed. For others mails are stored as well, and dropped instead of delivered.
    let hashes = waits_alike("forgot-password", &[], [2, 0]).await;
    assert!(hashes.is_none_or(|hashes| hashes == 0), "no hash");
}

/// Sends a form with a known and with an unknown address, has the mail sent again, and checks that both cost and look the
/// same. Returns the number of hashes, if that is counted on this database.
async fn waits_alike(form: &str, fields: &[(&str, &str)], mails: [usize; 2]) -> Option<usize> {
    if postgres() {
        return None;
    }
    let app = TestApp::new().await;
    app.join(ANA).await;
    app.mails().await;
    // Whether a row is new or not is no difference between members and others.
    app.clock.advance(DAY);
    app.service.store().sweep(app.service.now()).await.unwrap();
    app.tables.watch().await;
    let mut answers = Vec::new();
    for (email, mails) in [ANA, "new@example.com"].into_iter().zip(mails) {
        let mut browser = app.browser();
        let fields = [&[("email", email)], fields].concat();
        let (reply, costs) = cost(&app, &mut browser, form, &fields).await;
        let waiting = browser.post(&format!("{form}/waiting"), &[]).await.ok().data();
        let waiting = (
            waiting["email"] == email,
            waiting["again_at"].as_i64().unwrap() - waiting["now"].as_i64().unwrap(),
        );
        let page = browser.get(&format!("/{form}/check-mail")).await;
        app.clock.advance(60);
        let again = browser.post(&format!("{form}/send-again"), &[]).await;
        answers.push((shape(&reply), costs, waiting, page.status, shape(&again)));
        assert_eq!(app.mails().await.len(), mails, "{email}");
    }
    assert_eq!(answers[0], answers[1]);
    let outbox = app.tables.rows("outbox").await;
    assert!(outbox.is_empty(), "what is dropped is erased as well: {outbox:?}");
    Some(answers[0].1.0)
}

#[tokio::test]
async fn b58_b59_strangers_cannot_tell_a_closed_account_from_an_open_one() {
    if postgres() {
        return;
    }
    let app = TestApp::new().await;
    let (ana, ben) = (app.join(ANA).await, app.join(BEN).await);
    app.signed_in(&ben).await;
    let close = [("sure", "true"), ("password", PASSWORD)];
    app.signed_in(&ana).await.post("profile/close", &close).await.ok();
    app.mails().await;
    app.clock.advance(DAY);
    app.service.store().sweep(app.service.now()).await.unwrap();
    app.tables.watch().await;
    let mut answers = Vec::new();
    for email in [ANA, BEN, "nob@example.com"] {
        let fields = [("email", email), ("password", "wrong horse battery")];
        let (wrong, hashing) = cost(&app, &mut app.browser(), "sign-in", &fields).await;
        let (forgotten, mailing) = cost(&app, &mut app.browser(), "forgot-password", &[("email", email)]).await;
        // Whether a row is new or not is no difference between them.
        let upserted = |changes: Vec<String>| {
            let mut changes: Vec<_> = changes
                .iter()
                .map(|change| change.replace("INSERT", "UPDATE"))
                .collect();
            changes.sort();
            changes
        };
        answers.push((
            shape(&wrong),
            hashing,
            shape(&forgotten),
            (mailing.0, upserted(mailing.1)),
        ));
    }
    assert_eq!(answers[0], answers[1], "a closed and an open account");
    assert_eq!(answers[1], answers[2], "and none");
}

#[tokio::test]
async fn b17_b57_a_near_miss_costs_and_looks_like_any_wrong_code() {
    if postgres() {
        return;
    }
    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    app.next_step();
    let right = ana.phone().code(app.step());
    app.tables.watch().await;
    let (mut passcodes, mut recovery) = (Vec::new(), Vec::new());
    for same in 0..6usize {
        let wrong: String = right
            .char_indices()
            .map(|(n, c)| if n < same { c } else { other_digit(c) })
            .collect();
        let mut browser = app.challenge(&ana).await;
        let (reply, cost) = cost(&app, &mut browser, "sign-in/passcode", &[("passcode", &wrong)]).await;
        passcodes.push((shape(&reply), cost));
    }
    let code = &ana.codes[0];
    for same in [0, 3, 5, 6, 10, 22] {
        let wrong: String = code
            .char_indices()
            .map(|(n, c)| if n < same || c == '-' { c } else { other_sign(c) })
            .collect();
        let mut browser = app.challenge(&ana).await;
        let (reply, cost) = cost(&app, &mut browser, "sign-in/recovery", &[("recovery_code", &wrong)]).await;
        recovery.push((shape(&reply), cost));
    }
    for answers in [passcodes, recovery] {
        // The very first failure creates the counter's row.
        let first = &answers[1];
        assert!(answers.iter().skip(1).all(|answer| answer == first), "{answers:#?}");
        assert_eq!(answers[0].0, first.0);
        assert_eq!(answers[0].1.0, first.1.0);
    }
    let (_, known) = cost(
        &app,
        &mut app.challenge(&ana).await,
        "sign-in/recovery",
        &[("recovery_code", code)],
    )
    .await;
    assert_eq!(known.0, 1, "one hash a guess, right or wrong");
}

#[tokio::test]
async fn b59_wrong_used_and_foreign_codes_are_answered_alike() {
    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    let (ben, _) = app.protected(BEN).await;
    let used = app.fresh_code(ana.phone());
    app.challenge(&ana)
        .await
        .post("sign-in/passcode", &[("passcode", &used)])
        .await
        .ok();
    let codes = [used, ben.phone().code(app.step()), ana.phone().wrong_code(app.step())];
    let mut answers = Vec::new();
    for code in &codes {
        let mut browser = app.challenge(&ana).await;
        answers.push(shape(&browser.post("sign-in/passcode", &[("passcode", code)]).await));
        assert!(!browser.is_in().await);
    }
    // Without any device page and answer are the same: a lost device does not switch two-factor off.
    let mut lone = ana.clone();
    let mut repair = app.repairing(&mut lone).await;
    repair.post("devices/remove", &[("id", &ana.phone().id)]).await.ok();
    let mut browser = app.challenge(&ana).await;
    answers.push(shape(
        &browser.post("sign-in/passcode", &[("passcode", "123456")]).await,
    ));
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:#?}");
}

fn other_digit(c: char) -> char {
    if c == '9' {
        '0'
    } else {
        char::from_u32(u32::from(c) + 1).unwrap()
    }
}

fn other_sign(c: char) -> char {
    if c == 'A' { 'B' } else { 'A' }
}
