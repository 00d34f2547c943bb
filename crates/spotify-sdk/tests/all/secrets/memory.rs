//! Row 103: what is left in memory when a program has let go of everything. Another process of these tests logs in, calls, and drops
//! all it had; this one then reads its memory, as a core or a page in the swap would show it.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::os::unix::fs::FileExt as _;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroize as _;
use spotify_sandbox::{Sandbox, User};
use spotify_sdk::auth::{AuthorizationCode, ClientCredentials, InMemoryTokenCache};
use spotify_sdk::oauth::AuthorizationRequest;
use spotify_sdk::{Environment, SpotifyClient, blocking};

const SANDBOX: &str = "SECRETS_MEMORY_SANDBOX";

/// How many copies of each kind may be left. They are in buffers of the HTTP library, which frees what it sent and read without wiping
/// it; what this crate itself had is wiped. A run leaves 3 copies of access tokens and 1 of the base64 of id and secret.
const LEFT: [(&str, usize); 6] = [
    ("sandbox-access-", 5),
    ("sandbox-refresh-", 1),
    ("sandbox-code-", 1),
    ("sandbox-secret-", 0),
    ("Basic", 2),
    ("verifier", 1),
];

/// The other process.
struct Other {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Other {
    fn start(sandbox: &Sandbox) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "secrets::memory::lives", "--ignored", "--nocapture", "--test-threads=1"])
            .env(SANDBOX, sandbox.base_url())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (stdin, stdout) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, stdin, stdout }
    }

    /// The next line that begins with `what`; the rest of it.
    fn hear(&mut self, what: &str) -> String {
        loop {
            let mut line = String::new();
            assert!(self.stdout.read_line(&mut line).unwrap() > 0, "it ended before `{what}`");
            if let Some((_, rest)) = line.split_once(what) {
                return rest.trim().to_owned();
            }
        }
    }

    fn tell(&mut self, what: &str) {
        self.stdin.write_all(what.as_bytes()).unwrap();
    }

    /// How often each of `words` is in its memory.
    fn count(&self, words: &[String]) -> BTreeMap<String, usize> {
        let maps = fs::read_to_string(format!("/proc/{}/maps", self.child.id())).unwrap();
        let memory = File::open(format!("/proc/{}/mem", self.child.id())).unwrap();
        let mut counts: BTreeMap<String, usize> = words.iter().map(|word| (word.clone(), 0)).collect();
        for line in
            maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|mode| mode.starts_with("rw")))
        {
            let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
            let parse = |text| u64::from_str_radix(text, 16).unwrap();
            let (from, to) = (parse(from), parse(to));
            let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
            // Some regions can't be read: they are the kernel's.
            if memory.read_exact_at(&mut bytes, from).is_err() {
                continue;
            }
            for (word, count) in &mut counts {
                *count += memchr::memmem::find_iter(&bytes, word).count();
            }
        }
        counts
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn kind(word: &str) -> &'static str {
    let prefix = LEFT.iter().map(|(prefix, _)| *prefix).find(|prefix| word.starts_with(prefix));
    prefix.unwrap_or(if word.len() == 43 { "verifier" } else { "Basic" })
}

fn by_kind(counts: &BTreeMap<String, usize>) -> BTreeMap<&'static str, usize> {
    let mut sums = BTreeMap::new();
    for (word, count) in counts {
        *sums.entry(kind(word)).or_default() += count;
    }
    sums
}

#[test]
fn fault_103_little_of_a_login_is_left_in_memory() {
    let sandbox = Sandbox::builder().user(User::premium("ada")).start().unwrap();
    let mut other = Other::start(&sandbox);
    let id_and_secret = format!("{}\n{}\n", sandbox.client_id(), sandbox.client_secret());
    other.hear("ready");
    other.tell(&id_and_secret);
    let url = other.hear("address");
    let callback = sandbox.approve(&url).unwrap();
    other.tell(&format!("{callback}\n"));
    other.hear("in use");
    // All but the state, which the user saw in the address that the other process has printed.
    let state = url.split("state=").nth(1).unwrap().split('&').next().unwrap();
    let secrets = || {
        let mut secrets = sandbox.secrets();
        secrets.retain(|secret| secret != state);
        secrets.push(STANDARD.encode(format!("{}:{}", sandbox.client_id(), sandbox.client_secret())));
        secrets
    };
    let used = by_kind(&other.count(&secrets()));
    // Otherwise nothing could be found later either.
    for kind in ["sandbox-access-", "sandbox-refresh-", "sandbox-secret-"] {
        assert!(used[kind] > 0, "{used:?}");
    }
    other.tell("drop\n");
    other.hear("dropped");
    // Tasks of connections that nobody needs any more end by themselves, soon.
    let until = Instant::now() + Duration::from_secs(10);
    let left = loop {
        let left = by_kind(&other.count(&secrets()));
        if LEFT.iter().all(|(kind, most)| left[kind] <= *most) || Instant::now() > until {
            break left;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    println!("copies in memory: in use {used:?}, after everything was dropped {left:?}");
    for (kind, most) in LEFT {
        assert!(left[kind] <= most, "{kind}: {left:?}, and in use {used:?}");
    }
}

/// A line of standard input, into a place that its reader wipes: the standard library's own buffer would keep it.
fn line(input: &mut File) -> Vec<u8> {
    let mut line = Vec::with_capacity(4096);
    let mut byte = [0];
    while input.read(&mut byte).unwrap() == 1 && byte[0] != b'\n' {
        line.push(byte[0]);
    }
    line
}

fn text(line: &[u8]) -> &str {
    std::str::from_utf8(line).unwrap()
}

#[test]
#[ignore = "not a test: the other process"]
fn lives() {
    let base_url = std::env::var(SANDBOX).unwrap();
    let mut input = File::open("/dev/stdin").unwrap();
    println!("\nready");
    let id = line(&mut input);
    let mut secret = line(&mut input);
    {
        let cache = InMemoryTokenCache::default();
        let user = AuthorizationCode::builder()
            .client_id(text(&id))
            .client_secret(text(&secret))
            .redirect_uri("http://127.0.0.1/callback")
            .token_cache(cache.clone())
            .accounts_base_url(&base_url)
            .environment(Environment::empty())
            .build()
            .unwrap();
        let app = ClientCredentials::builder()
            .client_id(text(&id))
            .client_secret(text(&secret))
            .accounts_base_url(&base_url)
            .environment(Environment::empty())
            .build()
            .unwrap();
        secret.zeroize();
        let request: AuthorizationRequest = user.authorization_request().unwrap();
        println!("\naddress {}", request.authorization_url());
        let mut callback = line(&mut input);
        user.complete_authorization(request, text(&callback)).wait().unwrap();
        callback.zeroize();
        let client = SpotifyClient::builder().auth(user.clone()).api_base_url(format!("{base_url}/v1"));
        let client = blocking::SpotifyClient::from(client.environment(Environment::empty()).build().unwrap());
        client.users().get_current_profile().send().unwrap();
        // Renewed: the first token is of no use any more, and the second is asked for with the refresh token.
        user.invalidate(&user.access_token().wait().unwrap());
        client.users().get_current_profile().send().unwrap();
        app.access_token().wait().unwrap();
        println!("\nin use");
        line(&mut input);
    }
    println!("\ndropped");
    line(&mut input);
}
