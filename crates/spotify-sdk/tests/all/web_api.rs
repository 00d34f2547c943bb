//! Operations of the Web API against the sandbox, over sockets.

mod answers;
mod batches;
mod chains;
mod extra;
mod following;
mod library;
mod lists;
mod operations;
mod pages;
mod player;
mod spoken;
mod top;

use spotify_sandbox::{Rules, Sandbox, User};
use spotify_sdk::{SpotifyClient, SpotifyClientBuilder};

use crate::support;

const LIBRARY: &[&str] =
    &["user-library-read", "user-read-private", "user-read-email", "user-modify-playback-state"];

fn sandbox(rules: Rules) -> Sandbox {
    let user = User::premium("ada").saved_tracks(120).saved_albums(25);
    Sandbox::builder().rules(rules).user(user).start().unwrap()
}

/// A client with an access token of the sandbox's first user.
fn builder(sandbox: &Sandbox) -> SpotifyClientBuilder {
    builder_with(sandbox, LIBRARY)
}

/// The same with these scopes.
fn builder_with(sandbox: &Sandbox, scopes: &[&str]) -> SpotifyClientBuilder {
    support::client(sandbox).access_token(sandbox.mint("ada", scopes).access_token)
}

fn client(sandbox: &Sandbox) -> SpotifyClient {
    builder(sandbox).build().unwrap()
}

/// The last request, as method, path and query.
fn last_request(sandbox: &Sandbox) -> String {
    let journal = sandbox.journal();
    let entry = journal.entries().last().unwrap();
    let query: Vec<String> = entry.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{} {} {}", entry.method, entry.path, query.join("&")).trim_end().to_owned()
}
