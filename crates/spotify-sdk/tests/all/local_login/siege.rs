//! A login under siege: for as long as it lasts, everything that a hostile program on this machine can do to a listener is done to it.
//!
//! `cargo xtask prove localhost` runs this, for a minute; a test of seconds is in `hostile.rs`. The login has a process of its own, so
//! that what the siege costs it in memory and sockets can be told from what it costs the besiegers.

mod attacks;
mod chance;

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::AuthorizationCode;

use super::chromium;
use super::support::{TOKEN_REQUEST, parameter};
use attacks::{ATTACKS, Held, Target};
use chance::Chance;

const SECONDS: &str = "SPOTIFY_SDK_SIEGE_SECONDS";
const SEED: &str = "SPOTIFY_SDK_SIEGE_SEED";
const TIME_LIMIT: &str = "SPOTIFY_SDK_SIEGE_TIME_LIMIT_MS";

/// More callbacks of other logins than this, and the login is given up: see `Limits` in `auth/local/connection.rs`.
const WRONG_CALLBACKS: usize = 99;
/// What the listener may have open at once, and what a process has open anyway.
const OPEN_FILES: usize = 64 + 24;
/// How much memory the siege may cost: of 64 connections, each with a head of 16 KiB and what reads it, and with what the allocator keeps.
const MEMORY_KIB: usize = 16 * 1024;
/// How late a login may end that nobody completes.
const LATE: Duration = Duration::from_millis(200);

/// A login in a process of its own.
struct Besieged {
    process: Child,
    lines: BufReader<ChildStderr>,
    url: String,
}

impl Besieged {
    fn start(sandbox: &Sandbox, time_limit: Duration) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args([
            "--exact",
            "local_login::siege::logs_in",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ]);
        command.env_clear().env(TIME_LIMIT, time_limit.as_millis().to_string());
        command.env("SPOTIFY_SDK_CLIENT_ID", sandbox.client_id());
        command.env("SPOTIFY_SDK_CLIENT_SECRET", sandbox.client_secret());
        command.env("SPOTIFY_SDK_REDIRECT_URI", "http://127.0.0.1/callback");
        command.env("SPOTIFY_SDK_ACCOUNTS_BASE_URL", sandbox.accounts_base_url());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let lines = BufReader::new(process.stderr.take().unwrap());
        let mut besieged = Self { process, lines, url: String::new() };
        let mut url = String::new();
        besieged.lines.read_line(&mut url).unwrap();
        besieged.url = url.trim_end().to_owned();
        besieged
    }

    fn target(&self) -> Target {
        let redirect_uri = url::Url::parse(&parameter(&self.url, "redirect_uri").unwrap()).unwrap();
        Target {
            address: redirect_uri.socket_addrs(|| None).unwrap()[0],
            path: redirect_uri.path().to_owned(),
        }
    }

    /// A line of `/proc/PID/status` in KiB.
    fn memory(&self, name: &str) -> usize {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap_or("0");
        line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
    }

    fn open_files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.process.id())).map_or(0, Iterator::count)
    }

    /// What it says at its end, and after how long.
    fn finish(mut self) -> (String, Duration) {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        assert!(self.process.wait().unwrap().success(), "{line}");
        let (milliseconds, said) = line.trim_end().split_once(' ').unwrap();
        (said.to_owned(), Duration::from_secs_f64(milliseconds.parse::<f64>().unwrap() / 1000.0))
    }
}

impl Drop for Besieged {
    /// Of a test that fails nothing is left that waits for its time limit.
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Ends the siege, also when the test fails: the scope of its threads waits for besiegers that would go on for ever.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
#[ignore = "not a test: what the siege starts as a process of its own"]
fn logs_in() {
    let Ok(time_limit) = env::var(TIME_LIMIT) else { return };
    let time_limit = Duration::from_millis(time_limit.parse().unwrap());
    let auth = AuthorizationCode::builder().scopes("user-library-read").build().unwrap();
    let login = auth.authorize_local().open_browser(false).timeout(time_limit);
    let started = Instant::now();
    let outcome = login.on_url(|url| eprintln!("{url}")).wait();
    let took = started.elapsed().as_secs_f64() * 1000.0;
    match outcome {
        Ok(_) => eprintln!("{took} logged in"),
        Err(error) => eprintln!("{took} {:?}: {error}", error.kind()),
    }
}

/// What was done, and what came of it.
#[derive(Default)]
struct Account {
    /// Attacks by name and answer; 0 where the connection was closed without one.
    made: Mutex<BTreeMap<(&'static str, u16), usize>>,
    wrong_callbacks: AtomicUsize,
    held: AtomicUsize,
}

impl Account {
    fn total(&self) -> usize {
        self.made.lock().unwrap().values().sum::<usize>() + self.held.load(Ordering::Relaxed)
    }

    fn show(&self) {
        for attack in &ATTACKS {
            let made = self.made.lock().unwrap();
            let answers = made.iter().filter(|((name, _), _)| *name == attack.name);
            let answers: Vec<String> = answers
                .map(|((_, status), count)| match status {
                    0 => format!("{count} closed"),
                    status => format!("{count} x {status}"),
                })
                .collect();
            println!("  {:<32} {}", attack.name, answers.join(", "));
        }
        println!("  {:<32} {} sockets", "silent, or a byte at a time", self.held.load(Ordering::Relaxed));
    }
}

/// Attacks `target` until `is_over`: three threads send, and one holds sockets open.
fn besiege(target: &Target, seed: u64, spread_over: Duration, is_over: &AtomicBool, account: &Account) {
    let started = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut held = Held::new(target.clone());
            while !is_over.load(Ordering::Relaxed) {
                held.turn(100, 30);
                account.held.store(held.opened, Ordering::Relaxed);
                thread::sleep(Duration::from_millis(50));
            }
        });
        for number in 0..3 {
            scope.spawn(move || {
                let mut chance = Chance::new(seed + number);
                while !is_over.load(Ordering::Relaxed) {
                    let attack = &ATTACKS[chance.below(ATTACKS.len())];
                    // Those that count are spread over the siege, as after the last of them there would be no more.
                    let share = started.elapsed().as_secs_f64() / spread_over.as_secs_f64();
                    let allowed = (WRONG_CALLBACKS as f64 * share.min(1.0)) as usize;
                    let takes_one = |count: usize| (count < allowed).then_some(count + 1);
                    let counter = &account.wrong_callbacks;
                    if attack.is_callback
                        && counter.fetch_update(Ordering::Relaxed, Ordering::Relaxed, takes_one).is_err()
                    {
                        continue;
                    }
                    // Nobody listens any more: it is over, or will be said to be in a moment.
                    let Ok(status) = attacks::make(attack, target, &mut chance) else {
                        thread::sleep(Duration::from_millis(10));
                        continue;
                    };
                    let status = status.unwrap_or(0);
                    // Once the login is over its last page answers for a moment.
                    let is_right = status == 0 || attack.answers.contains(&status);
                    assert!(is_right || is_over.load(Ordering::Relaxed), "{}: {status}", attack.name);
                    *account.made.lock().unwrap().entry((attack.name, status)).or_default() += 1;
                    thread::sleep(Duration::from_millis(chance.below(5) as u64));
                }
            });
        }
    });
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok()?.parse().ok()
}

#[test]
#[ignore = "takes a minute: cargo xtask prove localhost"]
fn fault_076_a_person_with_chromium_logs_in_under_siege() {
    let seconds = Duration::from_secs(number(SECONDS).unwrap_or(60));
    let seed = number(SEED).unwrap_or(1);
    assert!(chromium::is_there(), "the honest user needs Chromium; Debian's package is `chromium`");
    let sandbox = Sandbox::builder().auto_approve(false).start().unwrap();
    let login = Besieged::start(&sandbox, seconds + Duration::from_secs(240));
    let (target, account, is_over) = (login.target(), Account::default(), AtomicBool::new(false));
    let before = login.memory("VmRSS");
    let (mut most_open, mut peak) = (0, 0);
    let started = Instant::now();
    let (said, took) = thread::scope(|scope| {
        let _over = Over(&is_over);
        scope.spawn(|| besiege(&target, seed, seconds, &is_over, &account));
        let url = login.url.clone();
        let person = scope.spawn(move || {
            // He comes late, when the besiegers have done their worst for all of the time.
            thread::sleep(seconds);
            let folder = tempfile::tempdir().unwrap();
            chromium::visit(&url, &folder.path().join("pages.json"))
        });
        while !person.is_finished() {
            most_open = most_open.max(login.open_files());
            peak = peak.max(login.memory("VmHWM"));
            if started.elapsed().as_millis() % 5_000 < 100 {
                eprint!("\r{:>3} s, {} attacks", started.elapsed().as_secs(), account.total());
            }
            thread::sleep(Duration::from_millis(100));
        }
        let pages = person.join();
        let (said, took) = login.finish();
        eprintln!();
        let pages = pages.unwrap();
        assert_eq!(pages.last().map(String::as_str), Some("Authorized"), "{pages:?}; {said}");
        (said, took)
    });
    println!("seed {seed}; {} attacks in {:.1} s:", account.total(), took.as_secs_f64());
    account.show();
    println!(
        "the login: {said}; at most {most_open} files open, memory + {} KiB",
        peak.saturating_sub(before)
    );
    assert_eq!(said, "logged in");
    assert_eq!(sandbox.journal().count(TOKEN_REQUEST), 1, "one code was exchanged, the right one");
    assert!(most_open <= OPEN_FILES, "{most_open} files open");
    assert!(before > 0 && peak - before < MEMORY_KIB, "memory grew from {before} to {peak} KiB");
    let made = account.made.lock().unwrap();
    for attack in &ATTACKS {
        assert!(made.keys().any(|(name, _)| *name == attack.name), "{} was never tried", attack.name);
    }
}

#[test]
#[ignore = "takes half a minute: cargo xtask prove localhost"]
fn fault_089_the_time_limit_holds_under_siege() {
    let times = if number(SECONDS).is_some_and(|seconds| seconds < 60) { 5 } else { 20 };
    let seed = number(SEED).unwrap_or(1);
    let sandbox = Sandbox::builder().auto_approve(false).start().unwrap();
    let time_limit = Duration::from_secs(1);
    let mut late: Vec<Duration> = Vec::new();
    for time in 0..times {
        let login = Besieged::start(&sandbox, time_limit);
        let (target, is_over) = (login.target(), AtomicBool::new(false));
        let (said, took) = thread::scope(|scope| {
            let (target, is_over) = (&target, &is_over);
            let _over = Over(is_over);
            // Callbacks of other logins come too, and too few of them to end this one.
            scope.spawn(move || besiege(target, seed + time, time_limit * 4, is_over, &Account::default()));
            login.finish()
        });
        assert!(said.starts_with("LoginTimeout: "), "{said}");
        late.push(took.checked_sub(time_limit).expect("not before the time is up"));
    }
    let worst = late.iter().max().unwrap();
    println!(
        "{times} logins with a limit of 1 s, nobody there to log in: at most {:.1} ms late",
        worst.as_secs_f64() * 1000.0
    );
    assert!(*worst <= LATE, "{late:?}");
    assert_eq!(sandbox.journal().count(TOKEN_REQUEST), 0);
}
