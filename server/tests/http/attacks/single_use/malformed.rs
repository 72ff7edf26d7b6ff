//! B15, B16: parts of a code and other types are bad input.

use crate::{
    browser::{Browser, Reply},
    people::ANA,
    routes_table::CALLS,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use axum::body::Body;
use http::header;
use leptos::server_fn::axum::server_fn_paths;
use terms::{Field, Problem, Rejection};

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn b15_incomplete_codes_are_bad_input_and_cost_no_try() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let mut browser = app.challenge(&ana).await;
    let code = app.fresh_code(ana.phone());
    let before = app.tables.rows("counter").await;
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
        ("\u{1f511}23456", Problem::TooShort),
        ("%%%%%%", Problem::Missing),
        ("______", Problem::Missing),
        ("*", Problem::Missing),
        ("123456\u{0}", Problem::Malformed),
        ("' OR 1=1", Problem::Malformed),
        ("\u{2460}\u{2461}\u{2462}\u{2463}\u{2464}\u{2465}", Problem::Malformed),
        ("+12345", Problem::TooShort),
        ("1234.5", Problem::TooShort),
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
    assert_eq!(app.tables.rows("counter").await, before, "nothing was counted");
    browser.post("sign-in/passcode", &[("passcode", &code)]).await.ok();
}

pub(crate) async fn raw(browser: &mut Browser, endpoint: &str, media: &str, body: impl Into<Body>) -> Reply {
    let mut request = browser.script(endpoint).body(body.into()).unwrap();
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, media.parse().unwrap());
    browser.send(request).await
}

#[tokio::test]
async fn b16_other_types_of_passcode_are_bad_input() {
    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    app.next_step();
    let code = ana.phone().code(app.step());
    let mut bodies: Vec<String> = [
        "",
        "passcode",
        "passcode=",
        "passcode=null",
        "passcode=true",
        "passcode=[]",
        "passcode[]=CODE",
        "passcode[0]=CODE",
        "passcode[a]=CODE",
        "passcode={}",
        "passcode=1e5",
        "passcode=1.23456e5",
        "passcode=-CODE0",
        "passcode=0xCODE",
        "passcode=CODE.0",
        "passcode=CODE0",
        "passcode=NaN",
        "Passcode=CODE",
        "passcode=CODE&passcode=CODE",
        "passcode=000000&passcode=CODE",
        "passcode=CODE&passcode=000000",
        "passcode=%ff%fe",
        "passcode=CODE%00",
        "passcode=%00CODE",
        "passcode=+-+",
        "passcode=CODE;passcode=CODE",
        "next=/",
        "passcode=%c2%b2%c2%b2%c2%b2%c2%b2%c2%b2%c2%b2",
        "passcode=%e2%91%a0%e2%91%a0%e2%91%a0%e2%91%a0%e2%91%a0%e2%91%a0",
    ]
    .map(|body| body.replace("CODE", &code))
    .to_vec();
    bodies.push(format!("passcode={}", &code[..5]));
    for body in bodies {
        let mut browser = app.challenge(&ana).await;
        let reply = raw(&mut browser, "sign-in/passcode", FORM, body.clone()).await;
        assert_eq!(reply.status, 400, "{body}: {}", reply.body);
        assert!(!browser.is_in().await, "{body}");
    }
}

#[tokio::test]
async fn b16_other_types_of_body_are_bad_input() {
    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    app.next_step();
    let code = ana.phone().code(app.step());
    let json = format!("{{\"passcode\":\"{code}\"}}");
    for (media, body) in [
        ("application/json", json.clone()),
        ("text/plain", json),
        (
            "multipart/form-data; boundary=x",
            format!("--x\r\nContent-Disposition: form-data; name=\"passcode\"\r\n\r\n{code}\r\n--x--"),
        ),
    ] {
        let mut browser = app.challenge(&ana).await;
        let reply = raw(&mut browser, "sign-in/passcode", media, body).await;
        assert_eq!(reply.status, 400, "{media}: {}", reply.body);
        assert!(!browser.is_in().await, "{media}");
    }
}

#[tokio::test]
async fn b16_other_ways_of_typing_are_the_same_code() {
    let app = TestApp::without_limits().await;
    let (ana, _) = app.protected(ANA).await;
    app.next_step();
    let code = ana.phone().code(app.step());
    // Some people type full-width digits, spaces and dashes.
    let wide: String = code
        .chars()
        .map(|c| char::from_u32(u32::from(c) - 0x30 + 0xff10).unwrap())
        .collect();
    let typed = format!(
        " {}-{} ",
        wide.chars().take(3).collect::<String>(),
        wide.chars().skip(3).collect::<String>()
    );
    let mut honest = app.challenge(&ana).await;
    honest.post("sign-in/passcode", &[("passcode", &typed)]).await.ok();
    assert!(honest.is_in().await);
}

#[tokio::test]
async fn b16_no_function_answers_nonsense_with_success_or_a_server_error() {
    let app = TestApp::new().await;
    let (ana, owner) = app.protected(ANA).await;
    app.clock.advance(700);
    let challenge = app.challenge(&ana).await;
    let before = app.tables.besides_counters().await;
    let nonsense = [
        "%",
        "=",
        "&&&",
        "id[]=1&id[]=2",
        "id=1&id=2&password=a&password=b",
        "anyway=maybe&lost=perhaps&switch_off=2&kind=Nonsense",
        "\u{0}",
        "a=%zz",
        "[]",
        "{\"id\":null}",
    ];
    // What is sent to functions without arguments does not matter.
    let takes_nothing = |endpoint: &str| {
        CALLS
            .iter()
            .any(|call| call.endpoint == endpoint && call.fields.is_empty())
    };
    for (path, _) in server_fn_paths() {
        let endpoint = path.trim_start_matches("/ui/");
        for body in nonsense {
            for browser in [&owner, &challenge] {
                if !takes_nothing(endpoint) {
                    let reply = raw(&mut browser.clone(), endpoint, FORM, body).await;
                    assert_eq!(reply.status, 400, "{endpoint} {body}: {}", reply.body);
                }
            }
        }
    }
    assert_eq!(app.tables.besides_counters().await, before);
    assert!(owner.clone().is_in().await);
}
