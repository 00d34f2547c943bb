//! What a process holds: memory, threads, files, connections, tasks.

use std::collections::HashSet;
use std::fs;

use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Measures {
    /// Resident memory in KiB.
    pub(crate) memory: u64,
    /// Allocations that were not freed, and their bytes.
    pub(crate) blocks: usize,
    pub(crate) held: usize,
    pub(crate) threads: usize,
    pub(crate) files: usize,
    /// TCP sockets among them.
    pub(crate) sockets: usize,
    /// Tasks of the runtimes.
    pub(crate) tasks: usize,
}

impl Measures {
    /// Of this process. What the system does not tell (`/proc` is Linux's) is 0.
    pub(crate) fn take<'a>(runtimes: impl IntoIterator<Item = &'a Handle>) -> Self {
        let tasks = runtimes.into_iter().map(|runtime| runtime.metrics().num_alive_tasks()).sum();
        let inodes = tcp_inodes();
        let mut measures = Self { memory: status("VmRSS:"), tasks, ..Self::default() };
        let allocated = crate::MEMORY.stats();
        measures.blocks = allocated.allocations.saturating_sub(allocated.deallocations);
        measures.held = allocated.bytes_allocated.saturating_sub(allocated.bytes_deallocated);
        measures.threads = usize::try_from(status("Threads:")).unwrap_or(usize::MAX);
        for entry in fs::read_dir("/proc/self/fd").into_iter().flatten().flatten() {
            measures.files += 1;
            let target = fs::read_link(entry.path()).unwrap_or_default();
            let target = target.to_string_lossy();
            let inode = target.strip_prefix("socket:[").and_then(|rest| rest.strip_suffix(']'));
            measures.sockets += usize::from(inode.is_some_and(|inode| inodes.contains(inode)));
        }
        measures
    }
}

/// A number of `/proc/self/status`.
fn status(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Of all TCP sockets that this process's network has.
fn tcp_inodes() -> HashSet<String> {
    let tables = ["/proc/self/net/tcp", "/proc/self/net/tcp6"]
        .map(|path| fs::read_to_string(path).unwrap_or_default());
    let lines = tables.iter().flat_map(|table| table.lines().skip(1));
    lines.filter_map(|line| line.split_whitespace().nth(9)).map(str::to_owned).collect()
}

/// Threads of the SDK's background runtime, which is there for good once it was needed.
const BACKGROUND: usize = 2;

/// Files that the SDK keeps for good: of its background runtime, and of the runtimes (32 at most) that blocking calls borrow.
const KEPT_FILES: usize = 4 * (1 + 32);

impl Measures {
    /// Whether no more is left than the SDK keeps for its next user.
    pub(crate) fn is_at_rest(&self, before: &Self) -> bool {
        self.tasks == before.tasks
            && self.sockets == before.sockets
            && self.threads <= before.threads + BACKGROUND
            && self.files <= before.files + KEPT_FILES
    }
}
