//! What browsers have at applications.

use crate::fixtures;
use domain::{
    forward_auth::app::{AppExchange, CODE_LIFE, CODES_MAX, NewAppCode},
    kernel::token::TokenDigest,
    sessions::session::Session,
    store::Effects,
};
use testing::{Fixtures, T0};

const APP: &str = "https://wiki.example.com";

/// A code of this session, and the exchange that is right for it.
fn code(w: &Fixtures, session: &Session) -> (NewAppCode, AppExchange) {
    let new = NewAppCode {
        digest: w.digest(),
        session: session.id.clone(),
        app: APP.into(),
        state: w.digest(),
        expires_at: T0.plus(CODE_LIFE),
    };
    let exchange = AppExchange {
        code: new.digest.clone(),
        state: new.state.clone(),
        app: APP.into(),
        token: w.digest(),
        now: T0,
    };
    (new, exchange)
}

async fn is_open(w: &Fixtures, token: &TokenDigest) -> bool {
    w.store.app_session(token).await.unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_opens_one_session_at_its_application() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await;
    let session = w.session(&ana, T0).await;
    let other = |exchange: &AppExchange| AppExchange {
        app: "https://shop.example.com".into(),
        ..exchange.clone()
    };
    let stranger = |exchange: &AppExchange| AppExchange {
        state: w.digest(),
        ..exchange.clone()
    };
    let late = |exchange: &AppExchange| AppExchange {
        now: T0.plus(CODE_LIFE),
        ..exchange.clone()
    };
    let early = |exchange: &AppExchange| AppExchange {
        now: T0.plus(-1_000),
        ..exchange.clone()
    };
    let wrong: [&dyn Fn(&AppExchange) -> AppExchange; 4] = [&other, &stranger, &late, &early];
    for wrong in wrong {
        let (new, right) = code(w, &session);
        assert!(w.store.put_app_code(&new).await.unwrap());
        assert!(!w.store.exchange_app_code(&wrong(&right)).await.unwrap());
        assert!(
            !w.store.exchange_app_code(&right).await.unwrap(),
            "a wrong try uses it up"
        );
    }
    let (new, right) = code(w, &session);
    assert!(w.store.put_app_code(&new).await.unwrap());
    assert!(w.store.exchange_app_code(&right).await.unwrap());
    assert!(!w.store.exchange_app_code(&right).await.unwrap(), "once");
    let (app, found) = w.store.app_session(&right.token).await.unwrap().unwrap();
    assert_eq!((app.as_str(), found.session, found.member), (APP, session.clone(), ana));

    // The codes of a session are bounded: the first of them has to go.
    let mut codes = Vec::new();
    for n in 0..=CODES_MAX {
        let (mut new, mut exchange) = code(w, &session);
        new.expires_at = T0.plus(n);
        exchange.now = T0.plus(-1);
        assert!(w.store.put_app_code(&new).await.unwrap());
        codes.push(exchange);
    }
    assert!(!w.store.exchange_app_code(&codes[0]).await.unwrap());
    assert!(w.store.exchange_app_code(&codes[1]).await.unwrap());

    let (new, right) = code(w, &session);
    assert!(w.store.put_app_code(&new).await.unwrap());
    assert!(w.store.exchange_app_code(&right).await.unwrap());
    // A new one at the same application replaces it.
    let (new, again) = code(w, &session);
    assert!(w.store.put_app_code(&new).await.unwrap());
    assert!(w.store.exchange_app_code(&again).await.unwrap());
    assert!(!is_open(w, &right.token).await && is_open(w, &again.token).await);

    let (new, unused) = code(w, &session);
    assert!(w.store.put_app_code(&new).await.unwrap());
    w.store.end_session(&session.id, &Effects::none()).await.unwrap();
    assert!(!is_open(w, &again.token).await, "it ends with its session");
    assert!(!w.store.exchange_app_code(&unused).await.unwrap());
    assert!(!w.store.put_app_code(&code(w, &session).0).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_eight_exchanges_of_a_code_one_opens_a_session() {
    let w = fixtures().await;
    let ana = w.member("ana@example.com").await;
    let session = w.session(&ana, T0).await;
    let (new, right) = code(&w, &session);
    assert!(w.store.put_app_code(&new).await.unwrap());
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let (w, token) = (w.clone(), w.digest());
            let exchange = AppExchange { token, ..right.clone() };
            tokio::spawn(async move { w.store.exchange_app_code(&exchange).await.unwrap() })
        })
        .collect();
    let mut opened = 0;
    for attempt in tries {
        opened += usize::from(attempt.await.unwrap());
    }
    assert_eq!(opened, 1);
}
