//! P9: an account always has an owner, also when owners leave, demote and remove each other at the same moment.

use super::Stage;
use domain::{
    profile::member::Member,
    sessions::{change::Changed, session::Session},
    team::{member::TeamQuery, store::KeysOfRemoved},
};
use std::sync::Arc;
use terms::Role;
use testing::{T0, rounds};
use tokio::{sync::Barrier, task::JoinSet};

impl Stage {
    async fn owners(&self) -> usize {
        let mut query: TeamQuery = self.query();
        query.filter.role = Some(Role::Owner);
        self.w.store.team(&query, 100).await.unwrap().len()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_owner_stays() {
    let s = Stage::new().await;
    let leave = async |session: &Session| {
        let change = s.w.account_change(&s.ana.account, session);
        s.w.store.leave_team(&change).await.unwrap()
    };
    assert_eq!(leave(&s.session).await, Changed::LastOwner);
    let ben = s.w.colleague(&s.ana, "ben@example.com", Role::Owner).await;
    let bens = s.w.session(&ben, T0).await;
    assert_eq!(leave(&s.session).await, Changed::Done);
    assert!(!s.w.is_there(&s.session.digest).await);
    assert_eq!(leave(&bens).await, Changed::LastOwner);
    assert_eq!(s.owners().await, 1);
}

/// What an owner does to another one, or to the account.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Demote,
    Remove,
    HandOver,
    Leave,
}

const DEEDS: [Deed; 4] = [Deed::Demote, Deed::Remove, Deed::HandOver, Deed::Leave];

async fn does(s: &Stage, deed: Deed, session: &Session, (to, heir): (&Member, &Member)) -> Changed {
    let (store, change) = (&s.w.store, s.w.account_change(&s.ana.account, session));
    match deed {
        Deed::Demote => store.change_role(&change, &to.id, Role::Member).await,
        Deed::Remove => store.remove_member(&change, &to.id, KeysOfRemoved::End).await,
        Deed::HandOver => store.hand_over(&change, &heir.id, &s.w.digest()).await,
        Deed::Leave => store.leave_team(&change).await,
    }
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_owners_at_the_same_moment_leave_one() {
    for round in 0..rounds(4) {
        for (n, one) in DEEDS.into_iter().enumerate() {
            for other in &DEEDS[n..] {
                let s = Arc::new(Stage::new().await);
                let ben = s.w.colleague(&s.ana, "ben@example.com", Role::Owner).await;
                let carl = s.w.colleague(&s.ana, "carl@example.com", Role::Member).await;
                let bens = s.w.session(&ben, T0).await;
                let gate = Arc::new(Barrier::new(2));
                let mut running = JoinSet::new();
                let pairs = [(one, s.session.clone(), ben), (*other, bens, s.ana.clone())];
                for (deed, session, to) in pairs {
                    let (s, gate, carl) = (s.clone(), gate.clone(), carl.clone());
                    running.spawn(async move {
                        gate.wait().await;
                        does(&s, deed, &session, (&to, &carl)).await
                    });
                }
                let changed = running.join_all().await;
                assert!(changed.contains(&Changed::Done), "{one:?} {other:?}: {changed:?}");
                let owners = s.owners().await;
                assert!(
                    (1..=3).contains(&owners),
                    "P9, round {round}: {one:?} {other:?}: {owners}"
                );
            }
        }
    }
}
