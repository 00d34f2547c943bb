//! Row 102: the command line and the environment of every process that is started meanwhile, as every user of the machine (or, of
//! environments, every program of the same user) can read them.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::Result;

/// How often is looked. Programs that are gone sooner say themselves what they were called with.
const PAUSE: Duration = Duration::from_millis(10);

/// The variables by which secrets are given: the SDK's own, and that of the tests of several processes.
const GIVEN: [&str; 4] = [
    "SPOTIFY_SDK_CLIENT_SECRET=",
    "SPOTIFY_SDK_ACCESS_TOKEN=",
    "SPOTIFY_SDK_PROXY=",
    "TOKEN_MANAGER_CLIENT=",
];

/// What was seen of the processes below this one.
struct Seen {
    /// The variables of this program. Every other has them too, and they are nobody's to be kept.
    own: HashSet<String>,
    processes: BTreeSet<(u32, u64)>,
    lines: BTreeSet<String>,
    addresses: BTreeSet<String>,
}

/// Looks until it is told to stop.
pub(super) struct Watch {
    stop: Arc<AtomicBool>,
    looking: JoinHandle<Seen>,
}

impl Watch {
    /// Begins. Where there is no `/proc`, nothing is seen.
    pub(super) fn start() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let looking = thread::spawn(move || {
            let mut seen = Seen::new();
            while !told.load(Ordering::Relaxed) {
                seen.look();
                thread::sleep(PAUSE);
            }
            seen
        });
        Self { stop, looking }
    }

    /// Ends, and writes what was seen to where it is searched; how many processes there were.
    pub(super) fn finish(self, folder: &Path) -> Result<usize> {
        self.stop.store(true, Ordering::Relaxed);
        let seen = self.looking.join().map_err(|_| "the watch over processes has panicked")?;
        let write = |path: &Path, lines: &BTreeSet<String>| {
            fs::create_dir_all(path)?;
            fs::write(path.join("seen"), lines.iter().map(|line| format!("{line}\n")).collect::<String>())
        };
        write(folder, &seen.lines)?;
        write(&folder.join("address"), &seen.addresses)?;
        Ok(seen.processes.len())
    }
}

impl Seen {
    fn new() -> Self {
        let own = std::env::vars_os()
            .map(|(name, value)| format!("{}={}", name.to_string_lossy(), value.to_string_lossy()));
        Self {
            own: own.collect(),
            processes: BTreeSet::new(),
            lines: BTreeSet::new(),
            addresses: BTreeSet::new(),
        }
    }

    fn look(&mut self) {
        let Ok(all) = fs::read_dir("/proc") else { return };
        let ids = all.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        let parents: HashMap<u32, (u32, u64)> = ids.filter_map(|id| Some((id, parent(id)?))).collect();
        for (&id, &(parent, began)) in &parents {
            if is_below_this_one(id, &parents) && self.note(id, !is_the_command(parent)) {
                self.processes.insert((id, began));
            }
        }
    }

    /// Keeps what `id` was called with; false when it is gone. Tests and users may give secrets by variables; the command gives none to
    /// what it starts.
    fn note(&mut self, id: u32, may_be_given_secrets: bool) -> bool {
        let read = |name: &str| {
            let bytes = fs::read(format!("/proc/{id}/{name}")).ok()?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        };
        let Some(words) = read("cmdline").filter(|words| !words.is_empty()) else { return false };
        // Some type their secret behind an option that does not exist: it is refused, and not repeated.
        for word in words.split('\0').filter(|word| !word.starts_with("--client-secret=")) {
            // A browser is told where to go, and a login's address has its state in it.
            let lines = if word.contains("/authorize?") { &mut self.addresses } else { &mut self.lines };
            lines.insert(format!("argument {word}"));
        }
        for variable in read("environ").unwrap_or_default().split('\0') {
            let is_given = may_be_given_secrets && GIVEN.iter().any(|name| variable.starts_with(name));
            if !is_given && !self.own.contains(variable) {
                self.lines.insert(format!("variable {variable}"));
            }
        }
        true
    }
}

/// Whether a process is `spotify-sdk`.
fn is_the_command(id: u32) -> bool {
    let words = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    words.split(|byte| *byte == 0).next().is_some_and(|program| program.ends_with(b"/spotify-sdk"))
}

/// The parent of a process, and when it began.
fn parent(id: u32) -> Option<(u32, u64)> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // Behind the name, which may hold anything, brackets too.
    let mut fields = text.rsplit_once(')')?.1.split_ascii_whitespace().skip(1);
    Some((fields.next()?.parse().ok()?, fields.nth(17)?.parse().ok()?))
}

fn is_below_this_one(id: u32, parents: &HashMap<u32, (u32, u64)>) -> bool {
    let this = std::process::id();
    let mut at = id;
    // No chain is longer than there are processes.
    for _ in 0..parents.len() {
        match parents.get(&at) {
            Some((parent, _)) if *parent == this => return true,
            Some((parent, _)) => at = *parent,
            None => return false,
        }
    }
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn fault_102_a_secret_in_argv_or_environment_would_be_seen() {
        let mut child = std::process::Command::new("sleep")
            .arg("31")
            .env("PASSED_ON", "sandbox-secret-1")
            .spawn()
            .unwrap();
        let mut seen = Seen::new();
        let began = Instant::now();
        // Between fork and exec it is still this program.
        while !seen.lines.contains("argument 31") && began.elapsed() < Duration::from_secs(20) {
            seen.look();
            thread::sleep(Duration::from_millis(1));
        }
        seen.look();
        let _ = child.kill();
        let _ = child.wait();
        assert!(seen.lines.contains("variable PASSED_ON=sandbox-secret-1"), "{:?}", seen.lines);
        let path = format!("variable PATH={}", std::env::var("PATH").unwrap());
        assert!(!seen.lines.contains(&path), "what the child has of this program is not kept");
    }
}
