//! Calling a cache that somebody else wrote: bounded in time, on a thread that may block, never into itself.

use std::cell::Cell;
use std::future::Future;
use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::JoinError;

use super::turns::Turns;
use crate::auth::cache::{CacheError, CacheLock, SharedTokenCache};
use crate::auth::token_info::TokenInfo;
use crate::cool_downs::CoolDowns;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime;
use crate::sync::{Mutex, MutexGuard};

/// How much later a call counts as stuck that blocks its thread: one that only waits has been ended by then.
const GRACE: Duration = Duration::from_millis(200);

/// A cache, and whose it is.
pub(super) struct CacheCalls {
    cache: SharedTokenCache,
    /// Tells managers apart; only compared.
    manager: usize,
    /// Calls that were given up and still block their threads.
    stuck: Mutex<Vec<Weak<()>>>,
}

impl CacheCalls {
    pub(super) fn new(cache: SharedTokenCache, manager: usize) -> Self {
        Self { cache, manager, stuck: Mutex::default() }
    }

    pub(super) fn cool_downs(&self) -> Option<CoolDowns> {
        self.cache.cool_downs()
    }

    /// A cache that asks its own provider for a token would wait for itself.
    pub(super) fn refuse_reentry(&self) -> Result<()> {
        if runtime::cache_call() == Some(self.manager) {
            return Err(Error::new(
                ErrorKind::Cache,
                "the token cache asked the provider that was calling it for a token, which would never end",
            )
            .with_advice("Give the cache a client with a login of its own"));
        }
        Ok(())
    }

    pub(super) async fn get(&self) -> Result<Option<TokenInfo>> {
        self.call("read", |cache| async move { cache.get().await }).await
    }

    pub(super) async fn compare_and_set(
        &self,
        expected: Option<TokenInfo>,
        token: TokenInfo,
    ) -> Result<bool> {
        self.call("written", |cache| async move { cache.compare_and_set(expected.as_ref(), &token).await })
            .await
    }

    pub(super) async fn delete(&self) -> Result<()> {
        self.call("cleared", |cache| async move { cache.delete().await }).await
    }

    pub(super) async fn try_lock(&self) -> Result<CacheLock> {
        self.call("locked", |cache| async move {
            Ok(match cache.try_lock().await? {
                CacheLock::Held(lock) => CacheLock::Held(Box::new(Lock(Some(lock)))),
                other => other,
            })
        })
        .await
    }

    async fn call<T, F, Fut>(&self, what: &str, call: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(SharedTokenCache) -> Fut,
        Fut: Future<Output = Result<T, CacheError>> + Send + 'static,
    {
        let failed = |reason: &str| {
            Error::new(ErrorKind::Cache, format!("the token cache could not be {what}{reason}"))
        };
        // A second call would most likely hang like the first, for two more seconds and on one more thread.
        if self.is_stuck() {
            return Err(failed(": an earlier call of it still hangs"));
        }
        let future = runtime::inside_cache_call(Some(self.manager), call(self.cache.clone()));
        let runtime = Handle::current();
        // What waits without blocking can be dropped; what blocks its thread can't.
        // Real time: what hangs is not our clock.
        let limit = self.cache.time_limit();
        let work = move || runtime.block_on(tokio::time::timeout(limit, future));
        match self.on_a_thread_that_may_block(work).await {
            Some(Ok(Ok(Ok(value)))) => Ok(value),
            Some(Ok(Ok(Err(source)))) => Err(match source.downcast::<Error>() {
                // Ours says already what could not be done, to which file, and what to do about it.
                Ok(error) if error.kind() == ErrorKind::Cache => *error,
                Ok(error) => failed(&format!(": {error}")).with_source(*error),
                Err(source) => {
                    failed(&format!(": {}", crate::error::scrub(&source.to_string()))).with_source(source)
                }
            }),
            Some(Err(_)) => Err(failed(": it panicked")),
            Some(Ok(Err(_))) | None => Err(failed(&format!(" within {} seconds", limit.as_secs_f64()))),
        }
    }

    /// Frees the cache's lock. That is somebody else's code too: it may block or panic, and nobody waits for it long.
    pub(super) async fn let_go(&self, lock: Option<Box<dyn Send>>) {
        if let Some(lock) = lock
            && self
                .on_a_thread_that_may_block(move || may_block(move || drop(lock)))
                .await
                .is_none_or(|outcome| outcome.is_err())
        {
            tracing::warn!("the token cache's lock panicked or hung when it was freed");
        }
    }

    /// The outcome of `work`, or nothing if it does not come in time; then it is noted as long as it lasts. Its time begins when it does:
    /// thousands may be waiting, and that others are many says nothing of the cache.
    async fn on_a_thread_that_may_block<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<Result<T, JoinError>> {
        let limit = self.cache.time_limit() + GRACE;
        let turn = Turns::of_this_process().call(limit).await?;
        let working = Arc::new(());
        let mark = Arc::downgrade(&working);
        let (begins, begun) = oneshot::channel();
        let task = tokio::task::spawn_blocking(move || {
            let _working = working;
            // Whoever waited for it may have gone away.
            let _ = begins.send(());
            work()
        });
        if tokio::time::timeout(limit, begun).await.is_err() {
            // Calls that hang have all the threads.
            task.abort();
            return None;
        }
        let outcome = tokio::time::timeout(limit, task).await.ok();
        match outcome {
            Some(_) => turn.ended(),
            None => self.stuck().push(mark),
        }
        outcome
    }

    fn stuck(&self) -> MutexGuard<'_, Vec<Weak<()>>> {
        self.stuck.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stuck(&self) -> bool {
        let mut stuck = self.stuck();
        stuck.retain(|call| call.strong_count() > 0);
        !stuck.is_empty()
    }
}

/// A cache's lock. Freeing it may block; where nobody has seen to that, as when the caller went away the moment that the lock was taken, a
/// thread does it that may.
struct Lock(Option<Box<dyn Send>>);

impl Drop for Lock {
    fn drop(&mut self) {
        let lock = self.0.take();
        match Handle::try_current() {
            Ok(runtime) if !MAY_BLOCK.get() => drop(runtime.spawn_blocking(move || drop(lock))),
            _ => drop(lock),
        }
    }
}

thread_local! {
    /// Whether what is being done on this thread may block it.
    static MAY_BLOCK: Cell<bool> = const { Cell::new(false) };
}

fn may_block(work: impl FnOnce()) {
    MAY_BLOCK.set(true);
    // Also when it panics, as the thread is used again.
    struct Restore;
    impl Drop for Restore {
        fn drop(&mut self) {
            MAY_BLOCK.set(false);
        }
    }
    let _restore = Restore;
    work();
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread::{self, ThreadId};

    use super::*;
    use crate::auth::cache::TokenCache;

    /// Says that it is at work, and goes on when it is told to.
    struct Locking(mpsc::Sender<Option<ThreadId>>, Mutex<mpsc::Receiver<()>>);

    struct Blocking(mpsc::Sender<Option<ThreadId>>);

    impl Drop for Blocking {
        fn drop(&mut self) {
            self.0.send(Some(thread::current().id())).unwrap();
        }
    }

    impl TokenCache for Locking {
        async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
            Ok(None)
        }

        async fn set(&self, _: &TokenInfo) -> Result<(), CacheError> {
            Ok(())
        }

        async fn try_lock(&self) -> Result<CacheLock, CacheError> {
            self.0.send(None)?;
            self.1.lock().unwrap().recv()?;
            Ok(CacheLock::Held(Box::new(Blocking(self.0.clone()))))
        }
    }

    #[tokio::test]
    async fn fault_035_a_lock_that_nobody_waits_for_any_more_is_freed_where_it_may_block() {
        let (sender, seen) = mpsc::channel();
        let (go_on, told) = mpsc::channel();
        let calls = CacheCalls::new(SharedTokenCache::new(Locking(sender, Mutex::new(told))), 1);
        let mut taking = Box::pin(calls.try_lock());
        assert!(
            std::future::poll_fn(|context| {
                std::task::Poll::Ready(taking.as_mut().poll(context).is_pending())
            })
            .await
        );
        assert_eq!(seen.recv().unwrap(), None);
        drop(taking);
        go_on.send(()).unwrap();
        let freed_on = seen.recv_timeout(Duration::from_secs(60)).unwrap();
        assert_ne!(freed_on, Some(thread::current().id()));
        // And at once where somebody does wait.
        go_on.send(()).unwrap();
        let CacheLock::Held(lock) = calls.try_lock().await.unwrap() else { panic!("it is free") };
        assert_eq!(seen.recv().unwrap(), None);
        calls.let_go(Some(lock)).await;
        assert!(seen.try_recv().unwrap().is_some_and(|thread| thread != thread::current().id()));
    }
}
