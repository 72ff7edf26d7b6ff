//! The set-up link for the first owner. It is shown to the operator and never logged.

use super::serve::NoStart;
use crate::files;
use domain::Service;
use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

const FILE: &str = "setup-link";

/// Creates a set-up link while no member exists, and prints it on the terminal or writes it to `setup-link` in the data
/// folder. An older link becomes invalid.
pub async fn offer(service: &Service, data: &Path) -> Result<(), NoStart> {
    let file = data.join(FILE);
    let Some(token) = service.issue_set_up_link().await.map_err(NoStart::SetUp)? else {
        return forget(&file);
    };
    let link = format!("{}/set-up/{}", service.settings().origin, token.expose_secret());
    let mut out = io::stdout();
    if out.is_terminal() {
        forget(&file)?;
        writeln!(
            out,
            "\nCreate the owner here (this link works once and for an hour):\n\n    {link}\n"
        )
        .map_err(NoStart::Terminal)
    } else {
        files::replace_private(&file, format!("{link}\n").as_bytes()).map_err(|e| NoStart::Data(data.into(), e))?;
        tracing::info!(file = %file.display(), "nobody is a member yet: the link to create the owner is in this file");
        Ok(())
    }
}

/// Removes a file with an invalid link.
fn forget(file: &Path) -> Result<(), NoStart> {
    match std::fs::remove_file(file) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(NoStart::Data(file.into(), e)),
        _ => Ok(()),
    }
}
