//! Enrolment by link: a colleague sets a device up on the colleague's own screen.
//!
//! A link is mailed; the colleague proves the address with a mailed code, scans the QR code and types a passcode; then the
//! device waits for the member's approval. Until that it is no device but a row of its own, which no check of a passcode
//! reads, so it is refused everywhere.

mod holder;
mod member;
pub mod store;

use super::{
    device::{Holder, Validity},
    key_label::KeyLabel,
};
use crate::{
    Timestamp,
    kernel::{
        clock::DAY,
        id::{DeviceId, EnrolmentId, MemberId},
        label::Label,
        seal::Sealed,
    },
    sign_in::passcode::TotpParameters,
};

pub use holder::{HolderView, Step};

/// How long an enrolment waits for the colleague, and then for approval, in seconds.
pub const ENROLMENT_LIFE: i64 = DAY;

/// A colleague's device that is being set up by link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteEnrolment {
    /// Its id, which the link is bound to.
    pub id: EnrolmentId,
    /// The member whose sign-in it is.
    pub member: MemberId,
    /// The id that the device will have.
    pub device: DeviceId,
    /// The name that the device will have.
    pub label: Label,
    /// The label in authenticator apps; `None` before the store gave one.
    pub key_label: Option<KeyLabel>,
    /// Who will carry it.
    pub holder: Holder,
    /// What it will be good for.
    pub validity: Validity,
    /// The sealed secret.
    pub secret: Sealed,
    /// Algorithm and digits of the passcodes.
    pub parameters: TotpParameters,
    /// When the member sent the first link.
    pub created_at: Timestamp,
    /// When the last link was mailed.
    pub mailed_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When the last mailed code expires; `None` before one was mailed, and once the address is proved.
    pub code_until: Option<Timestamp>,
    /// How far it has come.
    pub stage: Stage,
}

/// How far an enrolment has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The address is not proved yet.
    Invited,
    /// The address is proved: the colleague may see the secret.
    Proved,
    /// The first passcode was right: the member has to approve.
    Waits {
        /// The two words that both screens show.
        words: String,
        /// Since when.
        since: Timestamp,
    },
}

impl Stage {
    /// Whether the member has to approve.
    pub const fn waits(&self) -> bool {
        matches!(self, Self::Waits { .. })
    }
}
