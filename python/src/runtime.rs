//! Where calls run: on the thread that waits for them, or for event loops on threads of their own.

use std::future::Future;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Handle, Runtime, RuntimeFlavor};
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::interpreter;
use crate::process::PerProcess;

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

/// Runs a future to its end on this thread, with the interpreter free for others, and ends it when a signal's handler raises:
/// Ctrl-C in a terminal, a kernel's interrupt in a notebook.
pub(crate) fn wait<F>(py: Python<'_>, future: F) -> PyResult<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    py.detach(|| {
        let waited = wait_detached(future);
        interpreter::stay_outside_if_over();
        waited
    })
}

fn wait_detached<F>(future: F) -> PyResult<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut future = Box::pin(future);
    if Handle::try_current().is_err()
        && let Some(kept) = Kept::take()
    {
        return in_slices(|slice| kept.slice(&mut future, slice));
    }
    // Inside a call of the SDK (a provider or cache that makes a call of its own), where a second runtime would panic, and
    // where very many threads wait.
    let (sender, receiver) = mpsc::channel();
    let asker: Arc<dyn Ask> = Arc::new(Asker(sender.clone()));
    let task = background()?.spawn(ASKER.scope(asker, async move {
        let output = future.await;
        // A caller that is gone needs no answer.
        let _ = sender.send(News::Output(output));
    }));
    let _abort = Abort(task.abort_handle());
    giving_work_away(|| {
        in_slices(|slice| match receiver.recv_timeout(slice) {
            Ok(News::Output(output)) => Some(Ok(output)),
            Ok(News::Errand(errand)) => {
                errand();
                None
            }
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Err(panicked())),
        })
    })?
}

/// Something to do on the thread that waits for a call.
type Errand = Box<dyn FnOnce() + Send>;

/// What a thread that waits for the background hears from it.
enum News<T> {
    Output(T),
    Errand(Errand),
}

/// Sends errands to the thread that waits, whatever it waits for.
trait Ask: Send + Sync {
    fn ask(&self, errand: Errand);
}

struct Asker<T>(mpsc::Sender<News<T>>);

impl<T: Send> Ask for Asker<T> {
    fn ask(&self, errand: Errand) {
        // Dropped with a caller that is gone, and so is what the errand would have answered with.
        let _ = self.0.send(News::Errand(errand));
    }
}

tokio::task_local! {
    /// The thread that waits while the background works for it.
    static ASKER: Arc<dyn Ask>;
}

/// Does something that may take long and may call the SDK: on the thread that waits for the current call, never on one of the
/// background's few, which all other calls need.
pub(crate) async fn where_it_may_block<T: Send + 'static>(
    work: impl FnOnce() -> PyResult<T> + Send + 'static,
) -> PyResult<T> {
    if let Ok(asker) = ASKER.try_with(Arc::clone) {
        let (reply, answer) = oneshot::channel();
        asker.ask(Box::new(move || {
            let _ = reply.send(work());
        }));
        return answer.await.unwrap_or_else(|_| Err(panicked()));
    }
    if on_many_threads() {
        return tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(panicked()));
    }
    work()
}

/// Blocks this thread; if it is one of a runtime's few, others do its work meanwhile.
fn giving_work_away<T>(wait: impl FnOnce() -> T) -> T {
    if on_many_threads() { tokio::task::block_in_place(wait) } else { wait() }
}

fn on_many_threads() -> bool {
    Handle::try_current().is_ok_and(|current| current.runtime_flavor() == RuntimeFlavor::MultiThread)
}

/// Ends a task nobody waits for any more.
struct Abort(AbortHandle);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Waits slice by slice, and looks for signals between them.
fn in_slices<T>(mut slice: impl FnMut(Duration) -> Option<T>) -> PyResult<T> {
    loop {
        if let Some(output) = slice(SLICE) {
            return Ok(output);
        }
        interpreter::attach(|py| py.check_signals()).unwrap_or(Ok(()))?;
        interpreter::stay_outside_if_over();
    }
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
struct Kept {
    runtime: Option<Runtime>,
    home: Arc<(u32, Runtimes)>,
}

impl Kept {
    /// `None` when too many are in use, or the system has no more.
    fn take() -> Option<Self> {
        let home = RUNTIMES.get();
        let kept = {
            let mut idle = home.1.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.in_use >= KEPT {
                return None;
            }
            idle.in_use += 1;
            idle.runtimes.pop()
        };
        let mut kept = Self { runtime: kept, home };
        match &kept.runtime {
            // Nobody drove its connections since the last call. One turn for the system's news, one for what they make of it.
            Some(runtime) => runtime.block_on(async {
                tokio::task::yield_now().await;
                tokio::task::yield_now().await;
            }),
            None => kept.runtime = Builder::new_current_thread().enable_all().build().ok(),
        }
        kept.runtime.is_some().then_some(kept)
    }

    /// Drives the future for a while.
    fn slice<F: Future + Unpin>(&self, future: &mut F, slice: Duration) -> Option<F::Output> {
        let runtime = self.runtime.as_ref().expect("taken only when dropped");
        runtime.block_on(async {
            tokio::select! {
                biased;
                output = future => Some(output),
                () = tokio::time::sleep(slice) => None,
            }
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
