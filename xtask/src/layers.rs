//! `cargo xtask layers`: who may import whom, checked from the source text.
//!
//! The rules are data (`rules.rs`). The text is read as tokens (`lexer.rs`), the paths in it are resolved as far as one
//! file allows (`source.rs`), and `imports.rs` with `order.rs`, `manifests.rs` and `files.rs` compare what they find with the rules.

mod files;
mod imports;
mod lexer;
mod manifests;
mod order;
mod rules;
mod source;

use std::{fmt, path::PathBuf};

use crate::{Result, arguments::Arguments, process, workspace};

pub(crate) const SUMMARY: &str =
    "check who imports whom, where outside things are named, and how long files are";

pub(crate) const HELP: &str = "
Usage: cargo xtask layers

Reads the workspace's source and fails, with file and line, where it breaks a rule of xtask/src/layers/rules.rs:
  - a module of spotify-sdk imports one that stands above it;
  - reqwest, the system clock or the environment is named outside its one file;
  - spotify-sandbox knows spotify-sdk, or spotify-sdk knows spotify-sandbox outside tests and examples;
  - spotify-sdk without its default features depends on a runtime or an HTTP client;
  - a file is longer than 600 lines (those above 400 are listed) or is called mod.rs.
Unit tests, comments and strings are not looked at.";

/// One broken rule, and where.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    /// From the workspace's root.
    file: PathBuf,
    /// Counted from 1; 0 for the file as a whole.
    line: usize,
    /// Which rule, and why it is one.
    message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.file.display(), self.message),
            line => write!(formatter, "{}:{line}: {}", self.file.display(), self.message),
        }
    }
}

pub(crate) fn run(arguments: Arguments) -> Result {
    arguments.none()?;
    check_workspace()
}

/// Checks the whole workspace and prints what it found.
///
/// # Errors
///
/// When a rule is broken, or a file cannot be read.
pub(crate) fn check_workspace() -> Result {
    let root = workspace::root();
    let mut violations = Vec::new();
    for rules in rules::CRATES {
        violations.extend(imports::check(&root, rules)?);
        violations.extend(manifests::check(&root, rules)?);
    }
    let lengths = files::check(&root)?;
    violations.extend(lengths.violations);
    for (file, lines) in &lengths.long {
        println!(
            "note: {} has {lines} lines; above {} a file is questioned",
            file.display(),
            files::QUESTIONED
        );
    }
    violations.extend(pure_half()?);
    violations.sort();
    for violation in &violations {
        eprintln!("{violation}");
    }
    match violations.len() {
        0 => {
            println!("{} files keep the rules", lengths.files);
            Ok(())
        }
        1 => Err("1 rule is broken".into()),
        count => Err(format!("rules are broken in {count} places").into()),
    }
}

/// The crates that come with spotify-sdk when its default features are off.
fn pure_half() -> Result<Vec<Violation>> {
    let tree = ["tree", "-p", "spotify-sdk", "--no-default-features", "-e", "normal", "--prefix", "none"];
    let listing = process::output(&mut process::cargo(&tree))?;
    Ok(manifests::foreign_to_the_pure_half(&listing))
}

/// The words of a Rust source with the lines they stand in, counted from 1; what comments and literals say is left out.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    lexer::tokens(text).into_iter().filter_map(|token| match token.kind {
        lexer::Kind::Word(word) => Some((token.line, word)),
        _ => None,
    })
}
