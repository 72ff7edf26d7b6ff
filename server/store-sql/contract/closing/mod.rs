//! Closed accounts: what ends at once, who keeps them, and what comes first.

mod erasing;
mod races;

use super::freeze::{freeze, opened};
use crate::fixtures;
use domain::{
    closing::{
        rules::{CLOSING_LIFE, Closed},
        store::{AccountCounts, KeepOutcome},
    },
    kernel::token::TokenDigest,
    profile::member::Member,
    registration::{link::Link, store::Joined},
    sessions::{change::Changed, session::Session},
    sign_in::store::Verified,
    store::Effects,
};
use terms::{LinkKind, Role, SessionKind};
use testing::{Fixtures, T0, required_since};

/// An account with two owners, Ana with two-factor and Olga, and Ben, a member; each has a session.
struct Stage {
    w: Fixtures,
    ana: Member,
    olga: Member,
    ben: Member,
    session: Session,
    bens: Session,
}

impl Stage {
    async fn new() -> Self {
        let w = fixtures().await;
        let (ana, session, _) = w.protected("ana@example.com").await;
        let olga = w.colleague(&ana, "olga@example.com", Role::Owner).await;
        let ben = w.colleague(&ana, "ben@example.com", Role::Member).await;
        let bens = w.session(&ben, T0).await;
        Self {
            w,
            ana,
            olga,
            ben,
            session,
            bens,
        }
    }

    /// Closes the account, and returns the link of each owner, as a browser holds it.
    async fn closed(&self) -> [Link; 2] {
        let links = [self.w.keep_link(&self.ana), self.w.keep_link(&self.olga)];
        assert_eq!(
            self.w.close(&self.ana.account, &self.session, &links).await,
            Changed::Done
        );
        let [anas, olgas] = links;
        [self.opened(&anas.link).await, self.opened(&olgas.link).await]
    }

    async fn opened(&self, link: &Link) -> Link {
        self.w.opened(link).await.expect("it lives")
    }

    async fn is_closed(&self) -> bool {
        self.w.store.closed(&self.ana.account).await.unwrap().is_some()
    }

    /// Whether a password opens a session, as for a member whose two-factor is off.
    async fn signs_in(&self, member: &Member) -> bool {
        let session = self.w.new_session(member, SessionKind::Full, T0);
        let (known, verified) = (self.w.known(member, T0), Verified::of(&member.password));
        let none = Effects::none();
        let opened = self.w.store.open_session(&session, &verified, &known, &none);
        opened.await.unwrap()
    }
}

/// What is signed in or waits.
struct Waiting {
    sessions: Vec<TokenDigest>,
    challenge: TokenDigest,
    links: [Link; 4],
    /// Rows that end, by what they are.
    ids: [(&'static str, String); 5],
}

impl Stage {
    async fn waiting(&self) -> Waiting {
        let (w, account) = (&self.w, &self.ana.account);
        let challenge = w.challenge(&self.ana, T0).await;
        let (invitation, invite) = w.invitation(&self.ana, &self.session, "new@example.com", Role::Member);
        let change = w.account_change(account, &self.session);
        let invited = w.store.invite(&change, &invitation, Some(&invite)).await;
        invited.unwrap().into_result().unwrap();
        let (enrolment, enrol) = w.remote(&self.session, "theirs", T0).await;
        let (none, reset) = (
            Effects::none(),
            w.link(LinkKind::ResetPassword, self.ben.email.as_str()),
        );
        w.store.ask_password_reset(&reset, &none).await.unwrap();
        let (started, stop) = w.new_reset(&self.ana, Some(&self.olga.id), T0);
        let olgas = w.session(&self.olga, T0).await;
        let starting = w.account_change(account, &olgas);
        let begun = w.store.start_reset(&starting, &started, &stop).await;
        begun.unwrap().into_result().unwrap();
        let token = w.without_key(&self.ben, T0);
        w.store.open_token(&token, &none).await.unwrap();
        let asked = w.new_approval(&token, T0);
        w.store.ask_approval(&asked, &none).await.unwrap();
        let key = w.new_key(&self.bens, "Backup", T0);
        let made = w.store.make_api_key(&key, &self.bens.digest, None, &none).await;
        made.unwrap().into_result().unwrap();
        Waiting {
            sessions: vec![self.session.digest.clone(), self.bens.digest.clone(), olgas.digest],
            challenge,
            links: [invite, enrol, reset, stop],
            ids: [
                ("invitation", invitation.id.to_string()),
                ("enrolment", enrolment.id.to_string()),
                ("reset", started.id.to_string()),
                ("token", token.token.id.to_string()),
                ("approval", asked.approval.id.to_string()),
            ],
        }
    }
}

#[tokio::test]
async fn closing_ends_what_is_signed_in_and_waits_of_all_members() {
    let s = &Stage::new().await;
    let (w, account) = (&s.w, &s.ana.account);
    let (rosa, rosas, _) = w.protected("rosa@example.com").await;
    let waiting = s.waiting().await;
    let counts = w.store.account_counts(account).await.unwrap();
    let expected = AccountCounts {
        members: 3,
        devices: 1,
        keys: 1,
    };
    assert_eq!(counts, expected);

    s.closed().await;
    for digest in waiting.sessions {
        assert!(!w.is_there(&digest).await, "a session");
    }
    assert!(w.challenged(&waiting.challenge, T0).await.is_none());
    for link in waiting.links {
        assert!(
            w.store.link(&link.digest, T0).await.unwrap().is_none(),
            "{:?}",
            link.kind
        );
    }
    let text = w.text().await;
    for (what, id) in waiting.ids {
        assert!(!text.contains(&id), "{what}");
    }
    for member in [&s.ana, &s.olga, &s.ben] {
        let now = w.member_by_key(&member.email.key()).await.unwrap();
        assert_eq!(now.closed, Some(Closed { at: T0 }));
        assert!(!s.signs_in(&now).await, "the password is right");
    }
    // What is needed to go on stays.
    assert_eq!(w.store.account_counts(account).await.unwrap(), expected);
    assert!(w.codes_left(&s.ana.id).await > 0);
    let other = w.member_by_key(&rosa.email.key()).await.unwrap();
    assert!(other.closed.is_none() && w.is_there(&rosas.digest).await, "P8");
}

#[tokio::test]
async fn only_an_owner_with_a_live_session_and_a_step_up_closes() {
    let s = &Stage::new().await;
    let w = &s.w;
    let admin = w.colleague(&s.ana, "mona@example.com", Role::Admin).await;
    let monas = w.session(&admin, T0).await;
    for session in [&s.bens, &monas] {
        assert_eq!(w.close(&s.ana.account, session, &[]).await, Changed::MissingRole);
    }
    let (rosa, rosas, _) = w.protected("rosa@example.com").await;
    assert_eq!(w.close(&s.ana.account, &rosas, &[]).await, Changed::NotFound, "P8");
    let mut stale = w.account_change(&s.ana.account, &s.session);
    stale.required = required_since(T0.plus(1));
    let done = w.store.close_account(&stale, &[]).await.unwrap();
    assert_eq!(done, Changed::NotProved);
    assert!(!s.is_closed().await && w.store.closed(&rosa.account).await.unwrap().is_none());
    s.closed().await;
    let again = w.close(&s.ana.account, &s.session, &[]).await;
    assert_eq!(again, Changed::NotProved, "the form was posted twice");
}

#[tokio::test]
async fn a_session_after_a_repair_does_not_close() {
    let w = &fixtures().await;
    let repaired = w.repaired("ana@example.com").await;
    let account = &repaired.member.account;
    let mut change = w.account_change(account, &repaired.newer);
    change.now = T0.plus(120);
    let done = w.store.close_account(&change, &[]).await.unwrap();
    assert!(matches!(done, Changed::RecentRepair(_)), "{done:?}");
    change.session = repaired.older.digest.clone();
    let done = w.store.close_account(&change, &[]).await.unwrap();
    assert_eq!(done, Changed::Done, "a device from before the repair");
}

#[tokio::test]
async fn an_owners_link_keeps_the_account_once_and_ends_the_others() {
    let s = &Stage::new().await;
    let w = &s.w;
    let [anas, olgas] = s.closed().await;
    assert_eq!(
        w.keep(&anas, &s.olga, T0).await,
        KeepOutcome::LinkGone,
        "a link of another owner"
    );
    assert_eq!(w.keep(&olgas, &s.olga, T0).await, KeepOutcome::Done);
    assert!(!s.is_closed().await);
    assert_eq!(w.keep(&anas, &s.ana, T0).await, KeepOutcome::LinkGone);
    assert_eq!(w.keep(&olgas, &s.olga, T0).await, KeepOutcome::LinkGone);
    assert!(!w.is_there(&s.session.digest).await, "sessions do not come back");
    assert!(s.signs_in(&s.ben).await);
    // Closed again: the link of before stays over.
    let back = w.session(&s.olga, T0).await;
    assert_eq!(w.close(&s.ana.account, &back, &[]).await, Changed::Done);
    assert_eq!(w.keep(&anas, &s.ana, T0).await, KeepOutcome::LinkGone);
    assert!(s.is_closed().await);
}

#[tokio::test]
async fn a_newer_link_ends_the_one_before_and_a_link_lives_as_long_as_the_account() {
    let s = &Stage::new().await;
    let w = &s.w;
    let [anas, _] = s.closed().await;
    let newer = w.keep_link(&s.ana);
    w.store.ask_keep(&newer, &Effects::none()).await.unwrap();
    assert_eq!(w.keep(&anas, &s.ana, T0).await, KeepOutcome::LinkGone);
    let last = T0.plus(CLOSING_LIFE - 1);
    assert!(w.store.link(&newer.link.digest, last).await.unwrap().is_some());
    assert!(w.store.link(&newer.link.digest, last.plus(1)).await.unwrap().is_none());
    let held = s.opened(&newer.link).await;
    assert_eq!(w.keep(&held, &s.ana, T0).await, KeepOutcome::Done);
}

#[tokio::test]
async fn a_member_and_a_frozen_owner_do_not_keep() {
    let s = &Stage::new().await;
    let w = &s.w;
    s.closed().await;
    let bens = w.keep_link(&s.ben);
    w.store.ask_keep(&bens, &Effects::none()).await.unwrap();
    let held = s.opened(&bens.link).await;
    assert_eq!(w.keep(&held, &s.ben, T0).await, KeepOutcome::LinkGone);
    let link = w.keep_link(&s.olga);
    w.store.ask_keep(&link, &Effects::none()).await.unwrap();
    let held = s.opened(&link.link).await;
    let not_me = opened(w, &s.olga, "olga@example.com").await;
    assert!(freeze(w, &not_me).await, "freezing goes on while the account is closed");
    assert_eq!(w.keep(&held, &s.olga, T0).await, KeepOutcome::Frozen);
    assert!(s.is_closed().await);
}

#[tokio::test]
async fn nobody_joins_a_closed_account() {
    let s = &Stage::new().await;
    let w = &s.w;
    let (invitation, link) = w.invitation(&s.ana, &s.session, "new@example.com", Role::Member);
    let change = w.account_change(&s.ana.account, &s.session);
    w.store
        .invite(&change, &invitation, Some(&link))
        .await
        .unwrap()
        .into_result()
        .unwrap();
    let held = s.opened(&link).await;
    s.closed().await;
    let member = Member {
        account: s.ana.account.clone(),
        role: Role::Member,
        ..w.stranger("new@example.com")
    };
    let joined = w.store.join_team(&held, &member, T0, &Effects::none()).await.unwrap();
    assert_eq!(joined, Joined::LinkGone);
}
