//! What is in the catalogue is found by its name.

use rspotify::AuthCodeSpotify;
use rspotify::clients::{BaseClient, OAuthClient};
use rspotify::model::{SearchResult, SearchType};

use crate::{Failure, ensure};

pub(crate) async fn run(spotify: &AuthCodeSpotify) -> Result<(), Failure> {
    let saved = spotify.current_user_saved_tracks_manual(None, Some(1), None).await?.items.remove(0).track;
    let query = format!("track:\"{}\" artist:\"{}\"", saved.name, saved.artists[0].name);
    let SearchResult::Tracks(tracks) =
        spotify.search(&query, SearchType::Track, None, None, Some(10), None).await?
    else {
        return Err("tracks were asked for and something else came".into());
    };
    ensure!(tracks.items.iter().any(|track| track.id == saved.id), query, tracks.items.len());

    let word = saved.artists[0].name.split(' ').next().unwrap_or_default().to_owned();
    let kinds = [SearchType::Artist, SearchType::Album, SearchType::Track];
    let several = spotify.search_multiple(&word, kinds, None, None, Some(5), None).await?;
    let artists = several.artists.ok_or("no artists came")?;
    ensure!(!artists.items.is_empty(), word);
    ensure!(several.albums.is_some() && several.tracks.is_some(), several.albums.is_some());
    Ok(())
}
