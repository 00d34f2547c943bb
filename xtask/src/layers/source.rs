//! One source file: the paths that it names, resolved as far as the file itself allows.

mod reader;

use std::collections::HashMap;

use self::reader::{Found, Written};

/// A path as written, made absolute where the file's own `use` and `mod` lines tell what its first word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// Counted from 1.
    pub(super) line: usize,
    /// `["crate", "auth", "manager"]` for our own things, `["std", "env", "var"]` for those of others.
    pub(super) path: Vec<String>,
    /// `use path::*`
    pub(super) glob: bool,
}

/// What a file says, unit tests left out.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) references: Vec<Reference>,
    /// The modules `mod tests;` that are compiled for tests only: absolute, beginning with `crate`.
    pub(super) test_modules: Vec<Vec<String>>,
    /// What `use` brings into the file, by the name it has there. In `lib.rs` these are the crate's re-exports.
    pub(super) imports: HashMap<String, Vec<String>>,
}

/// Reads a file. `module` is the file's own path, `["crate", "auth"]` for `src/auth.rs`.
pub(super) fn read(text: &str, module: &[String]) -> Source {
    resolve(reader::find(text, module))
}

/// Makes the paths absolute: first the imports, then with their help all the rest.
fn resolve(found: Found) -> Source {
    let absolute = |written: &Written, imports: &HashMap<String, Vec<String>>| -> Vec<String> {
        let Written { module, path, .. } = written;
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let join = |front: &[String], rest: &[String]| front.iter().chain(rest).cloned().collect::<Vec<_>>();
        let child = join(module, std::slice::from_ref(first));
        match first.as_str() {
            _ if written.leading_separator => path.clone(),
            "crate" => path.clone(),
            "self" => join(module, rest),
            "super" => {
                let steps = path.iter().take_while(|word| *word == "super").count();
                join(&module[..module.len().saturating_sub(steps).max(1)], &path[steps..])
            }
            _ if found.modules.contains(&child) => join(&child, rest),
            name => imports.get(name).map_or_else(|| path.clone(), |import| join(import, rest)),
        }
    };
    let nothing = HashMap::new();
    let imports: HashMap<_, _> = found
        .written
        .iter()
        .filter_map(|written| Some((written.name.clone()?, absolute(written, &nothing))))
        .collect();
    let references = found
        .written
        .iter()
        .map(|written| {
            let known = if written.name.is_some() || written.glob { &nothing } else { &imports };
            Reference { line: written.line, path: absolute(written, known), glob: written.glob }
        })
        .collect();
    Source { references, test_modules: found.test_modules, imports }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str, module: &[&str]) -> Vec<String> {
        let module: Vec<_> = module.iter().map(ToString::to_string).collect();
        read(text, &module)
            .references
            .into_iter()
            .map(|reference| {
                let star = if reference.glob { "::*" } else { "" };
                format!("{}:{}{star}", reference.line, reference.path.join("::"))
            })
            .collect()
    }

    #[test]
    fn use_trees_are_spread_out() {
        let text = "use crate::{auth::{self, manager::Manager as M}, id::*};\nuse std::env;";
        let expected = ["1:crate::auth", "1:crate::auth::manager::Manager", "1:crate::id::*", "2:std::env"];
        assert_eq!(paths(text, &["crate", "client"]), expected);
    }

    #[test]
    fn self_and_super_are_followed() {
        let text = "use super::cache::File;\nuse self::inner::X;\nuse super::super::id::Id;";
        let expected = ["1:crate::auth::cache::File", "2:crate::auth::token::inner::X", "3:crate::id::Id"];
        assert_eq!(paths(text, &["crate", "auth", "token"]), expected);
    }

    #[test]
    fn a_path_is_read_with_the_imports_of_its_file() {
        let text = "use std::env;\nfn f() { env::var(\"A\"); }";
        assert_eq!(paths(text, &["crate", "a"]), ["1:std::env", "2:std::env::var"]);
        let text = "use crate::env;\nfn f() { env::var(\"A\"); }";
        assert_eq!(paths(text, &["crate", "a"]), ["1:crate::env", "2:crate::env::var"]);
        let text = "use std::time::SystemTime as Wall;\nfn f() { let x = Wall::now(); }";
        assert_eq!(paths(text, &["crate", "a"])[1], "2:std::time::SystemTime::now");
    }

    #[test]
    fn a_child_module_wins_over_a_crate_of_its_name() {
        let text = "mod reqwest;\npub use reqwest::Reqwest;\nfn f() { ::reqwest::get(); }";
        let expected = ["2:crate::transport::reqwest::Reqwest", "3:reqwest::get"];
        assert_eq!(paths(text, &["crate", "transport"]), expected);
    }

    #[test]
    fn inline_modules_have_their_own_super() {
        let text = "mod inner { use super::x::Y; fn f() { if a { } } }\nuse super::z::Z;";
        assert_eq!(paths(text, &["crate", "m"]), ["1:crate::m::x::Y", "2:crate::z::Z"]);
    }

    #[test]
    fn what_is_compiled_for_tests_only_is_left_out() {
        for hidden in [
            "#[cfg(test)] mod tests { use a::b; fn f() { c::d(); } }",
            "#[cfg(test)]\nuse a::b;",
            "#[cfg(all(test, unix))] fn f<A, B>(x: A) -> a::B { a::c() }",
            "#[cfg(test)] #[path = \"x\"] impl a::B for C { }",
            "#[tokio::test] async fn f() { a::b(); }",
        ] {
            let text = format!("{hidden} use seen::here;");
            let line = hidden.lines().count();
            assert_eq!(paths(&text, &["crate"]), [format!("{line}:seen::here")], "{hidden}");
        }
        assert_eq!(paths("#![cfg(test)] use a::b; use c::d;", &["crate"]), [""; 0]);
        let fields = "struct S { #[cfg(test)] x: a::B,\n y: c::D, #[cfg(test)] z: e::F }\nfn f() { g::h(); }";
        assert_eq!(paths(fields, &["crate"]), ["2:c::D", "3:g::h"]);
        assert_eq!(paths("#[cfg(not(test))] use a::b;", &["crate"]), ["1:a::b"]);
        assert_eq!(paths("#[cfg(any(test, feature = \"x\"))] use a::b;", &["crate"]), ["1:a::b"]);
    }

    #[test]
    fn test_modules_of_their_own_file_are_remembered() {
        let source = read("#[cfg(test)]\nmod tests;", &["crate".into(), "auth".into()]);
        assert_eq!(source.test_modules, [["crate", "auth", "tests"]]);
    }

    #[test]
    fn types_patterns_and_macros_are_read() {
        let text = "fn f(x: a::B) -> impl Fn(c::D) + use<'_> { match x { e::F => g::h!(i::j()) } }";
        assert_eq!(paths(text, &["crate"]), ["1:a::B", "1:c::D", "1:e::F", "1:g::h", "1:i::j"]);
    }

    #[test]
    fn broken_text_ends_too() {
        for text in [
            "use ",
            "use {",
            "use a::{b, ",
            "use a::{$X, b}",
            "#[",
            "#[cfg(test)",
            "mod",
            "use ;",
            "use a as",
            "use )",
        ] {
            paths(text, &["crate"]);
        }
    }
}
