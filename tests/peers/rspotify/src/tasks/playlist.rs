//! A playlist is created, filled, reordered and emptied.

use futures_util::TryStreamExt;
use rspotify::AuthCodeSpotify;
use rspotify::clients::{BaseClient, OAuthClient};
use rspotify::model::{PlayableId, PlayableItem, PlaylistId, TrackId};

use crate::{Failure, ensure};

pub(crate) async fn run(spotify: &AuthCodeSpotify) -> Result<(), Failure> {
    let saved = spotify.current_user_saved_tracks_manual(None, Some(4), None).await?;
    let ids: Vec<TrackId<'static>> = saved.items.into_iter().filter_map(|row| row.track.id).collect();
    ensure!(ids.len() == 4, ids);

    let me = spotify.current_user().await?.id;
    let playlist =
        spotify.user_playlist_create(me, "For rspotify", Some(false), None, Some("made here")).await?;
    ensure!(
        playlist.name == "For rspotify" && playlist.public == Some(false),
        playlist.name,
        playlist.public
    );
    let id = playlist.id;
    ensure!(in_it(spotify, &id).await?.is_empty(), id);

    let filled = spotify.playlist_add_items(id.clone(), playable(&ids[..3]), None).await?;
    ensure!(filled.snapshot_id != playlist.snapshot_id, filled.snapshot_id);
    spotify.playlist_add_items(id.clone(), playable(&ids[3..]), Some(0)).await?;
    let now = in_it(spotify, &id).await?;
    ensure!(now == [&ids[3..], &ids[..3]].concat(), now, ids);

    let reordered = spotify.playlist_reorder_items(id.clone(), Some(0), Some(4), Some(1), None).await?;
    let now = in_it(spotify, &id).await?;
    ensure!(now == ids, now, ids);

    let first = playable(&ids[..1]);
    spotify.playlist_remove_all_occurrences_of_items(id.clone(), first, Some(&reordered.snapshot_id)).await?;
    let now = in_it(spotify, &id).await?;
    ensure!(now == ids[1..], now, ids);

    spotify.playlist_change_detail(id.clone(), Some("Renamed"), None, None, None).await?;
    let read = spotify.playlist(id.clone(), None, None).await?;
    ensure!(read.name == "Renamed", read.name);

    spotify.playlist_replace_items(id.clone(), playable(&[])).await?;
    let now = in_it(spotify, &id).await?;
    ensure!(now.is_empty(), now);
    let own: Vec<_> = spotify.current_user_playlists().try_collect().await?;
    ensure!(own.iter().any(|playlist| playlist.id == id), own.len());
    Ok(())
}

fn playable<'a>(ids: &'a [TrackId<'static>]) -> Vec<PlayableId<'a>> {
    ids.iter().map(|id| PlayableId::Track(id.as_ref())).collect()
}

/// The tracks in the playlist, in order.
async fn in_it(
    spotify: &AuthCodeSpotify,
    id: &PlaylistId<'static>,
) -> Result<Vec<TrackId<'static>>, Failure> {
    let rows: Vec<_> = spotify.playlist_items(id.clone(), None, None).try_collect().await?;
    rows.into_iter()
        .map(|row| match row.item {
            Some(PlayableItem::Track(track)) => track.id.ok_or_else(|| "a track without an id".into()),
            other => Err(format!("not a track: {other:?}").into()),
        })
        .collect()
}
