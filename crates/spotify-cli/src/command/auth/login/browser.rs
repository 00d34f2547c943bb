//! The browser, without what it need not know.
//!
//! A program that is started inherits the environment, and a browser runs for weeks and sends reports of its crashes. This process can't
//! take variables out of its own environment, but it can start itself without them, to open the browser.

use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, thread};

use clap::Args;
use spotify_sdk::auth::local::open_browser;
use spotify_sdk::env::names;

use crate::core_dump;
use crate::exit::{Exit, Failure};
use crate::output;

/// What the browser does not get. A proxy's URL may hold a password.
const SECRETS: [&str; 3] = [names::CLIENT_SECRET, names::ACCESS_TOKEN, names::PROXY];

/// The hidden command that opens the browser at the address on its standard input.
pub(in crate::command::auth) const COMMAND: &str = "open-browser";

/// What that command is told.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How large a core the browser may leave, in bytes or "unlimited"; else what this process may
    #[arg(long, value_name = "BYTES")]
    core_limit: Option<String>,
}

/// Opens the browser at `url`, on a thread of its own: some keep whoever starts them waiting. If there is none the user has the address.
pub(super) fn open(url: &str) {
    let url = url.to_owned();
    let warn = |error: io::Error| {
        output::warning(&format!("no browser could be opened ({error}): open the address above yourself"));
    };
    let started = thread::Builder::new().name("browser".into()).spawn(move || {
        if let Err(error) = start(&url) {
            warn(error);
        }
    });
    if let Err(error) = started {
        warn(error);
    }
}

fn start(url: &str) -> io::Result<()> {
    let mut itself = Command::new(this_program()?);
    itself.args(["auth", COMMAND]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some(limit) = core_dump::before() {
        itself.arg(format!("--core-limit={limit}"));
    }
    for name in SECRETS {
        itself.env_remove(name);
    }
    let mut child = itself.spawn()?;
    let told = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(url.as_bytes()));
    let status = child.wait()?;
    told?;
    // Which browsers there are it can't tell anyone either.
    if status.success() { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) }
}

/// The program that runs. On Linux by the kernel's own name for it: an upgrade may have put another into its place meanwhile, and then
/// there is no file of the name that it had.
fn this_program() -> io::Result<PathBuf> {
    if cfg!(target_os = "linux") { Ok("/proc/self/exe".into()) } else { env::current_exe() }
}

/// What the process does that was started so.
pub(in crate::command::auth) fn run(options: &Options) -> Result<Exit, Failure> {
    if let Some(limit) = &options.core_limit {
        core_dump::allow(limit);
    }
    let mut url = String::new();
    io::stdin().read_to_string(&mut url)?;
    open_browser(&url)?;
    Ok(Exit::Done)
}
