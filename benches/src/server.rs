//! The server: a sandbox in a process of its own, which is this program started again. Beside it, in the same process, stand two servers that give
//! prepared bytes: one near, and one that is 20 ms away.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, ExitCode, Stdio},
    time::Duration,
};

use spotify_sandbox::{App, Ids, Rules, Sandbox, User};

use crate::prepared::Prepared;

/// The argument that turns this program into the server.
pub(crate) const ARGUMENT: &str = "serve";

/// The access token that the server knows.
pub(crate) const ACCESS_TOKEN: &str = "benchmark-access-token";

/// The app that the server knows.
pub(crate) const CLIENT_ID: &str = "benchmark-client-id";

/// Its secret.
pub(crate) const CLIENT_SECRET: &str = "benchmark-client-secret";

/// The album that everybody asks for, of 20 tracks. The sandbox makes one up for any id.
pub(crate) const ALBUM_ID: &str = "4aawyAB9vmqN3uQ7FjR8xy";

/// The tracks in the library of the user whose token it is.
pub(crate) const SAVED_TRACKS: u64 = 10_000;

/// How far away the far server is.
const FAR: Duration = Duration::from_millis(20);

/// The running server; ends when dropped.
pub(crate) struct Server {
    process: Child,
    /// `http://127.0.0.1:4321`
    base_url: String,
    /// The same for the server that gives prepared bytes.
    prepared_url: String,
    /// And for the one that takes its time.
    far_url: String,
}

impl Server {
    /// Starts the server and waits until it says where it is.
    pub(crate) fn start() -> Self {
        let program = std::env::current_exe().expect("a running program knows where it is");
        let mut process = Command::new(program)
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program can be started a second time");
        let output = process.stdout.take().expect("its output was asked for");
        let mut lines = BufReader::new(output).lines();
        let mut next_url = || {
            let line = lines.next().expect("the server did not start");
            line.expect("the server's output can be read")
        };
        Self { process, base_url: next_url(), prepared_url: next_url(), far_url: next_url() }
    }

    /// Where the Web API is: `http://127.0.0.1:4321/v1`.
    pub(crate) fn api_base_url(&self) -> String {
        format!("{}/v1", self.base_url)
    }

    /// Where the Accounts service is: `http://127.0.0.1:4321`.
    pub(crate) fn accounts_base_url(&self) -> &str {
        &self.base_url
    }

    /// The host and port to connect to: `127.0.0.1:4321`.
    pub(crate) fn address(&self) -> &str {
        address(&self.base_url)
    }

    /// Where the prepared bytes are: `http://127.0.0.1:4322`.
    pub(crate) fn prepared_url(&self) -> &str {
        &self.prepared_url
    }

    /// Where the same bytes are, but 20 ms away.
    pub(crate) fn far_url(&self) -> &str {
        &self.far_url
    }
}

/// The host and port of a URL.
pub(crate) fn address(url: &str) -> &str {
    url.trim_start_matches("http://")
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server ends by itself when its input closes; a process that does not is ended.
        drop(self.process.stdin.take());
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Serves until the program that started this one closes our input, or dies and closes it that way.
pub(crate) fn serve() -> ExitCode {
    let sandbox = Sandbox::builder()
        .seed(7)
        .ids(Ids::Open)
        // All fields, as apps have them that existed before 2026: rspotify's models insist on them.
        .rules(Rules::ExtendedQuota)
        .app(App::new(CLIENT_ID, CLIENT_SECRET))
        // Twice as many as are saved: the catalogue ends in bodies that strict models refuse.
        .tracks(2 * SAVED_TRACKS)
        .user(User::premium("ada").saved_tracks(SAVED_TRACKS))
        .access_token(ACCESS_TOKEN)
        .start();
    match sandbox {
        Ok(sandbox) => {
            let prepared = Prepared::of(address(sandbox.base_url()));
            let [near, far] = [Duration::ZERO, FAR]
                .map(|delay| prepared.serve(delay).expect("a port can be had on the loopback address"));
            println!("{}\n{near}\n{far}", sandbox.base_url());
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: the sandbox does not start: {error}");
            ExitCode::FAILURE
        }
    }
}
