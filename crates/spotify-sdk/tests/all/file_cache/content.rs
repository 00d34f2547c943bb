//! Files that hold something else than a good token.

use std::fs::{self, File};
use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::*;
use spotify_sdk::auth::TokenCache as _;

use super::support::{NOW, cache_in, fast_folder, files_with, mode, now, token, warnings};

const DAY: f64 = 24.0 * 60.0 * 60.0;

fn is_expired(stored: &spotify_sdk::auth::TokenInfo) -> bool {
    stored.is_expired(UNIX_EPOCH + Duration::from_secs_f64(NOW), Duration::ZERO)
}

#[test]
fn fault_045_a_file_from_a_clock_ahead_is_expired_and_keeps_its_login() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    for (ahead, expired) in [(3600.0, false), (DAY, false), (DAY + 1.0, true), (3650.0 * DAY, true)] {
        let json = format!(r#"{{"access_token":"a","expires_at":{},"refresh_token":"r"}}"#, NOW + ahead);
        fs::write(cache.path(), json).unwrap();
        let stored = now(cache.get()).unwrap().unwrap();
        assert_eq!(is_expired(&stored), expired, "{ahead} seconds ahead");
        assert_eq!(stored.refresh_token(), Some("r"));
    }
}

/// What is in the file, and whether there is anything to keep.
const UNREADABLE: [(&[u8], bool); 16] = [
    (b"", false),
    (b" \r\n\t", false),
    (b"\0\0\0\0", true),
    (b"{", true),
    (br#"{"access_token":"BQD","expires_at":17"#, true),
    (br#"{"access_token":"BQD","expires_at":1700000000.0,"refresh_token":"AQ"#, true),
    (br#"{"access_token":"BQD","expires_at":1}}"#, true),
    (b"[]", true),
    (b"null", true),
    (b"NaN", true),
    (b"\"AQD\"", true),
    (b"17", true),
    (b"\xff\xfe{\x00}\x00", true),
    (br#"{"access_token":null,"expires_at":1}"#, true),
    (br#"{"access_token":"BQD","refresh_token":"AQD"}"#, true),
    (br#"{"name":"another","version":"1.0.0"}"#, true),
];

#[test]
fn fault_053_what_is_no_token_counts_as_absent_and_is_kept() {
    for (bytes, is_kept) in UNREADABLE {
        let text = String::from_utf8_lossy(bytes);
        let folder = fast_folder();
        let cache = cache_in(&folder);
        let kept = folder.path().join("token.json.corrupt");
        fs::write(&kept, "an older one").unwrap();
        fs::write(cache.path(), bytes).unwrap();

        let ((), warned) = warnings(|| {
            assert!(now(cache.get()).unwrap().is_none(), "{text}");
            assert!(now(cache.get()).unwrap().is_none(), "{text}");
            assert_eq!(fs::read(cache.path()).unwrap(), bytes, "reading changes nothing");
            now(cache.set(&token(1))).unwrap();
        });
        assert_eq!(warned.len(), 1, "{text}: {warned:?}");
        assert!(!warned[0].contains("AQD") && !warned[0].contains("BQD"), "{warned:?}");
        assert_eq!(now(cache.get()).unwrap().unwrap(), token(1));
        if is_kept {
            assert_eq!(fs::read(&kept).unwrap(), bytes);
            assert_eq!(mode(&kept), 0o600);
        } else {
            assert_eq!(fs::read_to_string(&kept).unwrap(), "an older one", "nothing came in its place");
        }
    }
}

#[test]
fn fault_053_nesting_does_not_overflow_the_stack() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    for opening in ["[", r#"{"x":"#, r#"{"access_token":"a","expires_at":1,"x":["#] {
        fs::write(cache.path(), opening.repeat(50_000)).unwrap();
        assert!(now(cache.get()).unwrap().is_none());
    }
}

#[test]
fn fault_053_a_gigabyte_is_neither_read_nor_lost() {
    const GIGABYTE: u64 = 1 << 30;
    let folder = fast_folder();
    let cache = cache_in(&folder);
    // Sparse: it takes no space. That it is not read is what makes this test quick.
    File::create(cache.path()).unwrap().set_len(GIGABYTE).unwrap();
    let (stored, warned) = warnings(|| now(cache.get()).unwrap());
    assert!(stored.is_none());
    assert!(warned.len() == 1 && warned[0].contains("larger than 1 MiB"), "{warned:?}");
    now(cache.set(&token(1))).unwrap();
    assert_eq!(fs::metadata(folder.path().join("token.json.corrupt")).unwrap().len(), GIGABYTE);
    assert_eq!(now(cache.get()).unwrap().unwrap(), token(1));

    // The limit itself: a token in a file of 1 MiB is read, with one byte more it is not.
    let padded = |length: usize| {
        let json = serde_json::to_string(&token(2)).unwrap();
        let spaces = " ".repeat(length - json.len());
        json + &spaces
    };
    fs::write(cache.path(), padded(1 << 20)).unwrap();
    assert_eq!(now(cache.get()).unwrap().unwrap(), token(2));
    fs::write(cache.path(), padded((1 << 20) + 1)).unwrap();
    assert!(now(cache.get()).unwrap().is_none());
}

#[test]
fn fault_053_a_logout_forgets_a_damaged_token_and_spares_other_files() {
    for (bytes, is_secret) in
        [(&b"{\"refresh_token\":\"AQD"[..], true), (&b"{\"name\":\"another\"}"[..], false)]
    {
        let folder = fast_folder();
        let cache = cache_in(&folder);
        let kept = folder.path().join("token.json.corrupt");
        fs::write(cache.path(), bytes).unwrap();
        now(cache.delete()).unwrap();
        assert_eq!(kept.exists(), !is_secret);
        assert!(now(cache.get()).unwrap().unwrap().is_tombstone());

        // Also when a save kept it before.
        fs::write(cache.path(), bytes).unwrap();
        now(cache.set(&token(1))).unwrap();
        assert_eq!(fs::read(&kept).unwrap(), bytes);
        now(cache.delete()).unwrap();
        assert_eq!(kept.exists(), !is_secret);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn fault_053_no_bytes_at_all_make_it_fail(
        bytes in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..200),
            // A good file, cut or with a byte changed.
            (0_usize..160, any::<u8>(), any::<bool>()).prop_map(|(at, byte, cut)| {
                let mut bytes = serde_json::to_vec(&token(1)).unwrap();
                let at = at % bytes.len();
                if cut { bytes.truncate(at) } else { bytes[at] = byte }
                bytes
            }),
        ],
    ) {
        let folder = fast_folder();
        let cache = cache_in(&folder);
        fs::write(cache.path(), &bytes).unwrap();
        let stored = now(cache.get()).unwrap();
        now(cache.set(&token(2))).unwrap();
        prop_assert_eq!(now(cache.get()).unwrap(), Some(token(2)));
        let kept = files_with(folder.path(), ".corrupt");
        if stored.is_some() || bytes.trim_ascii().is_empty() {
            prop_assert!(kept.is_empty());
        } else {
            prop_assert_eq!(fs::read(&kept[0]).unwrap(), bytes);
        }
    }

    #[test]
    fn fault_054_no_expiry_makes_a_token_immortal_or_costs_the_login(
        expires_at in prop_oneof![
            // As Python's `json` writes them, and as hands do.
            any::<f64>().prop_map(|number| match number {
                _ if number.is_nan() => "NaN".to_owned(),
                f64::INFINITY => "Infinity".to_owned(),
                f64::NEG_INFINITY => "-Infinity".to_owned(),
                _ => format!("{number:?}"),
            }),
            (NOW - 2.0 * DAY..NOW + 2.0 * DAY).prop_map(|number| number.to_string()),
            proptest::sample::select(vec![
                "NaN", "Infinity", "-Infinity", "1e308", "-1e308", "9007199254740993", "18446744073709551616", "1e15",
                "\"nan\"", "\"inf\"", "\"1e400\"", "\"soon\"", "true", "[]", "{\"at\":NaN}", "-0.0", "0",
            ]).prop_map(str::to_owned),
        ],
        spaced in any::<bool>(),
    ) {
        let folder = fast_folder();
        let cache = cache_in(&folder);
        let space = if spaced { " " } else { "" };
        let json = format!(
            r#"{{"access_token":{space}"a NaN b",{space}"expires_at":{space}{expires_at},{space}"refresh_token":{space}"Infinity\" NaN"}}"#
        );
        fs::write(cache.path(), &json).unwrap();
        let stored = now(cache.get()).unwrap();
        prop_assert!(stored.is_some(), "{}", json);
        let stored = stored.unwrap();
        prop_assert_eq!(stored.access_token(), "a NaN b");
        prop_assert_eq!(stored.refresh_token(), Some("Infinity\" NaN"));
        prop_assert!(stored.expires_at().is_finite());
        let lives_a_day_at_most = stored.expires_at() > NOW && stored.expires_at() <= NOW + DAY;
        prop_assert_eq!(is_expired(&stored), !lives_a_day_at_most, "{}", json);
        // And what is stored again is JSON that everyone can read.
        now(cache.set(&stored)).unwrap();
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&fs::read(cache.path()).unwrap()).is_ok());
    }
}

/// What rspotify 0.16 and spotipy 2.26 leave behind. rspotify writes the end as text, which costs one refresh.
#[test]
fn a_file_of_another_client_is_a_login() {
    for (json, expires_at) in [
        (
            r#"{"access_token":"BQD","expires_in":3600,"expires_at":"2026-11-21T10:15:00.250Z","refresh_token":"AQD","scope":"user-read-private user-top-read"}"#,
            0.0,
        ),
        (
            r#"{"access_token": "BQD", "token_type": "Bearer", "expires_in": 3600, "scope": "user-read-private user-top-read", "expires_at": 1700000000, "refresh_token": "AQD"}"#,
            1_700_000_000.0,
        ),
    ] {
        let folder = fast_folder();
        let cache = cache_in(&folder);
        fs::write(cache.path(), json).unwrap();
        let stored = now(cache.get()).unwrap().unwrap();
        assert_eq!((stored.access_token(), stored.refresh_token()), ("BQD", Some("AQD")));
        assert_eq!(
            (stored.scope(), stored.expires_at()),
            (Some("user-read-private user-top-read"), expires_at)
        );
    }
}
