//! Operations of the Web API against the sandbox, over sockets.

mod answers;
mod operations;
mod pages;
mod player;
mod spoken;

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
    support::client(sandbox).access_token(sandbox.mint("ada", LIBRARY).access_token)
}

fn client(sandbox: &Sandbox) -> SpotifyClient {
    builder(sandbox).build().unwrap()
}
