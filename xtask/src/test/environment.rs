//! Virtual environments for Python programs: made once, kept while they fit, made again when they do not.
//!
//! The last thing written into it is a stamp that says what it was made from. An attempt that was interrupted leaves no
//! stamp, so the next one starts over.

use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

use super::machine;
use super::python::{self, Python};
use crate::{Result, process, workspace};

/// The stamp's name inside the environment.
const STAMP: &str = "made-from.txt";

/// How an environment can be made with what a machine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// `venv` puts pip inside.
    Whole,
    /// Debian's Python without `python3-venv`: an environment without pip, filled by the pip outside.
    PipFromOutside,
    /// `apt-get` can bring what is missing, and we may call it.
    InstallFirst,
}

/// The interpreter of the environment for the programs in a folder, a path from the root. Makes the environment first when there is none, when its making was interrupted, or when the requirements or the Python are others than those it was made from.
///
/// # Errors
///
/// When there is no Python, when it cannot make environments, or when the packages cannot be had.
pub(crate) fn ready(programs: &str) -> Result<PathBuf> {
    let target = workspace::target()?;
    let name = programs.rsplit('/').next().unwrap_or(programs);
    let folder = target.join(format!("{name}-environment"));
    // Two runs in one checkout: the second waits and then finds what the first has made.
    let lock = File::create(folder.with_extension("lock"))?;
    lock.lock()?;

    let list = format!("{programs}/requirements.txt");
    let requirements = fs::read_to_string(workspace::root().join(&list))
        .map_err(|error| format!("cannot read {list}: {error}"))?;
    let mut python = python::find()?;
    let interpreter = interpreter(&folder);
    if interpreter.exists() && is_made_from(&folder, &stamp(&python, &requirements)) {
        return Ok(interpreter);
    }
    println!("making a virtual environment in {}", folder.display());
    let mut pip = make(&mut python, &folder)?;
    process::run(pip.arg("--requirement").arg(list))?;
    fs::write(folder.join(STAMP), stamp(&python, &requirements))?;
    Ok(interpreter)
}

/// A new environment with nothing in it but these packages and what they depend on, in a folder that is emptied first.
///
/// # Errors
///
/// As for [`ready`].
pub(super) fn with_nothing_but(mut python: Python, packages: &[&Path], folder: &Path) -> Result<PathBuf> {
    let mut pip = make(&mut python, folder)?;
    process::run(pip.args(packages))?;
    Ok(interpreter(folder))
}

/// The command that runs `tests/{programs}/run.py` in its environment, which is made first when it has to be.
///
/// # Errors
///
/// As for [`ready`].
pub(crate) fn command(programs: &str) -> Result<Command> {
    let mut command = Command::new(ready(&format!("tests/{programs}"))?);
    command
        .current_dir(workspace::root())
        // Isolated from the user's own packages and settings, and leaving no compiled files in the checkout.
        .args(["-B", "-s"])
        .arg(format!("tests/{programs}/run.py"))
        .env("SPOTIFY_SDK_COMMAND", workspace::command()?);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let settings = ["PYTHON", "SPOTIFY_SDK_", "SPOTIPY_"];
        if settings.iter().any(|prefix| name.starts_with(prefix)) && name != "SPOTIFY_SDK_COMMAND" {
            command.env_remove(&*name);
        }
    }
    Ok(command)
}

/// The command that runs a Python program in the environment of its folder, which is made first when it has to be.
///
/// # Errors
///
/// As for [`ready`].
pub(crate) fn program(folder: &str, file: &str) -> Result<Command> {
    let mut command = process::program(ready(folder)?);
    command.args(["-B", "-s"]).arg(format!("{folder}/{file}"));
    Ok(command)
}

/// A program that a package has brought into the environment of a folder; none where that package wants a newer Python.
///
/// # Errors
///
/// As for [`ready`].
pub(crate) fn installed(folder: &str, program: &str) -> Result<Option<PathBuf>> {
    let program = format!("{program}{}", env::consts::EXE_SUFFIX);
    Ok(Some(ready(folder)?.with_file_name(program)).filter(|path| path.is_file()))
}

fn interpreter(folder: &Path) -> PathBuf {
    if cfg!(windows) { folder.join("Scripts").join("python.exe") } else { folder.join("bin").join("python") }
}

fn stamp(python: &Python, requirements: &str) -> String {
    let Python { executable, version: (major, minor), .. } = python;
    format!("{executable} {major}.{minor}\n{requirements}")
}

fn is_made_from(folder: &Path, stamp: &str) -> bool {
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|found| found == stamp)
}

fn way(python: &Python, may_install: bool) -> Result<Way> {
    match python {
        Python { has_venv: true, has_ensurepip: true, .. } => Ok(Way::Whole),
        Python { has_venv: true, has_pip: true, .. } => Ok(Way::PipFromOutside),
        _ if may_install => Ok(Way::InstallFirst),
        Python { executable, .. } => Err(format!(
            "{executable} cannot make virtual environments. On Debian and Ubuntu `apt-get install python3-venv` brings \
             what is missing; elsewhere install Python's venv and ensurepip, or leave the peers out with --rust-only"
        )
        .into()),
    }
}

/// Makes an empty environment, in a folder that is emptied first. What it gives installs the packages that are added to it.
fn make(python: &mut Python, folder: &Path) -> Result<Command> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
    }
    let mut way = way(python, machine::may_install())?;
    if way == Way::InstallFirst {
        machine::install(&["python3-venv"])?;
        *python = python::find()?;
        way = self::way(python, false)?;
    }
    let interpreter = interpreter(folder);
    let mut venv = Command::new(&python.program);
    venv.args(["-m", "venv"]);
    let mut pip;
    if way == Way::PipFromOutside {
        venv.arg("--without-pip");
        pip = Command::new(&python.program);
        pip.args(["-m", "pip", "--python"]).arg(&interpreter);
    } else {
        pip = Command::new(interpreter);
        pip.args(["-m", "pip"]);
    }
    process::run(venv.arg(folder))?;
    pip.args(["install", "--quiet", "--disable-pip-version-check"]).current_dir(workspace::root());
    Ok(pip)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn python(has_venv: bool, has_ensurepip: bool, has_pip: bool) -> Python {
        let executable = String::from("/usr/bin/python3");
        Python { program: "python3".into(), version: (3, 11), executable, has_venv, has_ensurepip, has_pip }
    }

    #[test]
    fn the_way_follows_from_what_the_machine_has() {
        assert_eq!(way(&python(true, true, true), true).unwrap(), Way::Whole);
        assert_eq!(way(&python(true, true, false), false).unwrap(), Way::Whole);
        assert_eq!(way(&python(true, false, true), true).unwrap(), Way::PipFromOutside);
        assert_eq!(way(&python(true, false, false), true).unwrap(), Way::InstallFirst);
        assert_eq!(way(&python(false, true, true), true).unwrap(), Way::InstallFirst);
    }

    #[test]
    fn what_is_missing_is_said_with_the_package_that_brings_it() {
        let error = way(&python(true, false, false), false).unwrap_err().to_string();
        assert!(error.contains("apt-get install python3-venv") && error.contains("--rust-only"), "{error}");
    }

    #[test]
    fn the_stamp_changes_with_requirements_and_python() {
        let here = python(true, true, true);
        let newer = Python { version: (3, 12), ..here.clone() };
        assert_eq!(stamp(&here, "a==1\n"), stamp(&here.clone(), "a==1\n"));
        assert_ne!(stamp(&here, "a==1\n"), stamp(&here, "a==2\n"));
        assert_ne!(stamp(&here, "a==1\n"), stamp(&newer, "a==1\n"));
    }

    #[test]
    fn an_environment_without_its_stamp_is_not_made() {
        let folder = env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        assert!(!is_made_from(&folder, "stamp"));
        fs::write(folder.join(STAMP), "stamp").unwrap();
        assert!(is_made_from(&folder, "stamp"));
        assert!(!is_made_from(&folder, "another"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
