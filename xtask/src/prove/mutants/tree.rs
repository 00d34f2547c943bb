//! A copy of the workspace with all mutants in it, below cargo's target folder, and what is built of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use super::{
    listed::{Mutant, SOURCES},
    outcomes::Outcomes,
    tally::Fate,
    weave::{self, Woven},
};
use crate::{Result, process, workspace};

/// What the build and the tests of the library need of the workspace.
const NEEDED: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "docs",
    "fixtures",
    "crates",
    "examples",
    "fuzz",
    "xtask",
    "tests",
];

/// The copy.
pub(super) struct Tree {
    folder: PathBuf,
    /// For cargo: which package, which features.
    build: Vec<&'static str>,
}

impl Tree {
    /// Makes `folder` hold a copy of the workspace as it is, but for the files that the mutants are woven into. What is the same
    /// there already is left alone, so that it is not built again.
    pub(super) fn copy(folder: &Path, features: &'static str, mutants: &[Mutant]) -> Result<Self> {
        let sources = workspace::root().join(SOURCES);
        let mut woven: BTreeSet<PathBuf> = mutants.iter().map(|mutant| sources.join(&mutant.file)).collect();
        woven.insert(sources.join("lib.rs"));
        let tree = folder.join("tree");
        fs::create_dir_all(&tree)?;
        for name in NEEDED {
            mirror(&workspace::root().join(name), &tree.join(name), &woven)?;
        }
        Ok(Self { folder: folder.to_path_buf(), build: vec!["--package", "spotify-sdk", features] })
    }

    /// Where the library's package is: the tests expect to run there.
    pub(super) fn package(&self) -> PathBuf {
        self.folder.join("tree/crates/spotify-sdk")
    }

    /// Weaves the mutants in; the result are those that do not compile, which are taken out again and noted.
    ///
    /// # Errors
    ///
    /// When the copy does not compile for another reason.
    pub(super) fn weave(&self, mutants: &[Mutant], outcomes: &Outcomes) -> Result<BTreeSet<u32>> {
        let library = self.folder.join("tree").join(SOURCES).join("lib.rs");
        let source = fs::read_to_string(workspace::root().join(SOURCES).join("lib.rs"))?;
        // What a mutant leaves unused, or computes wrongly before the program runs, is nobody's concern.
        let allowed = "#![allow(warnings, arithmetic_overflow, overflowing_literals, unconditional_panic)]";
        write(&library, &format!("{allowed}\n{source}{}", weave::CHOOSER))?;
        let known = mutants.iter().filter(|mutant| outcomes.of(mutant) == Some(Fate::Unviable));
        let mut unviable: BTreeSet<u32> = known.map(|mutant| mutant.id).collect();
        loop {
            let woven = self.write(mutants, &unviable)?;
            let broken = self.check(&woven)?;
            if broken.is_empty() {
                return Ok(unviable);
            }
            println!("{} mutants do not compile: taken out", broken.len());
            for mutant in mutants.iter().filter(|mutant| broken.contains(&mutant.id)) {
                outcomes.add(mutant, Fate::Unviable)?;
            }
            unviable.extend(broken);
        }
    }

    fn write(&self, mutants: &[Mutant], unviable: &BTreeSet<u32>) -> Result<BTreeMap<String, Woven>> {
        let mut files: BTreeMap<&str, Vec<&Mutant>> = BTreeMap::new();
        for mutant in mutants {
            let of_file = files.entry(&mutant.file).or_default();
            if !unviable.contains(&mutant.id) {
                of_file.push(mutant);
            }
        }
        let mut all = BTreeMap::new();
        for (file, mutants) in files {
            let source = fs::read_to_string(workspace::root().join(SOURCES).join(file))?;
            let woven = weave::weave(&source, &mutants)?;
            write(&self.folder.join("tree").join(SOURCES).join(file), &woven.text)?;
            all.insert(file.to_owned(), woven);
        }
        Ok(all)
    }

    /// Which mutants the compiler refuses.
    fn check(&self, woven: &BTreeMap<String, Woven>) -> Result<BTreeSet<u32>> {
        let mut command = self.cargo("check");
        command.args(["--lib", "--message-format", "short"]).stderr(Stdio::piped());
        let output = command.output().map_err(|error| process::could_not_start(&command, &error))?;
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        let mut broken = BTreeSet::new();
        for line in errors.lines().filter(|line| line.contains(": error")) {
            let mut parts = line.splitn(3, ':');
            let (path, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let mutant = path
                .strip_prefix(SOURCES)
                .and_then(|file| woven.get(file))
                .and_then(|file| file.at(number.parse().ok()?));
            broken.insert(mutant.ok_or_else(|| format!("not in a mutant, yet it does not compile: {line}"))?);
        }
        if broken.is_empty() && !output.status.success() {
            return Err(format!("the copy with its mutants does not compile:\n{errors}").into());
        }
        Ok(broken)
    }

    /// Builds the tests; where the programs are that run them, the unit tests first.
    pub(super) fn tests(&self, kinds: &[&str]) -> Result<Vec<PathBuf>> {
        let mut command = self.cargo("test");
        command.arg("--no-run").args(kinds).stderr(Stdio::piped());
        process::announce(&command);
        let output = command.output().map_err(|error| process::could_not_start(&command, &error))?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            return Err(format!("the tests with the mutants do not compile:\n{said}").into());
        }
        let programs = said.lines().filter(|line| line.trim_start().starts_with("Executable"));
        Ok(programs
            .filter_map(|line| line.split_once('(')?.1.split_once(')'))
            .map(|(path, _)| self.folder.join("tree").join(path))
            .collect())
    }

    fn cargo(&self, task: &str) -> std::process::Command {
        let mut command = process::cargo(&[task]);
        command.args(&self.build);
        command.current_dir(self.folder.join("tree")).env("CARGO_TARGET_DIR", self.folder.join("build"));
        command
    }
}

/// Makes `to` the same as `from`, without the files `but`.
fn mirror(from: &Path, to: &Path, but: &BTreeSet<PathBuf>) -> Result {
    let kind =
        fs::symlink_metadata(from).map_err(|error| format!("cannot read {}: {error}", from.display()))?;
    if kind.is_file() && !but.contains(from) {
        let content = fs::read(from)?;
        if !fs::read(to).is_ok_and(|there| there == content) {
            fs::write(to, content)?;
        }
    } else if kind.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(to)? {
            let entry = entry?;
            if !from.join(entry.file_name()).exists() {
                let path = entry.path();
                if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
            }
        }
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            // What was built beside sources is not needed; it may be large.
            if name != "target" && name != "node_modules" && !name.to_string_lossy().starts_with('.') {
                mirror(&from.join(&name), &to.join(&name), but)?;
            }
        }
    }
    Ok(())
}

/// Writes a file unless it holds that already: cargo goes by its time.
fn write(path: &Path, text: &str) -> Result {
    if !fs::read_to_string(path).is_ok_and(|there| there == text) {
        fs::write(path, text)?;
    }
    Ok(())
}
