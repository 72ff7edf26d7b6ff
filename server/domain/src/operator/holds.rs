//! What refuses a member's tries at the moment.

use crate::{
    Result, Service, Timestamp,
    api_keys::key::KeyOfMember,
    kernel::{
        counter::{Closed, CounterKey},
        throttle::{SignInWindow, Window},
    },
    profile::member::Member,
};

/// Something that is refused for a while, or until something is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// What is refused.
    pub of: Held,
    /// From when on it is not; `None` if no time ends it.
    pub until: Option<Timestamp>,
}

/// What is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// The member's passcodes, at sign-in and step-up. A stop ends when a recovery code is used.
    Passcodes,
    /// The member's recovery codes.
    RecoveryCodes,
    /// Passcodes with the API key of this name. Nothing ends a stop.
    Key(String),
    /// Passcodes with all API keys.
    Keys,
    /// The password, from this network or browser.
    Password(SignInWindow),
    /// Every sign-in and every program, because the account is frozen for this address.
    Account(String),
    /// The same for all members, because the account is closed. It is erased at this moment unless an owner keeps it.
    Closed(Timestamp),
}

impl Service {
    pub(super) async fn holds(&self, member: &Member, keys: &[KeyOfMember], now: Timestamp) -> Result<Vec<Hold>> {
        let mut counters = vec![
            (CounterKey::Passcode(member.id.clone()), Held::Passcodes),
            (CounterKey::Recovery(member.id.clone()), Held::RecoveryCodes),
        ];
        for KeyOfMember { key, .. } in keys {
            let of = Held::Key(key.label.as_str().to_owned());
            counters.push((CounterKey::Key(key.id.clone()), of));
        }
        let frozen = member.frozen.as_ref().map(|frozen| Hold {
            of: Held::Account(frozen.to.as_str().to_owned()),
            until: None,
        });
        let closed = member.closed.map(|closed| Hold {
            of: Held::Closed(closed.until()),
            until: None,
        });
        let mut holds: Vec<_> = frozen.into_iter().chain(closed).collect();
        for (counter, of) in counters {
            match self.store().counter(&counter).await?.admit(&counter, now) {
                Ok(()) => {}
                Err(Closed::Wait(until)) => holds.push(Hold { of, until: Some(until) }),
                Err(Closed::Stopped) => holds.push(Hold { of, until: None }),
            }
        }
        let email_key = member.email.key();
        let windows = self.store().sign_in_windows(&member.id, &email_key).await?;
        for (subject, tries) in windows {
            let keys = Window::key_passcodes(&member.id);
            let (window, of) = match SignInWindow::parse(&subject, &email_key) {
                Some((window, of)) => (window, Held::Password(of)),
                None if subject == keys.subject => (keys, Held::Keys),
                None => continue,
            };
            if let Err(until) = window.reserve(tries, now) {
                let until = Some(until);
                holds.push(Hold { of, until });
            }
        }
        Ok(holds)
    }
}
