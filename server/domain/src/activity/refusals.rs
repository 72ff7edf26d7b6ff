//! Refusals that wait to be written.

use super::Event;
use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, PoisonError},
};

/// Maximum refusals that wait. Repeated ones are one, so an attacker needs as many networks or members to fill it.
const WAITING_MAX: usize = 10_000;

/// Refusals by [`Event::repeats`].
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    events: HashMap<String, Event>,
    /// Refusals that the limit kept out.
    dropped: u64,
}

impl Refusals {
    /// Adds a refusal, or raises the count of the one that it repeats.
    pub(crate) fn note(&self, event: Event) {
        self.lock().note(event);
    }

    /// Takes all, in the order of their times.
    pub(super) fn take(&self) -> Vec<Event> {
        let waiting = mem::take(&mut *self.lock());
        if waiting.dropped > 0 {
            tracing::warn!(
                refusals = waiting.dropped,
                "too many refusals to record all of them in the activity"
            );
        }
        let mut events: Vec<_> = waiting.events.into_values().collect();
        events.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        events
    }

    /// Adds what was taken and could not be written.
    pub(super) fn give_back(&self, events: Vec<Event>) {
        let mut waiting = self.lock();
        for event in events {
            waiting.note(event);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn note(&mut self, event: Event) {
        let Some(repeats) = event.repeats() else { return };
        if let Some(first) = self.events.get_mut(&repeats) {
            // Between two runs of the job, which are closer together than a minute.
            first.count += event.count;
            first.last_at = first.last_at.max(event.last_at);
            first.at = first.at.min(event.at);
        } else if self.events.len() < WAITING_MAX {
            self.events.insert(repeats, event);
        } else {
            self.dropped += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Timestamp,
        kernel::id::{AccountId, EventId, MemberId},
    };
    use terms::{EventKind, Refused};

    fn wrong_password(member: &str, network: &str, at: i64) -> Event {
        Event {
            id: EventId::from_store(format!("{at}")),
            account: AccountId::from_store("account".into()),
            member: MemberId::from_store(member.into()),
            who: "ana@example.com".into(),
            kind: EventKind::SignIn,
            refused: Some(Refused::WrongPassword),
            at: Timestamp(at),
            last_at: Timestamp(at),
            count: 1,
            session: None,
            device: None,
            key: None,
            other: None,
            address: network.into(),
            network: network.into(),
            agent: String::new(),
        }
    }

    #[test]
    fn repeated_refusals_are_one_event_with_a_count() {
        let refusals = Refusals::default();
        for (member, network, at) in [("a", "n", 5), ("a", "n", 7), ("b", "n", 6), ("a", "m", 4)] {
            refusals.note(wrong_password(member, network, at));
        }
        let taken = refusals.take();
        let counts: Vec<_> = taken
            .iter()
            .map(|event| (event.at.0, event.last_at.0, event.count))
            .collect();
        assert_eq!(counts, [(4, 4, 1), (5, 7, 2), (6, 6, 1)]);
        assert!(refusals.take().is_empty());
        refusals.give_back(taken);
        refusals.note(wrong_password("a", "n", 9));
        let again = refusals.take();
        assert_eq!(again.iter().map(|event| event.count).sum::<i64>(), 5, "nothing is lost");
    }

    #[test]
    fn memory_is_bounded_and_successes_are_not_taken() {
        let refusals = Refusals::default();
        for network in 0..WAITING_MAX + 5 {
            refusals.note(wrong_password("a", &network.to_string(), 1));
        }
        refusals.note(Event {
            refused: None,
            ..wrong_password("b", "n", 1)
        });
        assert_eq!(refusals.take().len(), WAITING_MAX);
    }
}
