//! Operations of the Web API against the sandbox, over sockets.

mod answers;
mod audio;
mod batches;
mod browse;
mod chains;
mod every_operation;
mod extra;
mod following;
mod library;
mod lists;
mod operations;
mod pages;
mod player;
mod playlist_items;
mod playlists;
mod refusals;
mod search;
mod spoken;
mod top;
mod torture;
mod writes;

use spotify_sandbox::{Playlist, Rules, Sandbox, User};
use spotify_sdk::{SpotifyClient, SpotifyClientBuilder};

use crate::support;

const LIBRARY: &[&str] =
    &["user-library-read", "user-read-private", "user-read-email", "user-modify-playback-state"];

fn sandbox(rules: Rules) -> Sandbox {
    let user = User::premium("ada").saved_tracks(120).saved_albums(25);
    let bob = User::free("bob").playlist(Playlist::new("Bob's").tracks(3));
    Sandbox::builder().rules(rules).user(user).user(bob).start().unwrap()
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
