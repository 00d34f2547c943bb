//! What secrets look like: by how their issuers write them, and by the name that stands before them.

/// Secrets that are made up begin with one of these, or have it in them.
const MADE_UP: [&str; 4] = ["sandbox-", "CANARY", "your-", "example"];

/// What stands before a private key, in two pieces: this file is looked at too.
const BEGIN: &str = "-----BEGIN ";
const PRIVATE_KEY: &str = "PRIVATE KEY-----";

/// Names that stand before a secret, in small letters and without what parts their words.
const NAMES: [&str; 9] = [
    "clientsecret",
    "refreshtoken",
    "accesstoken",
    "apikey",
    "apitoken",
    "secretkey",
    "password",
    "registrytoken",
    "privatekey",
];

/// What looks like a secret in one line, each with what it would be.
pub(super) fn secrets_in(line: &str) -> Vec<(&'static str, &str)> {
    let mut found = Vec::new();
    if line.split_once(BEGIN).is_some_and(|(_, kind)| kind.contains(PRIVATE_KEY)) {
        found.push(("a private key", line.trim()));
    }
    let mut before = 0;
    for word in line.split(|c: char| !is_word(c)).filter(|word| word.len() >= 16) {
        // Where it stands in the line; words come in order.
        let Some(at) = line[before..].find(word).map(|at| at + before) else { continue };
        before = at + word.len();
        if is_made_up(word) || is_made_up(&from_base64(word)) {
            continue;
        }
        found.extend(of_issuer(word).or_else(|| of_name(&line[..at], word)).map(|what| (what, word)));
    }
    found
}

fn is_made_up(word: &str) -> bool {
    MADE_UP.iter().any(|made_up| word.contains(made_up))
}

/// What a word says as base64: a password of HTTP Basic is written so, one that is made up too.
fn from_base64(word: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(word.len());
    let (mut bits, mut count) = (0_usize, 0);
    for byte in word.bytes() {
        let Some(value) = ALPHABET.iter().position(|letter| *letter == byte) else { break };
        (bits, count) = ((bits << 6 | value) & 0xffff, count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '/')
}

fn of_issuer(word: &str) -> Option<&'static str> {
    let rest = |prefix: &str| word.strip_prefix(prefix);
    let alphanumeric =
        |rest: &str, length| rest.len() == length && rest.chars().all(|c| c.is_ascii_alphanumeric());
    if let Some(rest) = rest("BQ").or_else(|| rest("AQ"))
        && rest.len() >= 80
        && looks_random(rest)
    {
        return Some("a Spotify token");
    }
    let of_github = ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].into_iter().find_map(rest);
    if of_github.is_some_and(|rest| alphanumeric(rest, 36))
        || rest("github_pat_").is_some_and(|rest| rest.len() > 30)
    {
        return Some("a GitHub token");
    }
    if rest("pypi-AgEIcHlwaS5vcmc").is_some_and(|rest| rest.len() > 20) {
        return Some("a PyPI token");
    }
    if rest("cio").is_some_and(|rest| alphanumeric(rest, 32) && looks_random(rest)) {
        return Some("a crates.io token");
    }
    let upper = |rest: &str| rest.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if rest("AKIA").is_some_and(|rest| rest.len() == 16 && upper(rest)) {
        return Some("an AWS key");
    }
    None
}

fn of_name(before: &str, word: &str) -> Option<&'static str> {
    if before.ends_with("Basic ") && word.len() >= 24 && looks_random(word) {
        return Some("credentials of HTTP Basic");
    }
    if before.ends_with("Bearer ") && looks_random(word) {
        return Some("a bearer token");
    }
    // `name = "value"`, `name: value`, `"name":"value"`, `.name("value")`.
    let before = before.trim_end_matches(['"', '\'', '`', ' ', '(', '[', '=', ':']);
    let name: String = before
        .chars()
        .rev()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let name: String = name.chars().rev().collect();
    if !NAMES.iter().any(|known| name.ends_with(known)) {
        return None;
    }
    let is_hex = word.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c));
    if word.len() == 32 && is_hex && entropy(word) > 3.0 {
        return Some("a Spotify client secret");
    }
    looks_random(word).then_some("the value of a secret")
}

/// Whether it is letters of both cases and digits in no order of a language: no name, no sentence with underscores.
fn looks_random(word: &str) -> bool {
    let has = |kind: fn(&char) -> bool| word.chars().any(|c| kind(&c));
    has(char::is_ascii_digit)
        && has(char::is_ascii_lowercase)
        && has(char::is_ascii_uppercase)
        && word.len() >= 20
        && entropy(word) > 3.8
}

/// Bits per character, by how often each occurs in the word.
fn entropy(word: &str) -> f64 {
    let mut counts = [0_u32; 256];
    word.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let length = f64::from(u32::try_from(word.len()).unwrap_or(u32::MAX));
    let shares = counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / length);
    shares.map(|share| -share * share.log2()).sum()
}
