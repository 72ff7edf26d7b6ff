//! What is typed for an app: what is wrong with it, what stays, and what is never shown again.

use super::{added, but};
use crate::{people::BEN, team::Team};
use app::wire::error::ApiError;
use terms::{Conflict, Field, Problem, Rejection};

const fn invalid(field: Field, problem: Problem) -> Rejection {
    Rejection::Invalid(field, problem)
}

/// Fields with other values, what is wrong with them, and how the page says it.
type Wrong = (&'static [(&'static str, &'static str)], Rejection, &'static str);

#[rustfmt::skip]
const WRONG: [Wrong; 18] = [
    (&[("app_name", "")], invalid(Field::AppName, Problem::Missing), "A name has 1 to 64 characters."),
    (&[("app_name", "a\u{202e}b")], invalid(Field::AppName, Problem::HiddenCharacters), "an invisible character"),
    (&[("app_name", "TAKEN")], Rejection::Conflict(Conflict::AppName), "There is an app with this name already."),
    (&[("kind", "none")], invalid(Field::AppKind, Problem::Malformed), "Choose one of these."),
    (&[("kind", "keys")], invalid(Field::KeySet, Problem::Missing), "Paste the app’s public keys."),
    (&[("kind", "keys"), ("key_set", "{}")], invalid(Field::KeySet, Problem::Malformed), "Paste a JSON Web Key Set"),
    (&[("kind", "keys"), ("key_set", r#"{"keys":[{"kty":"RSA","n":"AQ","e":"AQAB"}]}"#)], invalid(Field::KeySet, Problem::TooShort), "2048 bits at least"),
    (&[("redirect_uris", " \n")], invalid(Field::RedirectUris, Problem::Missing), "Write at least one."),
    (&[("redirect_uris", "https://a.example/\nhttp://b.example/x")], invalid(Field::RedirectUris, Problem::Malformed), "http://b.example/x is not possible."),
    (&[("logout_uris", "https://a.example/#x")], invalid(Field::LogoutUris, Problem::Malformed), "https://a.example/#x is not possible."),
    (&[("backchannel_uri", "https://10.0.0.1/")], invalid(Field::BackchannelUri, Problem::Malformed), "a public host name"),
    (&[("audience", "all")], invalid(Field::Audience, Problem::Malformed), "Choose one of these."),
    (&[("audience", "chosen")], invalid(Field::Chosen, Problem::Missing), "Write at least one."),
    (&[("audience", "chosen"), ("members", "ana@example.com\nzoe@example.com")], invalid(Field::Chosen, Problem::Malformed), "zoe@example.com is not the address of a member"),
    (&[("audience", "chosen"), ("members", "ana@example.com\nben@example.com")], invalid(Field::Chosen, Problem::Malformed), "ben@example.com is not the address of a member"),
    (&[("consent", "true")], invalid(Field::Consent, Problem::Malformed), "Choose one of these."),
    (&[("least", "hwk")], invalid(Field::LeastProof, Problem::Malformed), "Choose one of these."),
    (&[("algorithm", "none")], invalid(Field::Algorithm, Problem::Malformed), "Choose one of these."),
];

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_what_was_typed_stays() {
    let mut team = Team::new().await;
    team.app.join(BEN).await;
    let owner = &mut team.owner;
    added(owner, &but(&[("app_name", "Taken")])).await;
    let id = added(owner, &but(&[("app_name", "Wiki")])).await;
    let own = format!("/team/apps/{id}");
    for (others, rejection, sentence) in WRONG {
        for (endpoint, at, own_id) in [
            ("team/apps/add", "/team/apps/new", None),
            ("team/apps/change", own.as_str(), Some(("id", id.as_str()))),
        ] {
            // Otherwise the name of the new app would be that of the other one.
            let name =
                (own_id.is_none() && others.iter().all(|(name, _)| *name != "app_name")).then_some(("app_name", "New"));
            let more: Vec<_> = others.iter().copied().chain(own_id).chain(name).collect();
            let fields = but(&more);
            let refused = owner.post(endpoint, &fields).await.error();
            assert_eq!(refused, ApiError::Rejected(rejection.clone()), "{others:?}");
            owner.page = at.to_owned();
            owner.form(endpoint, &fields).await;
            let page = owner.get(at).await.ok().body;
            assert!(page.contains(sentence), "{others:?}: {page}");
            for (name, value) in &more {
                let typed = value.replace('"', "&quot;");
                let lines = value.replace('\r', "");
                let kept =
                    page.contains(&format!("value=\"{typed}\"")) || page.contains(&format!("\n{lines}</textarea>"));
                let is_choice = matches!(*name, "kind" | "audience" | "consent" | "least" | "algorithm");
                assert!(kept || is_choice, "{name}={value}: {page}");
            }
            assert!(
                page.contains("\nhttps://wiki.example/bye</textarea>")
                    || more.iter().any(|(name, _)| *name == "logout_uris")
            );
        }
    }
    assert_eq!(
        team.owner
            .get("/team/apps")
            .await
            .ok()
            .body
            .matches("/team/apps/")
            .count()
            - 1,
        2
    );
}

#[tokio::test]
async fn b61_a_private_key_that_was_pasted_is_not_shown_again() {
    let mut team = Team::new().await;
    let secret = "c2VjcmV0LW9mLXRoZS1hcHAtdGhhdC1ub2JvZHktcmVhZHM";
    let pasted = format!(r#"{{"keys":[{{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"{secret}"}}]}}"#);
    team.owner.page = "/team/apps/new".into();
    let fields = but(&[("kind", "keys"), ("key_set", &pasted)]);
    let reply = team.owner.form("team/apps/add", &fields).await;
    assert!(!format!("{:?}{}", reply.headers, reply.body).contains(secret));
    let page = team.owner.get("/team/apps/new").await.ok().body;
    assert!(
        page.contains("a private or shared key") && !page.contains(secret),
        "{page}"
    );
    assert!(
        page.contains("\nhttps://wiki.example/bye</textarea>"),
        "the rest stays: {page}"
    );
}

#[tokio::test]
async fn b66_what_is_typed_for_an_app_is_text() {
    let mut team = Team::new().await;
    team.owner.page = "/team/apps/new".into();
    let script = "</textarea><script>alert(1)</script>";
    let fields = but(&[("app_name", "<script>alert(2)</script>"), ("redirect_uris", script)]);
    team.owner.form("team/apps/add", &fields).await;
    let page = team.owner.get("/team/apps/new").await.ok().body;
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(
        page.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{page}"
    );
    let stored = but(&[
        ("app_name", "<script>alert(3)</script>"),
        (
            "redirect_uris",
            "https://a.example/?x=</textarea><script>alert(4)</script>",
        ),
    ]);
    let id = added(&mut team.owner, &stored).await;
    let path = format!("/team/apps/{id}");
    for path in ["/team/apps", &path, "/security/activity"] {
        let page = team.owner.get(path).await.ok().body;
        assert!(!page.contains("<script>alert"), "{path}: {page}");
        assert!(page.contains("alert(3)"), "{path}: {page}");
    }
}
