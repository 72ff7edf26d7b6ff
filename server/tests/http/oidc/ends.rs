//! What ends the sign-ins at apps, and how apps are told.

use super::app::{ALL_SCOPES, BYE, FORM, Rp, brought};
use crate::{
    browser::{Browser, SESSION},
    people::{ANA, BEN, PASSWORD, Person},
    test_app::TestApp,
};
use axum::{Router, extract::State, routing::post};
use domain::oidc::clients::choice::ClientForm;
use serde_json::Value;
use server::jobs::Logouts;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

const NOTES: ClientForm<'_> = ClientForm {
    consent: "skip",
    ..FORM
};

async fn tokens(rp: &Rp<'_>, browser: &mut Browser, scope: &str) -> Value {
    let code = rp.code(browser, &[("scope", scope)]).await;
    rp.exchange(&code).await.ok().json()
}

fn text(json: &Value, name: &str) -> String {
    json[name].as_str().unwrap_or_default().to_owned()
}

/// An app that keeps the logout tokens it is sent.
struct Told {
    address: String,
    tokens: Arc<Mutex<Vec<String>>>,
}

impl Told {
    async fn listening(status: u16) -> Self {
        let tokens = Arc::new(Mutex::new(Vec::new()));
        let keep = async move |State(tokens): State<Arc<Mutex<Vec<String>>>>, body: String| {
            let pairs = form_urlencoded::parse(body.as_bytes()).into_owned();
            let sent: Vec<_> = pairs
                .filter(|(name, _)| name == "logout_token")
                .map(|(_, token)| token)
                .collect();
            tokens.lock().unwrap().extend(sent);
            http::StatusCode::from_u16(status).unwrap()
        };
        let router = Router::new().route("/out", post(keep)).with_state(tokens.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/out", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, tokens }
    }

    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut self.tokens.lock().unwrap())
    }
}

/// How a session ends.
#[derive(Clone, Copy, Debug)]
enum End {
    SignOut,
    NewPassword,
    DeviceRemoved,
    TwoFactorOff,
    SignOutElsewhere,
    TimeOut,
}

async fn end(app: &TestApp, end: End, (ana, person): (&mut Browser, &Person)) {
    match end {
        End::SignOut => {
            ana.post("sign-out", &[]).await.ok();
        }
        End::NewPassword => {
            // Another session of the same member, because the one that changes the password goes on.
            let mut other = app.fully(person).await;
            let code = app.fresh_code(person.phone());
            let fields = [
                ("password", PASSWORD),
                ("passcode", &code),
                ("new_password", "nine yellow trains"),
            ];
            other.post("profile/change-password", &fields).await.ok();
        }
        End::DeviceRemoved => {
            let mut other = app.fully(person).await;
            app.confirmed(&mut other, "Tablet").await;
            other.post("devices/remove", &[("id", &person.phone().id)]).await.ok();
        }
        End::TwoFactorOff => {
            let mut other = app.fully(person).await;
            other.post("two-factor/switch-off", &[]).await.ok();
        }
        End::SignOutElsewhere => {
            let mut other = app.fully(person).await;
            other.post("sessions/end-others", &[]).await.ok();
        }
        End::TimeOut => {
            app.clock.advance(3_600);
            app.service.sweep().await.unwrap();
        }
    }
}

/// Whatever ends the session ends the tokens at once; those that outlive a session end with the next change of security.
#[tokio::test]
async fn tokens_end_with_what_ends_the_session() {
    for how in [
        End::SignOut,
        End::NewPassword,
        End::DeviceRemoved,
        End::TwoFactorOff,
        End::SignOutElsewhere,
        End::TimeOut,
    ] {
        let app = TestApp::new().await;
        let told = Told::listening(200).await;
        let rp = Rp::added(
            &app,
            &ClientForm {
                backchannel_uri: &told.address,
                ..NOTES
            },
        )
        .await;
        let (person, _) = app.protected(ANA).await;
        let mut ana = app.fully(&person).await;
        let bound = tokens(&rp, &mut ana, "openid").await;
        let offline = tokens(&rp, &mut ana, ALL_SCOPES).await;
        end(&app, how, (&mut ana, &person)).await;
        let dead = async |of: &Value| {
            !rp.is_active(&text(of, "refresh_token")).await
                && rp.user_info(&text(of, "access_token")).await.status == 401
        };
        assert!(dead(&bound).await, "{how:?}");
        let outlives = matches!(how, End::SignOut | End::TimeOut);
        assert_eq!(
            !rp.is_active(&text(&offline, "refresh_token")).await,
            !outlives,
            "{how:?}"
        );

        Logouts::default().tell(&app.service).await.unwrap();
        let mut sids = Vec::new();
        for token in told.taken() {
            let claims = rp.claims(&token).await;
            assert!(claims["events"]["http://schemas.openid.net/event/backchannel-logout"].is_object());
            assert!(claims.get("nonce").is_none() && claims["exp"].as_i64() > Some(app.now()));
            sids.push(text(&claims, "sid"));
        }
        let expected = [&bound, &offline].map(|of| text(of, "id_token"));
        for token in expected {
            let claims = rp.claims(&token).await;
            assert!(sids.contains(&text(&claims, "sid")), "{how:?}");
        }
        assert_eq!(sids.len(), 2, "{how:?}");
        Logouts::default().tell(&app.service).await.unwrap();
        assert!(told.taken().is_empty(), "once");
        if outlives {
            let next = rp.refresh(&text(&offline, "refresh_token")).await.ok().json();
            let mut other = app.fully(&person).await;
            other.post("sessions/end-others", &[]).await.ok();
            assert!(!rp.is_active(&text(&next, "refresh_token")).await, "{how:?}");
        }
    }
}

#[tokio::test]
async fn an_app_that_does_not_answer_is_told_later_and_not_for_ever() {
    let app = TestApp::new().await;
    let broken = Told::listening(500).await;
    let rp = Rp::added(
        &app,
        &ClientForm {
            backchannel_uri: &broken.address,
            ..NOTES
        },
    )
    .await;
    let (_, mut ana) = app.protected(ANA).await;
    tokens(&rp, &mut ana, "openid").await;
    ana.post("sign-out", &[]).await.ok();
    let mut tries = 0;
    for _ in 0..600 {
        Logouts::default().tell(&app.service).await.unwrap();
        tries += broken.taken().len();
        app.clock.advance(60);
    }
    assert_eq!(tries, 7);
    assert_eq!(app.tables.rows("oidc_grant").await.len(), 0);
}

/// An address of an account must not lead into the operator's network.
#[tokio::test]
async fn an_app_of_an_account_is_told_at_public_addresses_only() {
    let app = TestApp::new().await;
    let told = Told::listening(200).await;
    let (_, mut ana) = app.protected(ANA).await;
    let rp = Rp::added_by(
        &app,
        Some(ANA),
        &ClientForm {
            backchannel_uri: &told.address,
            ..NOTES
        },
    )
    .await;
    tokens(&rp, &mut ana, "openid").await;
    ana.post("sign-out", &[]).await.ok();
    Logouts::default().tell(&app.service).await.unwrap();
    assert!(told.taken().is_empty());
}

#[tokio::test]
async fn what_is_taken_back_ends_and_is_asked_again() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &FORM).await;
    let (_, mut ana) = app.protected(ANA).await;
    let asked = ana
        .get(&rp.request(&[("scope", ALL_SCOPES)]))
        .await
        .location()
        .to_owned();
    let request = asked.strip_prefix("/apps/allow?request=").unwrap().to_owned();
    ana.page = "/apps/allow".into();
    let agreed = ana
        .form("apps/allow", &[("request", &request)])
        .await
        .location()
        .to_owned();
    let code = brought(&ana.get(&agreed).await)["code"].clone();
    let got = rp.exchange(&code).await.ok().json();
    let page = ana.get("/security/apps").await.ok();
    assert!(page.body.contains("Notes") && page.body.contains("your e-mail address"));
    let (_, mut ben) = app.protected(BEN).await;
    assert!(!ben.get("/security/apps").await.ok().body.contains("Notes"));
    assert_eq!(ben.post("apps/take-back", &[("id", &rp.id)]).await.status, 404);
    assert!(rp.is_active(&text(&got, "access_token")).await);
    ana.post("apps/take-back", &[("id", &rp.id)]).await.ok();
    for name in ["access_token", "refresh_token"] {
        assert!(!rp.is_active(&text(&got, name)).await, "{name}");
    }
    assert!(ana.get(&rp.request(&[])).await.location().starts_with("/apps/allow?"));
}

/// The address with which an app signs a person out; what is empty is left out.
fn ask(id: &str, hint: &str, uri: &str) -> String {
    let fields = [
        ("client_id", id),
        ("id_token_hint", hint),
        ("post_logout_redirect_uri", uri),
        ("state", "x y"),
    ];
    let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    format!("/oidc/logout?{}", crate::browser::encoded(&fields))
}

#[tokio::test]
async fn an_app_signs_out_its_own_session_at_once_and_asks_otherwise() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &NOTES).await;
    let other = Rp::added(&app, &ClientForm { name: "Other", ..NOTES }).await;
    let (person, mut ana) = app.protected(ANA).await;
    let mut second = app.fully(&person).await;
    let hint = text(&tokens(&rp, &mut ana, "openid").await, "id_token");
    let elsewhere = text(&tokens(&rp, &mut second, "openid").await, "id_token");
    for wrong in [
        ask(&rp.id, &hint, "https://evil.example/"),
        ask(&rp.id, &hint, &format!("{BYE}/")),
        ask(&other.id, &hint, BYE),
        ask("", "eyJ.e30.", BYE),
        ask("", "", BYE),
    ] {
        let reply = ana.get(&wrong).await;
        assert!(
            reply.status == 400 && reply.body.contains("You were not signed out"),
            "{wrong}"
        );
        assert!(!reply.body.contains("evil.example"));
    }
    assert!(ana.is_in().await);
    // An ID token of another session is no proof; the person is asked.
    for unproved in [ask(&rp.id, &elsewhere, BYE), ask(&rp.id, "", BYE), ask("", "", "")] {
        let asked = ana.get(&unproved).await.location().to_owned();
        assert!(asked.starts_with("/apps/sign-out?request="), "{asked}");
        assert!(ana.get(&asked).await.ok().body.contains("Sign out?"));
    }
    let mut asked = ana.clone();
    let page = asked.get(&ask(&rp.id, "", BYE)).await.location().to_owned();
    let request = form_urlencoded::parse(page.split_once('?').unwrap().1.as_bytes())
        .next()
        .unwrap()
        .1
        .into_owned();
    second.page = "/apps/sign-out".into();
    let out = second.form("apps/sign-out", &[("request", &request)]).await;
    assert!(out.location().starts_with("/oidc/logout?") && second.cookie(SESSION).is_empty());
    let onward = second.get(out.location()).await.ok();
    assert!(
        onward
            .body
            .contains("content=\"0;url=https://app.example/bye?state=x%20y\""),
        "{}",
        onward.body
    );

    let out = ana.get(&ask(&rp.id, &hint, BYE)).await;
    assert_eq!(
        (out.status.as_u16(), out.location()),
        (303, "https://app.example/bye?state=x%20y")
    );
    assert!(ana.cookie(SESSION).is_empty() && !asked.is_in().await);
}

#[tokio::test]
async fn a_colleagues_device_signs_in_without_a_second_factor() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &NOTES).await;
    let strict = Rp::added(
        &app,
        &ClientForm {
            name: "Bank",
            least: "mfa",
            ..NOTES
        },
    )
    .await;
    let (person, mut ana) = app.protected(ANA).await;
    let (_, mut zoe) = app.shared(&mut ana, &person).await;
    let got = tokens(&rp, &mut zoe, "openid").await;
    let claims = rp.claims(&text(&got, "id_token")).await;
    assert_eq!(
        (&claims["acr"], &claims["amr"]),
        (&"urn:twofold:acr:pwd".into(), &serde_json::json!(["pwd"]))
    );
    for request in [
        strict.request(&[]),
        rp.request(&[("acr_values", "urn:twofold:acr:mfa")]),
    ] {
        assert_eq!(
            brought(&zoe.get(&request).await)["error"],
            "unmet_authentication_requirements"
        );
    }
    app.clock.advance(30);
    assert_eq!(
        brought(&zoe.get(&rp.request(&[("prompt", "login")])).await)["error"],
        "login_required"
    );
}

/// An app that gives its tokens back before it signs a person out need not ask them for that.
#[tokio::test]
async fn an_app_that_gave_its_tokens_back_signs_out_at_once() {
    let app = TestApp::new().await;
    let rp = Rp::added(&app, &NOTES).await;
    let (_, mut ana) = app.protected(ANA).await;
    let got = tokens(&rp, &mut ana, "openid").await;
    let refresh = text(&got, "refresh_token");
    rp.ask("/oidc/revoke", &[("token", &refresh)]).await.ok();
    assert_eq!(rp.refresh(&refresh).await.status, 400);
    let events = app.tables.rows("event").await.concat();
    assert!(!events.contains("app-token-reused"), "the app itself has ended it");
    let out = ana.get(&ask(&rp.id, &text(&got, "id_token"), BYE)).await;
    assert_eq!(out.location(), "https://app.example/bye?state=x%20y");
    assert!(!ana.is_in().await);
}
