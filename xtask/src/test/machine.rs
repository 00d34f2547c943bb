//! What tests need from the machine, brought with Debian's packages where we may.

use std::env;
use std::path::Path;
use std::process::Command;

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

/// Brings the programs that tests start, where it can: the documents' Redis cache wants a real server. A machine that has Rust, Python and
/// the package registries and no way to Debian's is good enough for everything else, and the test itself says that it was skipped.
pub(super) fn bring_programs() {
    if on_path("redis-server") {
        println!("redis-server is there");
        return;
    }
    let why_not = match may_install().then(|| install(&["redis-server"])) {
        Some(Ok(())) => return,
        Some(Err(error)) => error.to_string(),
        None => "we may not install one".to_owned(),
    };
    println!("there is no redis-server ({why_not}): the tests of the Redis caches will be skipped");
}

fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_looked_for_on_the_path() {
        assert!(on_path("cargo") || env::var_os("CARGO").is_some());
        assert!(!on_path("no-such-program-anywhere"));
    }
}
