//! Roles, handing over, removing and leaving: B36, B39, B41, B74, and what P9 says.

use super::Team;
use crate::{
    api::with_key,
    browser::SESSION,
    people::{ANA, PASSWORD},
};
use app::wire::error::ApiError;
use http::Method;
use terms::{Conflict, Field, Problem, Rejection};

const MONA: &str = "mona@example.com";
const PAUL: &str = "paul@example.com";

#[tokio::test]
async fn b39_a_new_role_ends_the_sessions_from_before() {
    let mut team = Team::new().await;
    let (person, mut paul) = team.colleague(PAUL, "member").await;
    let id = team.id_of(PAUL).await;
    team.owner
        .post("team/role", &[("id", &id), ("role", "admin")])
        .await
        .ok();
    assert!(!paul.is_in().await, "from the next request on");
    let mails = team.app.mails().await;
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert!(
        mail.to == PAUL && mail.body.contains("You are an admin now"),
        "{mail:?}"
    );
    let mut paul = team.app.signed_in(&person).await;
    assert!(paul.get("/team").await.ok().body.contains(ANA));
    let activity = team.owner.get("/security/activity").await.ok().body;
    assert!(
        activity.contains("Gave a member another role") && activity.contains("Member: paul@example.com"),
        "{activity}"
    );
}

#[tokio::test]
async fn b36_nobody_raises_a_role_beyond_their_own() {
    let mut team = Team::new().await;
    let (_, mut mona) = team.colleague(MONA, "admin").await;
    let (_, paul) = team.colleague(PAUL, "member").await;
    let (ana, mona_id, paul_id) = (team.id_of(ANA).await, team.id_of(MONA).await, team.id_of(PAUL).await);
    let before = team.app.tables.besides_counters().await;
    let forbidden = ApiError::Rejected(Rejection::Forbidden);
    for (browser, id, role) in [
        (&mona, &paul_id, "owner"),
        (&mona, &ana, "member"),
        (&mona, &mona_id, "owner"),
        (&paul, &paul_id, "admin"),
        (&paul, &mona_id, "member"),
    ] {
        let refused = browser
            .clone()
            .post("team/role", &[("id", id), ("role", role)])
            .await
            .error();
        assert_eq!(refused, forbidden, "{id} {role}");
    }
    let invite = [("email", "eve@example.com"), ("role", "owner")];
    assert_eq!(mona.post("team/invite", &invite).await.error(), forbidden);
    for id in [&ana, &mona_id] {
        assert_eq!(mona.post("team/remove", &[("id", id)]).await.error(), forbidden);
        assert_eq!(mona.post("team/hand-over", &[("id", id)]).await.error(), forbidden);
    }
    let own = team
        .owner
        .post("team/role", &[("id", &ana), ("role", "member")])
        .await
        .error();
    assert_eq!(own, forbidden, "nobody changes their own role");
    let same = team
        .owner
        .post("team/role", &[("id", &paul_id), ("role", "member")])
        .await
        .error();
    assert_eq!(
        same,
        ApiError::Rejected(Rejection::Invalid(Field::Role, Problem::Malformed))
    );
    assert_eq!(team.app.tables.besides_counters().await, before);
    let activity = team.owner.get("/security/activity?outcome=refused").await.ok().body;
    assert!(activity.contains("the role does not allow it"), "{activity}");
}

#[tokio::test]
async fn b41_changing_the_team_needs_a_step_up() {
    let mut team = Team::new().await;
    team.colleague(PAUL, "member").await;
    let id = team.id_of(PAUL).await;
    team.app.clock.advance(601);
    let before = team.app.tables.besides_counters().await;
    let wanted = |field| ApiError::Rejected(Rejection::Invalid(field, Problem::Missing));
    let calls: [(&str, &[(&str, &str)]); 5] = [
        ("team/invite", &[("email", "eve@example.com"), ("role", "member")]),
        ("team/role", &[("id", &id), ("role", "admin")]),
        ("team/hand-over", &[("id", &id)]),
        ("team/remove", &[("id", &id)]),
        ("team/leave", &[]),
    ];
    for (endpoint, fields) in calls {
        assert_eq!(
            team.owner.post(endpoint, fields).await.error(),
            wanted(Field::Password),
            "{endpoint}"
        );
        let password = [fields, &[("password", PASSWORD)]].concat();
        assert_eq!(
            team.owner.post(endpoint, &password).await.error(),
            wanted(Field::Passcode),
            "{endpoint}"
        );
    }
    assert_eq!(team.app.tables.besides_counters().await, before);
    let code = team.app.fresh_code(team.ana.phone());
    let fields = [
        ("id", id.as_str()),
        ("role", "admin"),
        ("password", PASSWORD),
        ("passcode", &code),
    ];
    team.owner.post("team/role", &fields).await.ok();
}

#[tokio::test]
async fn b74_a_removed_member_is_out_with_the_next_request() {
    let mut team = Team::new().await;
    let (person, mut paul) = team.colleague(PAUL, "member").await;
    let key = team.app.made_key(&mut paul, "Backup", "me").await;
    team.owner.post("api-keys/every-call", &[("on", "false")]).await.ok();
    with_key(&paul, Method::GET, "/api/v1/me", &key.text).await.ok();
    let id = team.id_of(PAUL).await;
    let preview = team.owner.get(&format!("/team/{id}/remove")).await.ok().body;
    for shown in [
        "Paul loses access at once",
        "One open session",
        "Backup",
        "Move them to me",
    ] {
        assert!(preview.contains(shown), "{shown}: {preview}");
    }
    team.app.mails().await;
    let done = team
        .owner
        .post("team/remove", &[("id", &id), ("keys", "end")])
        .await
        .ok();
    assert_eq!(done.location(), "/team?done=member-removed");
    assert!(!paul.is_in().await);
    assert_eq!(
        with_key(&paul, Method::GET, "/api/v1/me", &key.text).await.code(),
        "unauthenticated"
    );
    let mut again = team.app.browser();
    let refused = again
        .post("sign-in", &[("email", PAUL), ("password", &person.password)])
        .await
        .error();
    assert_eq!(refused, ApiError::Rejected(Rejection::WrongCredentials));
    let mails = team.app.mails().await;
    assert!(
        mails
            .iter()
            .any(|mail| mail.to == PAUL && mail.subject.starts_with("You were removed")),
        "{mails:?}"
    );
    let list = team.owner.get("/team").await.ok().body;
    assert!(!list.contains(PAUL));
    // The address is free again.
    team.app.clock.advance(61);
    team.colleague(PAUL, "member").await;
}

#[tokio::test]
async fn the_keys_of_a_removed_member_go_on_if_the_owner_takes_them() {
    let mut team = Team::new().await;
    let (_, mut paul) = team.colleague(PAUL, "member").await;
    let key = team.app.made_key(&mut paul, "Backup", "me").await;
    team.owner.post("api-keys/every-call", &[("on", "false")]).await.ok();
    let id = team.id_of(PAUL).await;
    team.owner
        .post("team/remove", &[("id", &id), ("keys", "move")])
        .await
        .ok();
    let list = team.owner.get("/security/api-keys").await.ok().body;
    assert!(list.contains("Backup") && !list.contains("of Paul"), "{list}");
    let reply = with_key(&paul, Method::GET, "/api/v1/me", &key.text).await;
    assert_eq!(reply.code(), "otp_required", "the owner's two-factor is on");
}

#[tokio::test]
async fn an_account_is_handed_over_and_the_owner_goes_on_as_an_admin() {
    let mut team = Team::new().await;
    let (person, mut paul) = team.colleague(PAUL, "member").await;
    let mut second = team.app.fully(&team.ana).await;
    let (id, ana) = (team.id_of(PAUL).await, team.id_of(ANA).await);
    let before = team.owner.cookie(SESSION);
    team.app.mails().await;
    team.owner.post("team/hand-over", &[("id", &id)]).await.ok();
    assert!(team.owner.clone().is_in().await && team.owner.cookie(SESSION) != before);
    assert!(!second.is_in().await && !paul.is_in().await);
    let mut told: Vec<_> = team
        .app
        .mails()
        .await
        .into_iter()
        .map(|mail| (mail.to, mail.body))
        .collect();
    told.sort();
    let [(to_ana, admin), (to_paul, owner)] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!((to_ana.as_str(), to_paul.as_str()), (ANA, PAUL));
    assert!(admin.contains("You are an admin now") && owner.contains("You are an owner now"));
    let forbidden = ApiError::Rejected(Rejection::Forbidden);
    assert_eq!(
        team.owner
            .post("team/role", &[("id", &id), ("role", "member")])
            .await
            .error(),
        forbidden
    );
    let mut paul = team.app.signed_in(&person).await;
    paul.post("team/role", &[("id", &ana), ("role", "member")]).await.ok();
}

#[tokio::test]
async fn the_last_owner_stays_and_everybody_else_may_leave() {
    let mut team = Team::new().await;
    let (person, mut paul) = team.colleague(PAUL, "owner").await;
    paul.post("team/leave", &[]).await.ok();
    assert!(!paul.is_in().await && paul.cookie(SESSION).is_empty());
    let last = ApiError::Rejected(Rejection::Conflict(Conflict::LastOwner));
    assert_eq!(team.owner.post("team/leave", &[]).await.error(), last);
    let page = team.owner.get("/team/leave").await.ok().body;
    assert!(page.contains("You are the only owner."), "{page}");
    assert!(team.owner.clone().is_in().await);
    let mut again = team.app.browser();
    let refused = again
        .post("sign-in", &[("email", PAUL), ("password", &person.password)])
        .await
        .error();
    assert_eq!(refused, ApiError::Rejected(Rejection::WrongCredentials));
    let activity = team.owner.get("/security/activity").await.ok().body;
    assert!(activity.contains("Left the team"), "{activity}");
}
