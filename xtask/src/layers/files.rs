//! How long files are and what they are called.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::Violation;
use crate::{Result, workspace};

/// Above this many lines a file is listed.
pub(super) const QUESTIONED: usize = 400;

/// Above this many lines a file must be split.
const LIMIT: usize = 600;

/// The folders that hold Rust of ours.
const FOLDERS: [&str; 7] = ["crates", "examples", "xtask", "benches", "proofs", "python", "tests"];

/// What was found.
pub(super) struct Lengths {
    pub(super) files: usize,
    pub(super) long: Vec<(PathBuf, usize)>,
    pub(super) violations: Vec<Violation>,
}

/// Measures every Rust file of the workspace.
///
/// # Errors
///
/// When one cannot be read.
pub(super) fn check(root: &Path) -> Result<Lengths> {
    let mut measured = Vec::new();
    for folder in FOLDERS.iter().map(Path::new).filter(|folder| root.join(folder).is_dir()) {
        for file in workspace::rust_files(&root.join(folder))? {
            let file = folder.join(file);
            let text = fs::read(root.join(&file))
                .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            measured.push((file, text.iter().filter(|byte| **byte == b'\n').count()));
        }
    }
    Ok(judge(measured))
}

fn judge(measured: Vec<(PathBuf, usize)>) -> Lengths {
    let mut lengths = Lengths { files: measured.len(), long: Vec::new(), violations: Vec::new() };
    for (file, lines) in measured {
        if file.file_name().is_some_and(|name| name == "mod.rs") {
            let message =
                String::from("a module `x` is `x.rs` beside `x/`: a dozen tabs called mod.rs help nobody");
            lengths.violations.push(Violation { file: file.clone(), line: 0, message });
        }
        if lines > LIMIT {
            let message = format!("{lines} lines: split it, one idea a file ({LIMIT} is the most)");
            lengths.violations.push(Violation { file, line: 0, message });
        } else if lines > QUESTIONED {
            lengths.long.push((file, lines));
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_are_listed_and_too_long_ones_refused() {
        let file = |name: &str, lines| (PathBuf::from(name), lines);
        let found = judge(vec![
            file("a.rs", 400),
            file("b.rs", 401),
            file("c.rs", 600),
            file("d.rs", 601),
            file("x/mod.rs", 1),
        ]);
        assert_eq!(found.files, 5);
        assert_eq!(found.long, [file("b.rs", 401), file("c.rs", 600)]);
        let refused: Vec<_> = found.violations.iter().map(|violation| violation.file.clone()).collect();
        assert_eq!(refused, [PathBuf::from("d.rs"), PathBuf::from("x/mod.rs")]);
    }
}
