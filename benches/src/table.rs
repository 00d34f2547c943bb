//! What is printed: a line for each contender, with its median, how much above the floor that is, and how many times.
//!
//! What waking up after a wait costs depends on what else the machine does, and on a virtual one it can be most of the
//! floor. Everybody pays it alike, so "above" can be compared from run to run, "x" within one run on a quiet machine.

use std::fmt;

/// What figures are printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Nanoseconds,
    Microseconds,
}

impl Unit {
    fn of_nanoseconds(self, nanoseconds: f64) -> f64 {
        match self {
            Self::Nanoseconds => nanoseconds,
            Self::Microseconds => nanoseconds / 1_000.0,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Nanoseconds => "ns",
            Self::Microseconds => "us",
        })
    }
}

/// The result of a benchmark.
pub(crate) struct Table {
    title: &'static str,
    unit: Unit,
    /// Name and the nanoseconds an operation took in each round, sorted.
    rows: Vec<(String, Vec<f64>)>,
    /// The row that the others are also multiples of.
    beside: Option<usize>,
}

/// Bytes as megabytes.
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

impl Table {
    pub(crate) fn new(title: &'static str, unit: Unit, mut rows: Vec<(String, Vec<f64>)>) -> Self {
        for (_, turns) in &mut rows {
            turns.sort_by(f64::total_cmp);
        }
        Self { title, unit, rows, beside: None }
    }

    /// The same with one more column: how many times what this row took.
    pub(crate) fn beside(self, row: usize) -> Self {
        Self { beside: Some(row), ..self }
    }
}

/// The middle one; of an even number the lower of the two in the middle.
fn median(sorted: &[f64]) -> f64 {
    sorted[(sorted.len() - 1) / 2]
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { title, unit, rows, beside } = self;
        let ours = beside.and_then(|row| rows.get(row)).map(|(_, turns)| median(turns));
        let floor = rows.first().map_or(f64::NAN, |(_, turns)| median(turns));
        let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        writeln!(formatter, "\n{title}")?;
        let (median_of, range) = (format!("median {unit}"), "lowest - highest");
        writeln!(formatter, "{:width$}  {median_of:>9}  {:>7}  {:>6}  {range:>17}", "", "above", "x")?;
        for (name, turns) in rows {
            let [middle, lowest, highest] =
                [median(turns), turns[0], turns[turns.len() - 1]].map(|turn| unit.of_nanoseconds(turn));
            let above = unit.of_nanoseconds(median(turns) - floor);
            let times = median(turns) / floor;
            let range = format!("{lowest:.1} - {highest:.1}");
            write!(formatter, "{name:width$}  {middle:>9.1}  {above:>7.1}  {times:>6.2}  {range:>17}")?;
            match ours {
                Some(ours) => writeln!(formatter, "  {:>6.2} x ours", median(turns) / ours)?,
                None => writeln!(formatter)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_multiples_of_the_first_row() {
        let rows = vec![("raw".to_owned(), vec![2e3, 1e3, 9e3]), ("client".to_owned(), vec![5e3, 6e3, 4e3])];
        let text = Table::new("title", Unit::Microseconds, rows).to_string();
        let lines: Vec<_> =
            text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(lines[1], "title");
        assert_eq!(lines[3], "raw 2.0 0.0 1.00 1.0 - 9.0");
        assert_eq!(lines[4], "client 5.0 3.0 2.50 4.0 - 6.0");
    }
}
