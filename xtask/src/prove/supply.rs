//! `cargo xtask prove supply`: what comes along with the SDK, what it is made of, and what publishes it.
//!
//! Nothing here is left to chance, so the plan's seed goes unused. The programs come from PyPI as they were built there
//! (`tests/supply/requirements.txt`, checked by their hashes): only the thorough form builds one, cargo-semver-checks.

mod deny;
mod locks;
mod no_unsafe;
mod numbers;
mod packages;
mod workflows;

use super::Plan;
use crate::{Result, bill, interface, parts::Parts, test::environment, workspace};

pub(super) const SUMMARY: &str =
    "licences, sources, advisories, lockfiles, bills of materials, releases, breaks of API";

/// The programs of this part and what they need.
const TOOLS: &str = "tests/supply";

pub(super) fn run(plan: Plan) -> Result {
    if plan.seed.is_some() {
        println!("nothing here is left to chance: a seed changes nothing");
    }
    let locks = locks::all(&workspace::root())?;
    let mut parts = Parts::default();
    parts.run("lockfiles", || {
        locks::written_down(&workspace::root(), &locks)?;
        locks::in_step(&locks)
    });
    parts.run("unsafe code", no_unsafe::check_workspace);
    parts.run("licences, sources, duplicates", || deny::licences_and_sources(&locks, !plan.short));
    let mut reached = false;
    let compared = parts.run("withdrawn crates", || {
        reached = deny::advisories(&locks)?;
        Ok(())
    });
    if compared && !reached {
        parts.skip("advisories", deny::NOT_REACHED);
    }
    parts.run("numbers", numbers::print);
    parts.run("bills of materials", || {
        let folder = bill::folder()?;
        bill::write(&folder)?;
        bill::check(&folder, !plan.short)
    });
    parts.run("workflows", workflows::check_rules);
    match environment::installed(TOOLS, "zizmor")? {
        Some(_) => {
            parts.run("workflows, by others", workflows::check_with_programs);
        }
        None => parts.skip("workflows, by others", "zizmor needs Python 3.11 or newer"),
    }
    parts.run("packages", || packages::pack(!plan.short));
    match environment::installed(TOOLS, "griffe")? {
        Some(_) => {
            parts.run("breaks, Python", || interface::python(&["HEAD", "--prove"]));
        }
        None => parts.skip("breaks, Python", interface::GRIFFE),
    }
    if plan.short {
        parts.skip("breaks, Rust", "the short form builds no cargo-semver-checks");
    } else {
        parts.run("breaks, Rust", packages::find_a_break);
    }
    parts.finish()
}
