//! The CPU time of this process.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// User and system time of all threads so far.
fn now() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).expect("CPU time counts up from zero");
    let nanoseconds = u32::try_from(time.tv_nsec).expect("a second has fewer nanoseconds than u32 holds");
    Duration::new(seconds, nanoseconds)
}

/// The CPU nanoseconds that each of `operations` cost while `work` did them.
pub(crate) fn per_operation(operations: u32, work: impl FnOnce()) -> f64 {
    let before = now();
    work();
    let spent = now().saturating_sub(before);
    spent.as_secs_f64() * 1e9 / f64::from(operations)
}
