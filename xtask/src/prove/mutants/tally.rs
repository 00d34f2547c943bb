//! What became of the mutants, by area.

use std::{collections::BTreeMap, fmt};

use super::{super::limited::Ended, listed::Mutant, reviewed::FILE};
use crate::Result;

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Caught,
    /// Some test did not end.
    TimedOut,
    Reviewed,
    /// Survived, and nobody has looked at it yet.
    Survived,
    /// Does not compile.
    Unviable,
    /// The time was over.
    NotTried,
}

impl Fate {
    /// Of a mutant that tests noticed, by how they ended; none when they passed.
    pub(super) fn by(ended: Ended) -> Option<Self> {
        match ended {
            Ended::Passed => None,
            Ended::Failed => Some(Self::Caught),
            Ended::TimedOut => Some(Self::TimedOut),
        }
    }
}

/// The count.
#[derive(Default)]
pub(super) struct Tally {
    areas: BTreeMap<String, Vec<Fate>>,
    survivors: Vec<String>,
}

impl Tally {
    pub(super) fn add(&mut self, mutant: &Mutant, fate: Fate) {
        self.areas.entry(mutant.area().to_owned()).or_default().push(fate);
    }

    /// One that no test noticed; `met` when a test calls its function.
    pub(super) fn survivor(&mut self, mutant: &Mutant, met: bool, reviewed: bool) {
        self.add(mutant, if reviewed { Fate::Reviewed } else { Fate::Survived });
        if !reviewed {
            let why = if met { "" } else { "  (no test calls the function)" };
            self.survivors.push(format!("{}{why}", mutant.name));
        }
    }

    pub(super) fn caught(&self) -> usize {
        let fates = self.areas.values().flatten();
        fates.filter(|fate| matches!(fate, Fate::Caught | Fate::TimedOut)).count()
    }

    /// Prints the count.
    ///
    /// # Errors
    ///
    /// When a survivor was not reviewed, or lines of the list name no mutant.
    pub(super) fn finish(&self, stale: &[&str]) -> Result {
        println!("\n{self}");
        if !self.survivors.is_empty() {
            println!("\nSurvivors that are not in {FILE}:\n{}", self.survivors.join("\n"));
        }
        if !stale.is_empty() {
            println!("\nLines of {FILE} that name no mutant:\n{}", stale.join("\n"));
        }
        match (self.survivors.len(), stale.len()) {
            (0, 0) => Ok(()),
            (survivors, stale) => Err(format!(
                "{survivors} mutants survive that nobody has reviewed, {stale} lines of {FILE} name none"
            )
            .into()),
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:<8}", "area")?;
        for column in ["mutants", "caught", "by time", "reviewed", "survived", "unviable", "not tried"] {
            write!(formatter, "{column:>11}")?;
        }
        let all = ("all".to_owned(), self.areas.values().flatten().copied().collect());
        let areas = self.areas.iter().map(|(name, fates)| (name.clone(), fates.clone()));
        for (name, fates) in areas.chain([all]) {
            write!(formatter, "\n{name:<8}{:>11}", fates.len())?;
            let columns = [
                Fate::Caught,
                Fate::TimedOut,
                Fate::Reviewed,
                Fate::Survived,
                Fate::Unviable,
                Fate::NotTried,
            ];
            for column in columns {
                write!(formatter, "{:>11}", fates.iter().filter(|fate| **fate == column).count())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prove::mutants::listed::Span;

    fn mutant(file: &str) -> Mutant {
        let span = Span { start: (1, 1), end: (1, 2) };
        let name = format!("{file}: replace < with <= in a");
        Mutant { id: 1, file: file.to_owned(), name, function: span, span, replacement: "<=".to_owned() }
    }

    #[test]
    fn only_survivors_that_nobody_reviewed_and_stale_lines_fail() {
        let mut tally = Tally::default();
        tally.add(&mutant("id/parse.rs"), Fate::Caught);
        tally.add(&mutant("auth/manager.rs"), Fate::TimedOut);
        tally.survivor(&mutant("id.rs"), true, true);
        assert!(tally.finish(&[]).is_ok());
        assert_eq!(tally.caught(), 2);
        assert!(tally.finish(&["gate.rs: replace < with <= in a"]).is_err());
        tally.survivor(&mutant("id.rs"), true, false);
        assert!(tally.finish(&[]).is_err());
        let shown = tally.to_string();
        let row = |area: &str| -> Vec<String> {
            let line = shown.lines().find(|line| line.starts_with(area)).unwrap();
            line.split_whitespace().skip(1).map(str::to_owned).collect()
        };
        assert_eq!(row("id"), ["3", "1", "0", "1", "1", "0", "0"]);
        assert_eq!(row("all"), ["4", "1", "1", "1", "1", "0", "0"]);
    }
}
