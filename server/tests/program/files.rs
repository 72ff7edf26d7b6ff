//! Modes of files and folders, keys from the environment, restored backups.

use crate::node::Node;
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_database_and_an_outbox_that_others_can_access_are_taken_from_them() {
    let folder = Node::start(&[]).kill();
    let data = folder.path().join("data");
    let (database, outbox) = (data.join("twofold.sqlite"), data.join("outbox"));
    assert_eq!((mode(&database), mode(&outbox)), (0o600, 0o700), "as they were made");
    set_mode(&database, 0o664);
    set_mode(&outbox, 0o755);
    set_mode(&data, 0o750);
    let node = Node::start_in(folder, &[]);
    assert!(node.serves(), "{}", node.said);
    assert_eq!((mode(&database), mode(&outbox)), (0o600, 0o700));
    for warning in ["access the database", "access the mails", "look into the data folder"] {
        assert_eq!(node.said.matches(warning).count(), 1, "{warning}: {}", node.said);
    }
    let folder = node.kill();
    set_mode(&data, 0o777);
    let node = Node::start_in(folder, &[]);
    assert!(!node.serves() && node.said.contains("chmod 700"), "{}", node.said);
}

#[test]
fn keys_from_the_environment_replace_the_file() {
    let node = Node::start(&[]);
    let file = node.data("keys.toml");
    let keys = fs::read_to_string(&file).unwrap();
    let folder = node.kill();
    fs::remove_file(&file).unwrap();
    let node = Node::start_in(folder, &[("TWOFOLD_KEYS_TOML", &keys)]);
    assert!(node.serves() && !file.exists(), "{}", node.said);
    let secret = keys.split('"').nth(3).unwrap();
    assert!(!secret.is_empty() && !node.said.contains(secret));
}

#[test]
fn a_backup_beside_a_stale_log_is_refused_and_restored_once_the_log_is_deleted() {
    let node = Node::start(&[]);
    let (file, log, shm) = (
        node.data("twofold.sqlite"),
        node.data("twofold.sqlite-wal"),
        node.data("twofold.sqlite-shm"),
    );
    let backup = node.data("backup.sqlite");
    let copied = Command::new("sqlite3")
        .arg(&file)
        .arg(format!(".backup '{}'", backup.display()))
        .status();
    assert!(copied.unwrap().success());
    let node = Node::start_in(node.kill(), &[]);
    assert!(node.serves(), "after kill -9: {}", node.said);
    let folder = node.kill();
    fs::copy(&backup, &file).unwrap();
    let node = Node::start_in(folder, &[]);
    assert!(!node.serves(), "{}", node.said);
    let advice = "delete ./data/twofold.sqlite-wal and ./data/twofold.sqlite-shm";
    assert!(node.said.contains(advice), "{}", node.said);
    let folder = node.kill();
    fs::remove_file(log).unwrap();
    fs::remove_file(shm).unwrap();
    let node = Node::start_in(folder, &[]);
    assert!(node.serves(), "{}", node.said);
}
