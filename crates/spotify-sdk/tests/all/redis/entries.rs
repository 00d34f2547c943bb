//! What stands on the server, and what others put there.

use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{KeyedTokenCache as _, RedisTokenCache, TokenCache as _, TokenInfo};

use super::server::Server;
use super::server_or_skip;
use crate::runtimes::foreign::block_on;
use crate::support::{authorization_code, log_in};

fn token(name: &str) -> TokenInfo {
    TokenInfo::new(format!("access-{name}"), 1_709_567_890.123)
        .unwrap()
        .with_refresh_token("refresh")
        .with_scope("a b")
}

fn kind(error: &spotify_sdk::auth::CacheError) -> Option<ErrorKind> {
    error.downcast_ref::<spotify_sdk::Error>().map(spotify_sdk::Error::kind)
}

fn text(server: &Server, key: &str) -> String {
    server.run(&["GET", key])
}

#[tokio::test]
async fn the_entry_is_the_json_of_a_file_and_has_no_lifetime() {
    let server = server_or_skip!();
    let cache = server.cache();
    assert_eq!(cache.get().await.unwrap(), None);
    cache.set(&token("1")).await.unwrap();
    assert_eq!(text(&server, "token"), serde_json::to_string(&token("1")).unwrap());
    assert_eq!(cache.get().await.unwrap(), Some(token("1")));
    assert_eq!(server.run::<i64>(&["TTL", "token"]), -1);
    cache.delete().await.unwrap();
    assert!(cache.get().await.unwrap().unwrap().is_tombstone());
    assert_eq!(text(&server, "token"), serde_json::to_string(&TokenInfo::tombstone()).unwrap());
}

#[tokio::test]
async fn fault_065_what_a_plain_get_and_set_stores_with_a_lifetime_is_read_and_then_kept() {
    let server = server_or_skip!();
    let cache = server.cache();
    let theirs =
        r#"{"access_token": "theirs", "expires_at": 1709567890.5, "refresh_token": "r", "scope": null}"#;
    server.run::<()>(&["SET", "token", theirs, "EX", "3600"]);
    let read = cache.get().await.unwrap().unwrap();
    assert_eq!(
        (read.access_token(), read.expires_at(), read.refresh_token()),
        ("theirs", 1_709_567_890.5, Some("r"))
    );
    // Their spaces are theirs: what was read is what is compared.
    assert!(cache.compare_and_set(Some(&read), &token("2")).await.unwrap());
    assert_eq!(server.run::<i64>(&["TTL", "token"]), -1, "the login does not end with their lifetime");
    // Also by way of a cache that has not read it.
    server.run::<()>(&["SET", "token", theirs]);
    assert!(server.cache().compare_and_set(Some(&read), &token("3")).await.unwrap());
}

#[tokio::test]
async fn fault_067_an_entry_that_is_no_token_is_an_error_and_stays() {
    let server = server_or_skip!();
    let cache = server.cache();
    for theirs in ["", "{", "[]", r#"{"access_token":"AQD-secret"}"#, r#""AQD-secret""#] {
        server.run::<()>(&["SET", "token", theirs]);
        let error = cache.get().await.unwrap_err();
        assert_eq!(kind(&error), Some(ErrorKind::Cache), "{error}");
        assert!(
            error.to_string().contains("`token`") && !format!("{error} {error:?}").contains("secret"),
            "{error:?}"
        );
        assert!(!cache.compare_and_set(None, &token("1")).await.unwrap());
        assert!(cache.compare_and_set(Some(&token("0")), &token("1")).await.is_err());
        assert_eq!(text(&server, "token"), theirs);
    }
    server.run::<()>(&["DEL", "token"]);
    server.run::<()>(&["RPUSH", "token", "x"]);
    let error = cache.get().await.unwrap_err();
    assert!(error.to_string().contains("WRONGTYPE"), "{error}");
    server.run::<()>(&["DEL", "token"]);
    assert_eq!(cache.get().await.unwrap(), None, "one bad entry says nothing about the server");
}

#[tokio::test]
async fn each_key_is_an_entry_of_its_own() {
    let server = server_or_skip!();
    let users = RedisTokenCache::new(&server.url(), "my-app:spotify").unwrap();
    let keys = ["anna", "Anna", "anna:lock", "../anna", "{anna}", "ä\u{0}\n", "*"];
    for key in keys {
        users.for_key(key).set(&token(key)).await.unwrap();
    }
    for key in keys {
        assert_eq!(users.for_key(key).get().await.unwrap(), Some(token(key)));
        assert!(matches!(
            users.for_key(key).try_lock().await.unwrap(),
            spotify_sdk::auth::CacheLock::Held(_)
        ));
    }
    assert_eq!(users.get().await.unwrap(), None);
    let error = users.for_key("").get().await.unwrap_err();
    assert_eq!(kind(&error), Some(ErrorKind::InvalidArgument));
    assert!(users.for_key("").try_lock().await.is_err());
}

#[tokio::test]
async fn fault_100_no_users_entry_is_another_apps_and_errors_do_not_say_whose_it_is() {
    let server = server_or_skip!();
    let app = |key: &str| RedisTokenCache::new(&server.url(), key).unwrap();
    app("app").for_key("eu:anna").set(&token("1")).await.unwrap();
    assert_eq!(app("app:eu").for_key("anna").get().await.unwrap(), None);
    assert!(text(&server, "app:eu%3Aanna").contains("access-1"));
    app("app").for_key("eu%3Aanna").set(&token("2")).await.unwrap();
    assert_eq!(app("app").for_key("eu:anna").get().await.unwrap(), Some(token("1")));
    // Braces would end the part of the name that keeps all keys of an entry on one server of a cluster.
    app("app").for_key("{anna}").set(&token("3")).await.unwrap();
    assert!(text(&server, "app:%7Banna%7D").contains("access-3"));

    let anna = app("app").for_key("anna@example.com");
    server.run::<()>(&["SET", "app:anna@example.com", "{"]);
    let error = anna.get().await.unwrap_err();
    let shown = format!("{error} {error:?} {anna:?}");
    assert!(shown.contains("`app`") && !shown.contains("anna"), "{shown}");
}

#[tokio::test]
async fn a_url_or_key_that_can_not_be_used_is_refused_without_repeating_the_password() {
    for url in ["", "localhost", "http://:CANARY@127.0.0.1", "redis://:CANARY@h:port", "redis://:CANARY@h/x"]
    {
        let error = RedisTokenCache::new(url, "token").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{url}");
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
    }
    assert_eq!(RedisTokenCache::new("redis://h", "").unwrap_err().kind(), ErrorKind::InvalidArgument);
    let tls = RedisTokenCache::new("rediss://h", "token");
    match cfg!(feature = "redis-tls") {
        true => drop(tls.unwrap()),
        false => assert!(tls.unwrap_err().to_string().contains("redis-tls")),
    }
    assert!(RedisTokenCache::new("unix:///run/redis.sock", "token").is_ok());
    let shown = format!("{:?}", RedisTokenCache::new("redis://CANARY-user:CANARY@h:7/1", "token").unwrap());
    assert!(shown.contains("h:7") && !shown.contains("CANARY"), "{shown}");
}

#[tokio::test]
async fn fault_100_a_refused_password_is_told_without_it() {
    let server = server_or_skip!();
    server.run::<()>(&["CONFIG", "SET", "requirepass", "right"]);
    let with = |password: &str| {
        RedisTokenCache::new(&format!("redis://:{password}@127.0.0.1:{}", server.port()), "token").unwrap()
    };
    let error = with("CANARY").get().await.unwrap_err();
    assert_eq!(kind(&error), Some(ErrorKind::Cache));
    assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
    assert_eq!(with("right").get().await.unwrap(), None);
}

#[test]
fn it_works_without_a_runtime_and_on_several() {
    let server = server_or_skip!();
    let cache = server.cache();
    block_on(cache.set(&token("1"))).unwrap();
    for _ in 0..2 {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert_eq!(runtime.block_on(cache.get()).unwrap(), Some(token("1")));
    }
}

#[tokio::test]
async fn a_login_is_kept_and_a_logout_seen_by_others() {
    let server = server_or_skip!();
    let sandbox = spotify_sandbox::Sandbox::builder().start().unwrap();
    let first = authorization_code(&sandbox).token_cache(server.cache()).build().unwrap();
    let login = log_in(&sandbox, &first).await;
    let second = authorization_code(&sandbox).token_cache(server.cache()).build().unwrap();
    assert_eq!(second.access_token().await.unwrap().expose(), login.access_token());
    first.logout().await.unwrap();
    let third = authorization_code(&sandbox).token_cache(server.cache()).build().unwrap();
    assert_eq!(third.access_token().await.unwrap_err().kind(), ErrorKind::NotLoggedIn);
    assert_eq!(sandbox.journal().count("POST /api/token"), 1);
}
