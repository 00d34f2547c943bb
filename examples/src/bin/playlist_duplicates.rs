//! Finds what is in a playlist more than once: the same track again, and the same recording under another id (a single and its
//! album, say), told by its recording code.
//!
//! `cargo run -p spotify-sdk-examples --bin playlist_duplicates -- <link, URI or id of a playlist>`. This one blocks: no runtime.

use std::collections::HashMap;
use std::process::ExitCode;

use spotify_sdk::auth::{AuthorizationCode, FileTokenCache};
use spotify_sdk::blocking::SpotifyClient;
use spotify_sdk::model::PlayableItem;

fn main() -> ExitCode {
    let Some(playlist) = std::env::args().nth(1) else {
        eprintln!("error: which playlist? Its link, URI or id");
        return ExitCode::from(2);
    };
    match find_duplicates(&playlist) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn find_duplicates(playlist: &str) -> spotify_sdk::Result<()> {
    let auth = AuthorizationCode::builder()
        .scopes(["playlist-read-private", "playlist-read-collaborative"])
        .token_cache(FileTokenCache::new(".cache/spotify-sdk/token.json"))
        .build()?;
    auth.ensure_login().wait()?;
    let client = SpotifyClient::new(auth);

    // What an item is known by, and where it was first, counted from 1 as Spotify's apps do.
    let mut first_places: HashMap<String, usize> = HashMap::new();
    let (mut rows, mut duplicates) = (0, 0);
    for row in client.playlists().get_items(playlist).iter() {
        rows += 1;
        // What is gone from Spotify can't be told from anything else that is.
        let Some(item) = row?.item else { continue };
        let (Some(name), Some(uri)) = (item.name(), item.uri()) else { continue };
        let known_by = [Some(uri), recording(&item)];
        let first = known_by.iter().flatten().find_map(|key| first_places.get(key).copied());
        if let Some(first) = first {
            duplicates += 1;
            println!("{rows}: {name} ({}) is {first} again", artists(&item));
        }
        for key in known_by.into_iter().flatten() {
            first_places.entry(key).or_insert(rows);
        }
    }
    println!("{duplicates} of {rows} are there more than once");
    Ok(())
}

/// The recording code, which is the same for the same recording on a single and on an album.
fn recording(item: &PlayableItem) -> Option<String> {
    Some(item.as_track()?.external_ids.isrc.as_ref()?.to_string())
}

fn artists(item: &PlayableItem) -> String {
    let names = item.as_track().map(|track| track.artists.iter().map(|artist| artist.name.as_str()));
    names.map_or_else(|| "an episode".to_owned(), |names| names.collect::<Vec<_>>().join(", "))
}
