//! The forms in which a secret may be written: a search for the plain word alone finds no `Authorization: Basic`.

use std::collections::HashSet;

/// The forms of `secret`, each with its name. None is shorter than eight bytes: those would turn up by chance.
pub(super) fn of(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = secret.as_bytes();
    let mut forms = vec![
        ("plain", bytes.to_vec()),
        ("URL-encoded", percent(bytes, false).into_bytes()),
        // What encodes more than it has to.
        ("URL-encoded", percent(bytes, true).into_bytes()),
        ("JSON-escaped", secret.replace('/', "\\/").into_bytes()),
        ("hexadecimal", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes()),
        ("hexadecimal", bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>().into_bytes()),
        ("as numbers", bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ").into_bytes()),
    ];
    // Within the base64 of something longer, such as `id:secret`, groups of three bytes begin anywhere.
    for skipped in 0..3.min(bytes.len()) {
        let whole = &bytes[skipped..];
        let whole = &whole[..whole.len() / 3 * 3];
        let encoded = base64(whole);
        let for_urls = encoded.replace('+', "-").replace('/', "_");
        forms.push(("base64", encoded.into_bytes()));
        forms.push(("base64", for_urls.into_bytes()));
    }
    // Most are the plain word once more.
    let mut known = HashSet::new();
    forms.retain(|(_, form)| form.len() >= 8 && known.insert(form.clone()));
    forms
}

fn percent(bytes: &[u8], all: bool) -> String {
    let encode = |byte: &u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(*byte).to_string(),
        b'-' | b'_' | b'.' | b'~' if !all => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    bytes.iter().map(encode).collect()
}

/// Of whole groups of three bytes, which need no padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len() / 3 * 4);
    for group in bytes.chunks_exact(3) {
        let bits = usize::from(group[0]) << 16 | usize::from(group[1]) << 8 | usize::from(group[2]);
        text.extend([18, 12, 6, 0].map(|shift| char::from(ALPHABET[bits >> shift & 63])));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(secret: &str, text: &str) -> bool {
        of(secret).iter().any(|(_, form)| text.as_bytes().windows(form.len()).any(|window| window == form))
    }

    #[test]
    fn every_form_is_one_of_them() {
        let secret = "sandbox-secret-0a/b";
        for text in [
            "x sandbox-secret-0a/b y",
            "code=sandbox-secret-0a%2Fb&",
            "code=sandbox%2Dsecret%2D0a%2Fb&",
            r#"{"x":"sandbox-secret-0a\/b"}"#,
            "73616e64626f782d7365637265742d30612f62",
            "73616E64626F782D7365637265742D30612F62",
            "[115, 97, 110, 100, 98, 111, 120, 45, 115, 101, 99, 114, 101, 116, 45, 48, 97, 47, 98]",
            // base64 of `a:`, `ab:` and `abc:` with the secret, and of the last for URLs.
            "YTpzYW5kYm94LXNlY3JldC0wYS9i",
            "YWI6c2FuZGJveC1zZWNyZXQtMGEvYg==",
            "YWJjOnNhbmRib3gtc2VjcmV0LTBhL2I=",
        ] {
            assert!(has(secret, text), "{text}");
        }
        assert!(!has(secret, "sandbox-secret-0b"));
    }

    #[test]
    fn what_would_turn_up_by_chance_is_no_form() {
        assert!(of("abc").iter().all(|(_, form)| form.len() >= 8));
        assert!(of("").is_empty());
    }

    #[test]
    fn groups_of_three_bytes_become_four_letters() {
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(&[0xff, 0xef, 0xbe]), "/+++");
    }
}
