//! The data folder and the database at the start: modes, what the connections guarantee.

use super::serve::StartError;
use crate::{
    config::Database,
    files::{self, mode},
};
use domain::{InternalError, Store};
use std::{io, path::Path, sync::Arc};

/// What other users could do with a folder.
const OTHERS_WRITE: u32 = 0o002;
const OTHERS: u32 = 0o077;

/// Creates the data folder, or checks an existing one. Its files are private themselves, so one that other users can
/// read is named only; one in which they can write is refused, because they could replace the files.
pub(super) fn folder(data: &Path) -> Result<(), StartError> {
    let failed = |error| StartError::Data(data.into(), error);
    files::private_folder(data).map_err(failed)?;
    let mode = mode(data).map_err(failed)? & 0o7777;
    if mode & OTHERS_WRITE != 0 {
        let cause = format!(
            "everybody can write in it (mode {mode:04o}); run: chmod 700 {}; if a mount sets the mode, let TWOFOLD_DATA \
             name a folder in it, which Twofold makes for itself alone",
            data.display()
        );
        return Err(failed(io::Error::other(cause)));
    }
    if mode & OTHERS != 0 {
        tracing::warn!(
            folder = %data.display(),
            mode = format!("{mode:04o}"),
            "other users can look into the data folder; unless a mount needs this mode, run chmod 700"
        );
    }
    Ok(())
}

/// Opens the database.
pub(super) async fn open(database: &Database) -> Result<Arc<dyn Store>, StartError> {
    Ok(match database {
        Database::Sqlite(file) => {
            private(file)?;
            Arc::new(
                store_sqlite::SqliteStore::open(file)
                    .await
                    .map_err(StartError::Database)?,
            )
        }
        Database::Postgres(url) => Arc::new(postgres(url).await.map_err(StartError::Database)?),
    })
}

async fn postgres(url: &str) -> Result<store_postgres::PostgresStore, InternalError> {
    let store = store_postgres::PostgresStore::connect(url).await?;
    if store.in_clear() {
        tracing::warn!(
            "the connection to PostgreSQL is not encrypted, because the server offers no TLS; give the URL \
             sslmode=verify-full once it does"
        );
    }
    Ok(store)
}

/// Takes the files of a SQLite database from other users.
fn private(file: &Path) -> Result<(), StartError> {
    for path in store_sqlite::files(file) {
        match files::make_private(&path) {
            Ok(None) => {}
            Ok(Some(mode)) => tracing::warn!(
                file = %path.display(),
                mode = format!("{mode:04o}"),
                "other users could access the database; now they cannot"
            ),
            Err(error) => return Err(StartError::Data(path.as_path().into(), error)),
        }
    }
    Ok(())
}
