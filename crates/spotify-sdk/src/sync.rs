//! What the tasks of a token manager share, and when they begin anew: the standard library's, or shuttle's where `proofs/shuttle` builds
//! these very sources to try their schedules.

#[cfg(not(shuttle))]
mod chosen {
    pub(crate) use std::process::id as process;
    pub(crate) use std::sync::atomic::AtomicU64;
    pub(crate) use std::sync::{Mutex, MutexGuard};
    pub(crate) use tokio::task::block_in_place;
}

#[cfg(shuttle)]
mod chosen {
    use std::sync::atomic::{AtomicU32, Ordering};

    pub(crate) use shuttle::sync::atomic::AtomicU64;
    pub(crate) use shuttle::sync::{Mutex, MutexGuard};

    /// Each schedule is a process of its own: nothing of one may be waited for in the next.
    pub(crate) fn process() -> u32 {
        static SCHEDULES: AtomicU32 = AtomicU32::new(1);
        shuttle::lazy_static! {
            static ref SCHEDULE: u32 = SCHEDULES.fetch_add(1, Ordering::Relaxed);
        }
        *SCHEDULE
    }

    /// Here every task has a thread that may block.
    pub(crate) fn block_in_place<T>(work: impl FnOnce() -> T) -> T {
        work()
    }
}

pub(crate) use chosen::*;
