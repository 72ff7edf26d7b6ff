//! A bounded queue that serves its lanes in turn, so that many hashes of one client do not delay those of others.

use domain::kernel::ports::Lane;
use std::collections::VecDeque;

/// Jobs that wait, by lane. The first lane is served next.
pub(super) struct FairQueue<T> {
    lanes: VecDeque<Waiting<T>>,
    places: usize,
}

struct Waiting<T> {
    lane: Lane,
    jobs: VecDeque<T>,
}

impl<T> FairQueue<T> {
    /// Creates a queue with this many places, a third of which is kept for lanes with [`Lane::kept`].
    pub(super) const fn new(places: usize) -> Self {
        Self {
            lanes: VecDeque::new(),
            places,
        }
    }

    /// Adds a job at the end of its lane. If the queue is full, the newest job of the lane with the most waiting loses its
    /// place and is returned, or this one is refused, if no lane has more than its own would have.
    pub(super) fn push(&mut self, lane: &Lane, job: T) -> Result<Option<T>, T> {
        let Some(full) = self.full_for(lane) else {
            self.append(lane, job);
            return Ok(None);
        };
        let own = self.waiting(lane);
        let displaced = self
            .lanes
            .iter_mut()
            .filter(|waiting| full == Full::All || !waiting.lane.kept)
            .max_by_key(|waiting| waiting.jobs.len())
            .filter(|waiting| waiting.jobs.len() > own + 1)
            .and_then(|waiting| waiting.jobs.pop_back());
        if displaced.is_none() {
            return Err(job);
        }
        self.append(lane, job);
        Ok(displaced)
    }

    /// Takes the next job: the oldest of the lane whose turn it is.
    pub(super) fn pop(&mut self) -> Option<T> {
        let mut waiting = self.lanes.pop_front()?;
        let job = waiting.jobs.pop_front();
        if !waiting.jobs.is_empty() {
            self.lanes.push_back(waiting);
        }
        job
    }

    fn append(&mut self, lane: &Lane, job: T) {
        match self.lanes.iter_mut().find(|waiting| waiting.lane == *lane) {
            Some(waiting) => waiting.jobs.push_back(job),
            None => self.lanes.push_back(Waiting {
                lane: lane.clone(),
                jobs: VecDeque::from([job]),
            }),
        }
    }

    fn waiting(&self, lane: &Lane) -> usize {
        let waiting = self.lanes.iter().find(|waiting| waiting.lane == *lane);
        waiting.map_or(0, |waiting| waiting.jobs.len())
    }

    /// Returns which places are full for this lane, if there is none for it.
    fn full_for(&self, lane: &Lane) -> Option<Full> {
        let jobs = |kept_too: bool| -> usize {
            let lanes = self.lanes.iter().filter(|waiting| kept_too || !waiting.lane.kept);
            lanes.map(|waiting| waiting.jobs.len()).sum()
        };
        if jobs(true) >= self.places {
            Some(Full::All)
        } else if !lane.kept && jobs(false) >= self.places - self.places / 3 {
            Some(Full::Ordinary)
        } else {
            None
        }
    }
}

/// The places that are full.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Full {
    /// All of them.
    All,
    /// Those that are not kept.
    Ordinary,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(name: &str, kept: bool) -> Lane {
        Lane {
            name: name.to_owned(),
            kept,
        }
    }

    fn drained(mut queue: FairQueue<&'static str>) -> Vec<&'static str> {
        std::iter::from_fn(|| queue.pop()).collect()
    }

    #[test]
    fn lanes_are_served_in_turn() {
        let mut queue = FairQueue::new(9);
        for (name, job) in [
            ("a", "a1"),
            ("a", "a2"),
            ("a", "a3"),
            ("b", "b1"),
            ("c", "c1"),
            ("b", "b2"),
        ] {
            assert_eq!(queue.push(&lane(name, true), job), Ok(None));
        }
        assert_eq!(drained(queue), ["a1", "b1", "c1", "a2", "b2", "a3"]);
    }

    #[test]
    fn the_lane_with_the_most_waiting_is_refused_first() {
        let mut queue = FairQueue::new(6);
        for job in ["a1", "a2", "a3", "a4"] {
            assert_eq!(queue.push(&lane("a", false), job), Ok(None));
        }
        assert_eq!(
            queue.push(&lane("a", false), "a5"),
            Err("a5"),
            "its own lane is the longest"
        );
        assert_eq!(queue.push(&lane("b", false), "b1"), Ok(Some("a4")));
        assert_eq!(queue.push(&lane("b", false), "b2"), Ok(Some("a3")));
        assert_eq!(
            queue.push(&lane("b", false), "b3"),
            Err("b3"),
            "no lane is longer by two"
        );
        assert_eq!(drained(queue), ["a1", "b1", "a2", "b2"]);
    }

    #[test]
    fn a_third_of_the_places_is_kept() {
        let mut queue = FairQueue::new(6);
        for (job, name) in [("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")] {
            assert_eq!(queue.push(&lane(name, false), job), Ok(None));
        }
        assert_eq!(queue.push(&lane("5", false), "e"), Err("e"));
        assert_eq!(queue.push(&lane("known", true), "k1"), Ok(None));
        assert_eq!(queue.push(&lane("known", true), "k2"), Ok(None));
        assert_eq!(queue.push(&lane("known", true), "k3"), Err("k3"));
        assert_eq!(queue.push(&lane("other", true), "o"), Ok(Some("k2")));
        assert_eq!(
            queue.push(&lane("third", true), "t"),
            Err("t"),
            "no lane is longer by two"
        );
    }
}
