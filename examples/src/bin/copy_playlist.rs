//! Copies a playlist into a new, private one of your own, in order.
//!
//! `cargo run -p spotify-sdk-examples --bin copy_playlist -- <link, URI or id of a playlist> [name of the copy]`. Files of the owner's
//! and what is gone from Spotify can't be copied; they are counted.

use std::process::ExitCode;

use spotify_sdk::SpotifyClient;
use spotify_sdk::auth::{AuthorizationCode, FileTokenCache};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(original) = arguments.next() else {
        eprintln!("error: which playlist? Its link, URI or id");
        return ExitCode::from(2);
    };
    match copy(&original, arguments.next()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Of a long list some may have been added before the error.
            let progress = error.progress().map(|progress| format!(" ({progress})"));
            eprintln!("error: {error}{}", progress.unwrap_or_default());
            ExitCode::FAILURE
        }
    }
}

async fn copy(original: &str, name: Option<String>) -> spotify_sdk::Result<()> {
    let auth = AuthorizationCode::builder()
        .scopes(["playlist-read-private", "playlist-read-collaborative", "playlist-modify-private"])
        .token_cache(FileTokenCache::new(".cache/spotify-sdk/token.json"))
        .build()?;
    auth.ensure_login().await?;
    let client = SpotifyClient::new(auth);
    let playlists = client.playlists();

    // All of it is read before anything is made: a copy that breaks off halfway helps nobody.
    let playlist = playlists.get(original).await?;
    let (mut uris, mut left_out) = (Vec::new(), 0);
    let mut rows = playlists.get_items(playlist.id.clone()).stream().concurrency(4);
    while let Some(row) = rows.next().await {
        let row = row?;
        match row.item.and_then(|item| item.uri()) {
            Some(uri) if !row.is_local => uris.push(uri),
            _ => left_out += 1,
        }
    }

    let name = name.unwrap_or_else(|| format!("{} (copy)", playlist.name));
    let copy = playlists.create(&name).public(false).await?;
    if !uris.is_empty() {
        playlists.add_items(copy.id.clone(), &uris).await?;
    }
    println!("{name}: {} copied, {left_out} left out", uris.len());
    println!("{}", copy.uri);
    Ok(())
}
