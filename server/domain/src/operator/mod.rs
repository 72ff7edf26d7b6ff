//! What the operator sees of members, and how the operator ends their sessions. The operator works on the machine itself,
//! so there is no session and no right to check; what changes something is in the activity of the member.

pub mod holds;
pub mod store;

use crate::{
    Result, Service, Timestamp,
    api_keys::key::KeyOfMember,
    devices::device::Device,
    email_change::store::EmailChange,
    kernel::{browser::Browser, email::Email},
    mail::About,
    profile::member::Member,
    sessions::{session::Session, store::SessionOfMember, trusted::rules::TrustedBrowser},
    store::Effects,
    team::reset::{Reset, ResetState},
};
use holds::Hold;
use std::net::{IpAddr, Ipv4Addr};
use store::OverviewPage;
use terms::{EventKind, Rejection};

/// Members that are read at once.
const PAGE: i64 = 500;

/// A member with the state of their security.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// The member.
    pub member: Member,
    /// Number of the member's own confirmed devices.
    pub devices: u32,
    /// Number of confirmed devices that colleagues carry.
    pub colleagues: u32,
    /// Number of unused recovery codes.
    pub codes_left: u32,
    /// Number of API keys.
    pub keys: u32,
    /// Number of live sessions.
    pub sessions: u32,
    /// When a sign-in was last completed.
    pub last_sign_in: Option<Timestamp>,
}

/// A member with everything that is known of them but their activity.
#[derive(Clone, Debug)]
pub struct Person {
    /// The member.
    pub overview: Overview,
    /// The change of the address that waits for its confirmation.
    pub email_change: Option<EmailChange>,
    /// All devices, oldest first.
    pub devices: Vec<Device>,
    /// The live sessions with the kind that they have now, those used last first.
    pub sessions: Vec<Session>,
    /// The trusted browsers, those used last first.
    pub trusted: Vec<TrustedBrowser>,
    /// The API keys, oldest first, also expired ones.
    pub keys: Vec<KeyOfMember>,
    /// What refuses the member's tries at the moment.
    pub holds: Vec<Hold>,
    /// The reset of the second factor that is under way, with its state.
    pub reset: Option<(Reset, ResetState)>,
    /// When all this was read.
    pub now: Timestamp,
}

/// What ended with the sessions of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Number of sessions.
    pub sessions: usize,
    /// Number of sign-ins that waited for a second factor.
    pub challenges: usize,
    /// Number of trusted browsers.
    pub trusted: usize,
}

impl Service {
    /// Returns some of the members of all accounts, from after this [`OverviewPage::last`] on.
    pub async fn overviews(&self, after: Option<&str>) -> Result<OverviewPage> {
        Ok(self.store().overviews(after, PAGE, self.now()).await?)
    }

    /// Returns everything that the operator sees of a member.
    ///
    /// # Errors
    /// `NotFound` for an unknown address, `Invalid` for what is none.
    pub async fn person(&self, email: &str) -> Result<Person> {
        let member = self.addressed(email).await?;
        self.person_of(&member, self.now()).await
    }

    /// Returns everything that is known of a member but their activity.
    ///
    /// # Errors
    /// `NotFound` if the member is gone.
    pub(crate) async fn person_of(&self, member: &Member, now: Timestamp) -> Result<Person> {
        let store = self.store();
        let keys = store.api_keys(&member.account, Some(&member.id)).await?;
        let reset = store.reset_of(&member.id).await?.map(|found| found.reset);
        let reset = reset.map(|reset| (reset.state(member.role, now), reset));
        let overview = store.overview(&member.id, now).await?.ok_or(Rejection::NotFound)?;
        Ok(Person {
            email_change: store.email_change(&member.id, now).await?,
            devices: store.devices(&member.id, now).await?,
            sessions: self.live_sessions(&overview.member, now).await?,
            trusted: store.trusted_browsers(&member.id, now).await?,
            holds: self.holds(&overview.member, &keys, now).await?,
            reset: reset
                .filter(|(state, _)| !matches!(state, ResetState::Over))
                .map(|(state, reset)| (reset, state)),
            keys,
            overview,
            now,
        })
    }

    /// Ends all sessions of a member, sign-ins that wait for a second factor, and the trust in browsers. The member is mailed.
    ///
    /// # Errors
    /// `NotFound` for an unknown address, `Invalid` for what is none.
    pub async fn operator_ends_sessions(&self, email: &str) -> Result<(Member, Ended)> {
        let now = self.now();
        let member = self.addressed(email).await?;
        let effects = Effects {
            mails: self.mails_to(&member, [About::SessionsEnded], now)?,
            events: vec![self.event(EventKind::SessionsEnded, &member, &operator(), now)],
            ..Effects::none()
        };
        let ended = self.store().end_sessions_of(&member.id, now, &effects).await?;
        Ok((member, ended.ok_or(Rejection::NotFound)?))
    }

    /// Returns the member's live sessions with the kind that they have now, those used last first.
    async fn live_sessions(&self, member: &Member, now: Timestamp) -> Result<Vec<Session>> {
        let sessions = self.store().sessions(&member.id, now).await?;
        let mut sessions: Vec<_> = sessions
            .into_iter()
            .map(|session| SessionOfMember::of(session, member.clone()).at(now).session)
            .collect();
        sessions.sort_by_key(|session| -session.last_seen_at.0);
        Ok(sessions)
    }

    /// Returns the member with this address.
    ///
    /// # Errors
    /// `NotFound` for an unknown address, `Invalid` for what is none.
    pub(crate) async fn addressed(&self, email: &str) -> Result<Member> {
        let address = Email::parse(email)?;
        Ok(self.member_of(&address, email).await?.ok_or(Rejection::NotFound)?)
    }
}

/// The client of events that no browser causes.
pub(crate) fn operator() -> Browser {
    Browser {
        address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        agent: "twofold".to_owned(),
    }
}
