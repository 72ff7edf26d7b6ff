//! Changing roles, handing over, removing and leaving.

use super::Stage;
use domain::{
    kernel::id::MemberId,
    profile::member::{Member, REPAIR_QUARANTINE},
    sessions::{
        change::{AccountChange, Changed},
        session::Session,
    },
    store::Effects,
    team::store::KeysOfRemoved,
};
use terms::{Role, limits::KEYS_MAX};
use testing::{Repaired, T0};

impl Stage {
    fn change(&self, session: &Session) -> AccountChange {
        self.w.account_change(&self.ana.account, session)
    }

    async fn role_of(&self, member: &Member) -> Role {
        let found = self.w.store.team_member(&member.id, &self.ana.account).await.unwrap();
        found.unwrap().member.role
    }

    async fn set(&self, session: &Session, of: &MemberId, to: Role) -> Changed {
        self.w.store.change_role(&self.change(session), of, to).await.unwrap()
    }

    async fn key(&self, session: &Session, label: &str) -> domain::api_keys::key::NewApiKey {
        let key = self.w.new_key(session, label, T0);
        let made = self
            .w
            .store
            .make_api_key(&key, &session.digest, None, &Effects::none())
            .await;
        made.unwrap().into_result().unwrap();
        key
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_role_signs_the_member_out_and_takes_back_what_they_invited_beyond_it() {
    let s = Stage::new().await;
    let mona = s.w.colleague(&s.ana, "mona@example.com", Role::Admin).await;
    let mut hers = s.w.session(&mona, T0).await;
    s.w.enrol(&mut hers, "phone", 100, T0).await;
    let challenge = s.w.challenge(&mona, T0).await;
    for (email, role) in [("a@example.com", Role::Admin), ("b@example.com", Role::Member)] {
        let (invitation, link) = s.w.invitation(&s.ana, &hers, email, role);
        let invited = s.w.store.invite(&s.change(&hers), &invitation, Some(&link)).await;
        assert_eq!(invited.unwrap(), Changed::Done);
    }
    assert_eq!(s.set(&s.session, &mona.id, Role::Member).await, Changed::Done);
    assert_eq!(s.role_of(&mona).await, Role::Member);
    assert!(!s.w.is_there(&hers.digest).await, "B39: the session has ended");
    assert_eq!(s.w.challenged(&challenge, T0).await.map(drop), None);
    let left = s.w.store.invitations(&s.ana.account, T0.plus(-1)).await.unwrap();
    assert!(left.is_empty(), "{left:?}");
    assert!(s.w.is_there(&s.session.digest).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gives_a_role_beyond_their_own_or_to_themselves() {
    let s = Stage::new().await;
    let mona = s.w.colleague(&s.ana, "mona@example.com", Role::Admin).await;
    let paul = s.w.colleague(&s.ana, "paul@example.com", Role::Member).await;
    let eve = s.w.member("eve@example.com").await;
    let (monas, pauls) = (s.w.session(&mona, T0).await, s.w.session(&paul, T0).await);
    for (session, of, to) in [
        (&monas, &paul, Role::Owner),
        (&monas, &s.ana, Role::Member),
        (&monas, &mona, Role::Owner),
        (&s.session, &s.ana, Role::Member),
        (&s.session, &eve, Role::Member),
        (&pauls, &paul, Role::Admin),
        (&pauls, &mona, Role::Member),
    ] {
        assert_eq!(
            s.set(session, &of.id, to).await,
            Changed::NotFound,
            "B36: {} {to:?}",
            of.email.as_str()
        );
    }
    assert_eq!(s.set(&monas, &paul.id, Role::Admin).await, Changed::Done);
    assert_eq!(
        (s.role_of(&s.ana).await, s.role_of(&paul).await),
        (Role::Owner, Role::Admin)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_handed_over() {
    let s = Stage::new().await;
    let paul = s.w.colleague(&s.ana, "paul@example.com", Role::Member).await;
    let (pauls, second) = (s.w.session(&paul, T0).await, s.w.session(&s.ana, T0).await);
    let new = s.w.digest();
    let handed = async |session: &Session, to: &Member| {
        let handed = s.w.store.hand_over(&s.change(session), &to.id, &new).await;
        handed.unwrap()
    };
    assert_eq!(handed(&pauls, &s.ana).await, Changed::NotFound, "only an owner");
    assert_eq!(handed(&s.session, &s.ana).await, Changed::NotFound, "to somebody else");
    assert_eq!(handed(&s.session, &paul).await, Changed::Done);
    assert_eq!(
        (s.role_of(&paul).await, s.role_of(&s.ana).await),
        (Role::Owner, Role::Admin)
    );
    for ended in [&pauls, &second, &s.session] {
        assert!(!s.w.is_there(&ended.digest).await, "B39");
    }
    assert!(
        s.w.is_there(&new).await,
        "the asking session goes on under its new token"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removed_member_leaves_nothing() {
    let s = Stage::new().await;
    let paul = s.w.colleague(&s.ana, "paul@example.com", Role::Member).await;
    let mut pauls = s.w.session(&paul, T0).await;
    let phone = s.w.enrol(&mut pauls, "phone", 100, T0).await;
    let key = s.key(&pauls, "Backup").await;
    let token = s.w.new_token(&key.key, Some(&phone), T0);
    let session = s.w.signed_in_with(&paul, &phone, 101, T0).await;
    s.w.challenge(&paul, T0).await;
    let remove = async |session: &Session, of: &Member| {
        let removed =
            s.w.store
                .remove_member(&s.change(session), &of.id, KeysOfRemoved::End)
                .await;
        removed.unwrap()
    };
    assert_eq!(
        remove(&s.session, &s.ana).await,
        Changed::NotFound,
        "nobody removes themselves"
    );
    assert_eq!(
        remove(&session, &s.ana).await,
        Changed::NotFound,
        "nor a plain member anybody"
    );
    assert_eq!(remove(&s.session, &paul).await, Changed::Done);
    assert_eq!(s.w.member_by_key("paul@example.com").await, None);
    for ended in [&pauls.digest, &session.digest] {
        assert!(!s.w.is_there(ended).await, "B74");
    }
    assert!(s.w.store.api_key_by(&key.digest).await.unwrap().is_none());
    assert!(s.w.store.access_token(&token.digest).await.unwrap().is_none());
    assert_eq!(remove(&s.session, &paul).await, Changed::NotFound);
    s.w.colleague(&s.ana, "paul@example.com", Role::Member).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_keys_of_a_removed_member_move_if_there_is_room() {
    let s = Stage::new().await;
    let paul = s.w.colleague(&s.ana, "paul@example.com", Role::Member).await;
    let pauls = s.w.session(&paul, T0).await;
    let (key, own) = (s.key(&pauls, "Backup").await, s.key(&s.session, "backup").await);
    let token = s.w.new_token(&key.key, None, T0);
    assert!(s.w.store.open_token(&token, &Effects::none()).await.unwrap());
    for n in 2..KEYS_MAX {
        s.key(&s.session, &format!("{n}")).await;
    }
    let more = s.key(&s.session, "one more").await;
    let mut session = s.session.clone();
    let machine = s.w.new_machine(&pauls, &key.key.id, T0);
    let added =
        s.w.store
            .add_machine_device(&machine, &pauls.digest, None, &Effects::none())
            .await;
    assert_eq!(added.unwrap(), Changed::Done);
    let removed = async |session: &Session| {
        let change = s.change(session);
        let removed = s.w.store.remove_member(&change, &paul.id, KeysOfRemoved::Move).await;
        removed.unwrap()
    };
    assert_eq!(
        removed(&session).await,
        Changed::TwoFactorOff,
        "the key alone would be enough"
    );
    s.w.enrol(&mut session, "phone", 100, T0).await;
    assert_eq!(removed(&session).await, Changed::ManyKeys);
    assert!(s.w.is_there(&pauls.digest).await, "nothing changed");
    assert!(s.w.store.end_api_key(&more.key.id, &Effects::none()).await.unwrap());
    assert_eq!(removed(&session).await, Changed::Done);
    let machine = s.w.store.machine_enrolment(&key.key.id, &pauls.id, T0).await.unwrap();
    assert!(machine.is_none(), "the removed member may know its secret");
    let moved = s.w.store.api_key_by(&key.digest).await.unwrap().unwrap();
    assert_eq!(
        (moved.member.id, moved.key.label.as_str()),
        (s.ana.id.clone(), "Backup 2")
    );
    let kept = s.w.store.api_key_by(&own.digest).await.unwrap().unwrap();
    assert_eq!(kept.key.label.as_str(), "backup");
    assert!(
        s.w.store.access_token(&token.digest).await.unwrap().is_none(),
        "what it bought has ended"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn for_a_day_after_a_repair_an_older_device_is_needed() {
    let s = Stage::new().await;
    let Repaired {
        member,
        older,
        newer,
        at,
        ..
    } = s.w.repaired("mona@example.com").await;
    let paul = s.w.colleague(&member, "paul@example.com", Role::Member).await;
    let change = |session: &Session| AccountChange {
        now: at,
        ..s.w.account_change(&member.account, session)
    };
    let until = at.plus(REPAIR_QUARANTINE);
    let set = async |session: &Session| {
        s.w.store
            .change_role(&change(session), &paul.id, Role::Owner)
            .await
            .unwrap()
    };
    assert_eq!(set(&newer).await, Changed::RecentRepair(until));
    let (invitation, link) = s.w.invitation(&member, &older, "ben@example.com", Role::Owner);
    let invited = s.w.store.invite(&change(&older), &invitation, Some(&link)).await;
    assert_eq!(invited.unwrap(), Changed::Done);
    let revoked = s.w.store.revoke_invitation(&change(&newer), &invitation.id).await;
    assert_eq!(revoked.unwrap(), Changed::Done, "nothing keeps from taking back");
    let left = s.w.store.leave_team(&change(&newer)).await.unwrap();
    assert_eq!(left, Changed::RecentRepair(until));
    assert_eq!(set(&older).await, Changed::Done);
}
