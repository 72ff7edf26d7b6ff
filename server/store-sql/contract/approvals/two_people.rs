//! The rule that another person approves.

use super::Stage;
use domain::{
    approvals::approval::Approve,
    profile::member::Member,
    registration::store::Joined,
    sessions::{change::Changed, session::Session},
    sign_in::attempt::{Decision, Evidence, Target},
};
use terms::Role;
use testing::T0;

impl Stage {
    async fn choose(&self, session: &Session, second_person: bool) -> Changed {
        let change = self.w.account_change(&self.ana.account, session);
        let changed = self.w.store.choose_approver(&change, second_person).await;
        changed.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_two_people_the_other_one_approves() {
    let s = Stage::new().await;
    let colleague = |email, role| Member {
        account: s.ana.account.clone(),
        role,
        ..s.w.stranger(email)
    };
    let (ben, carl) = (
        colleague("ben@example.com", Role::Admin),
        colleague("carl@example.com", Role::Member),
    );
    for member in [&ben, &carl] {
        assert_eq!(s.w.join(member).await, Joined::Done);
    }
    let mut bens = s.w.session(&ben, T0).await;
    let bens_phone = s.w.enrol(&mut bens, "phone", 100, T0).await;
    let new = s.asked(0).await;
    let by_ben = |step| {
        let target = Target::Approve(Box::new(Approve {
            approval: new.approval.id.clone(),
            session: bens.digest.clone(),
        }));
        let device = bens_phone.clone();
        s.w.attempt(&ben.id, Evidence::Step { device, step }, target, T0)
    };
    assert_eq!(s.w.decide(&by_ben(101)).await, Decision::Gone, "not his to approve");
    assert_eq!((s.pending(&s.ana.id, 0).await, s.pending(&ben.id, 0).await), (1, 0));
    assert_eq!(s.w.store.second_person(&s.ana.account).await.unwrap(), None);

    assert_eq!(s.choose(&bens, true).await, Changed::Done);
    assert_eq!(s.w.store.second_person(&s.ana.account).await.unwrap(), Some(T0));
    let told = s.w.store.other_approvers(&s.ana.account, &s.ana.id).await.unwrap();
    assert_eq!(told.iter().map(|member| &member.id).collect::<Vec<_>>(), [&ben.id]);
    assert_eq!((s.pending(&s.ana.id, 0).await, s.pending(&ben.id, 0).await), (1, 1));
    let own = s.approving(&new, 0).await;
    assert_eq!(s.w.decide(&own).await, Decision::Gone, "nobody approves alone");
    assert_eq!(s.w.decide(&by_ben(101)).await, Decision::Accepted);
    let decided = s.read(&new).await.unwrap().decided.unwrap();
    assert_eq!((decided.approved, &decided.by), (true, &ben.id));

    let ended = Session {
        digest: s.w.digest(),
        ..bens.clone()
    };
    assert_eq!(s.choose(&ended, false).await, Changed::NotProved);
    assert_eq!(s.choose(&bens, false).await, Changed::Done);
    assert_eq!(s.w.store.second_person(&s.ana.account).await.unwrap(), None);
}
