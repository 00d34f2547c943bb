//! What is said once, however often it is met.

use std::sync::atomic::{AtomicBool, Ordering};

/// One flag for each thing that is warned of. A cache is read before every refresh of a long-lived process; its log needs to
/// say each thing once.
#[derive(Default)]
pub(super) struct Warnings {
    /// The file can't be understood.
    pub(super) unreadable: Once,
    /// Others can read the file.
    pub(super) exposed: Once,
    /// A symbolic link was replaced.
    pub(super) link: Once,
}

/// Likewise, for what is the same for all files of a directory.
#[derive(Default)]
pub(in crate::auth::cache) struct DirectoryWarnings {
    /// Others can write to the directory.
    pub(super) open: Once,
    /// There is no locking.
    pub(super) no_lock: Once,
}

/// Whether something has been said.
#[derive(Default)]
pub(super) struct Once(AtomicBool);

impl Once {
    /// Runs `say` unless something was said already.
    pub(super) fn say(&self, say: impl FnOnce()) {
        if !self.0.swap(true, Ordering::Relaxed) {
            say();
        }
    }

    /// What it was about is over; the next time is worth saying again.
    pub(super) fn reset(&self) {
        self.0.store(false, Ordering::Relaxed);
    }
}
