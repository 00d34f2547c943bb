//! Where calls run: on the thread that waits for them, or for event loops on threads of their own.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::failure::but_exceptions;
use crate::process::PerProcess;
use crate::{interpreter, log};

/// How long a blocking call goes on before it looks whether the user has pressed Ctrl-C.
const SLICE: Duration = Duration::from_millis(50);

/// Runtimes for threads that wait; when more wait at once, the background works for the rest.
const KEPT: usize = 32;

#[derive(Default)]
struct Runtimes {
    /// For event loops. Never stopped.
    background: Mutex<Option<&'static Runtime>>,
    /// For threads that wait.
    idle: Mutex<Idle>,
}

static RUNTIMES: PerProcess<Runtimes> = PerProcess::new();

/// The runtime for event loops.
pub(crate) fn background() -> PyResult<Handle> {
    let runtimes = RUNTIMES.get();
    let mut background = runtimes.1.background.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = *background {
        return Ok(runtime.handle().clone());
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("spotify-sdk-python")
        .enable_all()
        .build()
        .map_err(|error| PyRuntimeError::new_err(format!("no threads for calls: {error}")))?;
    Ok(background.insert(Box::leak(Box::new(runtime))).handle().clone())
}

/// Waits slice by slice, with the interpreter free for others, until there is news; ends early when a signal's handler raises:
/// Ctrl-C in a terminal, a kernel's interrupt in a notebook. The log gets what there is for it meanwhile.
pub(crate) fn wait(py: Python<'_>, mut slice: impl FnMut(Duration) -> bool + Send) -> PyResult<()> {
    let (waited, _inside) = py.detach(|| {
        let open = interpreter::reopen();
        // Signals come to one thread only. The others need the interpreter for nothing but the log.
        let mut hears_signals = None;
        let waited = loop {
            if slice(SLICE) {
                break Ok(());
            }
            if hears_signals == Some(false) && !log::has_events() {
                continue;
            }
            let looked = interpreter::attach(|py| {
                let hears = match hears_signals {
                    Some(hears) => hears,
                    None => is_main_thread(py)?,
                };
                hears_signals = Some(hears);
                if hears {
                    py.check_signals()?;
                }
                log::hand_over(py)
            });
            if let Some(Err(raised)) = looked {
                break Err(raised);
            }
        };
        drop(open);
        (waited, interpreter::come_back())
    });
    waited
}

/// Whether this thread is the one that Python handles signals on. Where nobody can say it is asked for nothing.
/// A signal that came already is heard while it is asked.
fn is_main_thread(py: Python<'_>) -> PyResult<bool> {
    let ask = || {
        let threading = py.import("threading")?;
        threading.call_method0("main_thread")?.getattr("ident")?.eq(threading.call_method0("get_ident")?)
    };
    Ok(but_exceptions(py, ask())?.unwrap_or(true))
}

pub(crate) fn panicked() -> PyErr {
    PyRuntimeError::new_err("a call ended without a result; please report it")
}

#[derive(Default)]
struct Idle {
    runtimes: Vec<Runtime>,
    in_use: usize,
}

/// A current-thread runtime with its connections, given back when dropped.
pub(crate) struct Kept {
    runtime: Option<Runtime>,
    home: Arc<(u32, Runtimes)>,
    was_idle: bool,
}

impl Kept {
    /// `None` when too many are in use or the system has no more, and inside another runtime (something that the SDK asks of an
    /// object of the user's makes a call of its own), where a second one would panic.
    pub(crate) fn take() -> Option<Self> {
        if Handle::try_current().is_ok() {
            return None;
        }
        let home = RUNTIMES.get();
        let kept = {
            let mut idle = home.1.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.in_use >= KEPT {
                return None;
            }
            idle.in_use += 1;
            idle.runtimes.pop()
        };
        let was_idle = kept.is_some();
        let mut kept = Self { runtime: kept, home, was_idle };
        if kept.runtime.is_none() {
            kept.runtime = Builder::new_current_thread().enable_all().build().ok();
        }
        kept.runtime.is_some().then_some(kept)
    }

    /// Runs a future to its end, and meanwhile what else is on this runtime.
    pub(crate) fn run<F: Future>(&mut self, future: F) -> F::Output {
        let was_idle = std::mem::take(&mut self.was_idle);
        self.runtime.as_ref().expect("taken only when dropped").block_on(async {
            if was_idle {
                // Nobody drove its connections since the last call. One turn for the system's news, one for what they make of it.
                tokio::task::yield_now().await;
                tokio::task::yield_now().await;
            }
            future.await
        })
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let mut idle = self.home.1.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.in_use = idle.in_use.saturating_sub(1);
        idle.runtimes.extend(self.runtime.take());
    }
}
