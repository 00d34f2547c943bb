//! Tests of what the player answers.

use super::*;

#[test]
fn fault_120_answers_of_the_player_survive_whatever_is_left_out_nulled_or_new() {
    survives::<Device>("device", "");
    survives::<PlaybackState>("playback_state", "");
    survives::<CurrentlyPlaying>("currently_playing", "");
    survives::<Queue>("queue", "");
    survives::<RecentlyPlayed>("recently_played", "");
}

#[test]
fn whatever_plays_is_read_as_what_it_is() {
    let state = |name: &str| fixture::<PlaybackState>(&format!("playback_state/{name}"));
    let track = state("extended");
    assert_eq!(track.item.as_ref().and_then(PlayableItem::as_track), Some(&fixture("track/extended")));
    assert_eq!(
        (track.progress().map(|progress| progress.as_millis()), track.timestamp),
        (Some(31_250), 1_795_256_100_250)
    );
    assert!(track.actions.disallows.resuming && !track.actions.disallows.pausing);
    let Some(PlayableItem::Episode(episode)) = state("episode").item else { panic!("an episode") };
    assert_eq!((episode.name.as_str(), episode.show.name.as_str()), ("Ebb", "Harbour Talk"));
    for name in ["ad", "episode_not_asked_for"] {
        assert_eq!(state(name).item, None, "{name}");
    }
    assert_eq!(state("ad").currently_playing_type, CurrentlyPlayingType::Ad);
    assert!(state("ad").progress().is_none() && state("ad").actions.disallows.skipping_next);
    let local = state("local").item.expect("an item");
    assert!(local.as_track().is_some_and(|track| track.is_local));
    let chapter = state("chapter").item.expect("an item");
    assert_eq!((chapter.name(), chapter.duration().map(|length| length.as_secs())), (Some("One"), Some(900)));
    assert!(matches!(chapter, PlayableItem::Chapter(_)));
    let Some(PlayableItem::Chapter(chapter)) = state("chapter_as_episode").item else { panic!("a chapter") };
    assert_eq!((chapter.chapter_number, chapter.audiobook.name.is_empty()), (1, false));
    assert_eq!(state("item_shapeless").item.expect("an item").name(), Some("Half a track"));
    assert_eq!(state("collection").context.expect("a context").context_type, ContextType::Collection);
    let odd = state("words_unlisted");
    assert_eq!((odd.repeat_state.as_str(), odd.currently_playing_type.as_str()), ("smart", "video"));
    assert_eq!(state("numbers_float").timestamp, 1_795_256_100_250);
    let device = state("device_restricted").device.expect("a device");
    assert!(device.id.is_none() && device.is_restricted && device.volume_percent.is_none());
    assert_eq!(fixture::<Device>("device/type_spelling").device_type, DeviceType::Tv);
    let other = fixture::<Device>("device/type_unlisted").device_type;
    assert_eq!(other, DeviceType::Other("Refrigerator".to_owned()));
    assert_eq!(fixture::<Queue>("queue/mixed").queue.len(), 4, "without the null");
}

#[test]
fn plays_that_cannot_be_read_are_kept_apart() {
    let played = |name: &str| fixture::<RecentlyPlayed>(&format!("recently_played/{name}"));
    let bad = played("bad_rows");
    assert_eq!((bad.items.len(), bad.rejected.len()), (1, 3));
    assert!(played("nothing").cursors.is_none());
    let cursors = played("development").cursors.expect("cursors");
    assert_eq!((cursors.after_ms(), cursors.before_ms()), (Some(1_795_256_100_250), Some(1_795_255_800_000)));
    assert!(played("development").items[0].played_at.to_system_time().is_some());
    assert!(played("cursor_missing").cursors.is_some_and(|cursors| cursors.before.is_none()));
}
