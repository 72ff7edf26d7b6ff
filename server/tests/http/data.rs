//! *Download my data*.

use crate::{
    people::{ANA, BEN},
    test_app::TestApp,
};
use data_encoding::BASE32_NOPAD;
use serde_json::Value;
use std::sync::Arc;
use terms::{EventKind, Role};
use testing::{Fixtures, SeededEntropy};

const DATA: &str = app::profile::DATA;

#[tokio::test]
async fn it_is_everything_that_is_known_of_the_person_and_no_secret() {
    let app = TestApp::new().await;
    let (ana, mut owner) = app.protected(ANA).await;
    app.confirmed(&mut owner, "Tablet").await;
    app.shared(&mut owner, &ana).await;
    let key = app.made_key(&mut owner, "Backup", "me").await;
    app.clock.advance(61);
    let asked = [("email", "ana@example.org"), ("password", &ana.password)];
    owner.post("profile/email", &asked).await.ok();
    let file = owner.get(DATA).await.ok();
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"my-data.json\""
    );
    let data: Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(
        (&data["member"]["email"], &data["member"]["role"]),
        (&ANA.into(), &"owner".into())
    );
    assert_eq!(data["email_change"]["email"], "ana@example.org");
    let names = |of: &str, name: &str| {
        let list = data[of].as_array().unwrap().iter();
        list.map(|item| item[name].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("devices", "name"), ["My phone", "Tablet", "Shared phone"]);
    assert_eq!(data["devices"][2]["holder"]["email"], "zoe@example.org");
    assert_eq!(names("api_keys", "name"), ["Backup"]);
    assert_eq!(names("sessions", "kind").len(), 2);
    let kinds = names("activity", "kind");
    assert_eq!(kinds.first().unwrap(), "data-downloaded", "the newest first");
    assert!(kinds.contains(&"two-factor-on".to_owned()), "{kinds:?}");

    let member = testing::member_by_key(app.store.as_ref(), ANA).await.unwrap();
    let mut secrets = vec![
        key.text,
        member.password.as_phc().to_owned(),
        owner.cookie("__Host-session"),
    ];
    secrets.extend(ana.codes);
    for phone in &ana.phones {
        secrets.push(BASE32_NOPAD.encode(&phone.secret));
    }
    for secret in secrets {
        assert!(
            secret.len() > 8 && !file.body.contains(&secret),
            "a secret is in the file"
        );
    }
}

#[tokio::test]
async fn an_owner_gets_nothing_of_others() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let (_, mut bens) = app.protected(BEN).await;
    app.together(ANA, BEN, Role::Member).await;
    assert!(owner.get(app::activity::JSON).await.ok().body.contains(ANA));
    let (anas, bens) = (owner.get(DATA).await.ok().body, bens.get(DATA).await.ok().body);
    assert!(anas.contains(ANA) && !anas.contains(BEN), "{anas}");
    assert!(bens.contains(BEN) && !bens.contains(ANA), "{bens}");
}

#[tokio::test]
async fn it_needs_a_session() {
    let app = TestApp::new().await;
    let (ana, _) = app.protected(ANA).await;
    for mut browser in [app.browser(), app.challenge(&ana).await] {
        assert_eq!(browser.get(DATA).await.location(), "/sign-in?next=/profile");
    }
}

#[tokio::test]
async fn a_long_activity_is_whole() {
    let app = TestApp::new().await;
    let (_, mut owner) = app.protected(ANA).await;
    let count = |body: &str| {
        let data: Value = serde_json::from_str(body).unwrap();
        data["activity"].as_array().unwrap().len()
    };
    let first = count(&owner.get(DATA).await.ok().body);
    let member = testing::member_by_key(app.store.as_ref(), ANA).await.unwrap();
    let fixtures = Fixtures::with_entropy(app.store.clone(), Arc::new(SeededEntropy::new(3)));
    let event = |n: i64| fixtures.event(EventKind::StepUp, &member, app.service.now().plus(-n / 3));
    let many: Vec<_> = (0..2_500).map(event).collect();
    app.service.store().record_events(&many).await.unwrap();
    assert_eq!(count(&owner.get(DATA).await.ok().body), first + 1 + many.len());
}
