//! The Python `spotify-sdk` 0.10.1 on the same file.
//!
//! A small model of what it does with the file: it writes four members through Python's `json`, and reads them with `get`,
//! ignoring the rest. The package itself is run elsewhere.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use spotify_sdk::auth::{FileTokenCache, TokenCache as _, TokenInfo};

use super::support::{cache_in, fast_folder, now};

/// What both sides keep.
#[derive(Debug, Clone, PartialEq)]
struct Four {
    access_token: String,
    expires_at: f64,
    refresh_token: Option<String>,
    scope: Option<String>,
}

impl Four {
    fn to_token(&self) -> TokenInfo {
        let mut token = TokenInfo::new(&self.access_token, self.expires_at).unwrap();
        if let Some(refresh_token) = &self.refresh_token {
            token = token.with_refresh_token(refresh_token);
        }
        if let Some(scope) = &self.scope {
            token = token.with_scope(scope);
        }
        token
    }

    fn of_token(token: &TokenInfo) -> Self {
        Self {
            access_token: token.access_token().to_owned(),
            expires_at: token.expires_at(),
            refresh_token: token.refresh_token().map(str::to_owned),
            scope: token.scope().map(str::to_owned),
        }
    }

    /// As 0.10.1 writes it: separators with spaces, ASCII only.
    fn written_by_python(&self) -> String {
        let text = |text: &Option<String>| text.as_deref().map_or("null".to_owned(), python_string);
        format!(
            r#"{{"access_token": {}, "expires_at": {:?}, "refresh_token": {}, "scope": {}}}"#,
            python_string(&self.access_token),
            self.expires_at,
            text(&self.refresh_token),
            text(&self.scope),
        )
    }

    /// As 0.10.1 reads it: by name, of the right type or absent.
    fn read_by_python(text: &str) -> Self {
        let payload: Value = serde_json::from_str(text).unwrap();
        let string = |name: &str| payload[name].as_str().map(str::to_owned);
        Self {
            access_token: string("access_token").unwrap(),
            expires_at: payload["expires_at"].as_f64().unwrap(),
            refresh_token: string("refresh_token"),
            scope: string("scope"),
        }
    }
}

fn python_string(text: &str) -> String {
    let mut json = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            ' '..='~' => json.push(character),
            _ => character
                .encode_utf16(&mut [0; 2])
                .iter()
                .for_each(|unit| write!(json, "\\u{unit:04x}").unwrap()),
        }
    }
    json + "\""
}

fn fours() -> impl Strategy<Value = Four> {
    let text =
        || prop_oneof!["[ -~]{1,300}", any::<String>().prop_filter("not empty", |text| !text.is_empty())];
    // As `time.time() + expires_in` makes them, and any other.
    let times = prop_oneof![
        1_500_000_000.0..2_500_000_000.0_f64,
        (0_u32..).prop_map(f64::from),
        any::<f64>().prop_map(f64::abs).prop_filter("a number", |number| number.is_finite()),
    ];
    (text(), times, proptest::option::of(text()), proptest::option::of(text())).prop_map(
        |(access_token, expires_at, refresh_token, scope)| Four {
            access_token,
            expires_at,
            refresh_token,
            scope,
        },
    )
}

fn text_of(cache: &FileTokenCache) -> String {
    fs::read_to_string(cache.path()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn fault_063_tokens_survive_the_way_to_python_and_back(
        four in fours(),
        authorized_at in proptest::option::of(1_500_000_000.0..2_500_000_000.0_f64),
        unknown in "[a-z]{5,12}_[a-z]+",
        value in "[ -~]{0,20}",
    ) {
        let folder = fast_folder();
        let cache = cache_in(&folder);

        // Theirs, read by us, to the last bit.
        fs::write(cache.path(), four.written_by_python()).unwrap();
        let stored = now(cache.get()).unwrap().unwrap();
        prop_assert_eq!(&Four::of_token(&stored), &four);
        prop_assert!(stored == four.to_token());

        // Ours, with what only we write, read by them.
        let ours = authorized_at.map_or_else(|| four.to_token(), |at| four.to_token().with_authorized_at(at).unwrap());
        now(cache.set(&ours)).unwrap();
        prop_assert_eq!(&Four::read_by_python(&text_of(&cache)), &four);
        prop_assert!(now(cache.get()).unwrap().unwrap() == ours);

        // Theirs after ours: what only we write is gone, the login is not.
        fs::write(cache.path(), Four::read_by_python(&text_of(&cache)).written_by_python()).unwrap();
        let back = now(cache.get()).unwrap().unwrap();
        prop_assert_eq!(&Four::of_token(&back), &four);
        prop_assert_eq!(back.authorized_at(), None);

        // What neither knows is kept by us.
        let mut payload: Value = serde_json::from_str(&four.written_by_python()).unwrap();
        payload[&unknown] = json!({ "deep": [value, 1, 1.5, null, true] });
        fs::write(cache.path(), payload.to_string()).unwrap();
        let stored = now(cache.get()).unwrap().unwrap();
        now(cache.set(&stored)).unwrap();
        prop_assert_eq!(serde_json::from_str::<Value>(&text_of(&cache)).unwrap(), payload);
    }
}

/// Reads lines of JSON, checks their types as 0.10.1 does, and writes them as it does.
const SCRIPT: &str = r#"
import json, sys
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    payload = json.loads(line)
    names = ("access_token", "expires_at", "refresh_token", "scope")
    token, at, refresh, scope = (payload.get(name) for name in names)
    assert isinstance(token, str) and isinstance(at, float), payload
    assert refresh is None or isinstance(refresh, str), payload
    assert scope is None or isinstance(scope, str), payload
    print(json.dumps(dict(zip(names, (token, at, refresh, scope)))))
"#;

#[test]
fn fault_063_pythons_own_json_agrees_a_thousand_times() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    let mut runner = TestRunner::deterministic();
    let cases: Vec<Four> = (0..1000).map(|_| fours().new_tree(&mut runner).unwrap().current()).collect();
    let mut batch = String::new();
    for four in &cases {
        now(cache.set(&four.to_token().with_authorized_at(1.5).unwrap())).unwrap();
        writeln!(batch, "{}", text_of(&cache)).unwrap();
    }
    let path = folder.path().join("batch");
    fs::write(&path, batch).unwrap();
    let Ok(output) = Command::new("python3").args(["-c", SCRIPT]).arg(&path).output() else {
        eprintln!("there is no python3 here: row 63 was tested with the model only");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), cases.len());
    for (line, four) in text.lines().zip(&cases) {
        assert_eq!(Four::read_by_python(line), *four, "the model reads as Python writes");
        fs::write(cache.path(), line).unwrap();
        assert_eq!(Four::of_token(&now(cache.get()).unwrap().unwrap()), *four);
    }
}
