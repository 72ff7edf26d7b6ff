//! Files and folders that only their owner can access.

use std::{
    fmt,
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Maximum size of a file with a secret, in bytes.
const SECRET_BYTES: u64 = 4096;

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

/// The text of a file that only its owner can access.
pub struct PrivateFile {
    /// The text, without white space around it.
    pub text: Zeroizing<String>,
    /// Device and inode, which two names of one file share.
    pub identity: (u64, u64),
}

/// Why a file with a secret is not used.
#[derive(Debug, thiserror::Error)]
pub enum PrivateFileError {
    /// It is missing, or this user may not read it.
    #[error("{0} cannot be read: {1}")]
    Io(DisplayPath, io::Error),
    /// It is a folder, a pipe or a device.
    #[error("{0} is no regular file")]
    Irregular(DisplayPath),
    /// Others may access it, or it may be executed.
    #[error("{0} has the mode {1:04o}, but only its owner may access it; run: chmod 600 {0}")]
    Mode(DisplayPath, u32),
    /// It is too long, or no text.
    #[error("{0} is not a short text")]
    Malformed(DisplayPath),
}

/// Reads a regular file with the mode 0600 or 0400.
pub fn read_private(path: &Path) -> Result<PrivateFile, PrivateFileError> {
    let failed = |cause| PrivateFileError::Io(path.into(), cause);
    // Opening a pipe would wait for its other end.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(PrivateFileError::Irregular(path.into()));
    }
    let file = fs::File::open(path).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    let mode = about.mode() & 0o7777;
    if !matches!(mode, 0o600 | 0o400) {
        return Err(PrivateFileError::Mode(path.into(), mode));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(SECRET_BYTES as usize + 1));
    file.take(SECRET_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    let text = std::str::from_utf8(&bytes).ok();
    let text = text.filter(|text| text.len() as u64 <= SECRET_BYTES);
    let text = text.ok_or_else(|| PrivateFileError::Malformed(path.into()))?;
    Ok(PrivateFile {
        text: Zeroizing::new(text.trim().to_owned()),
        identity: (about.dev(), about.ino()),
    })
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

    fn read(path: &Path) -> String {
        match read_private(path) {
            Ok(file) => file.text.to_string(),
            Err(error) => error.to_string().replace(&path.display().to_string(), "FILE"),
        }
    }

    #[test]
    fn a_secret_is_read_from_a_regular_file_of_its_owner_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        assert!(read(&file).starts_with("FILE cannot be read: "));
        create_private(&file, b"geheim\n").expect("a file");
        let set = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("chmod");
        for mode in [0o600, 0o400] {
            set(mode);
            assert_eq!(read(&file), "geheim", "{mode:o}");
        }
        for mode in [0o640, 0o604, 0o660, 0o644, 0o700, 0o601, 0o444] {
            set(mode);
            let sentence =
                format!("FILE has the mode {mode:04o}, but only its owner may access it; run: chmod 600 FILE");
            assert_eq!(read(&file), sentence);
        }
        assert_eq!(read(folder.path()), "FILE is no regular file");
        assert_eq!(read(Path::new("/dev/null")), "FILE is no regular file");
    }

    #[test]
    fn what_is_no_secret_is_not_quoted() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes) in [("long", vec![b'a'; 4097]), ("binary", vec![0xff, 0xfe])] {
            let file = folder.path().join(name);
            create_private(&file, &bytes).expect("a file");
            assert_eq!(read(&file), "FILE is not a short text");
        }
    }

    #[test]
    fn two_names_of_one_file_have_one_identity() {
        let folder = tempfile::tempdir().expect("a folder");
        let [one, link, symlink, other] = ["one", "link", "symlink", "other"].map(|name| folder.path().join(name));
        create_private(&one, b"x").expect("a file");
        create_private(&other, b"x").expect("a file");
        fs::hard_link(&one, &link).expect("a link");
        std::os::unix::fs::symlink(&one, &symlink).expect("a link");
        let identity = |path| read_private(path).map(|file| file.identity).expect("a file");
        assert_eq!(identity(&one), identity(&link));
        assert_eq!(identity(&one), identity(&symlink));
        assert_ne!(identity(&one), identity(&other));
    }
}
