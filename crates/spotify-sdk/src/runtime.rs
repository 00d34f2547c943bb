//! Where futures run: the SDK's own background runtime, and the threads of blocking callers.

use std::cell::Cell;
use std::future::Future;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::clock::{Clock as _, SystemClock};
use crate::error::{Error, ErrorKind, Result};
use crate::process::PerProcess;

/// Current-thread runtimes for blocking callers; when more block at once, the background runtime works for the rest. Each runtime holds
/// open files, and a process may often have no more than 1,024.
const KEPT: usize = 32;

/// The runtime for what must outlive its caller: refreshes, logins being stored. Started when first needed, never stopped: dropping a
/// caller's runtime can't take a token that is being renewed with it. After a `fork` the child gets its own, as threads do not
/// survive one.
pub(crate) fn background() -> Result<Handle> {
    static BACKGROUND: PerProcess<Runtime> = PerProcess::new();
    let start =
        || Builder::new_multi_thread().worker_threads(2).thread_name("spotify-sdk").enable_all().build();
    let runtime = BACKGROUND.try_get(start).map_err(|error| {
        Error::new(ErrorKind::Custom, "the background runtime can't start").with_source(error)
    })?;
    Ok(runtime.handle().clone())
}

/// Runs a future for a caller that blocks.
///
/// On a plain thread it runs right there, on a current-thread runtime: no hand-off to another thread. Inside tokio that would
/// panic, and where many threads block at once it would cost too much; there the background runtime runs it and this thread waits. On
/// one of the background runtime's own few threads (a custom provider or cache that makes a blocking call) waiting for another would
/// end in all of them waiting: there the thread gives its work away first.
pub(crate) fn block_on<F>(future: F) -> Result<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    if let Ok(current) = Handle::try_current() {
        let background = background()?;
        if current.id() == background.id() {
            return Ok(crate::sync::block_in_place(|| background.block_on(future)));
        }
        return hand_over(&background, future);
    }
    let Some(runtime) = Kept::take() else { return hand_over(&background()?, future) };
    Ok(runtime.get().block_on(async {
        if runtime.was_idle() {
            // Nobody drove this runtime's connections since the last call; give them a turn to notice that they were closed. The
            // first yield lets the I/O driver look, the second lets the connections act on it.
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        }
        future.await
    }))
}

/// Runs a future for an async caller. Outside tokio (on another executor) sockets and timers would panic, so there the background
/// runtime runs it.
pub(crate) async fn on_tokio<F>(future: F) -> Result<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    if Handle::try_current().is_ok() {
        return Ok(future.await);
    }
    let inside = cache_call();
    let task = background()?.spawn(inside_cache_call(inside, future));
    // Whoever drops this future is not interested in the rest, as on any other runtime.
    struct Abort(tokio::task::AbortHandle);
    impl Drop for Abort {
        fn drop(&mut self) {
            self.0.abort();
        }
    }
    let _abort = Abort(task.abort_handle());
    task.await.map_err(|_| Error::new(ErrorKind::Custom, "a custom provider, cache or transport panicked"))
}

fn hand_over<F>(background: &Handle, future: F) -> Result<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let (sender, receiver) = std::sync::mpsc::sync_channel(1);
    let inside = cache_call();
    background.spawn(inside_cache_call(inside, async move {
        // A caller that is gone needs no answer.
        let _ = sender.send(future.await);
    }));
    receiver
        .recv()
        .map_err(|_| Error::new(ErrorKind::Custom, "a custom provider, cache or transport panicked"))
}

/// A connection is hardly ever closed within so short a time of its last use; if it is, the request is sent again on another.
const BRIEF: Duration = Duration::from_millis(100);

/// A current-thread runtime, given back when dropped.
struct Kept {
    runtime: Option<Runtime>,
    /// When it was given back last (monotonic); `None` for a new one.
    last_used: Option<Duration>,
}

static IDLE: LazyLock<Mutex<Idle>> = LazyLock::new(|| Mutex::new(Idle::default()));

#[derive(Default)]
struct Idle {
    process: u32,
    runtimes: Vec<(Runtime, Duration)>,
    in_use: usize,
}

impl Kept {
    /// `None` when too many are in use, or the system has no more.
    fn take() -> Option<Self> {
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if idle.process != process {
            // A forked child must not use its parent's sockets, nor close them.
            std::mem::take(&mut idle.runtimes).into_iter().for_each(std::mem::forget);
            *idle = Idle { process, ..Idle::default() };
        }
        if idle.in_use >= KEPT {
            return None;
        }
        let (runtime, last_used) = match idle.runtimes.pop() {
            Some((runtime, last_used)) => (runtime, Some(last_used)),
            None => (Builder::new_current_thread().enable_all().build().ok()?, None),
        };
        idle.in_use += 1;
        Some(Self { runtime: Some(runtime), last_used })
    }

    fn get(&self) -> &Runtime {
        self.runtime.as_ref().expect("taken only when dropped")
    }

    fn was_idle(&self) -> bool {
        self.last_used.is_some_and(|last| SystemClock.monotonic().saturating_sub(last) > BRIEF)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        idle.in_use = idle.in_use.saturating_sub(1);
        idle.runtimes.push((runtime, SystemClock.monotonic()));
    }
}

/// Lets the connections on runtimes that nobody uses at the moment see what became of them. Never blocks: a thread does it.
pub(crate) fn drive_idle_runtimes() {
    let kept: Vec<Kept> = {
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        // A forked child must neither use nor close its parent's sockets.
        if idle.process != std::process::id() || idle.runtimes.is_empty() {
            return;
        }
        idle.in_use += idle.runtimes.len();
        let runtimes = std::mem::take(&mut idle.runtimes).into_iter();
        runtimes.map(|(runtime, last)| Kept { runtime: Some(runtime), last_used: Some(last) }).collect()
    };
    // Without a thread they are given back as they are.
    let _ = std::thread::Builder::new().name("spotify-sdk-idle".to_owned()).spawn(move || {
        for kept in kept {
            kept.get().block_on(async {
                // One turn for the I/O driver, one for the connections, one for what they have told others.
                for _ in 0..3 {
                    tokio::task::yield_now().await;
                }
            });
        }
    });
}

thread_local! {
    /// Which token manager is calling its cache on this thread right now; see `auth::manager::cache_calls`.
    static CACHE_CALL: Cell<Option<usize>> = const { Cell::new(None) };
}

/// The manager whose cache call the current code is part of.
pub(crate) fn cache_call() -> Option<usize> {
    CACHE_CALL.get()
}

/// Polls `future` as part of the cache call of `manager`, wherever it runs.
pub(crate) async fn inside_cache_call<F: Future>(manager: Option<usize>, future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| {
        let before = CACHE_CALL.replace(manager);
        // Restored even when the cache panics, as the thread is used again.
        struct Restore(Option<usize>);
        impl Drop for Restore {
            fn drop(&mut self) {
                CACHE_CALL.set(self.0);
            }
        }
        let _restore = Restore(before);
        future.as_mut().poll(context)
    })
    .await
}
