//! `twofold member keep`: the link that keeps a closed account, for an owner who has lost the mailbox that it was mailed to.

use super::super::operator::OperatorError;
use crate::person::time;
use domain::Service;
use std::io::{self, Write};
use terms::Rejection;

pub(super) async fn print(service: &Service, email: &str) -> Result<(), OperatorError> {
    let made = service.operator_keep(email).await.map_err(explain)?;
    let (link, until) = made.ok_or(OperatorError::Refused(
        "the account is not closed, or this member is not an owner of it",
    ))?;
    writeln!(
        io::stdout(),
        "{}\nworks once, until {}; it is not shown again",
        link.expose_secret(),
        time(until)
    )?;
    Ok(())
}

fn explain(error: domain::Error) -> OperatorError {
    match error {
        domain::Error::Rejected(Rejection::Frozen) => {
            OperatorError::Refused("the owner has frozen the account; end that first with `twofold member unfreeze`")
        }
        other => super::explain(other),
    }
}
