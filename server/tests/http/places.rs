//! The places of network addresses, in lists and mails, from a real file.

use crate::{
    api::{approvals, buy},
    browser::Browser,
    people::{ANA, PASSWORD, Person},
    test_app::TestApp,
};
use server::{
    jobs::renew_places,
    places::{PlacesFile, Reload},
};
use std::{path::PathBuf, sync::Arc};
use testing::{MmdbPlan, Plan};

/// The folder of the file, the file that is read, and a server that uses it.
struct Placed {
    folder: tempfile::TempDir,
    file: Arc<PlacesFile>,
    app: TestApp,
}

fn path(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("city.mmdb")
}

impl Placed {
    async fn at(plan: &MmdbPlan) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(path(&folder), plan.to_bytes()).unwrap();
        let file = Arc::new(PlacesFile::open(&path(&folder)).unwrap());
        let app = TestApp::planned(Plan {
            places: file.clone(),
            ..approvals::plan()
        });
        Self {
            app: app.await,
            folder,
            file,
        }
    }
}

/// The browsers of tests are in Vienna, others elsewhere.
fn vienna() -> MmdbPlan {
    MmdbPlan::default()
        .with(
            "192.0.2.0/24",
            &[("en", "Vienna"), ("de", "Wien")],
            &[("en", "Austria"), ("de", "Österreich")],
        )
        .with("203.0.113.0/24", &[], &[("en", "Iceland"), ("de", "Island")])
        .with(
            "2001:db8:7::/48",
            &[("en", "Paris")],
            &[("en", "France"), ("de", "Frankreich")],
        )
}

const LISTS: [&str; 4] = ["/", "/security/two-factor", "/security/sessions", "/security/activity"];

/// Signs in with a passcode in a browser at this address, and trusts it.
async fn trusting(app: &TestApp, ana: &Person, address: &str) -> Browser {
    let mut browser = app.browser();
    browser.address = address.parse().unwrap();
    browser
        .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    let code = app.fresh_code(ana.phone());
    let fields = [("passcode", code.as_str()), ("trust", "true")];
    browser.post("sign-in/passcode", &fields).await.ok();
    browser
}

/// How often a page says this.
async fn says(browser: &mut Browser, page: &str, text: &str) -> usize {
    browser.get(page).await.ok().body.matches(text).count()
}

async fn shows(browser: &mut Browser, page: &str, text: &str) {
    let body = browser.get(page).await.ok().body;
    assert!(body.contains(text), "{page}: no {text:?} in {body}");
}

#[tokio::test]
async fn lists_show_the_place_in_the_language_of_the_reader() {
    let placed = Placed::at(&vienna()).await;
    let app = &placed.app;
    let (ana, mut owner) = app.protected(ANA).await;
    let english = format!("{} · Vienna, Austria", owner.address);
    let german = format!("{} · Wien, Österreich", owner.address);
    for page in LISTS {
        shows(&mut owner, page, &english).await;
    }
    let before = says(&mut owner, "/security/sessions", &english).await;
    let address = owner.address.to_string();
    trusting(app, &ana, &address).await;
    // The session and the trusted browser.
    assert_eq!(says(&mut owner, "/security/sessions", &english).await, before + 2);
    owner.post("profile/language", &[("language", "de")]).await.ok();
    for page in LISTS {
        shows(&mut owner, page, &german).await;
        assert_eq!(says(&mut owner, page, "Vienna").await, 0, "{page}");
    }
    // What programs read has the address alone.
    for file in [app::activity::CSV, app::activity::JSON] {
        shows(&mut owner, file, &address).await;
        assert_eq!(says(&mut owner, file, "Wien").await, 0, "{file}");
    }
}

#[tokio::test]
async fn addresses_of_both_versions_have_places() {
    let placed = Placed::at(&vienna()).await;
    let (ana, mut owner) = placed.app.protected(ANA).await;
    for (address, shown) in [
        ("203.0.113.7", "203.0.113.7 · Iceland"),
        ("::ffff:203.0.113.8", "203.0.113.8 · Iceland"),
        ("2001:db8:7::9", "2001:db8:7::9 · Paris, France"),
    ] {
        trusting(&placed.app, &ana, address).await;
        // The session, and the browser that is trusted.
        assert_eq!(says(&mut owner, "/security/sessions", shown).await, 2, "{address}");
        shows(&mut owner, "/security/activity", shown).await;
        shows(&mut owner, "/security/two-factor", shown).await;
    }
    for address in ["2001:db8:8::9", "10.1.2.3", "127.0.0.1"] {
        trusting(&placed.app, &ana, address).await;
        for page in ["/security/sessions", "/security/activity", "/security/two-factor"] {
            shows(&mut owner, page, address).await;
            assert_eq!(says(&mut owner, page, &format!("{address} ·")).await, 0, "{page}");
        }
    }
}

#[tokio::test]
async fn the_use_of_an_api_key_and_a_request_for_approval_show_it_as_well() {
    let placed = Placed::at(&vienna()).await;
    let app = &placed.app;
    let (ana, mut owner) = app.protected(ANA).await;
    let key = app.made_key(&mut owner, "Deploy", "me approvals").await;
    let mut program = app.browser();
    program.address = "203.0.113.9".parse().unwrap();
    let token = buy(&program, &key.text, &app.fresh_code(ana.phone()), "").await.token();
    let approval = approvals::asked(&program, &token).await;
    shows(&mut owner, "/security/api-keys", "from 203.0.113.9 · Iceland").await;
    shows(&mut owner, &format!("/approve/{approval}"), "203.0.113.9 · Iceland").await;
    let mails = app.mails().await;
    let mail = mails.iter().find(|mail| mail.subject.contains("approve")).unwrap();
    assert!(
        mail.body.contains("API key “Deploy”, 203.0.113.9 (Iceland)\n"),
        "{}",
        mail.body
    );
}

#[tokio::test]
async fn without_a_file_the_address_stands_alone() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    trusting(&app, &ana, "203.0.113.7").await;
    for page in LISTS {
        shows(&mut owner, page, "203.0.113.7").await;
        assert_eq!(says(&mut owner, page, "203.0.113.7 ·").await, 0, "{page}");
    }
    let mails = app.mails().await;
    assert!(
        mails.iter().any(|mail| mail.body.contains("Address: 203.0.113.7\n")),
        "{mails:?}"
    );
}

/// Signs in from an unknown browser in Iceland, then begins a first wait there; returns the texts of both mails.
async fn mails(app: &TestApp, ana: &Person, subjects: [&str; 2]) -> [String; 2] {
    app.mails().await;
    trusting(app, ana, "203.0.113.7").await;
    let mut stranger = app.browser();
    stranger.address = "203.0.113.8".parse().unwrap();
    stranger
        .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    let wrong = ana.phone().wrong_code(app.step());
    for _ in 0..5 {
        let reply = stranger.post("sign-in/passcode", &[("passcode", &wrong)]).await;
        assert!(reply.is_wrong_code());
    }
    let mails = app.mails().await;
    subjects.map(|subject| {
        let mail = mails.iter().find(|mail| mail.subject.starts_with(subject));
        mail.unwrap_or_else(|| panic!("{subject}: {mails:?}")).body.clone()
    })
}

#[tokio::test]
async fn mails_name_the_place_in_the_language_of_the_member() {
    let placed = Placed::at(&vienna()).await;
    let app = &placed.app;
    let (ana, _) = app.protected(ANA).await;
    let [unknown, locked] = mails(app, &ana, ["New sign-in", "Somebody has the password"]).await;
    assert!(unknown.contains("    Address: 203.0.113.7 (Iceland)\n"), "{unknown}");
    assert!(locked.contains("the address 203.0.113.8 (Iceland).\n"), "{locked}");
    // A success ends the wait, so that the next mail about one is due.
    app.clock.advance(3_600);
    let mut owner = app.fully(&ana).await;
    owner.post("profile/language", &[("language", "de")]).await.ok();
    let [unknown, locked] = mails(app, &ana, ["Neue Anmeldung", "Jemand kennt das Passwort"]).await;
    assert!(unknown.contains("    Adresse: 203.0.113.7 (Island)\n"), "{unknown}");
    assert!(locked.contains("der Adresse 203.0.113.8 (Island).\n"), "{locked}");
}

#[tokio::test]
async fn a_better_file_improves_old_rows_and_a_damaged_one_is_noticed_by_no_client() {
    let placed = Placed::at(&vienna()).await;
    let Placed { folder, file, app } = &placed;
    let (_, mut owner) = app.protected(ANA).await;
    let renew = async || renew_places(file, &app.remarks).await.unwrap();
    let whole = vienna().to_bytes();
    for damaged in [&whole[..whole.len() - 1], b"", b"no database"] {
        std::fs::write(path(folder), damaged).unwrap();
        renew().await;
        renew().await;
        assert!(
            app.browser()
                .get("/readyz")
                .await
                .ok()
                .body
                .contains("remark: places\n")
        );
        for page in LISTS {
            shows(&mut owner, page, "Vienna, Austria").await;
        }
    }
    let better = MmdbPlan::default().with("192.0.2.0/24", &[("en", "Hernals")], &[("en", "Austria")]);
    std::fs::write(path(folder), better.to_bytes()).unwrap();
    renew().await;
    renew().await;
    assert!(!app.browser().get("/readyz").await.ok().body.contains("remark"));
    assert_eq!(file.reload().unwrap(), Reload::Current);
    for page in LISTS {
        shows(&mut owner, page, "Hernals, Austria").await;
    }
}

#[tokio::test]
async fn hostile_names_are_harmless() {
    let hostile = "<script>alert(1)</script>\u{202e}\n\r\u{0}Bcc: x@y.z";
    let long = "W\u{fc}".repeat(2_000);
    let plan = MmdbPlan::default()
        .with("192.0.2.0/24", &[("en", hostile)], &[("en", &long)])
        .with("203.0.113.0/24", &[("en", hostile)], &[("en", &long)]);
    let placed = Placed::at(&plan).await;
    let (ana, mut owner) = placed.app.protected(ANA).await;
    let country = "W\u{fc}".repeat(32);
    let shown = format!("&lt;script>alert(1)&lt;/script> Bcc: x@y.z, {country}");
    for page in LISTS {
        let body = owner.get(page).await.ok().body;
        assert!(!body.contains("<script>alert") && !body.contains('\u{202e}'), "{body}");
        assert!(!body.contains(&format!("{country}W")), "{body}");
        let said = body.replace("&gt;", ">");
        assert!(said.contains(&shown), "{page}: {said}");
    }
    placed.app.mails().await;
    trusting(&placed.app, &ana, "203.0.113.7").await;
    let mails = placed.app.mails().await;
    let mail = mails
        .iter()
        .find(|mail| mail.subject.starts_with("New sign-in"))
        .unwrap();
    let line = format!("    Address: 203.0.113.7 (<script>alert(1)</script> Bcc: x@y.z, {country})\n");
    assert!(mail.body.contains(&line), "{}", mail.body);
    assert!(!mail.html.contains("<script>"), "{}", mail.html);
    assert!(
        !String::from_utf8(mail.to_bytes(server::mail::Bits::Eight).unwrap())
            .unwrap()
            .contains("\nBcc:")
    );
}
