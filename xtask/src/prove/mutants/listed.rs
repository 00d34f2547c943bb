//! The mutants, as cargo-mutants lists them.

use std::{collections::HashMap, path::Path, process::Command};

use super::json::Json;
use crate::{Result, process, workspace};

/// Where the sources are, from the workspace's root.
pub(super) const SOURCES: &str = "crates/spotify-sdk/src/";

/// A line and a column, both from one, columns in characters.
pub(super) type Position = (usize, usize);

/// From where to where, without the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) start: Position,
    pub(super) end: Position,
}

/// One change to the sources that some test should notice.
#[derive(Clone, Debug)]
pub(super) struct Mutant {
    /// From one, in the order of the list.
    pub(super) id: u32,
    /// From [`SOURCES`].
    pub(super) file: String,
    /// File, change and function: `retry.rs: replace < with <= in Backoff::next (2)`, the number for the second such change
    /// in a function. No line numbers, so that it lasts.
    pub(super) name: String,
    pub(super) function: Span,
    pub(super) span: Span,
    pub(super) replacement: String,
}

impl Mutant {
    /// `auth`, `retry`, `gate`, `id` or `decode`.
    pub(super) fn area(&self) -> &str {
        self.file.split(['/', '.']).next().unwrap_or_default()
    }
}

/// Every mutant of the areas that `.cargo/mutants.toml` tells of.
pub(super) fn list(program: &Path) -> Result<Vec<Mutant>> {
    let mut command = Command::new(program);
    command.current_dir(workspace::root()).args(["mutants", "--list", "--json", "--package", "spotify-sdk"]);
    read(&process::output(&mut command)?)
}

fn read(text: &str) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    let mut seen: HashMap<String, u32> = HashMap::new();
    for listed in Json::parse(text)?.list()? {
        let path = listed.get("file").text()?;
        let file = path.strip_prefix(SOURCES).ok_or_else(|| format!("{path} is not below {SOURCES}"))?;
        let full = listed.get("name").text()?;
        let change = full
            .split_once(": ")
            .map(|(_, change)| change)
            .ok_or_else(|| format!("no change in `{full}`"))?;
        let mut name = format!("{file}: {}", change.split_whitespace().collect::<Vec<_>>().join(" "));
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            name = format!("{name} ({count})");
        }
        let function = span(listed.get("function").get("span")).map_err(|_| {
            format!("{name}: outside of functions; `.cargo/mutants.toml` should leave it out")
        })?;
        mutants.push(Mutant {
            id: mutants.len() as u32 + 1,
            file: file.to_owned(),
            name,
            function,
            span: span(listed.get("span"))?,
            replacement: listed.get("replacement").text()?.to_owned(),
        });
    }
    Ok(mutants)
}

fn span(json: &Json) -> Result<Span> {
    Ok(Span { start: position(json.get("start"))?, end: position(json.get("end"))? })
}

fn position(json: &Json) -> Result<Position> {
    Ok((json.get("line").whole()?, json.get("column").whole()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_hold_no_line_numbers_and_are_told_apart() {
        let one = |line: u32| {
            let span =
                format!(r#"{{"start":{{"line":{line},"column":5}},"end":{{"line":{line},"column":6}}}}"#);
            format!(
                r#"{{"file":"crates/spotify-sdk/src/retry.rs","name":"crates/spotify-sdk/src/retry.rs:{line}:5: replace < with <= in next",
                "replacement":"<=","span":{span},"function":{{"span":{span}}}}}"#
            )
        };
        let mutants = read(&format!("[{},{}]", one(3), one(4))).unwrap();
        assert_eq!(mutants[0].name, "retry.rs: replace < with <= in next");
        assert_eq!(mutants[1].name, "retry.rs: replace < with <= in next (2)");
        assert_eq!((mutants[1].id, mutants[1].area(), mutants[1].span.end), (2, "retry", (4, 6)));
    }
}
