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
        println!(
            "{name}: {} other crates here ({} in a second version), {} for all systems together ({})",
            here.crates, here.twice, anywhere.crates, anywhere.twice
        );
        if name == "default features" && here.crates > BUDGET {
            let crates = here.crates;
            return Err(
                format!("the default features bring {crates} crates, and the budget is {BUDGET}").into()
            );
        }
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
struct Count {
    /// Each version of a crate counts.
    crates: usize,
    /// Of those, versions beside another one of the same crate.
    twice: usize,
}

fn count(asked: &[&str], target: &[&str]) -> Result<Count> {
    let mut tree =
        process::cargo(&["tree", "--locked", "--edges", "normal,build", "--prefix", "none", "--no-dedupe"]);
    let listing = process::output(tree.args(asked).args(target))?;
    Ok(distinct(&listing))
}

/// Crates in what `cargo tree` prints, without the first line's, which is the one that was asked about.
fn distinct(listing: &str) -> Count {
    let crates: BTreeSet<_> = listing
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, rest)| (name, rest.split(' ').next().unwrap_or_default()))
        .collect();
    let names: BTreeSet<_> = crates.iter().map(|(name, _)| name).collect();
    Count { crates: crates.len().saturating_sub(1), twice: crates.len() - names.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_counts_once_in_each_version() {
        let listing = "ours v0.1.0 (/here)\na v1.0.0\nb v1.0.0 (proc-macro)\na v1.0.0\na v2.0.0\n\n";
        assert_eq!(distinct(listing), Count { crates: 3, twice: 1 });
    }
}
