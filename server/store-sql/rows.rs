//! Conversion of rows to the domain's types. Values from the store are trusted, but a text outside a closed set is an
//! error.

use domain::{
    Timestamp,
    approvals::{
        approval::{Approval, ApprovalView, Asker, Decided},
        request::Request,
    },
    devices::{
        device::{Candidate, Confirmed, Device, DeviceState, Holder, LastUse, Pending, Replaced, Validity},
        key_label::KeyLabel,
        remote::{RemoteEnrolment, Stage},
    },
    kernel::{
        email::Email,
        id::{AccountId, ApiKeyId, ApprovalId, DeviceId, EnrolmentId, MemberId, SessionId},
        label::Label,
        seal::Sealed,
    },
    sign_in::passcode::{Algorithm, TotpParameters},
};
use terms::Purpose;

/// A query that selects a member's columns between `$before` and `$after`, in which the table `member` has the alias
/// `m` and its account the alias `p`. [`member`] converts its rows.
macro_rules! query_member {
    ($before:tt $(+ $selected:tt)*, $after:tt $(+ $more:tt)?, $($argument:expr),+ $(,)?) => {
        sqlx::query!(
            $before $(+ $selected)*
                + r#"m.id AS member_id, m.account_id, m.role, m.name, m.email, m.password, m.password_changed_at, m.language,
                   m.created_at AS member_created_at, m.two_factor_since, m.reminder_hidden_until, m.repaired_at,
                   m.repairs_since, m.codes_saved_at, m.grace_until, m.frozen_at, m.frozen_to, p.closed_at, p.every_call, p.two_factor_of, p.two_factor_from,
                   p.grace_days, p.forbids_trust, p.session_hours, p.key_days, p.reset_hours "#
                + $after $(+ $more)?,
            $($argument),+
        )
    };
}
pub(crate) use query_member;

/// Converts a row of [`query_member`] to a member.
macro_rules! member {
    ($row:expr) => {
        domain::profile::member::Member {
            id: domain::kernel::id::MemberId::from_store($row.member_id),
            account: domain::kernel::id::AccountId::from_store($row.account_id),
            role: $crate::shared::rows::known_value("member.role", terms::Role::parse(&$row.role))?,
            name: $row.name,
            email: domain::kernel::email::Email::from_store($row.email),
            password: domain::kernel::password::PasswordHash::from_phc($row.password),
            password_changed_at: domain::Timestamp($row.password_changed_at),
            // A language of a newer version is ignored.
            language: $row.language.as_deref().and_then(terms::Language::parse),
            created_at: domain::Timestamp($row.member_created_at),
            two_factor_since: $row.two_factor_since.map(domain::Timestamp),
            reminder_hidden_until: $row.reminder_hidden_until.map(domain::Timestamp),
            repaired_at: $row.repaired_at.map(domain::Timestamp),
            repairs_since: $row.repairs_since.map(domain::Timestamp),
            codes_saved_at: $row.codes_saved_at.map(domain::Timestamp),
            every_call: $row.every_call.map(|on| on == 1),
            grace_until: $row.grace_until.map(domain::Timestamp),
            frozen: $row
                .frozen_at
                .zip($row.frozen_to)
                .map(|(at, to)| domain::profile::member::Frozen {
                    at: domain::Timestamp(at),
                    to: domain::kernel::email::Email::from_store(to),
                }),
            closed: $row.closed_at.map(|at| domain::closing::rules::Closed {
                at: domain::Timestamp(at),
            }),
            policy: domain::policy::rules::Policy {
                two_factor: match $row.two_factor_of.as_deref().zip($row.two_factor_from) {
                    Some((least, from)) => Some(domain::policy::rules::Requirement {
                        least: $crate::shared::rows::known_value("account.two_factor_of", terms::Role::parse(least))?,
                        from: domain::Timestamp(from),
                        grace_days: $row.grace_days,
                    }),
                    None => None,
                },
                trusts_browsers: $row.forbids_trust == 0,
                session_hours: $row.session_hours,
                key_days: $row.key_days,
                reset_hours: $row.reset_hours,
            },
        }
    };
}
pub(crate) use member;

/// Unwraps a value of a closed set, or returns an error that names the column.
pub(crate) fn known_value<T>(column: &'static str, value: Option<T>) -> Result<T, sqlx::Error> {
    value.ok_or_else(|| sqlx::Error::Decode(format!("{column} is none of its known texts").into()))
}

/// Converts the TOTP columns of a device.
pub(crate) fn parameters(algorithm: &str, digits: i64) -> Result<TotpParameters, sqlx::Error> {
    Ok(TotpParameters {
        algorithm: known_value("device.algorithm", Algorithm::parse(algorithm))?,
        digits: known_value("device.digits", u8::try_from(digits).ok())?,
    })
}

/// Converts the holder of a device.
pub(crate) fn holder(name: Option<String>, email: Option<String>) -> Option<Holder> {
    Some(Holder {
        name: name?,
        email: Email::from_store(email?),
    })
}

/// Converts what a device's passcodes are good for.
pub(crate) fn validity(sign_in_only: i64, until: Option<i64>) -> Validity {
    Validity {
        sign_in_only: sign_in_only != 0,
        until: until.map(Timestamp),
    }
}

/// The columns of `device` that a passcode is checked against.
pub(crate) struct CandidateRow {
    pub(crate) id: String,
    pub(crate) secret: Vec<u8>,
    pub(crate) algorithm: String,
    pub(crate) digits: i64,
    pub(crate) last_step: i64,
    pub(crate) sign_in_only: i64,
    pub(crate) usable_until: Option<i64>,
}

impl CandidateRow {
    /// Returns the device that an outer join found, if it found one.
    pub(crate) fn joined(
        (id, secret, algorithm, digits): (Option<String>, Option<Vec<u8>>, Option<String>, Option<i64>),
        (last_step, sign_in_only, usable_until): (Option<i64>, Option<i64>, Option<i64>),
    ) -> Result<Option<Candidate>, sqlx::Error> {
        let row = id
            .zip(secret)
            .zip(algorithm)
            .zip(digits)
            .zip(last_step)
            .zip(sign_in_only);
        let row = row.map(
            |(((((id, secret), algorithm), digits), last_step), sign_in_only)| Self {
                id,
                secret,
                algorithm,
                digits,
                last_step,
                sign_in_only,
                usable_until,
            },
        );
        row.map(Self::candidate).transpose()
    }

    /// Converts the row.
    pub(crate) fn candidate(self) -> Result<Candidate, sqlx::Error> {
        Ok(Candidate {
            device: DeviceId::from_store(self.id),
            secret: Sealed(self.secret),
            parameters: parameters(&self.algorithm, self.digits)?,
            last_step: self.last_step,
            validity: validity(self.sign_in_only, self.usable_until),
        })
    }
}

/// The columns of `device` that the device list shows.
pub(crate) struct DeviceRow {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) holder_name: Option<String>,
    pub(crate) holder_email: Option<String>,
    pub(crate) sign_in_only: i64,
    pub(crate) usable_until: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) session_id: Option<String>,
    pub(crate) expires_at: Option<i64>,
    pub(crate) confirmed_at: Option<i64>,
    pub(crate) used_at: Option<i64>,
    pub(crate) used_for: Option<String>,
    pub(crate) used_from: Option<String>,
    pub(crate) replaces: Option<String>,
    pub(crate) replaced_label: Option<String>,
}

impl DeviceRow {
    /// Converts the row; an error if it is neither a pending nor a confirmed device.
    pub(crate) fn device(self, member: &MemberId) -> Result<Device, sqlx::Error> {
        let last_use = match (self.used_at, self.used_for, self.used_from) {
            (Some(at), Some(purpose), Some(address)) => Some(LastUse {
                at: Timestamp(at),
                purpose: known_value("device.used_for", Purpose::parse(&purpose))?,
                address,
            }),
            _ => None,
        };
        let state = match (self.confirmed_at, self.expires_at) {
            (Some(at), _) => DeviceState::Confirmed(Confirmed {
                at: Timestamp(at),
                last_use,
            }),
            (None, Some(expires_at)) => DeviceState::Pending(Pending {
                made_in: self.session_id.map(SessionId::from_store),
                expires_at: Timestamp(expires_at),
                replaces: replaced(self.replaces, self.replaced_label),
            }),
            (None, None) => return known_value("device.expires_at", None),
        };
        Ok(Device {
            id: DeviceId::from_store(self.id),
            member: member.clone(),
            label: Label::from_store(self.label),
            created_at: Timestamp(self.created_at),
            holder: holder(self.holder_name, self.holder_email),
            validity: validity(self.sign_in_only, self.usable_until),
            state,
        })
    }
}

/// The device that a pending one is to replace, as an outer join found it.
pub(crate) fn replaced(id: Option<String>, label: Option<String>) -> Option<Replaced> {
    let (id, label) = id.zip(label)?;
    Some(Replaced {
        id: DeviceId::from_store(id),
        label: Label::from_store(label),
    })
}

/// The columns of `enrolment`.
pub(crate) struct RemoteRow {
    pub(crate) id: String,
    pub(crate) member_id: String,
    pub(crate) device_id: String,
    pub(crate) label: String,
    pub(crate) key_label: String,
    pub(crate) holder_name: String,
    pub(crate) holder_email: String,
    pub(crate) sign_in_only: i64,
    pub(crate) usable_until: Option<i64>,
    pub(crate) secret: Vec<u8>,
    pub(crate) algorithm: String,
    pub(crate) digits: i64,
    pub(crate) created_at: i64,
    pub(crate) mailed_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) proved_at: Option<i64>,
    pub(crate) waits_since: Option<i64>,
    pub(crate) code_expires_at: Option<i64>,
    pub(crate) words: Option<String>,
}

impl RemoteRow {
    /// Converts the row.
    pub(crate) fn enrolment(self) -> Result<RemoteEnrolment, sqlx::Error> {
        let stage = match (self.waits_since, self.words, self.proved_at) {
            (Some(since), Some(words), _) => Stage::Waits {
                words,
                since: Timestamp(since),
            },
            (_, _, Some(_)) => Stage::Proved,
            (_, _, None) => Stage::Invited,
        };
        Ok(RemoteEnrolment {
            id: EnrolmentId::from_store(self.id),
            member: MemberId::from_store(self.member_id),
            device: DeviceId::from_store(self.device_id),
            label: Label::from_store(self.label),
            key_label: Some(KeyLabel::from_store(self.key_label)),
            holder: Holder {
                name: self.holder_name,
                email: Email::from_store(self.holder_email),
            },
            validity: validity(self.sign_in_only, self.usable_until),
            secret: Sealed(self.secret),
            parameters: parameters(&self.algorithm, self.digits)?,
            created_at: Timestamp(self.created_at),
            mailed_at: Timestamp(self.mailed_at),
            expires_at: Timestamp(self.expires_at),
            code_until: self.code_expires_at.map(Timestamp),
            stage,
        })
    }
}

/// The columns of `approval` with those that people see beside them.
pub(crate) struct ApprovalRow {
    pub(crate) id: String,
    pub(crate) member_id: String,
    pub(crate) key_id: Option<String>,
    pub(crate) device_id: Option<String>,
    pub(crate) address: String,
    pub(crate) action: String,
    pub(crate) summary: String,
    pub(crate) details: Option<String>,
    pub(crate) digest: Option<String>,
    pub(crate) words: String,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) status: String,
    pub(crate) decided_by: Option<String>,
    pub(crate) decided_at: Option<i64>,
    pub(crate) bought_at: Option<i64>,
    pub(crate) account_id: String,
    pub(crate) name: String,
    pub(crate) second_person_since: Option<i64>,
    pub(crate) key: Option<String>,
    pub(crate) device: Option<String>,
    pub(crate) decider: Option<String>,
}

impl ApprovalRow {
    /// Converts the row.
    pub(crate) fn view(self) -> Result<ApprovalView, sqlx::Error> {
        let member = MemberId::from_store(self.member_id);
        let approved = match self.status.as_str() {
            "pending" => None,
            "approved" => Some(true),
            "rejected" => Some(false),
            _ => return known_value("approval.status", None),
        };
        let decision = approved.zip(self.decided_by).zip(self.decided_at);
        let decided = decision.map(|((approved, by), at)| Decided {
            approved,
            by: MemberId::from_store(by),
            at: Timestamp(at),
        });
        Ok(ApprovalView {
            asker: Asker {
                member: member.clone(),
                account: AccountId::from_store(self.account_id),
                second_person: self.second_person_since.is_some(),
            },
            asker_name: self.name,
            key: self.key.map(Label::from_store),
            device: self.device.map(Label::from_store),
            decided_by: self.decider,
            approval: Approval {
                id: ApprovalId::from_store(self.id),
                member,
                key: self.key_id.map(ApiKeyId::from_store),
                device: self.device_id.map(DeviceId::from_store),
                address: self.address,
                request: Request {
                    action: self.action,
                    summary: self.summary,
                    details: self.details,
                    digest: self.digest,
                },
                words: self.words,
                created_at: Timestamp(self.created_at),
                expires_at: Timestamp(self.expires_at),
                decided,
                bought_at: self.bought_at.map(Timestamp),
            },
        })
    }
}
