//! Changes to what is in a playlist.
//!
//! A change may name an earlier state. Then its positions, and whether something is there, are looked up in that state, and
//! the rows found there are changed wherever they are by now.

use std::collections::{HashMap, HashSet};
use std::time::SystemTime;

use super::{Content, Playlist, Row};

/// Why a change is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The playlist was never in the state that was named, or too long ago.
    UnknownSnapshot,
    /// A position beyond the end.
    OutOfBounds,
}

/// Which rows are moved where to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move {
    pub(crate) range_start: usize,
    pub(crate) range_length: usize,
    pub(crate) insert_before: usize,
}

impl Playlist {
    /// Puts in what was there from the beginning, by the owner.
    pub(crate) fn fill(&mut self, contents: impl IntoIterator<Item = (Content, SystemTime)>) {
        let owner = self.owner.clone();
        for (content, added_at) in contents {
            let row = self.row(content, Some(added_at), Some(owner.clone()));
            self.rows.push(row);
        }
        self.changed();
    }

    /// Adds rows, at a position or at the end.
    pub(crate) fn add(
        &mut self,
        contents: Vec<Content>,
        position: Option<usize>,
        by: &str,
        now: SystemTime,
    ) -> Result<(), Refusal> {
        let position = position.unwrap_or(self.rows.len());
        if position > self.rows.len() {
            return Err(Refusal::OutOfBounds);
        }
        let rows: Vec<Row> =
            contents.into_iter().map(|content| self.row(content, Some(now), Some(by.to_owned()))).collect();
        self.rows.splice(position..position, rows);
        self.changed();
        Ok(())
    }

    /// Puts these rows in the place of all.
    pub(crate) fn replace(&mut self, contents: Vec<Content>, by: &str, now: SystemTime) {
        self.rows =
            contents.into_iter().map(|content| self.row(content, Some(now), Some(by.to_owned()))).collect();
        self.changed();
    }

    /// Takes out all rows about any of these.
    pub(crate) fn remove(&mut self, contents: &[Content], snapshot_id: Option<&str>) -> Result<(), Refusal> {
        let then: HashSet<u64> = self.rows_in(snapshot_id)?.into_iter().collect();
        self.rows.retain(|row| !then.contains(&row.number) || !contents.contains(&row.content));
        self.changed();
        Ok(())
    }

    /// Moves a range of rows to before another row, or to the end.
    pub(crate) fn reorder(&mut self, wanted: Move, snapshot_id: Option<&str>) -> Result<(), Refusal> {
        let then = self.rows_in(snapshot_id)?;
        let Move { range_start, range_length, insert_before } = wanted;
        let end = range_start.checked_add(range_length).filter(|end| *end <= then.len());
        let (Some(end), true) = (end, insert_before <= then.len()) else {
            return Err(Refusal::OutOfBounds);
        };
        let moved: HashSet<u64> = then[range_start..end].iter().copied().collect();
        let is_there: HashSet<u64> = self.rows.iter().map(|row| row.number).collect();
        // The first row at or behind the target that is still there and does not move itself.
        let behind = then[insert_before..]
            .iter()
            .find(|number| is_there.contains(number) && !moved.contains(number))
            .copied();
        // In the order in which that state had them.
        let mut rows: Vec<Row> =
            self.rows.iter().filter(|row| moved.contains(&row.number)).cloned().collect();
        let places: HashMap<u64, usize> =
            then.iter().enumerate().map(|(place, number)| (*number, place)).collect();
        rows.sort_by_key(|row| places.get(&row.number).copied());
        self.rows.retain(|row| !moved.contains(&row.number));
        let target = self.rows.iter().position(|row| Some(row.number) == behind).unwrap_or(self.rows.len());
        self.rows.splice(target..target, rows);
        self.changed();
        Ok(())
    }

    /// The numbers of the rows in a state, by default in that it is in.
    fn rows_in(&self, snapshot_id: Option<&str>) -> Result<Vec<u64>, Refusal> {
        match snapshot_id {
            None => Ok(self.rows.iter().map(|row| row.number).collect()),
            Some(id) => self.past.rows(id).map(|rows| rows.to_vec()).ok_or(Refusal::UnknownSnapshot),
        }
    }
}
