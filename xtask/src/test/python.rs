//! Finding a Python that can run the peers and our own package.

use std::{env, ffi::OsString, process::Command};

use crate::Result;

/// The oldest Python that our package, and PyPI's spotify-sdk 0.10.1, run on.
const OLDEST: (u32, u32) = (3, 10);

/// The newest that is looked for beside the one that is used.
const NEWEST: (u32, u32) = (3, 14);

/// What the interpreter is asked: its version and what it can make an environment with.
const QUESTION: &str = "
import importlib.util as u, sys
print(sys.version_info[0], sys.version_info[1], sys.executable)
print(*(name for name in ('venv', 'ensurepip', 'pip') if u.find_spec(name)))
";

/// A Python interpreter and the parts of it that matter for making a virtual environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Python {
    pub(super) program: OsString,
    pub(super) version: (u32, u32),
    /// Where the interpreter really is; part of what decides whether an environment is still good.
    pub(super) executable: String,
    pub(super) has_venv: bool,
    pub(super) has_ensurepip: bool,
    pub(super) has_pip: bool,
}

/// The interpreter that `PYTHON` names, else the first of `python3` and `python` that is new enough.
///
/// # Errors
///
/// When there is none; the error says what was found instead.
pub(super) fn find() -> Result<Python> {
    let named = env::var_os("PYTHON").filter(|name| !name.is_empty());
    let programs = named.map_or_else(|| vec!["python3".into(), "python".into()], |name| vec![name]);
    let mut found = Vec::new();
    for program in programs {
        match ask(&program) {
            Some(python) if python.version >= OLDEST => return Ok(python),
            Some(Python { version: (major, minor), .. }) => {
                found.push(format!("{} is {major}.{minor}", program.to_string_lossy()));
            }
            None => found.push(format!("{} does not start", program.to_string_lossy())),
        }
    }
    let (major, minor) = OLDEST;
    let found = found.join(", ");
    Err(format!(
        "the Python tests need Python {major}.{minor} or newer ({found}). Install it, name one with the variable PYTHON, \
         or leave them out with --rust-only"
    )
    .into())
}

/// That one, and one of every other version that our package runs on and this machine has as `python3.10`, `python3.11`, ...
///
/// # Errors
///
/// As for [`find`].
pub(super) fn all() -> Result<Vec<Python>> {
    let mut found = vec![find()?];
    for minor in OLDEST.1..=NEWEST.1 {
        let version = (OLDEST.0, minor);
        if found.iter().any(|python| python.version == version) {
            continue;
        }
        let named = ask(&format!("python{}.{minor}", version.0).into());
        found.extend(named.filter(|python| python.version == version));
    }
    Ok(found)
}

fn ask(program: &OsString) -> Option<Python> {
    let output = Command::new(program).args(["-I", "-c", QUESTION]).output().ok()?;
    output.status.success().then(|| understand(program, &String::from_utf8_lossy(&output.stdout)))?
}

fn understand(program: &OsString, answer: &str) -> Option<Python> {
    let mut lines = answer.lines();
    let mut about = lines.next()?.splitn(3, ' ');
    let version = (about.next()?.parse().ok()?, about.next()?.parse().ok()?);
    let executable = about.next()?.to_owned();
    let modules: Vec<_> = lines.next().unwrap_or_default().split(' ').collect();
    let has = |name| modules.contains(&name);
    let (has_venv, has_ensurepip, has_pip) = (has("venv"), has("ensurepip"), has("pip"));
    Some(Python { program: program.clone(), version, executable, has_venv, has_ensurepip, has_pip })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_understood() {
        let python = understand(&"python3".into(), "3 11 /opt/my python/bin/python3\nvenv pip\n").unwrap();
        assert_eq!(python.version, (3, 11));
        assert_eq!(python.executable, "/opt/my python/bin/python3");
        assert!(python.has_venv && python.has_pip && !python.has_ensurepip);
    }

    #[test]
    fn an_interpreter_without_any_of_the_modules_is_understood_too() {
        let python = understand(&"python3".into(), "3 9 /usr/bin/python3\n\n").unwrap();
        assert!(python.version < OLDEST);
        assert!(!python.has_venv && !python.has_pip && !python.has_ensurepip);
    }

    #[test]
    fn of_every_version_there_is_one() {
        let found = all().unwrap();
        let mut versions: Vec<_> = found.iter().map(|python| python.version).collect();
        assert_eq!(versions.first(), Some(&find().unwrap().version));
        versions.sort_unstable();
        versions.dedup();
        assert_eq!(versions.len(), found.len());
        assert!(versions.first() >= Some(&OLDEST));
    }

    #[test]
    fn nonsense_is_no_python() {
        assert_eq!(understand(&"python3".into(), ""), None);
        assert_eq!(understand(&"python3".into(), "hello world\n"), None);
        assert_eq!(ask(&"no-such-python-anywhere".into()), None);
    }
}
