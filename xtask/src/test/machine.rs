//! What tests need from the machine, brought with Debian's packages where we may.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{Result, process};

/// Whether this is a Debian-like machine on which we are the administrator, as in most CI containers.
pub(super) fn may_install() -> bool {
    let is_root = || Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    Path::new("/usr/bin/apt-get").exists() && is_root()
}

/// Installs Debian packages.
///
/// # Errors
///
/// When `apt-get` fails.
pub(super) fn install(packages: &[&str]) -> Result {
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        process::run(&mut command)
    };
    apt(&["update", "--quiet"])?;
    apt(&[&["install", "--quiet", "--yes", "--no-install-recommends"], packages].concat())
}

/// What tests start: the names that a program may have, Debian's package of it, and what is not tested without it.
const PROGRAMS: [(&[&str], &str, &str); 2] = [
    (&["redis-server"], "redis-server", "the Redis caches"),
    // As `tests/browser/chromium.py` looks for it.
    (&["chromium", "chromium-browser", "google-chrome"], "chromium", "the login in a real browser"),
];

/// Brings the programs that tests start, where it can. A machine that has Rust, Python and the package registries and no way to Debian's
/// is good enough for everything else, and the tests themselves say that they were skipped.
///
/// # Errors
///
/// In CI, when one is missing in the end: what is never run proves nothing.
pub(crate) fn bring_programs() -> Result {
    for (names, package, what) in PROGRAMS {
        if names.iter().any(|name| starts(name)) {
            println!("{package} is there");
            continue;
        }
        let why_not = match may_install().then(|| install(&[package])) {
            Some(Ok(())) if names.iter().any(|name| starts(name)) => continue,
            Some(Ok(())) => "it does not start".to_owned(),
            Some(Err(error)) => error.to_string(),
            None => "we may not install it".to_owned(),
        };
        do_without(&format!("there is no {package} ({why_not})"), what, env::var("CI").ok().as_deref())?;
    }
    Ok(())
}

/// Goes on without a program, unless this is a run that others rely on, as the variable `CI` says everywhere.
fn do_without(missing: &str, what: &str, ci: Option<&str>) -> Result {
    if matches!(ci, Some("true" | "1")) {
        return Err(format!("{missing}, and CI has to test {what}").into());
    }
    println!("{missing}: the tests of {what} will be skipped");
    Ok(())
}

/// Whether a program is there and works: some systems have a file of that name that only says how to get it.
fn starts(program: &str) -> bool {
    let mut version = Command::new(program);
    version.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    version.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_there_when_it_starts() {
        assert!(starts("rustc"));
        // It is there, and knows no `--version`.
        assert!(!cfg!(unix) || !starts("false"));
        assert!(!starts("no-such-program-anywhere"));
    }

    #[test]
    fn only_ci_has_to_have_every_program() {
        let missing = "there is no chromium (we may not install it)";
        assert!(do_without(missing, "the login", None).is_ok());
        assert!(do_without(missing, "the login", Some("false")).is_ok());
        let error = do_without(missing, "the login", Some("true")).unwrap_err().to_string();
        assert_eq!(error, "there is no chromium (we may not install it), and CI has to test the login");
    }
}
