//! The folder in which everything runs, and the search of all that was written there.
//!
//! ```text
//! known/           what was secret, a word a line; `*.states` what is so everywhere but in the address of a login
//! NAME/home, tmp, here, out    where a part lived, and what it printed and logged
//!      */cache/    token files: what they are for
//!      */shown/    what was asked for with the command that prints it
//!      */address/  where the address of a login page stands because the user has to open it, and its state with it
//! ```

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::needles::{Hit, Needles, random_words};
use crate::{Result, process, workspace};

/// How the sandbox's own secrets begin, whichever sandbox issued them.
const MARKS: [&str; 4] = ["sandbox-access-", "sandbox-refresh-", "sandbox-code-", "sandbox-secret-"];

/// The folder.
pub(super) struct Area {
    root: PathBuf,
}

/// What was searched, and what was found.
#[derive(Default)]
pub(super) struct Account {
    pub(super) files: usize,
    pub(super) lines: usize,
    pub(super) bytes: usize,
    /// By file.
    pub(super) hits: BTreeMap<String, Vec<Hit>>,
}

impl Area {
    /// An empty one.
    pub(super) fn new() -> Result<Self> {
        let root = workspace::target()?.join("secrets");
        if root.exists() {
            fs::remove_dir_all(&root).map_err(|error| format!("cannot empty {}: {error}", root.display()))?;
        }
        fs::create_dir_all(root.join("known"))?;
        // There will be secrets in it, if only made-up ones, and what surrounds the processes of whoever proves this.
        #[cfg(unix)]
        fs::set_permissions(&root, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        Ok(Self { root })
    }

    /// The folder of one part.
    pub(super) fn of(&self, part: &str) -> PathBuf {
        self.root.join(part)
    }

    /// Where a part writes down what was secret, a word a line.
    pub(super) fn known(&self, part: &str) -> PathBuf {
        self.root.join("known").join(part)
    }

    /// Runs a part: it lives in its own folder, and what it prints is kept there.
    pub(super) fn run(&self, part: &str, command: &mut Command) -> Result {
        process::announce(command);
        let folder = self.of(part);
        for name in ["home", "tmp", "here", "out"] {
            fs::create_dir_all(folder.join(name))?;
        }
        let output = |name: &str| fs::File::create(folder.join("out").join(name));
        // What programs of a person who proves this have to say about themselves would be searched for in vain.
        for variable in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
            command.env(variable, folder.join("home"));
        }
        let status = command
            .env("TMPDIR", folder.join("tmp"))
            .env("RUST_BACKTRACE", "full")
            .env("RUST_LOG", "trace")
            .env("SECRETS_AREA", &folder)
            .current_dir(folder.join("here"))
            .stdin(Stdio::null())
            .stdout(output("stdout")?)
            .stderr(output("stderr")?)
            .status()
            .map_err(|error| process::could_not_start(command, &error))?;
        if status.success() {
            return Ok(());
        }
        // It has been searched before it is shown.
        Err(format!("{part} ended with {status}; what it said is in {}", folder.join("out").display()).into())
    }

    /// Searches everything but what is left out on purpose.
    ///
    /// # Errors
    ///
    /// When no secret is known that could be found, or something can't be read.
    pub(super) fn search(&self) -> Result<BTreeMap<String, Account>> {
        let (everywhere, but_states) = self.needles()?;
        println!("{} secrets and marks, each in every form", everywhere.len());
        if everywhere.len() <= MARKS.len() {
            return Err("none of the parts has said what was secret".into());
        }
        let mut accounts = BTreeMap::new();
        for folder in entries(&self.root)? {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name == "known" {
                continue;
            }
            let mut account = Account::default();
            let mut folders = vec![folder];
            while let Some(next) = folders.pop() {
                for path in entries(&next)? {
                    let about = fs::symlink_metadata(&path)?;
                    if about.is_dir() && !is_left_out(&path) {
                        folders.push(path);
                    } else if about.is_file() {
                        let has_addresses = path.components().any(|part| part.as_os_str() == "address");
                        let needles = if has_addresses { &but_states } else { &everywhere };
                        self.look(&path, needles, has_addresses, &mut account)?;
                    }
                }
            }
            accounts.insert(name, account);
        }
        Ok(accounts)
    }

    fn look(&self, path: &Path, needles: &Needles, has_addresses: bool, account: &mut Account) -> Result {
        let content = fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        account.files += 1;
        account.lines += content.iter().filter(|byte| **byte == b'\n').count();
        account.bytes += content.len();
        let name = path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy();
        let mut hits = needles.search(&content);
        // A name is written down, too: by whoever lists a folder.
        hits.extend(needles.search(name.as_bytes()).into_iter().map(|hit| Hit { line: 0, ..hit }));
        if !has_addresses {
            hits.extend(random_words(&String::from_utf8_lossy(&content)));
        }
        if !hits.is_empty() {
            account.hits.insert(name.into_owned(), hits);
        }
        Ok(())
    }

    /// What is secret everywhere, and what is where the address of a login may stand.
    fn needles(&self) -> Result<(Needles, Needles)> {
        let (mut everywhere, mut but_states) = (Needles::default(), Needles::default());
        for mark in MARKS {
            everywhere.add_mark(mark);
            but_states.add_mark(mark);
        }
        let mut states = Vec::new();
        for path in entries(&self.root.join("known"))? {
            if path.extension().is_some_and(|extension| extension == "states") {
                states.extend(fs::read_to_string(&path)?.lines().map(str::to_owned));
            }
        }
        for path in entries(&self.root.join("known"))? {
            for secret in fs::read_to_string(&path)?.lines().filter(|word| word.len() >= 6) {
                everywhere.add(secret);
                if !states.iter().any(|state| state == secret) {
                    but_states.add(secret);
                }
            }
        }
        Ok((everywhere, but_states))
    }

    /// Removes it. There are secrets in it, if only made-up ones.
    pub(super) fn remove(self) -> Result {
        fs::remove_dir_all(&self.root)
            .map_err(|error| format!("cannot remove {}: {error}", self.root.display()).into())
    }
}

fn is_left_out(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name == "cache" || name == "shown")
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own, gone with the test.
    fn area(name: &str) -> Area {
        let root = std::env::temp_dir().join(format!("xtask-secrets-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        for folder in ["known", "command/out/address", "command/home/cache"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        Area { root }
    }

    #[test]
    fn what_is_written_is_found_and_what_is_meant_to_be_there_is_not() {
        let area = area("found");
        assert!(area.search().is_err(), "nothing is known to be secret");
        let state = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let write = |name: &str, text: &str| fs::write(area.root.join(name), text).unwrap();
        write("known/command", &format!("chosen-by-somebody\n{state}\n"));
        write("known/command.states", &format!("{state}\n"));
        write("command/home/cache/token.json", "{\"access_token\":\"sandbox-access-1\"}");
        write("command/out/address/stderr", &format!("http://127.0.0.1/authorize?state={state}"));
        assert!(area.search().unwrap()["command"].hits.is_empty());

        write("command/out/log", &format!("nothing\nstate: {state}\nchosen%2Dby%2Dsomebody\n"));
        write("command/out/address/other", "sandbox-code-1");
        write("command/home/token-sandbox-refresh-1", "");
        let account = &area.search().unwrap()["command"];
        assert_eq!((account.files, account.lines), (4, 3));
        let hits = |name: &str| account.hits[name].iter().map(|hit| (hit.line, hit.form)).collect::<Vec<_>>();
        assert_eq!(
            hits("command/out/log"),
            [(2, "plain"), (3, "URL-encoded"), (2, "like a state or verifier")]
        );
        assert_eq!(hits("command/out/address/other"), [(1, "plain")]);
        assert_eq!(hits("command/home/token-sandbox-refresh-1"), [(0, "plain")]);
        area.remove().unwrap();
    }
}
