//! What is not as it should be while the server serves, by name. `/readyz` lists the names; the log has the details.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

/// A peer that is no trusted proxy sent `X-Forwarded-For`.
pub(crate) const UNTRUSTED_FORWARDED_FOR: &str = "untrusted-forwarded-for";

/// The clock is more than a day ahead of the last sweep, so nothing is erased.
pub(crate) const CLOCK_AHEAD: &str = "clock-ahead";

/// The file of places has changed and cannot be used; the one before is.
pub(crate) const PLACES: &str = "places";

/// The remarks of this process. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Remarks(Arc<Mutex<BTreeSet<&'static str>>>);

impl Remarks {
    /// Adds a remark and returns whether it is new.
    pub(crate) fn set(&self, name: &'static str) -> bool {
        self.locked(|names| names.insert(name))
    }

    /// Removes a remark.
    pub(crate) fn clear(&self, name: &'static str) {
        self.locked(|names| names.remove(name));
    }

    /// Returns a line for each remark.
    pub(crate) fn lines(&self) -> String {
        self.locked(|names| names.iter().map(|name| format!("remark: {name}\n")).collect())
    }

    fn locked<T>(&self, work: impl FnOnce(&mut BTreeSet<&'static str>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
