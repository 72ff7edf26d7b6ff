//! What the colleague does with an enrolment link: prove the address, scan the QR code, type the first passcode.
//!
//! The colleague has no session but the opened link, whose token the browser holds.

use super::{RemoteEnrolment, Stage, store::FirstPasscode};
use crate::{
    Result, Service, Timestamp,
    activity::Event,
    approvals::words::two_words,
    devices::{key_label::KeyLabel, key_uri},
    kernel::{
        browser::Browser,
        id::EnrolmentId,
        mailed_code::{MailedCode, Proved},
        throttle::Window,
    },
    mail::{About, Mail, SecretCode},
    profile::member::Member,
    registration::{GONE, link::Link},
    sign_in::passcode::{self, OpenDevice, Passcode, SharedSecret},
    store::Effects,
};
use terms::{ClockHint, EventKind, Language, LinkKind, Rejection};
use zeroize::Zeroizing;

/// What the colleague's page shows.
pub struct HolderView {
    /// The name of the member whose sign-in it is.
    pub member: String,
    /// The colleague's address.
    pub email: String,
    /// The device's name.
    pub device: String,
    /// How far it has come.
    pub step: Step,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// The step that the colleague's page shows.
pub enum Step {
    /// The address has to be proved.
    Prove {
        /// Whether a code was mailed that has not expired.
        sent: bool,
    },
    /// The QR code has to be scanned.
    Scan {
        /// The key URI.
        uri: Zeroizing<String>,
        /// The key for typing, in groups of four characters.
        key: Vec<String>,
    },
    /// The member has to approve.
    Waits {
        /// The two words that both screens show.
        words: String,
    },
    /// The member has approved: the device works.
    Ready,
}

impl Service {
    /// Returns what the browser that opened an enrolment link shows.
    ///
    /// # Errors
    /// `Gone(Link)`, also after the device was approved or discarded.
    pub async fn holder_view(&self, held: &str) -> Result<HolderView> {
        let now = self.now();
        let link = self.link_held(LinkKind::Enrolment, held, now).await?;
        let Some((enrolment, member)) = self.enrolment_at(&link, now).await? else {
            return self.ready_view(link).await;
        };
        let step = match &enrolment.stage {
            Stage::Invited => Step::Prove {
                sent: enrolment.code_until.is_some_and(|until| now < until),
            },
            Stage::Waits { words, .. } => Step::Waits { words: words.clone() },
            Stage::Proved => {
                let secret = self.secret_of(&enrolment)?;
                let (label, email) = (&enrolment.label, member.email.as_str());
                let key_label = enrolment.key_label.clone();
                let label = key_label.unwrap_or_else(|| KeyLabel::plain(email, label.as_str()));
                Step::Scan {
                    uri: key_uri::key_uri(&secret, &self.settings().name, &label, enrolment.parameters),
                    key: key_uri::manual_key(&secret),
                }
            }
        };
        Ok(HolderView {
            member: member.name,
            email: enrolment.holder.email.as_str().to_owned(),
            device: enrolment.label.as_str().to_owned(),
            step,
            expires_at: enrolment.expires_at,
        })
    }

    /// Mails a code to the colleague's address, instead of the one before.
    ///
    /// # Errors
    /// `Gone(Link)`; `Wait` if the address got a mail less than a minute ago, or five within a day.
    pub async fn send_code(&self, held: &str, language: Language) -> Result<()> {
        let now = self.now();
        let (enrolment, member) = self.held_enrolment(held, now).await?;
        if enrolment.stage != Stage::Invited {
            return Ok(());
        }
        let windows = Window::mails_asked_for(&enrolment.holder.email.key());
        self.reserve_only(&windows, now).await?;
        let code = MailedCode::random(self.entropy());
        let mail = Mail {
            to: enrolment.holder.email.clone(),
            about: About::EnrolmentCode {
                code: SecretCode::new(code.expose_secret().to_owned()),
                member: member.name,
            },
            at: now,
            language,
            not_me: None,
        };
        let new = code.kept(enrolment.id.as_str(), now);
        let effects = Effects::mails(vec![self.seal_mail(&mail, None, now)?]);
        let sent = self.store().put_code(&enrolment.id, &new, now, &effects).await?;
        Ok(sent.then_some(()).ok_or(GONE)?)
    }

    /// Checks the mailed code, of which the colleague has five tries.
    ///
    /// # Errors
    /// `Gone(Link)`, `Invalid(MailedCode)`, `WrongMailedCode`.
    pub async fn prove_address(&self, held: &str, typed: &str, browser: &Browser) -> Result<()> {
        let now = self.now();
        let (enrolment, member) = self.held_enrolment(held, now).await?;
        if enrolment.stage != Stage::Invited {
            return Ok(());
        }
        let code = MailedCode::parse(typed)?;
        let event = self.by_holder(EventKind::EnrolmentProved, (&enrolment, &member), browser, now);
        let digest = code.digest(enrolment.id.as_str());
        let effects = Effects::events(vec![event.clone()]);
        match self.store().prove_code(&enrolment.id, &digest, now, &effects).await? {
            Proved::Done => Ok(()),
            Proved::Wrong | Proved::NoCode => {
                self.refusals().note(event.refused(terms::Refused::WrongCode));
                Err(Rejection::WrongMailedCode.into())
            }
        }
    }

    /// Checks the first passcode, with which the device waits for the member's approval.
    ///
    /// # Errors
    /// `Gone(Link)`, also before the address is proved; `Invalid(Passcode)`, `WrongCode`, `Wait`.
    pub async fn first_passcode(&self, held: &str, typed: &str, browser: &Browser) -> Result<()> {
        let now = self.now();
        let (enrolment, member) = self.held_enrolment(held, now).await?;
        match enrolment.stage {
            Stage::Proved => {}
            Stage::Waits { .. } => return Ok(()),
            Stage::Invited => return Err(GONE.into()),
        }
        let code = Passcode::parse(typed)?;
        self.reserve_only(&[Window::enrolment_passcodes(&enrolment.id)], now)
            .await?;
        let open = [OpenDevice {
            device: enrolment.device.clone(),
            secret: self.secret_of(&enrolment)?,
            parameters: enrolment.parameters,
            last_step: i64::MIN,
            validity: enrolment.validity,
        }];
        let event = self.by_holder(EventKind::DeviceWaits, (&enrolment, &member), browser, now);
        let Some((_, step)) = passcode::matching(&open, &code, now) else {
            self.refusals().note(event.refused(terms::Refused::WrongCode));
            let clock = passcode::clock_hint(&open, &code, now, true);
            return Err(wrong(clock).into());
        };
        let words = two_words(self.entropy());
        let about = About::DeviceWaits {
            device: enrolment.label.as_str().to_owned(),
            holder: enrolment.holder.name.clone(),
            enrolment: enrolment.id.clone(),
        };
        let effects = Effects {
            mails: self.mails_to(&member, [about], now)?,
            events: vec![event],
            ..Effects::none()
        };
        let first = FirstPasscode {
            enrolment: &enrolment.id,
            step,
            words: &words,
            now,
        };
        let waits = self.store().await_approval(first, &effects).await?;
        Ok(waits.then_some(()).ok_or(GONE)?)
    }

    async fn held_enrolment(&self, held: &str, now: Timestamp) -> Result<(RemoteEnrolment, Member)> {
        let link = self.link_held(LinkKind::Enrolment, held, now).await?;
        Ok(self.enrolment_at(&link, now).await?.ok_or(GONE)?)
    }

    /// Returns the enrolment to which a link leads, until it is approved.
    async fn enrolment_at(&self, link: &Link, now: Timestamp) -> Result<Option<(RemoteEnrolment, Member)>> {
        let id = EnrolmentId::from_store(link.subject.clone());
        Ok(self.store().remote(&id, now).await?)
    }

    /// Returns what a browser shows whose link leads to an approved device.
    async fn ready_view(&self, link: Link) -> Result<HolderView> {
        let ready = self.store().approved_remote(&link.subject).await?.ok_or(GONE)?;
        Ok(HolderView {
            member: ready.member,
            email: ready.email,
            device: ready.device,
            step: Step::Ready,
            expires_at: link.expires_at,
        })
    }

    fn secret_of(&self, enrolment: &RemoteEnrolment) -> Result<SharedSecret> {
        self.open_secret(&enrolment.secret, &enrolment.device, &enrolment.member)
    }

    /// Creates an event about what the colleague did.
    fn by_holder(
        &self,
        kind: EventKind,
        (enrolment, member): (&RemoteEnrolment, &Member),
        browser: &Browser,
        now: Timestamp,
    ) -> Event {
        let event = self.event(kind, member, browser, now);
        let event = event.about_device(&enrolment.device, Some(enrolment.label.as_str()));
        event.held_by(Some(&enrolment.holder))
    }
}

const fn wrong(clock: Option<ClockHint>) -> Rejection {
    Rejection::WrongCode {
        tries_left: None,
        wait: None,
        clock,
    }
}
