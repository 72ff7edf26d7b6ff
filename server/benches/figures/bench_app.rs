//! The router on a database file, with members who have a device.

use app::wire::{cookies::Transport, ssr::Cookie};
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
};
use domain::{
    Timestamp,
    devices::device::NewDevice,
    kernel::{id::DeviceId, password::PasswordHash, seal::AssociatedData, token::PlainToken},
    profile::member::Member as Row,
    service::Registration,
    sign_in::{
        attempt::{Decision, Evidence},
        passcode::step_at,
    },
};
use http::{Request, Response, header};
use server::{
    entropy::OsEntropy,
    hashing::{ArgonPool, Cost},
};
use std::{net::SocketAddr, sync::Arc};
use terms::limits::PASSCODE_PERIOD;
use testing::{App, Database, Fixtures, Plan, Site, T0, phone};
use tower::ServiceExt;

pub(crate) const PASSWORD: &str = "seven green bicycles";
/// The origin is an http one.
const OVER: Transport = Transport::Http;
const SECRET: [u8; 20] = [0x5a; 20];

#[derive(Clone)]
pub(crate) struct BenchApp {
    site: Site,
    fixtures: Fixtures,
}

#[derive(Clone)]
pub(crate) struct Member {
    row: Row,
    device: DeviceId,
}

impl BenchApp {
    pub(crate) async fn new(database: Database) -> Self {
        let plan = Plan {
            origin: "http://localhost".into(),
            registration: Registration::Invite,
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

    /// Creates one member per lane. Every lane has its own clock, because a code works once in 30 seconds.
    pub(crate) async fn members(&self, lanes: usize, hash: &PasswordHash) -> Vec<(Self, Member)> {
        let mut members = Vec::new();
        for number in 0..lanes {
            let lane = Self::of(self.site.with_own_clock());
            members.push((lane, self.member(number, hash).await));
        }
        members
    }

    async fn member(&self, number: usize, hash: &PasswordHash) -> Member {
        let row = Row {
            password: hash.clone(),
            ..self.fixtures.stranger(&format!("member-{number}@example.com"))
        };
        self.fixtures.join(&row).await;
        let device = self.device(&row).await;
        Member { row, device }
    }

    async fn device(&self, row: &Row) -> DeviceId {
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
            .confirmed(&device, &mut session, step_at(T0) - 1, T0)
            .await;
        id
    }

    /// Enters the password, then the passcode of the next unused step. Each round is 30 s later for its member.
    pub(crate) async fn sign_in(&self, member: &Member, round: i64) {
        self.move_to(round);
        let body = format!(
            "email={}&password={}",
            member.row.email.as_str().replace('@', "%40"),
            PASSWORD.replace(' ', "+")
        );
        let answer = self.post("/ui/sign-in", &body, "").await;
        let challenge = cookie(&answer, Cookie::Challenge);
        self.send_code(round, &challenge).await;
    }

    /// Enters a passcode for a challenge that was opened in the store directly.
    pub(crate) async fn passcode(&self, member: &Member, round: i64) {
        self.move_to(round);
        let token = self.challenge(member, round).await;
        self.send_code(
            round,
            &format!("{}={}", Cookie::Challenge.name(OVER), token.expose_secret()),
        )
        .await;
    }

    /// Opens a challenge and decides the attempt in the store directly.
    pub(crate) async fn decide(&self, member: &Member, round: i64) {
        let token = self.challenge(member, round).await;
        let now = at(round);
        let evidence = Evidence::Step {
            device: member.device.clone(),
            step: step_at(now),
        };
        let (attempt, _) = self.fixtures.sign_in(&member.row, &token.digest(), evidence, now);
        assert_eq!(self.fixtures.decide(&attempt).await, Decision::Accepted);
    }

    pub(crate) async fn session(&self, member: &Member) -> String {
        let token = self.challenge(member, 0).await;
        let answer = self
            .send_code(
                0,
                &format!("{}={}", Cookie::Challenge.name(OVER), token.expose_secret()),
            )
            .await;
        cookie(&answer, Cookie::Session)
    }

    pub(crate) async fn page(&self, path: &str, cookie: &str) {
        let request = Request::get(path)
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookie);
        let answer = self.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), 200);
        to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    }

    fn move_to(&self, round: i64) {
        self.site.clock.set(at(round));
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
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookie);
        let answer = self.ask(request.body(Body::from(body.to_owned())).unwrap()).await;
        assert!(
            answer.status().is_success() || answer.status().is_redirection(),
            "{path}: {}",
            answer.status()
        );
        answer
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
