//! A sandbox seeded with what the documents write, an empty folder, and the examples' binary between them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use spotify_sandbox::Sandbox;
use tempfile::TempDir;

/// The two forms of an example, as arguments.
pub(crate) const BOTH: [&str; 2] = ["--async", "--blocking"];

/// The documents' redirect URI names port 8080, so one example at a time.
static PORT_8080: Mutex<()> = Mutex::new(());

pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    folder: TempDir,
    _port: MutexGuard<'static, ()>,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let port = PORT_8080.lock().unwrap_or_else(PoisonError::into_inner);
        let sandbox = Sandbox::documents().start().unwrap();
        Self { sandbox, folder: tempfile::tempdir().unwrap(), _port: port }
    }

    pub(crate) fn command(&self, example: &str, form: &str) -> Command {
        let browser = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser.py");
        let mut command = Command::new(env!("CARGO_BIN_EXE_spotify-sdk-examples"));
        command
            .args([example, form].iter().filter(|argument| !argument.is_empty()))
            .current_dir(self.folder.path())
            .env("SPOTIFY_SDK_API_BASE_URL", self.sandbox.api_base_url())
            .env("SPOTIFY_SDK_ACCOUNTS_BASE_URL", self.sandbox.accounts_base_url())
            .env("SPOTIFY_SDK_CLIENT_ID", "your-client-id")
            .env("SPOTIFY_SDK_CLIENT_SECRET", "your-client-secret")
            .env("SPOTIFY_SDK_REDIRECT_URI", "http://127.0.0.1:8080/callback")
            .env_remove("SPOTIFY_SDK_ACCESS_TOKEN")
            .env("BROWSER", format!("python3 {browser} %s"));
        command
    }

    /// Runs an example to its end and gives what it printed.
    pub(crate) fn run(&self, example: &str, form: &str, redis: &str) -> String {
        let output = self.command(example, form).env("REDIS_URL", redis).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{example} {form}: {errors}\n{}", self.sandbox.journal());
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs an example that prints an authorization URL and reads the callback.
    pub(crate) fn callback(&self, example: &str, form: &str) -> String {
        let mut child =
            self.command(example, form).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut url = String::new();
        stdout.read_line(&mut url).unwrap();
        let callback = self.sandbox.approve(url.trim()).unwrap();
        writeln!(child.stdin.take().unwrap(), "{callback}").unwrap();
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        assert!(child.wait().unwrap().success(), "{example} {form}: {rest}");
        callback
    }

    /// No token that the sandbox made up is in what an example printed.
    pub(crate) fn nothing_leaked(&self, output: &str) {
        for secret in self.sandbox.secrets().iter().filter(|secret| secret.starts_with("sandbox-")) {
            assert!(!output.contains(secret.as_str()), "an example printed a secret");
        }
    }
}
