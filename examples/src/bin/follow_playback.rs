//! Follows what plays and prints a line whenever it changes.
//!
//! `cargo run -p spotify-sdk-examples --bin follow_playback -- [changes]`: ends after that many changes, without a number at Ctrl-C.
//! It asks again when the item should have ended, and every five seconds at most: the player has no events, and asking more often
//! runs into the rate limit.

use std::process::ExitCode;
use std::time::Duration;

use spotify_sdk::auth::{AuthorizationCode, FileTokenCache};
use spotify_sdk::model::{CurrentlyPlaying, PlayableItem};
use spotify_sdk::{Error, Result, SpotifyClient};

/// The longest time between two looks.
const PATIENCE: Duration = Duration::from_secs(5);
/// What Spotify needs until the next item is there.
const A_MOMENT: Duration = Duration::from_millis(200);

#[tokio::main]
async fn main() -> ExitCode {
    let changes = match std::env::args().nth(1).map(|number| number.parse()).transpose() {
        Ok(changes) => changes.unwrap_or(usize::MAX),
        Err(_) => {
            eprintln!("error: how many changes? A number, or nothing to go on until Ctrl-C");
            return ExitCode::from(2);
        }
    };
    let outcome = tokio::select! {
        outcome = follow(changes) => outcome,
        _ = tokio::signal::ctrl_c() => Ok(()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn follow(changes: usize) -> Result<()> {
    let auth = AuthorizationCode::builder()
        .scopes(["user-read-currently-playing"])
        .token_cache(FileTokenCache::new(".cache/spotify-sdk/token.json"))
        .build()?;
    auth.ensure_login().await?;
    let client = SpotifyClient::new(auth);

    let (mut shown, mut seen) = (String::new(), 0);
    while seen < changes {
        let playing = match client.player().get_currently_playing().await {
            Ok(playing) => playing,
            Err(error) => {
                tokio::time::sleep(pause_after(error)?).await;
                continue;
            }
        };
        let line = describe(playing.as_ref());
        if line != shown {
            println!("{line}");
            shown = line;
            seen += 1;
        }
        if seen < changes {
            tokio::time::sleep(until_next_look(playing.as_ref())).await;
        }
    }
    Ok(())
}

/// A lost connection or a rate limit passes; anything else ends the program.
fn pause_after(error: Error) -> Result<Duration> {
    if !error.is_transient() {
        return Err(error);
    }
    eprintln!("{error}");
    Ok(error.retry_after().unwrap_or(PATIENCE))
}

fn describe(playing: Option<&CurrentlyPlaying>) -> String {
    let Some(playing) = playing else { return "nothing plays".to_owned() };
    let what = match &playing.item {
        Some(PlayableItem::Track(track)) => {
            let artists: Vec<&str> = track.artists.iter().map(|artist| artist.name.as_str()).collect();
            format!("{} by {}", track.name, artists.join(", "))
        }
        Some(PlayableItem::Episode(episode)) => format!("{} of {}", episode.name, episode.show.name),
        _ => format!("something that is not shown ({})", playing.currently_playing_type),
    };
    if playing.is_playing { what } else { format!("{what} (paused)") }
}

fn until_next_look(playing: Option<&CurrentlyPlaying>) -> Duration {
    let left = playing.filter(|playing| playing.is_playing).and_then(|playing| {
        let duration = playing.item.as_ref()?.duration()?;
        Some(duration.saturating_sub(Duration::from_millis(playing.progress_ms?.into())))
    });
    left.map_or(PATIENCE, |left| PATIENCE.min(left + A_MOMENT))
}
