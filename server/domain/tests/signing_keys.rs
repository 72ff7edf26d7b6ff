//! The keys that sign tokens for apps, over time and on several nodes.
#![cfg(test)]

use domain::{
    Service,
    kernel::{
        clock::{DAY, HOUR},
        ports::JwtError,
        seal::AssociatedData,
    },
    oidc::{
        clients::client::SigningAlgorithm::{self, Es256, Rs256},
        keys::store::StoredKey,
    },
};
use serde_json::{Value, json};
use testing::{App, Database, Plan, rounds};

async fn app() -> App {
    App::new(Database::folder(), Plan::default()).await
}

async fn sign(service: &Service, algorithm: SigningAlgorithm) -> String {
    let claims = json!({ "sub": "ana", "exp": 1 });
    service.sign(algorithm, "JWT", &claims).await.unwrap()
}

/// The id of the key that signs.
async fn kid(service: &Service, algorithm: SigningAlgorithm) -> String {
    let token = sign(service, algorithm).await;
    let header = data_encoding::BASE64URL_NOPAD.decode(token.split('.').next().unwrap().as_bytes());
    let header: Value = serde_json::from_slice(&header.unwrap()).unwrap();
    assert_eq!(header["alg"], algorithm.as_str());
    header["kid"].as_str().unwrap().to_owned()
}

/// The ids of the keys that are published.
async fn published(service: &Service) -> Vec<String> {
    let keys: Value = serde_json::from_str(&service.published_keys().await.unwrap()).unwrap();
    let keys = keys["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

async fn stored(app: &App) -> Vec<StoredKey> {
    app.store.signing_keys().await.unwrap()
}

#[tokio::test]
async fn the_first_keys_sign_at_once_and_on_every_node() {
    let app = app().await;
    for algorithm in SigningAlgorithm::ALL {
        let token = sign(&app.service, *algorithm).await;
        let node = app.another_node().await;
        assert_eq!(
            kid(&node.service, *algorithm).await,
            kid(&app.service, *algorithm).await
        );
        for service in [&app.service, &node.service] {
            let verified = service.verify_own(&token).await.unwrap().unwrap();
            assert_eq!(verified.claims["sub"], "ana");
        }
    }
    assert_eq!(published(&app.service).await.len(), 2);
    app.service.tend_keys().await.unwrap();
    assert_eq!(stored(&app).await.len(), 2, "no more are due");
}

#[tokio::test]
async fn the_set_of_a_new_server_has_a_key_of_each_algorithm() {
    let app = app().await;
    let ids = published(&app.service).await;
    assert_eq!(ids.len(), 2);
    for algorithm in SigningAlgorithm::ALL {
        assert!(ids.contains(&kid(&app.service, *algorithm).await));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_make_a_key_at_the_same_moment_use_the_same() {
    for _ in 0..rounds(10) {
        let app = app().await;
        let (one, two) = (app.another_node().await, app.another_node().await);
        let services = [&app.service, &one.service, &two.service];
        let [a, b, c] = services.map(|service| kid(service, Es256));
        let (a, b, c) = tokio::join!(a, b, c);
        assert_eq!((&a, &a), (&b, &c));
        let [a, b, c] = services.map(Service::tend_keys);
        let (a, b, c) = tokio::join!(a, b, c);
        a.and(b).and(c).unwrap();
        assert_eq!(stored(&app).await.len(), 2);
    }
}

#[tokio::test]
async fn a_key_is_followed_by_one_that_apps_already_know() {
    let app = app().await;
    let node = app.another_node().await;
    let first = kid(&app.service, Es256).await;
    let (mut next, mut last_token) = (None, String::new());
    // Only this node's job runs. The other one has what it read half a minute ago.
    for hour in 0..=24 * 93 {
        app.service.tend_keys().await.unwrap();
        let (at, ids) = (hour / 24, published(&node.service).await);
        let now = kid(&node.service, Es256).await;
        match at {
            0..89 => assert_eq!((&now, ids.len()), (&first, 2), "{hour}"),
            89 => {
                let new = stored(&app).await.pop().unwrap();
                assert!(ids.contains(&new.id.to_string()) && now == first, "{hour}");
                last_token = sign(&app.service, Es256).await;
            }
            90..92 => {
                let new = next.get_or_insert(now.clone());
                assert!(now == *new && now != first && ids.contains(&first), "{hour}");
                assert!(app.service.verify_own(&last_token).await.unwrap().is_ok());
            }
            _ => {
                assert!(!ids.contains(&first) && Some(&now) == next.as_ref(), "{hour}");
                let answer = app.service.verify_own(&last_token).await.unwrap();
                assert_eq!(answer, Err(JwtError::UnknownKey));
                assert!(
                    stored(&app).await.iter().all(|key| key.id.as_str() != first),
                    "nor is its row"
                );
            }
        }
        app.clock.advance(HOUR);
        node.clock.advance(HOUR);
    }
}

#[tokio::test]
async fn a_token_needs_no_database_for_half_a_minute() {
    let app = app().await;
    let first = kid(&app.service, Es256).await;
    let id = stored(&app).await.remove(0).id;
    app.store.erase_signing_key(&id).await.unwrap();
    for _ in 0..29 {
        assert_eq!(kid(&app.service, Es256).await, first);
        app.clock.advance(1);
    }
    app.clock.advance(1);
    assert_ne!(kid(&app.service, Es256).await, first);
}

#[tokio::test]
async fn a_private_key_is_sealed_for_its_row() {
    let app = app().await;
    kid(&app.service, Rs256).await;
    kid(&app.service, Es256).await;
    let keys = stored(&app).await;
    let open = |key: &StoredKey, row: &StoredKey| {
        let place = AssociatedData {
            table: "oidc_key",
            column: "private",
            row: row.id.as_str(),
            owner: "",
        };
        app.vault.open(&key.private, place)
    };
    for key in &keys {
        let private = open(key, key).unwrap();
        assert_eq!(private[0], 0x30, "DER");
        let sealed = &key.private.0;
        assert!(
            !sealed
                .windows(16)
                .any(|part| private.windows(16).any(|plain| plain == part))
        );
    }
    assert!(open(&keys[0], &keys[1]).is_err());
}

#[tokio::test]
async fn while_the_clock_is_not_believed_no_key_comes_or_goes() {
    let app = app().await;
    app.service.sweep().await.unwrap();
    app.service.tend_keys().await.unwrap();
    let before = stored(&app).await;
    app.clock.advance(100 * DAY);
    app.service.sweep().await.unwrap();
    app.service.tend_keys().await.unwrap();
    assert_eq!(stored(&app).await, before);
    // It is the right time: a server that was off.
    for _ in 0..=60 {
        app.clock.advance(60);
        app.service.sweep().await.unwrap();
    }
    app.service.tend_keys().await.unwrap();
    assert_eq!(stored(&app).await.len(), 4);
}
