//! The calls, a function for each service.

use spotify_sdk::SpotifyClient;
use spotify_sdk::endpoint::TimeRange;
use spotify_sdk::model::{AlbumGroup, RepeatState};

use super::{Example, example};

const ID: &str = "4aawyAB9vmqN3uQ7FjRGTy";
const IDS: [&str; 2] = [ID, "11dFghVXANMlKmJXsNCbNl"];
const URIS: [&str; 2] = ["spotify:track:4aawyAB9vmqN3uQ7FjRGTy", "spotify:album:11dFghVXANMlKmJXsNCbNl"];
const PLAYABLE: [&str; 2] =
    ["spotify:track:4aawyAB9vmqN3uQ7FjRGTy", "spotify:episode:11dFghVXANMlKmJXsNCbNl"];

pub(super) fn all(client: &SpotifyClient) -> Vec<Example> {
    let services = [albums, artists, audiobooks, episodes, library, player, shows, tracks, users];
    services.iter().flat_map(|service| service(client)).collect()
}

fn albums(client: &SpotifyClient) -> Vec<Example> {
    let albums = client.albums();
    [
        example(albums.get(ID).market("SE")),
        example(albums.get_several(IDS).market("SE")),
        example(albums.get_tracks(ID).market("SE").limit(50).offset(3)),
        example(albums.get_saved().market("SE").limit(50).offset(3)),
        example(albums.save(IDS)),
        example(albums.remove_saved(IDS)),
        example(albums.check_saved(IDS)),
    ]
    .concat()
}

fn artists(client: &SpotifyClient) -> Vec<Example> {
    let artists = client.artists();
    let groups = [AlbumGroup::Album, AlbumGroup::Single, AlbumGroup::AppearsOn, AlbumGroup::Compilation];
    [
        example(artists.get(ID)),
        example(artists.get_several(IDS)),
        example(artists.get_albums(ID).include_groups(groups).market("SE").limit(10).offset(3)),
    ]
    .concat()
}

fn audiobooks(client: &SpotifyClient) -> Vec<Example> {
    let (audiobooks, chapters) = (client.audiobooks(), client.chapters());
    [
        example(audiobooks.get(ID).market("SE")),
        example(audiobooks.get_several(IDS).market("SE")),
        example(audiobooks.get_chapters(ID).market("SE").limit(50).offset(3)),
        example(audiobooks.get_saved().limit(50).offset(3)),
        example(chapters.get(ID).market("SE")),
        example(chapters.get_several(IDS).market("SE")),
    ]
    .concat()
}

fn episodes(client: &SpotifyClient) -> Vec<Example> {
    let episodes = client.episodes();
    [
        example(episodes.get(ID).market("SE")),
        example(episodes.get_several(IDS).market("SE")),
        example(episodes.get_saved().market("SE").limit(50).offset(3)),
    ]
    .concat()
}

fn library(client: &SpotifyClient) -> Vec<Example> {
    let library = client.library();
    [example(library.save(URIS)), example(library.remove(URIS)), example(library.contains(URIS))].concat()
}

fn player(client: &SpotifyClient) -> Vec<Example> {
    let player = client.player();
    let album = "spotify:album:11dFghVXANMlKmJXsNCbNl";
    [
        example(player.start_playback()),
        example(
            player.start_playback().context_uri(album).offset(5).position_ms(1_500).device_id("a device"),
        ),
        example(player.start_playback().uris(PLAYABLE).offset(PLAYABLE[1])),
        example(player.get_playback_state().market("SE")),
        example(player.get_currently_playing().market("SE")),
        example(player.get_available_devices()),
        example(player.transfer_playback("a device").play(true)),
        example(player.pause().device_id("a device")),
        example(player.skip_to_next().device_id("a device")),
        example(player.skip_to_previous().device_id("a device")),
        example(player.seek(1_500).device_id("a device")),
        example(player.set_repeat(RepeatState::Context).device_id("a device")),
        example(player.set_volume(50).device_id("a device")),
        example(player.set_shuffle(true).device_id("a device")),
        example(player.get_recently_played().limit(50).after(1_795_256_100_250)),
        example(player.get_recently_played().before(1_795_256_100_250)),
        example(player.get_queue()),
        example(player.add_to_queue(PLAYABLE[0]).device_id("a device")),
    ]
    .concat()
}

fn shows(client: &SpotifyClient) -> Vec<Example> {
    let shows = client.shows();
    [
        example(shows.get(ID).market("SE")),
        example(shows.get_several(IDS).market("SE")),
        example(shows.get_episodes(ID).market("SE").limit(50).offset(3)),
        example(shows.get_saved().limit(50).offset(3)),
    ]
    .concat()
}

fn tracks(client: &SpotifyClient) -> Vec<Example> {
    let tracks = client.tracks();
    [
        example(tracks.get(ID).market("SE")),
        example(tracks.get_several(IDS).market("SE")),
        example(tracks.get_saved().market("SE").limit(50).offset(3)),
        example(tracks.save(IDS)),
        example(tracks.remove_saved(IDS)),
        example(tracks.check_saved(IDS)),
    ]
    .concat()
}

fn users(client: &SpotifyClient) -> Vec<Example> {
    let users = client.users();
    [
        example(users.get_current_profile()),
        example(users.get_followed_artists().after(ID).limit(50)),
        example(users.follow_artists(IDS)),
        example(users.unfollow_artists(IDS)),
        example(users.check_follows_artists(IDS)),
        example(users.follow_users(["somebody"])),
        example(users.unfollow_users(["somebody"])),
        example(users.check_follows_users(["somebody"])),
        example(users.get_top_artists().time_range(TimeRange::LongTerm).limit(50).offset(3)),
        example(users.get_top_tracks().time_range(TimeRange::ShortTerm).limit(50).offset(3)),
    ]
    .concat()
}
