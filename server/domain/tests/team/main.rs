//! P8 and P9 of the security promise for random sequences of what members do to their teams: nothing of another account
//! is changed or read, and each account keeps an owner. A model of the rules says of each operation whether it is
//! permitted.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may say that something cannot fail"
)]

mod checks;
mod model;
mod world;

use domain::team::store::KeysOfRemoved;
use proptest::prelude::*;
use terms::Role;
use testing::cases;
use world::World;

/// What a member does. Numbers select a person, an invitation or an address among all that the test has made, also those of
/// the other account and those who are gone.
#[derive(Clone, Copy, Debug)]
enum Step {
    ChangeRole { by: usize, of: usize, to: Role },
    HandOver { by: usize, to: usize },
    Remove { by: usize, of: usize, keys: KeysOfRemoved },
    Leave { by: usize },
    Invite { by: usize, address: usize, role: Role },
    Revoke { by: usize, invitation: usize },
    MakeKey { by: usize },
    Join { account: usize, role: Role },
}

impl Step {
    /// The person who does it.
    const fn by(self) -> Option<usize> {
        match self {
            Self::ChangeRole { by, .. }
            | Self::HandOver { by, .. }
            | Self::Remove { by, .. }
            | Self::Leave { by }
            | Self::Invite { by, .. }
            | Self::Revoke { by, .. }
            | Self::MakeKey { by } => Some(by),
            Self::Join { .. } => None,
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let (n, role) = (0..24usize, prop::sample::select(Role::ALL));
    let keys = prop::sample::select(&[KeysOfRemoved::End, KeysOfRemoved::Move][..]);
    prop_oneof![
        5 => (n.clone(), n.clone(), role.clone()).prop_map(|(by, of, to)| Step::ChangeRole { by, of, to }),
        3 => (n.clone(), n.clone()).prop_map(|(by, to)| Step::HandOver { by, to }),
        3 => (n.clone(), n.clone(), keys).prop_map(|(by, of, keys)| Step::Remove { by, of, keys }),
        2 => n.clone().prop_map(|by| Step::Leave { by }),
        4 => (n.clone(), n.clone(), role.clone()).prop_map(|(by, address, role)| Step::Invite { by, address, role }),
        3 => (n.clone(), n.clone()).prop_map(|(by, invitation)| Step::Revoke { by, invitation }),
        2 => n.prop_map(|by| Step::MakeKey { by }),
        3 => (0..2usize, role).prop_map(|(account, role)| Step::Join { account, role }),
    ]
}

/// One operation after the other: each is accepted exactly if the model permits it.
async fn run(steps: Vec<Step>) {
    let mut world = World::new().await;
    for step in steps {
        let step = world.selected(step);
        world.sign_in(step).await;
        let other = step.by().map(|by| 1 - world.model.people[by].account);
        let before = world.rows_of(other).await;
        let expected = world.model.expected(step);
        let done = world.act(step).await;
        assert_eq!(done, expected, "{step:?} in {:?}", world.model);
        assert_eq!(world.rows_after(&before, &[step]).await, before.rows, "P8: {step:?}");
        if done.is_ok() {
            world.model.apply(step);
            world.note_ids().await;
        }
        world.agrees_with_model(step).await;
        world.reads_own_only(step).await;
    }
}

/// Two operations at the same moment. Which one is first is up to the store, so the model is read from it afterwards.
async fn run_in_pairs(pairs: Vec<(Step, Step)>) {
    let mut world = World::new().await;
    for (one, two) in pairs {
        let (one, two) = (world.selected(one), world.selected(two));
        world.sign_in(one).await;
        world.sign_in(two).await;
        let account = |step: Step| step.by().map(|by| world.model.people[by].account);
        let other = account(one).filter(|of| account(two) == Some(*of)).map(|of| 1 - of);
        let before = world.rows_of(other).await;
        let (_, _) = tokio::join!(world.act(one), world.act(two));
        assert_eq!(
            world.rows_after(&before, &[one, two]).await,
            before.rows,
            "P8: {one:?} {two:?}"
        );
        world.read_model().await;
        for account in 0..2 {
            assert!(
                world.model.owners(account) > 0,
                "P9: {one:?} {two:?} in {:?}",
                world.model
            );
        }
    }
}

fn block_on(run: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(run);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: cases(15), ..ProptestConfig::default() })]

    #[test]
    fn p8_p9_hold_over_any_sequence(steps in prop::collection::vec(step(), 1..40)) {
        block_on(run(steps));
    }

    #[test]
    fn p8_p9_hold_for_two_at_the_same_moment(pairs in prop::collection::vec((step(), step()), 1..25)) {
        block_on(run_in_pairs(pairs));
    }
}
