//! The one seam to a database, at the grain of use cases.
//!
//! Every method is atomic and leaves nothing half done. `Ok(None)` and the enums mean "the answer is no"; `Err(InternalError)`
//! means "could not find out": the caller must then assume the worst (a code counts as used). No transaction handle
//! crosses this trait; rows another node may change at the same moment are locked or compared inside the method.

use crate::{
    InternalError, Timestamp,
    devices::device::{Candidate, Device, Enrolment, NewDevice},
    kernel::{
        counter::{Counter, CounterKey},
        id::{DeviceId, MailId, MemberId, SessionId},
        label::Label,
        seal::Sealed,
        throttle::Window,
        token::TokenDigest,
    },
    mail::OutboxMail,
    profile::member::Member,
    recovery::code::{NewCodes, RecoveryCode},
    registration::link::{Link, SignUp},
    sessions::session::{Challenge, KnownBrowser, Reveal, Session, SignIn},
    sign_in::attempt::{Attempt, Decision},
};
use async_trait::async_trait;
use terms::LinkKind;

/// A change that ends in a new token for the session that makes it and may need fresh step-up.
#[derive(Clone, Debug)]
pub struct Change {
    /// Whose.
    pub member: MemberId,
    /// The session that asks for it. It must be live.
    pub session: TokenDigest,
    /// Its token from then on; `None`: the asking session ends with the change.
    pub new_digest: Option<TokenDigest>,
    /// The session's `password_at` and, with two-factor on, `factor_at` must not be before this moment.
    pub proved_since: Timestamp,
    /// Now.
    pub now: Timestamp,
    /// Goes out with the success.
    pub mails: Vec<OutboxMail>,
}

/// How a [`Change`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Done.
    Done,
    /// The session is over or not stepped up any more; nothing changed.
    NotProved,
    /// What was to be changed is not there (any more); nothing changed.
    NotFound,
    /// Removing a device was asked for as *Switch off*, but there are others (by now); nothing changed.
    NotLast,
    /// Removing the last confirmed device was asked for without saying that it switches two-factor off; nothing changed.
    LastDevice,
}

/// What removing a device does when no other confirmed device is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfLast {
    /// Refuse with [`Changed::LastDevice`].
    Refuse,
    /// Switch two-factor off (*Switch off*); with another device left refuse with [`Changed::NotLast`].
    SwitchOff,
    /// Two-factor stays on (*I lost this phone*, repair).
    StayOn,
}

/// How adding a device ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is pending.
    Done,
    /// Another device of the member has the name.
    NameTaken,
    /// Ten are there.
    TenDevices,
    /// The session is over, or not stepped up any more.
    NotProved,
}

/// How making a member ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// They exist.
    Done,
    /// The link was used or is over.
    LinkGone,
    /// The address has a member.
    EmailTaken,
}

/// A session with its member, as every request reads it.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session; the store returns it also when it is over by time: [`Session::live`] decides.
    pub session: Session,
    /// Its member.
    pub member: Member,
}

/// A password that was just verified.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a> {
    /// The member's PHC string as it was read; what it opens opens only while it is still the same.
    pub phc: &'a str,
    /// Tries that were reserved for it; they are given back together with what it opens.
    pub tries: &'a [Window],
    /// When they were reserved.
    pub reserved_at: Timestamp,
}

impl<'a> Verified<'a> {
    /// Without tries to give back.
    pub const fn of(phc: &'a str) -> Self {
        Self {
            phc,
            tries: &[],
            reserved_at: Timestamp(0),
        }
    }
}

/// A challenge with what a passcode is checked against, in one read.
#[derive(Clone, Debug)]
pub struct Challenged {
    /// The challenge.
    pub challenge: Challenge,
    /// Its member.
    pub member: Member,
    /// The member's counter of wrong passcodes.
    pub passcodes: Counter,
    /// The member's confirmed devices.
    pub devices: Vec<Candidate>,
}

/// Twofold's storage.
#[async_trait]
pub trait Store: Send + Sync {
    /// Whether the database answers.
    async fn ping(&self) -> Result<(), InternalError>;
    /// The sealed canary that proves the keys fit; `None` in a new database.
    async fn canary(&self) -> Result<Option<Sealed>, InternalError>;
    /// Plants the canary if there is none (another node may have been faster) and returns the one that is there.
    async fn plant_canary(&self, canary: &Sealed) -> Result<Sealed, InternalError>;
    /// Forgets what is over: links, sign-ups, challenges, sessions, pending devices, reveals, windows, known browsers.
    async fn sweep(&self, now: Timestamp) -> Result<(), InternalError>;

    // Members, links, sign-ups
    /// Whether any member exists.
    async fn has_member(&self) -> Result<bool, InternalError>;
    /// The member with this [`crate::kernel::email::Email::key`].
    async fn member_by_email(&self, email_key: &str) -> Result<Option<Member>, InternalError>;
    /// Keeps a link and ends older ones of its kind and subject.
    async fn put_link(&self, link: &Link) -> Result<(), InternalError>;
    /// The link with this token, unless it was exchanged or is over.
    async fn link(&self, digest: &TokenDigest, now: Timestamp) -> Result<Option<Link>, InternalError>;
    /// Exchanges a link, once, for one held by the browser under `held` until `until`; `None` when it is over.
    async fn exchange_link(
        &self,
        digest: &TokenDigest,
        held: &TokenDigest,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Link>, InternalError>;
    /// The exchanged link that a browser holds, if it is of this kind and not over; its `digest` is the held one.
    async fn held_link(
        &self,
        held: &TokenDigest,
        kind: LinkKind,
        now: Timestamp,
    ) -> Result<Option<Link>, InternalError>;
    /// Consumes the held link and makes an account with this member; a sign-up of the same address goes with it.
    async fn join(&self, held: &TokenDigest, member: &Member, now: Timestamp) -> Result<Joined, InternalError>;
    /// Keeps a sign-up (replacing one of the same address), its link if it gets one, and its mail.
    async fn put_sign_up(&self, sign_up: &SignUp, link: Option<&Link>, mail: &OutboxMail) -> Result<(), InternalError>;
    /// The unexpired sign-up of this address.
    async fn sign_up_by_email(&self, email_key: &str, now: Timestamp) -> Result<Option<SignUp>, InternalError>;
    /// The unexpired sign-up this browser waits for.
    async fn sign_up_by_waiting(&self, waiting: &TokenDigest, now: Timestamp) -> Result<Option<SignUp>, InternalError>;
    /// Mails a sign-up again: new link if it gets one, new mail; only if the last one went out at or before `not_after`.
    async fn remail_sign_up(
        &self,
        waiting: &TokenDigest,
        not_after: Timestamp,
        now: Timestamp,
        link: Option<&Link>,
        mail: &OutboxMail,
    ) -> Result<bool, InternalError>;

    // Passwords
    /// Reserves one try in every window or in none; `Err(until)` inside says from when on there is room.
    async fn reserve(&self, windows: &[Window], now: Timestamp) -> Result<Result<(), Timestamp>, InternalError>;
    /// Gives reserved tries back: the password was right.
    async fn release(&self, windows: &[Window], at: Timestamp) -> Result<(), InternalError>;
    /// Replaces a PHC string by one of newer parameters, if it is still `old`.
    async fn rehash(&self, member: &MemberId, old: &str, new: &str) -> Result<(), InternalError>;
    /// Sets a new password and its time; ends all other sessions and all challenges (they were opened by the old
    /// password). Known browsers stay. The session's token changes.
    async fn change_password(&self, change: &Change, phc: &str) -> Result<Changed, InternalError>;

    // Sign-in
    /// Opens a challenge if the member's password is still the one that was verified and two-factor is on.
    async fn open_challenge(&self, challenge: &Challenge, password: &Verified<'_>) -> Result<bool, InternalError>;
    /// The challenge with its member, if it is live and has tries left.
    async fn challenge(&self, digest: &TokenDigest, now: Timestamp) -> Result<Option<Challenged>, InternalError>;
    /// Ends a challenge.
    async fn end_challenge(&self, digest: &TokenDigest) -> Result<(), InternalError>;
    /// Opens a session for the password alone, only if that is still the one that was verified and two-factor is off.
    async fn open_session(
        &self,
        session: &Session,
        password: &Verified<'_>,
        known: &KnownBrowser,
        mails: &[OutboxMail],
    ) -> Result<bool, InternalError>;
    /// Whether this browser completed a sign-in of this member before; not older than `since`.
    async fn known_browser(
        &self,
        digest: &TokenDigest,
        member: &MemberId,
        since: Timestamp,
    ) -> Result<bool, InternalError>;
    /// Whether any browser completed a sign-in of this member before.
    async fn knows_browsers(&self, member: &MemberId) -> Result<bool, InternalError>;
    /// The confirmed devices of a member as the passcode check needs them.
    async fn candidates(&self, member: &MemberId) -> Result<Vec<Candidate>, InternalError>;
    /// A counter; the default one where nothing was counted yet.
    async fn counter(&self, key: &CounterKey) -> Result<Counter, InternalError>;
    /// Decides an attempt in one transaction; see [`crate::sign_in::attempt`].
    async fn decide(&self, attempt: &Attempt) -> Result<Decision, InternalError>;

    // Sessions
    /// The session with this token and its member, as one read.
    async fn session(&self, digest: &TokenDigest) -> Result<Option<SignedIn>, InternalError>;
    /// The newest sign-in of a member whose session is not over or ended.
    async fn newest_sign_in(&self, member: &MemberId, now: Timestamp) -> Result<Option<SignIn>, InternalError>;
    /// Notes that it was used.
    async fn touch_session(&self, digest: &TokenDigest, now: Timestamp) -> Result<(), InternalError>;
    /// Ends it; its pending devices are erased with it. Ending what is over is no error.
    async fn end_session(&self, id: &SessionId) -> Result<(), InternalError>;
    /// Notes that the password was proved in it, where that is the whole step-up; it goes on under its new token.
    async fn prove_password(
        &self,
        digest: &TokenDigest,
        new: &TokenDigest,
        now: Timestamp,
    ) -> Result<bool, InternalError>;

    // Devices
    /// All devices of a member but expired pending ones, oldest first.
    async fn devices(&self, member: &MemberId, now: Timestamp) -> Result<Vec<Device>, InternalError>;
    /// Adds a pending device. The session must be live and, if `proved_since` is given, stepped up since then.
    async fn add_device(
        &self,
        device: &NewDevice,
        session: &TokenDigest,
        proved_since: Option<Timestamp>,
    ) -> Result<Added, InternalError>;
    /// A pending, unexpired device of the member.
    async fn enrolment(
        &self,
        device: &DeviceId,
        member: &MemberId,
        now: Timestamp,
    ) -> Result<Option<Enrolment>, InternalError>;
    /// Renames a device: [`Changed`] is replaced by [`Added`], because the name may be taken; `None`: no such device.
    async fn rename_device(
        &self,
        device: &DeviceId,
        member: &MemberId,
        label: &Label,
        now: Timestamp,
    ) -> Result<Option<Added>, InternalError>;
    /// Erases a pending device with its secret; false if there is none.
    async fn discard_device(&self, device: &DeviceId, member: &MemberId) -> Result<bool, InternalError>;
    /// Erases a confirmed device with its secret, ends the sessions it opened or stepped up last, but the asking one. When two-factor ends
    /// with it, all other sessions, challenges and the recovery codes end as well.
    async fn remove_device(
        &self,
        device: &DeviceId,
        if_last: IfLast,
        change: &Change,
    ) -> Result<Changed, InternalError>;
    /// Switches two-factor off: erases all devices, pending ones too, and recovery codes; ends all other sessions and
    /// challenges. `NotFound` if it is off already.
    async fn switch_off(&self, change: &Change) -> Result<Changed, InternalError>;

    // Recovery codes
    /// The unused code of this member with this selector.
    async fn recovery_code(&self, member: &MemberId, selector: &str) -> Result<Option<RecoveryCode>, InternalError>;
    /// How many unused codes the member has.
    async fn codes_left(&self, member: &MemberId) -> Result<u32, InternalError>;
    /// Replaces all codes and forgets the wrong ones before them, ends all other sessions, keeps the reveal with the asking session. The set counts as unsaved.
    async fn replace_codes(&self, codes: &NewCodes, change: &Change) -> Result<Changed, InternalError>;
    /// The codes that this session may still show.
    async fn reveal(&self, session: &SessionId, now: Timestamp) -> Result<Option<Reveal>, InternalError>;
    /// The set counts as saved from `now` on.
    async fn codes_saved(&self, member: &MemberId, now: Timestamp) -> Result<(), InternalError>;
    /// The person has left the page: nobody reads them again.
    async fn forget_reveal(&self, session: &SessionId) -> Result<(), InternalError>;

    // Profile
    /// Home does not recommend two-factor before `until`.
    async fn hide_reminder(&self, member: &MemberId, until: Timestamp) -> Result<(), InternalError>;
    /// Gives the member another name.
    async fn rename_member(&self, member: &MemberId, name: &str) -> Result<(), InternalError>;

    // Outbox
    /// Takes up to `limit` mails that are due, and makes them due again at `retry_at` in case this node dies.
    async fn take_mail(
        &self,
        now: Timestamp,
        retry_at: Timestamp,
        limit: i64,
    ) -> Result<Vec<OutboxMail>, InternalError>;
    /// It was delivered: erased.
    async fn mail_delivered(&self, id: &MailId) -> Result<(), InternalError>;
    /// It was not: once more at `due_at`.
    async fn mail_failed(&self, id: &MailId, due_at: Timestamp) -> Result<(), InternalError>;
}
