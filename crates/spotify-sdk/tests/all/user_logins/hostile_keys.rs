//! Keys that would like to be more than a file's name.

use std::path::Path;

use spotify_sdk::auth::{DirectoryTokenCache, KeyedTokenCache as _, TokenCache as _, TokenInfo};

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn hostile_keys_stay_in_the_directory_and_apart() {
    let folder = tempfile::tempdir().unwrap();
    let cache = DirectoryTokenCache::new(folder.path().join("logins"));
    let long = "../".repeat(5000);
    let keys = [
        "..",
        ".",
        "/",
        "../x",
        "..\\x",
        "/etc/passwd",
        "a",
        "A",
        "%41",
        "a\0b",
        "CON",
        "con",
        "con.json",
        "~",
        "~root",
        " ",
        "a ",
        "a.",
        "\u{fc}",
        "u\u{308}",
        "token-a.json",
        "a.json.lock",
        "\n",
        &long,
        &long[1..],
    ];
    let token = |number: usize| TokenInfo::new(format!("at-{number}"), 9e9).unwrap();
    for (number, key) in keys.iter().enumerate() {
        cache.for_key(key).set(&token(number)).await.unwrap();
    }
    for (number, key) in keys.iter().enumerate() {
        assert_eq!(cache.for_key(key).get().await.unwrap(), Some(token(number)), "{key:?}");
    }
    assert_eq!(names(folder.path()), ["logins"]);
    let files = names(cache.path());
    let tokens = files.iter().filter(|name| name.ends_with(".json")).count();
    assert_eq!(tokens, keys.len(), "{files:#?}");
    cache.for_key("a").delete().await.unwrap();
    assert!(cache.for_key("a").get().await.unwrap().unwrap().is_tombstone());
    assert_eq!(cache.for_key("A").get().await.unwrap().unwrap().access_token(), "at-7");
}
