//! A crash must not leave tokens on the disk.

#[cfg(unix)]
use std::sync::OnceLock;

#[cfg(unix)]
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How large a core could be before [`forbid`], in bytes; without end where there is no number.
#[cfg(unix)]
static BEFORE: OnceLock<Option<u64>> = OnceLock::new();

/// The limit in words where there is none.
#[cfg(unix)]
const UNLIMITED: &str = "unlimited";

/// From now on the kernel writes no image of this process's memory anywhere, and (on Linux) lets no other program of the user read it.
///
/// Only the soft limit goes to zero: programs that are started inherit it, and may have their own again.
#[cfg(unix)]
pub(crate) fn forbid() {
    let Rlimit { current, maximum } = getrlimit(Resource::Core);
    BEFORE.get_or_init(|| current);
    // Where the system refuses, the user loses nothing that they had.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum });
    // A limit does not hold where cores are piped to a program; this does.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Elsewhere crashes leave what the user has told the system to keep.
#[cfg(not(unix))]
pub(crate) fn forbid() {}

/// What the limit was before it was taken away, for a program that is to have it again.
#[cfg(unix)]
pub(crate) fn before() -> Option<String> {
    BEFORE.get().map(|limit| limit.map_or_else(|| UNLIMITED.to_owned(), |bytes| bytes.to_string()))
}

/// Nothing is taken away here.
#[cfg(not(unix))]
pub(crate) fn before() -> Option<String> {
    None
}

/// Gives back what the limit was [`before`]: a process inherits it, and its crashes are its user's affair.
#[cfg(unix)]
pub(crate) fn allow(before: &str) {
    let Rlimit { maximum, .. } = getrlimit(Resource::Core);
    let current = match before {
        UNLIMITED => None,
        bytes => Some(bytes.parse().unwrap_or(0)),
    };
    // Where the system refuses, a crash of the browser leaves no core.
    let _ = setrlimit(Resource::Core, Rlimit { current, maximum });
}

/// Nothing was taken away here.
#[cfg(not(unix))]
pub(crate) fn allow(_before: &str) {}
