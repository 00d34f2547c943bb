//! Good and bad samples, small enough to see what is meant.

use super::{super::rules::Layer, *};

const RULES: CrateRules = CrateRules {
    folder: "x",
    layers: &[
        Layer { name: "root", modules: &[""], imports: &["top"] },
        Layer { name: "top", modules: &["client", "auth::login"], imports: &["middle"] },
        Layer { name: "middle", modules: &["auth"], imports: &["bottom"] },
        Layer { name: "bottom", modules: &["error", "id"], imports: &[] },
    ],
    confined: &[
        Confined { paths: &["reqwest"], only_in: &["auth.rs", "auth/"], why: "one client" },
        Confined {
            paths: &["std::env::var", "std::time::Instant::now"],
            only_in: &["id.rs"],
            why: "injected",
        },
        Confined { paths: &["spotify_sandbox"], only_in: &[], why: "tests only" },
    ],
    forbidden: &[],
};

fn judged(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    judge(&RULES, &files).iter().map(|violation| violation.to_string().replace('\\', "/")).collect()
}

const BELOW: [(&str, &str); 3] = [("auth.rs", ""), ("error.rs", ""), ("id.rs", "")];

fn with_below(file: (&'static str, &'static str)) -> Vec<String> {
    let rest = BELOW.into_iter().filter(|(name, _)| *name != file.0);
    judged(&std::iter::once(file).chain(rest).collect::<Vec<_>>())
}

#[test]
fn downwards_and_sideways_is_fine() {
    assert_eq!(with_below(("client.rs", "use crate::{auth::Token, id::Id};")), [""; 0]);
    assert_eq!(with_below(("id.rs", "use crate::error::Error; use super::error;")), [""; 0]);
    assert_eq!(with_below(("lib.rs", "pub mod auth; pub use auth::Token;")), [""; 0]);
}

#[test]
fn upwards_is_reported_with_line_rule_and_way_out() {
    let expected = "x/src/error.rs:2: `bottom` must not import `middle` (`crate::auth`): it stands above. \
                    `bottom` may import nothing";
    assert_eq!(with_below(("error.rs", "\nuse crate::auth::Token;")), [expected]);
    assert_eq!(with_below(("error.rs", "\nfn f() -> crate::auth::Token {}")), [expected]);
    assert_eq!(with_below(("error.rs", "\nuse super::auth;")), [expected]);
    assert_eq!(with_below(("error.rs", "// use crate::auth;\nconst X: &str = \"crate::auth::Y\";")), [""; 0]);
    assert_eq!(with_below(("error.rs", "#[cfg(test)] mod tests { use crate::auth::Token; }")), [""; 0]);
}

#[test]
fn a_re_export_is_no_way_around() {
    let files = [
        ("lib.rs", "mod client; mod id; pub use client::SpotifyClient;"),
        ("client.rs", ""),
        ("id.rs", "use crate::SpotifyClient;\nfn f() { crate::SpotifyClient::new(); }"),
    ];
    let found = judged(&files);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("x/src/id.rs:1: `bottom` must not import `top` (`crate::client`)"),
        "{found:?}"
    );
}

#[test]
fn the_longest_listed_path_decides() {
    let files =
        [("auth/login.rs", "use crate::client::X;"), ("client.rs", ""), ("auth.rs", "use self::login::Y;")];
    let found = judged(&files);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("x/src/auth.rs:1: `middle` must not import `top`"), "{found:?}");
}

#[test]
fn a_module_without_a_layer_is_reported_once() {
    let expected = "x/src/extra.rs: module `crate::extra` has no layer in xtask/src/layers/rules.rs";
    assert_eq!(judged(&[("extra.rs", "use crate::auth::X;"), ("auth.rs", "")]), [expected]);
}

#[test]
fn confined_names_are_found_however_they_are_imported() {
    for text in [
        "use reqwest::Client;",
        "use {reqwest as http};",
        "fn f() { ::reqwest::get(); }",
        "extern crate reqwest;",
    ] {
        let expected = "x/src/id.rs:1: `reqwest` may be named in auth.rs, auth/ only: one client";
        assert_eq!(with_below(("id.rs", text)), [expected], "{text}");
    }
    assert_eq!(with_below(("auth.rs", "use reqwest::Client;")), [""; 0]);
    assert_eq!(with_below(("auth/http.rs", "use reqwest::Client;")), [""; 0]);
    for text in [
        "fn f() { std::env::var(\"A\"); }",
        "use std::env; fn f() { env::var(\"A\"); }",
        "use std::env::{self, var};",
        "use std::env::*;",
    ] {
        let expected = "x/src/auth.rs:1: `std::env::var` may be named in id.rs only: injected";
        assert!(with_below(("auth.rs", text)).contains(&expected.to_owned()), "{text}");
    }
    let clock = "use std::time::{Duration, Instant}; fn f(at: Instant) { Instant::now(); }";
    assert_eq!(with_below(("auth.rs", clock)).len(), 1);
    assert_eq!(with_below(("auth.rs", "use std::time::{Duration, Instant};")), [""; 0]);
    let nowhere = "x/src/auth.rs:1: `spotify_sandbox` must not be named here: tests only";
    assert_eq!(with_below(("auth.rs", "use spotify_sandbox::Sandbox;")), [nowhere]);
}

#[test]
fn test_modules_with_a_file_of_their_own_are_left_out() {
    let files = [
        ("auth.rs", "#[cfg(test)]\nmod tests;"),
        ("auth/tests.rs", "use spotify_sandbox::Sandbox; mod deep;"),
        ("auth/tests/deep.rs", "use reqwest::Client;"),
    ];
    assert_eq!(judged(&files), [""; 0]);
}

#[test]
fn file_names_become_modules() {
    assert_eq!(module_of("lib.rs"), ["crate"]);
    assert_eq!(module_of("auth/manager.rs"), ["crate", "auth", "manager"]);
    assert_eq!(module_of("auth/main.rs"), ["crate", "auth", "main"]);
}
