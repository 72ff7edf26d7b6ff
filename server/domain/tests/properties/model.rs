//! What a sequence has done, and the properties that it must satisfy.

use domain::activity::{Event, store::EventQuery};
use std::collections::{HashMap, HashSet};
use terms::EventKind;
use testing::{MemberApp, member_app::Phone};

/// What was done so far.
#[derive(Default)]
pub(super) struct Model {
    pub challenges: Vec<String>,
    /// The challenges that worked or were ended.
    spent_challenges: HashSet<String>,
    pub sessions: Vec<String>,
    pub phones: Vec<Phone>,
    pub pending: Vec<Phone>,
    /// The device that each of these replaces.
    pub replaces: HashMap<String, String>,
    /// The confirmed devices that were removed.
    pub gone: HashSet<String>,
    pub codes: Vec<String>,
    pub spent_codes: HashSet<String>,
    /// The links of *this wasn't me* in the mails.
    pub links: Vec<String>,
    /// The link of the browser that has ended the last freeze.
    pub held: Option<String>,
    /// The last step of each device that was accepted, or passed before it came back.
    accepted: HashMap<String, i64>,
    /// Number of accepted time steps.
    steps: usize,
}

/// Picks one, counted from the newest, because most of the oldest are over.
pub(super) fn pick<T: Clone>(from: &[T], index: usize) -> Option<T> {
    from.iter().rev().nth(index % from.len().max(1)).cloned()
}

impl Model {
    /// P1 and P2: an accepted time step is later than every accepted one of its device, which is there.
    pub(super) fn accept(&mut self, phone: &Phone, step: i64) {
        assert!(
            !self.gone.contains(&phone.id),
            "a passcode of a removed device was accepted"
        );
        let last = self.accepted.insert(phone.id.clone(), step);
        assert!(
            last.is_none_or(|last| last < step),
            "step {step} accepted after {last:?}"
        );
        self.steps += 1;
    }

    /// P10: each use of a passcode or recovery code is in the activity once.
    pub(super) async fn is_recorded(&self, app: &MemberApp) {
        let ana = app.ana().await;
        let events = app
            .service
            .store()
            .events(&EventQuery::all(ana.account), 10_000)
            .await
            .unwrap();
        let done = |wanted: &[EventKind], device: bool| {
            let is = |event: &&Event| wanted.contains(&event.kind) && event.device.is_some() == device;
            events.iter().filter(|event| event.refused.is_none()).filter(is).count()
        };
        let passcodes = [
            EventKind::SignIn,
            EventKind::StepUp,
            EventKind::DeviceConfirmed,
            EventKind::DeviceReplaced,
        ];
        assert_eq!(done(&passcodes, true), self.steps, "accepted passcodes");
        assert_eq!(
            done(&[EventKind::Repair], false),
            self.spent_codes.len(),
            "used recovery codes"
        );
    }

    /// P3: a recovery code works once.
    pub(super) fn spend_challenge(&mut self, challenge: &str) {
        assert!(
            self.spent_challenges.insert(challenge.to_owned()),
            "a challenge worked twice"
        );
    }

    /// A device is back, and no passcode of before.
    pub(super) fn comes_back(&mut self, device: &str, step: i64) {
        assert!(self.gone.remove(device), "only what was removed comes back");
        let last = self.accepted.entry(device.to_owned()).or_insert(step);
        *last = step.max(*last);
    }

    /// P6: no session is alive, and no challenge of before will work.
    pub(super) async fn is_out(&mut self, app: &MemberApp) {
        for token in self.sessions.drain(..) {
            assert!(app.signed_in(&token).await.is_err(), "an ended session is alive");
        }
        self.spent_challenges.extend(self.challenges.iter().cloned());
    }
}
