//! `twofold resource`: the credentials of resource servers, which ask whether the credential of a program is good.

use super::serve::{self, StartError};
use crate::config::{ResourceTask, Settings};
use std::io::{self, Write};
use terms::Language;
use text::Text;

/// Why a command about resource keys failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ResourceError {
    /// Settings, data folder, keys or database.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The rules refuse it.
    #[error("{0}")]
    Refused(&'static str),
    /// The database failed.
    #[error("the database cannot be used: {0}")]
    Database(#[from] domain::InternalError),
    /// The output could not be written.
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
}

/// Adds, lists or removes resource keys. It may run beside a server.
pub(super) fn run(settings: &Settings, task: &ResourceTask) -> Result<(), ResourceError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(StartError::Runtime)?;
    runtime.block_on(async {
        let (service, _) = serve::open(settings).await?;
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

fn explain(error: domain::Error) -> ResourceError {
    use terms::{Conflict, Rejection};
    match error {
        domain::Error::Internal(error) => error.into(),
        domain::Error::Rejected(Rejection::Conflict(Conflict::ManyKeys)) => {
            ResourceError::Refused("there are a hundred resource keys; remove one first")
        }
        domain::Error::Rejected(Rejection::Conflict(_)) => {
            ResourceError::Refused("there is a resource key of this name; remove it first")
        }
        domain::Error::Rejected(Rejection::NotFound) => ResourceError::Refused("there is no resource key of this name"),
        domain::Error::Rejected(_) => ResourceError::Refused("a name has 1 to 64 characters, none of them invisible"),
    }
}
