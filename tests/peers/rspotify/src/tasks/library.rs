//! Saved tracks and albums by rspotify's streams, the catalogue behind them, following, and saving to the library.

use futures_util::TryStreamExt;
use rspotify::AuthCodeSpotify;
use rspotify::clients::{BaseClient, OAuthClient};
use rspotify::model::LibraryId;

use crate::{Failure, ensure};

pub(crate) async fn run(spotify: &AuthCodeSpotify) -> Result<(), Failure> {
    let me = spotify.current_user().await?;
    ensure!(me.display_name.is_some(), me);

    let total = spotify.current_user_saved_tracks_manual(None, Some(1), None).await?.total;
    let saved: Vec<_> = spotify.current_user_saved_tracks(None).try_collect().await?;
    ensure!(total > 0 && saved.len() == total as usize, total, saved.len());
    let albums: Vec<_> = spotify.current_user_saved_albums(None).try_collect().await?;
    ensure!(!albums.is_empty(), albums.len());

    let album_id = &albums[0].album.id;
    let album = spotify.album(album_id.clone(), None).await?;
    let tracks: Vec<_> = spotify.album_track(album_id.clone(), None).try_collect().await?;
    ensure!(album.tracks.total as usize == tracks.len(), album.tracks.total, tracks.len());
    let artist_id = album.artists[0].id.clone().ok_or("an album's artist has no id")?;
    let artist = spotify.artist(artist_id.clone()).await?;
    ensure!(artist.name == album.artists[0].name, artist.name, album.artists);
    let by_artist: Vec<_> = spotify.artist_albums(artist_id, None, None).try_collect().await?;
    ensure!(by_artist.iter().any(|other| other.id.as_ref() == Some(album_id)), by_artist.len());

    let known = saved[0].track.id.clone().ok_or("a saved track has no id")?;
    ensure!(spotify.library_contains([LibraryId::Track(known.clone())]).await? == [true], known);
    spotify.library_remove([LibraryId::Track(known.clone())]).await?;
    ensure!(spotify.library_contains([LibraryId::Track(known.clone())]).await? == [false], known);
    spotify.library_add([LibraryId::Track(known.clone())]).await?;
    let newest = spotify.current_user_saved_tracks_manual(None, Some(1), None).await?.items.remove(0);
    ensure!(newest.track.id.as_ref() == Some(&known), newest.track.id, known);

    spotify.current_user_followed_artists(None, None).await?;
    let _: Vec<_> = spotify.current_user_top_tracks(None).try_collect().await?;
    Ok(())
}
