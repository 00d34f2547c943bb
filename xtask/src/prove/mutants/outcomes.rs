//! Which mutants were caught already or do not compile, kept below cargo's target folder: a run that is ended is gone on with.
//!
//! That counts as long as the file of a mutant is the same. Survivors are tried again each time, as there may be a new test.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    hash::{DefaultHasher, Hash, Hasher},
    io::Write,
    path::Path,
    sync::{Mutex, PoisonError},
};

use super::{
    listed::{Mutant, SOURCES},
    tally::Fate,
};
use crate::{Result, workspace};

const WORDS: &[(&str, Fate)] =
    &[("test", Fate::Caught), ("time", Fate::TimedOut), ("unviable", Fate::Unviable)];

/// The file, open for more.
pub(super) struct Outcomes {
    known: BTreeMap<String, Fate>,
    file: Mutex<File>,
    /// Of each source file, by its path from [`SOURCES`].
    hashes: BTreeMap<String, u64>,
}

impl Outcomes {
    pub(super) fn open(path: &Path, mutants: &[Mutant]) -> Result<Self> {
        let mut hashes = BTreeMap::new();
        for mutant in mutants {
            if !hashes.contains_key(&mutant.file) {
                let mut hasher = DefaultHasher::new();
                fs::read(workspace::root().join(SOURCES).join(&mutant.file))?.hash(&mut hasher);
                hashes.insert(mutant.file.clone(), hasher.finish());
            }
        }
        let text = fs::read_to_string(path).unwrap_or_default();
        let known = text.lines().filter_map(|line| {
            let (how, name) = line.split_once(' ')?;
            let fate = WORDS.iter().find(|(word, _)| *word == how)?.1;
            Some((name.to_owned(), fate))
        });
        let known = known.collect();
        let file = Mutex::new(OpenOptions::new().append(true).create(true).open(path)?);
        Ok(Self { known, file, hashes })
    }

    pub(super) fn of(&self, mutant: &Mutant) -> Option<Fate> {
        self.known.get(&self.key(mutant)).copied()
    }

    /// Keeps what is worth keeping: that one was caught, or does not compile.
    pub(super) fn add(&self, mutant: &Mutant, fate: Fate) -> Result {
        if let Some((word, _)) = WORDS.iter().find(|(_, kept)| *kept == fate) {
            let line = format!("{word} {}\n", self.key(mutant));
            self.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes())?;
        }
        Ok(())
    }

    fn key(&self, mutant: &Mutant) -> String {
        format!("{:016x} {}", self.hashes.get(&mutant.file).copied().unwrap_or_default(), mutant.name)
    }
}
