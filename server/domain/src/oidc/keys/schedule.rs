//! When keys sign and are published.
//!
//! A key signs for 90 days. The next one is published a day before it signs, which is longer than apps keep a set of keys, and
//! the one before stays published for two days after: longer than an ID token is good for, so that each can be checked as long
//! as it is. An old ID token that an app hands in at a sign-out (`id_token_hint`) is read as long as its key is published;
//! without one the person is asked.

use super::store::StoredKey;
use crate::{
    Timestamp,
    kernel::{clock::DAY, id::SigningKeyId},
    oidc::clients::client::SigningAlgorithm,
};
use terms::CLOCK_TOLERANCE;

/// How long a key signs, in seconds.
pub const SIGNS: i64 = 90 * DAY;
/// How long before that it is published, in seconds.
pub const PUBLISHED_BEFORE: i64 = DAY;
/// How long after that it stays published, in seconds.
pub const PUBLISHED_AFTER: i64 = 2 * DAY;

/// A key that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) signs_from: Timestamp,
    pub(crate) follows: Option<SigningKeyId>,
}

/// Returns the key that signs now: the one that began last. If a clock that was ahead has made all of them, the first.
pub(crate) fn signing(keys: &[StoredKey], algorithm: SigningAlgorithm, now: Timestamp) -> Option<&StoredKey> {
    let begun = of(keys, algorithm).filter(|key| key.signs_from <= now);
    begun
        .max_by_key(|key| key.signs_from)
        .or_else(|| of(keys, algorithm).min_by_key(|key| key.signs_from))
}

/// Returns the key that should be made now. The first one signs at once.
///
/// Keys that sign later than any that is made now were made by a clock that was ahead. They are passed over, until it is
/// their time.
pub(crate) fn due(keys: &[StoredKey], algorithm: SigningAlgorithm, now: Timestamp) -> Option<Due> {
    let latest = now.plus(PUBLISHED_BEFORE + CLOCK_TOLERANCE);
    let believed = of(keys, algorithm).filter(|key| key.signs_from <= latest);
    let signs_from = match believed.map(|key| key.signs_from).max() {
        Some(newest) if newest.plus(SIGNS - PUBLISHED_BEFORE) > now => return None,
        Some(_) => now.plus(PUBLISHED_BEFORE),
        None => now,
    };
    let last = of(keys, algorithm).find(|key| !is_followed(keys, &key.id));
    Some(Due {
        signs_from,
        follows: last.map(|key| key.id.clone()),
    })
}

/// Returns the keys that need not be published any more.
pub(crate) fn over(keys: &[StoredKey], now: Timestamp) -> Vec<&SigningKeyId> {
    let is_over = |key: &&StoredKey| {
        let later = of(keys, key.algorithm).filter(|other| other.signs_from > key.signs_from);
        let next = later.map(|other| other.signs_from).min();
        next.is_some_and(|next| next.plus(PUBLISHED_AFTER) <= now)
    };
    keys.iter().filter(is_over).map(|key| &key.id).collect()
}

fn of(keys: &[StoredKey], algorithm: SigningAlgorithm) -> impl Iterator<Item = &StoredKey> {
    keys.iter().filter(move |key| key.algorithm == algorithm)
}

fn is_followed(keys: &[StoredKey], id: &SigningKeyId) -> bool {
    keys.iter().any(|key| key.follows.as_ref() == Some(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{clock::HOUR, seal::Sealed};
    use SigningAlgorithm::{Es256, Rs256};

    const T0: Timestamp = Timestamp(1_800_000_000);

    fn key(id: &str, algorithm: SigningAlgorithm, signs_from: Timestamp, follows: Option<&str>) -> StoredKey {
        let id_of = |text: &str| SigningKeyId::from_store(text.to_owned());
        StoredKey {
            id: id_of(id),
            algorithm,
            private: Sealed(Vec::new()),
            public: String::new(),
            created_at: T0,
            signs_from,
            follows: follows.map(id_of),
        }
    }

    /// Looks every hour for this many days, and does what is due. Returns each key with the days on which it was made, signed
    /// first and last, and was erased.
    fn lives(days: i64) -> Vec<(String, [i64; 4])> {
        let (mut keys, mut lives): (Vec<StoredKey>, Vec<(String, [i64; 4])>) = (Vec::new(), Vec::new());
        for hour in 0..days * 24 {
            let (now, day) = (T0.plus(hour * HOUR), hour / 24);
            if let Some(due) = due(&keys, Es256, now) {
                let id = lives.len().to_string();
                let follows = due.follows.as_ref().map(SigningKeyId::as_str);
                keys.push(key(&id, Es256, due.signs_from, follows));
                lives.push((id, [day, -1, -1, -1]));
            }
            let gone: Vec<SigningKeyId> = over(&keys, now).into_iter().cloned().collect();
            keys.retain(|key| !gone.contains(&key.id));
            for (id, life) in &mut lives {
                if gone.iter().any(|gone| gone.as_str() == id) {
                    life[3] = day;
                }
            }
            let id = signing(&keys, Es256, now).expect("a key").id.to_string();
            let (_, life) = lives.iter_mut().find(|(other, _)| *other == id).expect("a life");
            life[1] = if life[1] < 0 { day } else { life[1] };
            life[2] = day;
        }
        lives
    }

    #[test]
    fn a_key_signs_for_ninety_days_and_is_published_before_and_after() {
        let expected = [
            ("0", [0, 0, 89, 92]),
            ("1", [89, 90, 179, 182]),
            ("2", [179, 180, 199, -1]),
        ];
        assert_eq!(lives(200), expected.map(|(id, life)| (id.to_owned(), life)));
    }

    #[test]
    fn each_algorithm_has_keys_of_its_own() {
        let keys = [key("a", Es256, T0, None)];
        let first = Due {
            signs_from: T0,
            follows: None,
        };
        assert_eq!(due(&keys, Rs256, T0), Some(first));
        assert_eq!((due(&keys, Es256, T0), signing(&keys, Rs256, T0)), (None, None));
        let keys = [key("a", Es256, T0, None), key("b", Rs256, T0.plus(DAY), None)];
        assert_eq!(over(&keys, T0.plus(10 * DAY)), Vec::<&SigningKeyId>::new());
    }

    #[test]
    fn a_server_that_was_off_for_long_still_publishes_a_day_before_it_signs() {
        let keys = [key("a", Es256, T0, None)];
        let now = T0.plus(300 * DAY);
        let next = due(&keys, Es256, now).expect("one");
        assert_eq!(next.signs_from, now.plus(DAY));
        let keys = [keys[0].clone(), key("b", Es256, next.signs_from, Some("a"))];
        let at = |days| signing(&keys, Es256, now.plus(days)).expect("a key").id.to_string();
        assert_eq!((at(DAY - 1), at(DAY)), ("a".into(), "b".into()));
        assert_eq!(due(&keys, Es256, now), None);
        assert_eq!(over(&keys, now.plus(3 * DAY - 1)), Vec::<&SigningKeyId>::new());
        assert_eq!(over(&keys, now.plus(3 * DAY)), [&keys[0].id]);
    }

    #[test]
    fn a_clock_that_was_ahead_leaves_keys_that_wait_for_their_time() {
        let ahead = T0.plus(400 * DAY);
        let keys = vec![key("a", Es256, T0, None), key("b", Es256, ahead, Some("a"))];
        assert_eq!(due(&keys, Es256, T0.plus(89 * DAY - 1)), None);
        let next = due(&keys, Es256, T0.plus(89 * DAY)).expect("one");
        let follows = next.follows.as_ref().map(SigningKeyId::as_str);
        assert_eq!((next.signs_from, follows), (T0.plus(90 * DAY), Some("b")));
        // Alone such a key signs, because there is none better.
        let id = |keys: &[StoredKey]| signing(keys, Es256, T0).map(|key| key.id.to_string());
        assert_eq!(id(&keys[1..]).as_deref(), Some("b"));
        assert_eq!(id(&keys).as_deref(), Some("a"));
        // A clock that is behind by as much as is tolerated makes no second key.
        assert_eq!(due(&keys[1..], Es256, ahead.plus(-DAY - CLOCK_TOLERANCE)), None);
    }
}
