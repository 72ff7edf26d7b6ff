//! The QR code and the key.

use crate::{
    browser::Browser,
    people::{ANA, Phone},
    test_app::TestApp,
};
use data_encoding::BASE32_NOPAD;

#[tokio::test]
async fn hostile_names_stay_names_in_list_key_uri_and_mail() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let names = [
        "<script>alert(1)</script>",
        "\"'><img src=x onerror=alert(1)>",
        "a:b&secret=AAAA&issuer=Evil",
        "100% +/?#",
        "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467} phone",
        "\u{647}\u{627}\u{62a}\u{641}",
        "'; DROP TABLE device; --",
        "{{7*7}}",
    ];
    for name in names {
        let phone = app.pending(&mut browser, name).await;
        let scan = browser.post("devices/scan", &[("id", &phone.id)]).await.ok().data();
        assert_eq!(scan["name"], name);
        app.clock.advance(1);
        let code = phone.code(app.step());
        let confirm = [("id", phone.id.as_str()), ("passcode", code.as_str())];
        browser.post("devices/confirm", &confirm).await.ok();
        check_uri(scan["secret"]["uri"].as_str().unwrap(), &phone);
    }
    let list = browser.post("devices", &[]).await.ok().data();
    let listed: Vec<_> = list["devices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, names);
    let page = browser.get("/security/two-factor").await;
    assert!(!page.body.contains("<img src=x") && !page.body.contains("<script>alert"));
}

/// C15: some apps overwrite the entry that has the label of a new one.
#[tokio::test]
async fn no_two_devices_ever_get_the_same_label_in_an_authenticator_app() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let first = app.confirmed(&mut browser, "My phone").await;
    let rename = [("id", first.id.as_str()), ("device_name", "Work")];
    browser.post("devices/rename", &rename).await.ok();

    let second = app.pending(&mut browser, "My phone").await;
    assert_eq!(
        label(&mut browser, &second).await,
        "ana@example.com%20%28My%20phone%29%202"
    );
    let rename = [("id", second.id.as_str()), ("device_name", "Tablet")];
    browser.post("devices/rename", &rename).await.ok();
    assert_eq!(
        label(&mut browser, &second).await,
        "ana@example.com%20%28My%20phone%29%202",
        "a code that was scanned stays the same"
    );
    app.next_step();
    let confirm = [("id", second.id.as_str()), ("passcode", &second.code(app.step()))];
    browser.post("devices/confirm", &confirm).await.ok();
    browser.post("devices/remove", &[("id", &first.id)]).await.ok();

    let third = app.pending(&mut browser, "My phone").await;
    assert_eq!(
        label(&mut browser, &third).await,
        "ana@example.com%20%28My%20phone%29%203"
    );
    let other = app.pending(&mut browser, "Work").await;
    assert_eq!(
        label(&mut browser, &other).await,
        "ana@example.com%20%28Work%29",
        "a name alone is no label"
    );
}

/// Returns the label in the key URI of a pending device.
async fn label(browser: &mut Browser, phone: &Phone) -> String {
    let scan = browser.post("devices/scan", &[("id", &phone.id)]).await.ok().data();
    let uri = scan["secret"]["uri"].as_str().unwrap();
    check_uri(uri, phone);
    let (_, rest) = uri.split_once("Twofold:").unwrap();
    rest.split_once('?').unwrap().0.to_owned()
}

/// Parses the key URI by hand: RFC 3986 and the format's own rules.
fn check_uri(uri: &str, phone: &Phone) {
    assert!(uri.is_ascii() && !uri.contains('+') && uri.len() < 400, "{uri}");
    let (label, query) = uri.strip_prefix("otpauth://totp/").unwrap().split_once('?').unwrap();
    let (issuer, name) = label.split_once(':').unwrap();
    assert_eq!(issuer, "Twofold");
    assert!(
        !name.contains(':') && !name.to_lowercase().contains("%3a") && name.len() <= 96,
        "{label}"
    );
    let secret = BASE32_NOPAD.encode(&phone.secret);
    assert_eq!(
        query.split('&').collect::<Vec<_>>(),
        [format!("secret={secret}"), "issuer=Twofold".to_owned()]
    );
    assert_eq!(secret.len(), 32);
    assert!(
        label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._~%:@".contains(&b)),
        "{label}"
    );
}
