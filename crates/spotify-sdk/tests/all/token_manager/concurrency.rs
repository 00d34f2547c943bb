//! Many callers at once, and callers that go away.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use futures_util::future::join_all;
use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{CacheError, ClientCredentials, TokenCache, TokenInfo};

use super::support::{
    HOUR, in_time, provider, real_sleeps, slow_answers, token_requests, until_token_requests,
};
use crate::support::{client_credentials, log_in};

#[tokio::test]
async fn fault_037_ten_thousand_tasks_send_one_request() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = provider(&sandbox).build().unwrap();
    log_in(&sandbox, &auth).await;
    for expiry in 1..=3 {
        sandbox.advance(HOUR);
        let tasks = (0..10_000).map(|_| {
            let auth = auth.clone();
            tokio::spawn(async move { auth.access_token().await.unwrap() })
        });
        let tokens = in_time(join_all(tasks.collect::<Vec<_>>())).await;
        let first = tokens[0].as_ref().unwrap();
        assert!(tokens.iter().all(|token| token.as_ref().unwrap() == first));
        assert_eq!(token_requests(&sandbox), 1 + expiry);
    }
}

#[tokio::test]
async fn fault_037_ten_thousand_tasks_share_one_error() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = client_credentials(&sandbox).clock(real_sleeps(&sandbox)).max_retries(0).build().unwrap();
    sandbox.fault(Fault::on("POST /api/token").status(503).delay(Duration::from_millis(1500)));
    let calls: Vec<_> = (0..10_000).map(|_| auth.access_token()).collect();
    let results = in_time(join_all(calls)).await;
    assert!(
        results.iter().all(|result| result.as_ref().is_err_and(|error| error.kind() == ErrorKind::Server))
    );
    assert_eq!(token_requests(&sandbox), 1);
}

#[test]
fn fault_037_a_thousand_blocking_threads_send_one_request() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = client_credentials(&sandbox).clock(real_sleeps(&sandbox)).build().unwrap();
    slow_answers(&sandbox, 500);
    let barrier = std::sync::Barrier::new(1000);
    let open_files = || std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    let before = open_files();
    let most = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for number in 0..1000 {
            let (auth, barrier, most) = (&auth, &barrier, &most);
            let run = move || {
                barrier.wait();
                if number == 0 {
                    std::thread::sleep(Duration::from_millis(250));
                    most.store(open_files(), std::sync::atomic::Ordering::SeqCst);
                }
                auth.access_token().wait().unwrap();
            };
            std::thread::Builder::new().stack_size(256 * 1024).spawn_scoped(scope, run).unwrap();
        }
    });
    assert_eq!(token_requests(&sandbox), 1);
    let most = most.into_inner();
    assert!(most < before + 700, "{before} open files grew to {most}: the usual limit of a process is 1,024");
}

#[tokio::test]
async fn fault_038_cancelled_leaders_take_nothing_with_them() {
    for cancelled in [1, 10, 9_999] {
        let sandbox = Sandbox::builder().start().unwrap();
        let auth = provider(&sandbox).build().unwrap();
        log_in(&sandbox, &auth).await;
        sandbox.advance(HOUR);
        slow_answers(&sandbox, 1500);
        let tasks: Vec<_> = (0..10_000)
            .map(|_| {
                let auth = auth.clone();
                tokio::spawn(async move { auth.access_token().await })
            })
            .collect();
        until_token_requests(&sandbox, 2).await;
        tasks.iter().take(cancelled).for_each(tokio::task::JoinHandle::abort);
        let results = in_time(join_all(tasks)).await;
        let cut = results.iter().filter(|result| result.is_err()).count();
        assert_eq!(cut, cancelled);
        assert!(results.into_iter().flatten().all(|result| result.is_ok()));
        assert_eq!(token_requests(&sandbox), 2, "{cancelled} cancelled");
    }
}

#[tokio::test]
async fn fault_024_an_answer_that_comes_after_the_caller_has_left_is_kept() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = provider(&sandbox).build().unwrap();
    log_in(&sandbox, &auth).await;
    sandbox.advance(HOUR);
    slow_answers(&sandbox, 1500);
    let impatient = tokio::time::timeout(Duration::from_millis(200), async { auth.access_token().await });
    assert!(impatient.await.is_err(), "the caller gave up");
    tokio::time::sleep(Duration::from_millis(1)).await;
    in_time(async { auth.access_token().await }).await.unwrap();
    assert_eq!(token_requests(&sandbox), 2, "nobody asked again");
}

#[test]
fn fault_039_a_refresh_outlives_the_runtime_that_began_it() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = provider(&sandbox).build().unwrap();
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime().block_on(log_in(&sandbox, &auth));
    for expiry in 1..=3 {
        sandbox.advance(HOUR);
        sandbox.clear_faults();
        slow_answers(&sandbox, 500);
        let first = runtime();
        first.block_on(async {
            let started =
                tokio::time::timeout(Duration::from_millis(30), async { auth.access_token().await });
            assert!(started.await.is_err());
        });
        drop(first);
        runtime().block_on(in_time(async { auth.access_token().await })).unwrap();
        assert_eq!(token_requests(&sandbox), 1 + expiry);
    }
}

#[test]
fn fault_039_no_timer_of_the_caller_s_runtime_is_needed() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = provider(&sandbox).build().unwrap();
    let bare = tokio::runtime::Builder::new_current_thread().build().unwrap();
    bare.block_on(log_in(&sandbox, &auth));
    // Inside the skew, where callers wait two seconds at most.
    sandbox.advance(HOUR - Duration::from_secs(20));
    bare.block_on(async { auth.access_token().await }).unwrap();
    assert_eq!(token_requests(&sandbox), 2);
    bare.block_on(async { auth.close().await }).unwrap();
}

/// A cache whose `get` asks the provider that uses it, and keeps what it was told.
#[derive(Clone, Default)]
struct Recursive(Arc<Inside>);

#[derive(Default)]
struct Inside {
    auth: OnceLock<ClientCredentials>,
    blocking: bool,
    told: Mutex<Vec<ErrorKind>>,
}

impl TokenCache for Recursive {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        let auth = self.0.auth.get().expect("set before use");
        let answer = if self.0.blocking { auth.access_token().wait() } else { auth.access_token().await };
        if let Err(error) = &answer {
            self.0.told.lock().unwrap().push(error.kind());
        }
        answer?;
        Ok(None)
    }

    async fn set(&self, _: &TokenInfo) -> Result<(), CacheError> {
        Ok(())
    }
}

#[tokio::test]
async fn fault_041_a_cache_that_calls_its_own_provider_is_told_so() {
    for blocking in [false, true] {
        let sandbox = Sandbox::builder().start().unwrap();
        let cache = Recursive(Arc::new(Inside { blocking, ..Inside::default() }));
        let auth = client_credentials(&sandbox).token_cache(cache.clone()).build().unwrap();
        cache.0.auth.set(auth.clone()).unwrap();
        let start = std::time::Instant::now();
        auth.access_token().await.expect("the token is there; only the cache is not");
        assert!(start.elapsed() < Duration::from_millis(1900), "it did not wait for itself");
        assert_eq!(cache.0.told.lock().unwrap()[0], ErrorKind::Cache);
        assert_eq!(token_requests(&sandbox), 1);
    }
}
