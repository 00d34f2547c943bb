//! Virtual days of very many clients, with faults at random: nothing may be lost, nothing left behind, nothing unaccounted for.

use super::Plan;
use crate::{Result, process, test::package, workspace};

pub(super) const SUMMARY: &str = "1,000 clients for virtual days, with faults at random";
pub(super) const PYTHON_SUMMARY: &str =
    "300 clients of the Python package on threads, asyncio and trio at once";

/// A thousand clients of the library.
pub(super) fn library(plan: Plan) -> Result {
    // As `cargo xtask test` builds it: other features would build half of it again.
    process::run(&mut process::cargo(&["build", "--workspace", "--all-features", "--bin", "soak"]))?;
    let program = workspace::target()?.join("debug").join(format!("soak{}", std::env::consts::EXE_SUFFIX));
    process::run(process::program(program).args(arguments(plan)))
}

/// Three hundred of the Python package, on threads, asyncio and trio at once.
pub(super) fn python(plan: Plan) -> Result {
    let mut soak = package::with_package()?;
    // Leaving nothing in the checkout.
    process::run(soak.args(["-B", "-s", "python/soak/run.py"]).args(arguments(plan)))
}

fn arguments(plan: Plan) -> Vec<String> {
    let mut arguments = Vec::new();
    if plan.short {
        arguments.push("--short".to_owned());
    }
    arguments.extend(["--seed".to_owned(), plan.seed_or_now().to_string()]);
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_is_passed_on() {
        assert_eq!(arguments(Plan { short: true, seed: Some(7), minutes: None }), ["--short", "--seed", "7"]);
        assert_eq!(arguments(Plan { short: false, seed: Some(8), minutes: None }), ["--seed", "8"]);
    }
}
