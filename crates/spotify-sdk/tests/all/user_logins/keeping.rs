//! Who stays in memory and who is dropped.

use std::sync::Arc;
use std::time::Duration;

use spotify_sdk::SpotifyClient;
use spotify_sdk::auth::{
    CacheError, InMemoryKeyedTokenCache, KeyedTokenCache, TokenCache, TokenInfo, UserLogins,
};

use super::support::{in_memory, log_in, name, over, sandbox, store_login};
use crate::support::in_time;
use crate::token_manager::support::{HOUR, Mishap, ShakyCache, token_requests};

/// Others come and go, so that whoever can be dropped is.
fn others(logins: &UserLogins) {
    for number in 0..100 {
        logins.for_user(format!("other {number}"));
    }
}

/// The same misbehaving cache for every key.
struct Shaky(ShakyCache);

impl KeyedTokenCache for Shaky {
    type Cache = ShakyCache;

    fn for_key(&self, _: &str) -> ShakyCache {
        self.0.clone()
    }
}

#[tokio::test]
async fn no_more_idle_ones_are_kept_than_was_said_and_those_that_are_asked_for_stay() {
    let sandbox = sandbox(2);
    let cache = InMemoryKeyedTokenCache::new();
    let logins = over(&sandbox, cache.clone()).max_idle(10).build().unwrap();
    for user in [name(0), name(1)] {
        store_login(&sandbox, &cache, &user, 10.0).await;
        logins.for_user(user).access_token().await.unwrap();
    }
    assert_eq!(token_requests(&sandbox), 2);
    for number in 0..1000 {
        logins.for_user(format!("other {number}"));
        // The one that is asked for all the time.
        logins.for_user(name(0));
        assert!(logins.in_memory() <= 11, "ten, and the one that was just handed out");
    }
    // With the cache emptied only what is in memory is left.
    for user in [name(0), name(1)] {
        cache.for_key(&user).set(&TokenInfo::tombstone()).await.unwrap();
    }
    logins.for_user(name(0)).access_token().await.expect("it stayed in memory");
    logins.for_user(name(1)).access_token().await.expect_err("it was dropped");
}

#[tokio::test]
async fn who_was_dropped_comes_back_from_the_cache() {
    let sandbox = sandbox(1);
    let logins = over(&sandbox, InMemoryKeyedTokenCache::new()).max_idle(0).build().unwrap();
    let login = log_in(&sandbox, &logins.for_user(name(0)), &name(0)).await;
    others(&logins);
    assert_eq!(logins.in_memory(), 1, "the last of the others");
    assert_eq!(logins.for_user(name(0)).access_token().await.unwrap().expose(), login.access_token());
    assert_eq!(token_requests(&sandbox), 1);
}

#[tokio::test]
async fn one_that_is_in_use_is_never_dropped() {
    let sandbox = sandbox(1);
    let logins = over(&sandbox, InMemoryKeyedTokenCache::new()).max_idle(0).build().unwrap();
    let held = logins.for_user("held");
    held.authorization_url().state("s").build().unwrap();
    let client = SpotifyClient::new(logins.for_user("of a client"));
    others(&logins);
    assert_eq!(logins.in_memory(), 3);
    logins.for_user("held").parse_response_url("?code=x&state=s", None).unwrap();
    drop((held, client));
    // Nobody holds the client's any more; the other one has a login under way.
    others(&logins);
    assert_eq!(logins.in_memory(), 2);
    sandbox.advance(Duration::from_secs(601));
    others(&logins);
    assert_eq!(logins.in_memory(), 1, "the user will not come back by now");
}

#[tokio::test]
async fn fault_056_one_whose_token_the_cache_did_not_take_is_never_dropped() {
    let sandbox = sandbox(1);
    let cache = ShakyCache::default();
    let logins = over(&sandbox, Shaky(cache.clone())).max_idle(0).build().unwrap();
    log_in(&sandbox, &logins.for_user(name(0)), &name(0)).await;
    cache.writing(Some(Mishap::Fails));
    sandbox.advance(HOUR);
    let token = logins.for_user(name(0)).access_token().await.unwrap();
    others(&logins);
    assert_eq!(logins.for_user(name(0)).access_token().await.unwrap(), token, "from memory");
    assert_eq!(token_requests(&sandbox), 2);
    // When the cache is back it is stored, and then it may go.
    cache.writing(None);
    in_time(async {
        while cache.stored().is_none_or(|stored| stored.access_token() != token.expose()) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        while logins.in_memory() > 1 {
            others(&logins);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn thousands_that_are_in_use_do_not_make_the_next_one_slow_and_go_when_they_are_idle() {
    let sandbox = sandbox(1);
    let logins = over(&sandbox, InMemoryKeyedTokenCache::new()).max_idle(5).build().unwrap();
    let held: Vec<_> = (0..2000).map(|number| logins.for_user(name(number))).collect();
    assert_eq!(logins.in_memory(), 2000);
    drop(held);
    // Each call that finds too many lets some go, also one that finds its user there.
    for _ in 0..100 {
        logins.for_user("the only one now");
    }
    assert!(logins.in_memory() <= 6, "{logins:?}");
}

/// A cache whose making asks for another user, and whose end as well.
struct Nosy(Arc<std::sync::OnceLock<UserLogins>>);

struct NosyCache(Arc<std::sync::OnceLock<UserLogins>>);

impl KeyedTokenCache for Nosy {
    type Cache = NosyCache;

    fn for_key(&self, key: &str) -> NosyCache {
        if key != "another"
            && let Some(logins) = self.0.get()
        {
            logins.for_user("another");
        }
        NosyCache(self.0.clone())
    }
}

impl Drop for NosyCache {
    fn drop(&mut self) {
        if let Some(logins) = self.0.get() {
            let _ = logins.in_memory();
        }
    }
}

impl TokenCache for NosyCache {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        Ok(None)
    }

    async fn set(&self, _: &TokenInfo) -> Result<(), CacheError> {
        Ok(())
    }
}

#[test]
fn fault_041_a_cache_that_asks_for_users_while_it_is_made_or_dropped_does_not_hang() {
    let sandbox = sandbox(1);
    let place = Arc::new(std::sync::OnceLock::new());
    let logins = over(&sandbox, Nosy(place.clone())).max_idle(0).build().unwrap();
    place.set(logins.clone()).unwrap();
    others(&logins);
    assert!(logins.in_memory() <= 2);
}

#[tokio::test]
async fn the_debug_form_of_logins_says_how_many_and_not_whose() {
    let sandbox = sandbox(1);
    let logins = in_memory(&sandbox);
    let auth = logins.for_user("alice@example.com");
    assert_eq!(format!("{logins:?}"), "UserLogins { in_memory: 1, .. }");
    assert!(!format!("{auth:?}").contains("alice"));
}
