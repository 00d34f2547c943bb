//! Playback is started, moved and paused.

use rspotify::AuthCodeSpotify;
use rspotify::clients::OAuthClient;
use rspotify::model::{AdditionalType, PlayContextId, PlayableId, PlayableItem, RepeatState};
use rspotify::prelude::Id;

use crate::{Failure, ensure};

pub(crate) async fn run(spotify: &AuthCodeSpotify) -> Result<(), Failure> {
    let devices = spotify.device().await?;
    let device = devices.iter().find_map(|device| device.id.clone()).ok_or("there is no device")?;
    let album = spotify.current_user_saved_albums_manual(None, Some(1), None).await?.items.remove(0).album;

    spotify.transfer_playback(&device, Some(false)).await?;
    let context = PlayContextId::Album(album.id.as_ref());
    spotify.start_context_playback(context, Some(&device), None, None).await?;
    let playing = spotify.current_playback(None, None::<&[AdditionalType]>).await?.ok_or("nothing plays")?;
    ensure!(playing.is_playing, playing.is_playing);
    let uri = playing.context.as_ref().map(|context| context.uri.clone());
    ensure!(uri == Some(album.id.uri()), uri, album.id);
    let first = track_of(playing.item)?;

    spotify.next_track(None).await?;
    let second = spotify.current_playing(None, None::<&[AdditionalType]>).await?.ok_or("nothing plays")?;
    let second = track_of(second.item)?;
    ensure!(second != first, first, second);
    spotify.previous_track(None).await?;
    let again = spotify.current_playing(None, None::<&[AdditionalType]>).await?.ok_or("nothing plays")?;
    let again = track_of(again.item)?;
    ensure!(again == first, again, first);

    spotify.repeat(RepeatState::Context, None).await?;
    spotify.shuffle(true, None).await?;
    spotify.volume(30, None).await?;
    spotify.add_item_to_queue(PlayableId::Track(second.as_ref()), None).await?;
    let queue = spotify.current_user_queue().await?;
    ensure!(!queue.queue.is_empty(), queue.queue.len());

    spotify.pause_playback(None).await?;
    let paused =
        spotify.current_playback(None, None::<&[AdditionalType]>).await?.ok_or("nothing is there")?;
    ensure!(!paused.is_playing, paused.is_playing);
    ensure!(paused.repeat_state == RepeatState::Context && paused.shuffle_state, paused.repeat_state);
    ensure!(paused.device.volume_percent == Some(30), paused.device);
    spotify.current_user_recently_played(Some(5), None).await?;
    Ok(())
}

fn track_of(item: Option<PlayableItem>) -> Result<rspotify::model::TrackId<'static>, Failure> {
    match item {
        Some(PlayableItem::Track(track)) => track.id.ok_or_else(|| "a track without an id".into()),
        other => Err(format!("not a track: {other:?}").into()),
    }
}
