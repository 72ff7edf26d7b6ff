//! Requests for approval: each is decided once, and buys one token in time.

mod ends;
mod two_people;

use crate::fixtures;
use domain::{
    api_keys::key::NewApiKey,
    approvals::{
        approval::{Approval, Approve, NewApproval, PENDING_MAX, State},
        store::Placed,
    },
    kernel::{
        counter::CounterKey,
        id::{DeviceId, MemberId},
    },
    profile::member::Member,
    sessions::session::Session,
    sign_in::attempt::{Decision, Evidence, FactorAttempt, Target},
    store::Effects,
    tokens::token::NewToken,
};
use std::sync::Arc;
use terms::EventKind;
use testing::{Fixtures, T0, rounds};
use tokio::{sync::Barrier, task::JoinSet};

/// A member with two-factor on, whose program has a token that the password bought.
struct Stage {
    w: Fixtures,
    ana: Member,
    session: Session,
    phone: DeviceId,
    token: NewToken,
}

impl Stage {
    /// Makes an API key of the member.
    async fn key(&self) -> NewApiKey {
        let key = self.w.new_key(&self.session, "Backup", T0);
        let effects = Effects::none();
        let made = self.w.store.make_api_key(&key, &self.session.digest, None, &effects);
        made.await.unwrap().into_result().unwrap();
        key
    }

    async fn new() -> Self {
        let w = fixtures().await;
        let ana = w.member("ana@example.com").await;
        let mut session = w.session(&ana, T0).await;
        let phone = w.enrol(&mut session, "phone", 100, T0).await;
        let ana = w.signed_in(&session).await.member;
        let stage = Self {
            token: w.without_key(&ana, T0),
            w,
            ana,
            session,
            phone,
        };
        stage.bring(&stage.token).await;
        stage
    }

    /// Stores a token, as a purchase with a passcode does.
    async fn bring(&self, token: &NewToken) {
        let evidence = self.step(self.next_step().await);
        let bought = self
            .w
            .attempt(&self.ana.id, evidence, Target::Token(Box::new(token.clone())), T0);
        assert_eq!(self.w.decide(&bought).await, Decision::Accepted);
    }

    async fn next_step(&self) -> i64 {
        self.w.store.candidates(&self.ana.id).await.unwrap()[0].last_step + 1
    }

    fn step(&self, step: i64) -> Evidence {
        Evidence::Step {
            device: self.phone.clone(),
            step,
        }
    }

    async fn asked(&self, at: i64) -> NewApproval {
        let new = self.w.new_approval(&self.token, T0.plus(at));
        assert_eq!(self.place(&new).await, Placed::Done);
        new
    }

    async fn place(&self, new: &NewApproval) -> Placed {
        self.w.store.ask_approval(new, &Effects::none()).await.unwrap()
    }

    async fn read(&self, new: &NewApproval) -> Option<Approval> {
        let found = self.w.store.approval(&new.approval.id, &self.ana.account).await;
        found.unwrap().map(|view| view.approval)
    }

    /// An attempt of Ana's to approve.
    async fn approving(&self, new: &NewApproval, at: i64) -> FactorAttempt {
        let step = self.next_step().await;
        let target = Target::Approve(Box::new(Approve {
            approval: new.approval.id.clone(),
            session: self.session.digest.clone(),
        }));
        self.w.attempt(&self.ana.id, self.step(step), target, T0.plus(at))
    }

    async fn approved(&self, at: i64) -> NewApproval {
        let new = self.asked(at).await;
        let decision = self.w.decide(&self.approving(&new, at).await).await;
        assert_eq!(decision, Decision::Accepted);
        new
    }

    async fn buy(&self, new: &NewApproval, token: &NewToken) -> bool {
        let (id, by) = (&new.approval.id, &self.token.token.id);
        let bought = self.w.store.buy_approved(id, by, token, &Effects::none()).await;
        bought.unwrap()
    }

    async fn reject(&self, new: &NewApproval, at: i64) -> bool {
        let (id, by) = (&new.approval.id, &self.ana.id);
        let rejected = self
            .w
            .store
            .reject_approval(id, by, T0.plus(at), &Effects::none())
            .await;
        rejected.unwrap()
    }

    async fn pending(&self, member: &MemberId, at: i64) -> usize {
        let found = self
            .w
            .store
            .pending_approvals(&self.ana.account, member, T0.plus(at))
            .await;
        found.unwrap().len()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passcode_approves_one_request_which_buys_one_token() {
    let s = Stage::new().await;
    let (one, two) = (s.asked(0).await, s.asked(0).await);
    let found =
        s.w.store
            .approval(&one.approval.id, &s.ana.account)
            .await
            .unwrap()
            .unwrap();
    assert_eq!((&found.approval, &found.asker_name), (&one.approval, &s.ana.name));
    assert!(!found.asker.second_person && found.decided_by.is_none());
    assert_eq!(s.pending(&s.ana.id, 0).await, 2);

    let early = s.w.approved_token(&one.approval, T0);
    assert!(!s.buy(&one, &early).await, "nobody approved");
    let mut approving = s.approving(&one, 10).await;
    let mut event = s.w.event(EventKind::ApprovalGiven, &s.ana, T0);
    event.session = Some(s.session.id.clone());
    approving.effects.events = vec![event];
    assert_eq!(s.w.decide(&approving).await, Decision::Accepted);
    let again = FactorAttempt {
        target: s.approving(&two, 10).await.target,
        ..approving.clone()
    };
    assert!(
        matches!(s.w.decide(&again).await, Decision::Wrong(_)),
        "the step is used"
    );
    assert_eq!(s.w.decide(&approving).await, Decision::Gone, "it is decided");
    assert!(!s.reject(&one, 10).await, "so it cannot be rejected");
    assert_eq!(s.pending(&s.ana.id, 10).await, 1);

    let decided = s.read(&one).await.unwrap();
    assert_eq!(decided.state(T0.plus(10)), State::Approved);
    let token = s.w.approved_token(&one.approval, T0.plus(20));
    assert!(s.buy(&one, &token).await);
    assert!(
        !s.buy(&one, &s.w.approved_token(&one.approval, T0.plus(20))).await,
        "once"
    );
    let bought = s.w.store.access_token(&token.digest).await.unwrap().unwrap().token;
    let approval = bought.approval.unwrap();
    assert_eq!((&approval.id, &approval.approved_by), (&one.approval.id, &s.ana.id));
    assert_eq!(
        (approval.approved_at, approval.digest),
        (T0.plus(10), one.approval.request.digest.clone())
    );
    assert_eq!(bought.scopes.to_string(), "servers:delete");
    let asking = s.w.store.access_token(&s.token.digest).await.unwrap().unwrap().token;
    assert_eq!(asking.approval, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_passcode_is_charged_and_nothing_is_approved() {
    let s = Stage::new().await;
    let new = s.asked(0).await;
    let wrong = FactorAttempt {
        evidence: Evidence::Wrong,
        ..s.approving(&new, 0).await
    };
    assert!(matches!(s.w.decide(&wrong).await, Decision::Wrong(_)));
    let counter =
        s.w.store
            .counter(&CounterKey::Passcode(s.ana.id.clone()))
            .await
            .unwrap();
    assert_eq!(counter.consecutive, 1);
    let code = s.w.store.recovery_code(&s.ana.id, "SEL00", T0).await.unwrap().unwrap();
    let recovery = FactorAttempt {
        evidence: Evidence::Code(code.id),
        ..wrong
    };
    assert!(
        matches!(s.w.decide(&recovery).await, Decision::Wrong(_)),
        "nor with a recovery code"
    );
    assert!(s.w.store.recovery_code(&s.ana.id, "SEL00", T0).await.unwrap().is_some());
    assert_eq!(s.read(&new).await, Some(new.approval));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_program_that_asked_buys_and_only_what_it_asked_for() {
    let s = Stage::new().await;
    let key = s.key().await;
    let new = s.approved(0).await;
    let right = s.w.approved_token(&new.approval, T0);
    let mut others = vec![right.clone(), right.clone()];
    others[0].token.key = Some(key.key.id.clone());
    others[1].token.scopes = domain::api_keys::scope::Scopes::from_store("servers:stop");
    for other in &others {
        assert!(!s.buy(&new, other).await, "{other:?}");
    }
    let gone = s.w.without_key(&s.ana, T0).token.id;
    let bought =
        s.w.store
            .buy_approved(&new.approval.id, &gone, &right, &Effects::none())
            .await;
    assert!(!bought.unwrap(), "the token that asks has ended");
    assert!(s.buy(&new, &right).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_s_programs_wait_for_twenty_at_most() {
    let s = Stage::new().await;
    let first = s.asked(-30).await;
    for _ in 1..PENDING_MAX {
        s.asked(0).await;
    }
    let more = s.w.new_approval(&s.token, T0);
    assert_eq!(s.place(&more).await, Placed::TooMany(first.approval.expires_at));
    assert!(s.reject(&first, 0).await);
    assert_eq!(s.place(&more).await, Placed::Done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_at_once_are_one_approval_and_one_token() {
    for round in 0..rounds(5) {
        let s = Arc::new(Stage::new().await);
        let new = s.asked(0).await;
        let attempt = s.approving(&new, 0).await;
        let last = match attempt.evidence {
            Evidence::Step { step, .. } => step,
            _ => 0,
        };
        let attempts = (0..8).map(|n| FactorAttempt {
            evidence: s.step(last + n),
            ..attempt.clone()
        });
        let approved = at_once(attempts.collect(), {
            let s = s.clone();
            move |attempt: FactorAttempt| {
                let s = s.clone();
                async move { s.w.decide(&attempt).await == Decision::Accepted }
            }
        });
        assert_eq!(approved.await, 1, "approvals of round {round}");
        let tokens = (0..8).map(|_| s.w.approved_token(&new.approval, T0));
        let bought = at_once(tokens.collect(), {
            let (s, new) = (s.clone(), new.clone());
            move |token: NewToken| {
                let (s, new) = (s.clone(), new.clone());
                async move { s.buy(&new, &token).await }
            }
        });
        assert_eq!(bought.await, 1, "tokens of round {round}");
    }
}

/// Releases these together, and returns how many succeed.
async fn at_once<T, F>(all: Vec<T>, run: impl Fn(T) -> F) -> usize
where
    F: Future<Output = bool> + Send + 'static,
{
    let gate = Arc::new(Barrier::new(all.len()));
    let mut running = JoinSet::new();
    for one in all {
        let (gate, run) = (gate.clone(), run(one));
        running.spawn(async move {
            gate.wait().await;
            run.await
        });
    }
    running.join_all().await.into_iter().filter(|done| *done).count()
}
