//! The mutants that survive and may: a text file in the repository, a line each with the reason.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use crate::{Result, workspace};

/// Where the list is, from the workspace's root.
pub(super) const FILE: &str = "crates/spotify-sdk/mutants.txt";

/// The reviewed survivors and why each may survive.
pub(super) struct Reviewed(BTreeMap<String, String>);

impl Reviewed {
    pub(super) fn load() -> Result<Self> {
        Self::read(&fs::read_to_string(workspace::root().join(FILE))?)
    }

    fn read(text: &str) -> Result<Self> {
        let mut lines = BTreeMap::new();
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let (name, reason) = line
                .split_once(" # ")
                .filter(|(_, reason)| !reason.trim().is_empty())
                .ok_or_else(|| format!("{FILE}: no reason (` # …`) in `{line}`"))?;
            if lines.insert(name.trim().to_owned(), reason.trim().to_owned()).is_some() {
                return Err(format!("{FILE}: twice: {name}").into());
            }
        }
        Ok(Self(lines))
    }

    pub(super) fn holds(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Lines that name no mutant of the list.
    pub(super) fn stale(&self, names: &BTreeSet<&str>) -> Vec<&str> {
        self.0.keys().map(|name| &**name).filter(|name| !names.contains(name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_has_a_mutant_and_a_reason() {
        let text = "# about\n\nid.rs: replace || with && in parse (2) # the same for every id\n";
        let reviewed = Reviewed::read(text).unwrap();
        let name = "id.rs: replace || with && in parse (2)";
        assert!(reviewed.holds(name) && !reviewed.holds("id.rs: replace || with && in parse"));
        assert_eq!(reviewed.stale(&BTreeSet::from(["gate.rs: replace a with b in c"])), [name]);
        assert!(reviewed.stale(&BTreeSet::from([name])).is_empty());
        assert!(Reviewed::read("id.rs: replace a with b in c\n").is_err());
        assert!(Reviewed::read("a: b # c\na: b # d\n").is_err());
    }

    #[test]
    fn the_list_in_the_repository_can_be_read() {
        Reviewed::load().unwrap();
    }
}
