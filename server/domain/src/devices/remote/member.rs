//! What the member does about an enrolment by link: send it, send it again, approve the device, discard it.

use super::{ENROLMENT_LIFE, RemoteEnrolment, Stage, store::LinkAgain};
use crate::{
    Result, Service,
    activity::Event,
    devices::{colleague::NewColleague, device::Holder, store::Added},
    kernel::{
        id::{DeviceId, EnrolmentId},
        throttle::Window,
        token::PlainToken,
    },
    mail::{About, Mail, NewMail},
    registration::link::{Link, RESEND_EVERY},
    sessions::SignedIn,
    sign_in::passcode::{SharedSecret, TotpParameters},
    store::Effects,
};
use terms::{EventKind, LinkKind, Rejection, Wait};

impl Service {
    /// Mails an enrolment link to a colleague.
    ///
    /// # Errors
    /// `StepUpNeeded`, `Conflict(DeviceName)`, `Conflict(TenDevices)`, `Conflict(TwoFactorOff)`; `Wait` if the address got a
    /// mail less than a minute ago, or five within a day, or if the account has sent too many.
    pub async fn send_enrolment(&self, who: &SignedIn, new: NewColleague) -> Result<EnrolmentId> {
        let (label, holder, validity) = new.into_parts();
        let windows = windows(who, &holder);
        self.reserve_only(&windows, who.now).await?;
        let (id, device) = (EnrolmentId::random(self.entropy()), DeviceId::random(self.entropy()));
        let secret = SharedSecret::random(self.entropy());
        let enrolment = RemoteEnrolment {
            secret: self.seal_secret(&secret, &device, &who.member.id)?,
            id: id.clone(),
            member: who.member.id.clone(),
            device,
            label,
            key_label: None,
            holder,
            validity,
            parameters: TotpParameters::PERSONAL,
            created_at: who.now,
            mailed_at: who.now,
            expires_at: who.now.plus(ENROLMENT_LIFE),
            code_until: None,
            stage: Stage::Invited,
        };
        let (link, mail) = self.enrolment_link(who, &enrolment)?;
        let effects = Effects {
            mails: vec![mail],
            events: vec![self.about_remote(EventKind::EnrolmentSent, who, &enrolment)],
            ..Effects::none()
        };
        let proof = (&who.session.digest, who.required_proof());
        let added = self.store().put_remote(&enrolment, &link, proof, &effects).await?;
        if added != Added::Done {
            self.store().release(&windows, who.now).await?;
        }
        let added = added.into_result().map_err(Into::into);
        self.noting(EventKind::EnrolmentSent, who, added)?;
        Ok(id)
    }

    /// Returns the member's enrolments by link, oldest first.
    pub async fn enrolments(&self, who: &SignedIn) -> Result<Vec<RemoteEnrolment>> {
        Ok(self.store().remotes(&who.member.id, who.now).await?)
    }

    /// Returns one enrolment by link of this member.
    ///
    /// # Errors
    /// `NotFound`, for another member's as for an unknown id.
    pub async fn enrolment_of(&self, who: &SignedIn, id: &str) -> Result<RemoteEnrolment> {
        let id = EnrolmentId::parse(id).ok_or(Rejection::NotFound)?;
        let found = self.store().remotes(&who.member.id, who.now).await?;
        let found = found.into_iter().find(|enrolment| enrolment.id == id);
        Ok(found.ok_or(Rejection::NotFound)?)
    }

    /// Mails a new link, which ends the one before, at most once a minute.
    ///
    /// # Errors
    /// `NotFound`, `Wait`.
    pub async fn send_enrolment_again(&self, who: &SignedIn, id: &str) -> Result<()> {
        let enrolment = self.noting(EventKind::EnrolmentSent, who, self.enrolment_of(who, id).await)?;
        self.reserve_only(&windows(who, &enrolment.holder), who.now).await?;
        let (link, mail) = self.enrolment_link(who, &enrolment)?;
        let effects = Effects {
            mails: vec![mail],
            events: vec![self.about_remote(EventKind::EnrolmentSent, who, &enrolment)],
            ..Effects::none()
        };
        let again = LinkAgain {
            enrolment: &enrolment.id,
            member: &who.member.id,
            link: &link,
            not_after: who.now.plus(-RESEND_EVERY),
            now: who.now,
        };
        if self.store().remail_remote(again, &effects).await? {
            return Ok(());
        }
        let (until, now) = (who.now.plus(RESEND_EVERY), who.now);
        Err(Rejection::Wait(Wait { until, now }).into())
    }

    /// Approves a device that waits; `changes_security` is the member's decision. Returns the session's new token.
    ///
    /// # Errors
    /// `NotFound` if it does not wait any more; `StepUpNeeded`, `Conflict(DeviceName)`, `Conflict(TenDevices)`,
    /// `Conflict(TwoFactorOff)`.
    pub async fn approve_device(&self, who: &SignedIn, id: &str, changes_security: bool) -> Result<PlainToken> {
        const KIND: EventKind = EventKind::DeviceConfirmed;
        let enrolment = self.noting(KIND, who, self.enrolment_of(who, id).await)?;
        let token = PlainToken::random(self.entropy());
        let about = About::ColleaguesDeviceAdded {
            device: enrolment.label.as_str().to_owned(),
            holder: enrolment.holder.name.clone(),
            email: enrolment.holder.email.as_str().to_owned(),
            changes_security,
        };
        let event = self.about_remote(KIND, who, &enrolment);
        let change = self.change(who, Some(&token), [about], vec![event])?;
        let approved = self
            .store()
            .approve_remote(&enrolment.id, !changes_security, &change)
            .await?;
        let approved = match approved {
            Ok(changed) => changed.into_result(),
            Err(added) => added.into_result(),
        };
        self.noting(KIND, who, approved.map(|()| token).map_err(Into::into))
    }

    /// Erases an enrolment with its secret and its link, whatever it has come to.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn discard_enrolment(&self, who: &SignedIn, id: &str) -> Result<()> {
        const KIND: EventKind = EventKind::DeviceDiscarded;
        let enrolment = self.noting(KIND, who, self.enrolment_of(who, id).await)?;
        let effects = Effects::events(vec![self.about_remote(KIND, who, &enrolment)]);
        let discarded = self
            .store()
            .discard_remote(&enrolment.id, &who.member.id, &effects)
            .await?;
        let discarded = discarded.then_some(()).ok_or(Rejection::NotFound);
        self.noting(KIND, who, discarded.map_err(Into::into))
    }

    fn about_remote(&self, kind: EventKind, who: &SignedIn, enrolment: &RemoteEnrolment) -> Event {
        let event = self.event_by(kind, who);
        let event = event.about_device(&enrolment.device, Some(enrolment.label.as_str()));
        event.held_by(Some(&enrolment.holder))
    }

    /// Creates a link and the mail that brings it to the colleague, in the member's language.
    fn enrolment_link(&self, who: &SignedIn, enrolment: &RemoteEnrolment) -> Result<(Link, NewMail)> {
        let token = PlainToken::random(self.entropy());
        let link = Link {
            digest: token.digest(),
            kind: LinkKind::Enrolment,
            subject: enrolment.id.as_str().to_owned(),
            expires_at: enrolment.expires_at,
        };
        let about = About::EnrolmentLink {
            link: self.mailed_link("/enrol", &token),
            member: who.member.name.clone(),
            email: who.member.email.as_str().to_owned(),
        };
        let language = who.member.language.unwrap_or_default();
        let mail = Mail {
            to: enrolment.holder.email.clone(),
            about,
            at: who.now,
            language,
            not_me: None,
        };
        Ok((link, self.seal_mail(&mail, None, who.now)?))
    }
}

/// The limits of mails to a colleague: those of the address, and that of the account.
fn windows(who: &SignedIn, holder: &Holder) -> [Window; 3] {
    let [minute, day] = Window::mails_asked_for(&holder.email.key());
    [minute, day, Window::invitations(&who.member.account)]
}
