//! The whole router on a database file, with members who have a phone.

use super::phone;
use app::wire::ssr::Cookie;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
};
use domain::{
    Service, Store, Timestamp,
    devices::device::NewDevice,
    kernel::{
        counter::{CounterKey, Limits},
        email::Email,
        id::{AccountId, DeviceId, MemberId, SessionId},
        label::Label,
        ports::Hasher,
        seal::{Key, Place, Vault},
        token::PlainToken,
    },
    profile::member::Member as Row,
    registration::link::Link,
    service::{Parts, Registration, Settings},
    sessions::session::{Challenge, KnownBrowser, Session},
    sign_in::{
        attempt::{Attempt, Confirm, Decision, Opens, Proof},
        passcode::{PERIOD, step_at},
    },
    store::{Added, Joined, Verified},
    testing::TestClock,
};
use http::{Request, Response, header};
use server::{
    Web,
    config::Origin,
    entropy::OsEntropy,
    hashing::{ArgonPool, Cost},
};
use std::{net::SocketAddr, sync::Arc};
use terms::{LinkKind, Role, SessionKind};
use tower::ServiceExt;

pub const PASSWORD: &str = "seven green bicycles";
/// Instead of a hash, where no password is asked.
pub const NO_HASH: &str = "none";
const START: i64 = 1_800_000_000;
const SECRET: [u8; 20] = [0x5a; 20];

#[derive(Clone)]
pub struct World {
    router: Router,
    store: Arc<dyn Store>,
    vault: Arc<Vault>,
    hasher: Arc<dyn Hasher>,
    clock: TestClock,
    _folder: Arc<Option<tempfile::TempDir>>,
}

#[derive(Clone)]
pub struct Member {
    row: Row,
    device: DeviceId,
}

impl World {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = store_sqlite::SqliteStore::open(&folder.path().join("bench.db"))
            .await
            .unwrap();
        Self::on(Arc::new(store), Some(folder))
    }

    pub async fn postgres(url: &str) -> Self {
        Self::on(
            Arc::new(store_postgres::PostgresStore::connect(url).await.unwrap()),
            None,
        )
    }

    fn on(store: Arc<dyn Store>, folder: Option<tempfile::TempDir>) -> Self {
        let (id, secret) = Key::generate(&OsEntropy);
        let vault = Arc::new(Vault::new(Key::parse(&id, &secret).unwrap(), Vec::new()));
        let hasher = Arc::new(ArgonPool::new(Cost::MINIMUM).unwrap());
        Self::with(store, vault, hasher, Arc::new(folder))
    }

    /// The same database, keys and hashing under a clock of its own: every lane has its own time, because each of its
    /// members' codes works once in 30 seconds.
    pub fn lane(&self) -> Self {
        Self::with(
            self.store.clone(),
            self.vault.clone(),
            self.hasher.clone(),
            self._folder.clone(),
        )
    }

    fn with(
        store: Arc<dyn Store>,
        vault: Arc<Vault>,
        hasher: Arc<dyn Hasher>,
        folder: Arc<Option<tempfile::TempDir>>,
    ) -> Self {
        let clock = TestClock::at(START);
        let settings = Settings {
            name: "Twofold".into(),
            origin: "http://localhost".into(),
            registration: Registration::Invite,
            limits: Limits::default(),
        };
        let parts = Parts {
            store: store.clone(),
            clock: Arc::new(clock.clone()),
            entropy: Arc::new(OsEntropy),
            hasher: hasher.clone(),
            vault: vault.clone(),
            settings,
        };
        let origin = Origin::parse("http://localhost").unwrap();
        let web = Web::new(origin, Vec::new(), vault.clone(), Arc::new(OsEntropy));
        let router = server::router(Service::new(parts), web);
        Self {
            router,
            store,
            vault,
            hasher,
            clock,
            _folder: folder,
        }
    }

    /// One member a lane.
    pub async fn members(&self, lanes: usize, phc: &str) -> Vec<(Self, Member)> {
        let mut members = Vec::new();
        for number in 0..lanes {
            members.push((self.lane(), self.member(number, phc).await));
        }
        members
    }

    async fn member(&self, number: usize, phc: &str) -> Member {
        let email = Email::parse(&format!("member-{number}@example.com")).unwrap();
        let now = Timestamp(START);
        let row = Row {
            id: MemberId::random(&OsEntropy),
            account: AccountId::random(&OsEntropy),
            role: Role::Owner,
            name: "Ana Ruiz".into(),
            email: email.clone(),
            password: phc.into(),
            password_changed_at: now,
            created_at: now,
            two_factor_since: None,
            reminder_hidden_until: None,
            repaired_at: None,
            repairs_since: None,
            codes_saved_at: None,
        };
        let (link, held) = (
            PlainToken::random(&OsEntropy).digest(),
            PlainToken::random(&OsEntropy).digest(),
        );
        let until = now.plus(600);
        let kept = Link {
            digest: link.clone(),
            kind: LinkKind::ConfirmEmail,
            subject: email.key(),
            expires_at: until,
        };
        self.store.put_link(&kept).await.unwrap();
        self.store
            .exchange_link(&link, &held, now, until)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(self.store.join(&held, &row, now).await.unwrap(), Joined::Done);
        let device = self.device(&row).await;
        Member { row, device }
    }

    async fn device(&self, row: &Row) -> DeviceId {
        let session = self.session_of(row, None);
        let known = KnownBrowser {
            digest: session.digest.clone(),
            member: row.id.clone(),
            at: session.created_at,
        };
        assert!(
            self.store
                .open_session(&session, &Verified::of(&row.password), &known, &[])
                .await
                .unwrap()
        );
        let id = DeviceId::random(&OsEntropy);
        let place = Place {
            table: "device",
            column: "secret",
            row: id.as_str(),
            owner: row.id.as_str(),
        };
        let device = NewDevice {
            id: id.clone(),
            member: row.id.clone(),
            label: Label::parse("My phone").unwrap(),
            secret: self.vault.seal(&SECRET, place, &OsEntropy).unwrap(),
            session: session.id.clone(),
            created_at: session.created_at,
            expires_at: session.expires_at,
        };
        assert_eq!(
            self.store.add_device(&device, &session.digest, None).await.unwrap(),
            Added::Done
        );
        let new_digest = PlainToken::random(&OsEntropy).digest();
        let confirm = Confirm {
            device: id.clone(),
            session: session.digest,
            new_digest,
            codes: None,
        };
        let step = step_at(Timestamp(START)) - 1;
        let proof = Proof::Step {
            device: id.clone(),
            step,
        };
        let attempt = attempt(row, proof, Opens::Confirm(Box::new(confirm)), Timestamp(START));
        assert_eq!(self.store.decide(&attempt).await.unwrap(), Decision::Accepted);
        id
    }

    /// Password, then the passcode of the next unused step: each round is 30 s later for the member it belongs to.
    pub async fn sign_in(&self, member: &Member, round: i64) {
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

    /// A passcode for a challenge that was opened beforehand, straight in the store.
    pub async fn passcode(&self, member: &Member, round: i64) {
        self.move_to(round);
        let token = self.challenge(member, round).await;
        self.send_code(
            round,
            &format!("{}={}", Cookie::Challenge.name(), token.expose_secret()),
        )
        .await;
    }

    /// The transaction behind it, and opening its challenge, called straight.
    pub async fn decide(&self, member: &Member, round: i64) {
        let token = self.challenge(member, round).await;
        let now = Timestamp(START + round * PERIOD);
        let session = self.session_of(&member.row, Some(member.device.clone()));
        let known = KnownBrowser {
            digest: session.digest.clone(),
            member: member.row.id.clone(),
            at: now,
        };
        let opens = Opens::SignIn {
            challenge: token.digest(),
            session: Box::new(session),
            known: Some(known),
        };
        let proof = Proof::Step {
            device: member.device.clone(),
            step: step_at(now),
        };
        let decision = self
            .store
            .decide(&attempt(&member.row, proof, opens, now))
            .await
            .unwrap();
        assert_eq!(decision, Decision::Accepted);
    }

    pub async fn session(&self, member: &Member) -> String {
        let token = self.challenge(member, 0).await;
        let answer = self
            .send_code(0, &format!("{}={}", Cookie::Challenge.name(), token.expose_secret()))
            .await;
        cookie(&answer, Cookie::Session)
    }

    pub async fn page(&self, path: &str, cookie: &str) {
        let request = Request::get(path)
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookie);
        let answer = self.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), 200);
        to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    }

    fn move_to(&self, round: i64) {
        self.clock.set(Timestamp(START + round * PERIOD));
    }

    async fn challenge(&self, member: &Member, round: i64) -> PlainToken {
        let token = PlainToken::random(&OsEntropy);
        let now = Timestamp(START + round * PERIOD);
        let challenge = Challenge {
            digest: token.digest(),
            member: member.row.id.clone(),
            created_at: now,
            expires_at: Timestamp(i64::MAX),
            tries: 0,
        };
        assert!(
            self.store
                .open_challenge(&challenge, &Verified::of(&member.row.password))
                .await
                .unwrap()
        );
        token
    }

    async fn send_code(&self, round: i64, challenge: &str) -> Response<Body> {
        let code = phone::code(&SECRET, step_at(Timestamp(START + round * PERIOD)));
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
        self.router.clone().oneshot(request).await.unwrap()
    }

    fn session_of(&self, row: &Row, device: Option<DeviceId>) -> Session {
        let now = Timestamp(START);
        Session {
            id: SessionId::random(&OsEntropy),
            digest: PlainToken::random(&OsEntropy).digest(),
            member: row.id.clone(),
            kind: SessionKind::Full,
            created_at: now,
            last_seen_at: now,
            expires_at: now.plus(3600),
            password_at: now,
            factor_at: device.is_some().then_some(now),
            opened_by: device.clone(),
            device,
            address: "127.0.0.1".into(),
            agent: "bench".into(),
        }
    }
}

fn attempt(row: &Row, proof: Proof, opens: Opens, now: Timestamp) -> Attempt {
    Attempt {
        member: row.id.clone(),
        counter: CounterKey::Passcode(row.id.clone()),
        limits: Limits::default(),
        proof,
        opens,
        now,
        address: "127.0.0.1".into(),
        mails: Vec::new(),
        lock_mail: None,
    }
}

/// The `name=value` of a cookie that the answer sets.
fn cookie(answer: &Response<Body>, which: Cookie) -> String {
    let set = answer
        .headers()
        .get_all(header::SET_COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok());
    let pair = set
        .filter_map(|line| line.split(';').next())
        .find(|pair| pair.starts_with(which.name()));
    pair.unwrap_or_else(|| panic!("no {}", which.name())).to_owned()
}
