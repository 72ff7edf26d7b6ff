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
    pub fn may_be_undone(&self, now: Timestamp) -> bool {
        self.at.is_recent(now, UNDO_LIFE)
    }
}

/// Returns the member's addresses that links may have gone to, the earliest first, each once. The one that the account is frozen
/// for is among them, also when its change is forgotten.
fn addresses(member: &Member, changes: &[OpenChange]) -> Vec<Email> {
    let before = changes.iter().filter_map(|change| match &change.kept {
        Kept::Email { old } => Some(Email::from_store(old.clone())),
        _ => None,
    });
    let mut addresses: Vec<Email> = Vec::new();
    for address in before.chain([member.email.clone()]) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if let Some(Frozen { to, .. }) = &member.frozen
        && !addresses.contains(to)
    {
        addresses.insert(0, to.clone());
    }
    addresses
}

/// Returns the addresses that come after this one, if a link to it may act; `None` if it may not.
///
/// A mailbox that was the member's earlier ranks before the ones after it: who takes an account over changes the address, and
/// then has the later one. An address that the member has left again, for an earlier one, may do nothing. A frozen account is
/// the affair of the address that it is frozen for and of earlier ones, for as long as links live; after that the present
/// address may act as well, so that it is not frozen for ever.
pub fn later_addresses(address: &Email, member: &Member, changes: &[OpenChange], now: Timestamp) -> Option<Vec<Email>> {
    let addresses = addresses(member, changes);
    let rank = |of: &Email| addresses.iter().position(|other| other == of);
    let mine = rank(address)?;
    let least = member.frozen.as_ref().filter(|frozen| frozen.holds(now));
    let least = least.map_or_else(|| rank(&member.email), |frozen| rank(&frozen.to))?;
    (mine <= least).then(|| addresses.into_iter().skip(mine + 1).collect())
}

/// Returns the hashes of the passwords that prove a change: the one that was valid just before it, and the earliest of those
/// before that, as long as each was replaced in a session.
///
/// Who takes an account over may change the password before anything else, and has to know the one before for it. A password
/// that was replaced with a mailed link proves nothing, since the mailbox alone is enough for that.
pub fn passwords_before(change: &OpenChange, member: &Member, changes: &[OpenChange]) -> Vec<PasswordHash> {
    let made = changes.iter().position(|other| other.id == change.id);
    let (before, after) = changes.split_at(made.unwrap_or(changes.len()));
    let replaced = |change: &OpenChange| match &change.kept {
        Kept::Password { hash, by_link } => Some((PasswordHash::from_phc(hash.clone()), *by_link)),
        _ => None,
    };
    let just_before = after.iter().find_map(replaced);
    let just_before = just_before.map_or_else(|| member.password.clone(), |(hash, _)| hash);
    let in_sessions = before
        .iter()
        .rev()
        .filter_map(replaced)
        .take_while(|(_, by_link)| !by_link);
    let earliest = in_sessions.last().map(|(hash, _)| hash);
    std::iter::once(just_before).chain(earliest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{freeze::NOT_ME_LIFE, kernel::id::DeviceId};
    use terms::Role;

    fn change(at: i64, kept: Kept) -> OpenChange {
        OpenChange {
            id: KeptChangeId::from_store(format!("{at}")),
            kept,
            at: Timestamp(at),
        }
    }

    fn moved(at: i64, old: &str) -> OpenChange {
        change(at, Kept::Email { old: old.to_owned() })
    }

    fn replaced(at: i64, hash: &str, by_link: bool) -> OpenChange {
        let hash = hash.to_owned();
        change(at, Kept::Password { hash, by_link })
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

    fn may(address: &str, member: &Member, changes: &[OpenChange], now: i64) -> Option<String> {
        let later = later_addresses(&email(address), member, changes, Timestamp(now));
        later.map(|later| later.iter().map(|email| email.as_str().to_owned()).collect())
    }

    #[test]
    fn an_earlier_mailbox_ranks_before_a_later_one() {
        let changes = [moved(1, "a"), moved(2, "b")];
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
            // The change of the address that it was frozen for is forgotten.
            ("z", Some("z"), Some("abc")),
            ("c", Some("z"), None),
        ] {
            let found = may(address, &at_third(frozen), &changes, 5);
            assert_eq!(found.as_deref(), expected, "{address} {frozen:?}");
        }
    }

    #[test]
    fn an_address_that_the_member_has_left_again_may_do_nothing() {
        let changes = [moved(1, "c"), moved(2, "b")];
        assert_eq!(may("c", &at_third(None), &changes, 5).as_deref(), Some("b"));
        assert_eq!(may("b", &at_third(None), &changes, 5), None);
    }

    #[test]
    fn the_present_address_may_act_when_a_freeze_has_lasted_for_as_long_as_links_live() {
        let frozen = at_third(Some("a"));
        let changes = [moved(1, "a")];
        assert_eq!(may("c", &frozen, &changes, NOT_ME_LIFE - 1), None);
        assert_eq!(may("c", &frozen, &changes, NOT_ME_LIFE).as_deref(), Some(""));
        assert_eq!(may("a", &frozen, &changes, NOT_ME_LIFE).as_deref(), Some("c"));
    }

    #[test]
    fn a_change_is_proved_by_the_passwords_before_it() {
        let made = |at: i64| {
            change(
                at,
                Kept::DeviceAdded {
                    device: DeviceId::from_store("d".into()),
                },
            )
        };
        let proves = |change: &OpenChange, changes: &[OpenChange]| {
            let found = passwords_before(change, &at_third(None), changes);
            found.iter().map(|hash| hash.as_phc().to_owned()).collect::<Vec<_>>()
        };
        let alone = made(5);
        assert_eq!(proves(&alone, std::slice::from_ref(&alone)), ["now"]);
        // The order is that of the list: the clock of another node may be behind.
        let all = [
            made(50),
            replaced(40, "first", false),
            made(60),
            replaced(70, "second", false),
            made(80),
        ];
        assert_eq!(proves(&all[0], &all), ["first"]);
        assert_eq!(proves(&all[2], &all), ["second", "first"]);
        assert_eq!(proves(&all[4], &all), ["now", "first"]);
        // The mailbox alone replaces a password with a link.
        let all = [
            replaced(1, "first", false),
            replaced(2, "second", true),
            replaced(3, "third", false),
            made(4),
        ];
        assert_eq!(proves(&all[3], &all), ["now", "third"]);
        let all = [replaced(1, "first", false), replaced(2, "second", true), made(3)];
        assert_eq!(proves(&all[2], &all), ["now"]);
    }

    #[test]
    fn a_change_can_be_undone_for_72_hours() {
        let made = replaced(0, "", false);
        for (after, open) in [(-91, false), (0, true), (UNDO_LIFE - 1, true), (UNDO_LIFE, false)] {
            assert_eq!(made.may_be_undone(Timestamp(after)), open, "{after}");
        }
    }
}
