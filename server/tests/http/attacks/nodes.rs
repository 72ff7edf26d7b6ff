//! B05, B56, B71: several nodes, restarts and clocks that jump.

use super::single_use::{
    passcode::is_used,
    races::{challenges, crowd, known_challenges},
};
use crate::{
    people::ANA,
    race::{successes, together},
    sign_in::{
        passcode::{enter, wait_of},
        password::try_password,
    },
    test_app::TestApp,
};
use app::wire::error::ApiError;
use domain::Clock;
use terms::{CLOCK_TOLERANCE, DAY, HOUR, Rejection};
use testing::{Plan, T0, rounds};

const WRONG: &str = "wrong horse battery";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b05_one_code_at_two_nodes_one_success() {
    let (one, two) = TestApp::two_nodes(Plan::without_limits()).await;
    let (ana, _) = one.protected(ANA).await;
    let known = one.fully(&ana).await;
    for round in 0..rounds(4) {
        let browsers = match round % 2 {
            0 => challenges(&one, &ana, 25).await,
            _ => known_challenges(&one, &ana, &known, 25).await,
        };
        let code = one.fresh_code(ana.phone());
        two.clock.set(one.clock.now());
        let nodes = [&one.router, &two.router].into_iter().cycle();
        let spread: Vec<_> = browsers.into_iter().zip(nodes).map(|(b, node)| b.moved(node)).collect();
        let call = ("sign-in/passcode", vec![("passcode", code.clone())]);
        let replies = together(crowd(&spread, &call)).await;
        assert_eq!(successes(&replies), 1, "round {round}");
        is_used(&one, &ana, &code).await;
        is_used(&two, &ana, &code).await;
    }
}

#[tokio::test]
async fn b56_neither_a_restart_nor_another_node_forgets_the_count() {
    let (one, two) = TestApp::two_nodes(Plan::default()).await;
    let (ana, _) = one.protected(ANA).await;
    one.next_step();
    two.clock.set(one.clock.now());
    let wrong = ana.phone().wrong_code(one.step());
    for app in [&one, &two, &one, &two, &one] {
        let mut browser = app.challenge(&ana).await;
        assert!(enter(&mut browser, &wrong).await.is_wrong_code_or_wait());
    }
    let restarted = one.another().await;
    let right = ana.phone().code(one.step());
    for app in [&one, &two, &restarted] {
        let mut browser = app.challenge(&ana).await;
        assert_eq!(wait_of(&enter(&mut browser, &right).await), 30);
    }
    let mut stranger = one.browser();
    for n in 0..10 {
        let mut here = stranger.clone().moved([&one.router, &two.router][n % 2]);
        let reply = try_password(&mut here, ANA, WRONG).await;
        assert_eq!(reply.error(), ApiError::Rejected(Rejection::WrongCredentials));
    }
    for app in [&one, &two, &restarted] {
        stranger = stranger.moved(&app.router);
        let reply = try_password(&mut stranger, ANA, WRONG).await;
        assert!(matches!(reply.error(), ApiError::Rejected(Rejection::Wait(_))));
    }
    restarted.clock.advance(30);
    assert!(restarted.fully(&ana).await.is_in().await);
}

#[tokio::test]
async fn b71_no_jump_of_the_clock_takes_a_code_twice_or_revives_a_session() {
    let until = |moment: i64| moment - T0.0;
    for jump in [HOUR, -HOUR, 0, until(1 << 31), until((1 << 31) + 2 * 365 * DAY)] {
        let app = TestApp::new().await;
        let (ana, mut owner) = app.protected(ANA).await;
        let mut left = app.fully(&ana).await;
        let mut ended = left.clone();
        left.post("sign-out", &[]).await.ok();
        let code = app.fresh_code(ana.phone());
        enter(&mut app.challenge(&ana).await, &code).await.ok();
        app.clock.advance(jump);
        is_used(&app, &ana, &code).await;
        assert!(!ended.is_in().await, "{jump}");
        let was_in = owner.is_in().await;
        let ahead = match jump < 0 {
            true => None,
            false => Some(app.fully(&ana).await),
        };
        app.clock.advance(-jump);
        let mut browser = app.challenge(&ana).await;
        assert!(!enter(&mut browser, &code).await.status.is_success(), "{jump}");
        assert!(!browser.is_in().await && !ended.is_in().await, "{jump}");
        if jump > 0 {
            assert!(!was_in && !owner.is_in().await, "{jump}: over is over");
            assert!(!ahead.unwrap().is_in().await, "{jump}");
        }
    }
}

#[tokio::test]
async fn b71_nodes_ninety_seconds_apart_take_no_step_twice() {
    let (one, two) = TestApp::two_nodes(Plan::default()).await;
    let (ana, _) = one.protected(ANA).await;
    for apart in [CLOCK_TOLERANCE, -CLOCK_TOLERANCE] {
        one.clock.advance(4 * CLOCK_TOLERANCE);
        let code = one.fresh_code(ana.phone());
        two.clock.set(one.clock.now().plus(apart));
        let mut browser = one.challenge(&ana).await;
        enter(&mut browser, &code).await.ok();
        is_used(&two, &ana, &code).await;
        let mut there = browser.clone().moved(&two.router);
        assert!(there.is_in().await, "an honest session lives on both");
        there.post("sign-out", &[]).await.ok();
        assert!(!browser.is_in().await && !there.is_in().await);
        two.clock.set(one.clock.now());
        is_used(&two, &ana, &code).await;
        assert!(two.fully(&ana).await.is_in().await);
    }
}
