//! Row 105: nothing that is committed looks like a secret that opens something.
//!
//! It knows the shapes of what gets lost in projects like this one: Spotify's client secrets and tokens, credentials of the services
//! that we publish to, private keys. Words that are made up say so (`sandbox-`, `CANARY`, `your-`), and so need no list of exceptions.

mod shapes;

use std::fs;

use crate::{Result, process, workspace};

/// What looks like a secret, and where.
#[derive(Debug, PartialEq, Eq)]
struct Find {
    file: String,
    line: usize,
    what: &'static str,
    /// Its beginning, for whoever has to find it, and how long it is. The rest would be in the log of CI.
    shown: String,
}

/// Looks at every file that git tracks, as it is in the working tree.
///
/// # Errors
///
/// When something looks like a secret, or when git or a file can't be read.
pub(super) fn check_tracked_files() -> Result {
    let root = workspace::root();
    let listing = process::output(process::git(&[]).args(["ls-files", "-z"]))?;
    let (mut files, mut bytes, mut found) = (0, 0, Vec::new());
    for name in listing.split('\0').filter(|name| !name.is_empty()) {
        let path = root.join(name);
        // Links, submodules, and what was deleted and not yet committed hold nothing of their own.
        if !fs::symlink_metadata(&path).is_ok_and(|about| about.is_file()) {
            continue;
        }
        let content = fs::read(&path).map_err(|error| format!("cannot read {name}: {error}"))?;
        (files, bytes) = (files + 1, bytes + content.len());
        found.extend(look(name, &String::from_utf8_lossy(&content)));
    }
    println!("{files} tracked files, {bytes} bytes searched: {} look like secrets", found.len());
    // A list that came out empty would make the check succeed for ever.
    if files < 100 {
        return Err(format!("git names {files} files only").into());
    }
    for Find { file, line, what, shown } in &found {
        eprintln!("{file}:{line}: {what}: {shown}");
    }
    if found.is_empty() {
        return Ok(());
    }
    Err("what looks like a secret is committed. If it is one: revoke it, as history keeps it. If it is made up, let it \
         begin with `sandbox-`, `CANARY` or `your-`"
        .into())
}

fn look(file: &str, text: &str) -> Vec<Find> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (what, word) in shapes::secrets_in(line) {
            let beginning: String = word.chars().take(6).collect();
            let shown = format!("`{beginning}…`, {} characters", word.chars().count());
            found.push(Find { file: file.to_owned(), line: number + 1, what, shown });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_105_what_git_tracks_holds_no_secret() {
        // An archive of the sources has no history to keep secrets in.
        if !workspace::root().join(".git").exists() {
            return;
        }
        check_tracked_files().unwrap();
    }

    /// Put together here, as this file is looked at too.
    fn planted() -> Vec<(&'static str, String)> {
        let random = "mQ7xZk29vLpR4tYw8NcB3sHd6JfGa5Ue0iXoTqVn";
        let hex = "3f9a1c7e5b2d48069c8e1f7a2b4d6c30";
        let long = format!("{random}{random}{random}");
        vec![
            ("a Spotify client secret", format!("SPOTIFY_SDK_CLIENT_SECRET={hex}")),
            ("a Spotify client secret", format!("    client_secret: \"{hex}\",")),
            ("a Spotify client secret", format!(".client_secret(\"{hex}\")")),
            ("a Spotify token", format!("Authorization: Bearer BQ{long}")),
            ("a Spotify token", format!("{{\"refresh_token\":\"AQ{long}\"}}")),
            ("a private key", ["-----BEGIN", " OPENSSH PRIVATE KEY-----"].concat()),
            ("a GitHub token", format!("token = ghp_{}", &random[..36])),
            ("a PyPI token", format!("twine: pypi-AgEIcHlwaS5vcmc{random}")),
            ("a crates.io token", format!("CARGO_REGISTRY_TOKEN: cio{}", &random[..32])),
            ("an AWS key", ["AKIA", "QWERTYUIOPASDFGH"].concat()),
            ("the value of a secret", format!("api_key = '{random}'")),
            ("the value of a secret", format!("\"password\": \"{random}\"")),
            ("credentials of HTTP Basic", format!("authorization: Basic {random}")),
        ]
    }

    #[test]
    fn fault_105_a_planted_secret_is_found_and_not_repeated() {
        for (what, line) in planted() {
            let found = look("docs/guide.md", &format!("first line\n{line}\n"));
            assert_eq!(found.len(), 1, "{line}: {found:?}");
            assert_eq!((found[0].what, found[0].line, &*found[0].file), (what, 2, "docs/guide.md"), "{line}");
            assert!(found[0].shown.chars().count() < 30, "{found:?}");
        }
    }

    #[test]
    fn fault_105_what_is_made_up_or_public_is_passed_over() {
        let hex = "3f9a1c7e5b2d48069c8e1f7a2b4d6c30";
        for line in [
            "client_secret = \"your-client-secret\"",
            "SPOTIFY_SDK_CLIENT_SECRET=sandbox-secret-0123456789abcdef0123456789abcdef",
            "refresh_token: \"CANARY-refresh-mQ7xZk29vLpR4tYw8NcB3sHd6JfGa5Ue0iXo\"",
            "let client_secret = environment.get(names::CLIENT_SECRET);",
            &format!("checksum = \"{hex}{hex}\""),
            &format!("--hash=sha256:{hex}{hex}"),
            &format!("uses: actions/checkout@{hex}deadbeef"),
            &format!("client_id = \"{hex}\""),
            "code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "Authorization: Bearer $(spotify-sdk auth token)",
            "password_of_the_user_that_the_sandbox_knows = None",
            "Authorization: Basic YWJj",
            // `user:CANARY-password`
            "Authorization: Basic dXNlcjpDQU5BUlktcGFzc3dvcmQ=",
        ] {
            assert_eq!(look("x", line), [], "{line}");
        }
    }
}
