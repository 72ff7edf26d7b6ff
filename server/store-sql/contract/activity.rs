//! The activity: committed with changes, read by pages, refusals counted, forgotten in time.

use crate::fixtures;
use domain::{
    Timestamp,
    activity::{
        Day, Event, EventDevice, EventKey, REPEAT_LIFE,
        store::{Cursor, EventQuery},
    },
    kernel::id::{ApiKeyId, DeviceId, SessionId},
    profile::member::Member,
    store::Effects,
};
use terms::{DAY, EventKind, Refused};
use testing::{Fixtures, T0};

/// Asks for all events of the member's account.
pub(super) fn all_events(member: &Member) -> EventQuery {
    EventQuery::all(member.account.clone())
}

fn refusal(w: &Fixtures, member: &Member, at: Timestamp) -> Event {
    Event {
        refused: Some(Refused::WrongPassword),
        ..w.event(EventKind::SignIn, member, at)
    }
}

async fn read(w: &Fixtures, query: &EventQuery) -> Vec<Event> {
    w.store.events(query, 1_000).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_is_committed_with_its_change_and_read_as_it_was() {
    let w = &fixtures().await;
    let (ana, session, device) = w.protected("ana@example.com").await;
    let ben = w.member("ben@example.com").await;
    let mut event = w.event(EventKind::DeviceRenamed, &ana, T0.plus(5));
    event.session = Some(session.id.clone());
    event.device = Some(EventDevice {
        id: device,
        name: Some("Büro ☎".to_owned()),
        holder: None,
    });
    event.key = Some(EventKey {
        id: ApiKeyId::from_store("k".repeat(32)),
        name: "Backup".to_owned(),
    });
    let effects = Effects::events(vec![event.clone()]);
    w.store.rename_member(&ana.id, "Ana R.", &effects).await.unwrap();
    assert_eq!(read(w, &all_events(&ana)).await, [event.clone()]);
    assert!(
        read(w, &all_events(&ben)).await.is_empty(),
        "P8: another account has none of it"
    );
    // The same id again is an error, so this change is undone with its event.
    assert!(w.store.rename_member(&ana.id, "Somebody", &effects).await.is_err());
    assert_eq!(w.signed_in(&session).await.member.name, "Ana R.");
    w.store.end_session(&session.id, &Effects::none()).await.unwrap();
    assert_eq!(
        read(w, &all_events(&ana)).await,
        [event],
        "it outlives what it is about"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_go_on_where_the_last_one_ended() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await;
    // Three of each second, so that pages end between events of one time.
    let events: Vec<_> = (0..30)
        .map(|n| w.event(EventKind::NameChanged, &ana, T0.plus(n / 3)))
        .collect();
    w.store.record_events(&events).await.unwrap();
    let mut sorted = events.clone();
    sorted.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
    let mut query = all_events(&ana);
    let mut seen = Vec::new();
    loop {
        let page = w.store.events(&query, 4).await.unwrap();
        let Some(last) = page.last() else { break };
        query.before = Cursor::from(last);
        seen.extend(page);
    }
    assert_eq!(seen, sorted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_filter_leaves_what_it_names() {
    let w = &fixtures().await;
    let (ana, ben) = (w.member("ana@example.com").await, w.member("ben@example.com").await);
    let (device, session) = (DeviceId::from_store("d".into()), SessionId::from_store("s".into()));
    let plain = w.event(EventKind::NameChanged, &ana, T0);
    let mut others = w.event(EventKind::NameChanged, &ana, T0.plus(1));
    others.member = ben.id.clone();
    let mut with_device = w.event(EventKind::SignIn, &ana, T0.plus(2));
    with_device.device = Some(EventDevice {
        id: device.clone(),
        name: Some("phone".into()),
        holder: None,
    });
    let mut in_session = w.event(EventKind::StepUp, &ana, T0.plus(3));
    in_session.session = Some(session.clone());
    let key = ApiKeyId::from_store("k".into());
    in_session.key = Some(EventKey {
        id: key.clone(),
        name: "Backup".into(),
    });
    let all = [refusal(w, &ana, T0.plus(4)), in_session, with_device, others, plain];
    w.store.record_events(&all).await.unwrap();
    let found = async |filter: &dyn Fn(&mut EventQuery)| {
        let mut query = all_events(&ana);
        filter(&mut query);
        let place = |event| all.iter().position(|one| *one == event);
        read(w, &query)
            .await
            .into_iter()
            .map(place)
            .collect::<Option<Vec<_>>>()
            .unwrap()
    };
    assert_eq!(found(&|_| {}).await, [0, 1, 2, 3, 4]);
    assert_eq!(found(&|query| query.member = Some(ben.id.clone())).await, [3]);
    assert_eq!(found(&|query| query.kind = Some(EventKind::SignIn)).await, [0, 2]);
    assert_eq!(found(&|query| query.refused = Some(true)).await, [0]);
    assert_eq!(found(&|query| query.refused = Some(false)).await, [1, 2, 3, 4]);
    assert_eq!(found(&|query| query.device = Some(device.clone())).await, [2]);
    assert_eq!(found(&|query| query.session = Some(session.clone())).await, [1]);
    assert_eq!(found(&|query| query.key = Some(key.clone())).await, [1]);
    assert_eq!(found(&|query| query.since = T0.plus(4)).await, [0]);
    assert_eq!(found(&|query| query.before.at = T0.plus(1)).await, [4]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_within_a_minute_raises_the_count_of_the_one_it_repeats() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await;
    let at = |seconds| refusal(w, &ana, T0.plus(seconds));
    let elsewhere = Event {
        network: "192.0.2.8".into(),
        ..at(1)
    };
    let several = Event {
        count: 3,
        ..at(REPEAT_LIFE - 1)
    };
    for event in [at(0), elsewhere, several, at(REPEAT_LIFE), at(REPEAT_LIFE + 5)] {
        w.store.record_events(&[event]).await.unwrap();
    }
    let counts: Vec<_> = read(w, &all_events(&ana))
        .await
        .iter()
        .map(|event| (event.at.0 - T0.0, event.last_at.0 - T0.0, event.count))
        .collect();
    assert_eq!(
        counts,
        [(REPEAT_LIFE, REPEAT_LIFE + 5, 2), (1, 1, 1), (0, REPEAT_LIFE - 1, 4)]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn days_count_sign_ins_and_refusals() {
    let w = &fixtures().await;
    let ana = w.member("ana@example.com").await;
    let midnight = Timestamp((T0.0 / DAY + 1) * DAY);
    let many = Event {
        count: 7,
        ..refusal(w, &ana, midnight)
    };
    let events = [
        w.event(EventKind::SignIn, &ana, midnight.plus(-1)),
        w.event(EventKind::Repair, &ana, midnight),
        w.event(EventKind::NameChanged, &ana, midnight),
        many,
        w.event(EventKind::SignIn, &ana, midnight.plus(DAY)),
    ];
    w.store.record_events(&events).await.unwrap();
    let today = midnight.0 / DAY;
    let days = async |member, days| w.store.count_days(&ana.account, member, days).await.unwrap();
    let both = days(None, today - 1..today + 1).await;
    assert_eq!(both, [day(today - 1, 1, 0), day(today, 1, 7)]);
    assert_eq!(days(Some(&ana.id), today..today + 1).await, [day(today, 1, 7)]);
    let ben = w.member("ben@example.com").await;
    assert!(days(Some(&ben.id), today - 1..today + 1).await.is_empty());
    let others = w.store.count_days(&ben.account, None, today - 1..today + 1).await;
    assert!(others.unwrap().is_empty(), "P8: another account counts none of it");
}

const fn day(day: i64, sign_ins: i64, refusals: i64) -> Day {
    Day {
        day,
        sign_ins,
        refusals,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn days_are_kept_as_they_were_counted_first() {
    let w = &fixtures().await;
    let (ana, ben) = (w.member("ana@example.com").await, w.member("ben@example.com").await);
    let keep = async |member: &Member, own: bool, days: &[Day]| {
        let id = own.then_some(&member.id);
        w.store.keep_days(&member.account, id, days).await.unwrap();
    };
    let kept = async |member: &Member, own: bool, days| {
        let id = own.then_some(&member.id);
        w.store.kept_days(&member.account, id, days).await.unwrap()
    };
    keep(&ana, false, &[day(8, 3, 4), day(7, 0, 0), day(6, 1, 2)]).await;
    assert_eq!(
        kept(&ana, false, 6..9).await,
        [day(6, 1, 2), day(7, 0, 0), day(8, 3, 4)]
    );
    assert_eq!(kept(&ana, false, 7..8).await, [day(7, 0, 0)]);
    keep(&ana, false, &[day(7, 9, 9), day(9, 5, 5)]).await;
    assert_eq!(
        kept(&ana, false, 7..10).await,
        [day(7, 0, 0), day(8, 3, 4), day(9, 5, 5)]
    );
    assert!(kept(&ana, true, 0..10).await.is_empty(), "a member's days are others");
    keep(&ana, true, &[day(7, 1, 1)]).await;
    assert_eq!(kept(&ana, true, 0..10).await, [day(7, 1, 1)]);
    assert_eq!(kept(&ana, false, 7..8).await, [day(7, 0, 0)]);
    for own in [false, true] {
        assert!(kept(&ben, own, 0..10).await.is_empty(), "P8: another account");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kept_days_are_forgotten_but_these() {
    let w = &fixtures().await;
    let (ana, ben) = (w.member("ana@example.com").await, w.member("ben@example.com").await);
    // More than one batch.
    let days: Vec<_> = (0..400).map(|number| day(number, 1, 1)).collect();
    for (account, member) in [
        (&ana.account, None),
        (&ana.account, Some(&ana.id)),
        (&ben.account, None),
    ] {
        w.store.keep_days(account, member, &days).await.unwrap();
        w.store.forget_days(300..330).await.unwrap();
        let left = w.store.kept_days(account, member, 0..400).await.unwrap();
        assert_eq!(left, days[300..330]);
    }
    for account in [&ana.account, &ben.account] {
        w.store.keep_days(account, None, &days).await.unwrap();
    }
    w.store.forget_days(0..0).await.unwrap();
    for account in [&ana.account, &ben.account] {
        assert!(w.store.kept_days(account, None, 0..400).await.unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_events_are_forgotten() {
    let w = &fixtures().await;
    let (ana, ben) = (w.member("ana@example.com").await, w.member("ben@example.com").await);
    // More than one batch.
    let old: Vec<_> = (0..1_100)
        .map(|n| w.event(EventKind::SignIn, [&ana, &ben][n % 2], T0.plus(-1)))
        .collect();
    w.store.record_events(&old).await.unwrap();
    let kept = [w.event(EventKind::SignIn, &ana, T0)];
    w.store.record_events(&kept).await.unwrap();
    w.store.forget_events(T0).await.unwrap();
    assert_eq!(read(w, &all_events(&ana)).await, kept);
    assert!(read(w, &all_events(&ben)).await.is_empty());
}
