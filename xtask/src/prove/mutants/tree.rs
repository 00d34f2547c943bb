//! A copy of the workspace with all mutants in it, below cargo's target folder, and what is built of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use super::{
    listed::{Mutant, SOURCES},
    weave::{self, Woven},
};
use crate::{Result, process, workspace};

/// What the build and the tests of the library need of the workspace.
const NEEDED: &[&str] =
    &["Cargo.toml", "Cargo.lock", "README.md", "docs", "fixtures", "crates", "examples", "xtask", "tests"];

/// The copy.
pub(super) struct Tree {
    folder: PathBuf,
    /// For cargo: which package, which features.
    build: Vec<&'static str>,
}

impl Tree {
    /// Copies the workspace into `folder`, in place of the copy that was there.
    pub(super) fn copy(folder: &Path, features: &'static str) -> Result<Self> {
        let tree = folder.join("tree");
        if tree.exists() {
            fs::remove_dir_all(&tree)?;
        }
        fs::create_dir_all(&tree)?;
        for name in NEEDED {
            copy(&workspace::root().join(name), &tree.join(name))?;
        }
        Ok(Self { folder: folder.to_path_buf(), build: vec!["--package", "spotify-sdk", features] })
    }

    /// Where the library's package is: the tests expect to run there.
    pub(super) fn package(&self) -> PathBuf {
        self.folder.join("tree/crates/spotify-sdk")
    }

    /// Weaves the mutants in. Those that do not compile are taken out again; their numbers are the result.
    ///
    /// # Errors
    ///
    /// When the copy does not compile for another reason.
    pub(super) fn weave(&self, mutants: &[Mutant]) -> Result<BTreeSet<u32>> {
        let library = self.folder.join("tree").join(SOURCES).join("lib.rs");
        let source = fs::read_to_string(workspace::root().join(SOURCES).join("lib.rs"))?;
        // What a mutant leaves unused is nobody's concern.
        fs::write(library, format!("#![allow(warnings)]\n{source}{}", weave::CHOOSER))?;
        let mut unviable = BTreeSet::new();
        loop {
            let woven = self.write(mutants, &unviable)?;
            let broken = self.check(&woven)?;
            if broken.is_empty() {
                return Ok(unviable);
            }
            println!("{} mutants do not compile: taken out", broken.len());
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
            fs::write(self.folder.join("tree").join(SOURCES).join(file), &woven.text)?;
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

fn copy(from: &Path, to: &Path) -> Result {
    let kind =
        fs::symlink_metadata(from).map_err(|error| format!("cannot read {}: {error}", from.display()))?;
    if kind.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            // What was built beside sources is not needed; it may be large.
            if name != "target" && name != "node_modules" && !name.to_string_lossy().starts_with('.') {
                copy(&from.join(&name), &to.join(&name))?;
            }
        }
    } else if kind.is_file() {
        fs::copy(from, to)?;
    }
    Ok(())
}
