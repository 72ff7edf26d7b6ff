//! What the operator's commands share: they open the database of the settings, beside a server that may run.

use super::serve::{self, StartError};
use crate::config::Settings;
use domain::Service;
use std::io;

/// Why such a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum OperatorError {
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

/// Opens the service of these settings and does this work.
pub(super) fn run<T>(
    settings: &Settings,
    work: impl AsyncFnOnce(Service) -> Result<T, OperatorError>,
) -> Result<T, OperatorError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(StartError::Runtime)?;
    runtime.block_on(async {
        let (service, _) = serve::open(settings).await?;
        work(service).await
    })
}
