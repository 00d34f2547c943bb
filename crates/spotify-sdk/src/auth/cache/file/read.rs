//! From bytes in a file to a token.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

use secrecy::zeroize::Zeroizing;
use serde::Deserialize as _;
use serde_json::Value;

use super::hindered::unhindered;
use super::permissions::exposure;
use crate::auth::TokenInfo;

/// A stored token has some hundred bytes; what is larger than this is something else, and is not read into memory.
const SIZE_LIMIT: u64 = 1 << 20;

/// What a file holds.
pub(super) enum Content {
    /// There is no file.
    Absent,
    /// A token, also an expired one or a tombstone.
    Token(TokenInfo, Exposure),
    /// Something else.
    Unreadable(Unreadable),
}

/// The mode of a file that others can open; `None` if they can't.
pub(super) type Exposure = Option<u32>;

/// A file that holds no token.
pub(super) struct Unreadable {
    /// What is wrong, as the end of a sentence that begins with "it is". Never a part of the content.
    pub(super) why: String,
    /// All of it; `None` when it is too large.
    pub(super) bytes: Option<Vec<u8>>,
}

impl Unreadable {
    /// A file that the system does not let us read, but may let us replace.
    pub(super) fn beyond_reach() -> Self {
        Self { why: "beyond reach".into(), bytes: None }
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.as_deref().is_some_and(|bytes| bytes.trim_ascii().is_empty())
    }

    /// Whether it looks like a damaged token, and not like a file of another kind at a mistaken path.
    pub(super) fn mentions_token(&self) -> bool {
        let mentions = |bytes: &[u8], name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
        self.bytes
            .as_deref()
            .is_some_and(|bytes| mentions(bytes, b"access_token") || mentions(bytes, b"refresh_token"))
    }
}

/// Reads the file at `path`, through symbolic links.
///
/// # Errors
/// Whatever the system refuses, apart from "no such file"; also when it is no regular file: opening a pipe would wait forever.
pub(super) fn read(path: &Path) -> io::Result<Content> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Content::Absent),
        Err(error) => return Err(error),
    };
    require_regular(&metadata)?;
    let file = match unhindered(|| File::open(path)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Content::Absent),
        Err(error) => return Err(error),
    };
    let metadata = file.metadata()?;
    // Room for a token: growing would leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(8 * 1024));
    file.take(SIZE_LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > SIZE_LIMIT {
        return Ok(Content::Unreadable(Unreadable { why: "larger than 1 MiB".into(), bytes: None }));
    }
    Ok(match parse(&bytes) {
        Ok(token) => Content::Token(token, exposure(&metadata)),
        Err(why) => Content::Unreadable(Unreadable { why, bytes: Some(std::mem::take(&mut *bytes)) }),
    })
}

/// An error unless `metadata` is that of a regular file.
pub(super) fn require_regular(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"))
    } else if !metadata.is_file() {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"))
    } else {
        Ok(())
    }
}

/// What the bytes say, or why they say nothing. serde's own messages are not used: they quote what they found.
pub(crate) fn parse(bytes: &[u8]) -> Result<TokenInfo, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8")?;
    // Editors on Windows put a byte order mark there.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err("empty".into());
    }
    let value = serde_json::from_str::<Value>(text)
        .or_else(|error| quote_non_finite(text).map_or(Err(error), |text| serde_json::from_str(&text)))
        .map_err(|error| format!("not JSON (line {}, column {})", error.line(), error.column()))?;
    // By way of a Value, so that of members given twice the last one counts, as in Python.
    TokenInfo::deserialize(value).map_err(|_| "JSON, but no stored token".into())
}

/// Puts quotes around the `NaN`, `Infinity` and `-Infinity` that Python's `json` writes for such numbers, so that a time that
/// is none costs a refresh and not the refresh token. `None` if there are none.
fn quote_non_finite(text: &str) -> Option<String> {
    let mut quoted = String::with_capacity(text.len() + 4);
    let mut rest = text;
    let mut found = false;
    while let Some(character) = rest.chars().next() {
        let literal = ["NaN", "Infinity", "-Infinity"].into_iter().find(|literal| rest.starts_with(literal));
        let length = if let Some(literal) = literal {
            found = true;
            quoted.extend(["\"", literal, "\""]);
            literal.len()
        } else {
            let length = if character == '"' { string_length(rest) } else { character.len_utf8() };
            quoted.push_str(&rest[..length]);
            length
        };
        rest = &rest[length..];
    }
    found.then_some(quoted)
}

/// The bytes of the JSON string that `text` begins with, both quotes counted; all of it when it does not end.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_are_none_are_quoted() {
        for (text, quoted) in [
            (r#"{"a":NaN}"#, Some(r#"{"a":"NaN"}"#)),
            (r#"[-Infinity, Infinity]"#, Some(r#"["-Infinity", "Infinity"]"#)),
            (r#"{"NaN\"":1,"é":"Infinity"}"#, None),
            (r#"{"NaN\\":NaN}"#, Some(r#"{"NaN\\":"NaN"}"#)),
            (r#""NaN"#, None),
        ] {
            assert_eq!(quote_non_finite(text).as_deref(), quoted, "{text}");
        }
    }

    #[test]
    fn reasons_quote_nothing() {
        for text in
            [r#""AQD-secret""#, r#"{"access_token":{"AQD-secret":1}}"#, r#"{"AQD-secret":"#, "AQD-secret"]
        {
            let why = parse(text.as_bytes()).unwrap_err();
            assert!(!why.contains("secret"), "{why}");
        }
    }

    #[test]
    fn a_member_given_twice_counts_as_in_python() {
        let token = parse(br#"{"access_token":"a","expires_at":1,"access_token":"b"}"#).unwrap();
        assert_eq!(token.access_token(), "b");
    }
}
