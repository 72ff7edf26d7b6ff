//! Of one kind, a member gets ten mails within an hour, then one more that says how many others there were.
//!
//! An hour begins with the first mail of its kind. From the eleventh on, mails are only counted, so that a successful action
//! in a loop fills neither the mailbox nor the outbox.

use crate::{
    Timestamp,
    kernel::{
        clock::HOUR,
        id::{MailId, MemberId},
    },
};

/// How many mails of one kind a member gets one by one within an hour.
pub const MAILS_PER_HOUR: u32 = 10;

/// The mails that are counted together: those of one kind to one member.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Series {
    /// The recipient.
    pub member: MemberId,
    /// The kind, see [`super::About::kind`].
    pub kind: &'static str,
}

/// An hour of a [`Series`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailWindow {
    /// When the first mail of this hour was sent.
    pub began_at: Timestamp,
    /// Number of mails that were sent one by one.
    pub sent: u32,
    /// The mail that says how many more there were, once there were any.
    pub summary: Option<MailId>,
}

/// What a further mail of a window becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    /// It is sent as it is.
    AsItIs,
    /// It becomes the summary, which is due when the window ends and counts this mail as its first.
    Summary,
    /// It only raises the count of this summary.
    Counted(MailId),
}

/// What a summary says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Number of mails that were not sent.
    pub more: u32,
    /// When the hour began.
    pub since: Timestamp,
}

impl MailWindow {
    /// Creates a window that begins now.
    pub const fn begin(now: Timestamp) -> Self {
        Self {
            began_at: now,
            sent: 0,
            summary: None,
        }
    }

    /// Whether a mail of this moment belongs to this window. A window from the future counts for nothing.
    pub const fn is_open(&self, now: Timestamp) -> bool {
        self.began_at.is_recent(now, HOUR)
    }

    /// Returns when the window ends and its summary is due.
    pub const fn ends_at(&self) -> Timestamp {
        self.began_at.plus(HOUR)
    }

    /// Decides what the next mail of this window becomes.
    pub fn place(&self) -> Placed {
        match &self.summary {
            Some(summary) => Placed::Counted(summary.clone()),
            None if self.sent < MAILS_PER_HOUR => Placed::AsItIs,
            None => Placed::Summary,
        }
    }
}

impl Summary {
    /// Returns when the hour ended.
    pub const fn until(&self) -> Timestamp {
        self.since.plus(HOUR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::DAY;

    #[test]
    fn ten_mails_then_one_that_counts_the_others() {
        let mut window = MailWindow::begin(Timestamp(0));
        for _ in 0..MAILS_PER_HOUR {
            assert_eq!(window.place(), Placed::AsItIs);
            window.sent += 1;
        }
        assert_eq!(window.place(), Placed::Summary);
        let summary = MailId::from_store("0".repeat(32));
        window.summary = Some(summary.clone());
        assert_eq!(window.place(), Placed::Counted(summary));
    }

    #[test]
    fn a_window_lasts_an_hour_and_none_comes_from_the_future() {
        let window = MailWindow::begin(Timestamp(1_000_000));
        for (after, open) in [(-DAY, false), (-91, false), (-90, true), (3_599, true), (3_600, false)] {
            assert_eq!(window.is_open(Timestamp(1_000_000).plus(after)), open, "{after}");
        }
        assert_eq!(window.ends_at(), Timestamp(1_003_600));
    }
}
