//! Takes out of foreign text whatever looks like a secret, before it may become part of an error.

/// Longest excerpt of a body that an error keeps, in characters.
const EXCERPT: usize = 200;

/// Parameter and member names whose values never belong into an error or a log.
const SECRET_NAMES: [&str; 10] = [
    "access_token",
    "refresh_token",
    "client_secret",
    "code_verifier",
    "code_challenge",
    "authorization",
    "password",
    "state",
    "expected_state",
    "code",
];

/// Those of them that are words of everyday prose, where they need a value as long as a secret's.
const WORDS: [&str; 2] = ["state", "code"];

/// Codes of Spotify's and states of ours are longer.
const SHORTEST_SECRET: usize = 16;

/// The beginning of a body for an error: valid UTF-8, one line, at most 200 characters, scrubbed. `None` for an empty body.
pub(crate) fn excerpt(body: &[u8]) -> Option<String> {
    // Scrub a bounded piece first, then cut: a cut through the middle of a secret would hide its name from the scrubber.
    let window = &body[..body.len().min(16 * 1024)];
    let line: String = scrub(&one_line(&String::from_utf8_lossy(window))).chars().take(EXCERPT).collect();
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// Text from elsewhere without control characters: they would end a line of a log, or make a terminal do something. To be scrubbed after that,
/// as a line break between a name and its value hides the one from the other.
pub(crate) fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// What a secret is replaced by.
const REDACTED: &str = "[redacted]";

/// Text from elsewhere without what looks like a secret: the values of secret parameters, in JSON (`"code":"x"`), form and query text
/// (`code=x`) and prose (`code: x`), and every long run of token characters, become `[redacted]`.
///
/// The errors of this crate have been through it. It is here for the errors and logs of caches, transports and bindings of your own.
///
/// ```
/// use spotify_sdk::redact::scrub;
///
/// assert_eq!(scrub("POST /callback?code=AQD1x failed"), "POST /callback?code=[redacted] failed");
/// ```
#[must_use]
pub fn scrub(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let word_length = rest.find(|c: char| !is_token_character(c)).unwrap_or(rest.len());
        if word_length == 0 {
            let next = rest.chars().next().map_or(1, char::len_utf8);
            output.push_str(&rest[..next]);
            rest = &rest[next..];
            continue;
        }
        let (word, after) = rest.split_at(word_length);
        if let Some((separator, value)) = value_after(word, after) {
            output.push_str(word);
            output.push_str(&after[..separator]);
            output.push_str(REDACTED);
            rest = &after[separator + value..];
        } else {
            output.push_str(if looks_like_token(word) { REDACTED } else { word });
            rest = after;
        }
    }
    output
}

/// `bytes` without `secrets`, in every form in which a server that echoes what it was sent may write them: as they are, percent-encoded, and
/// with JSON's escapes, whichever of their characters it escapes.
pub(crate) fn without(bytes: &[u8], secrets: &[&str]) -> Vec<u8> {
    let mut output = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, behind)) = rest.split_first() {
        let forms = [as_it_is, percent_encoded, json_escaped];
        let repeats = secrets.iter().flat_map(|secret| forms.map(|form| repeated(rest, secret, form)));
        if let Some(length) = repeats.flatten().max() {
            output.extend_from_slice(REDACTED.as_bytes());
            rest = &rest[length..];
        } else {
            output.push(*first);
            rest = behind;
        }
    }
    output
}

/// One character of a text: what it stands for, and its length.
type Form = fn(&[u8]) -> Option<(u8, usize)>;

/// How much of the beginning of `text` says `secret` in this form.
fn repeated(text: &[u8], secret: &str, form: Form) -> Option<usize> {
    let mut length = 0;
    for byte in secret.bytes() {
        let (character, its_length) = form(&text[length..])?;
        // In forms a `+` is a space, and elsewhere itself.
        if character != byte && (character, byte) != (b'+', b' ') {
            return None;
        }
        length += its_length;
    }
    (length > 0).then_some(length)
}

fn as_it_is(text: &[u8]) -> Option<(u8, usize)> {
    text.first().map(|byte| (*byte, 1))
}

fn percent_encoded(text: &[u8]) -> Option<(u8, usize)> {
    match text {
        [b'%', digits @ ..] => hexadecimal(digits.get(..2)?).map(|byte| (byte, 3)).or(Some((b'%', 1))),
        _ => as_it_is(text),
    }
}

fn json_escaped(text: &[u8]) -> Option<(u8, usize)> {
    match text {
        [b'\\', b'u', b'0', b'0', digits @ ..] => hexadecimal(digits.get(..2)?).map(|byte| (byte, 6)),
        [b'\\', escaped @ (b'/' | b'"' | b'\\'), ..] => Some((*escaped, 2)),
        _ => as_it_is(text),
    }
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let text =
        str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u8::from_str_radix(text, 16).ok()
}

/// Whether a parameter or JSON member of this name, in letters of either case, holds a secret: `access_token`, `code`, `state` and their like.
#[must_use]
pub fn names_secret(name: &str) -> bool {
    SECRET_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn is_token_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+' | '/')
}

/// Spotify's tokens and codes are far longer than any word; a run of 60 is no word of a message either.
fn looks_like_token(word: &str) -> bool {
    word.len() >= 60 && !word.contains("//")
}

/// If `word` names a secret and a value follows, the lengths of the separator and of the value.
fn value_after(word: &str, after: &str) -> Option<(usize, usize)> {
    let name = word.rsplit(['.', '/', '-']).next().unwrap_or(word);
    if !names_secret(name) {
        return None;
    }
    let separator =
        after.find(|c: char| !matches!(c, '"' | '\'' | ':' | '=' | ' ' | '\\')).unwrap_or(after.len());
    if !after[..separator].contains([':', '=']) {
        return None;
    }
    let value = &after[separator..];
    let mut length = value.find(['"', '\'', '&', ',', '}', ';', '<', '\n', ' ', '\\']).unwrap_or(value.len());
    // "country code: ZZ is invalid; state: playing" tells no secret.
    let is_prose = !after[..separator].contains(['=', '"', '\'']);
    if is_prose && WORDS.iter().any(|known| known.eq_ignore_ascii_case(name)) && length < SHORTEST_SECRET {
        return None;
    }
    // `Authorization: Basic abc`: the scheme is not the secret, the word after it is.
    if let Some(credentials) =
        ["Basic ", "Bearer ", "basic ", "bearer "].iter().find(|s| value.starts_with(**s))
    {
        let tail = &value[credentials.len()..];
        length =
            credentials.len() + tail.find(['"', '\'', ',', '}', ';', '<', '\n', ' ']).unwrap_or(tail.len());
    }
    (length > 0).then_some((separator, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_secret_parameters_are_taken_out() {
        for (text, expected) in [
            (r#"{"access_token":"BQD1","scope":"a"}"#, r#"{"access_token":"[redacted]","scope":"a"}"#),
            ("grant_type=x&code=AQ1&state=s&y=1", "grant_type=x&code=[redacted]&state=[redacted]&y=1"),
            (r#"{\"refresh_token\": \"AQC\"}"#, r#"{\"refresh_token\": \"[redacted]\"}"#),
            ("Authorization: Basic aWQ6c2VjcmV0 sent", "Authorization: [redacted] sent"),
            ("http://127.0.0.1/callback?code=AQ1", "http://127.0.0.1/callback?code=[redacted]"),
            ("the code was refused", "the code was refused"),
            ("country code: ZZ is invalid; state: playing", "country code: ZZ is invalid; state: playing"),
            ("code: AQDkzXyVPTbmgTBZ sent", "code: [redacted] sent"),
            ("password: ab", "password: [redacted]"),
            ("Invalid authorization code", "Invalid authorization code"),
        ] {
            assert_eq!(scrub(text), expected);
        }
    }

    #[test]
    fn long_runs_are_taken_out_even_without_a_name() {
        let token = "A1-".repeat(30);
        assert_eq!(scrub(&format!("bad token {token}!")), "bad token [redacted]!");
    }

    #[test]
    fn known_secrets_are_taken_out_in_every_form() {
        let secrets = ["a/b+c", "short"];
        let text = br#"a/b+c "a\/b+c" x=a%2Fb%2Bc&y=short shortest"#;
        let expected = br#"[redacted] "[redacted]" x=[redacted]&y=[redacted] [redacted]est"#;
        assert_eq!(without(text, &secrets), expected);
        assert_eq!(without(b"\xff\x00short", &secrets), b"\xff\x00[redacted]");
        assert_eq!(without(b"nothing", &["", "a"]), b"nothing");
        let text = br#"%61%2fb%2Bc "a\u002fb\u002Bc" "\u0061/\u0062+c" a%2fb+c %a \u00"#;
        let expected = br#"[redacted] "[redacted]" "[redacted]" [redacted] %a \u00"#;
        assert_eq!(without(text, &secrets), expected);
        assert_eq!(
            without(br#"a%25 "a\\" a% a+b"#, &["a%", "a\\", "a b"]),
            br#"[redacted] "[redacted]" [redacted] [redacted]"#
        );
        assert_eq!(without(b"a dead end", &["d"]), b"a [redacted]ea[redacted] en[redacted]");
    }

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(excerpt(b""), None);
        assert_eq!(excerpt(b"<html>\n\x1b[31mno</html>").as_deref(), Some("<html>  [31mno</html>"));
        assert_eq!(excerpt(&[b' '; 50]), None);
        assert_eq!(excerpt(b"access_token=\nAQD1").as_deref(), Some("access_token= [redacted]"));
        assert_eq!(excerpt("ü ".repeat(500).as_bytes()).map(|text| text.chars().count()), Some(199));
    }
}
