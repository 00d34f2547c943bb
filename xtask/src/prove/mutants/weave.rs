//! All mutants of a file in one text: each function asks which mutant is chosen, and runs that body or its own.
//!
//! A build for each of two thousand mutants would take days. So the sources are built once with all of them, and an
//! environment variable chooses while the tests run.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::listed::{Mutant, Position, Span};
use crate::Result;

/// A module that is added to the library: which mutant is chosen, and which functions were called.
pub(super) const CHOOSER: &str = r#"
mod woven_mutants {
    use std::{
        collections::HashSet, env, ffi::OsString, fs::{File, OpenOptions}, io::Write, sync::{LazyLock, Mutex, PoisonError},
    };

    static CHOSEN: LazyLock<u32> =
        LazyLock::new(|| variable("WOVEN_MUTANT").and_then(|id| id.to_str()?.parse().ok()).unwrap_or(0));
    static CALLED: LazyLock<Option<Mutex<(HashSet<u32>, File)>>> = LazyLock::new(|| {
        let file = OpenOptions::new().append(true).create(true).open(variable("WOVEN_CALLED")?).ok()?;
        Some(Mutex::new((HashSet::new(), file)))
    });

    /// A variable, also where a test has started this program with an environment of its own.
    fn variable(name: &str) -> Option<OsString> {
        env::var_os(name).or_else(|| above(name))
    }

    /// That of the next process above which has it.
    #[cfg(target_os = "linux")]
    fn above(name: &str) -> Option<OsString> {
        use std::os::unix::{ffi::OsStringExt, process::parent_id};
        let start = format!("{name}=");
        let mut process = parent_id();
        while process > 1 {
            let environment = std::fs::read(format!("/proc/{process}/environ")).ok()?;
            let mut variables = environment.split(|byte| *byte == 0);
            if let Some(value) = variables.find_map(|variable| variable.strip_prefix(start.as_bytes())) {
                return Some(OsString::from_vec(value.to_vec()));
            }
            let line = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
            process = line.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
        }
        None
    }

    #[cfg(not(target_os = "linux"))]
    fn above(_: &str) -> Option<OsString> {
        None
    }

    /// The chosen mutant; `function` is the first mutant of the function that asks.
    pub(crate) fn chosen(function: u32) -> u32 {
        if let Some(called) = &*CALLED {
            let mut called = called.lock().unwrap_or_else(PoisonError::into_inner);
            if called.0.insert(function) {
                let _ = called.1.write_all(format!("{function}\n").as_bytes());
            }
        }
        *CHOSEN
    }
}
"#;

/// A file with its mutants in it.
#[derive(Debug)]
pub(super) struct Woven {
    pub(super) text: String,
    /// Which lines (from one) belong to which mutant alone.
    branches: Vec<(Range<usize>, u32)>,
}

impl Woven {
    /// The mutant whose body this line is.
    pub(super) fn at(&self, line: usize) -> Option<u32> {
        self.branches.iter().find(|(lines, _)| lines.contains(&line)).map(|(_, id)| *id)
    }
}

/// Weaves the mutants of one file.
pub(super) fn weave(source: &str, mutants: &[&Mutant]) -> Result<Woven> {
    let places = Places::of(source);
    let mut functions: BTreeMap<Span, Vec<&Mutant>> = BTreeMap::new();
    for mutant in mutants {
        functions.entry(mutant.function).or_default().push(mutant);
    }
    let functions: Vec<_> = functions
        .into_iter()
        .map(|(span, mutants)| Ok(Function { range: places.range(span)?, mutants }))
        .collect::<Result<_>>()?;
    let mut weaver = Weaver { source, places, woven: Woven { text: String::new(), branches: Vec::new() } };
    weaver.part(0..source.len(), &functions)?;
    Ok(weaver.woven)
}

/// The first mutant of each mutant's function, of those that compile: what the function is known by while tests run.
pub(super) fn functions(mutants: &[Mutant], unviable: &BTreeSet<u32>) -> BTreeMap<u32, u32> {
    let mut first: BTreeMap<(&str, Span), u32> = BTreeMap::new();
    mutants
        .iter()
        .filter(|mutant| !unviable.contains(&mutant.id))
        .map(|mutant| (mutant.id, *first.entry((&mutant.file, mutant.function)).or_insert(mutant.id)))
        .collect()
}

struct Function<'a> {
    range: Range<usize>,
    mutants: Vec<&'a Mutant>,
}

struct Weaver<'a> {
    source: &'a str,
    places: Places<'a>,
    woven: Woven,
}

impl Weaver<'_> {
    /// A stretch of the source, with the functions that lie in it; sorted by where they begin.
    fn part(&mut self, range: Range<usize>, functions: &[Function<'_>]) -> Result {
        let mut at = range.start;
        for (index, function) in functions.iter().enumerate() {
            // Those within another are woven with it.
            if function.range.start < at || function.range.end > range.end {
                continue;
            }
            let (name, open) =
                head(&self.source[function.range.clone()]).ok_or("a function without a body has a mutant")?;
            let (name, open) = (function.range.start + name, function.range.start + open);
            let close = function.range.end - 1;
            self.woven.text.push_str(&self.source[at..name]);
            // Nothing can be chosen while the compiler runs.
            self.woven.text.push_str(&self.source[name..open].replacen("const fn", "fn", 1));
            self.branches(open..close, function, &functions[index + 1..])?;
            at = close;
        }
        self.woven.text.push_str(&self.source[at..range.end]);
        Ok(())
    }

    fn branches(&mut self, body: Range<usize>, function: &Function<'_>, inner: &[Function<'_>]) -> Result {
        let known_by = function.mutants.iter().map(|mutant| mutant.id).min().unwrap_or_default();
        self.woven.text.push_str(&format!(" match crate::woven_mutants::chosen({known_by}) {{\n"));
        for mutant in &function.mutants {
            let changed = self.places.range(mutant.span)?;
            if changed.start < body.start || changed.end > body.end {
                return Err(format!("{}: outside of its function's body", mutant.name).into());
            }
            let first = self.line();
            let text = &mut self.woven.text;
            text.push_str(&format!("{} => {{\n", mutant.id));
            text.push_str(&self.source[body.start..changed.start]);
            text.push_str(&mutant.replacement);
            text.push_str(&self.source[changed.end..body.end]);
            text.push_str("\n}\n");
            let end = self.line();
            self.woven.branches.push((first..end, mutant.id));
        }
        self.woven.text.push_str("_ => {\n");
        self.part(body, inner)?;
        self.woven.text.push_str("\n} } ");
        Ok(())
    }

    /// The line that is written next, from one.
    fn line(&self) -> usize {
        self.woven.text.matches('\n').count() + 1
    }
}

/// Where a function's signature begins, behind its documentation and attributes, and where its body does, behind the brace.
fn head(function: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    loop {
        let rest = &function[at..];
        at += rest.len() - rest.trim_start().len();
        let rest = &function[at..];
        if rest.starts_with("//") {
            at += rest.find('\n')?;
        } else if rest.starts_with("#[") {
            // No attribute of ours holds a bracket in a text.
            let mut depth = 0;
            at += rest.find(|next| {
                depth += i32::from(next == '[') - i32::from(next == ']');
                next == ']' && depth == 0
            })? + 1;
        } else {
            return Some((at, at + rest.find('{')? + 1));
        }
    }
}

/// Where lines and columns are in a text.
struct Places<'a> {
    text: &'a str,
    lines: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, lines }
    }

    fn range(&self, span: Span) -> Result<Range<usize>> {
        Ok(self.offset(span.start)?..self.offset(span.end)?)
    }

    fn offset(&self, (line, column): Position) -> Result<usize> {
        let start = *self.lines.get(line - 1).ok_or_else(|| format!("no line {line}"))?;
        let rest = &self.text[start..];
        rest.char_indices()
            .map(|(at, _)| at)
            .chain([rest.len()])
            .nth(column - 1)
            .map(|at| start + at)
            .ok_or_else(|| format!("no column {column} in line {line}").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutant(id: u32, function: Span, span: Span, replacement: &str) -> Mutant {
        Mutant {
            id,
            file: "id.rs".to_owned(),
            name: format!("mutant {id}"),
            function,
            span,
            replacement: replacement.to_owned(),
        }
    }

    fn span(start: Position, end: Position) -> Span {
        Span { start, end }
    }

    #[test]
    fn each_function_holds_its_own_body_and_that_of_each_mutant() {
        let source = "const fn é(a: u8) -> bool {\n    a < 7\n}\nfn two() {}\n";
        let function = span((1, 1), (3, 2));
        let mutants = [
            mutant(1, function, span((2, 5), (2, 10)), "true"),
            mutant(2, function, span((2, 7), (2, 8)), "<="),
        ];
        let woven = weave(source, &mutants.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(
            woven.text,
            "fn é(a: u8) -> bool { match crate::woven_mutants::chosen(1) {\n\
             1 => {\n\n    true\n\n}\n2 => {\n\n    a <= 7\n\n}\n_ => {\n\n    a < 7\n\n} } }\nfn two() {}\n"
        );
        let of_line =
            |text: &str| woven.at(woven.text.lines().position(|line| line.trim() == text).unwrap() + 1);
        assert_eq!((of_line("true"), of_line("a <= 7"), of_line("a < 7")), (Some(1), Some(2), None));
    }

    #[test]
    fn a_body_begins_behind_documentation_and_attributes() {
        let function = "/// As `{` in\n    #[cfg(any(a, b = \"[c]\"))] // or {\n    pub fn a() { }";
        let (name, open) = head(function).unwrap();
        assert_eq!((&function[name..open], &function[open..]), ("pub fn a() {", " }"));
        assert_eq!(head("fn a();"), None);
    }

    #[test]
    fn a_function_within_another_is_woven_with_it() {
        let source = "fn outer() -> u8 {\n    fn inner() -> u8 { 1 }\n    inner() + 1\n}\n";
        let (outer, inner) = (span((1, 1), (4, 2)), span((2, 5), (2, 27)));
        let mutants =
            [mutant(1, inner, span((2, 24), (2, 25)), "0"), mutant(2, outer, span((3, 13), (3, 14)), "-")];
        assert_eq!(functions(&mutants, &BTreeSet::new()), BTreeMap::from([(1, 1), (2, 2)]));
        let text = weave(source, &mutants.iter().collect::<Vec<_>>()).unwrap().text;
        assert_eq!(text.matches("chosen(1)").count(), 1, "{text}");
        assert_eq!(text.matches("chosen(2)").count(), 1, "{text}");
        assert!(text.contains("inner() - 1") && text.contains("inner() + 1"), "{text}");
    }
}
