//! cargo-deny on every lockfile: licences and sources everywhere, the list of crates that must not come along where something is
//! published, advisories and withdrawn crates as far as the network goes.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use super::{
    super::limited::{self, Ended},
    TOOLS,
};
use crate::{Result, process, test::environment, workspace};

/// Why the advisories were left out.
pub(super) const NOT_REACHED: &str = "the RustSec database can't be reached from here; RUSTSEC_DATABASE names a copy of it, and audit.yml compares weekly";

/// Where the database is. Git is told to look elsewhere for it, where there is a copy.
const DATABASE: &str = "https://github.com/RustSec/advisory-db";

/// How long the database may take to come: a network that says nothing is none.
const LONGEST_FETCH: Duration = Duration::from_secs(60);

/// How long anything else may take.
const LONGEST: Duration = Duration::from_secs(300);

/// The variable that names a copy of the database, a git repository.
const COPY: &str = "RUSTSEC_DATABASE";

/// The workspaces, from the root, that something is published from. The others build clients that are not ours.
const PUBLISHED: [&str; 2] = ["", "python"];

/// Compares the licences, the sources and the duplicates of each lockfile with `deny.toml`.
///
/// # Errors
///
/// When a crate has another licence or comes from elsewhere, or when one that is published needs a crate that must not come along or a
/// second version of one that is not listed.
///
/// With `all` it looks at every lockfile, else at those of what is published.
pub(super) fn licences_and_sources(locks: &[PathBuf], all: bool) -> Result {
    let is_published = |folder: &Path| PUBLISHED.iter().any(|published| folder == Path::new(published));
    for folder in locks.iter().filter(|folder| all || is_published(folder)) {
        let mut deny = deny(folder, Path::new("deny.toml"))?;
        // One file serves all lockfiles, so what one of them has no use for is no fault; but a second version that nobody needs any more
        // is taken off the list.
        let is_root = folder == Path::new("");
        for unused in ["license-not-encountered", "license-exception-not-encountered", "unused-wrapper"] {
            deny.args(["-A", unused]);
        }
        deny.args([if is_root { "-D" } else { "-A" }, "unmatched-skip"]);
        deny.args(["licenses", "sources"]);
        if is_published(folder) {
            deny.arg("bans");
        }
        process::run(&mut deny)?;
    }
    Ok(())
}

/// Looks for withdrawn crates in each lockfile, and for advisories when the database can be reached; false when it can't.
///
/// # Errors
///
/// When there is one.
pub(super) fn advisories(locks: &[PathBuf]) -> Result<bool> {
    let work = workspace::target()?.join("advisories");
    fs::create_dir_all(&work)?;
    if let Some(copy) = std::env::var_os(COPY).filter(|copy| !copy.is_empty()) {
        compare(locks, &work.join("copy"), Some(Path::new(&copy)))?;
        return Ok(true);
    }
    match compare(locks, &work.join("database"), None)? {
        true => Ok(true),
        // cargo-deny asks the registry about withdrawn crates only beside a database that is not empty.
        false => compare(locks, &work.join("stand-in"), Some(&stand_in(&work)?)).map(|_| false),
    }
}

/// Compares every lockfile with a database, which is kept in `folder` and not where the user's own cargo-deny keeps it. False when the
/// database could not be had.
fn compare(locks: &[PathBuf], folder: &Path, instead: Option<&Path>) -> Result<bool> {
    // A copy may be another one than last time.
    if instead.is_some() && folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let config = folder.with_extension("toml");
    let rules = fs::read_to_string(workspace::root().join("deny.toml"))?;
    let place = format!("[advisories]\ndb-urls = [\"{DATABASE}\"]\ndb-path = '{}'", folder.display());
    fs::write(&config, rules.replacen("[advisories]", &place, 1))?;
    for lock in locks {
        let mut deny = deny(lock, &config)?;
        deny.arg("advisories");
        let copy = instead.map(|copy| format!("url.{}.insteadOf", copy.display()));
        let settings: Vec<_> = copy.iter().map(|key| (&**key, DATABASE)).collect();
        process::with_git_settings(&mut deny, &settings);
        process::announce(&deny);
        // Into a file: a pipe that nobody empties would fill up.
        let log = folder.with_extension("log");
        deny.stdin(Stdio::null()).stderr(File::create(&log)?);
        let ended = limited::ended(&mut deny, if instead.is_none() { LONGEST_FETCH } else { LONGEST })?;
        let said = fs::read_to_string(&log)?;
        let not_had = said.contains("failed to fetch advisory database") || ended == Ended::TimedOut;
        if not_had && instead.is_none() {
            return Ok(false);
        }
        eprint!("{said}");
        if ended == Ended::TimedOut {
            return Err(format!("cargo-deny was not done after {} s", LONGEST.as_secs()).into());
        }
        if ended != Ended::Passed {
            return Err(
                format!("an advisory or a withdrawn crate in {}", lock.join("Cargo.lock").display()).into()
            );
        }
    }
    println!("0 withdrawn crates in {} lockfiles; {}", locks.len(), about(folder, instead.is_none())?);
    Ok(true)
}

/// What database it was.
fn about(folder: &Path, is_original: bool) -> Result<String> {
    let Some(clone) =
        fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).find(|path| path.is_dir())
    else {
        return Ok("no database".to_owned());
    };
    let mut log = process::git(&[]);
    log.arg("-C").arg(&clone).args(["log", "-1", "--format=%cs"]);
    let date = process::output(&mut log)?;
    let crates = fs::read_dir(clone.join("crates"))?.count();
    Ok(match crates {
        1 => "advisories were not looked for".to_owned(),
        _ => format!(
            "0 advisories for them in {} of {}, about {crates} crates",
            if is_original { "the RustSec database" } else { "a copy of the RustSec database" },
            date.trim()
        ),
    })
}

/// A database with one advisory, about no crate.
fn stand_in(work: &Path) -> Result<PathBuf> {
    let folder = work.join("one-advisory");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let about = folder.join("crates").join("no-such-crate");
    fs::create_dir_all(&about)?;
    let advisory = "[advisory]\nid = \"RUSTSEC-2026-9999\"\npackage = \"no-such-crate\"\ndate = \"2026-01-01\"\n[versions]\npatched = []\n";
    fs::write(
        about.join("RUSTSEC-2026-9999.md"),
        format!("```toml\n{advisory}```\n\n# None\n\nAbout no crate.\n"),
    )?;
    let git = |arguments: &[&str]| {
        let mut git = process::git(&[]);
        git.arg("-C").arg(&folder).args(["-c", "user.name=nobody", "-c", "user.email=nobody@localhost"]);
        process::output(git.args(arguments))
    };
    git(&["init", "--quiet", "--initial-branch", "main"])?;
    git(&["add", "--all"])?;
    git(&["commit", "--quiet", "--no-gpg-sign", "--message", "One advisory, about no crate"])?;
    Ok(folder)
}

fn deny(folder: &Path, config: &Path) -> Result<Command> {
    let program =
        environment::installed(TOOLS, "cargo-deny")?.ok_or("cargo-deny is not in its environment")?;
    let root = workspace::root();
    let mut deny = process::program(program);
    deny.arg("--locked").arg("--manifest-path").arg(root.join(folder).join("Cargo.toml"));
    deny.arg("--config").arg(root.join(config)).args(["check", "--hide-inclusion-graph"]);
    Ok(deny)
}
