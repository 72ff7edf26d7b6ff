//! Sign-ins of others while one member keeps the hashing threads busy.

use crate::{
    bench_app::{BenchApp, Crowd, Member},
    load::{Rate, run},
};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::task::JoinSet;

/// Requests of the attacker that are on their way all the time.
const PARALLEL: usize = 150;
/// Between an answer and the attacker's next request, as over a network.
const PAUSE: Duration = Duration::from_millis(10);

/// Rounds between two of them: twenty minutes.
const APART: i64 = 40;

/// What became of the sign-ins of others.
pub(crate) struct Others {
    pub done: Rate,
    pub refused: usize,
}

/// Signs the others in, in `lanes` lanes, while the last member of the crowd attacks or not.
pub(crate) async fn others(crowd: &Crowd, lanes: usize, attacked: bool, first: i64, span: Duration) -> Others {
    let Some(((app, attacker), others)) = crowd.split_last() else {
        panic!("nobody is there");
    };
    let mut attack = match attacked {
        true => attack(app, attacker),
        false => JoinSet::new(),
    };
    let others: Arc<[(BenchApp, Member)]> = others.into();
    let (times, refused) = (Arc::<Mutex<Vec<Duration>>>::default(), Arc::<AtomicUsize>::default());
    let (kept, counted) = (times.clone(), refused.clone());
    let all = run(lanes, span, first, move |lane, round| {
        let turn = usize::try_from(round).unwrap_or_default() * lanes + lane;
        let (app, member) = others[turn % others.len()].clone();
        let (kept, counted) = (kept.clone(), counted.clone());
        async move {
            match app.try_sign_in(&member, round).await {
                Some(took) => kept.lock().unwrap_or_else(PoisonError::into_inner).push(took),
                None => drop(counted.fetch_add(1, Ordering::Relaxed)),
            }
        }
    })
    .await;
    attack.abort_all();
    while attack.join_next().await.is_some() {}
    let times = std::mem::take(&mut *times.lock().unwrap_or_else(PoisonError::into_inner));
    Others {
        done: all.of_these(times),
        refused: refused.load(Ordering::Relaxed),
    }
}

/// Right passwords of one member in parallel. Each has a moment of its own, so that what is measured is the queue: the limit
/// of the member's tries would refuse nearly all of them before their hash.
fn attack(app: &BenchApp, attacker: &Member) -> JoinSet<()> {
    let round = Arc::new(AtomicI64::new(1));
    let mut running = JoinSet::new();
    for _ in 0..PARALLEL {
        let (app, attacker, round) = (app.with_own_clock(), attacker.clone(), round.clone());
        running.spawn(async move {
            loop {
                let at = round.fetch_add(APART, Ordering::Relaxed);
                app.try_password(&attacker, at).await;
                tokio::time::sleep(PAUSE).await;
            }
        });
    }
    running
}
