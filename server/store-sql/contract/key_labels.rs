//! The labels of devices in authenticator apps.

use crate::fixtures;
use domain::{
    devices::store::{IfLast, Renaming},
    kernel::{id::DeviceId, label::Label},
    sessions::{change::Changed, session::Session},
    store::Effects,
};
use testing::{Fixtures, T0};

/// Returns the label of a pending device.
async fn label(w: &Fixtures, device: &DeviceId, session: &Session) -> String {
    let enrolment = w.store.enrolment(device, &session.member, T0).await.unwrap().unwrap();
    enrolment.key_label.unwrap().as_str().to_owned()
}

/// Adds a pending device, which replaces the session's other one, and returns its label.
async fn added(w: &Fixtures, session: &Session, name: &str) -> String {
    let device = w.pending(session, name, T0).await;
    label(w, &device.id, session).await
}

async fn rename(w: &Fixtures, device: &DeviceId, session: &Session, to: &str) {
    let renaming = Renaming {
        device,
        member: &session.member,
        session: &session.id,
        label: &Label::parse(to).unwrap(),
        now: T0,
    };
    let renamed = w.store.rename_device(&renaming, &Effects::none()).await.unwrap();
    assert!(renamed.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_label_belongs_to_the_device_it_was_made_for() {
    let w = &fixtures().await;
    // Its member's first device is "phone".
    let (_, session, phone) = w.protected("ana@example.com").await;
    rename(w, &phone, &session, "Work").await;
    let next = w.pending(&session, "phone", T0).await;
    assert_eq!(label(w, &next.id, &session).await, "ana@example.com (phone) 2");
    rename(w, &next.id, &session, "Tablet").await;
    assert_eq!(label(w, &next.id, &session).await, "ana@example.com (phone) 2");
    assert_eq!(added(w, &session, "Tablet").await, "ana@example.com (Tablet)");

    // Neither a device that was removed nor one that was never confirmed gives its label back.
    let change = w.change(&session, T0);
    let removed = w.store.remove_device(&phone, IfLast::StayOn, &change).await;
    assert_eq!(removed.unwrap(), Changed::Done);
    let session = Session {
        digest: change.new_digest.unwrap(),
        ..session
    };
    assert_eq!(added(w, &session, "phone").await, "ana@example.com (phone) 4");
    assert_eq!(added(w, &session, "Tablet").await, "ana@example.com (Tablet) 5");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn labels_are_given_per_member_and_with_a_device_only() {
    let w = &fixtures().await;
    let (_, anas, _) = w.protected("ana@example.com").await;
    let (_, bens, _) = w.protected("ben@example.com").await;
    assert_eq!(added(w, &anas, "Tablet").await, "ana@example.com (Tablet)");
    assert_eq!(added(w, &bens, "Tablet").await, "ben@example.com (Tablet)");
    let refused = w.new_device(&anas, "phone", T0);
    let answer = w.store.add_device(&refused, &anas.digest, None, &Effects::none()).await;
    assert!(answer.unwrap().into_result().is_err(), "the name is taken");
    assert_eq!(added(w, &anas, "Tablet").await, "ana@example.com (Tablet) 3");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_that_are_shortened_alike_get_different_labels() {
    let w = &fixtures().await;
    let (_, session, _) = w.protected("anna.petrowa@example.com").await;
    let found = [
        added(w, &session, "Телефон Анны работа").await,
        added(w, &session, "Телефон Анны новый").await,
    ];
    assert_eq!(
        found,
        [
            "anna.petrowa@example.com (Телефон Ан…",
            "anna.petrowa@example.com (Телефон А… 3"
        ]
    );
}
