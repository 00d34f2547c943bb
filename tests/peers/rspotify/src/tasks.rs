//! What the program can be asked to do.

mod library;
mod player;
mod playlist;
mod search;

use rspotify::AuthCodeSpotify;

use crate::Failure;

pub(crate) const NAMES: &[&str] = &["library", "search", "playlist", "player"];

pub(crate) async fn run(task: &str, spotify: &AuthCodeSpotify) -> Result<(), Failure> {
    match task {
        "library" => library::run(spotify).await,
        "search" => search::run(spotify).await,
        "playlist" => playlist::run(spotify).await,
        "player" => player::run(spotify).await,
        other => Err(format!("there is no task {other}, only {}", NAMES.join(", ")).into()),
    }
}
