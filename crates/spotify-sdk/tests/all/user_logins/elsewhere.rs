//! What another process does to a login is noticed here while the login is in use, within a second.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use spotify_sandbox::Sandbox;
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{
    AuthorizationCode, CacheError, DirectoryTokenCache, FileTokenCache, KeyedTokenCache, TokenCache,
    TokenInfo,
};
use spotify_sdk::clock::ManualClock;

use super::support::{log_in, name, over, sandbox};
use crate::support::eventually;
use crate::token_manager::support::{
    HOUR, Mishap, ShakyCache, failure, in_time, provider, slow_answers, token_requests, until_token_requests,
};

/// As long as a change may stay unnoticed.
const SECOND: Duration = Duration::from_secs(1);

/// A cache that others change, and how often it was read.
#[derive(Clone, Default)]
struct Watched {
    cache: ShakyCache,
    reads: Arc<AtomicUsize>,
}

impl TokenCache for Watched {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        let outcome = self.cache.get().await;
        self.reads.fetch_add(1, Ordering::SeqCst);
        outcome
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        self.cache.set(token).await
    }

    fn is_shared(&self) -> bool {
        true
    }
}

/// A provider in time that a test moves, with a login that has long to live.
struct Here {
    auth: AuthorizationCode,
    cache: Watched,
    clock: ManualClock,
    login: TokenInfo,
}

impl Here {
    async fn logged_in(sandbox: &Sandbox) -> Self {
        let (cache, clock) = (Watched::default(), ManualClock::new());
        clock.set_wall(sandbox.now());
        let auth = provider(sandbox).token_cache(cache.clone()).clock(clock.clone()).build().unwrap();
        let login = log_in(sandbox, &auth, &name(0)).await;
        Self { auth, cache, clock, login }
    }

    /// Somebody calls after a while, until the cache has been looked at.
    async fn after(&self, time: Duration) {
        self.clock.advance(time);
        let reads = self.cache.reads.load(Ordering::SeqCst);
        in_time(async {
            while self.cache.reads.load(Ordering::SeqCst) == reads {
                let _ = self.auth.access_token().await;
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        })
        .await;
    }

    fn logged_out(&self) {
        eventually("the logout is noticed", || self.auth.access_token().wait().is_err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logout_is_noticed_within_a_second_of_use() {
    let sandbox = sandbox(1);
    let here = Here::logged_in(&sandbox).await;
    here.cache.cache.put(Some(TokenInfo::tombstone()));
    here.after(SECOND).await;
    here.logged_out();
    assert_eq!(failure(&here.auth).await, ErrorKind::NotLoggedIn);
    assert_eq!(here.auth.refresh_token_expires_at(), None, "memory is cleared");
    assert_eq!(token_requests(&sandbox), 1);
}

#[tokio::test]
async fn a_cache_is_looked_at_twice_a_second_and_only_while_somebody_calls() {
    let sandbox = sandbox(1);
    let here = Here::logged_in(&sandbox).await;
    let reads = || here.cache.reads.load(Ordering::SeqCst);
    let before = reads();
    for _ in 0..1000 {
        here.auth.access_token().await.unwrap();
    }
    // Ten seconds in which nobody calls, and then somebody does a hundred times.
    here.clock.advance(10 * SECOND);
    here.after(Duration::ZERO).await;
    for _ in 0..100 {
        here.auth.access_token().await.unwrap();
    }
    assert_eq!(reads(), before + 1);
    for half in 1..=10 {
        here.after(SECOND / 2).await;
        assert_eq!(reads(), before + 1 + half);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_login_is_taken_over_without_a_request() {
    let sandbox = sandbox(2);
    let here = Here::logged_in(&sandbox).await;
    sandbox.advance(SECOND);
    let there = provider(&sandbox).token_cache(here.cache.clone()).build().unwrap();
    let newer = log_in(&sandbox, &there, &name(1)).await;
    here.after(SECOND).await;
    eventually("the login is taken over", || {
        here.auth.access_token().wait().unwrap().expose() == newer.access_token()
    });
    assert_eq!(token_requests(&sandbox), 2, "one for each login");
}

#[tokio::test]
async fn what_is_older_or_gone_or_unreadable_or_somebody_elses_changes_nothing() {
    let sandbox = sandbox(1);
    let here = Here::logged_in(&sandbox).await;
    let older = here.login.clone().with_authorized_at(1000.0).unwrap();
    let mut foreign = serde_json::to_value(&here.login).unwrap();
    foreign["access_token"] = "sandbox-access-foreign".into();
    foreign["x"]["client"] = "0123456789abcdef".into();
    foreign["x"]["authorized_at"] = 9e9.into();
    let foreign: TokenInfo = serde_json::from_value(foreign).unwrap();
    let kinds = [None, Some(older), Some(foreign)];
    for stored in kinds {
        here.cache.cache.put(stored);
        for _ in 0..3 {
            here.after(SECOND).await;
        }
        assert_eq!(here.auth.access_token().await.unwrap().expose(), here.login.access_token());
    }
    here.cache.cache.reading(Some(Mishap::Fails));
    here.clock.advance(SECOND);
    assert_eq!(here.auth.access_token().await.unwrap().expose(), here.login.access_token());
    here.cache.cache.reading(Some(Mishap::Pends));
    for _ in 0..100 {
        here.clock.advance(SECOND);
        let start = std::time::Instant::now();
        assert_eq!(here.auth.access_token().await.unwrap().expose(), here.login.access_token());
        assert!(start.elapsed() < SECOND, "a caller waited for a cache that hangs");
    }
    assert_eq!(token_requests(&sandbox), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_cache_lost_is_put_back_and_what_was_given_up_is_not() {
    let sandbox = sandbox(1);
    let here = Here::logged_in(&sandbox).await;
    let cache = &here.cache.cache;
    let mut behind = serde_json::to_value(&here.login).unwrap();
    behind["access_token"] = "sandbox-access-behind".into();
    behind["refresh_token"] = "sandbox-refresh-behind".into();
    behind["expires_at"] = (here.login.expires_at() - 1800.0).into();
    let behind: TokenInfo = serde_json::from_value(behind).unwrap();
    for lost in [None, Some(behind), None] {
        cache.put(lost);
        here.after(SECOND).await;
        eventually("it is put back", || cache.stored().as_ref() == Some(&here.login));
    }
    cache.put(Some(TokenInfo::tombstone()));
    here.after(SECOND).await;
    here.logged_out();
    cache.put(None);
    for _ in 0..3 {
        here.clock.advance(SECOND);
        assert_eq!(failure(&here.auth).await, ErrorKind::NotLoggedIn);
    }
    assert_eq!(cache.stored(), None, "who has heard of a logout puts nothing back");
    assert_eq!(token_requests(&sandbox), 1);
}

#[tokio::test]
async fn fault_026_a_cache_that_fell_back_does_not_make_a_spent_refresh_token_be_sent() {
    let sandbox = sandbox(1);
    let here = Here::logged_in(&sandbox).await;
    let mut behind = serde_json::to_value(&here.login).unwrap();
    behind["access_token"] = "sandbox-access-behind".into();
    behind["refresh_token"] = "sandbox-refresh-behind".into();
    behind["expires_at"] = (here.login.expires_at() - 1800.0).into();
    here.cache.cache.put(Some(serde_json::from_value(behind).unwrap()));
    // Nobody looked before the renewal.
    here.clock.advance(HOUR);
    sandbox.advance(HOUR);
    in_time(here.auth.access_token().into_future()).await.unwrap();
    assert_eq!(token_requests(&sandbox), 2, "the newer one alone was sent");
    let stored = here.cache.cache.stored().unwrap();
    assert_eq!(stored.refresh_token(), here.auth.token_info().await.unwrap().refresh_token());
}

#[tokio::test]
async fn a_logout_over_nothing_is_written_where_others_could_see_it() {
    let sandbox = sandbox(1);
    let shared = Watched::default();
    let auth = provider(&sandbox).token_cache(shared.clone()).build().unwrap();
    auth.logout().await.unwrap();
    assert_eq!(shared.cache.stored(), Some(TokenInfo::tombstone()));

    let alone = ShakyCache::default();
    let auth = provider(&sandbox).token_cache(alone.clone()).build().unwrap();
    auth.logout().await.unwrap();
    assert_eq!(alone.stored(), None);

    let folder = tempfile::tempdir().unwrap();
    let file = FileTokenCache::new(folder.path().join("token.json"));
    let auth = provider(&sandbox).token_cache(file.clone()).build().unwrap();
    std::fs::write(file.path(), r#"{"refresh_token":"AQD-cut-off"#).unwrap();
    for _ in 0..2 {
        auth.logout().await.unwrap();
        assert_eq!(file.get().await.unwrap(), Some(TokenInfo::tombstone()));
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            assert!(!text.contains("AQD"), "a logout leaves no secret behind: {text}");
        }
        std::fs::remove_file(file.path()).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logout_that_the_cache_did_not_take_spares_a_later_login() {
    let sandbox = sandbox(2);
    let here = Here::logged_in(&sandbox).await;
    here.cache.cache.writing(Some(Mishap::Fails));
    assert_eq!(here.auth.logout().await.unwrap_err().kind(), ErrorKind::Cache);
    for _ in 0..3 {
        here.clock.advance(SECOND);
        assert_eq!(failure(&here.auth).await, ErrorKind::NotLoggedIn, "the login is still in the cache");
    }
    here.cache.cache.writing(None);
    let there = provider(&sandbox).token_cache(here.cache.clone()).build().unwrap();
    sandbox.advance(10 * SECOND);
    let later = log_in(&sandbox, &there, &name(1)).await;
    here.clock.advance(10 * SECOND);
    eventually("the later login is taken over", || {
        here.clock.advance(SECOND);
        here.auth.access_token().wait().is_ok_and(|token| token.expose() == later.access_token())
    });
    assert_eq!(here.cache.cache.stored(), Some(later));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_the_cache_did_not_take_is_not_ended_by_the_logout_before_it() {
    let sandbox = sandbox(1);
    let (cache, clock) = (Watched::default(), ManualClock::new());
    clock.set_wall(sandbox.now());
    cache.cache.put(Some(TokenInfo::tombstone()));
    cache.cache.writing(Some(Mishap::Fails));
    let auth = provider(&sandbox).token_cache(cache.clone()).clock(clock.clone()).build().unwrap();
    let login = log_in(&sandbox, &auth, &name(0)).await;
    let here = Here { auth, cache, clock, login };
    for _ in 0..3 {
        here.after(SECOND).await;
        assert_eq!(here.auth.access_token().await.unwrap().expose(), here.login.access_token());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_over_one_directory_log_a_user_out_and_in() {
    let sandbox = sandbox(2);
    let folder = tempfile::tempdir().unwrap();
    let worker = || over(&sandbox, DirectoryTokenCache::new(folder.path())).build().unwrap();
    let (here, there) = (worker(), worker());
    let user = name(0);
    let has = |logins: &spotify_sdk::auth::UserLogins| logins.for_user(&user).access_token().wait();
    for _ in 0..3 {
        sandbox.advance(SECOND);
        let login = log_in(&sandbox, &here.for_user(&user), &user).await;
        eventually("the other worker has the login", || {
            has(&there).is_ok_and(|token| token.expose() == login.access_token())
        });
        there.for_user(&user).logout().await.unwrap();
        eventually("the first worker has heard of the logout", || {
            has(&here).is_err_and(|error| error.kind() == ErrorKind::NotLoggedIn)
        });
    }
    assert_eq!(token_requests(&sandbox), 3, "three logins and no refresh");
}

#[tokio::test]
async fn a_refresh_in_flight_elsewhere_does_not_bring_a_users_login_back() {
    let sandbox = sandbox(1);
    let folder = tempfile::tempdir().unwrap();
    let cache = DirectoryTokenCache::new(folder.path());
    let worker = || over(&sandbox, cache.clone()).build().unwrap();
    let (here, there) = (worker(), worker());
    log_in(&sandbox, &here.for_user(name(0)), &name(0)).await;
    there.for_user(name(0)).access_token().await.unwrap();
    sandbox.advance(HOUR);
    slow_answers(&sandbox, 700);
    let caller = tokio::spawn({
        let auth = there.for_user(name(0));
        async move { auth.access_token().await }
    });
    until_token_requests(&sandbox, 2).await;
    // It waits for the lock that the refresh holds, and then clears what that one has stored; or comes in before, without a lock.
    in_time(async { here.for_user(name(0)).logout().await }).await.unwrap();
    let _ = in_time(caller).await.unwrap();
    assert!(cache.for_key(&name(0)).get().await.unwrap().unwrap().is_tombstone());
    let auth = there.for_user(name(0));
    in_time(async {
        while auth.access_token().await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    assert_eq!(failure(&auth).await, ErrorKind::NotLoggedIn);
    assert!(cache.for_key(&name(0)).get().await.unwrap().unwrap().is_tombstone());
}

#[cfg(unix)]
#[tokio::test]
async fn a_logout_is_noticed_by_another_process() {
    use crate::token_manager::child::{Actor, command};

    let sandbox = Sandbox::builder().start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token.json");
    let here = provider(&sandbox).token_cache(FileTokenCache::new(&path)).build().unwrap();
    let login = crate::support::log_in(&sandbox, &here).await;
    let mut child = Actor::start(command("renew when told", &sandbox, Some(&path)));
    child.expect("ready");
    let mut says = || {
        child.tell("renew");
        child.line()
    };
    assert_eq!(says(), login.access_token());
    here.logout().await.unwrap();
    let start = std::time::Instant::now();
    eventually("the other process has heard of it", || !says().starts_with("sandbox-access-"));
    println!("a logout was noticed by another process after {:.2} s", start.elapsed().as_secs_f64());
    assert!(says().contains("nobody has logged in"));
    child.tell("end");
    child.finish();
    assert_eq!(token_requests(&sandbox), 1);
}
