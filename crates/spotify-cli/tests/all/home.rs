//! A user: a folder for the login, a sandbox to log in to, and the app's client id.

use std::path::PathBuf;
use std::process::{Command, Output};

use spotify_sandbox::{Builder, Sandbox};
use tempfile::TempDir;

use crate::command::{Running, output, spotify_sdk};

/// Somebody with an app of their own, at a machine without a browser.
pub(crate) struct Home {
    pub(crate) sandbox: Sandbox,
    folder: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Home {
    pub(crate) fn new() -> Self {
        Self::with(Sandbox::builder())
    }

    pub(crate) fn with(builder: Builder) -> Self {
        Self { sandbox: builder.start().unwrap(), folder: tempfile::tempdir().unwrap() }
    }

    /// `spotify-sdk …` for this user, without a client secret. Any free port receives the browser.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.bare(arguments);
        command.env("SPOTIFY_SDK_CLIENT_ID", self.sandbox.client_id());
        command.env("SPOTIFY_SDK_REDIRECT_URI", "http://127.0.0.1/callback");
        command
    }

    /// The same without variables that say which app.
    pub(crate) fn bare(&self, arguments: &[&str]) -> Command {
        let mut command = spotify_sdk(arguments);
        command.env("SPOTIFY_SDK_HOME", self.folder.path().join("state"));
        command.env("SPOTIFY_SDK_ACCOUNTS_BASE_URL", self.sandbox.accounts_base_url());
        command.env("SPOTIFY_SDK_API_BASE_URL", self.sandbox.api_base_url());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        output(&mut self.command(arguments)).into()
    }

    /// Begins a login without a browser: the command, and the address that it shows.
    pub(crate) fn begin(&self, command: &mut Command) -> (Running, String) {
        let mut login = Running::start(command);
        let url = login.remark("/authorize?").trim().to_owned();
        (login, url)
    }

    /// Logs ada in.
    pub(crate) fn log_in(&self, arguments: &[&str]) {
        let arguments = [&["auth", "login", "--no-browser"], arguments].concat();
        let (login, url) = self.begin(&mut self.command(&arguments));
        self.sandbox.browse(&url).join().unwrap();
        let ended = Ended::from(login.finish());
        assert_eq!(ended.code, Some(0), "{ended:?}");
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub(crate) fn token_file(&self) -> PathBuf {
        self.folder.path().join("state/token.json")
    }

    /// Writes a token file as another program would.
    pub(crate) fn store(&self, json: &serde_json::Value) {
        std::fs::create_dir_all(self.token_file().parent().unwrap()).unwrap();
        std::fs::write(self.token_file(), json.to_string()).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(self.token_file(), std::fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    /// What is in the token file.
    pub(crate) fn stored(&self) -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(self.token_file()).unwrap()).unwrap()
    }

    pub(crate) fn token_requests(&self) -> usize {
        self.sandbox.journal().count("POST /api/token")
    }

    /// Fails if a token, a code, a client secret or a verifier is in `text`. (The address that a login shows has its state in it.)
    pub(crate) fn assert_no_secret(&self, text: &str) {
        let states = text.split("state=").skip(1).map(|rest| rest.split(['&', '\n']).next().unwrap());
        let states: Vec<&str> = states.collect();
        for secret in self.sandbox.secrets() {
            assert!(states.contains(&secret.as_str()) || !text.contains(&secret), "{secret} in:\n{text}");
        }
    }
}

/// Now, in Unix seconds.
pub(crate) fn now() -> f64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64()
}
