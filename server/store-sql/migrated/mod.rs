//! Runs the migrations on filled databases of every shipped version. The tests of each store include this by `#[path]`.
//!
//! `0001.sql` holds the rows of a database as migration 0001 left it, and so on to 0003: three members with everything that
//! the tables can hold of them. From 0004 on, a file holds only what its migration added. Every version but the newest
//! needs such a file, after which there are rows in every table. The files are written for SQLite; PostgreSQL reads them
//! with its own notation for bytes.

use crate::Filled;
use domain::{
    Timestamp,
    devices::device::DeviceState,
    kernel::{counter::CounterKey, email::Email, seal::Sealed, token::TokenDigest},
};
use std::{collections::BTreeMap, sync::Arc};
use terms::{LinkKind, SessionKind};
use testing::{Fixtures, SeededEntropy, T0};

/// All rows of a version of the schema.
const WHOLE: [(i64, &str); 3] = [
    (1, include_str!("0001.sql")),
    (2, include_str!("0002.sql")),
    (3, include_str!("0003.sql")),
];
/// What a version has beside the rows of the one before.
const ADDED: [(i64, &str); 21] = [
    (4, include_str!("0004.sql")),
    (5, include_str!("0005.sql")),
    (6, include_str!("0006.sql")),
    (7, include_str!("0007.sql")),
    (8, include_str!("0008.sql")),
    (9, include_str!("0009.sql")),
    (10, include_str!("0010.sql")),
    (11, include_str!("0011.sql")),
    (12, include_str!("0012.sql")),
    (13, include_str!("0013.sql")),
    (14, include_str!("0014.sql")),
    (15, include_str!("0015.sql")),
    (16, include_str!("0016.sql")),
    (17, include_str!("0017.sql")),
    (18, include_str!("0018.sql")),
    (19, include_str!("0019.sql")),
    (20, include_str!("0020.sql")),
    (21, include_str!("0021.sql")),
    (22, include_str!("0022.sql")),
    (23, include_str!("0023.sql")),
    (24, include_str!("0024.sql")),
];
/// The members in these files, and what each is expected to have.
const MEMBERS: [(&str, Expected); 3] = [
    ("ana@example.com", Expected::PROTECTED),
    ("ben@example.net", Expected::PROTECTED),
    ("carl@example.org", Expected::PASSWORD_ALONE),
];

/// The sign-ups in these files: address and digest of the waiting token.
const SIGN_UPS: [(&str, &str); 2] = [
    (
        "dora@example.com",
        "f01c5238e5c55e2b2f75071b454922823dc26762914958993c066e7f43cd0c61",
    ),
    (
        "emil@example.com",
        "32fa0cbe3ff0019b72f69cda37426762dd32e59a457700eb1597d680e78dcbb5",
    ),
];

/// The rows for each version of the schema.
fn rows() -> Vec<(i64, String)> {
    let mut rows = WHOLE.map(|(version, rows)| (version, rows.to_owned())).to_vec();
    for (version, added) in ADDED {
        let before = rows.last().map_or("", |(_, rows)| rows);
        rows.push((version, [before, added].concat()));
    }
    rows
}

/// What a member is expected to have.
struct Expected {
    two_factor: bool,
    /// Number of confirmed and of pending devices.
    devices: (usize, usize),
    codes_left: u32,
    knows_browsers: bool,
    wrong_passcodes: u32,
}

impl Expected {
    const PROTECTED: Self = Self {
        two_factor: true,
        devices: (1, 2),
        codes_left: 9,
        knows_browsers: true,
        wrong_passcodes: 5,
    };
    const PASSWORD_ALONE: Self = Self {
        two_factor: false,
        devices: (0, 0),
        codes_left: 0,
        knows_browsers: true,
        wrong_passcodes: 0,
    };
}

#[tokio::test]
async fn every_version_before_the_newest_has_a_filled_database() {
    let mut versions: Vec<i64> = crate::MIGRATIONS.iter().map(|migration| migration.version).collect();
    versions.sort_unstable();
    versions.pop();
    for version in versions {
        assert!(rows().iter().any(|(filled, _)| *filled == version), "{version:04}.sql");
    }
}

#[tokio::test]
async fn no_migration_loses_a_row() {
    for (version, rows) in rows() {
        let filled = Filled::at(version, &rows).await;
        let before = counts(&filled).await;
        for (table, count) in &before {
            assert!(*count > 0, "{version:04}.sql has no row of {table}");
        }
        filled.database.open().await;
        let after = counts(&filled).await;
        for (table, count) in before {
            assert_eq!(after.get(&table), Some(&count), "{table} of version {version}");
        }
    }
}

#[tokio::test]
async fn what_was_kept_is_read_after_the_migration() {
    for (version, rows) in rows() {
        let filled = Filled::at(version, &rows).await;
        let sessions = filled.texts("SELECT digest FROM session ORDER BY digest").await;
        let held = filled
            .texts("SELECT digest FROM link WHERE exchanged_at IS NOT NULL")
            .await;
        let store = filled.database.open().await;
        let w = Fixtures::with_entropy(store, Arc::new(SeededEntropy::new(1)));
        for (email, expected) in MEMBERS {
            check(&w, email, &expected, version).await;
        }
        for digest in &sessions {
            check_session(&w, &TokenDigest::from_store(digest.clone()), version).await;
        }
        assert_eq!((sessions.len(), held.len()), (7, 1));
        let link = w
            .store
            .held_link(&TokenDigest::from_store(held[0].clone()), LinkKind::SetUp, T0)
            .await
            .unwrap();
        assert!(link.is_some());
        for (email, waiting) in SIGN_UPS {
            let waiting = TokenDigest::from_store(waiting.to_owned());
            let sign_up = w.store.sign_up(&waiting, T0).await.unwrap().unwrap();
            assert_eq!(sign_up.email.as_str(), email);
            let bound = "SELECT subject FROM link WHERE kind = 'confirm-email' ORDER BY digest";
            assert!(filled.texts(bound).await.contains(&sign_up.waiting.as_str().to_owned()));
        }
        assert_eq!(w.store.canary().await.unwrap(), Some(Sealed(vec![1, 2, 3, 250])));
        assert_eq!(w.mails().await, 2);
    }
}

/// These versions compared a domain as it was typed.
#[tokio::test]
async fn both_spellings_of_a_domain_find_a_member_of_an_earlier_version() {
    for (version, rows) in rows().into_iter().filter(|(version, _)| *version <= 2) {
        let filled = Filled::at(version, &rows).await;
        let store = filled.database.open().await;
        for typed in ["zoe@bücher.example", "ZOE@xn--bcher-kva.example"] {
            let keys = Email::parse(typed).unwrap().stored_keys(typed);
            let mut found = Vec::new();
            for key in keys {
                found.extend(testing::member_by_key(store.as_ref(), &key).await);
            }
            assert_eq!(found.len(), 1, "{typed} of version {version}");
            assert_eq!(found[0].email.mailbox(), "Zoe@xn--bcher-kva.example");
        }
    }
}

/// These versions made a device's label of its present name.
#[tokio::test]
async fn labels_that_were_given_before_are_not_given_again() {
    for (version, rows) in rows() {
        let filled = Filled::at(version, &rows).await;
        let w = Fixtures::with_entropy(filled.database.open().await, Arc::new(SeededEntropy::new(1)));
        let kept = filled
            .texts("SELECT key_label FROM device WHERE label = 'Tablet'")
            .await;
        assert!(kept.contains(&"ana@example.com (Tablet)".to_owned()), "{kept:?}");
        let digests = filled.texts("SELECT digest FROM session WHERE id = '5a07b31dc07882c196b53adc17800e95'");
        let digest = TokenDigest::from_store(digests.await.remove(0));
        let session = w.store.session(&digest).await.unwrap().unwrap().session;
        // It replaces the session's pending device of this name.
        let tablet = w.pending(&session, "Tablet", at(300)).await;
        let enrolment = w.store.enrolment(&tablet.id, &session.member, at(300)).await;
        let label = enrolment.unwrap().unwrap().key_label.unwrap();
        assert_eq!(label.as_str(), "ana@example.com (Tablet) 4", "version {version}");
    }
}

async fn check(w: &Fixtures, email: &str, expected: &Expected, version: i64) {
    let what = format!("{email} of version {version}");
    let member = w.member_by_key(email).await.expect(&what);
    assert_eq!(member.two_factor_since.is_some(), expected.two_factor, "{what}");
    assert_eq!(
        (member.repaired_at.is_some(), member.repairs_since),
        (expected.two_factor, member.repaired_at)
    );
    let devices = w.devices(&member.id, at(300)).await;
    let confirmed = devices
        .iter()
        .filter(|device| matches!(device.state, DeviceState::Confirmed(_)))
        .count();
    assert_eq!((confirmed, devices.len() - confirmed), expected.devices, "{what}");
    assert_eq!(w.store.candidates(&member.id).await.unwrap().len(), confirmed, "{what}");
    assert_eq!(w.codes_left(&member.id).await, expected.codes_left, "{what}");
    assert_eq!(
        w.store.knows_browsers(&member.id).await.unwrap(),
        expected.knows_browsers,
        "{what}"
    );
    let counter = w.store.counter(&CounterKey::Passcode(member.id.clone())).await.unwrap();
    assert_eq!(counter.consecutive, expected.wrong_passcodes, "{what}");
    let newest = w.store.newest_sign_in(&member.id, at(300)).await.unwrap();
    assert!(newest.is_some(), "{what}");
}

async fn check_session(w: &Fixtures, digest: &TokenDigest, version: i64) {
    let signed_in = w.store.session(digest).await.unwrap().unwrap();
    let session = signed_in.session;
    if version == 1 {
        assert_eq!(session.opened_by, session.device, "as migration 0002 says");
    }
    if session.kind == SessionKind::Repair {
        let reveal = w.store.reveal(&session.id, at(300)).await.unwrap();
        assert!(
            reveal.is_none(),
            "only the session that switched two-factor on shows codes"
        );
    }
}

fn at(seconds: i64) -> Timestamp {
    T0.plus(seconds)
}

/// Counts the rows of every table except sqlx's own.
async fn counts(filled: &Filled) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for table in filled.texts(Filled::TABLES).await {
        if !table.starts_with("_sqlx") {
            let count = filled
                .texts(&format!("SELECT CAST(count(*) AS TEXT) FROM {table}"))
                .await;
            counts.insert(table, count[0].parse().unwrap());
        }
    }
    counts
}
