//! `cargo xtask bench`: the benchmarks of `benches/`, which is a workspace of its own.

use crate::{
    Result,
    arguments::Arguments,
    process,
    test::{environment, package},
};

pub(crate) const SUMMARY: &str = "run the benchmarks of benches/, beside other clients";

pub(crate) const HELP: &str = "
Usage: cargo xtask bench [name]

Without a name all benchmarks run; an unknown name lists them. They are built in release mode, in a workspace of their
own, so the first run compiles the other clients. Nothing here is a test: figures are printed, never judged.

`python` runs those of the Python package, beside PyPI's spotify-sdk 0.10.1, tekore and spotipy; `python-album` and the like
some of them. The package is built as for a release, and installed in an environment of its own.";

/// The one that counts allocations. Counting takes time, so it has a build of its own.
const MEMORY: &str = "memory";

/// How the names of those begin that measure clients for Python.
const PYTHON: &str = "python";

pub(crate) fn run(arguments: Arguments) -> Result {
    let name = arguments.at_most_one()?;
    match name.as_deref() {
        None => {
            bench(&[], None)?;
            memory()?;
            python(PYTHON)
        }
        Some(MEMORY) => memory(),
        Some(name) if name.starts_with(PYTHON) => python(name),
        Some(name) => bench(&[], Some(name)),
    }
}

fn memory() -> Result {
    bench(&["--features", "count-allocations"], Some(MEMORY))
}

fn python(name: &str) -> Result {
    let ours = package::released()?;
    let peers = environment::ready("tests/peers")?;
    let mut command = process::cargo(&BENCHES);
    command.env("SPOTIFY_SDK_BENCH_PYTHON", ours).env("SPOTIFY_SDK_BENCH_PEERS", peers);
    process::run(command.args(["--", name]))
}

const BENCHES: [&str; 4] = ["run", "--release", "--manifest-path", "benches/Cargo.toml"];

fn bench(options: &[&str], name: Option<&str>) -> Result {
    let mut command = process::cargo(&BENCHES);
    process::run(command.args(options).arg("--").args(name))
}
