//! Keys as file names: distinct, harmless, and readable where they can be.

use std::fmt::Write as _;

use crate::fingerprint::fingerprint;

/// Before every key, so that no name begins with a dot or is a device's (`con.json` is one on Windows).
const PREFIX: &str = "token-";
const SUFFIX: &str = ".json";

/// The longest that a key's own part may be. File systems take 255 bytes, encrypted ones 143, and a save needs some thirty for the name of
/// its temporary file.
const LONGEST: usize = 100;
/// How much of a longer key is left, to be recognised by a person.
const READABLE: usize = 30;

/// The name of the file for `key`.
pub(crate) fn file_name(key: &str) -> String {
    let mut name = encode(key);
    if name.len() > LONGEST {
        name.truncate(READABLE);
        // No encoded key has a `+`, so a key that is cut is never mistaken for one that is not.
        name.push('+');
        name.push_str(&fingerprint(key, 32));
    }
    format!("{PREFIX}{name}{SUFFIX}")
}

/// One letter or three for each byte, so that what was encoded can be told. ASCII only: some file systems change others' form.
fn encode(key: &str) -> String {
    let mut encoded = String::with_capacity(key.len());
    for byte in key.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'@' => encoded.push(char::from(byte)),
            _ => {
                // Writing to a String does not fail.
                let _ = write!(encoded, "%{byte:02x}");
            }
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn readable_keys_stay_readable() {
        for (key, name) in [
            ("alice", "token-alice.json"),
            ("4711", "token-4711.json"),
            ("alice@example.com", "token-alice@example.com.json"),
            ("Alice", "token-%41lice.json"),
            ("..", "token-...json"),
            ("../../etc/passwd", "token-..%2f..%2fetc%2fpasswd.json"),
            ("a\0b", "token-a%00b.json"),
            ("CON", "token-%43%4f%4e.json"),
            ("con", "token-con.json"),
            ("nul.txt", "token-nul.txt.json"),
            ("a b.", "token-a%20b..json"),
            ("%41", "token-%2541.json"),
            ("c:\\x", "token-c%3a%5cx.json"),
            ("ü", "token-%c3%bc.json"),
        ] {
            assert_eq!(file_name(key), name);
        }
    }

    #[test]
    fn long_keys_are_cut_and_stay_apart() {
        let long = "x".repeat(LONGEST);
        assert_eq!(file_name(&long), format!("token-{long}.json"));
        let [a, b] = ["a", "b"].map(|end| file_name(&format!("{long}{end}")));
        assert_ne!(a, b);
        assert!(a.starts_with("token-xxx") && a.len() < 143 - 30, "{a}");
        assert_ne!(file_name("x+1"), file_name("x"));
    }

    /// Keys as hostile as they come, and such as differ in little.
    fn key() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "..", "/", "\\", "\0", "CON", "con", "nul", "%", "%2f", "%2F", "+", "~", ".", " ", "a", "A", "ß",
            "SS", "ss", "\u{fc}", "u\u{308}", "\u{130}", "i", "token-", ".json", ".lock", ".tmp", "-", "\n",
        ]);
        prop_oneof![
            prop::collection::vec(pieces, 0..8).prop_map(|pieces| pieces.concat()),
            prop::collection::vec(any::<char>(), 0..60).prop_map(|chars| chars.into_iter().collect()),
            ("[aA]{95,105}"),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn distinct_keys_are_distinct_files_in_the_directory(one in key(), other in key()) {
            let (first, second) = (file_name(&one), file_name(&other));
            // Also where capitals are small letters.
            prop_assert_eq!(one == other, first.eq_ignore_ascii_case(&second), "{} {}", first, second);
            for name in [&first, &second] {
                let parts: Vec<_> = Path::new(name).components().collect();
                prop_assert_eq!(parts, [Component::Normal(name.as_ref())]);
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_graphic() && !b"/\\:*?\"<>|~".contains(&byte)), "{}", name);
                prop_assert!(name.len() <= 120);
            }
            // Nor does the file of one meet what is made beside the file of another.
            for beside in [format!("{first}.lock"), format!("{first}.corrupt"), format!(".{first}.tmp")] {
                prop_assert_ne!(beside, second.clone());
            }
        }
    }
}
