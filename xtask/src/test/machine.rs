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

/// Makes sure that the programs which tests start are there: the documents' Redis cache wants a real server. Without one its test says
/// that it was skipped.
///
/// # Errors
///
/// When the packages can't be installed although we may.
pub(super) fn bring_programs() -> Result {
    if on_path("redis-server") {
        println!("redis-server is there");
        return Ok(());
    }
    if may_install() {
        return install(&["redis-server"]);
    }
    println!("there is no redis-server and we may not install one: the Redis cache's test will be skipped");
    Ok(())
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
