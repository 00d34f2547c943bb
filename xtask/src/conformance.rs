//! `cargo xtask conformance`: what the SDK sends and the sandbox answers, beside Spotify's OpenAPI description.
//!
//! The tests write down what is to be compared; the comparing is done in Python (`tests/conformance`), where there are libraries for
//! such descriptions, and which nobody compiles who does not need it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::test::{self, environment};
use crate::{Result, arguments::Arguments, parts::Parts, process, workspace};

pub(crate) const SUMMARY: &str = "compare requests and answers with Spotify's OpenAPI description";

pub(crate) const HELP: &str = "
Usage: cargo xtask conformance

Reads Spotify's OpenAPI description, from where the variable SPOTIFY_OPENAPI says or else from
../shared/reference/spotify-open-api.yml beside the workspace, and corrects it by tests/conformance/overlay.yml. Where there
is no description, it says so and ends well. Then come
  tests          every Rust test; sandboxes write down what they answer, and the SDK what its operations send
  comparison     the comparison's own tests: it finds what it is there to find
  operations     every operation of the SDK: method, path, scopes, parameters and bodies are those described
  fuzzing        schemathesis makes requests of the description, for a minute: no answer is a server error
  answers        every answer until here that no fault had a hand in: its body is of the shape described";

/// The variable that says where the description is.
const VARIABLE: &str = "SPOTIFY_OPENAPI";

/// Where it is otherwise, from the workspace's root.
const BESIDE: &str = "../shared/reference/spotify-open-api.yml";

pub(crate) fn run(arguments: Arguments) -> Result {
    arguments.none()?;
    let comparison = match Comparison::begin()? {
        Ok(comparison) => comparison,
        Err(why) => {
            println!("skipped: {why}");
            return Ok(());
        }
    };
    let mut parts = Parts::default();
    if parts.run("build", test::build) {
        parts.run("tests", || {
            let tests =
                ["test", "--workspace", "--all-features", "--no-fail-fast", "--lib", "--bins", "--tests"];
            process::run(&mut comparison.noting(process::cargo(&tests)))
        });
        comparison.run(&mut parts);
    }
    parts.finish()
}

/// A comparison with a description.
pub(crate) struct Comparison {
    description: PathBuf,
    /// Where the tests leave what is to be compared.
    folder: PathBuf,
}

impl Comparison {
    /// Begins one, with nothing noted yet; or says why there is none.
    ///
    /// # Errors
    ///
    /// When a description is named that is not there, or the folder for the notes can't be made.
    pub(crate) fn begin() -> Result<std::result::Result<Self, String>> {
        let description = match env::var_os(VARIABLE).map(PathBuf::from) {
            Some(named) if named.is_file() => named,
            Some(named) => return Err(format!("{VARIABLE}: there is no file {}", named.display()).into()),
            None => match beside(&workspace::root()) {
                Some(found) => found,
                None => return Ok(Err(format!("there is no {BESIDE}, and {VARIABLE} names no other"))),
            },
        };
        let folder = workspace::target()?.join("conformance");
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Ok(Self { description: fs::canonicalize(description)?, folder }))
    }

    /// The command, with tests and sandboxes in it told to write down what they send and answer.
    pub(crate) fn noting(&self, mut command: Command) -> Command {
        command
            .env("SPOTIFY_SDK_OPERATIONS", self.folder.join("operations.json"))
            .env("SPOTIFY_SANDBOX_RECORD", self.folder.join("answers"));
        command
    }

    /// Compares what was noted, and makes more of it.
    pub(crate) fn run(&self, parts: &mut Parts) {
        let steps = [
            ("comparison", "itself"),
            ("operations", "operations"),
            ("fuzzing", "fuzz"),
            ("answers", "answers"),
        ];
        for (name, what) in steps {
            parts.run(name, || {
                let mut command = environment::command("conformance")?;
                command.args([&self.description, &self.folder]).arg(what);
                process::run(&mut self.noting(command))
            });
        }
    }
}

/// The description beside the workspace, if there is one.
fn beside(root: &Path) -> Option<PathBuf> {
    Some(root.join(BESIDE)).filter(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_is_looked_for_beside_the_workspace() {
        let parent = env::temp_dir().join(format!("xtask-conformance-{}", std::process::id()));
        let root = parent.join("workspace");
        fs::create_dir_all(&root).unwrap();
        assert_eq!(beside(&root), None);
        fs::create_dir_all(parent.join("shared/reference")).unwrap();
        fs::write(parent.join("shared/reference/spotify-open-api.yml"), "openapi: 3.0.3\n").unwrap();
        assert!(beside(&root).is_some());
        fs::remove_dir_all(parent).unwrap();
    }
}
