//! The workflows of `.github`: nobody's change may run with rights it was not given, and nothing that runs may change by itself.
//!
//! The rules are read from the text, line by line, so that every test run has them; zizmor and actionlint read the same files as
//! the machines do that run them.

use std::{fs, path::Path};

use super::TOOLS;
use crate::{Result, process, test::environment, workspace};

const FOLDER: &str = ".github/workflows";

/// Lets zizmor and actionlint read the workflows; both say what they find, and neither asks the network.
///
/// # Errors
///
/// When one of them finds something.
pub(super) fn check_with_programs() -> Result {
    let program = |name: &str| -> Result<_> {
        Ok(environment::installed(TOOLS, name)?.ok_or(format!("{name} is not in its environment"))?)
    };
    let mut zizmor = process::program(program("zizmor")?);
    zizmor.args(["--offline", "--no-progress", "--quiet", "--persona", "pedantic", "--strict-collection"]);
    process::run(zizmor.args(["--collect=all", ".github"]))?;
    let files = all(&workspace::root())?;
    let mut actionlint = process::program(program("actionlint")?);
    // Neither shellcheck nor pyflakes is everywhere, and what they find would depend on where it is looked for.
    actionlint.args(["-shellcheck=", "-pyflakes=", "-no-color"]);
    process::run(actionlint.args(files.iter().map(|(name, _)| format!("{FOLDER}/{name}"))))?;
    println!("{} workflows: 0 findings of zizmor (pedantic, offline), 0 of actionlint", files.len());
    Ok(())
}

/// Reads the workflows by the rules of this file.
///
/// # Errors
///
/// When one of them breaks a rule.
pub(super) fn check_rules() -> Result {
    let files = all(&workspace::root())?;
    let mut found = 0;
    for (name, text) in &files {
        for fault in faults(text) {
            eprintln!("{FOLDER}/{name}: {fault}");
            found += 1;
        }
    }
    println!("{} workflows: {found} break a rule of ours", files.len());
    if found == 0 { Ok(()) } else { Err("a workflow breaks a rule".into()) }
}

/// The workflows, by name.
fn all(root: &Path) -> Result<Vec<(String, String)>> {
    let folder = root.join(FOLDER);
    workspace::files(&folder, |name| name.ends_with(".yml") || name.ends_with(".yaml"))?
        .iter()
        .map(|file| Ok((file.display().to_string(), fs::read_to_string(folder.join(file))?)))
        .collect()
}

/// What is wrong with one workflow.
fn faults(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    if lines.iter().any(|line| line.contains("pull_request_target") || line.contains("workflow_run")) {
        found.push("it runs with rights beside code that anybody may send".to_owned());
    }
    if !lines.contains(&"permissions: {}") {
        found.push("`permissions: {}` is missing: jobs that say nothing would have more".to_owned());
    }
    if lines.iter().any(|line| line.contains("secrets.") || line.contains("secrets: inherit")) {
        found.push("it uses a kept secret: who publishes is known by its identity here".to_owned());
    }
    for (place, line) in lines.iter().enumerate() {
        let Some(action) = line.trim().trim_start_matches("- ").strip_prefix("uses: ") else { continue };
        if !is_pinned(action) {
            found.push(format!(
                "`{action}` is not pinned: a commit's whole name, and the version behind a `#`"
            ));
        }
        let quiet = lines[place..].iter().take(3).any(|line| line.trim() == "persist-credentials: false");
        if action.starts_with("actions/checkout@") && !quiet {
            found.push("a checkout leaves its credentials to every later step".to_owned());
        }
    }
    for job in jobs(&lines) {
        for wanted in ["    permissions:", "    timeout-minutes:"] {
            if !job.iter().any(|line| line.starts_with(wanted)) {
                found.push(format!("the job `{}` has no `{}`", job[0].trim(), wanted.trim()));
            }
        }
    }
    found
}

/// Whether an action is named by a commit, with its version for people: `owner/name@<40 digits> # v1.2.3`.
fn is_pinned(action: &str) -> bool {
    action.split_once(" # v").is_some_and(|(action, version)| {
        let commit = action.split_once('@').map_or("", |(_, commit)| commit);
        let is_commit =
            commit.len() == 40 && commit.chars().all(|digit| matches!(digit, '0'..='9' | 'a'..='f'));
        is_commit && version.split('.').count() == 3
    })
}

/// The lines of each job, the first being its name.
fn jobs<'a>(lines: &'a [&'a str]) -> Vec<&'a [&'a str]> {
    let start = lines.iter().position(|line| *line == "jobs:").map_or(lines.len(), |place| place + 1);
    let begins = |line: &&str| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':');
    let mut jobs: Vec<&[&str]> = Vec::new();
    let mut rest = &lines[start..];
    while let Some(first) = rest.iter().position(&begins) {
        let after = rest[first + 1..].iter().position(&begins).map_or(rest.len(), |next| first + 1 + next);
        jobs.push(&rest[first..after]);
        rest = &rest[after..];
    }
    jobs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workflow(name: &str) -> String {
        fs::read_to_string(workspace::root().join(FOLDER).join(name)).unwrap()
    }

    #[test]
    fn fault_129_workflows_give_nobody_rights_and_pin_what_they_run() {
        let files = all(&workspace::root()).unwrap();
        assert!(files.len() >= 4, "{} workflows", files.len());
        check_rules().unwrap();
    }

    #[test]
    fn fault_129_releases_are_published_without_a_kept_token_and_with_attestations_and_bills() {
        for (name, what) in
            [("release.yml", "crates-io-auth-action@"), ("release-python.yml", "gh-action-pypi-publish@")]
        {
            let text = workflow(name);
            for wanted in
                [what, "id-token: write", "attest-build-provenance@", "cargo xtask bill", "SHA256SUMS"]
            {
                assert!(text.contains(wanted), "{name} has no {wanted}");
            }
            for target in ["x86_64", "aarch64"] {
                for system in ["unknown-linux-gnu", "unknown-linux-musl", "apple-darwin"] {
                    assert!(
                        text.contains(&format!("target: {target}-{system},")),
                        "{name}: {target}-{system}"
                    );
                }
            }
            assert!(text.contains("target: x86_64-pc-windows-msvc,"), "{name}");
        }
    }

    #[test]
    fn fault_128_advisories_are_compared_every_week() {
        let text = workflow("audit.yml");
        assert!(text.contains("schedule:\n    - cron: ") && text.contains("check advisories"));
    }

    #[test]
    fn fault_130_pull_requests_are_compared_with_what_they_change() {
        let text = workflow("ci.yml");
        assert!(text.contains("cargo xtask interface \"$BASELINE\""));
        assert!(text.contains("BASELINE: ${{ github.event.pull_request.base.sha }}"));
    }

    const GOOD: &str = "on:\n  pull_request:\npermissions: {}\njobs:\n  one:\n    timeout-minutes: 1\n    permissions:\n      contents: read\n    steps:\n      - uses: actions/checkout@0123456789012345678901234567890123456789 # v1.2.3\n        with:\n          persist-credentials: false\n";

    #[test]
    fn every_rule_finds_what_breaks_it() {
        assert_eq!(faults(GOOD), Vec::<String>::new());
        for (old, new) in [
            ("pull_request:", "pull_request_target:"),
            ("permissions: {}\n", ""),
            ("@0123456789012345678901234567890123456789", "@v1"),
            (" # v1.2.3", ""),
            ("persist-credentials: false", "persist-credentials: true"),
            ("    timeout-minutes: 1\n", ""),
            ("    permissions:\n      contents: read\n", ""),
            ("    steps:\n", "    env:\n      TOKEN: ${{ secrets.TOKEN }}\n    steps:\n"),
        ] {
            let bad = GOOD.replacen(old, new, 1);
            assert_eq!(faults(&bad).len(), 1, "{old} -> {new}: {:?}", faults(&bad));
        }
    }

    #[test]
    fn each_job_is_looked_at() {
        let two = format!("{GOOD}  two:\n    runs-on: x\n");
        assert_eq!(faults(&two).len(), 2, "{:?}", faults(&two));
    }
}
