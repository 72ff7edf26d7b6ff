//! What an open page asks for while it waits for another person: one short version of what it shows.
//!
//! A version is made of rows and of no state of a process, so every node answers alike. Reading it is no use of the session.

use crate::{
    Result, Service,
    devices::{
        device::DeviceState,
        remote::{RemoteEnrolment, Stage, Step},
    },
    sessions::SignedIn,
};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Bytes of the digest that a version has. Two versions are compared by a page and protect nothing.
const BYTES: usize = 8;

/// A short text that differs when what it stands for differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(String);

impl Version {
    /// Returns the version of these parts, whose order and borders count.
    fn of(parts: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            let part = part.as_ref().as_bytes();
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(part);
        }
        let digest = digest.finalize();
        Self(HEXLOWER.encode(digest.get(..BYTES).unwrap_or_default()))
    }

    /// Returns the version as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Service {
    /// Returns the version of the device list: the devices, and the enrolments by link with how far they have come.
    pub async fn devices_version(&self, who: &SignedIn) -> Result<Version> {
        let mut parts = Vec::new();
        for enrolment in self.enrolments(who).await? {
            parts.extend(enrolment_parts(&enrolment));
        }
        for device in self.store().devices(&who.member.id, who.now).await? {
            let state = match device.state {
                DeviceState::Pending(_) => "pending",
                DeviceState::Confirmed(_) => "confirmed",
            };
            parts.extend([device.id.to_string(), state.to_owned()]);
        }
        Ok(Version::of(parts))
    }

    /// Returns the version of one enrolment by link of this member.
    ///
    /// # Errors
    /// `NotFound`, for another member's as for an unknown id.
    pub async fn enrolment_version(&self, who: &SignedIn, id: &str) -> Result<Version> {
        Ok(Version::of(enrolment_parts(&self.enrolment_of(who, id).await?)))
    }

    /// Returns the version of what the browser that opened an enrolment link shows.
    ///
    /// # Errors
    /// `Gone(Link)`.
    pub async fn holder_version(&self, held: &str) -> Result<Version> {
        Ok(Version::of([match self.holder_view(held).await?.step {
            Step::Prove { .. } => "prove",
            Step::Scan { .. } => "scan",
            Step::Waits { .. } => "waits",
            Step::Ready => "ready",
        }]))
    }

    /// Returns the version of the invitations of the team. For a plain member, who sees none, it is always the same.
    pub async fn invitations_version(&self, who: &SignedIn) -> Result<Version> {
        let found = self.listed_invitations(who).await?;
        Ok(Version::of(found.into_iter().flat_map(|found| {
            let invitation = found.invitation;
            let (sent, open) = (invitation.sent_at.0.to_string(), invitation.is_open(who.now));
            [invitation.id.to_string(), sent, open.to_string()]
        })))
    }

    /// Returns the version of what waits on Home: a reset, requests for approval, and what to renew.
    pub async fn waiting_version(&self, who: &SignedIn) -> Result<Version> {
        let due = self.renewals(who).await?.into_iter();
        let due = due.flat_map(|due| [due.kind.as_str().to_owned(), due.because_of.unwrap_or_default()]);
        let mut parts: Vec<_> = due.collect();
        let approvals = self.pending_approvals(who).await?.into_iter();
        parts.extend(approvals.map(|found| found.approval.id.to_string()));
        parts.extend(self.own_reset(who).await?.map(|found| found.reset.id.to_string()));
        Ok(Version::of(parts))
    }
}

fn enrolment_parts(enrolment: &RemoteEnrolment) -> [String; 2] {
    let stage = match &enrolment.stage {
        Stage::Invited => "invited",
        Stage::Proved => "proved",
        Stage::Waits { .. } => "waits",
    };
    [enrolment.id.to_string(), stage.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_borders_of_the_parts_count() {
        let versions = [
            Version::of(["ab", "c"]),
            Version::of(["a", "bc"]),
            Version::of(["c", "ab"]),
            Version::of(["ab", "c", ""]),
            Version::of([""; 0]),
        ];
        for (n, one) in versions.iter().enumerate() {
            assert_eq!(one.as_str().len(), 16);
            assert!(versions.iter().skip(n + 1).all(|other| one != other), "{one:?}");
        }
    }
}
