//! The set-up link for the first owner. It is shown to the operator and never logged.

use super::serve::StartError;
use crate::{config::Database, files};
use domain::{Service, Turn};
use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

const FILE: &str = "setup-link";

/// Creates a set-up link while no member exists, and prints it on the terminal or writes it to `setup-link` in the data
/// folder. An older link becomes invalid. Of several nodes that start on one database within a minute only the first
/// makes a link, because their links would end each other.
pub(super) async fn publish_link(service: &Service, data: &Path, database: &Database) -> Result<(), StartError> {
    let file = data.join(FILE);
    let shared = matches!(database, Database::Postgres(_));
    let empty = !service.store().has_member().await?;
    if shared && empty && !service.take_turn(Turn::SetUpLink).await? {
        tracing::info!(
            "nobody is a member yet: a start less than a minute ago took the turn to make the link for the owner; it is \
             on that node, on its terminal or in its data folder. A start after this minute makes a new one"
        );
        return Ok(());
    }
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
