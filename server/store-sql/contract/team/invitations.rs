//! Invitations and joining.

use super::Stage;
use domain::{
    kernel::token::TokenDigest,
    profile::member::Member,
    registration::{link::Link, store::Joined},
    sessions::{change::Changed, session::ProofRequirement},
    store::Effects,
    team::{
        invitation::{INVITATION_KEPT, INVITATIONS_MAX, Invitation},
        store::SendAgain,
    },
};
use std::sync::Arc;
use terms::Role;
use testing::{T0, rounds};
use tokio::{sync::Barrier, task::JoinSet};

impl Stage {
    async fn invite(&self, email: &str, role: Role) -> (Changed, Invitation, Link) {
        let (invitation, link) = self.w.invitation(&self.ana, &self.session, email, role);
        let change = self.w.account_change(&self.ana.account, &self.session);
        let invited = self.w.store.invite(&change, &invitation, Some(&link)).await.unwrap();
        (invited, invitation, link)
    }

    fn invited(&self, invitation: &Invitation) -> Member {
        Member {
            account: invitation.account.clone(),
            role: invitation.role,
            ..self.w.stranger(invitation.email.as_str())
        }
    }

    async fn join(&self, link: &Link, member: &Member) -> Joined {
        let joined = self.w.store.join_team(link, member, T0, &Effects::none()).await;
        joined.unwrap()
    }

    async fn addresses(&self) -> Vec<String> {
        let since = T0.plus(-INVITATION_KEPT);
        let found = self.w.store.invitations(&self.ana.account, since).await.unwrap();
        found
            .into_iter()
            .map(|found| found.invitation.email.as_str().to_owned())
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invited_person_joins_once() {
    let s = Stage::new().await;
    let (invited, invitation, link) = s.invite("Ben@Example.com", Role::Admin).await;
    assert_eq!(invited, Changed::Done);
    let view = s.w.store.invitation(&invitation.id).await.unwrap().unwrap();
    assert_eq!((&view.invitation, view.by.as_str()), (&invitation, "Ana"));
    let sign_up = s.w.sign_up("ben@example.com");
    let mail = Effects::mails(vec![s.w.mail()]);
    s.w.store.put_sign_up(&sign_up, None, &mail).await.unwrap();
    let held = s.w.opened(&link).await.unwrap();
    assert_eq!(s.w.opened(&link).await, None, "B37: exchanged once");
    let ben = s.invited(&invitation);
    for wrong in [
        Member {
            role: Role::Owner,
            ..ben.clone()
        },
        Member {
            email: s.ana.email.clone(),
            ..ben.clone()
        },
        s.w.stranger("ben@example.com"),
    ] {
        assert_ne!(s.join(&held, &wrong).await, Joined::Done, "B36, B37: {wrong:?}");
    }
    assert_eq!(s.join(&held, &ben).await, Joined::Done);
    assert_eq!(s.w.member_by_key("ben@example.com").await, Some(ben.clone()));
    assert_eq!(s.join(&held, &ben).await, Joined::LinkGone);
    assert_eq!(s.addresses().await, Vec::<String>::new());
    assert_eq!(
        s.w.store.sign_up(&sign_up.waiting, T0).await.unwrap(),
        None,
        "no sign-up is left"
    );
    assert_eq!(
        s.invite("BEN@example.com", Role::Member).await.0,
        Changed::AlreadyMember
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_invitation_ends_the_one_before() {
    let s = Stage::new().await;
    let (_, old, old_link) = s.invite("ben@example.com", Role::Admin).await;
    let held = s.w.opened(&old_link).await.unwrap();
    let (_, new, new_link) = s.invite("BEN@example.com", Role::Member).await;
    assert_eq!(s.addresses().await, ["BEN@example.com"]);
    assert_eq!(
        s.join(&held, &s.invited(&old)).await,
        Joined::LinkGone,
        "B37: also if it was opened"
    );
    let held = s.w.opened(&new_link).await.unwrap();
    assert_eq!(s.join(&held, &s.invited(&new)).await, Joined::Done);
}

/// The address got a mail a moment ago: the link in it is still the one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_without_a_mail_leaves_the_link_that_was_sent() {
    let s = Stage::new().await;
    let (_, first, link) = s.invite("ben@example.com", Role::Member).await;
    let (second, _) = s.w.invitation(&s.ana, &s.session, "ben@example.com", Role::Admin);
    let second = Invitation {
        sent_at: T0.plus(30),
        ..second
    };
    let change = s.w.account_change(&s.ana.account, &s.session);
    assert_eq!(s.w.store.invite(&change, &second, None).await.unwrap(), Changed::Done);
    let again = SendAgain {
        id: &first.id,
        not_after: T0,
        link: None,
    };
    assert_eq!(s.w.store.invite_again(&change, again).await.unwrap(), Changed::Done);
    let stored = s.w.store.invitation(&first.id).await.unwrap().unwrap().invitation;
    assert_eq!(
        (stored.role, stored.sent_at),
        (Role::Admin, T0),
        "another role, the same link and end"
    );
    let held = s.w.opened(&link).await.unwrap();
    assert_eq!(
        s.join(&held, &s.invited(&first)).await,
        Joined::LinkGone,
        "not with the role before"
    );
    assert_eq!(s.join(&held, &s.invited(&stored)).await, Joined::Done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_is_sent_again_and_revoked() {
    let s = Stage::new().await;
    let (_, invitation, first) = s.invite("ben@example.com", Role::Member).await;
    let change = s.w.account_change(&s.ana.account, &s.session);
    let link = s.w.invitation(&s.ana, &s.session, "x@example.com", Role::Member).1;
    let link = Link {
        subject: invitation.id.to_string(),
        ..link
    };
    let again = |not_after| SendAgain {
        id: &invitation.id,
        not_after,
        link: Some(&link),
    };
    let sent = s.w.store.invite_again(&change, again(T0.plus(-1))).await.unwrap();
    assert_eq!(sent, Changed::NotFound, "somebody was faster");
    assert_eq!(s.w.store.invite_again(&change, again(T0)).await.unwrap(), Changed::Done);
    assert_eq!(s.w.opened(&first).await, None, "the link before is over");
    let held = s.w.opened(&link).await.unwrap();
    let revoked = async || s.w.store.revoke_invitation(&change, &invitation.id).await.unwrap();
    assert_eq!(revoked().await, Changed::Done);
    assert_eq!(revoked().await, Changed::NotFound);
    let joined = s.join(&held, &s.invited(&invitation)).await;
    assert_eq!(joined, Joined::LinkGone, "B37: revoked after it was opened");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_proved_owner_or_admin_invites_and_nobody_beyond_their_role() {
    let s = Stage::new().await;
    let admin = s.w.colleague(&s.ana, "mona@example.com", Role::Admin).await;
    let plain = s.w.colleague(&s.ana, "paul@example.com", Role::Member).await;
    let other = s.w.member("eve@example.com").await;
    for (member, role, expected) in [
        (&admin, Role::Owner, Changed::NotFound),
        (&admin, Role::Admin, Changed::Done),
        (&plain, Role::Member, Changed::NotFound),
        (&other, Role::Member, Changed::NotFound),
    ] {
        let session = s.w.session(member, T0).await;
        let (invitation, link) = s.w.invitation(&s.ana, &session, "ben@example.com", role);
        let change = s.w.account_change(&s.ana.account, &session);
        let invited = s.w.store.invite(&change, &invitation, Some(&link)).await.unwrap();
        assert_eq!(invited, expected, "{} to {role:?}", member.email.as_str());
    }
    let (invitation, _) = s.w.invitation(&s.ana, &s.session, "ben@example.com", Role::Owner);
    let mut change = s.w.account_change(&s.ana.account, &s.session);
    let now = T0.plus(700);
    change.required = Some(ProofRequirement { now, factor: true });
    assert_eq!(
        s.w.store.invite(&change, &invitation, None).await.unwrap(),
        Changed::NotProved
    );
    assert_eq!(s.invite("ben@example.com", Role::Owner).await.0, Changed::Done);
    let session = s.w.session(&admin, T0).await;
    let (invitation, _) = s.w.invitation(&s.ana, &session, "ben@example.com", Role::Member);
    let change = s.w.account_change(&s.ana.account, &session);
    let replaced = s.w.store.invite(&change, &invitation, None).await.unwrap();
    assert_eq!(
        replaced,
        Changed::MissingRole,
        "an admin does not replace the invitation of an owner"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_many_invitations_wait_as_may() {
    let s = Stage::new().await;
    for n in 0..INVITATIONS_MAX {
        assert_eq!(
            s.invite(&format!("{n}@example.com"), Role::Member).await.0,
            Changed::Done
        );
    }
    assert_eq!(
        s.invite("more@example.com", Role::Member).await.0,
        Changed::ManyInvitations
    );
    assert_eq!(
        s.invite("0@example.com", Role::Member).await.0,
        Changed::Done,
        "in place of another"
    );
    s.w.store.sweep(T0.plus(INVITATION_KEPT)).await.unwrap();
    assert_eq!(s.addresses().await, Vec::<String>::new());
}

/// One link, opened by many at once, and one member out of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_is_accepted_once_also_at_once() {
    for _ in 0..rounds(10) {
        let s = Arc::new(Stage::new().await);
        let (_, invitation, link) = s.invite("ben@example.com", Role::Member).await;
        let held = s.w.opened(&link).await.unwrap();
        let gate = Arc::new(Barrier::new(8));
        let mut running = JoinSet::new();
        for _ in 0..8 {
            let (s, gate, held, member) = (s.clone(), gate.clone(), held.clone(), s.invited(&invitation));
            running.spawn(async move {
                gate.wait().await;
                s.join(&held, &member).await
            });
        }
        let joined = running.join_all().await;
        let done = joined.iter().filter(|joined| **joined == Joined::Done).count();
        assert_eq!(done, 1, "P3: {joined:?}");
    }
}

/// Whichever comes first: either there is a member, or the invitation is gone without one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn joining_while_the_invitation_is_revoked_or_its_maker_is_demoted() {
    for round in 0..rounds(10) {
        let s = Arc::new(Stage::new().await);
        let mona = s.w.colleague(&s.ana, "mona@example.com", Role::Admin).await;
        let monas = s.w.session(&mona, T0).await;
        let (invitation, link) = s.w.invitation(&s.ana, &monas, "ben@example.com", Role::Admin);
        let change = s.w.account_change(&s.ana.account, &monas);
        assert_eq!(
            s.w.store.invite(&change, &invitation, Some(&link)).await.unwrap(),
            Changed::Done
        );
        let held = s.w.opened(&link).await.unwrap();
        let gate = Arc::new(Barrier::new(2));
        let ends = {
            let (s, gate, id) = (s.clone(), gate.clone(), invitation.id.clone());
            tokio::spawn(async move {
                gate.wait().await;
                let change = s.w.account_change(&s.ana.account, &s.session);
                match round % 2 {
                    0 => s.w.store.revoke_invitation(&change, &id).await,
                    _ => s.w.store.change_role(&change, &mona.id, Role::Member).await,
                }
                .unwrap()
            })
        };
        gate.wait().await;
        let joined = s.join(&held, &s.invited(&invitation)).await;
        ends.await.unwrap();
        let member = s.w.member_by_key("ben@example.com").await;
        assert_eq!(member.is_some(), joined == Joined::Done, "{joined:?}");
        assert_eq!(s.addresses().await, Vec::<String>::new());
        assert_eq!(s.w.opened(&link).await, None);
    }
}

/// A link that was not opened is no held link.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unopened_link_joins_nobody() {
    let s = Stage::new().await;
    let (_, invitation, link) = s.invite("ben@example.com", Role::Member).await;
    let ben = s.invited(&invitation);
    assert_eq!(s.join(&link, &ben).await, Joined::LinkGone);
    let unknown = Link {
        digest: TokenDigest::from_store("0".repeat(64)),
        ..link
    };
    assert_eq!(s.join(&unknown, &ben).await, Joined::LinkGone);
}
