//! Exports what you saved to Spotify: one JSON document a line, one file a list.
//!
//! `cargo run -p spotify-sdk-examples --bin export_library -- [folder]`, by default into `library`. A file appears under its name only
//! when it is whole; a list that breaks off is left as `.part`, and the next run begins it anew.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use spotify_sdk::auth::{AuthorizationCode, FileTokenCache};
use spotify_sdk::endpoint::Paged;
use spotify_sdk::{Call, SpotifyClient};

type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

#[tokio::main]
async fn main() -> ExitCode {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "library".into()));
    let outcome = tokio::select! {
        outcome = export(&folder) => outcome,
        _ = tokio::signal::ctrl_c() => Err("stopped; finished lists are whole, the last one is left as .part".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn export(folder: &Path) -> Result<()> {
    let auth = AuthorizationCode::builder()
        .scopes(["user-library-read"])
        .token_cache(FileTokenCache::new(".cache/spotify-sdk/token.json"))
        .build()?;
    auth.ensure_login().await?;
    let client = SpotifyClient::new(auth);

    fs::create_dir_all(folder)
        .map_err(|error| format!("cannot make the folder {}: {error}", folder.display()))?;
    list(folder, "tracks", client.tracks().get_saved()).await?;
    list(folder, "albums", client.albums().get_saved()).await?;
    list(folder, "shows", client.shows().get_saved()).await?;
    list(folder, "episodes", client.episodes().get_saved()).await?;
    list(folder, "audiobooks", client.audiobooks().get_saved()).await?;
    Ok(())
}

/// Writes all rows of a list, also those that this SDK can't read: an export that leaves things out is none.
async fn list<E>(folder: &Path, name: &str, call: Call<SpotifyClient, E>) -> Result<()>
where
    E: Paged<Row: Serialize>,
{
    let part = folder.join(format!("{name}.jsonl.part"));
    let mut file = BufWriter::new(
        File::create(&part).map_err(|error| format!("cannot write {}: {error}", part.display()))?,
    );
    let bar = ProgressBar::new(0)
        .with_style(ProgressStyle::with_template("{prefix:>10} {bar:40} {pos}/{len} {eta}")?);
    bar.set_prefix(name.to_owned());

    let (mut rows, mut unreadable) = (0, 0);
    let mut pages = call.pages();
    while let Some(page) = pages.next().await {
        let page = page?;
        bar.set_length(page.total.into());
        for row in page.rows() {
            match row {
                Ok(row) => serde_json::to_writer(&mut file, row)?,
                Err(rejected) => {
                    unreadable += 1;
                    // On one line, however Spotify laid it out.
                    let row: serde_json::Value = serde_json::from_str(rejected.json())?;
                    serde_json::to_writer(&mut file, &row)?;
                }
            }
            writeln!(file)?;
            rows += 1;
        }
        bar.inc(page.row_count() as u64);
    }

    file.into_inner()?.sync_all()?;
    fs::rename(&part, folder.join(format!("{name}.jsonl")))?;
    bar.finish_and_clear();
    match unreadable {
        0 => println!("{rows} {name}"),
        _ => println!(
            "{rows} {name}, {unreadable} of them as Spotify sent them, because they could not be read"
        ),
    }
    Ok(())
}
