use super::{buy, purchase, with_key};
use crate::{
    browser::{Browser, Reply},
    people::{ANA, BEN, PASSWORD, Person},
    test_app::TestApp,
};
use data_encoding::BASE64;
use http::Method;

const ME: &str = "/api/v1/me";

async fn me(client: &Browser, token: &str) -> Reply {
    with_key(client, Method::GET, ME, token).await
}

/// Buys a token with e-mail address and password.
pub(super) async fn with_password(client: &Browser, (email, password): (&str, &str), otp: &str) -> Reply {
    let basic = BASE64.encode(format!("{email}:{password}").as_bytes());
    let mut headers = vec![("authorization", format!("Basic {basic}"))];
    if !otp.is_empty() {
        headers.push(("x-otp", otp.to_owned()));
    }
    purchase(client, &headers, "").await
}

async fn covered(app: &TestApp) -> (Person, Browser, String) {
    let (person, mut ana) = app.protected(ANA).await;
    let key = app.made_key(&mut ana, "Backup", "me devices").await.text;
    (person, ana, key)
}

#[tokio::test]
async fn a_key_and_a_passcode_buy_a_token() {
    let app = TestApp::new().await;
    let (ana, browser, key) = covered(&app).await;
    let program = app.browser();
    let code = app.fresh_code(ana.phone());
    let bought = buy(&program, &key, &code, "").await;
    let token = bought.token();
    assert!(token.starts_with("tfa_") && token.len() == 108, "{token}");
    assert_eq!(bought.header("cache-control"), "no-store");
    let answer = bought.json();
    assert_eq!(
        (&answer["token_type"], &answer["expires_in"]),
        (&"Bearer".into(), &900.into())
    );
    assert_eq!(
        (&answer["scope"], &answer["device_id"]),
        (&"me devices".into(), &ana.phone().id.as_str().into())
    );
    assert_eq!(answer["amr"], serde_json::json!(["api_key", "otp"]));
    assert_eq!(answer["auth_time"], app.service.now().0);
    assert_eq!(me(&program, &token).await.ok().json()["email"], ANA);
    assert!(
        !app.tables.text().await.contains(&token[36..100]),
        "the database has no secret"
    );
    let page = browser
        .clone()
        .get("/security/activity?kind=token-bought")
        .await
        .ok()
        .body;
    assert!(
        page.contains("A program got an access token") && page.contains("with “My phone”"),
        "{page}"
    );

    app.clock.advance(899);
    me(&program, &token).await.ok();
    app.clock.advance(1);
    assert_eq!(me(&program, &token).await.code(), "unauthenticated");
}

#[tokio::test]
async fn b01_b07_one_code_buys_one_token_and_nothing_else() {
    let app = TestApp::new().await;
    let (ana, _, key) = covered(&app).await;
    let program = app.browser();
    let code = app.fresh_code(ana.phone());
    buy(&program, &key, &code, "").await.token();
    let wrong = ana.phone().wrong_code(app.step());
    let refusals = [
        buy(&program, &key, &code, "").await,
        buy(&program, &key, &wrong, "").await,
        with_password(&program, (ANA, PASSWORD), &code).await,
    ];
    for refused in &refusals {
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (401, "otp_invalid"));
        assert_eq!(refused.body, refusals[0].body, "used and wrong look alike");
    }
    let mut browser = app.challenge(&ana).await;
    assert!(
        browser
            .post("sign-in/passcode", &[("passcode", &code)])
            .await
            .is_wrong_code()
    );
    let fresh = app.fresh_code(ana.phone());
    browser.post("sign-in/passcode", &[("passcode", &fresh)]).await.ok();
    assert_eq!(
        buy(&program, &key, &fresh, "").await.code(),
        "otp_invalid",
        "nor the other way"
    );
}

#[tokio::test]
async fn b16_malformed_purchases_are_refused_and_not_counted() {
    let app = TestApp::new().await;
    let (ana, _, key) = covered(&app).await;
    let program = app.browser();
    let code = app.fresh_code(ana.phone());
    let bearer = ("authorization", format!("Bearer {key}"));
    for body in [
        "{",
        "[]",
        "null",
        "{\"ttl\": \"900\"}",
        "{\"ttl\": 59}",
        "{\"ttl\": 43201}",
        "{\"ttl\": 1e3}",
        "{\"ttl\": 900, \"ttl\": 900}",
        "{\"scope\": \"\"}",
        "{\"scope\": \"fly\"}",
        "{\"scopes\": \"me\"}",
        &"[".repeat(1_000),
    ] {
        let refused = buy(&program, &key, &code, body).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (400, "invalid"),
            "{body}"
        );
    }
    for otp in ["", "12345", "1234567", "abcdef", "12345678"] {
        let refused = purchase(&program, &[bearer.clone(), ("x-otp", otp.to_owned())], "").await;
        assert_eq!(
            (refused.status.as_u16(), refused.code().as_str()),
            (400, "invalid"),
            "{otp}"
        );
    }
    let twice = [bearer.clone(), ("x-otp", code.clone()), ("x-otp", code.clone())];
    assert_eq!(purchase(&program, &twice, "").await.code(), "invalid");
    let scope = "{\"scope\": \"me activity\"}";
    let wide = buy(&program, &key, &code, scope).await;
    assert_eq!(
        (wide.status.as_u16(), wide.code().as_str()),
        (403, "forbidden"),
        "B34: more than the key has"
    );
    let large = format!("{{\"scope\": \"{}\"}}", "me ".repeat(30_000));
    assert_eq!(buy(&program, &key, &code, &large).await.status, 413);
    // The code is still good, with the separators that people copy.
    let (first, rest) = code.split_at(3);
    buy(
        &program,
        &key,
        &format!(" {first} {rest}"),
        "{\"ttl\": 60, \"scope\": \"me\"}",
    )
    .await
    .token();
}

#[tokio::test]
async fn b34_a_narrow_key_does_nothing_wide() {
    let app = TestApp::new().await;
    let (ana, mut browser) = app.protected(ANA).await;
    let key = app.made_key(&mut browser, "Narrow", "devices").await;
    let code = app.fresh_code(ana.phone());
    let wide = buy(&browser, &key.text, &code, "{\"scope\": \"me\"}").await;
    assert_eq!((wide.status.as_u16(), wide.code().as_str()), (403, "forbidden"));
    let token = buy(&browser, &key.text, &code, "").await.token();
    assert_eq!(me(&browser, &token).await.code(), "forbidden");
    // Neither is a session, nor buys a token.
    let before = app.tables.besides_counters().await;
    for bearer in [&key.text, &token] {
        let mut script = app.browser();
        script.extra = vec![("authorization", format!("Bearer {bearer}"))];
        assert!(!script.is_in().await);
        for (endpoint, fields) in [
            ("api-keys/make", [("key_name", "More"), ("days", "none")]),
            ("api-keys/revoke", [("id", key.id.as_str()), ("_", "")]),
        ] {
            assert!(
                script.post(endpoint, &fields).await.status.is_client_error(),
                "{endpoint}"
            );
        }
    }
    let again = buy(&browser, &token, &app.fresh_code(ana.phone()), "").await;
    assert_eq!(again.code(), "unauthenticated");
    assert_eq!(app.tables.besides_counters().await, before);
}

#[tokio::test]
async fn a_password_and_a_passcode_buy_a_token() {
    let app = TestApp::new().await;
    let (ana, _, _) = covered(&app).await;
    let program = app.browser();
    let alone = with_password(&program, (ANA, PASSWORD), "").await;
    assert_eq!(alone.code(), "otp_required");
    let bought = with_password(&program, (ANA, PASSWORD), &app.fresh_code(ana.phone())).await;
    assert_eq!(bought.json()["amr"], serde_json::json!(["pwd", "otp"]));
    me(&program, &bought.token()).await.ok();

    let code = app.fresh_code(ana.phone());
    let mut replies = Vec::new();
    for (email, password) in [(ANA, "wrong horse battery"), ("nobody@example.com", PASSWORD)] {
        let hashes = app.hasher.verified();
        let refused = with_password(&app.browser(), (email, password), &code).await;
        assert_eq!(app.hasher.verified(), hashes + 1, "B58: the same work");
        replies.push((refused.status.as_u16(), refused.code(), refused.body));
    }
    replies.dedup();
    assert!(
        matches!(replies.as_slice(), [(401, code, _)] if code == "unauthenticated"),
        "{replies:?}"
    );

    let ben = app.join(BEN).await;
    let bought = with_password(&program, (&ben.email, PASSWORD), "").await;
    assert_eq!(bought.json()["amr"], serde_json::json!(["pwd"]), "without two-factor");
}

#[tokio::test]
async fn b55_wrong_codes_stop_the_key_and_not_its_member() {
    let app = TestApp::new().await;
    let (ana, mut browser, key) = covered(&app).await;
    let other = app.made_key(&mut browser, "Other", "me").await.text;
    let thief = app.browser();
    app.next_step();
    let wrong = ana.phone().wrong_code(app.step());
    for _ in 0..5 {
        assert_eq!(buy(&thief, &key, &wrong, "").await.code(), "otp_invalid");
    }
    let locked = buy(&thief, &key, &ana.phone().code(app.step()), "").await;
    assert_eq!((locked.status.as_u16(), locked.code().as_str()), (429, "otp_locked"));
    assert_eq!(locked.header("retry-after"), "30");
    buy(&thief, &other, &ana.phone().code(app.step()), "").await.token();
    app.fully(&ana).await;
    assert!(!app.mails().await.iter().any(|mail| mail.subject.contains("suspended")));
    for _ in 0..95 {
        app.clock.advance(3_600);
        buy(&thief, &key, &ana.phone().wrong_code(app.step()), "").await.code();
    }
    app.clock.advance(3_600);
    let stopped = buy(&thief, &key, &ana.phone().code(app.step()), "").await;
    assert_eq!((stopped.status.as_u16(), stopped.code().as_str()), (429, "otp_locked"));
    let mails = app.mails().await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.subject.contains("is suspended"))
            .count(),
        1
    );
    let mut browser = app.fully(&ana).await;
    let list = browser.get("/security/api-keys").await.ok().body;
    assert!(list.contains("Suspended"), "{list}");
}

#[tokio::test]
async fn all_keys_of_a_member_have_a_hundred_wrong_codes_a_day() {
    let app = TestApp::new().await;
    let (ana, mut browser, _) = covered(&app).await;
    let mut keys = Vec::new();
    for n in 0..21 {
        keys.push(app.made_key(&mut browser, &format!("Key {n}"), "me").await.text);
    }
    let thief = app.browser();
    app.next_step();
    let wrong = ana.phone().wrong_code(app.step());
    for key in &keys[..20] {
        for _ in 0..5 {
            assert_eq!(buy(&thief, key, &wrong, "").await.code(), "otp_invalid");
        }
    }
    let right = ana.phone().code(app.step());
    let full = buy(&thief, &keys[20], &right, "").await;
    assert_eq!((full.status.as_u16(), full.code().as_str()), (429, "otp_locked"));
    app.fully(&ana).await;
    app.clock.advance(86_400);
    buy(&thief, &keys[20], &app.fresh_code(ana.phone()), "").await.token();
}

#[tokio::test]
async fn b39_b74_a_token_ends_with_what_it_came_from() {
    let ends: [(&str, &[(&str, &str)]); 4] = [
        (
            "profile/change-password",
            &[("password", PASSWORD), ("new_password", "eight purple tricycles")],
        ),
        ("recovery-codes/replace", &[]),
        ("two-factor/switch-off", &[]),
        ("devices/remove", &[("id", "{device}"), ("lost", "true")]),
    ];
    for (endpoint, fields) in ends {
        let app = TestApp::new().await;
        let (ana, mut browser, key) = covered(&app).await;
        let token = buy(&browser, &key, &app.fresh_code(ana.phone()), "").await.token();
        me(&browser, &token).await.ok();
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| {
                (
                    *name,
                    if *value == "{device}" {
                        ana.phone().id.as_str()
                    } else {
                        value
                    },
                )
            })
            .collect();
        browser.post(endpoint, &fields).await.ok();
        assert_eq!(me(&browser, &token).await.code(), "unauthenticated", "{endpoint}");
    }
    let app = TestApp::new().await;
    let (ana, mut browser, key) = covered(&app).await;
    let token = buy(&browser, &key, &app.fresh_code(ana.phone()), "").await.token();
    with_key(&browser, Method::DELETE, "/api/v1/keys/current", &key).await;
    assert_eq!(me(&browser, &token).await.code(), "unauthenticated", "its key");

    let ben = app.join(BEN).await;
    let mut bens = app.signed_in(&ben).await;
    let key = app.made_key(&mut bens, "Backup", "me").await.text;
    let token = buy(&bens, &key, "", "").await.token();
    me(&bens, &token).await.ok();
    app.confirmed(&mut bens, "My phone").await;
    assert_eq!(
        me(&bens, &token).await.code(),
        "unauthenticated",
        "B38: two-factor was switched on"
    );
    browser.post("home", &[]).await.ok();
}

#[tokio::test]
async fn nothing_is_bought_in_a_closed_account() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut session = app.signed_in(&ana).await;
    let key = app.made_key(&mut session, "Backup", "me").await.text;
    let program = app.browser();
    let token = buy(&program, &key, "", "").await.token();
    assert_eq!(me(&program, &token).await.status, 200);
    let close = [("sure", "true"), ("password", PASSWORD)];
    session.post("profile/close", &close).await.ok();
    assert_eq!(me(&program, &token).await.status, 401);
    assert_eq!(buy(&program, &key, "", "").await.status, 401);
    let told = async |password: &str| {
        let reply = with_password(&program, (ANA, password), "").await;
        (reply.status.as_u16(), reply.code())
    };
    assert_eq!(told(PASSWORD).await, (403, "forbidden".into()));
    assert_eq!(told("a wrong password").await.0, 401, "as of any account");
}
