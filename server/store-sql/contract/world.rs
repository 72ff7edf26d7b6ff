//! A small world to test a store in: one member, what they do, and the time it happens at.

use domain::{
    Store, Timestamp,
    devices::device::{Device, NewDevice, PENDING_LIFE},
    kernel::{
        counter::{CounterKey, Limits},
        email::Email,
        id::{AccountId, DeviceId, MailId, MemberId, RecoveryCodeId, SessionId},
        label::Label,
        seal::Sealed,
        token::{PlainToken, TokenDigest},
    },
    mail::OutboxMail,
    profile::member::Member,
    recovery::code::{NewCode, NewCodes},
    registration::link::{Link, SignUp},
    sessions::session::{
        ABSOLUTE_LIFE, CHALLENGE_LIFE, Challenge, KnownBrowser, REPAIR_LIFE, REVEAL_LIFE, Reveal, Session,
    },
    sign_in::attempt::{Attempt, Confirm, Decision, Opens, Proof},
    store::{Added, Change, Joined, SignedIn, Verified},
    testing::SeededEntropy,
};
use std::sync::Arc;
use terms::{LinkKind, Role, SessionKind};

/// When everything begins.
pub const T0: Timestamp = Timestamp(1_800_000_000);

/// A store and ids that never repeat.
pub struct World {
    pub store: Arc<dyn Store>,
    entropy: SeededEntropy,
}

impl World {
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            entropy: SeededEntropy::new(7),
        }
    }

    pub fn digest(&self) -> TokenDigest {
        PlainToken::random(&self.entropy).digest()
    }

    pub fn device_id(&self) -> DeviceId {
        DeviceId::random(&self.entropy)
    }

    pub fn mail(&self) -> OutboxMail {
        OutboxMail {
            id: MailId::random(&self.entropy),
            body: Sealed(vec![0, 255, 7]),
            due_at: T0,
            tries: 0,
        }
    }

    pub fn link(&self, kind: LinkKind, subject: &str) -> Link {
        Link {
            digest: self.digest(),
            kind,
            subject: subject.to_owned(),
            expires_at: T0.plus(3600),
        }
    }

    pub fn sign_up(&self, email: &str) -> SignUp {
        let email = Email::parse(email).expect("an address");
        let (name, password) = ("Ana".to_owned(), "phc".to_owned());
        let (created_at, mailed_at, expires_at) = (T0, T0, T0.plus(3600));
        SignUp {
            waiting: self.digest(),
            email,
            name,
            password,
            created_at,
            mailed_at,
            expires_at,
        }
    }

    /// A member who does not exist yet.
    pub fn stranger(&self, email: &str) -> Member {
        Member {
            id: MemberId::random(&self.entropy),
            account: AccountId::random(&self.entropy),
            role: Role::Owner,
            name: "Ana".to_owned(),
            email: Email::parse(email).expect("an address"),
            password: "phc".to_owned(),
            password_changed_at: T0,
            created_at: T0,
            two_factor_since: None,
            reminder_hidden_until: None,
            repaired_at: None,
            repairs_since: None,
            codes_saved_at: None,
        }
    }

    /// A link in a browser's hands.
    pub async fn held(&self, kind: LinkKind, subject: &str) -> TokenDigest {
        let (link, held) = (self.link(kind, subject), self.digest());
        self.store.put_link(&link).await.expect("kept");
        let exchanged = self
            .store
            .exchange_link(&link.digest, &held, T0, T0.plus(1800))
            .await
            .expect("answered");
        assert!(exchanged.is_some());
        held
    }

    pub async fn member(&self, email: &str) -> Member {
        let member = self.stranger(email);
        let held = self.held(LinkKind::ConfirmEmail, &member.email.key()).await;
        assert_eq!(
            self.store.join(&held, &member, T0).await.expect("answered"),
            Joined::Done
        );
        member
    }

    /// A session as the service would make it, not in the store yet.
    pub fn new_session(&self, member: &Member, kind: SessionKind, now: Timestamp) -> Session {
        let life = if kind == SessionKind::Full {
            ABSOLUTE_LIFE
        } else {
            REPAIR_LIFE
        };
        Session {
            id: SessionId::random(&self.entropy),
            digest: self.digest(),
            member: member.id.clone(),
            kind,
            created_at: now,
            last_seen_at: now,
            expires_at: now.plus(life),
            password_at: now,
            factor_at: None,
            device: None,
            opened_by: None,
            address: "192.0.2.7".to_owned(),
            agent: "Firefox on Linux".to_owned(),
        }
    }

    pub fn known(&self, member: &Member, at: Timestamp) -> KnownBrowser {
        KnownBrowser {
            digest: self.digest(),
            member: member.id.clone(),
            at,
        }
    }

    /// Signs in with the password alone.
    pub async fn session(&self, member: &Member, now: Timestamp) -> Session {
        let session = self.new_session(member, SessionKind::Full, now);
        let opened = self
            .store
            .open_session(&session, &Verified::of(&member.password), &self.known(member, now), &[])
            .await;
        assert!(opened.expect("answered"), "two-factor is off");
        session
    }

    pub fn new_device(&self, session: &Session, label: &str, now: Timestamp) -> NewDevice {
        NewDevice {
            id: self.device_id(),
            member: session.member.clone(),
            label: Label::parse(label).expect("a label"),
            secret: Sealed(vec![1, 2, 3]),
            session: session.id.clone(),
            created_at: now,
            expires_at: now.plus(PENDING_LIFE),
        }
    }

    pub async fn pending(&self, session: &Session, label: &str, now: Timestamp) -> NewDevice {
        let device = self.new_device(session, label, now);
        let added = self
            .store
            .add_device(&device, &session.digest, None)
            .await
            .expect("answered");
        assert_eq!(added, Added::Done);
        device
    }

    pub fn codes(&self, member: &MemberId, now: Timestamp) -> NewCodes {
        let code = |n: u32| NewCode {
            id: RecoveryCodeId::random(&self.entropy),
            selector: format!("SEL{n:02}"),
            hash: format!("hash{n}"),
        };
        let reveal = Reveal {
            codes: Sealed(vec![9]),
            expires_at: now.plus(REVEAL_LIFE),
        };
        NewCodes {
            member: member.clone(),
            rows: (0..10).map(code).collect(),
            reveal,
            at: now,
        }
    }

    pub fn attempt(&self, member: &MemberId, proof: Proof, opens: Opens, now: Timestamp) -> Attempt {
        let counter = match (&opens, &proof) {
            (Opens::Confirm(confirm), _) => CounterKey::Enrolment(confirm.device.clone()),
            (_, Proof::Code(_)) => CounterKey::Recovery(member.clone()),
            _ => CounterKey::Passcode(member.clone()),
        };
        let (member, limits, address) = (member.clone(), Limits::default(), "192.0.2.7".to_owned());
        Attempt {
            member,
            counter,
            limits,
            proof,
            opens,
            now,
            address,
            mails: Vec::new(),
            lock_mail: None,
        }
    }

    pub async fn decide(&self, attempt: &Attempt) -> Decision {
        self.store.decide(attempt).await.expect("decided")
    }

    /// What confirms `device` with ten new codes.
    pub fn confirm(&self, device: &NewDevice, session: &Session, step: i64, now: Timestamp) -> (Attempt, Confirm) {
        let confirm = Confirm {
            device: device.id.clone(),
            session: session.digest.clone(),
            new_digest: self.digest(),
            codes: Some(self.codes(&device.member, now)),
        };
        let proof = Proof::Step {
            device: device.id.clone(),
            step,
        };
        (
            self.attempt(&device.member, proof, Opens::Confirm(Box::new(confirm.clone())), now),
            confirm,
        )
    }

    /// Adds and confirms a device in this session, which goes on under a new token.
    pub async fn enrol(&self, session: &mut Session, label: &str, step: i64, now: Timestamp) -> DeviceId {
        let device = self.pending(session, label, now).await;
        let (attempt, confirm) = self.confirm(&device, session, step, now);
        assert_eq!(self.decide(&attempt).await, Decision::Accepted);
        session.digest = confirm.new_digest;
        device.id
    }

    /// A member with two-factor on since [`T0`] (their device's last step is 100), and the session they did it in.
    pub async fn protected(&self, email: &str) -> (Member, Session, DeviceId) {
        let member = self.member(email).await;
        let mut session = self.session(&member, T0).await;
        let device = self.enrol(&mut session, "phone", 100, T0).await;
        let signed_in = self.signed_in(&session).await;
        (signed_in.member, signed_in.session, device)
    }

    pub async fn challenge(&self, member: &Member, now: Timestamp) -> TokenDigest {
        let (digest, expires_at) = (self.digest(), now.plus(CHALLENGE_LIFE));
        let challenge = Challenge {
            digest: digest.clone(),
            member: member.id.clone(),
            created_at: now,
            expires_at,
            tries: 0,
        };
        assert!(
            self.store
                .open_challenge(&challenge, &Verified::of(&member.password))
                .await
                .expect("answered")
        );
        digest
    }

    /// An attempt at this challenge, and the session it would open.
    pub fn sign_in(
        &self,
        member: &Member,
        challenge: &TokenDigest,
        proof: Proof,
        now: Timestamp,
    ) -> (Attempt, Session) {
        let code = matches!(proof, Proof::Code(_));
        let kind = if code { SessionKind::Repair } else { SessionKind::Full };
        let mut session = self.new_session(member, kind, now);
        session.factor_at = Some(now);
        if let Proof::Step { device, .. } = &proof {
            session.device = Some(device.clone());
            session.opened_by = Some(device.clone());
        }
        let known = (!code).then(|| self.known(member, now));
        let opens = Opens::SignIn {
            challenge: challenge.clone(),
            session: Box::new(session.clone()),
            known,
        };
        (self.attempt(&member.id, proof, opens, now), session)
    }

    /// Signs in with password and this device's step.
    pub async fn signed_in_with(&self, member: &Member, device: &DeviceId, step: i64, now: Timestamp) -> Session {
        let challenge = self.challenge(member, now).await;
        let proof = Proof::Step {
            device: device.clone(),
            step,
        };
        let (attempt, session) = self.sign_in(member, &challenge, proof, now);
        assert_eq!(self.decide(&attempt).await, Decision::Accepted);
        session
    }

    /// Signs in with password and the code of this selector.
    pub async fn repair(&self, member: &Member, selector: &str, now: Timestamp) -> Session {
        let challenge = self.challenge(member, now).await;
        let code = self
            .store
            .recovery_code(&member.id, selector)
            .await
            .expect("answered")
            .expect("unused");
        let (attempt, session) = self.sign_in(member, &challenge, Proof::Code(code.id), now);
        assert_eq!(self.decide(&attempt).await, Decision::Accepted);
        session
    }

    pub fn change(&self, session: &Session, now: Timestamp) -> Change {
        Change {
            member: session.member.clone(),
            session: session.digest.clone(),
            new_digest: Some(self.digest()),
            proved_since: T0,
            now,
            mails: vec![self.mail()],
        }
    }

    pub async fn signed_in(&self, session: &Session) -> SignedIn {
        self.store
            .session(&session.digest)
            .await
            .expect("answered")
            .expect("a session")
    }

    pub async fn is_there(&self, digest: &TokenDigest) -> bool {
        self.store.session(digest).await.expect("answered").is_some()
    }

    pub async fn devices(&self, member: &MemberId, now: Timestamp) -> Vec<Device> {
        self.store.devices(member, now).await.expect("answered")
    }

    pub async fn codes_left(&self, member: &MemberId) -> u32 {
        self.store.codes_left(member).await.expect("answered")
    }

    /// How many mails wait, without taking them.
    pub async fn mails(&self) -> usize {
        let far = T0.plus(1_000_000);
        let taken = self.store.take_mail(far, T0, 1000).await.expect("taken");
        taken.len()
    }
}
