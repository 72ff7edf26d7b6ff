//! Files and folders that only their owner can access.

use std::{
    fmt,
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// A path for use in error messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayPath(PathBuf);

impl From<&Path> for DisplayPath {
    fn from(path: &Path) -> Self {
        Self(path.to_owned())
    }
}

impl DisplayPath {
    /// Returns the path.
    pub fn as_path(&self) -> &Path {
        &self.0
    }
}

impl fmt::Display for DisplayPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(f)
    }
}

/// Creates a folder and its parents with mode 0700 unless it exists, and checks that it is writable.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let probe = folder.join(".probe");
    drop(
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&probe)?,
    );
    fs::remove_file(probe)
}

/// Takes all rights of other users from a file or folder that is ours, and returns the mode that it had; `None` if they
/// had none or if it does not exist.
pub fn make_private(path: &Path) -> io::Result<Option<u32>> {
    match mode(path) {
        Ok(mode) if mode & 0o077 != 0 => {
            fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700))?;
            Ok(Some(mode & 0o7777))
        }
        Ok(_) => Ok(None),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// Creates a file with mode 0600 and syncs it to disk; fails if the file exists.
pub fn create_private(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    open.write_all(bytes)?;
    open.sync_all()?;
    sync_folder(file)
}

/// Replaces a file atomically, with mode 0600, and syncs it to disk.
pub fn replace_private(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut unfinished = file.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = Path::new(&unfinished);
    match fs::remove_file(unfinished) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => create_private(unfinished, bytes)?,
    }
    fs::rename(unfinished, file)?;
    sync_folder(file)
}

/// Returns the permission bits of a file.
pub fn mode(file: &Path) -> io::Result<u32> {
    Ok(fs::metadata(file)?.permissions().mode())
}

/// Syncs the parent folder, which makes a new name durable.
fn sync_folder(file: &Path) -> io::Result<()> {
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => fs::File::open(folder)?.sync_all(),
        None => fs::File::open(".")?.sync_all(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_lose_their_rights_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        assert_eq!(make_private(&file).expect("no file"), None);
        fs::write(&file, "x").expect("a file");
        for (wide, private) in [(0o664, 0o600), (0o755, 0o700), (0o444, 0o400)] {
            fs::set_permissions(&file, fs::Permissions::from_mode(wide)).expect("chmod");
            assert_eq!(make_private(&file).expect("ours"), Some(wide));
            assert_eq!(mode(&file).expect("a mode") & 0o7777, private);
            assert_eq!(make_private(&file).expect("ours"), None);
        }
    }
}
