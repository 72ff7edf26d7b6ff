//! The one-time link to the first owner's page: for the operator's eyes, never for the log.

use super::serve::NoStart;
use crate::files;
use domain::Service;
use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

const FILE: &str = "setup-link";

/// While no member exists: a new link, on the terminal or in `setup-link` in the data folder. It ends the older one.
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

/// A link that is over is not left lying about.
fn forget(file: &Path) -> Result<(), NoStart> {
    match std::fs::remove_file(file) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(NoStart::Data(file.into(), e)),
        _ => Ok(()),
    }
}
