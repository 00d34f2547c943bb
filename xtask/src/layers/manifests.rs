//! What the manifests say: the packages that a crate names as dependencies, and those that come with them.

use std::{fs, path::Path};

use super::{
    Violation,
    rules::{CrateRules, FOREIGN_TO_THE_PURE_HALF},
};
use crate::Result;

/// Checks a crate's `Cargo.toml`.
///
/// # Errors
///
/// When it cannot be read.
pub(super) fn check(root: &Path, rules: &CrateRules) -> Result<Vec<Violation>> {
    let file = Path::new(rules.folder).join("Cargo.toml");
    let text = fs::read_to_string(root.join(&file))
        .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    let mut violations = Vec::new();
    for Dependency { line, package, for_users } in dependencies(&text) {
        for forbidden in rules.forbidden {
            if package == forbidden.package && (for_users || forbidden.anywhere) {
                let message = format!("`{package}` must not be a dependency here: {}", forbidden.why);
                violations.push(Violation { file: file.clone(), line, message });
            }
        }
    }
    Ok(violations)
}

/// Looks through what `cargo tree --no-default-features` lists for spotify-sdk, one package a line.
pub(super) fn foreign_to_the_pure_half(listing: &str) -> Vec<Violation> {
    let names = listing.lines().filter_map(|line| line.split_whitespace().next());
    let mut foreign: Vec<_> = names.filter(|name| FOREIGN_TO_THE_PURE_HALF.contains(name)).collect();
    foreign.sort_unstable();
    foreign.dedup();
    foreign
        .into_iter()
        .map(|name| Violation {
            file: Path::new("crates/spotify-sdk/Cargo.toml").to_path_buf(),
            line: 0,
            message: format!(
                "`{name}` comes with --no-default-features, which promises no runtime and no HTTP client"
            ),
        })
        .collect()
}

#[derive(Debug, PartialEq, Eq)]
struct Dependency<'a> {
    line: usize,
    package: &'a str,
    /// Not only for tests, examples or build scripts.
    for_users: bool,
}

/// The dependencies in a manifest. Written for the two forms that people use: a line in a table of dependencies, and a
/// table of its own.
fn dependencies(manifest: &str) -> Vec<Dependency<'_>> {
    let mut found: Vec<Dependency<'_>> = Vec::new();
    let mut table = None;
    for (line, text) in (1..).zip(manifest.lines()) {
        let text = text.split('#').next().unwrap_or_default().trim();
        if let Some(header) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            table = Table::of(header);
            if let Some(Table { for_users, package: Some(package) }) = table {
                found.push(Dependency { line, package, for_users });
            }
            continue;
        }
        let (Some(table), Some((key, value))) = (&table, text.split_once('=')) else { continue };
        let renamed = value.split_once("package").and_then(|(_, rest)| rest.split('"').nth(1));
        match table.package {
            // `[dependencies.name]` with `package = "other"` inside.
            Some(_) if key.trim() == "package" => {
                let package = value.trim().trim_matches('"');
                found.push(Dependency { line, package, for_users: table.for_users });
            }
            Some(_) => {}
            None => {
                let name = key.trim().split('.').next().unwrap_or_default().trim_matches('"');
                found.push(Dependency { line, package: renamed.unwrap_or(name), for_users: table.for_users });
            }
        }
    }
    found
}

/// A table of dependencies, or of one of them.
#[derive(Clone, Copy)]
struct Table<'a> {
    for_users: bool,
    package: Option<&'a str>,
}

impl<'a> Table<'a> {
    fn of(header: &'a str) -> Option<Self> {
        // `target.'cfg(unix)'.dependencies` is read from its last part on.
        let kinds = [("dev-dependencies", false), ("build-dependencies", false), ("dependencies", true)];
        kinds.into_iter().find_map(|(kind, for_users)| {
            let (before, behind) = header.rsplit_once(kind)?;
            let package = behind.strip_prefix('.').map(|name| name.trim_matches('"'));
            let whole_word = before.is_empty() || before.ends_with('.');
            (whole_word && (behind.is_empty() || package.is_some())).then_some(Self { for_users, package })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_dependency_is_read() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\na.workspace = true\nb = { package = \"real\" } # c = 1\n\
                        [dev-dependencies]\nd = \"1\"\n[target.'cfg(unix)'.dependencies.e]\nversion = \"1\"\n\
                        package = \"other\"\n[features]\nf = []\n";
        let found: Vec<_> =
            dependencies(manifest).into_iter().map(|d| (d.line, d.package, d.for_users)).collect();
        let expected =
            [(4, "a", true), (5, "real", true), (7, "d", false), (8, "e", true), (10, "other", true)];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_runtime_in_the_pure_half_is_reported_once() {
        let found =
            foreign_to_the_pure_half("spotify-sdk v0.1.0\nserde v1.0.2\ntokio v1.54.0\ntokio v1.54.0 (*)\n");
        let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(lines.len(), 1);
        assert!(lines[0].contains("`tokio` comes with --no-default-features"), "{lines:?}");
        assert!(foreign_to_the_pure_half("spotify-sdk v0.1.0\ntokio-util-like v1.0.0\n").is_empty());
    }
}
