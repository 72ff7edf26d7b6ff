//! B60–B64: no secret is shown twice, stored in plain text, weak, listed, or usable in another row.

use crate::{
    browser::{Browser, CHALLENGE, KNOWN, SESSION},
    people::{ANA, PASSWORD},
    routes_table::{pages_of_owner, views_of_owner},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use data_encoding::{BASE32_NOPAD, HEXUPPER};
use std::collections::BTreeSet;
use terms::{Ended, Rejection};

/// Everything a session can read, as one text.
async fn everything(browser: &mut Browser, device: &str) -> String {
    let mut text = String::new();
    for path in pages_of_owner(Some(device)) {
        text += &browser.get(&path).await.body;
    }
    for call in views_of_owner() {
        let id = |name: &str| if name == "id" { device } else { "" };
        let fields: Vec<_> = call.fields.iter().map(|(name, _)| (*name, id(name))).collect();
        text += &browser.post(call.endpoint, &fields).await.body;
    }
    text
}

#[tokio::test]
async fn b60_a_secret_is_not_shown_once_its_device_is_confirmed() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let phone = app.pending(&mut browser, "My phone").await;
    let key = BASE32_NOPAD.encode(&phone.secret);
    let grouped = key
        .as_bytes()
        .chunks(4)
        .map(|part| String::from_utf8_lossy(part).into_owned())
        .collect::<Vec<_>>();
    let page = browser.get(&format!("/security/two-factor/{}", phone.id)).await;
    assert!(page.body.contains(&key) && grouped.iter().all(|group| page.body.contains(group)));
    browser
        .post(
            "devices/confirm",
            &[("id", &phone.id), ("passcode", &phone.code(app.step()))],
        )
        .await
        .ok();
    let gone = browser.post("devices/scan", &[("id", &phone.id)]).await;
    assert_eq!(gone.error(), ApiError::Rejected(Rejection::Gone(Ended::PendingDevice)));
    let text = everything(&mut browser, &phone.id).await;
    assert!(!text.contains(&key) && !text.contains("otpauth:") && !text.contains(&grouped[..2].join(" ")));
}

#[tokio::test]
async fn b60_recovery_codes_are_shown_once_and_for_fifteen_minutes() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let mut other = app.fully(&ana).await;
    let seen = |text: &str| ana.codes.iter().filter(|code| text.contains(code.as_str())).count();
    assert_eq!(
        seen(&everything(&mut other, &ana.phone().id).await),
        0,
        "another session of the member"
    );
    assert_eq!(other.form("recovery-codes/download", &[]).await.status, 302);
    assert_eq!(seen(&owner.get("/security/recovery-codes").await.body), 10);
    let sheet = owner.form("recovery-codes/download", &[]).await.ok();
    assert_eq!((seen(&sheet.body), sheet.header("cache-control")), (10, "no-store"));
    app.clock.advance(899 - 30);
    assert_eq!(seen(&owner.post("recovery-codes", &[]).await.body), 10);
    app.clock.advance(1 + 30);
    assert_eq!(seen(&everything(&mut owner, &ana.phone().id).await), 0);
    assert_eq!(owner.form("recovery-codes/download", &[]).await.status, 302);
    owner.post("sign-out", &[]).await.ok();
    app.service.store().sweep(app.service.now()).await.unwrap();
    assert!(app.tables.rows("reveal").await.is_empty());
}

#[tokio::test]
async fn b61_no_secret_is_in_the_database_or_in_a_url() {
    let app = TestApp::new().await;
    let (ana, owner) = app.protected(ANA).await;
    let challenge = app.challenge(&ana).await;
    let mut signing_up = app.browser();
    signing_up
        .post(
            "sign-up",
            &[
                ("name", "Carl"),
                ("email", "carl@example.com"),
                ("password", "eight purple tricycles"),
            ],
        )
        .await
        .ok();
    let outbox = app.tables.rows("outbox").await;
    let text = app.tables.text().await;
    let token = app.confirmation("carl@example.com").await;
    assert!(
        !outbox.is_empty() && app.tables.rows("outbox").await.is_empty(),
        "a delivered mail is erased"
    );
    let mut secrets: Vec<String> = ana.codes.iter().map(|code| code[6..].to_owned()).collect();
    secrets.extend([
        owner.cookie(SESSION),
        owner.cookie(KNOWN),
        challenge.cookie(CHALLENGE),
        token,
    ]);
    secrets.push(BASE32_NOPAD.encode(&ana.phone().secret));
    // The tests' hasher keeps secrets readable, so the rows of recovery codes contain them; no other rows may.
    let text = text
        .lines()
        .filter(|line| !line.contains("$plain$"))
        .collect::<Vec<_>>()
        .join("\n");
    for secret in &secrets {
        assert!(!text.contains(secret.as_str()), "{secret}");
        assert!(
            !text.to_uppercase().contains(&HEXUPPER.encode(secret.as_bytes())),
            "{secret} as bytes"
        );
    }
    assert!(!text.to_uppercase().contains(&HEXUPPER.encode(&ana.phone().secret)));
    assert!(!text.contains(PASSWORD));
}

#[tokio::test]
async fn b61_no_response_contains_a_submitted_secret() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.browser();
    browser.page = "/sign-in".into();
    let wrong = "a very secret mistake";
    let reply = browser
        .form("sign-in", &[("email", ANA), ("password", wrong), ("passcode", wrong)])
        .await;
    let kept = browser.cookie("__Host-flash");
    assert!(!reply.location().contains("secret") && !kept.is_empty() && !kept.contains("secret"));
    let page = browser.get("/sign-in").await;
    assert!(page.body.contains(ANA) && !page.body.contains(wrong));
    assert!(!browser.jar.contains_key("__Host-flash"), "read once");
    // A flash that is another browser's, altered or expired is not shown.
    let mut later = app.browser();
    later.put("__Host-flash", &kept);
    app.clock.advance(60);
    assert!(!later.get("/sign-in").await.body.contains(ANA));
    let mut altered = app.browser();
    altered.put("__Host-flash", &format!("A{}", &kept[1..]));
    assert_eq!(altered.get("/sign-in").await.status, 200);
    let signed_in = app
        .browser()
        .form("sign-in", &[("email", ANA), ("password", &ana.password)])
        .await;
    assert_eq!(signed_in.location(), "/");
}

#[tokio::test]
async fn b62_secrets_are_long_and_differ() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    let mut secrets = BTreeSet::from([ana.phone().secret.clone()]);
    for n in 2..=10 {
        let phone = app.pending(&mut owner, &format!("Device {n}")).await;
        assert!(
            phone.secret.len() == 20 && secrets.insert(phone.secret),
            "160 bits, each another"
        );
    }
    assert_eq!(ana.codes.iter().collect::<BTreeSet<_>>().len(), 10);
    for code in &ana.codes {
        let groups: Vec<_> = code.split('-').collect();
        assert!(
            groups.len() == 4
                && groups
                    .iter()
                    .all(|g| g.len() == 5 && g.bytes().all(|b| b"0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(&b))),
            "{code}"
        );
    }
    let mut tokens = BTreeSet::new();
    for _ in 0..10 {
        let browser = app.challenge(&ana).await;
        let token = browser.cookie(CHALLENGE);
        assert!(token.len() == 43 && tokens.insert(token), "256 bits, each another");
    }
    assert!(owner.cookie(SESSION).len() == 43 && !tokens.contains(&owner.cookie(SESSION)));
}

#[tokio::test]
async fn b63_lists_show_no_token_and_no_secret() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    owner.post("recovery-codes/done", &[("anyway", "true")]).await.ok();
    let text = everything(&mut owner, &ana.phone().id).await;
    let mut hidden = vec![
        owner.cookie(SESSION),
        owner.cookie(KNOWN),
        BASE32_NOPAD.encode(&ana.phone().secret),
        "$plain$".into(),
        "argon2".into(),
    ];
    hidden.extend(ana.codes.iter().cloned());
    // The digest of a session's token is not a secret, but it is not shown either.
    // Its id is, and that of its member: pages filter by them, and they open nothing.
    let sessions = app.tables.rows("session").await.join(" ");
    let ids = [app.tables.ids("session").await, app.tables.ids("member").await].concat();
    let words = sessions.split(['\'', '"', ' ', ',', ':', '{', '}']);
    let digests = words.filter(|word| word.len() >= 32 && *word != ana.phone().id && !ids.iter().any(|id| id == word));
    let before = hidden.len();
    hidden.extend(digests.map(str::to_owned));
    assert!(hidden.len() > before, "{sessions}");
    for secret in hidden {
        assert!(!text.contains(&secret), "{secret}");
    }
}

#[tokio::test]
async fn b64_a_secret_moved_to_another_row_does_not_open() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    let (ben, _) = app.protected("ben@example.net").await;
    let sql = format!(
        "UPDATE device SET secret = (SELECT secret FROM device WHERE id = '{}') WHERE id = '{}'",
        ben.phone().id,
        ana.phone().id
    );
    app.tables.run(&sql).await;
    app.next_step();
    let mut attacker = app.challenge(&ana).await;
    let reply = attacker
        .post("sign-in/passcode", &[("passcode", &ben.phone().code(app.step()))])
        .await;
    assert!(matches!(reply.error(), ApiError::Rejected(Rejection::WrongCode { .. })));
    assert!(!attacker.is_in().await);
    assert!(app.fully(&ben).await.is_in().await);
}
