//! A crash must not leave tokens on the disk.

/// From now on the kernel writes no image of this process's memory anywhere, and (on Linux) lets no other program of the user read it.
///
/// Only the soft limit goes to zero: a browser that is started may raise its own again.
#[cfg(unix)]
pub(crate) fn forbid() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let Rlimit { maximum, .. } = getrlimit(Resource::Core);
    // Where the system refuses, the user loses nothing that they had.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum });
    // A limit does not hold where cores are piped to a program; this does.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Elsewhere crashes leave what the user has told the system to keep.
#[cfg(not(unix))]
pub(crate) fn forbid() {}
