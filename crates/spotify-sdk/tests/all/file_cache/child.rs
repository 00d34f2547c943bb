//! Other processes: this test binary, started again to play a part.
//!
//! A child takes its part and its path from the environment, says what it did on standard error, one line each, and does what
//! it is told on standard input.

use std::env;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use spotify_sdk::auth::{FileTokenCache, TokenCache as _};

use super::support::{kind, lock, now, number_of, token};

const PART: &str = "FILE_CACHE_PART";
const PATH: &str = "FILE_CACHE_PATH";

/// A running child; killed when dropped.
pub(crate) struct Actor {
    process: Child,
    lines: BufReader<ChildStderr>,
}

/// The command that starts a child with a part to play on the cache at `path`.
pub(crate) fn command(part: &str, path: &Path) -> Command {
    wrapped(&[], part, path)
}

/// The same, started by way of `wrapper`, such as `["sh", "-c", "umask 0; exec \"$0\" \"$@\""]`.
pub(crate) fn wrapped(wrapper: &[&str], part: &str, path: &Path) -> Command {
    let this = env::current_exe().unwrap();
    let mut command = match wrapper {
        [] => Command::new(&this),
        [program, arguments @ ..] => {
            let mut command = Command::new(program);
            command.args(arguments).arg(&this);
            command
        }
    };
    command.args([
        "--exact",
        "file_cache::child::plays_a_part",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    command.env(PART, part).env(PATH, path);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

impl Actor {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut process = command.spawn().unwrap();
        let lines = BufReader::new(process.stderr.take().unwrap());
        Self { process, lines }
    }

    /// The next line that it says; empty at its end.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Waits until it says `line`.
    pub(crate) fn expect(&mut self, line: &str) {
        assert_eq!(self.line(), line);
    }

    pub(crate) fn tell(&mut self, line: &str) {
        writeln!(self.process.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Sends a signal by name, such as `STOP`.
    pub(crate) fn signal(&self, name: &str) {
        let script = format!("kill -{name} {}", self.process.id());
        assert!(Command::new("sh").args(["-c", &script]).status().unwrap().success());
    }

    /// Kills it with SIGKILL and says whether that is what ended it.
    pub(crate) fn kill(&mut self) -> bool {
        use std::os::unix::process::ExitStatusExt as _;
        self.process.kill().unwrap();
        self.process.wait().unwrap().signal() == Some(9)
    }

    /// Waits for its end; all that it still says. Panics when it failed.
    pub(crate) fn finish(mut self) -> Vec<String> {
        drop(self.process.stdin.take());
        let said: Vec<String> = self.lines.by_ref().lines().map(Result::unwrap).collect();
        assert!(self.process.wait().unwrap().success(), "{said:#?}");
        said
    }
}

impl Drop for Actor {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn say(line: impl std::fmt::Display) {
    eprintln!("{line}");
}

fn heard() -> impl Iterator<Item = String> {
    io::stdin().lines().map(Result::unwrap)
}

#[test]
#[ignore = "not a test: what the other tests start as a process of its own"]
fn plays_a_part() {
    let (Ok(part), Ok(path)) = (env::var(PART), env::var(PATH)) else { return };
    let cache = FileTokenCache::new(path);
    match part.as_str() {
        "save until killed" => {
            let start = number_of(&now(cache.get()).unwrap().unwrap()).unwrap();
            say("saving");
            for number in start + 1.. {
                now(cache.set(&token(number))).unwrap();
            }
        }
        "save 50 times" => {
            heard().next();
            for number in 0..50 {
                now(cache.set(&token(number))).unwrap();
            }
        }
        "hold the lock" => {
            let _guard = lock(&cache);
            say("held");
            for _ in heard() {
                let stored = now(cache.compare_and_set(Some(&token(1)), &token(2))).unwrap();
                say(format_args!("stored {stored}"));
            }
        }
        "count to 50" => count(&cache),
        "get" => match now(cache.get()) {
            Ok(stored) => say(format_args!("{:?}", stored.as_ref().map(number_of))),
            Err(error) => say(format_args!("{:?}: {error}", kind(&error))),
        },
        "fail to set" => {
            let error = now(cache.set(&token(2))).unwrap_err();
            say(format_args!("{:?}: {error}", kind(&error)));
        }
        "save without locks" => save_without_locks(&cache),
        "expand paths" => heard().for_each(|path| say(FileTokenCache::new(path).path().display())),
        "save at the default path" => now(FileTokenCache::default().set(&token(1))).unwrap(),
        "fill the disk" => super::failures::on_a_small_disk(&cache),
        other => panic!("no such part: {other}"),
    }
}

/// Adds one to the number of the stored token, fifty times, as a refresh does: lock, read, store.
fn count(cache: &FileTokenCache) {
    heard().next();
    for _ in 0..50 {
        let _guard = loop {
            match now(cache.try_lock()).unwrap() {
                spotify_sdk::auth::CacheLock::Held(guard) => break guard,
                _ => std::thread::yield_now(),
            }
        };
        let stored = now(cache.get()).unwrap().unwrap();
        let next = token(number_of(&stored).unwrap() + 1);
        assert!(now(cache.compare_and_set(Some(&stored), &next)).unwrap());
    }
}

fn save_without_locks(cache: &FileTokenCache) {
    let ((), warned) = super::support::warnings(|| {
        for number in 1..=25 {
            say(format_args!("lock {:?}", now(cache.try_lock()).unwrap()));
            now(cache.set(&token(number))).unwrap();
            let stored = now(cache.get()).unwrap().unwrap();
            number_of(&stored).expect("a whole token");
            // False when another process was faster; never an error, never a mixture.
            now(cache.compare_and_set(Some(&stored), &token(number))).unwrap();
        }
    });
    warned.iter().for_each(say);
}
