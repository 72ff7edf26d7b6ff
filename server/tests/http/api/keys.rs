use super::{Key, with_key};
use crate::{
    browser::Browser,
    people::{ANA, Person},
    test_app::TestApp,
};
use http::Method;

const CURRENT: &str = "/api/v1/keys/current";

async fn protected_with_key(app: &TestApp) -> (Person, Browser, Key) {
    let (person, mut ana) = app.protected(ANA).await;
    let key = app.key_with(&mut ana, "Backup", "me", ("90", "203.0.113.7")).await;
    (person, ana, key)
}

#[tokio::test]
async fn who_finds_a_key_can_end_it_and_nothing_else() {
    let app = TestApp::new().await;
    let (_, mut ana, key) = protected_with_key(&app).await;
    let finder = app.browser();
    assert_eq!(
        with_key(&finder, Method::GET, "/api/v1/me", &key.text).await.status,
        401
    );
    let ended = with_key(&finder, Method::DELETE, CURRENT, &key.text).await;
    assert_eq!((ended.status.as_u16(), ended.body.as_str()), (204, ""));
    let again = with_key(&finder, Method::DELETE, CURRENT, &key.text).await;
    assert_eq!(again.code(), "unauthenticated");

    let mails = app.mails().await;
    let mail = mails
        .iter()
        .rev()
        .find(|mail| mail.subject.contains("was ended"))
        .unwrap();
    assert!(
        mail.to == ANA && mail.body.contains(&finder.address.to_string()),
        "{}",
        mail.body
    );
    assert!(mail.body.contains("“Backup”"), "{}", mail.body);
    let page = ana.get("/security/activity?kind=api-key-ended").await.ok().body;
    assert!(page.contains("An API key was ended by someone who had it"), "{page}");
    let list = ana.get("/security/api-keys").await.ok().body;
    assert!(list.contains("No API keys yet"), "{list}");
}
