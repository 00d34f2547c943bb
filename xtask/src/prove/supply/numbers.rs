//! How much comes along: crates, by what a program asks for, on the system that it is asked on and on any.

use std::collections::BTreeSet;

use crate::{Result, process};

/// What is counted: a name, and what cargo is asked.
const COUNTED: [(&str, &[&str]); 5] = [
    ("default features", &["-p", "spotify-sdk"]),
    ("pure half", &["-p", "spotify-sdk", "--no-default-features"]),
    ("all features", &["-p", "spotify-sdk", "--all-features"]),
    ("command", &["-p", "spotify-sdk-cli"]),
    ("Python package", &["--manifest-path", "python/Cargo.toml"]),
];

/// A program that takes the default features compiles no more crates than this on one system. Whoever raises it says why, in the
/// commit that does.
const BUDGET: usize = 121;

/// Prints the numbers.
///
/// # Errors
///
/// When the default features bring more than the budget.
pub(super) fn print() -> Result {
    for (name, asked) in COUNTED {
        let (here, anywhere) = (count(asked, &[])?, count(asked, &["--target", "all"])?);
        println!("{name}: {here} other crates here, {anywhere} for all systems together");
        if name == "default features" && here > BUDGET {
            return Err(
                format!("the default features bring {here} crates, and the budget is {BUDGET}").into()
            );
        }
    }
    Ok(())
}

fn count(asked: &[&str], target: &[&str]) -> Result<usize> {
    let mut tree =
        process::cargo(&["tree", "--locked", "--edges", "normal,build", "--prefix", "none", "--no-dedupe"]);
    let listing = process::output(tree.args(asked).args(target))?;
    Ok(distinct(&listing))
}

/// Crates in what `cargo tree` prints, the first line's being the one that was asked about.
fn distinct(listing: &str) -> usize {
    let crates: BTreeSet<_> = listing
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, rest)| (name, rest.split(' ').next().unwrap_or_default()))
        .collect();
    crates.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_counts_once_for_each_version() {
        let listing = "ours v0.1.0 (/here)\na v1.0.0\nb v1.0.0 (proc-macro)\na v1.0.0\na v2.0.0\n\n";
        assert_eq!(distinct(listing), 3);
    }
}
