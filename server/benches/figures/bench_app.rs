//! The router on a database file, with members who have a device.

use crate::load::now;
use app::wire::{cookies::Transport, ssr::Cookie};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
};
use domain::{
    Timestamp,
    api_keys::{scope::Scopes, store::Made},
    devices::device::NewDevice,
    kernel::{
        credential::{CredentialKind, PlainCredential},
        password::PasswordHash,
        seal::AssociatedData,
        token::PlainToken,
    },
    profile::member::Member as Row,
    service::Registration,
    sign_in::passcode::step_at,
    store::Effects,
};
use futures_util::StreamExt;
use http::{Request, Response, StatusCode, header};
use server::{
    entropy::OsEntropy,
    hashing::{ArgonPool, Cost},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use terms::{DAY, EventKind, Role, limits::PASSCODE_PERIOD};
use testing::{App, Database, Fixtures, Plan, Site, T0, phone};
use tower::ServiceExt;

pub(crate) const PASSWORD: &str = "seven green bicycles";
/// The origin is an http one.
const OVER: Transport = Transport::Http;
/// A round after all that are measured.
pub(crate) const LAST_ROUND: i64 = 1_000_000;
const SECRET: [u8; 20] = [0x5a; 20];

#[derive(Clone)]
pub(crate) struct BenchApp {
    site: Site,
    fixtures: Fixtures,
}

#[derive(Clone)]
pub(crate) struct Member {
    row: Row,
    /// The text of an API key that was made before the device.
    pub(crate) key: String,
    /// The cookie of a browser that is known to the member.
    known: String,
}

/// A passcode page that was reached before the measurement, and when its code is entered.
pub(crate) struct Ready {
    app: BenchApp,
    known: String,
    challenge: PlainToken,
    round: i64,
}

/// Members of a lane. They take turns, because a member has at most fifty sessions.
pub(crate) type Crowd = Arc<[(BenchApp, Member)]>;

impl BenchApp {
    pub(crate) async fn new(database: Database) -> Self {
        Self::with(database, Registration::Invite).await
    }

    /// The same, where everybody may sign up.
    pub(crate) async fn open_to_all(database: Database) -> Self {
        Self::with(database, Registration::Open).await
    }

    async fn with(database: Database, registration: Registration) -> Self {
        let plan = Plan {
            origin: "http://localhost".into(),
            registration,
            entropy: Arc::new(OsEntropy),
            hasher: Some(Arc::new(ArgonPool::new(Cost::MINIMUM).unwrap())),
            ..Plan::default()
        };
        Self::of(App::new(database, plan).await)
    }

    fn of(app: App) -> Self {
        Self {
            fixtures: app.fixtures(),
            site: Site::new(app, ""),
        }
    }

    pub(crate) fn with_own_clock(&self) -> Self {
        Self::of(self.site.with_own_clock())
    }

    /// Creates members with a device and a known browser. Each has its own clock, because a code works once in 30 seconds.
    pub(crate) async fn members(&self, count: usize, hash: &PasswordHash) -> Crowd {
        let mut members = Vec::new();
        for number in 0..count {
            let app = self.with_own_clock();
            let member = app.member(number, hash).await;
            members.push((app, member));
        }
        members.into()
    }

    async fn member(&self, number: usize, hash: &PasswordHash) -> Member {
        let row = Row {
            password: hash.clone(),
            ..self.fixtures.stranger(&format!("member-{number}@example.com"))
        };
        self.fixtures.join(&row).await;
        let key = self.key(&row).await;
        self.device(&row).await;
        let mut member = Member {
            row,
            key,
            known: String::new(),
        };
        self.move_to(0);
        let challenge = self.challenge(&member, 0).await;
        let answer = self.send_code(0, &challenge_cookie(&challenge)).await;
        member.known = cookie(&answer, Cookie::Known);
        member
    }

    /// Opens challenges for the next `each` rounds of every member.
    pub(crate) async fn ready(members: &Crowd, each: i64) -> Vec<Ready> {
        let mut ready = Vec::new();
        for round in 1..=each {
            for (app, member) in members.iter() {
                ready.push(Ready {
                    app: app.clone(),
                    known: member.known.clone(),
                    challenge: app.challenge(member, round).await,
                    round,
                });
            }
        }
        ready
    }

    /// Adds members to the account of this one, of whom every second has a device.
    pub(crate) async fn add_colleagues(&self, of: &Member, count: usize) {
        for number in 0..count {
            let email = format!("colleague-{number}@example.com");
            let row = self.fixtures.colleague(&of.row, &email, Role::Member).await;
            let name = format!("Number {number}");
            let (store, none) = (&self.fixtures.store, Effects::none());
            store.rename_member(&row.id, &name, &none).await.unwrap();
            if number % 2 == 0 {
                self.device(&row).await;
            }
        }
    }

    /// Records events of the last thirty days.
    pub(crate) async fn record_events(&self, member: &Member, count: i64) {
        let event = |n: i64| self.fixtures.event(EventKind::StepUp, &member.row, T0.plus(-n * 25));
        for part in (0..count).collect::<Vec<_>>().chunks(1_000) {
            let events: Vec<_> = part.iter().map(|n| event(*n)).collect();
            self.site.store.record_events(&events).await.unwrap();
        }
    }

    /// Reads a file part by part. Returns its length and the largest of the samples taken in between.
    pub(crate) async fn export(&self, path: &str, cookie: &str, sample: fn() -> u64) -> (usize, u64) {
        let mut parts = self.get(path, cookie).await.into_data_stream();
        let (mut bytes, mut most) = (0, 0);
        while let Some(part) = parts.next().await {
            bytes += part.unwrap().len();
            most = most.max(sample());
        }
        (bytes, most)
    }

    async fn device(&self, row: &Row) {
        let mut session = self.fixtures.session(row, T0).await;
        let id = self.fixtures.device_id();
        let associated = AssociatedData {
            table: "device",
            column: "secret",
            row: id.as_str(),
            owner: row.id.as_str(),
        };
        let device = NewDevice {
            secret: self.site.vault.seal(&SECRET, associated, &OsEntropy).unwrap(),
            id: id.clone(),
            ..self.fixtures.new_device(&session, "My phone", T0)
        };
        self.fixtures.add(&device, &session).await;
        self.fixtures
            .confirmed(&device, &mut session, step_at(T0) - 2, T0)
            .await;
    }

    /// Enters the password, then the passcode of the next unused step. Each round is 30 s later for its member.
    pub(crate) async fn sign_in(&self, member: &Member, round: i64) {
        let took = self.try_sign_in(member, round).await;
        assert!(took.is_some(), "a sign-in was refused");
    }

    /// The same; returns how long it took, unless the password was refused before it was checked.
    pub(crate) async fn try_sign_in(&self, member: &Member, round: i64) -> Option<Duration> {
        let asked = now();
        let answer = self.try_password(member, round).await?;
        let challenge = cookie(&answer, Cookie::Challenge);
        self.send_code(round, &format!("{challenge}; {}", member.known)).await;
        Some(asked.elapsed())
    }

    /// Enters the password; `None` if it was refused before it was checked.
    pub(crate) async fn try_password(&self, member: &Member, round: i64) -> Option<Response<Body>> {
        self.move_to(round);
        let body = format!(
            "email={}&password={}",
            member.row.email.as_str().replace('@', "%40"),
            PASSWORD.replace(' ', "+")
        );
        let answer = self.send("/ui/sign-in", &body, &member.known).await;
        match answer.status() {
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => None,
            _ => Some(successful("/ui/sign-in", answer)),
        }
    }

    async fn key(&self, row: &Row) -> String {
        let session = self.fixtures.session(row, T0).await;
        let mut new = self.fixtures.new_key(&session, "Bench", T0);
        let text = PlainCredential::random(CredentialKind::ApiKey, new.key.id.as_str(), &OsEntropy);
        new.digest = text.digest();
        new.key.scopes = Scopes::from_store("verify");
        (new.key.networks, new.key.expires_at) = (Vec::new(), None);
        let effects = Effects::none();
        let made = self.site.store.make_api_key(&new, &session.digest, None, &effects);
        assert_eq!(made.await.unwrap(), Made::Done);
        text.expose_secret().to_owned()
    }

    /// Buys a token with a key and the passcode of this round.
    pub(crate) async fn buy(&self, key: &str, round: i64) -> String {
        self.move_to(round);
        let code = phone::code(&SECRET, step_at(at(round)));
        let request = Request::post("/api/v1/tokens")
            .header(header::AUTHORIZATION, format!("Bearer {key}"))
            .header("x-otp", code);
        let answer = successful("tokens", self.ask(request.body(Body::empty()).unwrap()).await);
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        body["access_token"].as_str().unwrap().to_owned()
    }

    /// Returns the database.
    pub(crate) fn database(&self) -> &Database {
        &self.site.database
    }

    /// Returns the router.
    pub(crate) fn router(&self) -> Router {
        self.site.router.clone()
    }

    pub(crate) async fn session(&self, member: &Member) -> String {
        self.move_to(1);
        let token = self.challenge(member, 1).await;
        let answer = self.send_code(1, &challenge_cookie(&token)).await;
        cookie(&answer, Cookie::Session)
    }

    pub(crate) async fn page(&self, path: &str, cookie: &str) {
        to_bytes(self.get(path, cookie).await, usize::MAX).await.unwrap();
    }

    async fn get(&self, path: &str, cookie: &str) -> Body {
        let request = Request::get(path)
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookie);
        let answer = self.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), 200, "{path}");
        answer.into_body()
    }

    fn move_to(&self, round: i64) {
        self.site.clock.set(at(round));
    }

    pub(crate) fn move_to_day(&self, day: i64) {
        self.site.clock.set(T0.plus(day * DAY));
    }

    /// Posts a form and reads the whole answer, which has been admitted.
    pub(crate) async fn answer(&self, path: &str, body: &str) {
        let answer = self.send(path, body, "").await;
        let status = answer.status();
        assert!(
            !status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS,
            "{path}: {status}"
        );
        to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    }

    async fn challenge(&self, member: &Member, round: i64) -> PlainToken {
        self.fixtures.challenge_token(&member.row, at(round)).await
    }

    async fn send_code(&self, round: i64, challenge: &str) -> Response<Body> {
        let code = phone::code(&SECRET, step_at(at(round)));
        self.post("/ui/sign-in/passcode", &format!("passcode={code}"), challenge)
            .await
    }

    async fn post(&self, path: &str, body: &str, cookie: &str) -> Response<Body> {
        successful(path, self.send(path, body, cookie).await)
    }

    async fn send(&self, path: &str, body: &str, cookie: &str) -> Response<Body> {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookie);
        self.ask(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    async fn ask(&self, mut request: Request<Body>) -> Response<Body> {
        request
            .headers_mut()
            .insert(header::HOST, header::HeaderValue::from_static("localhost"));
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1))));
        self.site.router.clone().oneshot(request).await.unwrap()
    }
}

impl Ready {
    /// Enters the passcode, in the browser that the member signed in with before.
    pub(crate) async fn enter(self) {
        self.app.move_to(self.round);
        let cookies = format!("{}; {}", challenge_cookie(&self.challenge), self.known);
        self.app.send_code(self.round, &cookies).await;
    }
}

fn challenge_cookie(challenge: &PlainToken) -> String {
    format!("{}={}", Cookie::Challenge.name(OVER), challenge.expose_secret())
}

fn successful(path: &str, answer: Response<Body>) -> Response<Body> {
    let status = answer.status();
    assert!(status.is_success() || status.is_redirection(), "{path}: {status}");
    answer
}

/// Returns the time of a round, which is one time step per round.
fn at(round: i64) -> Timestamp {
    T0.plus(round * PASSCODE_PERIOD)
}

/// Returns the `name=value` of a cookie in the response.
fn cookie(answer: &Response<Body>, which: Cookie) -> String {
    let set = answer
        .headers()
        .get_all(header::SET_COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    let pair = set
        .filter_map(|line| line.split(';').next())
        .find(|pair| pair.starts_with(which.name(OVER)));
    pair.unwrap_or_else(|| panic!("no {}", which.name(OVER))).to_owned()
}

/// A placeholder for a hash where no password is used.
pub(crate) fn no_hash() -> PasswordHash {
    PasswordHash::from_phc("none".into())
}
