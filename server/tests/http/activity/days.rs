//! The days of the chart: those that are over are counted once.

use super::row_of;
use crate::{
    browser::{Browser, SESSION},
    people::{ANA, BEN, Person},
    test_app::TestApp,
};
use domain::{
    Timestamp,
    activity::{DAYS, Day, Event},
    kernel::browser,
    profile::member::Member,
    sessions::rights::UseCase,
};
use std::{net::IpAddr, sync::Arc};
use terms::{DAY, EventKind, HOUR, Refused};
use testing::{Fixtures, SeededEntropy};

/// An account with one member, who needs no passcode, because a clock that is set back would meet used steps.
struct Account {
    app: TestApp,
    ana: Person,
    row: Member,
    fixtures: Fixtures,
}

impl Account {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let ana = app.join(ANA).await;
        let row = row_of(&app, &ana).await;
        let fixtures = Fixtures::with_entropy(app.store.clone(), Arc::new(SeededEntropy::new(5)));
        Self {
            app,
            ana,
            row,
            fixtures,
        }
    }

    fn midnight(&self) -> Timestamp {
        Timestamp(self.app.service.now().0 / DAY * DAY)
    }

    async fn sign_in_at(&self, at: Timestamp) {
        self.record(self.fixtures.event(EventKind::SignIn, &self.row, at)).await;
    }

    async fn refusals_at(&self, at: Timestamp, count: i64) {
        let event = self.fixtures.event(EventKind::SignIn, &self.row, at);
        let refused = Some(Refused::WrongPassword);
        self.record(Event {
            refused,
            count,
            ..event
        })
        .await;
    }

    async fn record(&self, event: Event) {
        self.app.store.record_events(&[event]).await.unwrap();
    }

    /// The days of the chart, as this browser sees them.
    async fn days(&self, browser: &Browser) -> Vec<Day> {
        let client = browser::Browser {
            address: IpAddr::from([192, 0, 2, 7]),
            agent: String::new(),
        };
        let (service, token) = (&self.app.service, browser.cookie(SESSION));
        let who = service.signed_in(&token, UseCase::ReadActivity, &client).await;
        service.activity_days(&who.unwrap()).await.unwrap()
    }

    /// The sign-ins and refusals of the day so many days ago.
    async fn ago(&self, browser: &Browser, days: usize) -> (i64, i64) {
        let all = self.days(browser).await;
        let day = all[all.len() - 1 - days];
        (day.sign_ins, day.refusals)
    }

    /// The same days, counted anew.
    async fn counted(&self) -> Vec<Day> {
        let today = self.midnight().0 / DAY;
        let days = today - DAYS + 1..today + 1;
        let found = self.app.store.count_days(&self.row.account, None, days).await.unwrap();
        found.into_iter().filter(|day| *day != empty(day.day)).collect()
    }

    async fn kept(&self) -> Vec<String> {
        self.app.tables.rows("event_day").await
    }
}

const fn empty(day: i64) -> Day {
    Day {
        day,
        sign_ins: 0,
        refusals: 0,
    }
}

#[tokio::test]
async fn a_day_that_is_over_is_counted_once_and_today_each_time() {
    let w = Account::new().await;
    let midnight = w.midnight();
    w.sign_in_at(midnight.plus(-1)).await;
    w.refusals_at(midnight.plus(-5 * DAY), 3).await;
    w.sign_in_at(midnight.plus(-40 * DAY)).await;
    let ana = w.app.signed_in(&w.ana).await;
    let days = w.days(&ana).await;
    assert_eq!(days.len(), 30);
    let shown: Vec<_> = days.into_iter().filter(|day| *day != empty(day.day)).collect();
    assert_eq!(shown, w.counted().await);
    let kept = w.kept().await;
    assert_eq!(kept.len(), 29, "also days without any event");

    let before = w.ago(&ana, 0).await;
    w.refusals_at(w.app.service.now(), 2).await;
    w.refusals_at(w.app.service.now(), 5).await;
    assert_eq!(w.ago(&ana, 0).await, (before.0, before.1 + 7));
    w.sign_in_at(midnight.plus(-2)).await;
    assert_eq!(
        w.ago(&ana, 1).await,
        (1, 0),
        "what comes later than an hour is not counted"
    );
    assert_eq!(w.kept().await, kept, "a look writes nothing more");
}

#[tokio::test]
async fn a_day_is_kept_an_hour_after_its_end() {
    let w = Account::new().await;
    let first = w.app.signed_in(&w.ana).await;
    let (sign_ins, refusals) = w.ago(&first, 0).await;
    let next = w.midnight().plus(DAY);
    w.app.clock.set(next.plus(HOUR - 1));
    let early = w.app.signed_in(&w.ana).await;
    assert_eq!(w.ago(&early, 1).await, (sign_ins, refusals));
    w.refusals_at(next.plus(-1), 1).await;
    assert_eq!(w.ago(&early, 1).await, (sign_ins, refusals + 1), "it was written late");
    assert_eq!(w.kept().await.len(), 29);
    w.app.clock.advance(1);
    assert_eq!(w.ago(&early, 1).await, (sign_ins, refusals + 1));
    assert_eq!(w.kept().await.len(), 30);
    w.app.service.sweep().await.unwrap();
    assert_eq!(w.kept().await.len(), 29, "the day that left the chart is erased");
    w.refusals_at(next.plus(-1), 1).await;
    assert_eq!(w.ago(&early, 1).await, (sign_ins, refusals + 1));
}

#[tokio::test]
async fn a_plain_member_has_days_of_their_own() {
    let w = Account::new().await;
    let yesterday = w.midnight().plus(-HOUR);
    w.sign_in_at(yesterday).await;
    let ben = w.app.join(BEN).await;
    let of_ben = w.fixtures.event(EventKind::SignIn, &w.row, yesterday);
    let member = row_of(&w.app, &ben).await.id;
    w.record(Event { member, ..of_ben }).await;
    let ana = w.app.signed_in(&w.ana).await;
    assert_eq!(w.ago(&ana, 1).await, (2, 0), "an owner sees everybody's");
    let demoted = format!("UPDATE member SET role = 'member' WHERE id = '{}'", w.row.id);
    w.app.tables.run(&demoted).await;
    for _ in 0..2 {
        assert_eq!(w.ago(&ana, 1).await, (1, 0));
    }
    let bens = w.app.signed_in(&ben).await;
    assert_eq!(w.ago(&bens, 1).await, (0, 0), "P8: another account");
}

#[tokio::test]
async fn what_a_clock_that_was_ahead_has_kept_counts_for_nothing() {
    let w = Account::new().await;
    let today = w.midnight();
    let now = w.app.service.now();
    w.app.clock.advance(2 * DAY);
    let ahead = w.app.signed_in(&w.ana).await;
    w.days(&ahead).await;
    w.app.clock.set(now);
    let right = w.app.signed_in(&w.ana).await;
    let (_, refusals) = w.ago(&right, 0).await;
    w.refusals_at(now, 4).await;
    assert_eq!(w.ago(&right, 0).await.1, refusals + 4);
    w.app.service.sweep().await.unwrap();
    w.app.clock.set(today.plus(DAY + HOUR));
    let next = w.app.signed_in(&w.ana).await;
    assert_eq!(w.ago(&next, 1).await.1, refusals + 4);
}
