//! The language of pages, errors, mails and files: chosen by the member, else by the browser, else English.

use crate::{
    browser::{Browser, HTML},
    people::{ANA, PASSWORD},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use domain::{
    devices::device::PENDING_LIFE,
    kernel::{counter::STOP_AT, label::NAME_MAX},
    profile::REMINDER_PAUSE,
    registration::link::CONFIRM_LIFE,
    sessions::session::{CHALLENGE_LIFE, CHALLENGE_TRIES},
};
use http::{Method, StatusCode, header};
use terms::{
    DAY, HOUR, Language, MINUTE,
    limits::{PASSWORD_MAX, PASSWORD_MIN},
};
use text::Text;

const COOKIE: &str = "__Host-language";

fn accepting(app: &TestApp, languages: &str) -> Browser {
    let mut browser = app.browser();
    browser.extra.push(("accept-language", languages.to_owned()));
    browser
}

/// A language, and the beginning of the sign-in page's title in it.
const ENGLISH: (&str, &str) = ("en", "<title>Sign in");
const GERMAN: (&str, &str) = ("de", "<title>Anmelden");

async fn speaks(browser: &mut Browser, (lang, title): (&str, &str)) {
    let page = browser.get("/sign-in").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(&format!("<html lang=\"{lang}\"")), "{}", page.body);
    assert!(page.body.contains(title), "{}", page.body);
    assert_eq!(page.header("content-language"), lang);
    assert!(page.header("vary").contains("accept-language") && page.header("vary").contains("cookie"));
}

#[tokio::test]
async fn a_page_is_in_the_language_that_the_browser_prefers() {
    let app = TestApp::new().await;
    speaks(&mut app.browser(), ENGLISH).await;
    for (languages, expected) in [
        ("de-CH, de;q=0.9, en;q=0.8", GERMAN),
        ("en;q=0.8, de;q=0.9", GERMAN),
        ("fr, de;q=0.1", GERMAN),
        ("en-US, de;q=0.9", ENGLISH),
        ("de;q=0, fr", ENGLISH),
        ("fr-CH, it", ENGLISH),
        (";;q=,,*", ENGLISH),
    ] {
        speaks(&mut accepting(&app, languages), expected).await;
    }
}

#[tokio::test]
async fn the_cookie_counts_more_than_the_browser_and_nonsense_in_it_is_nothing() {
    let app = TestApp::new().await;
    let mut browser = accepting(&app, "de");
    browser.put(COOKIE, "en");
    speaks(&mut browser, ENGLISH).await;
    for nonsense in ["", "fr", "DE", "\"><script>"] {
        browser.put(COOKIE, nonsense);
        speaks(&mut browser, GERMAN).await;
    }
}

#[tokio::test]
async fn a_members_choice_is_kept_for_pages_and_mails_and_comes_with_the_sign_in() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    assert_eq!(browser.cookie(COOKIE), "en", "the language of the sign-up");
    browser.post("profile/language", &[("language", "de")]).await.ok();
    assert_eq!(browser.cookie(COOKIE), "de");
    let profile = browser.get("/profile").await.body;
    assert!(
        profile.contains("<h2>Sprache<") && profile.contains("Mein Profil"),
        "{profile}"
    );

    // In another, English browser: pages after the sign-in, and the mail about it.
    app.mails().await;
    let mut elsewhere = accepting(&app, "en");
    elsewhere
        .post("sign-in", &[("email", ANA), ("password", PASSWORD)])
        .await
        .ok();
    assert_eq!(elsewhere.cookie(COOKIE), "de");
    assert!(elsewhere.get("/").await.body.contains("Sicherheitsprüfung"));
    let mails = app.mails().await;
    assert!(
        mails.iter().any(|mail| mail.subject.starts_with("Neue Anmeldung")),
        "{mails:?}"
    );

    // The browser's language again.
    elsewhere.post("profile/language", &[("language", "")]).await.ok();
    assert_eq!(elsewhere.cookie(COOKIE), "");
    assert!(elsewhere.get("/").await.body.contains("Security check-up"));
}

#[tokio::test]
async fn a_language_that_is_not_spoken_is_refused() {
    let app = TestApp::new().await;
    let ana = app.join(ANA).await;
    let mut browser = app.signed_in(&ana).await;
    let reply = browser.post("profile/language", &[("language", "fr")]).await;
    assert_eq!(reply.error(), ApiError::BadRequest);
    assert_eq!(browser.cookie(COOKIE), "en", "as before");
    browser.page = "/profile".into();
    let reply = browser.form("profile/language", &[("language", "fr")]).await;
    assert_eq!(
        (reply.status, reply.header("location")),
        (StatusCode::FOUND, "/profile")
    );
}

#[tokio::test]
async fn whoever_is_no_member_yet_is_written_to_in_the_language_of_the_form() {
    let app = TestApp::new().await;
    let mut browser = accepting(&app, "de");
    let fields = [("name", "Ana"), ("email", ANA), ("password", PASSWORD)];
    browser.post("sign-up", &fields).await.ok();
    let mails = app.mails().await;
    assert_eq!(mails[0].subject, "Bestätigen Sie Ihre E-Mail-Adresse für Twofold");
    assert!(mails[0].body.starts_with("Guten Tag,\n"), "{}", mails[0].body);
}

#[tokio::test]
async fn a_new_members_mails_are_in_the_language_of_their_sign_up() {
    let app = TestApp::new().await;
    let mut browser = accepting(&app, "de");
    let fields = [("name", "Ana"), ("email", ANA), ("password", PASSWORD)];
    browser.post("sign-up", &fields).await.ok();
    let token = app.confirmation(ANA).await;
    browser
        .post("links/open-confirm-email", &[("token", &token)])
        .await
        .ok();
    browser.post("confirm-email", &[("password", PASSWORD)]).await.ok();
    let credentials = [("email", ANA), ("password", PASSWORD)];
    browser.post("sign-in", &credentials).await.ok();
    app.mails().await;
    accepting(&app, "en").post("sign-in", &credentials).await.ok();
    let mails = app.mails().await;
    assert!(mails[0].subject.starts_with("Neue Anmeldung"), "{mails:?}");
}

/// Sentences say these numbers in words of their language, so a rule that changes has to change them, too.
#[test]
fn sentences_name_the_numbers_of_the_rules() {
    for language in Language::ALL {
        let text = Text::of(*language);
        let says = |sentence: &str, number: i64| {
            let words: Vec<_> = sentence.split(|c: char| !c.is_ascii_digit()).collect();
            assert!(words.contains(&number.to_string().as_str()), "{number}: {sentence}");
        };
        let challenge = text.errors().challenge().1;
        says(challenge, CHALLENGE_LIFE / MINUTE);
        says(challenge, CHALLENGE_TRIES);
        says(text.errors().pending().1, PENDING_LIFE / MINUTE);
        says(text.scan().gone().1, PENDING_LIFE / MINUTE);
        says(text.errors().stopped().1, i64::try_from(STOP_AT).unwrap());
        says(text.field_errors().device_name(), i64::try_from(NAME_MAX).unwrap());
        says(
            text.field_errors().password_short(),
            i64::try_from(PASSWORD_MIN).unwrap(),
        );
        says(
            text.field_errors().password_long(),
            i64::try_from(PASSWORD_MAX).unwrap(),
        );
        says(text.sign_up().sent_hint(), CONFIRM_LIFE / HOUR);
        says(text.sign_up().not_waiting().1, CONFIRM_LIFE / HOUR);
        says(text.check_up().not_now_done().1, REMINDER_PAUSE / DAY);
    }
}

#[tokio::test]
async fn a_refused_plain_form_says_why_in_the_language_of_its_page() {
    let app = TestApp::new().await;
    let mut browser = accepting(&app, "de");
    browser.page = "/sign-in".into();
    let reply = browser.form("sign-in", &[("email", ANA), ("password", "wrong")]).await;
    assert_eq!(reply.header("location"), "/sign-in");
    let page = browser.get("/sign-in").await.body;
    assert!(page.contains("E-Mail oder Passwort ist nicht richtig."), "{page}");
}

#[tokio::test]
async fn error_pages_speak_to_people_and_english_to_programs() {
    let app = TestApp::new().await;
    let misdirected = |accept: &str| {
        http::Request::builder()
            .method(Method::GET)
            .uri("/")
            .header(header::HOST, "elsewhere.example")
            .header(header::ACCEPT, accept)
            .header(header::ACCEPT_LANGUAGE, "de")
            .body(axum::body::Body::empty())
            .unwrap()
    };
    let page = app.browser().send(misdirected(HTML)).await;
    assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST);
    for part in [
        "<html lang=\"de\">",
        "<h1>Falsche Adresse</h1>",
        "Zur Startseite",
        "Anfrage <code>",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert_eq!(page.header("content-language"), "de");
    let text = app.browser().send(misdirected("application/json")).await;
    assert!(text.body.starts_with("Wrong address. "), "{}", text.body);
}

#[tokio::test]
async fn the_file_of_codes_is_in_the_language_of_its_page() {
    let app = TestApp::new().await;
    let (_, mut browser) = app.protected(ANA).await;
    browser.post("profile/language", &[("language", "de")]).await.ok();
    let file = browser.form("recovery-codes/download", &[]).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(
        file.header("content-disposition")
            .contains("wiederherstellungscodes.txt")
    );
    assert!(
        file.body
            .starts_with("Wiederherstellungscodes für Twofold\r\n\r\nKonto: "),
        "{}",
        file.body
    );
    assert!(!file.body.replace("\r\n", "").contains(['\r', '\n', '{', '}']));
}
