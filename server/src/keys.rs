//! The key file, and the check that its keys belong to the database.

use crate::{
    config::{KEYS_VARIABLE, KeySource},
    files::{self, DisplayPath},
};
use domain::{
    InternalError, Store,
    kernel::{
        ports::Entropy,
        seal::{AssociatedData, Key, Vault},
    },
};
use serde::Deserialize;
use std::io;
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
pub enum KeyError {
    /// The file could not be read or written.
    #[error("the key file {0} cannot be used: {1}")]
    Io(DisplayPath, io::Error),
    /// Other users can read the file.
    #[error("the key file {0} can be read by other users (mode {1:04o}); {2}")]
    Open(DisplayPath, u32, String),
    /// The text is not that of a key file.
    #[error("{0} is damaged ({1}); put back the copy you keep of it")]
    Malformed(KeySource, String),
    /// The file is missing, but the database was sealed with its keys.
    #[error(
        "the key file {0} is missing, but the database was sealed with it; put back the copy you keep of it, or copy \
         the key file of the node that started first"
    )]
    Missing(DisplayPath),
    /// Another node has made the first keys at the same moment.
    #[error(
        "another node has just made the first keys of this database; copy its key file to {0}, mode 0600, and start again"
    )]
    Second(DisplayPath),
    /// The keys belong to another database.
    #[error(
        "the keys in {0} do not fit this database; put back the key file that belongs to it, or copy that of the node \
         that started first ({1})"
    )]
    Foreign(KeySource, InternalError),
    /// The database could not be read.
    #[error(transparent)]
    Store(#[from] InternalError),
}

/// Returns what to do about a key file of this mode. Where a mount sets the mode, chmod is not possible or does not last.
fn advice(file: &DisplayPath, mode: u32) -> String {
    const OWNER_WRITES: u32 = 0o200;
    const OTHERS: u32 = 0o007;
    let chmod = format!("run: chmod 600 {file}");
    let mount = format!(
        "if a mount sets the mode (fsGroup, a secret), give the file's text in {KEYS_VARIABLE}, or copy the file to the \
         data folder with mode 0600 before the start (an init container)"
    );
    match mode {
        mode if mode & OWNER_WRITES == 0 => mount,
        mode if mode & OTHERS != 0 => chmod,
        _ => format!("{chmod}; {mount}"),
    }
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

/// Reads the keys, or creates the file at the first start, and checks that they belong to the database.
pub async fn open(source: &KeySource, store: &dyn Store, entropy: &dyn Entropy) -> Result<Vault, KeyError> {
    let mut made = None;
    let vault = match source {
        KeySource::Environment(text) => parse(source, text.expose_secret())?,
        KeySource::File(file) => match read(file)? {
            Some(text) => parse(source, &text)?,
            None if store.canary().await?.is_some() => return Err(KeyError::Missing(file.clone())),
            None => {
                made = Some(file);
                parse(source, &create(file, entropy)?)?
            }
        },
    };
    let canary = match store.canary().await? {
        Some(canary) => canary,
        None => store.plant_canary(&vault.seal(CANARY, CANARY_DATA, entropy)?).await?,
    };
    let foreign = match vault.open(&canary, CANARY_DATA) {
        Ok(plain) if plain.as_slice() == CANARY => return Ok(vault),
        Ok(_) => InternalError::new("opening the canary", "it says something else"),
        Err(fault) => fault,
    };
    match made {
        // Nothing was sealed with these keys. Left here, they would look like the ones to keep.
        Some(file) => {
            std::fs::remove_file(file.as_path()).map_err(|cause| KeyError::Io(file.clone(), cause))?;
            Err(KeyError::Second(file.clone()))
        }
        None => Err(KeyError::Foreign(source.clone(), foreign)),
    }
}

fn read(file: &DisplayPath) -> Result<Option<Zeroizing<String>>, KeyError> {
    let failed = |cause| KeyError::Io(file.clone(), cause);
    match files::mode(file.as_path()) {
        Ok(mode) if mode & 0o077 != 0 => Err(KeyError::Open(file.clone(), mode & 0o7777, advice(file, mode))),
        Ok(_) => std::fs::read_to_string(file.as_path())
            .map(|text| Some(Zeroizing::new(text)))
            .map_err(failed),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(failed(e)),
    }
}

fn parse(source: &KeySource, text: &str) -> Result<Vault, KeyError> {
    let malformed = |reason: String| KeyError::Malformed(source.clone(), reason);
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

fn create(file: &DisplayPath, entropy: &dyn Entropy) -> Result<Zeroizing<String>, KeyError> {
    let (id, secret) = Key::generate(entropy);
    let text = Zeroizing::new(format!("{HEADER}\n[[key]]\nid = \"{id}\"\nsecret = \"{}\"\n", *secret));
    files::create_private(file.as_path(), text.as_bytes()).map_err(|cause| KeyError::Io(file.clone(), cause))?;
    tracing::info!(%file, "made the key file; keep a copy of it in a safe place");
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::KeyText;
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
            self.start_with(&KeySource::File(self.file().as_path().into())).await
        }

        async fn start_with(&self, source: &KeySource) -> Result<Vault, String> {
            open(source, self.store.as_ref(), &OsEntropy)
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
    async fn the_advice_fits_where_a_mount_sets_the_mode() {
        let machine = Machine::new().await;
        machine.start().await.expect("a first start");
        for (mode, chmod) in [(0o660, true), (0o440, false), (0o400 | 0o040, false)] {
            std::fs::set_permissions(machine.file(), std::fs::Permissions::from_mode(mode)).expect("chmod");
            let message = machine.refused().await;
            assert!(
                message.contains("TWOFOLD_KEYS_TOML") && message.contains("init container"),
                "{message}"
            );
            assert_eq!(message.contains("chmod"), chmod, "{message}");
        }
        std::fs::set_permissions(machine.file(), std::fs::Permissions::from_mode(0o400)).expect("chmod");
        machine.start().await.expect("a read-only file of our own");
    }

    #[tokio::test]
    async fn keys_from_the_environment_need_no_file() {
        let machine = Machine::new().await;
        let (id, secret) = Key::generate(&OsEntropy);
        let environment = |text: &str| KeySource::Environment(KeyText::new(text.to_owned()));
        let keys = environment(&format!("key = [{{ id = \"{id}\", secret = \"{}\" }}]", *secret));
        machine.start_with(&keys).await.expect("a first start");
        machine.start_with(&keys).await.expect("a second start");
        assert!(!machine.file().exists());
        let message = machine
            .start_with(&environment("key = []"))
            .await
            .err()
            .expect("a refusal");
        assert!(
            message.starts_with("the variable TWOFOLD_KEYS_TOML is damaged"),
            "{message}"
        );
        assert!(
            machine.refused().await.contains("is missing"),
            "the file would be another key"
        );
    }

    #[tokio::test]
    async fn a_node_that_comes_second_says_what_to_copy() {
        let (first, second) = (Machine::new().await, Machine::new().await);
        first.start().await.expect("a first start");
        let second = Machine {
            store: Arc::clone(&first.store),
            ..second
        };
        let message = second.refused().await;
        assert!(
            message.contains("copy the key file of the node that started first"),
            "{message}"
        );
        std::fs::copy(first.file(), second.file()).expect("a copy");
        second.start().await.expect("a start with the first node's keys");
        // Keys of its own.
        let other = Machine::new().await;
        other.start().await.expect("keys");
        std::fs::copy(other.file(), second.file()).expect("a copy");
        assert!(second.refused().await.contains("copy that of the node"));
    }

    #[tokio::test]
    async fn of_three_nodes_that_start_at_once_one_makes_the_keys() {
        let first = Machine::new().await;
        let machine = async || Machine {
            store: Arc::clone(&first.store),
            ..Machine::new().await
        };
        let (second, third) = (machine().await, machine().await);
        let (a, b, c) = tokio::join!(first.start(), second.start(), third.start());
        let mut made = 0;
        for (machine, started) in [(&first, a), (&second, b), (&third, c)] {
            match started {
                Ok(_) => made += 1,
                Err(message) => assert!(message.contains("copy ") && !machine.file().exists(), "{message}"),
            }
        }
        assert_eq!(made, 1);
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
