//! The rule that another person approves.

use super::{Stage, approve};
use crate::{
    browser::Browser,
    people::{ANA, BEN, Person},
    test_app::TestApp,
};
use app::wire::error::ApiError;
use terms::{Field, Problem, Rejection};

/// An admin of Ana's account.
async fn colleague(s: &Stage) -> (Person, Browser) {
    let (ben, bens) = s.app.protected(BEN).await;
    let account = "(SELECT account_id FROM member WHERE email = 'ana@example.com')";
    let sql = format!("UPDATE member SET role = 'admin', account_id = {account} WHERE email = 'ben@example.net'");
    s.app.tables.run(&sql).await;
    (ben, bens)
}

#[tokio::test]
async fn b86_with_two_people_nobody_approves_their_own_program() {
    let mut s = Stage::new().await;
    let (ben, mut bens) = colleague(&s).await;
    let early = s.asked().await;
    assert!(
        !bens.get("/").await.ok().body.contains("/approve/"),
        "not his to see yet"
    );

    let choose = [("second_person", "true")];
    let chosen = s.browser.post("approvals/approver", &choose).await.ok();
    assert_eq!(chosen.location(), "/security/api-keys?done=together");
    let id = s.asked().await;
    for id in [&early, &id] {
        assert_eq!(
            s.approve(id, &s.code()).await.error(),
            ApiError::Rejected(Rejection::Forbidden)
        );
        let page = s.page(id).await.ok().body;
        assert!(
            page.contains("Another person has to approve this.") && !page.contains("approve-passcode"),
            "{page}"
        );
    }
    let told: Vec<_> = s
        .app
        .mails()
        .await
        .into_iter()
        .filter(|mail| mail.body.contains(&id))
        .collect();
    assert_eq!(told.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [ANA, BEN]);
    assert!(bens.get("/").await.ok().body.contains(&format!("/approve/{id}")));
    let page = bens.get(&format!("/approve/{id}")).await.ok().body;
    assert!(
        page.contains("In the name of") && page.contains("approve-passcode"),
        "{page}"
    );
    assert!(
        approve(&mut bens, &id, &s.code()).await.is_wrong_code(),
        "his own passcode"
    );
    approve(&mut bens, &id, &s.app.fresh_code(ben.phone())).await.ok();
    s.take(&id).await.token();
    bens.post("approvals/reject", &[("id", &early)]).await.ok();
    assert!(
        s.activity("approval-given")
            .await
            .contains("another person has to approve")
    );
    let on = s.activity("second-person-on").await;
    assert!(on.contains("Decided that another person has to approve"), "{on}");
}

#[tokio::test]
async fn a_plain_member_neither_sees_nor_changes_it() {
    let mut s = Stage::new().await;
    let (_, mut bens) = colleague(&s).await;
    s.browser
        .post("approvals/approver", &[("second_person", "true")])
        .await
        .ok();
    s.app
        .tables
        .run("UPDATE member SET role = 'member' WHERE email = 'ben@example.net'")
        .await;
    let off = [("second_person", "false")];
    assert_eq!(
        bens.post("approvals/approver", &off).await.error(),
        ApiError::Rejected(Rejection::Forbidden)
    );
    let id = s.asked().await;
    assert_eq!(
        bens.get(&format!("/approve/{id}")).await.status,
        404,
        "not a plain member"
    );
    s.browser.post("approvals/approver", &off).await.ok();
    s.approve(&id, &s.code()).await.ok();
    let off = s.activity("second-person-off").await;
    assert!(off.contains("Decided that no other person has to approve"), "{off}");
}

#[tokio::test]
async fn choosing_who_approves_takes_step_up_and_an_owner_or_admin() {
    let mut s = Stage::new().await;
    let card = "Who approves actions";
    assert!(s.browser.get("/security/api-keys").await.ok().body.contains(card));
    s.app.clock.advance(601);
    let fields = [("second_person", "true")];
    let stale = s.browser.post("approvals/approver", &fields).await.error();
    let missing = Rejection::Invalid(Field::Password, Problem::Missing);
    assert_eq!(stale, ApiError::Rejected(missing));
    s.app.tables.run("UPDATE member SET role = 'member'").await;
    assert!(!s.browser.get("/security/api-keys").await.ok().body.contains(card));
    let plain = TestApp::new().await;
    let (_, mut browser) = plain.protected(ANA).await;
    assert!(
        !browser.get("/security/api-keys").await.ok().body.contains(card),
        "nothing needs approval"
    );
}
