//! What the tests share.

use std::fs;
use std::future::Future;
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::Duration;

use futures_util::FutureExt as _;
use spotify_sdk::auth::{CacheError, CacheLock, FileTokenCache, TokenCache as _, TokenInfo};
use spotify_sdk::{Error, ErrorKind};
use tempfile::TempDir;
use tracing::dispatcher::{self, Dispatch};

/// 2023-11-14, the time of all tests that need one.
pub(crate) const NOW: f64 = 1_700_000_000.0;

/// The result of a cache's future. It works while it is polled and never waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("a file cache never waits")
}

/// A folder on a real disk.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A folder in memory where there is one, for tests that save thousands of times and need no disk.
pub(crate) fn fast_folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// The cache most tests use, in `token.json`.
pub(crate) fn cache_in(folder: &TempDir) -> FileTokenCache {
    FileTokenCache::new(folder.path().join("token.json"))
}

/// The `number`th of a series of tokens that differ in every member and in length, so that a mixture of two is noticed.
pub(crate) fn token(number: usize) -> TokenInfo {
    let filler = "x".repeat(number * 37 % 1500);
    TokenInfo::new(format!("BQD-{number}-{filler}"), NOW + number as f64)
        .unwrap()
        .with_refresh_token(format!("AQD-{number}-{filler}"))
        .with_scope(format!("scope-{number}"))
}

/// The number of a token of that series, if it is one and whole.
pub(crate) fn number_of(stored: &TokenInfo) -> Option<usize> {
    let number = stored.scope()?.strip_prefix("scope-")?.parse().ok()?;
    (*stored == token(number)).then_some(number)
}

/// The lock, held. Waits a little for it: a process that another test is starting right now has for a moment all our files
/// open, also one that was locked and closed.
pub(crate) fn lock(cache: &FileTokenCache) -> Box<dyn Send> {
    for _ in 0..1000 {
        match now(cache.try_lock()).unwrap() {
            CacheLock::Held(guard) => return guard,
            CacheLock::Busy => thread::sleep(Duration::from_millis(10)),
            other => panic!("the lock is {other:?}"),
        }
    }
    panic!("the lock stays busy");
}

/// The kind of this crate's error in `error`.
pub(crate) fn kind(error: &CacheError) -> ErrorKind {
    error.downcast_ref::<Error>().expect("one of this crate's errors").kind()
}

pub(crate) fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

/// The files in `folder` whose names end in `suffix`.
pub(crate) fn files_with(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(suffix))
        .collect();
    files.sort();
    files
}

/// Runs `body` and returns its result and the warnings that it logged on this thread.
pub(crate) fn warnings<T>(body: impl FnOnce() -> T) -> (T, Vec<String>) {
    // While there is one subscriber only, tracing asks the thread that comes across a log statement first whether anyone
    // listens to it, and remembers the answer for all threads. So there are always two.
    static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(subscriber(Log::default())));
    LazyLock::force(&SECOND);
    let log = Log::default();
    let result = dispatcher::with_default(&Dispatch::new(subscriber(log.clone())), body);
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    (result, text.lines().map(str::to_owned).collect())
}

fn subscriber(log: Log) -> impl tracing::Subscriber {
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_ansi(false)
        .without_time()
        .with_writer(move || log.clone())
        .finish()
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
