//! What went over the wire, with every secret blacked out.

mod entry;
mod recorder;
mod recording;

use std::fmt;
use std::sync::Arc;

use crate::fault::target::Target;
use crate::shared::Shared;

pub use entry::Entry;
pub(crate) use recorder::Recorder;
pub(crate) use recording::Recording;

/// The requests a sandbox has received until now, oldest first: what [`Sandbox::journal`](crate::Sandbox::journal) gives.
///
/// A snapshot: it does not grow. It holds the newest 50,000 requests, or fewer that had 64 MiB together; the sandbox's own administration (`/_sandbox/`) is
/// not in it. Its `Display` is a line per request. Secrets are replaced by `[redacted]` wherever a request carried them.
///
/// ```
/// # fn main() -> std::io::Result<()> {
/// let sandbox = spotify_sandbox::Sandbox::builder().start()?;
/// assert_eq!(sandbox.journal().count("POST /api/token"), 0);
/// assert_eq!(sandbox.journal().count_where(|entry| entry.status == Some(429)), 0);
/// # Ok(())
/// # }
/// ```
pub struct Journal {
    entries: Vec<Entry>,
    shared: Arc<Shared>,
}

impl Journal {
    pub(crate) fn of(shared: &Arc<Shared>) -> Self {
        Self { entries: shared.recorder().entries(), shared: Arc::clone(shared) }
    }

    pub(crate) fn taken_from(shared: &Arc<Shared>) -> Self {
        Self { entries: shared.recorder().take(), shared: Arc::clone(shared) }
    }

    /// The requests, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many requests match `pattern`: `"METHOD /path"`, `"METHOD|METHOD /path"` or a path alone, where `*` stands for any characters.
    pub fn count(&self, pattern: &str) -> usize {
        let target = Target::parse(pattern);
        self.count_where(|entry| target.matches(&entry.method, &entry.path))
    }

    /// How many requests `wanted` holds for.
    pub fn count_where(&self, mut wanted: impl FnMut(&Entry) -> bool) -> usize {
        self.entries.iter().filter(|entry| wanted(entry)).count()
    }

    /// Empties the sandbox's journal. Snapshots that exist, this one too, keep what they have.
    pub fn clear(&self) {
        self.shared.recorder().clear();
    }
}

impl fmt::Display for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries.iter().try_for_each(|entry| writeln!(f, "{entry}"))
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.entries).finish()
    }
}
