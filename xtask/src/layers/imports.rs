//! Compares the paths that a crate's files name with the crate's rules.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fs,
    path::Path,
};

use super::{
    Violation,
    order::Order,
    rules::{Confined, CrateRules},
    source::{self, Reference, Source},
};
use crate::{Result, workspace};

/// A file below `src`, read.
struct File {
    /// Below `src`, with forward slashes.
    name: String,
    /// `["crate", "auth", "manager"]`
    module: Vec<String>,
    source: Source,
}

/// Checks every file of a crate's `src`.
///
/// # Errors
///
/// When a file cannot be read.
pub(super) fn check(root: &Path, rules: &CrateRules) -> Result<Vec<Violation>> {
    let folder = root.join(rules.folder).join("src");
    let mut texts = Vec::new();
    for path in workspace::rust_files(&folder)? {
        let text = fs::read_to_string(folder.join(&path))
            .map_err(|error| format!("cannot read {}: {error}", folder.join(&path).display()))?;
        texts.push((path.to_string_lossy().replace('\\', "/"), text));
    }
    Ok(judge(rules, &texts))
}

/// The rules applied to files given as name and text.
fn judge(rules: &CrateRules, texts: &[(String, String)]) -> Vec<Violation> {
    let mut files: Vec<_> = texts
        .iter()
        .map(|(name, text)| {
            let module = module_of(name);
            File { name: name.clone(), source: source::read(text, &module), module }
        })
        .collect();
    let test_modules: HashSet<_> = files.iter().flat_map(|file| file.source.test_modules.clone()).collect();
    files.retain(|file| !(1..=file.module.len()).any(|length| test_modules.contains(&file.module[..length])));

    let modules: HashSet<_> = files.iter().map(|file| file.module.clone()).collect();
    let root_names = files
        .iter()
        .find(|file| file.module.len() == 1)
        .map(|file| file.source.imports.clone())
        .unwrap_or_default();
    let order = Order::new(rules.layers);

    let mut violations = BTreeSet::new();
    for file in &files {
        let place = Path::new(rules.folder).join("src").join(&file.name);
        let mut report = |line, message| violations.insert(Violation { file: place.clone(), line, message });
        let here = order.layer_of(&file.module);
        if !rules.layers.is_empty() && here.is_none() {
            let message =
                format!("module `{}` has no layer in xtask/src/layers/rules.rs", file.module.join("::"));
            report(0, message);
        }
        for reference in &file.source.references {
            for confined in rules.confined {
                if let Some(path) = names(confined, reference).filter(|_| !may_name(confined, &file.name)) {
                    report(reference.line, confinement(path, confined));
                }
            }
            let Some(target) = own_module(&reference.path, &modules, &root_names) else { continue };
            if let (Some(here), Some(there)) = (here, order.layer_of(&target))
                && !order.allows(here, there)
            {
                report(reference.line, order.message(here, there, &target));
            }
        }
    }
    violations.into_iter().collect()
}

/// `auth/manager.rs` -> `crate::auth::manager`; `lib.rs` and `main.rs` -> `crate`.
fn module_of(name: &str) -> Vec<String> {
    let stem = name.strip_suffix(".rs").unwrap_or(name);
    let words = stem.split('/').filter(|word| !["lib", "main"].contains(word) || stem.contains('/'));
    std::iter::once("crate").chain(words).map(ToOwned::to_owned).collect()
}

/// The module of this crate that a path leads into. A name that `lib.rs` re-exports leads to where it comes from:
/// otherwise `crate::SpotifyClient` would be a way around every rule.
fn own_module(
    path: &[String],
    modules: &HashSet<Vec<String>>,
    root_names: &HashMap<String, Vec<String>>,
) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    if first != "crate" {
        return None;
    }
    let name = rest.first()?;
    let direct = [first.clone(), name.clone()];
    let full = match root_names.get(name) {
        Some(origin) if !modules.contains(direct.as_slice()) && origin.first() == Some(first) => {
            origin.iter().chain(&rest[1..]).cloned().collect()
        }
        _ => path.to_vec(),
    };
    (2..=full.len()).rev().map(|length| full[..length].to_vec()).find(|prefix| modules.contains(prefix))
}

/// Which of the confined paths the reference names. A glob names everything that is directly below its path.
fn names(confined: &Confined, reference: &Reference) -> Option<&'static str> {
    confined.paths.iter().copied().find(|path| {
        let wanted: Vec<_> = path.split("::").collect();
        let given = &reference.path;
        let below = given.len() >= wanted.len() && given.iter().zip(&wanted).all(|(a, b)| a == b);
        let opened = reference.glob
            && given.len() + 1 == wanted.len()
            && given.iter().zip(&wanted).all(|(a, b)| a == b);
        below || opened
    })
}

fn may_name(confined: &Confined, file: &str) -> bool {
    confined
        .only_in
        .iter()
        .any(|place| if place.ends_with('/') { file.starts_with(place) } else { file == *place })
}

fn confinement(path: &str, confined: &Confined) -> String {
    match confined.only_in {
        [] => format!("`{path}` must not be named here: {}", confined.why),
        files => format!("`{path}` may be named in {} only: {}", files.join(", "), confined.why),
    }
}

#[cfg(test)]
mod tests;
