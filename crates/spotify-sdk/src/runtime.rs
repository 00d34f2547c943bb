//! Where futures run: the SDK's own background runtime, and the threads of blocking callers.

use std::cell::Cell;
use std::future::Future;
use std::sync::{LazyLock, Mutex, PoisonError};

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::{Error, ErrorKind, Result};

/// Current-thread runtimes kept for blocking callers; more callers at once get runtimes that are not kept.
const KEPT: usize = 32;

/// The runtime for what must outlive its caller: refreshes, logins being stored. Started when first needed, never stopped: dropping a
/// caller's runtime can't take a token that is being renewed with it. After a `fork` the child gets its own, as threads do not
/// survive one.
pub(crate) fn background() -> Result<Handle> {
    static BACKGROUND: Mutex<Option<(u32, &'static Runtime)>> = Mutex::new(None);
    let mut background = BACKGROUND.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if let Some((owner, runtime)) = *background
        && owner == process
    {
        return Ok(runtime.handle().clone());
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("spotify-sdk")
        .enable_all()
        .build()
        .map_err(|error| {
            Error::new(ErrorKind::Custom, "the background runtime can't start").with_source(error)
        })?;
    let runtime = Box::leak(Box::new(runtime));
    *background = Some((process, runtime));
    Ok(runtime.handle().clone())
}

/// Runs a future for a caller that blocks.
///
/// On a plain thread it runs right there, on a current-thread runtime: no hand-off to another thread. Inside tokio that would
/// panic, so there the background runtime runs it and this thread waits.
pub(crate) fn block_on<F>(future: F) -> Result<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    if Handle::try_current().is_ok() {
        return hand_over(future);
    }
    let runtime = Kept::take()?;
    Ok(runtime.get().block_on(async {
        // Nobody drove this runtime's connections since the last call; give them a turn to notice that they were closed. The first
        // yield lets the I/O driver look, the second lets the connections act on it.
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
        future.await
    }))
}

fn hand_over<F>(future: F) -> Result<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let (sender, receiver) = std::sync::mpsc::sync_channel(1);
    let inside = cache_call();
    background()?.spawn(inside_cache_call(inside, async move {
        // A caller that is gone needs no answer.
        let _ = sender.send(future.await);
    }));
    receiver
        .recv()
        .map_err(|_| Error::new(ErrorKind::Custom, "a custom provider, cache or transport panicked"))
}

/// A current-thread runtime, given back when dropped.
struct Kept(Option<Runtime>);

static IDLE: LazyLock<Mutex<(u32, Vec<Runtime>)>> =
    LazyLock::new(|| Mutex::new((std::process::id(), Vec::new())));

impl Kept {
    fn take() -> Result<Self> {
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if idle.0 != process {
            // A forked child must not use its parent's sockets, nor close them.
            std::mem::take(&mut idle.1).into_iter().for_each(std::mem::forget);
            idle.0 = process;
        }
        if let Some(runtime) = idle.1.pop() {
            return Ok(Self(Some(runtime)));
        }
        drop(idle);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| {
            Error::new(ErrorKind::Custom, "a runtime for blocking calls can't start").with_source(error)
        })?;
        Ok(Self(Some(runtime)))
    }

    fn get(&self) -> &Runtime {
        self.0.as_ref().expect("taken only when dropped")
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let Some(runtime) = self.0.take() else { return };
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.1.len() < KEPT {
            idle.1.push(runtime);
        } else {
            drop(idle);
            runtime.shutdown_background();
        }
    }
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
