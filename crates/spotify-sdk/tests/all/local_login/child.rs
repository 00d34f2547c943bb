//! A login in a process of its own: this test binary, started again.

use std::io::{BufRead as _, BufReader};
use std::process::{ChildStderr, Command, Stdio};
use std::sync::Mutex;

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{AuthorizationCode, FileTokenCache};

use super::support::HANG;

const PART: &str = "LOCAL_LOGIN_PART";
const SCOPES: &str = "LOCAL_LOGIN_SCOPES";
pub(crate) const CACHE: &str = "LOCAL_LOGIN_CACHE";

/// What the child does.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    /// `authorize_local` as it comes.
    Plain,
    /// With a handler that says the URL; then it says its warnings.
    ShowsUrl,
    /// `ensure_login` over the token file in [`CACHE`].
    Ensures,
}

/// A running child. It says its lines on standard error; killed when dropped.
pub(crate) struct Child {
    process: std::process::Child,
    lines: Mutex<BufReader<ChildStderr>>,
}

impl Child {
    pub(crate) fn start(
        sandbox: &Sandbox,
        part: Part,
        scopes: &str,
        change: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let name = "local_login::child::logs_in";
        command.args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"]);
        command.env_clear();
        let part = match part {
            Part::Plain => "plain",
            Part::ShowsUrl => "shows url",
            Part::Ensures => "ensures",
        };
        command.env(PART, part).env(SCOPES, scopes);
        command.env("SPOTIFY_SDK_CLIENT_ID", sandbox.client_id());
        command.env("SPOTIFY_SDK_CLIENT_SECRET", sandbox.client_secret());
        command.env("SPOTIFY_SDK_REDIRECT_URI", "http://127.0.0.1/callback");
        command.env("SPOTIFY_SDK_ACCOUNTS_BASE_URL", sandbox.accounts_base_url());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = change(&mut command).spawn().unwrap();
        let lines = Mutex::new(BufReader::new(process.stderr.take().unwrap()));
        Self { process, lines }
    }

    /// The next line that it says.
    pub(crate) fn line(&self) -> String {
        let mut line = String::new();
        self.lines.lock().unwrap().read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// The line with which it ends. Panics when it failed.
    pub(crate) fn finish(mut self) -> String {
        let said = self.line();
        assert!(self.process.wait().unwrap().success(), "{said}");
        said
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
#[ignore = "not a test: what the other tests start as a process of its own"]
fn logs_in() {
    let (Ok(part), Ok(scopes)) = (std::env::var(PART), std::env::var(SCOPES)) else { return };
    let mut builder = AuthorizationCode::builder().scopes(scopes);
    if let Ok(path) = std::env::var(CACHE) {
        builder = builder.token_cache(FileTokenCache::new(path));
    }
    let auth = builder.build().unwrap();
    let mut login = auth.authorize_local().timeout(HANG);
    if part == "shows url" {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::WARN)
            .with_ansi(false)
            .with_writer(std::io::stderr)
            .init();
        login = login.on_url(|url| eprintln!("{url}"));
    }
    let outcome = if part == "ensures" { auth.ensure_login().wait() } else { login.wait() };
    match outcome {
        Ok(_) => eprintln!("logged in"),
        Err(error) if error.kind() == spotify_sdk::ErrorKind::AccessDenied => eprintln!("AccessDenied"),
        Err(error) => eprintln!("{:?}: {error}", error.kind()),
    }
}
