//! Forms in which people type a passcode.

use crate::{people::ANA, test_app::TestApp};
use app::wire::error::ApiError;
use terms::{Field, Problem, Rejection};

#[tokio::test]
async fn codes_may_be_typed_in_any_script() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    for zero in ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}'] {
        let code = app.fresh_code(ana.phone());
        let typed: String = code
            .chars()
            .map(|c| char::from_u32(u32::from(c) - 0x30 + u32::from(zero)).unwrap())
            .collect();
        let mut browser = app.challenge(&ana).await;
        browser.post("sign-in/passcode", &[("passcode", &typed)]).await.ok();
        assert!(browser.is_in().await, "{zero}");
    }
    for dressed in [
        "{a} {b}",
        "{a}-{b}",
        "\u{a0}{a}\u{2009}{b}\t",
        "{a}\u{2013}{b}",
        "\u{feff}{a}\u{200b}{b}.",
        "{a}\u{2212}{b}\r\n",
        "{a}\u{ff0d}{b}",
    ] {
        let code = app.fresh_code(ana.phone());
        let typed = dressed.replace("{a}", &code[..3]).replace("{b}", &code[3..]);
        app.challenge(&ana)
            .await
            .post("sign-in/passcode", &[("passcode", &typed)])
            .await
            .ok();
    }
}

#[tokio::test]
async fn a_recovery_code_as_a_passcode_is_named_and_not_counted() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut browser = app.challenge(&ana).await;
    let looks = ApiError::Rejected(Rejection::Invalid(Field::Passcode, Problem::RecoveryCode));
    for typed in [
        ana.codes[0].clone(),
        ana.codes[0].to_lowercase(),
        ana.codes[1].replace('-', " "),
    ] {
        for _ in 0..4 {
            let reply = browser.post("sign-in/passcode", &[("passcode", &typed)]).await;
            assert_eq!((reply.status.as_u16(), reply.error()), (400, looks.clone()));
        }
    }
    let code = app.fresh_code(ana.phone());
    browser.post("sign-in/passcode", &[("passcode", &code)]).await.ok();
    assert!(browser.is_in().await, "twelve of them took none of the five tries");
}

#[tokio::test]
async fn only_the_current_and_adjacent_steps_are_accepted() {
    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    app.clock.advance(86_400);
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
        app.clock.advance(300);
        let mut browser = app.challenge(&ana).await;
        let code = ana.phone().code(app.step() + offset);
        let reply = browser.post("sign-in/passcode", &[("passcode", &code)]).await;
        assert_eq!(reply.status.is_success(), right, "{offset} {}", reply.body);
        assert_eq!(browser.is_in().await, right);
        if !right && offset > 0 {
            // A future code is not answered with a hint, which would help someone who collects codes.
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
