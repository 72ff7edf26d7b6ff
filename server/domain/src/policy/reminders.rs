//! Mails before the deadline: a week and a day ahead.

use super::store::Reminded;
use crate::{Result, Service, Timestamp, Turn, kernel::clock::DAY, mail::About, store::Effects};

/// How long before a member's deadline reminders are sent, in seconds.
const BEFORE: [i64; 2] = [7 * DAY, DAY];
/// Members that are read at once.
const TOGETHER: i64 = 100;

impl Reminded {
    /// Returns the deadline of which the member has to be reminded now: a reminder has become due since the last time.
    fn due_now(&self, now: Timestamp) -> Option<Timestamp> {
        let due = self.member.two_factor_due().filter(|due| now < *due)?;
        if self.member.closed.is_some() {
            return None;
        }
        let news = |before: &i64| {
            let from = due.plus(-before);
            from <= now && self.at.is_none_or(|at| at < from)
        };
        BEFORE.iter().any(news).then_some(due)
    }
}

impl Service {
    /// Reminds members whose deadline is near, unless another node has just done so.
    pub async fn remind_of_deadlines(&self) -> Result<()> {
        if !self.take_turn(Turn::Deadlines).await? {
            return Ok(());
        }
        let now = self.now();
        let mut after = None;
        loop {
            let members = self.store().without_factor(after.as_ref(), TOGETHER).await?;
            let Some(last) = members.last() else { return Ok(()) };
            after = Some(last.member.id.clone());
            for found in &members {
                if let Some(due) = found.due_now(now) {
                    let mails = self.mails_to(&found.member, [About::TwoFactorDue { due }], now)?;
                    let effects = Effects::mails(mails);
                    // Another node may have been quicker.
                    self.store().reminded(&found.member.id, found.at, now, &effects).await?;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        closing::rules::Closed,
        policy::rules::{Policy, Requirement},
        profile::member::Member,
    };
    use terms::Role;

    #[test]
    fn a_member_is_reminded_a_week_and_a_day_before_the_deadline() {
        let from = Timestamp(30 * DAY);
        let policy = Policy {
            two_factor: Some(Requirement {
                least: Role::Member,
                from,
                grace_days: 0,
            }),
            ..Policy::NONE
        };
        let reminded = |at: Option<i64>, day: i64| {
            let member = Member {
                policy,
                ..Member::sample(Role::Member)
            };
            let at = at.map(|day| Timestamp(day * DAY));
            Reminded { member, at }.due_now(Timestamp(day * DAY)).is_some()
        };
        for (at, day, expected) in [
            (None, 22, false),
            (None, 23, true),
            (Some(22), 23, true),
            (Some(23), 24, false),
            (Some(23), 29, true),
            (Some(29), 29, false),
            (None, 30, false),
        ] {
            assert_eq!(reminded(at, day), expected, "{at:?} {day}");
        }
        let member = Member {
            policy,
            closed: Some(Closed { at: Timestamp(0) }),
            ..Member::sample(Role::Member)
        };
        let closed = Reminded { member, at: None };
        assert_eq!(closed.due_now(Timestamp(23 * DAY)), None, "of a closed account");
    }
}
