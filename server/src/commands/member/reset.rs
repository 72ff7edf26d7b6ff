//! `twofold member reset-2fa`: starts, goes on with or stops the reset of a member's second factor.

use super::super::operator::OperatorError;
use crate::person::time;
use domain::{Service, team::reset::operator::OperatorReset};
use std::io::{self, Write};
use terms::{Conflict, Field, Rejection};

pub(super) async fn stop(service: &Service, email: &str) -> Result<(), OperatorError> {
    service.operator_stops_reset(email).await.map_err(explain)?;
    writeln!(io::stdout(), "the reset is stopped; no code is given out")?;
    Ok(())
}

pub(super) async fn reset(service: &Service, email: &str, reason: &str) -> Result<(), OperatorError> {
    let done = service.operator_reset(email, reason).await.map_err(explain)?;
    let said = match done {
        OperatorReset::Started(until) => format!(
            "the reset has begun, and the member is mailed; run this again after {} to read the code",
            time(until)
        ),
        OperatorReset::Waits(until) => format!("the reset waits until {}, and the member can stop it", time(until)),
        OperatorReset::Code(code, until) => {
            let code = code.as_str();
            format!(
                "{code}\nworks once, with the member's password, until {}; it is not shown again",
                time(until)
            )
        }
        OperatorReset::Read(until) => format!("the code was read before; it works until {}", time(until)),
    };
    writeln!(io::stdout(), "{said}")?;
    Ok(())
}

fn explain(error: domain::Error) -> OperatorError {
    match error {
        domain::Error::Internal(error) => error.into(),
        domain::Error::Rejected(Rejection::Conflict(Conflict::TwoFactorOff)) => {
            OperatorError::Refused("two-factor authentication of this member is off, so there is nothing to reset")
        }
        domain::Error::Rejected(Rejection::Conflict(_)) => {
            OperatorError::Refused("an owner or admin has started a reset of this member")
        }
        domain::Error::Rejected(Rejection::Invalid(Field::Reason, _)) => {
            OperatorError::Refused("a reason has 1 to 200 characters in one line; the member reads it in the mail")
        }
        domain::Error::Rejected(Rejection::Wait(_)) => {
            OperatorError::Refused("ten codes were made for this member within a day; wait")
        }
        domain::Error::Rejected(_) => OperatorError::Refused("no member has this address, or no reset is under way"),
    }
}
