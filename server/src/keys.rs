//! The key file, and the check that its keys belong to the database.

use crate::files::{self, DisplayPath};
use domain::{
    InternalError, Store,
    kernel::{
        ports::Entropy,
        seal::{AssociatedData, Key, Vault},
    },
};
use serde::Deserialize;
use std::{io, path::Path};
use zeroize::Zeroizing;

/// The plain text of the canary.
const CANARY: &[u8] = b"Twofold: these keys fit this database";
const CANARY_DATA: AssociatedData<'static> = AssociatedData {
    table: "canary",
    column: "sealed",
    row: "canary",
    owner: "",
};
const HEADER: &str = "\
# Twofold's keys. Whoever has this file and the database can read every device's secret.
# Keep a copy in a safe place: without it nobody can sign in with a passcode any more.
# The first key seals; all of them open.
";

/// Why the keys could not be loaded. Each message tells the operator what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file could not be read or written.
    #[error("the key file {0} cannot be used: {1}")]
    Io(DisplayPath, io::Error),
    /// Other users can read the file.
    #[error("the key file {0} can be read by other users (mode {1:04o}); run: chmod 600 {0}")]
    Open(DisplayPath, u32),
    /// The file is not a valid key file.
    #[error("the key file {0} is damaged ({1}); put back the copy you keep of it")]
    Malformed(DisplayPath, String),
    /// The file is missing, but the database was sealed with its keys.
    #[error("the key file {0} is missing, but the database was sealed with it; put back the copy you keep of it")]
    Missing(DisplayPath),
    /// The keys belong to another database.
    #[error("the keys in {0} do not fit this database; put back the key file that belongs to it ({1})")]
    Foreign(DisplayPath, InternalError),
    /// The database could not be read.
    #[error(transparent)]
    Store(#[from] InternalError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    key: Vec<KeyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyEntry {
    id: String,
    secret: Zeroizing<String>,
}

/// Reads the keys, or creates them at the first start, and checks that they belong to the database.
pub async fn open(file: &Path, store: &dyn Store, entropy: &dyn Entropy) -> Result<Vault, KeyFileError> {
    let vault = match read(file)? {
        Some(text) => parse(file, &text)?,
        None if store.canary().await?.is_some() => return Err(KeyFileError::Missing(file.into())),
        None => create(file, entropy)?,
    };
    let canary = match store.canary().await? {
        Some(canary) => canary,
        None => store.plant_canary(&vault.seal(CANARY, CANARY_DATA, entropy)?).await?,
    };
    match vault.open(&canary, CANARY_DATA) {
        Ok(plain) if plain.as_slice() == CANARY => Ok(vault),
        Ok(_) => Err(KeyFileError::Foreign(
            file.into(),
            InternalError::new("opening the canary", "it says something else"),
        )),
        Err(fault) => Err(KeyFileError::Foreign(file.into(), fault)),
    }
}

fn read(file: &Path) -> Result<Option<Zeroizing<String>>, KeyFileError> {
    let failed = |cause| KeyFileError::Io(file.into(), cause);
    match files::mode(file) {
        Ok(mode) if mode & 0o077 != 0 => Err(KeyFileError::Open(file.into(), mode & 0o7777)),
        Ok(_) => std::fs::read_to_string(file)
            .map(|text| Some(Zeroizing::new(text)))
            .map_err(failed),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(failed(e)),
    }
}

fn parse(file: &Path, text: &str) -> Result<Vault, KeyFileError> {
    let malformed = |reason: String| KeyFileError::Malformed(file.into(), reason);
    // The parser's message quotes the line, which contains the secret.
    let entries: KeyFile = toml::from_str(text).map_err(|_| malformed("not the form of a key file".into()))?;
    let mut keys = Vec::new();
    for entry in entries.key {
        let key = Key::parse(&entry.id, &entry.secret);
        keys.push(key.ok_or_else(|| malformed(format!("the key number {} is altered", keys.len() + 1)))?);
    }
    let mut keys = keys.into_iter();
    let first = keys.next().ok_or_else(|| malformed("it holds no key".into()))?;
    Ok(Vault::new(first, keys.collect()))
}

fn create(file: &Path, entropy: &dyn Entropy) -> Result<Vault, KeyFileError> {
    let (id, secret) = Key::generate(entropy);
    let text = Zeroizing::new(format!("{HEADER}\n[[key]]\nid = \"{id}\"\nsecret = \"{}\"\n", *secret));
    files::create_private(file, text.as_bytes()).map_err(|cause| KeyFileError::Io(file.into(), cause))?;
    tracing::info!(file = %file.display(), "made the key file; keep a copy of it in a safe place");
    parse(file, &text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::OsEntropy;
    use domain::Store;
    use std::{os::unix::fs::PermissionsExt, path::PathBuf, sync::Arc};
    use testing::Database;

    struct Machine {
        folder: tempfile::TempDir,
        store: Arc<dyn Store>,
    }

    impl Machine {
        async fn new() -> Self {
            Self {
                folder: tempfile::tempdir().expect("a folder"),
                store: Database::Memory.open().await,
            }
        }

        fn file(&self) -> PathBuf {
            self.folder.path().join("keys.toml")
        }

        async fn start(&self) -> Result<Vault, String> {
            open(&self.file(), self.store.as_ref(), &OsEntropy)
                .await
                .map_err(|e| e.to_string())
        }

        async fn refused(&self) -> String {
            match self.start().await {
                Ok(_) => "started".into(),
                Err(message) => message,
            }
        }
    }

    #[tokio::test]
    async fn made_once_private_and_read_again() {
        let machine = Machine::new().await;
        machine.start().await.expect("a first start");
        let text = std::fs::read_to_string(machine.file()).expect("a file");
        assert_eq!(files::mode(&machine.file()).expect("a mode") & 0o777, 0o600);
        machine.start().await.expect("a second start");
        assert_eq!(std::fs::read_to_string(machine.file()).expect("a file"), text);
    }

    #[tokio::test]
    async fn a_file_others_can_read_is_refused() {
        let machine = Machine::new().await;
        machine.start().await.expect("a first start");
        for mode in [0o640, 0o604, 0o644] {
            std::fs::set_permissions(machine.file(), std::fs::Permissions::from_mode(mode)).expect("chmod");
            assert!(machine.refused().await.contains("chmod 600"));
        }
    }

    #[tokio::test]
    async fn missing_altered_and_foreign_files_are_refused() {
        let machine = Machine::new().await;
        machine.start().await.expect("a first start");
        let text = std::fs::read_to_string(machine.file()).expect("a file");
        std::fs::remove_file(machine.file()).expect("a removal");
        assert!(machine.refused().await.contains("is missing"));
        assert!(!machine.file().exists(), "no new keys for an old database");

        for (text, reason) in [
            ("", "damaged"),
            ("key = []", "holds no key"),
            ("nonsense", "damaged"),
            (&text.replace("secret = \"", "secret = \"x"), "number 1"),
        ] {
            files::replace_private(&machine.file(), text.as_bytes()).expect("a file");
            let message = machine.refused().await;
            assert!(message.contains(reason), "{message}");
        }
        let other = Machine::new().await;
        other.start().await.expect("another first start");
        std::fs::copy(other.file(), machine.file()).expect("a copy");
        assert!(machine.refused().await.contains("do not fit this database"));
    }

    #[tokio::test]
    async fn a_second_key_opens_but_does_not_seal() {
        let machine = Machine::new().await;
        machine.start().await.expect("a first start");
        let old = std::fs::read_to_string(machine.file()).expect("a file");
        let (id, secret) = Key::generate(&OsEntropy);
        let text = format!("[[key]]\nid = \"{id}\"\nsecret = \"{}\"\n{old}", *secret);
        files::replace_private(&machine.file(), text.as_bytes()).expect("a file");
        machine.start().await.expect("a start with two keys");
    }
}
