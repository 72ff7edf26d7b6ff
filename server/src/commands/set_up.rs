//! The set-up link for the first owner. It is shown to the operator and never logged.

use super::serve::StartError;
use crate::files;
use domain::Service;
use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

const FILE: &str = "setup-link";

/// Creates a set-up link while no member exists, and prints it on the terminal or writes it to `setup-link` in the data
/// folder. An older link becomes invalid.
pub(super) async fn publish_link(service: &Service, data: &Path) -> Result<(), StartError> {
    let file = data.join(FILE);
    let Some(token) = service.issue_set_up_link().await.map_err(StartError::SetUp)? else {
        return remove_link_file(&file);
    };
    let link = format!("{}/set-up/{}", service.settings().origin, token.expose_secret());
    let mut out = io::stdout();
    if out.is_terminal() {
        remove_link_file(&file)?;
        writeln!(
            out,
            "\nCreate the owner here (this link works once and for an hour):\n\n    {link}\n"
        )
        .map_err(StartError::Terminal)
    } else {
        files::replace_private(&file, format!("{link}\n").as_bytes()).map_err(|e| StartError::Data(data.into(), e))?;
        tracing::info!(file = %file.display(), "nobody is a member yet: the link to create the owner is in this file");
        Ok(())
    }
}

/// Removes a file with an invalid link.
fn remove_link_file(file: &Path) -> Result<(), StartError> {
    match std::fs::remove_file(file) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(StartError::Data(file.into(), e)),
        _ => Ok(()),
    }
}
