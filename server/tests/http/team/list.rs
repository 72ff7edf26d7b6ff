//! The list: who sees what, pages, filter and export.

use super::Team;
use crate::people::{ANA, BEN};
use app::wire::error::ApiError;
use terms::Rejection;

const PAUL: &str = "paul@example.com";

#[tokio::test]
async fn b34_a_plain_member_sees_names_and_roles_and_nothing_else() {
    let mut team = Team::new().await;
    let (_, mut mona) = team.colleague("mona@example.com", "admin").await;
    let (_, mut paul) = team.colleague(PAUL, "member").await;
    mona.post("profile/rename", &[("name", "Mona")]).await.ok();
    let list = paul.get("/team").await.ok().body;
    assert!(
        list.contains("Mona") && list.contains("Admin") && list.contains("Ana Ruiz"),
        "{list}"
    );
    for hidden in [
        "mona@",
        "ana@",
        "Two-factor on",
        "Two-factor off",
        "recovery",
        "Invite",
        ".csv",
        "How protected",
    ] {
        assert!(!list.contains(hidden), "{hidden}: {list}");
    }
    for query in ["?q=mona%40", "?two_factor=on&q=Mona", "?two_factor=off&q=Ana"] {
        let found = paul.get(&format!("/team{query}")).await.ok().body;
        let by_address = query.contains("%40");
        assert_eq!(
            found.contains("Nobody matches"),
            by_address,
            "{query}: no filter tells more"
        );
    }
    let list = mona.get("/team").await.ok().body;
    for shown in [
        "ana@example.com",
        "Two-factor on",
        "Two-factor off",
        "is on for 1 of 3.",
        "2 members sign in",
    ] {
        assert!(list.contains(shown), "{shown}: {list}");
    }
    let found = mona.get("/team?q=PAUL%40").await.ok().body;
    assert!(found.contains(PAUL) && !found.contains("ana@example.com"), "{found}");
}

#[tokio::test]
async fn b35_a_member_of_another_account_looks_like_nobody() {
    let mut team = Team::new().await;
    team.colleague(PAUL, "member").await;
    let (_, mut ben) = team.app.protected(BEN).await;
    let id = team.id_of(PAUL).await;
    for tail in ["", "/remove"] {
        for id in [id.as_str(), "0123456789abcdef0123456789abcdef"] {
            let page = ben.get(&format!("/team/{id}{tail}")).await;
            assert!(page.status == 404 && !page.body.contains(PAUL), "{tail} {}", page.body);
        }
    }
    let before = team.app.tables.besides_counters().await;
    let gone = ApiError::Rejected(Rejection::NotFound);
    for endpoint in ["team/remind", "team/hand-over", "team/remove"] {
        assert_eq!(ben.post(endpoint, &[("id", &id)]).await.error(), gone, "{endpoint}");
    }
    assert_eq!(
        ben.post("team/role", &[("id", &id), ("role", "admin")]).await.error(),
        gone
    );
    assert_eq!(team.app.tables.besides_counters().await, before);
}

#[tokio::test]
async fn a_long_team_comes_in_pages_and_whole_in_its_export() {
    let mut team = Team::new().await;
    team.app.fill_team(ANA, 120).await;
    let mut address = "/team".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = team.owner.get(&address).await.ok().body;
        let names: Vec<_> = page.match_indices("class=\"title\"").collect();
        assert!(names.len() <= 50, "{}", names.len());
        seen.push(names.len());
        let Some((_, rest)) = page.split_once("href=\"/team?after=") else {
            break;
        };
        let (id, _) = rest.split_once('"').unwrap();
        address = format!("/team?after={id}");
    }
    assert_eq!(seen, [50, 50, 21]);
    let csv = team.owner.get("/ui/team/export.csv").await.ok();
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(csv.body.lines().count(), 122, "a head and 121 members");
    let some = team.owner.get("/ui/team/export.csv?q=number+7").await.ok().body;
    assert_eq!(some.lines().count(), 12, "7 and 70 to 79: {some}");
    let activity = team.owner.get("/security/activity").await.ok().body;
    assert!(activity.contains("Exported the list of members"), "{activity}");
}

#[tokio::test]
async fn a_search_for_what_no_name_has_shows_everybody_and_breaks_nothing() {
    let mut team = Team::new().await;
    for query in ["%00", "%0a", "%e2%80%ae", "%25%5f%5c", "%ff"] {
        let page = team.owner.get(&format!("/team?q={query}")).await.ok().body;
        assert!(page.contains(ANA) || page.contains("Nobody matches"), "{query}: {page}");
        team.owner.get(&format!("/ui/team/export.csv?q={query}")).await.ok();
    }
    let nobody = team.owner.get("/ui/team/export.csv?q=nobody").await.ok().body;
    assert!(
        nobody.starts_with("name,email,role,") && nobody.lines().count() == 1,
        "{nobody}"
    );
}

#[tokio::test]
async fn a_name_that_a_spreadsheet_would_run_is_text_in_the_export() {
    let mut team = Team::new().await;
    let (_, mut paul) = team.colleague(PAUL, "member").await;
    for name in [
        "=1+2",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1",
        "مفتاح",
        "🦊 \"x\", y",
        "<b>Bea</b>",
    ] {
        paul.post("profile/rename", &[("name", name)]).await.ok();
        let csv = team.owner.get("/ui/team/export.csv").await.ok().body;
        let line = csv.lines().find(|line| line.contains(PAUL)).unwrap();
        let formula = name.starts_with(['=', '+', '-', '@', '＝']);
        assert_eq!(line.starts_with('\'') || line.starts_with("\"'"), formula, "{line}");
        let page = team.owner.get("/team").await.ok().body;
        assert!(!page.contains("<b>Bea"), "{page}");
    }
}

#[tokio::test]
async fn a_reminder_is_sent_once_a_day_to_who_needs_it() {
    let mut team = Team::new().await;
    team.colleague(PAUL, "member").await;
    let id = team.id_of(PAUL).await;
    let own = team.id_of(ANA).await;
    team.owner.post("team/remind", &[("id", &id)]).await.ok();
    let mails = team.app.mails().await;
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert!(
        mail.to == PAUL && mail.body.contains("/security/two-factor/new"),
        "{mail:?}"
    );
    let again = team.owner.post("team/remind", &[("id", &id)]).await.error();
    assert!(matches!(again, ApiError::Rejected(Rejection::Wait(_))), "{again:?}");
    let protected = team.owner.post("team/remind", &[("id", &own)]).await.error();
    assert_eq!(protected, ApiError::Rejected(Rejection::NotFound));
    assert!(team.app.mails().await.is_empty());
    team.app.clock.advance(24 * 3_600);
    let mut owner = team.app.fully(&team.ana).await;
    owner.post("team/remind", &[("id", &id)]).await.ok();
    assert!(team.app.mails().await.iter().any(|mail| mail.to == PAUL));
}
