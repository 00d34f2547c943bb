//! Our own Python package: its wheel is built, installed where nothing else of ours is, and tested there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{environment, python};
use crate::{Result, process, workspace};

/// Builds and installs the package, and runs its tests; only those whose name contains the filter if there is one. Without a filter
/// the wheel is looked at too: that it keeps to the stable ABI, and works in an environment of its own.
///
/// # Errors
///
/// When the environment cannot be made, the wheel not be built or installed, or a test fails.
pub(crate) fn run(filter: Option<&str>) -> Result {
    let (python, wheel) = installed()?;
    if filter.is_none() {
        // Only what every CPython from 3.10 on has.
        process::run(program(&python).args(["-m", "abi3audit", "--strict"]).arg(&wheel))?;
        alone(&wheel)?;
    }
    process::run(&mut tests(&python, filter))
}

/// Whether the wheel works for whoever installs it and nothing else: in an environment of its own, from an empty folder, with each of
/// the Pythons that this machine has.
fn alone(wheel: &Path) -> Result {
    let folder = workspace::target()?.join("python-alone");
    let empty = folder.join("empty");
    fs::create_dir_all(&empty)?;
    let code = fs::read_to_string(workspace::root().join("python/tests/alone.py"))?;
    for python in python::all()? {
        let (major, minor) = python.version;
        let python = environment::with_nothing_but(python, &[wheel], &folder.join("environment"))?;
        println!("$ python{major}.{minor} -I -c \"$(cat python/tests/alone.py)\"");
        let status = program(&python).current_dir(&empty).args(["-I", "-c", &code]).status()?;
        if !status.success() {
            return Err(format!("the wheel does not work alone on Python {major}.{minor}: {status}").into());
        }
    }
    Ok(())
}

/// The tests named after faults, told one by one; the package is built and installed first.
///
/// # Errors
///
/// When the environment cannot be made, or the wheel not be built or installed.
pub(crate) fn faults() -> Result<Command> {
    let mut tests = tests(&installed()?.0, Some("fault_"));
    tests.arg("--verbose");
    Ok(tests)
}

/// The Python in whose environment the package is installed, for programs that use it.
///
/// # Errors
///
/// When the environment cannot be made, or the wheel not be built or installed.
pub(crate) fn ready() -> Result<PathBuf> {
    Ok(installed()?.0)
}

/// The same as a command for programs, which find nothing but that environment.
///
/// # Errors
///
/// As [`ready`].
pub(crate) fn with_package() -> Result<Command> {
    Ok(program(&ready()?))
}

/// The Python in whose environment the package is installed, and the wheel that it is installed from.
fn installed() -> Result<(PathBuf, PathBuf)> {
    installed_as("python", "dev")
}

/// The same as people get it, in an environment of its own and for the benchmarks: compiled for release.
///
/// # Errors
///
/// When the environment cannot be made, or the wheel not be built or installed.
pub(crate) fn released() -> Result<PathBuf> {
    Ok(installed_as("python/benches", "release")?.0)
}

fn installed_as(programs: &str, profile: &str) -> Result<(PathBuf, PathBuf)> {
    let python = environment::ready(programs)?;
    let wheel = build(&python, profile)?;
    install(&python, &wheel)?;
    Ok((python, wheel))
}

/// Builds the wheel with maturin. The tests take the profile of the other tests: it compiles in a tenth of a release's time.
fn build(python: &Path, profile: &str) -> Result<PathBuf> {
    let target = workspace::target()?;
    let wheels = target.join("wheels");
    if wheels.exists() {
        fs::remove_dir_all(&wheels)
            .map_err(|error| format!("cannot remove {}: {error}", wheels.display()))?;
    }
    let mut maturin = program(python);
    maturin.args(["-m", "maturin", "build", "--profile", profile, "--manifest-path", "python/Cargo.toml"]);
    maturin.arg("--interpreter").arg(python).arg("--target-dir").arg(&target).arg("--out").arg(&wheels);
    process::run(&mut maturin)?;
    let wheel = fs::read_dir(&wheels)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"));
    wheel.ok_or_else(|| format!("maturin left no wheel in {}", wheels.display()).into())
}

fn install(python: &Path, wheel: &Path) -> Result {
    let mut pip = program(python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--force-reinstall",
        "--no-deps",
    ]);
    process::run(pip.arg(wheel))
}

/// The tests, from the workspace's root, where Python finds the installed package and not its source.
fn tests(python: &Path, filter: Option<&str>) -> Command {
    let mut pytest = program(python);
    // Isolated from the user's own packages and settings, and leaving nothing in the checkout.
    pytest.args(["-B", "-s", "-m", "pytest", "-p", "no:cacheprovider", "python/tests"]);
    if let Some(filter) = filter {
        pytest.args(["-k", filter]);
    }
    pytest
}

/// Python in the workspace's root, without settings of the user's that would change what is tested, and without what `cargo run` tells
/// this program about itself, for which build scripts would build again.
fn program(python: &Path) -> Command {
    let mut command = Command::new(python);
    command.current_dir(workspace::root());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let foreign = ["PYTHON", "SPOTIFY_SDK_", "CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
        if foreign.iter().any(|prefix| name.starts_with(prefix)) && name != "SPOTIFY_SDK_REFERENCE" {
            command.env_remove(&*name);
        }
    }
    command
}
