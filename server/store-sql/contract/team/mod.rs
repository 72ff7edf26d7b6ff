//! The members of an account, and changes of them.

mod changes;
mod invitations;
mod owners;
mod resets;

use crate::fixtures;
use domain::{
    profile::member::Member,
    sessions::session::Session,
    team::member::{TeamCounts, TeamFilter, TeamQuery},
};
use terms::Role;
use testing::{Fixtures, T0};

/// An account with its owner Ana and her session.
struct Stage {
    w: Fixtures,
    ana: Member,
    session: Session,
}

impl Stage {
    async fn new() -> Self {
        let w = fixtures().await;
        let ana = w.member("ana@example.com").await;
        let session = w.session(&ana, T0).await;
        Self { w, ana, session }
    }

    fn query(&self) -> TeamQuery {
        TeamQuery {
            account: self.ana.account.clone(),
            filter: TeamFilter::default(),
            addresses: true,
            after: None,
        }
    }

    async fn names(&self, query: &TeamQuery, limit: i64) -> Vec<String> {
        let found = self.w.store.team(query, limit).await.unwrap();
        found.into_iter().map(|found| found.member.name).collect()
    }

    /// Renames a colleague, whose name all queries sort by.
    async fn named(&self, email: &str, role: Role, name: &str) -> Member {
        let member = self.w.colleague(&self.ana, email, role).await;
        let none = domain::store::Effects::none();
        self.w.store.rename_member(&member.id, name, &none).await.unwrap();
        Member {
            name: name.into(),
            ..member
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_come_by_name_in_pages() {
    let s = Stage::new().await;
    let names = ["Émile", "bea", "Carl", "100%", "a_b", "Ünal", "Carl"];
    for (n, name) in names.into_iter().enumerate() {
        s.named(&format!("{n}@example.com"), Role::Member, name).await;
    }
    s.w.member("other@example.com").await;
    let mut query = s.query();
    let all = s.names(&query, 100).await;
    assert_eq!(all.len(), 8, "P8: none of another account: {all:?}");
    // Letters beyond ASCII are sorted as the database does; case counts for nothing.
    let ascii: Vec<_> = all.iter().filter(|name| name.is_ascii()).collect();
    assert_eq!(ascii, ["100%", "a_b", "Ana", "bea", "Carl", "Carl"]);
    let mut paged = Vec::new();
    loop {
        let page = s.w.store.team(&query, 3).await.unwrap();
        let Some(last) = page.last() else { break };
        query.after = Some(last.member.id.clone());
        paged.extend(page.into_iter().map(|found| found.member.name));
    }
    assert_eq!(paged, all);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filter_looks_for_text_role_and_two_factor() {
    let s = Stage::new().await;
    s.named("emile@example.com", Role::Admin, "Émile 100%").await;
    s.named("bea@corp.example", Role::Member, "Bea_\\").await;
    let ask = async |text: &str, role: Option<Role>, two_factor: Option<bool>, addresses: bool| {
        let query = TeamQuery {
            filter: TeamFilter {
                text: text.to_lowercase(),
                role,
                two_factor,
            },
            addresses,
            ..s.query()
        };
        s.names(&query, 100).await
    };
    for (text, addresses, found) in [
        ("ÉMILE", true, "Émile 100%"),
        ("0%", true, "Émile 100%"),
        ("a_\\", true, "Bea_\\"),
        ("corp", true, "Bea_\\"),
    ] {
        assert_eq!(ask(text, None, None, addresses).await, [found], "{text}");
    }
    for nothing in ["corp", "%%", "_e", "@"] {
        assert!(ask(nothing, None, None, false).await.is_empty(), "{nothing}");
    }
    assert_eq!(ask("", Some(Role::Owner), None, true).await, ["Ana"]);
    assert_eq!(ask("", None, Some(false), true).await.len(), 3);
    let mut session = s.session.clone();
    s.w.enrol(&mut session, "phone", 100, T0).await;
    assert_eq!(ask("", None, Some(true), true).await, ["Ana"]);
    let counts = s.w.store.team_counts(&s.ana.account, T0).await.unwrap();
    let expected = TeamCounts {
        members: 3,
        protected: 1,
        unsaved: 1,
        not_now: 0,
    };
    assert_eq!(counts, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_shown_with_what_they_have() {
    let s = Stage::new().await;
    let mut session = s.session.clone();
    let empty = s.w.store.team_member(&s.ana.id, &s.ana.account).await.unwrap().unwrap();
    assert_eq!((empty.devices, empty.codes_left, empty.keys), (0, 0, 0));
    assert_eq!((empty.used_at, empty.seen_at), (None, Some(T0)));
    s.w.enrol(&mut session, "phone", 100, T0).await;
    s.w.pending(&session, "tablet", T0).await;
    let key = s.w.new_key(&session, "Backup", T0);
    let none = domain::store::Effects::none();
    let made = s.w.store.make_api_key(&key, &session.digest, None, &none).await;
    made.unwrap().into_result().unwrap();
    let found = s.w.store.team_member(&s.ana.id, &s.ana.account).await.unwrap().unwrap();
    assert_eq!(
        (found.devices, found.keys),
        (1, 1),
        "the pending device counts for nothing"
    );
    assert!(found.member.two_factor_since.is_some() && found.codes_left > 0);
    let ben = s.w.member("ben@example.com").await;
    assert_eq!(
        s.w.store.team_member(&s.ana.id, &ben.account).await.unwrap(),
        None,
        "P8"
    );
}
