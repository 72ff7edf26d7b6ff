//! A folder that goes with its test.

use std::{
    env, fs,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

/// An empty folder, removed on drop.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::SeqCst);
        let folder = env::temp_dir().join(format!("twofold-sqlite-{}-{count}", std::process::id()));
        fs::create_dir(&folder).expect("made");
        Self(folder)
    }

    /// Where the database goes.
    pub fn file(&self) -> PathBuf {
        self.0.join("twofold.sqlite")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).expect("removed");
    }
}
