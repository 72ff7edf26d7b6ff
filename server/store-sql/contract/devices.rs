//! Listing, adding, renaming and discarding devices.

use crate::fixtures;
use domain::store::Effects;
use domain::{
    devices::{
        device::{DeviceState, NewDevice, PENDING_LIFE, Pending},
        store::{Added, Renaming},
    },
    kernel::{
        id::{DeviceId, MemberId},
        label::Label,
        seal::Sealed,
    },
    sessions::session::{IDLE_LIFE, Session},
};
use terms::limits::DEVICES_MAX;
use testing::required_since;
use testing::{Fixtures, T0};

async fn add(w: &Fixtures, device: &NewDevice, session: &Session) -> Added {
    w.store
        .add_device(device, &session.digest, None, &Effects::none())
        .await
        .unwrap()
}

/// Renames a device of the session's member.
async fn rename(w: &Fixtures, device: &DeviceId, session: &Session, to: &str) -> Option<Added> {
    let renaming = Renaming {
        device,
        member: &session.member,
        session: &session.id,
        label: &Label::parse(to).unwrap(),
        now: T0,
    };
    w.store.rename_device(&renaming, &Effects::none()).await.unwrap()
}

async fn labels(w: &Fixtures, member: &MemberId) -> Vec<String> {
    w.devices(member, T0)
        .await
        .into_iter()
        .map(|device| device.label.as_str().to_owned())
        .collect()
}

/// The labels of devices that were added at one moment.
async fn sorted_labels(w: &Fixtures, member: &MemberId) -> Vec<String> {
    let mut labels = labels(w, member).await;
    labels.sort_by_key(|label| label.to_lowercase());
    labels
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn devices_are_listed_oldest_first() {
    let w = &fixtures().await;
    let (member, mut session, _) = w.protected("ana@example.com").await;
    w.enrol(&mut session, "third", 100, T0.plus(20)).await;
    let second = w.pending(&session, "Żółw 👩‍👩‍👧", T0.plus(10)).await;
    w.protected("ben@example.com").await;
    assert_eq!(labels(w, &member.id).await, ["phone", "Żółw 👩‍👩‍👧", "third"]);
    let read = w.devices(&member.id, T0).await.remove(1);
    assert_eq!(
        (read.id, read.member, read.created_at),
        (second.id, member.id, T0.plus(10))
    );
    let pending = Pending {
        made_in: Some(session.id),
        expires_at: second.expires_at,
        replaces: None,
    };
    assert_eq!(read.state, DeviceState::Pending(pending));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pending_device_expires() {
    let w = &fixtures().await;
    let member = w.member("ana@example.com").await;
    let session = w.session(&member, T0).await;
    let device = w.pending(&session, "phone", T0).await;
    let (last, end) = (T0.plus(PENDING_LIFE - 1), T0.plus(PENDING_LIFE));
    let enrolment = w.store.enrolment(&device.id, &member.id, last).await.unwrap().unwrap();
    assert_eq!(
        (enrolment.id, enrolment.secret),
        (device.id.clone(), Sealed(vec![1, 2, 3]))
    );
    assert_eq!(
        (enrolment.made_in, enrolment.expires_at),
        (Some(session.id.clone()), end)
    );
    assert_eq!(w.devices(&member.id, last).await.len(), 1);
    assert!(w.store.enrolment(&device.id, &member.id, end).await.unwrap().is_none());
    assert!(w.devices(&member.id, end).await.is_empty());
    let (label, other) = (Label::parse("x").unwrap(), w.member("ben@example.com").await);
    assert_eq!(
        w.store
            .rename_device(
                &Renaming {
                    device: &device.id,
                    member: &member.id,
                    session: &session.id,
                    label: &label,
                    now: end,
                },
                &Effects::none()
            )
            .await
            .unwrap(),
        None
    );
    let again = w.new_device(&session, "phone", end);
    assert_eq!(add(w, &again, &session).await, Added::Done, "its name is free again");
    assert!(
        w.store.enrolment(&again.id, &other.id, end).await.unwrap().is_none(),
        "another member's"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_are_unique_per_member() {
    let w = &fixtures().await;
    let (ana, session, _) = w.protected("ana@example.com").await;
    assert_eq!(
        add(w, &w.new_device(&session, "PHONE", T0), &session).await,
        Added::NameTaken
    );
    assert_eq!(labels(w, &ana.id).await, ["phone"]);
    w.pending(&session, "tablet", T0).await;
    let (_, bens, _) = w.protected("ben@example.com").await;
    assert_eq!(
        add(w, &w.new_device(&bens, "tablet", T0), &bens).await,
        Added::Done,
        "another member's"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_eleventh_device_is_refused() {
    let w = &fixtures().await;
    let (member, mut session, _) = w.protected("ana@example.com").await;
    for n in 2..=DEVICES_MAX {
        w.enrol(&mut session, &format!("device {n}"), 100, T0).await;
    }
    let eleventh = w.new_device(&session, "eleventh", T0);
    assert_eq!(add(w, &eleventh, &session).await, Added::TenDevices);
    assert_eq!(w.devices(&member.id, T0).await.len(), DEVICES_MAX);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_has_one_pending_device() {
    let w = &fixtures().await;
    let (member, session, phone) = w.protected("ana@example.com").await;
    w.pending(&session, "tablet", T0).await;
    w.pending(&session, "watch", T0).await;
    assert_eq!(
        sorted_labels(w, &member.id).await,
        ["phone", "watch"],
        "the first was replaced"
    );
    let again = w.pending(&session, "WATCH", T0).await;
    assert_eq!(
        sorted_labels(w, &member.id).await,
        ["phone", "WATCH"],
        "under its own name, too"
    );
    let refused = w.new_device(&session, "Phone", T0);
    assert_eq!(add(w, &refused, &session).await, Added::NameTaken);
    assert!(w.store.enrolment(&again.id, &member.id, T0).await.unwrap().is_some());
    let other = w.signed_in_with(&member, &phone, 101, T0).await;
    w.pending(&other, "laptop", T0).await;
    assert_eq!(
        sorted_labels(w, &member.id).await.len(),
        3,
        "another session has its own"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_abandoned_pending_device_blocks_nothing() {
    let w = &fixtures().await;
    let (member, mut session, phone) = w.protected("ana@example.com").await;
    let left = w.signed_in_with(&member, &phone, 101, T0).await;
    let abandoned = w.pending(&left, "tablet", T0).await;
    w.pending(&session, "Tablet", T0).await;
    assert_eq!(
        sorted_labels(w, &member.id).await,
        ["phone", "Tablet"],
        "its name is free"
    );
    assert!(
        w.store
            .enrolment(&abandoned.id, &member.id, T0)
            .await
            .unwrap()
            .is_none()
    );
    for n in 2..DEVICES_MAX {
        w.enrol(&mut session, &format!("device {n}"), 100, T0).await;
    }
    w.pending(&left, "abandoned again", T0).await;
    assert_eq!(w.devices(&member.id, T0).await.len(), DEVICES_MAX);
    let tenth = w.enrol(&mut session, "tenth", 100, T0).await;
    let devices = w.devices(&member.id, T0).await;
    assert_eq!(devices.len(), DEVICES_MAX, "it took no place");
    assert!(devices.iter().any(|device| device.id == tenth));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn adding_a_device_needs_step_up() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    let now = T0.plus(60);
    w.store
        .prove_password(&session.digest, &session.digest, now, &Effects::none())
        .await
        .unwrap();
    let attempt = w.new_device(&session, "tablet", now);
    let since = async |seconds: Option<i64>| {
        let since = seconds.map(|seconds| T0.plus(seconds));
        w.store
            .add_device(
                &attempt,
                &session.digest,
                since.and_then(required_since),
                &Effects::none(),
            )
            .await
            .unwrap()
    };
    assert_eq!(since(Some(1)).await, Added::NotProved, "the second factor is older");
    assert_eq!(since(Some(0)).await, Added::Done, "just not older");
    let other = w.signed_in_with(&member, &device, 101, T0).await;
    let foreign = w.new_device(&other, "laptop", T0);
    assert_eq!(
        add(w, &foreign, &session).await,
        Added::NotProved,
        "made in another session"
    );
    let (_, bens, _) = w.protected("ben@example.com").await;
    let foreign = NewDevice {
        member: member.id.clone(),
        ..w.new_device(&bens, "laptop", T0)
    };
    assert_eq!(add(w, &foreign, &bens).await, Added::NotProved, "for another member");
    let late = w.new_device(&session, "laptop", T0.plus(IDLE_LIFE));
    assert_eq!(add(w, &late, &session).await, Added::NotProved, "the session is over");

    let plain = w.member("eve@example.com").await;
    let plain = w.session(&plain, T0).await;
    let first = w.new_device(&plain, "phone", T0);
    let late = w
        .store
        .add_device(&first, &plain.digest, required_since(T0.plus(1)), &Effects::none())
        .await
        .unwrap();
    assert_eq!(late, Added::NotProved, "the password is older");
    let fresh = w
        .store
        .add_device(&first, &plain.digest, required_since(T0), &Effects::none())
        .await
        .unwrap();
    assert_eq!(fresh, Added::Done, "without two-factor the password is enough");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_is_renamed() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    let tablet = w.pending(&session, "tablet", T0).await;
    let (ben, bens, _) = w.protected("ben@example.com").await;
    assert_eq!(rename(w, &device, &session, "Tablet").await, Some(Added::NameTaken));
    assert_eq!(rename(w, &device, &bens, "stolen").await, None);
    assert_eq!(labels(w, &member.id).await.len(), 2);
    assert_eq!(
        rename(w, &device, &session, "Phone").await,
        Some(Added::Done),
        "its own name in other letters"
    );
    assert_eq!(rename(w, &tablet.id, &session, "slate").await, Some(Added::Done));
    let mut left = labels(w, &member.id).await;
    left.sort();
    assert_eq!(left, ["Phone", "slate"]);
    let none = rename(w, &w.device_id(), &session, "slate").await;
    assert_eq!(none, None, "no such device, whatever the name");
    assert_eq!(labels(w, &ben.id).await, ["phone"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pending_device_is_renamed_in_its_session_only() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    let other = w.signed_in_with(&member, &device, 101, T0).await;
    let pending = w.pending(&session, "tablet", T0).await;
    assert_eq!(rename(w, &pending.id, &other, "mine").await, None);
    assert_eq!(sorted_labels(w, &member.id).await, ["phone", "tablet"]);
    assert_eq!(
        rename(w, &device, &other, "Tablet").await,
        Some(Added::Done),
        "its name is free"
    );
    assert_eq!(labels(w, &member.id).await, ["Tablet"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_pending_device_is_discarded() {
    let w = &fixtures().await;
    let (member, session, device) = w.protected("ana@example.com").await;
    let (ben, ..) = w.protected("ben@example.com").await;
    let pending = w.pending(&session, "tablet", T0).await;
    assert!(
        !w.store
            .discard_device(&device, &member.id, &Effects::none())
            .await
            .unwrap()
    );
    assert!(
        !w.store
            .discard_device(&pending.id, &ben.id, &Effects::none())
            .await
            .unwrap()
    );
    assert_eq!(w.devices(&member.id, T0).await.len(), 2);
    assert!(
        w.store
            .discard_device(&pending.id, &member.id, &Effects::none())
            .await
            .unwrap()
    );
    assert!(
        !w.store
            .discard_device(&pending.id, &member.id, &Effects::none())
            .await
            .unwrap()
    );
    assert_eq!(labels(w, &member.id).await, ["phone"]);
}
