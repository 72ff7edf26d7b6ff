//! B15: passcodes that are too short, too long, of other signs, of other times.

use crate::{people::ANA, world::World};
use app::wire::error::ApiError;
use terms::{Field, Problem, Rejection};

#[tokio::test]
async fn b15_parts_of_a_code_are_no_code_and_cost_no_try() {
    let world = World::new().await;
    let (ana, _) = world.protected(ANA).await;
    let mut browser = world.challenge(&ana).await;
    let code = world.fresh_code(ana.phone());
    let before = world.tables.rows("counter").await;
    let double = format!("{code}{code}");
    let long = code.repeat(100);
    let cases = [
        ("", Problem::Missing),
        ("   ", Problem::Missing),
        ("---", Problem::Missing),
        (&code[..1], Problem::TooShort),
        (&code[..5], Problem::TooShort),
        (&code[1..], Problem::TooShort),
        (&double, Problem::TooLong),
        (&format!("{code}0"), Problem::TooLong),
        (&format!("0{code}"), Problem::TooLong),
        (&long, Problem::TooLong),
        ("12345a", Problem::Malformed),
        ("abcdef", Problem::Malformed),
        ("１２３４５六", Problem::Malformed),
        ("\u{1f511}23456", Problem::Malformed),
        ("%%%%%%", Problem::Malformed),
        ("______", Problem::Malformed),
        ("*", Problem::Malformed),
        ("' OR 1=1", Problem::Malformed),
        ("\u{2460}\u{2461}\u{2462}\u{2463}\u{2464}\u{2465}", Problem::Malformed),
        ("+12345", Problem::Malformed),
        ("1234.5", Problem::Malformed),
    ];
    for (typed, problem) in cases {
        let reply = browser.post("sign-in/passcode", &[("passcode", typed)]).await;
        assert_eq!(
            reply.error(),
            ApiError::Rejected(Rejection::Invalid(Field::Passcode, problem)),
            "{typed:.20?}"
        );
        assert!(!browser.is_in().await);
    }
    assert_eq!(world.tables.rows("counter").await, before, "nothing was counted");
    browser.post("sign-in/passcode", &[("passcode", &code)]).await.ok();
}

#[tokio::test]
async fn codes_as_people_of_all_scripts_type_them() {
    let world = World::new().await;
    let (ana, _) = world.protected(ANA).await;
    for zero in ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}'] {
        let code = world.fresh_code(ana.phone());
        let typed: String = code
            .chars()
            .map(|c| char::from_u32(u32::from(c) - 0x30 + u32::from(zero)).unwrap())
            .collect();
        let mut browser = world.challenge(&ana).await;
        browser.post("sign-in/passcode", &[("passcode", &typed)]).await.ok();
        assert!(browser.is_in().await, "{zero}");
    }
    for dressed in ["{a} {b}", "{a}-{b}", "\u{a0}{a}\u{2009}{b}\t", "{a}\u{2013}{b}"] {
        let code = world.fresh_code(ana.phone());
        let typed = dressed.replace("{a}", &code[..3]).replace("{b}", &code[3..]);
        world
            .challenge(&ana)
            .await
            .post("sign-in/passcode", &[("passcode", &typed)])
            .await
            .ok();
    }
}

#[tokio::test]
async fn only_the_step_and_its_neighbours_are_taken() {
    let world = World::without_limits().await;
    let (ana, _) = world.protected(ANA).await;
    world.clock.advance(86_400);
    for (offset, right) in [
        (-120, false),
        (-3, false),
        (-2, false),
        (-1, true),
        (0, true),
        (1, true),
        (2, false),
        (3, false),
        (120, false),
        (-2_880, false),
    ] {
        world.clock.advance(300);
        let mut browser = world.challenge(&ana).await;
        let code = ana.phone().code(world.step() + offset);
        let reply = browser.post("sign-in/passcode", &[("passcode", &code)]).await;
        assert_eq!(reply.status.is_success(), right, "{offset} {}", reply.body);
        assert_eq!(browser.is_in().await, right);
        if !right && offset > 0 {
            // A code of the future is no hint to whoever collects them.
            assert_eq!(
                reply.error(),
                ApiError::Rejected(Rejection::WrongCode {
                    tries_left: None,
                    wait: None,
                    clock: None
                })
            );
        }
    }
}

#[tokio::test]
async fn while_enrolling_a_wrong_clock_is_named_and_nothing_is_confirmed() {
    let world = World::new().await;
    let ana = world.join(ANA).await;
    let mut browser = world.signed_in(&ana).await;
    let phone = world.pending(&mut browser, "My phone").await;
    for (offset, minutes) in [(-20, Some(10)), (20, Some(10)), (-130, None)] {
        let code = phone.code(world.step() + offset);
        match browser
            .post("devices/confirm", &[("id", &phone.id), ("passcode", &code)])
            .await
            .error()
        {
            ApiError::Rejected(Rejection::WrongCode { clock, .. }) => {
                let said = clock.map(|hint| (hint.minutes, hint.slow));
                assert_eq!(said, minutes.map(|minutes| (minutes, offset < 0)), "{offset}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(world.signed_in(&ana).await.is_in().await, "two-factor is still off");
    let code = phone.code(world.step());
    browser
        .post("devices/confirm", &[("id", &phone.id), ("passcode", &code)])
        .await
        .ok();
    assert!(!world.challenge(&ana).await.is_in().await);
}
