//! `twofold resource`: the credentials of resource servers, which ask whether the credential of a program is good.

use super::operator::{self, OperatorError};
use crate::config::{ResourceTask, Settings};
use std::io::{self, Write};
use terms::Language;
use text::Text;

/// Adds, lists or removes resource keys. It may run beside a server.
pub(super) fn run(settings: &Settings, task: &ResourceTask) -> Result<(), OperatorError> {
    operator::run(settings, async |service| {
        let mut out = io::stdout();
        match task {
            ResourceTask::Add { name } => {
                let key = service.add_resource_key(name).await.map_err(explain)?;
                writeln!(out, "{}", key.expose_secret())?;
            }
            ResourceTask::List => {
                for key in service.store().resource_keys().await? {
                    let made = Text::of(Language::English).machine(key.created_at.0);
                    writeln!(out, "{}  {made}  {}", key.id, key.name.as_str())?;
                }
            }
            ResourceTask::Remove { name } => service.remove_resource_key(name).await.map_err(explain)?,
        }
        Ok(())
    })
}

fn explain(error: domain::Error) -> OperatorError {
    use terms::{Conflict, Rejection};
    match error {
        domain::Error::Internal(error) => error.into(),
        domain::Error::Rejected(Rejection::Conflict(Conflict::ManyKeys)) => {
            OperatorError::Refused("there are a hundred resource keys; remove one first")
        }
        domain::Error::Rejected(Rejection::Conflict(_)) => {
            OperatorError::Refused("there is a resource key of this name; remove it first")
        }
        domain::Error::Rejected(Rejection::NotFound) => OperatorError::Refused("there is no resource key of this name"),
        domain::Error::Rejected(_) => OperatorError::Refused("a name has 1 to 64 characters, none of them invisible"),
    }
}
