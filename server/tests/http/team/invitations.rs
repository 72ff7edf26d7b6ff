//! Invitations: B35, B36, B37, and every way in which a link can be used wrongly.

use super::{Team, token_in};
use crate::{
    people::{ANA, BEN, PASSWORD},
    registration::set_up::set_up,
    test_app::TestApp,
};
use app::wire::error::ApiError;
use domain::service::Registration;
use terms::{Conflict, Ended, Field, Problem, Rejection};
use testing::Plan;

const PAUL: &str = "paul@example.com";
const GONE: ApiError = ApiError::Rejected(Rejection::Gone(Ended::Link));

#[tokio::test]
async fn an_invited_person_joins_with_their_own_password_and_signs_in() {
    let mut team = Team::new().await;
    let token = team.invited("Paul@Example.com", "admin").await;
    let mut paul = team.app.browser();
    let page = paul.get(&format!("/join/{token}")).await.ok().body;
    assert!(page.contains("You are invited") && !page.contains("Paul@"), "{page}");
    let opened = paul.post("links/open-invitation", &[("token", &token)]).await.ok();
    assert_eq!(opened.location(), "/join");
    let page = paul.get("/join").await.ok().body;
    assert!(
        page.contains("Paul@example.com") && page.contains("Ana Ruiz invites you"),
        "{page}"
    );
    for (fields, field, problem) in [
        ([("name", ""), ("password", PASSWORD)], Field::Name, Problem::Missing),
        (
            [("name", "Paul"), ("password", "short")],
            Field::Password,
            Problem::TooShort,
        ),
        (
            [("name", "Paul"), ("password", "paul@example.com")],
            Field::Password,
            Problem::Common,
        ),
    ] {
        let refused = paul.post("join", &fields).await.error();
        assert_eq!(refused, ApiError::Rejected(Rejection::Invalid(field, problem)));
    }
    let done = paul
        .post("join", &[("name", "Paul"), ("password", PASSWORD)])
        .await
        .ok();
    assert_eq!(done.location(), "/sign-in?ready=joined");
    assert!(!paul.clone().is_in().await, "joining signs nobody in");
    let mails = team.app.mails().await;
    let told = mails
        .iter()
        .any(|mail| mail.to == ANA && mail.subject.starts_with("Paul has joined"));
    assert!(told, "{mails:?}");
    paul.post("sign-in", &[("email", PAUL), ("password", PASSWORD)])
        .await
        .ok();
    assert!(paul.clone().is_in().await);
    let own = paul.get("/security/activity").await.ok().body;
    assert!(own.contains("Became a member"), "{own}");
    let list = paul.get("/team").await.ok().body;
    assert!(
        list.contains("Ana Ruiz") && list.contains(ANA),
        "an admin sees the team: {list}"
    );
    let activity = team.owner.get("/security/activity").await.ok().body;
    assert!(
        activity.contains("Invited somebody") && activity.contains("Member: Paul@example.com"),
        "{activity}"
    );
}

#[tokio::test]
async fn b37_a_link_works_once_for_its_address_until_it_is_over() {
    let mut team = Team::new().await;
    let token = team.invited(PAUL, "member").await;
    let (mut first, mut second) = (team.app.browser(), team.app.browser());
    first.post("links/open-invitation", &[("token", &token)]).await.ok();
    let again = second.post("links/open-invitation", &[("token", &token)]).await.error();
    assert_eq!(again, GONE, "reused");
    assert_eq!(second.get(&format!("/join/{token}")).await.status, 410);
    // The form names neither address nor role, and takes no field that would.
    for more in ["email", "role", "account_id"] {
        let fields = [("name", "Paul"), ("password", PASSWORD), (more, "owner")];
        assert_eq!(
            first.post("join", &fields).await.error(),
            ApiError::BadRequest,
            "{more}"
        );
    }
    let expired = team.invited("late@example.com", "member").await;
    team.app.clock.advance(30 * 60);
    let fields = [("name", "Paul"), ("password", PASSWORD)];
    assert_eq!(
        first.post("join", &fields).await.error(),
        GONE,
        "opened half an hour ago"
    );
    team.app.clock.advance(24 * 3_600);
    let late = second.post("links/open-invitation", &[("token", &expired)]).await;
    assert_eq!(late.error(), GONE);
    let members = team.app.tables.rows("member").await;
    assert_eq!(members.len(), 1);
}

#[tokio::test]
async fn b37_revoked_and_replaced_links_are_over_also_if_they_were_opened() {
    let mut team = Team::new().await;
    let token = team.invited(PAUL, "member").await;
    let mut paul = team.app.browser();
    paul.post("links/open-invitation", &[("token", &token)]).await.ok();
    let id = team.app.tables.id_of("invitation", PAUL).await;
    let soon = team
        .owner
        .post("team/invitations/send-again", &[("id", &id)])
        .await
        .error();
    assert!(matches!(soon, ApiError::Rejected(Rejection::Wait(_))), "{soon:?}");
    team.app.clock.advance(60);
    team.owner
        .post("team/invitations/send-again", &[("id", &id)])
        .await
        .ok();
    let newer = token_in(&team.app.mails().await, PAUL);
    let fields = [("name", "Paul"), ("password", PASSWORD)];
    assert_eq!(paul.post("join", &fields).await.error(), GONE, "a newer one was sent");
    paul.post("links/open-invitation", &[("token", &newer)]).await.ok();
    team.owner.post("team/invitations/revoke", &[("id", &id)]).await.ok();
    assert_eq!(paul.post("join", &fields).await.error(), GONE, "revoked");
    assert_eq!(paul.get("/join").await.status, 410);
    assert!(!team.owner.get("/team").await.ok().body.contains(PAUL));
}

#[tokio::test]
async fn b41_an_invitation_that_is_over_takes_another_one_with_its_step_up() {
    let mut team = Team::new().await;
    team.invited(PAUL, "admin").await;
    let id = team.app.tables.id_of("invitation", PAUL).await;
    team.app.clock.advance(24 * 3_600);
    let mut owner = team.app.fully(&team.ana).await;
    let again = owner.post("team/invitations/send-again", &[("id", &id)]).await.error();
    assert_eq!(again, ApiError::Rejected(Rejection::StepUpNeeded));
    let list = owner.get("/team").await.ok().body;
    let href = "/team/invite?email=paul%40example.com&amp;role=admin";
    assert!(list.contains("Link expired") && list.contains(href), "{list}");
    let form = owner
        .get("/team/invite?email=paul%40example.com&role=admin")
        .await
        .ok()
        .body;
    assert!(
        form.contains("value=\"paul@example.com\"") && form.contains("value=\"admin\" selected"),
        "{form}"
    );
    team.app.mails().await;
    owner
        .post("team/invite", &[("email", PAUL), ("role", "admin")])
        .await
        .ok();
    token_in(&team.app.mails().await, PAUL);
    assert_eq!(team.app.tables.rows("invitation").await.len(), 1);
}

#[tokio::test]
async fn a_refused_invitation_costs_the_address_no_mail() {
    let mut team = Team::new().await;
    for n in 0..100 {
        let email = format!("{n}@example.org");
        team.owner
            .post("team/invite", &[("email", &email), ("role", "member")])
            .await
            .ok();
    }
    let fields = [("email", PAUL), ("role", "member")];
    let many = ApiError::Rejected(Rejection::Conflict(Conflict::ManyInvitations));
    for _ in 0..6 {
        assert_eq!(team.owner.post("team/invite", &fields).await.error(), many);
    }
    let id = team.app.tables.id_of("invitation", "0@example.org").await;
    team.owner.post("team/invitations/revoke", &[("id", &id)]).await.ok();
    while !team.app.mails().await.is_empty() {}
    team.owner.post("team/invite", &fields).await.ok();
    token_in(&team.app.mails().await, PAUL);
}

#[tokio::test]
async fn b35_invitations_of_others_look_like_random_ones() {
    let mut team = Team::new().await;
    team.invited(PAUL, "member").await;
    let id = team.app.tables.id_of("invitation", PAUL).await;
    let (_, mut ben) = team.app.protected(BEN).await;
    team.app.clock.advance(61);
    let before = team.app.tables.besides_counters().await;
    for endpoint in ["team/invitations/send-again", "team/invitations/revoke"] {
        let mut replies = Vec::new();
        for id in ["0123456789abcdef0123456789abcdef", &id, "", "../", "é"] {
            let reply = ben.post(endpoint, &[("id", id)]).await;
            replies.push((reply.status.as_u16(), reply.body));
        }
        replies.dedup();
        assert!(matches!(replies.as_slice(), [(404, _)]), "{endpoint}: {replies:?}");
    }
    assert_eq!(team.app.tables.besides_counters().await, before);
    assert!(!ben.get("/team").await.ok().body.contains(PAUL));
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_what_was_typed_stays() {
    let mut team = Team::new().await;
    team.owner.page = "/team/invite".into();
    for (email, role, rejection, sentence) in [
        (
            "paul",
            "member",
            Rejection::Invalid(Field::Email, Problem::Malformed),
            "This is not an e-mail address",
        ),
        (
            "",
            "member",
            Rejection::Invalid(Field::Email, Problem::Missing),
            "Please fill this in.",
        ),
        (
            PAUL,
            "boss",
            Rejection::Invalid(Field::Role, Problem::Malformed),
            "Choose one of these roles.",
        ),
        (
            "ANA@example.com",
            "member",
            Rejection::Conflict(Conflict::AlreadyMember),
            "belongs to a member of the team",
        ),
    ] {
        let fields = [("email", email), ("role", role)];
        let refused = team.owner.post("team/invite", &fields).await.error();
        assert_eq!(refused, ApiError::Rejected(rejection), "{email} {role}");
        team.owner.form("team/invite", &fields).await;
        let page = team.owner.get("/team/invite").await.ok().body;
        assert!(
            page.contains(sentence) && page.contains(&format!("value=\"{email}\"")),
            "{email} {role}: {page}"
        );
    }
    assert!(team.app.mails().await.is_empty());
}

#[tokio::test]
async fn b59_an_address_of_another_account_is_not_told_from_an_unknown_one() {
    let mut team = Team::new().await;
    team.app.join(BEN).await;
    team.app.mails().await;
    team.app.clock.advance(61);
    let mut answers = Vec::new();
    for email in [BEN, "nobody@example.org"] {
        let before = team.app.hasher.runs();
        let reply = team
            .owner
            .post("team/invite", &[("email", email), ("role", "member")])
            .await
            .ok();
        answers.push((
            reply.status,
            reply.location().to_owned(),
            reply.body,
            team.app.hasher.runs() - before,
        ));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let list = team.owner.get("/team").await.ok().body;
    assert!(
        list.contains(BEN) && list.contains("nobody@example.org"),
        "both wait: {list}"
    );
    let mails = team.app.mails().await;
    let to_ben = mails.iter().find(|mail| mail.to == BEN).unwrap();
    assert!(
        to_ben.subject.starts_with("You were invited") && !to_ben.body.contains("/join/"),
        "{to_ben:?}"
    );
}

#[tokio::test]
async fn b82_an_address_gets_one_mail_a_minute_and_five_a_day_whoever_asks() {
    let mut team = Team::new().await;
    let (_, mut ben) = team.app.protected(BEN).await;
    team.app.mails().await;
    let fields = [("email", "victim@example.com"), ("role", "member")];
    for _ in 0..3 {
        for inviter in [&mut team.owner, &mut ben] {
            inviter.post("team/invite", &fields).await.ok();
        }
    }
    let sent = team.app.mails().await;
    assert_eq!(sent.len(), 1);
    let token = token_in(&sent, "victim@example.com");
    let page = team.app.browser().get(&format!("/join/{token}")).await;
    assert_eq!(page.status, 200, "the link that was sent works");
    for _ in 0..8 {
        team.app.clock.advance(61);
        team.owner.post("team/invite", &fields).await.ok();
    }
    let sent = team.app.mails().await;
    assert!(sent.iter().all(|mail| mail.to == "victim@example.com"));
    assert_eq!(sent.len(), 4);
}

#[tokio::test]
async fn where_registration_is_closed_nobody_is_invited() {
    let app = TestApp::planned(Plan {
        registration: Registration::Closed,
        ..Plan::default()
    })
    .await;
    let mut owner = app.browser();
    let token = set_up(&app).await;
    owner.post("links/open-set-up", &[("token", &token)]).await.ok();
    let fields = [("name", "Ana Ruiz"), ("email", ANA), ("password", PASSWORD)];
    owner.post("set-up", &fields).await.ok();
    owner.post("sign-in", &fields[1..]).await.ok();
    let invite = [("email", PAUL), ("role", "member")];
    let closed = ApiError::Rejected(Rejection::Conflict(Conflict::InvitationsClosed));
    assert_eq!(owner.post("team/invite", &invite).await.error(), closed);
    owner.page = "/team/invite".into();
    owner.form("team/invite", &invite).await;
    let page = owner.get("/team/invite").await.ok().body;
    assert!(page.contains("Nobody can be invited here."), "{page}");
    assert!(app.tables.rows("invitation").await.is_empty() && app.mails().await.is_empty());
}
