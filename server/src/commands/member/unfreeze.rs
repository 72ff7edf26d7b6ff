//! `twofold member unfreeze`: the link that ends a freeze, for a member who has lost the mailbox that it would go to.

use super::{
    super::{operator::OperatorError, terminal::printable},
    explain,
};
use crate::person::time;
use domain::Service;
use std::io::{self, Write};

pub(super) async fn print(service: &Service, email: &str) -> Result<(), OperatorError> {
    let made = service.operator_unfreeze(email).await.map_err(explain)?;
    let (link, until, address) = made.ok_or(OperatorError::Refused("the account of this member is not frozen"))?;
    writeln!(
        io::stdout(),
        "{}\nworks once, until {}, and gives the member the address {} back; it is not shown again",
        link.expose_secret(),
        time(until),
        printable(address.as_str())
    )?;
    Ok(())
}
