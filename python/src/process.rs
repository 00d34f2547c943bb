//! What belongs to one process.
//!
//! A forked child has its parent's memory and none of its threads: locks that those held stay locked, runtimes stand still, sockets
//! are the parent's. Whatever is behind this type is made anew in the child, and the parent's is never touched there.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use arc_swap::ArcSwapOption;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// How many forks lie between this process and the one that imported the module. Asking the system for the process's number would
/// cost more than the rest of looking at a cached token.
static FORKS: AtomicU32 = AtomicU32::new(0);

/// Tells a process from its forked children.
pub(crate) fn generation() -> u32 {
    FORKS.load(Ordering::Relaxed)
}

/// Called in a forked child, before anything else runs there.
#[pyfunction]
pub(crate) fn forked() {
    FORKS.fetch_add(1, Ordering::Relaxed);
}

/// Has Python say when it has forked, where it can.
pub(crate) fn watch_forks(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(forked, module)?)?;
    let os = module.py().import("os")?;
    if os.hasattr("register_at_fork")? {
        let hooks = PyDict::new(module.py());
        hooks.set_item("after_in_child", module.getattr("forked")?)?;
        os.call_method("register_at_fork", (), Some(&hooks))?;
    }
    Ok(())
}

/// A value for each process. Without a lock, as nobody knows who held it when the process forked.
pub(crate) struct PerProcess<T>(ArcSwapOption<(u32, T)>);

impl<T: Default> PerProcess<T> {
    pub(crate) const fn new() -> Self {
        Self(ArcSwapOption::const_empty())
    }

    /// This process's value.
    pub(crate) fn get(&self) -> Arc<(u32, T)> {
        let process = generation();
        loop {
            let current = self.0.load_full();
            if let Some(current) = &current
                && current.0 == process
            {
                return current.clone();
            }
            let own = Arc::new((process, T::default()));
            let before = self.0.compare_and_swap(&current, Some(own.clone()));
            let is_ours = match (&*before, &current) {
                (Some(before), Some(current)) => Arc::ptr_eq(before, current),
                (None, None) => true,
                _ => false,
            };
            if is_ours {
                // The parent's: dropping it could close what the parent uses.
                std::mem::forget(current);
                return own;
            }
        }
    }
}
