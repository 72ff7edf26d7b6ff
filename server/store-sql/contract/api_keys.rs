//! API keys: made by a proved session, shown for a while, found by their text, ended.

use crate::fixtures;
use domain::{
    Timestamp,
    api_keys::{
        key::{KeyOfMember, KeyUse, NewApiKey, SHOWN_LIFE},
        store::Made,
    },
    profile::member::{Member, REPAIR_QUARANTINE},
    sessions::session::{ProofRequirement, Session},
    store::Effects,
};
use terms::{EventKind, limits::KEYS_MAX};
use testing::{Fixtures, Repaired, T0};

async fn make(w: &Fixtures, key: &NewApiKey, session: &Session) -> Made {
    make_at(w, key, session, T0).await
}

async fn make_at(w: &Fixtures, key: &NewApiKey, session: &Session, now: Timestamp) -> Made {
    let required = Some(ProofRequirement { now, factor: true });
    w.store
        .make_api_key(key, &session.digest, required, &Effects::none())
        .await
        .unwrap()
}

async fn names(w: &Fixtures, member: &Member, own: bool) -> Vec<String> {
    let keys = w
        .store
        .api_keys(&member.account, own.then_some(&member.id))
        .await
        .unwrap();
    keys.iter().map(|found| found.key.label.as_str().to_owned()).collect()
}

async fn found(w: &Fixtures, key: &NewApiKey) -> Option<KeyOfMember> {
    w.store.api_key_by(&key.digest).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_is_found_by_its_text_until_it_is_ended() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let ben = w.member("ben@example.com").await;
    let key = w.new_key(&session, "Backup", T0);
    assert_eq!(make(w, &key, &session).await, Made::Done);
    let by_text = found(w, &key).await.unwrap();
    assert_eq!((&by_text.key, &by_text.member.id), (&key.key, &ana.id));
    assert_eq!(by_text.key.networks.len(), 2, "as they were chosen");
    let by_id = async |account| w.store.api_key(&key.key.id, account).await.unwrap();
    assert_eq!(by_id(&ana.account).await.unwrap().key, key.key);
    assert!(
        by_id(&ben.account).await.is_none(),
        "P8: another account has none of it"
    );
    assert!(names(w, &ben, false).await.is_empty());

    let event = w.event(EventKind::ApiKeyRevoked, &ana, T0);
    let effects = Effects::events(vec![event]);
    assert!(w.store.end_api_key(&key.key.id, &effects).await.unwrap());
    assert!(found(w, &key).await.is_none());
    assert!(!w.store.end_api_key(&key.key.id, &effects).await.unwrap(), "once");
    let events = w.store.events(&super::activity::all_events(&ana), 9).await.unwrap();
    assert_eq!(events.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_live_session_that_stepped_up_makes_a_key() {
    let w = &fixtures().await;
    let (_, session, _) = w.protected("ana@example.com").await;
    let (_, bens, _) = w.protected("ben@example.com").await;
    let key = w.new_key(&session, "Backup", T0);
    for other in [
        Session {
            digest: w.digest(),
            ..session.clone()
        },
        Session {
            digest: bens.digest.clone(),
            ..session.clone()
        },
    ] {
        assert_eq!(make(w, &key, &other).await, Made::NotProved);
    }
    let stale = T0.plus(601);
    let late = w.new_key(&session, "Backup", stale);
    assert_eq!(make_at(w, &late, &session, stale).await, Made::NotProved);
    assert!(found(w, &key).await.is_none() && found(w, &late).await.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_is_taken_once_and_there_is_a_limit() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    let (_, bens, _) = w.protected("ben@example.com").await;
    assert_eq!(make(w, &w.new_key(&session, "Backup", T0), &session).await, Made::Done);
    assert_eq!(
        make(w, &w.new_key(&session, "BACKUP", T0), &session).await,
        Made::NameTaken
    );
    assert_eq!(
        make(w, &w.new_key(&bens, "Backup", T0), &bens).await,
        Made::Done,
        "by Ben"
    );
    for n in 1..KEYS_MAX {
        assert_eq!(
            make(w, &w.new_key(&session, &format!("Key {n}"), T0), &session).await,
            Made::Done
        );
    }
    assert_eq!(
        make(w, &w.new_key(&session, "One more", T0), &session).await,
        Made::TooMany
    );
    assert_eq!(names(w, &ana, true).await.len(), KEYS_MAX);
    assert_eq!(
        names(w, &ana, false).await.len(),
        KEYS_MAX,
        "in an account of one member"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn for_a_day_after_a_repair_only_an_older_device_makes_a_key() {
    let w = &fixtures().await;
    let Repaired {
        member,
        older,
        newer,
        at,
        ..
    } = w.repaired("ana@example.com").await;
    let refused = Made::RecentRepair(at.plus(REPAIR_QUARANTINE));
    assert_eq!(make_at(w, &w.new_key(&newer, "Thief's", at), &newer, at).await, refused);
    assert_eq!(make_at(w, &w.new_key(&older, "Mine", at), &older, at).await, Made::Done);
    assert_eq!(names(w, &member, true).await, ["Mine"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_text_is_shown_for_a_while_in_the_session_that_made_it() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    let other = w.signed_in_with(&member, &phone, 103, T0).await;
    let key = w.new_key(&session, "Backup", T0);
    make(w, &key, &session).await;
    let shown = async |session: &Session, now| {
        let shown = w.store.shown_api_key(&key.key.id, &session.id, now).await.unwrap();
        shown.map(|shown| shown.text)
    };
    let until = T0.plus(SHOWN_LIFE);
    assert_eq!(shown(&session, until.plus(-1)).await, Some(key.shown.text.clone()));
    assert_eq!(shown(&session, until).await, None);
    assert_eq!(shown(&session, T0.plus(-200)).await, None, "made by a clock ahead");
    assert_eq!(shown(&other, T0).await, None);
    w.store.forget_api_key_text(&key.key.id, &other.id).await.unwrap();
    assert!(shown(&session, T0).await.is_some(), "not by another session");
    w.store.forget_api_key_text(&key.key.id, &session.id).await.unwrap();
    assert_eq!(shown(&session, T0).await, None);

    let swept = w.new_key(&session, "Another", T0);
    make(w, &swept, &session).await;
    w.store.sweep(until.plus(-1)).await.unwrap();
    assert!(
        w.store
            .shown_api_key(&swept.key.id, &session.id, T0)
            .await
            .unwrap()
            .is_some()
    );
    w.store.sweep(until).await.unwrap();
    let gone = w.store.shown_api_key(&swept.key.id, &session.id, T0).await.unwrap();
    assert!(gone.is_none(), "erased, whatever the clock says then");
    assert!(found(w, &swept).await.is_some(), "the key stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_use_is_the_latest() {
    let w = &fixtures().await;
    let (_, session, _) = w.protected("ana@example.com").await;
    let key = w.new_key(&session, "Backup", T0);
    make(w, &key, &session).await;
    for (address, at) in [("192.0.2.1", 60), ("192.0.2.2", 120), ("192.0.2.3", 90)] {
        w.store.touch_api_key(&key.key.id, address, T0.plus(at)).await.unwrap();
    }
    let last = found(w, &key).await.unwrap().key.last_use;
    let address = "192.0.2.2".to_owned();
    assert_eq!(
        last,
        Some(KeyUse {
            at: T0.plus(120),
            address
        })
    );
}
