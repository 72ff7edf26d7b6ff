//! Who may freeze and undo: which address ranks before which, and which passwords prove a change.

use super::kept::{Kept, UNDO_LIFE};
use crate::{
    Timestamp,
    kernel::{email::Email, id::KeptChangeId, password::PasswordHash},
    profile::member::{Frozen, Member},
};

/// A kept change that was opened.
#[derive(Clone, Debug)]
pub struct OpenChange {
    /// The row's id.
    pub id: KeptChangeId,
    /// The change with the state before it.
    pub kept: Kept,
    /// When the change was made.
    pub at: Timestamp,
}

impl OpenChange {
    /// Whether it can still be undone. A change from the future counts for nothing.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.at.is_recent(now, UNDO_LIFE)
    }
}

/// Returns the member's addresses that links may have gone to, the earliest first.
pub fn addresses(member: &Member, changes: &[OpenChange]) -> Vec<Email> {
    let before = changes.iter().filter_map(|change| match &change.kept {
        Kept::Email { old, .. } => Some(Email::from_store(old.clone())),
        _ => None,
    });
    before.chain([member.email.clone()]).collect()
}

/// Returns the addresses that come after this one, if a link to it may act; `None` if it may not.
///
/// A mailbox that was the member's earlier ranks before the ones after it: who takes an account over changes the address, and
/// then has the later one. So a frozen account goes on with the address it was frozen for, or with an earlier one.
pub fn later_addresses(address: &Email, member: &Member, changes: &[OpenChange]) -> Option<Vec<Email>> {
    let addresses = addresses(member, changes);
    let place = |of: &Email| addresses.iter().position(|other| other == of);
    let mine = place(address)?;
    let frozen = member.frozen.as_ref().and_then(|Frozen { to, .. }| place(to));
    (frozen.is_none_or(|frozen| mine <= frozen)).then(|| {
        let later = addresses.iter().skip(mine + 1);
        later.filter(|other| *other != address).cloned().collect()
    })
}

/// Returns the hashes of the passwords that prove a change made at `at`: the one that was valid just before it, and the oldest
/// one that is remembered, because who takes an account over may have changed the password before anything else.
pub fn passwords_before(at: Timestamp, member: &Member, changes: &[OpenChange]) -> Vec<PasswordHash> {
    let replaced = changes.iter().filter_map(|change| match &change.kept {
        Kept::Password { hash } => Some((change.at, PasswordHash::from_phc(hash.clone()))),
        _ => None,
    });
    let replaced: Vec<_> = replaced.collect();
    let just_before = replaced.iter().find(|(until, _)| *until >= at);
    let just_before = just_before.map_or_else(|| member.password.clone(), |(_, hash)| hash.clone());
    let oldest = replaced.into_iter().next().map(|(_, hash)| hash);
    let oldest = oldest.filter(|oldest| *oldest != just_before);
    std::iter::once(just_before).chain(oldest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Role;

    fn change(at: i64, kept: Kept) -> OpenChange {
        OpenChange {
            id: KeptChangeId::from_store(format!("{at}")),
            kept,
            at: Timestamp(at),
        }
    }

    fn moved(at: i64, old: &str, new: &str) -> OpenChange {
        let (old, new) = (old.to_owned(), new.to_owned());
        change(at, Kept::Email { old, new })
    }

    fn replaced(at: i64, hash: &str) -> OpenChange {
        change(at, Kept::Password { hash: hash.to_owned() })
    }

    fn email(text: &str) -> Email {
        Email::from_store(text.to_owned())
    }

    fn at_third(frozen: Option<&str>) -> Member {
        Member {
            email: email("c"),
            password: PasswordHash::from_phc("now".into()),
            frozen: frozen.map(|to| Frozen {
                at: Timestamp(0),
                to: email(to),
            }),
            ..Member::sample(Role::Owner)
        }
    }

    #[test]
    fn an_earlier_mailbox_ranks_before_a_later_one() {
        let changes = [moved(1, "a", "b"), moved(2, "b", "c")];
        let may = |address: &str, frozen: Option<&str>| {
            let later = later_addresses(&email(address), &at_third(frozen), &changes);
            later.map(|later| later.iter().map(|email| email.as_str().to_owned()).collect::<String>())
        };
        for (address, frozen, expected) in [
            ("a", None, Some("bc")),
            ("b", None, Some("c")),
            ("c", None, Some("")),
            ("d", None, None),
            ("a", Some("a"), Some("bc")),
            ("b", Some("a"), None),
            ("c", Some("a"), None),
            ("a", Some("c"), Some("bc")),
            ("c", Some("c"), Some("")),
            // The address that it was frozen for is not remembered any more.
            ("c", Some("z"), Some("")),
        ] {
            assert_eq!(may(address, frozen).as_deref(), expected, "{address} {frozen:?}");
        }
    }

    #[test]
    fn the_address_that_is_the_members_again_is_not_after_itself() {
        let changes = [moved(1, "c", "b"), moved(2, "b", "c")];
        let later = later_addresses(&email("c"), &at_third(None), &changes);
        assert_eq!(later, Some(vec![email("b")]));
    }

    #[test]
    fn a_change_is_proved_by_the_password_before_it_or_the_oldest() {
        let proves = |at: i64, changes: &[OpenChange]| {
            let found = passwords_before(Timestamp(at), &at_third(None), changes);
            found.iter().map(|hash| hash.as_phc().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(proves(5, &[]), ["now"]);
        let changes = [replaced(10, "first"), replaced(20, "second")];
        assert_eq!(proves(5, &changes), ["first"]);
        assert_eq!(proves(10, &changes), ["first"]);
        assert_eq!(proves(15, &changes), ["second", "first"]);
        assert_eq!(proves(25, &changes), ["now", "first"]);
    }

    #[test]
    fn a_change_can_be_undone_for_72_hours() {
        let made = replaced(0, "");
        for (after, open) in [(-91, false), (0, true), (UNDO_LIFE - 1, true), (UNDO_LIFE, false)] {
            assert_eq!(made.is_open(Timestamp(after)), open, "{after}");
        }
    }
}
