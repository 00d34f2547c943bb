//! The calls, a function for each service.

use spotify_sdk::SpotifyClient;
use spotify_sdk::endpoint::{SearchType, TimeRange};
use spotify_sdk::model::{AlbumGroup, RepeatState};

use super::{Example, example};

const ID: &str = "4aawyAB9vmqN3uQ7FjRGTy";
const IDS: [&str; 2] = [ID, "11dFghVXANMlKmJXsNCbNl"];
const URIS: [&str; 2] = ["spotify:track:4aawyAB9vmqN3uQ7FjRGTy", "spotify:album:11dFghVXANMlKmJXsNCbNl"];
const PLAYABLE: [&str; 2] =
    ["spotify:track:4aawyAB9vmqN3uQ7FjRGTy", "spotify:episode:11dFghVXANMlKmJXsNCbNl"];

pub(super) fn all(client: &SpotifyClient) -> Vec<Example> {
    let services = [
        albums,
        artists,
        audiobooks,
        browse,
        recommendations,
        search,
        episodes,
        library,
        player,
        playlists,
        shows,
        tracks,
        users,
    ];
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
        example(artists.get_top_tracks(ID).market("SE")),
        example(artists.get_related_artists(ID)),
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
        example(audiobooks.save(IDS)),
        example(audiobooks.remove_saved(IDS)),
        example(audiobooks.check_saved(IDS)),
        example(chapters.get(ID).market("SE")),
        example(chapters.get_several(IDS).market("SE")),
    ]
    .concat()
}

fn browse(client: &SpotifyClient) -> Vec<Example> {
    let browse = client.browse();
    [
        example(browse.get_new_releases().limit(50).offset(3)),
        example(browse.get_categories().locale("sv_SE").limit(50).offset(3)),
        example(browse.get_category("dinner").locale("sv_SE")),
        example(browse.get_category_playlists("dinner").limit(50).offset(3)),
        example(browse.get_featured_playlists().locale("sv_SE").limit(50).offset(3)),
        example(client.markets().get_available()),
        example(client.genres().get_available_seeds()),
        example(client.users().get_profile("somebody")),
    ]
    .concat()
}

fn recommendations(client: &SpotifyClient) -> Vec<Example> {
    let begun =
        || client.recommendations().get().seed_artists([ID]).seed_genres(["acoustic"]).seed_tracks([IDS[1]]);
    let least = begun()
        .min_acousticness(0.1)
        .min_danceability(0.1)
        .min_duration_ms(1)
        .min_energy(0.1)
        .min_instrumentalness(0.1)
        .min_key(1)
        .min_liveness(0.1)
        .min_loudness(-30.0)
        .min_mode(0)
        .min_popularity(1)
        .min_speechiness(0.1)
        .min_tempo(60.0)
        .min_time_signature(3)
        .min_valence(0.1);
    let most = begun()
        .max_acousticness(0.9)
        .max_danceability(0.9)
        .max_duration_ms(900_000)
        .max_energy(0.9)
        .max_instrumentalness(0.9)
        .max_key(11)
        .max_liveness(0.9)
        .max_loudness(-3.0)
        .max_mode(1)
        .max_popularity(99)
        .max_speechiness(0.9)
        .max_tempo(180.0)
        .max_time_signature(7)
        .max_valence(0.9);
    let ideal = begun()
        .target_acousticness(0.5)
        .target_danceability(0.5)
        .target_duration_ms(200_000)
        .target_energy(0.5)
        .target_instrumentalness(0.5)
        .target_key(5)
        .target_liveness(0.5)
        .target_loudness(-12.0)
        .target_mode(1)
        .target_popularity(50)
        .target_speechiness(0.5)
        .target_tempo(120.0)
        .target_time_signature(4)
        .target_valence(0.5);
    [example(least.market("SE").limit(100)), example(most), example(ideal)].concat()
}

fn search(client: &SpotifyClient) -> Vec<Example> {
    let search = client.search();
    [
        example(search.search("x", [SearchType::Album, SearchType::Track]).market("SE").limit(10).offset(3)),
        example(search.search("x", [SearchType::Episode]).include_external_audio()),
        example(search.albums("x").market("SE").limit(10).offset(3)),
        example(search.playlists("x")),
    ]
    .concat()
}

fn episodes(client: &SpotifyClient) -> Vec<Example> {
    let episodes = client.episodes();
    [
        example(episodes.get(ID).market("SE")),
        example(episodes.get_several(IDS).market("SE")),
        example(episodes.get_saved().market("SE").limit(50).offset(3)),
        example(episodes.save(IDS)),
        example(episodes.remove_saved(IDS)),
        example(episodes.check_saved(IDS)),
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

fn playlists(client: &SpotifyClient) -> Vec<Example> {
    let playlists = client.playlists();
    let types = ["track", "episode"];
    [
        example(playlists.get(ID).market("SE").fields("name").additional_types(types)),
        example(
            playlists.get_items(ID).market("SE").fields("total").additional_types(types).limit(50).offset(3),
        ),
        example(
            playlists.get_tracks(ID).market("SE").fields("total").additional_types(types).limit(50).offset(3),
        ),
        example(playlists.get_for_current_user().limit(50).offset(3)),
        example(playlists.get_for_user("somebody").limit(50).offset(3)),
        example(playlists.create("Road").public(true).description("for the car")),
        example(playlists.create("Road").public(false).collaborative(true)),
        example(playlists.create_for_user("somebody", "Road").public(true).description("for the car")),
        example(playlists.create_for_user("somebody", "Road").public(false).collaborative(true)),
        example(
            playlists
                .change_details(ID)
                .name("Road")
                .public(false)
                .collaborative(true)
                .description("for two"),
        ),
        example(playlists.get_cover_image(ID)),
        example(playlists.upload_cover_image(ID, &b"\xff\xd8\xff\xe0"[..])),
        example(playlists.follow(ID).public(false)),
        example(playlists.unfollow(ID)),
        example(playlists.check_follows(ID)),
        example(playlists.add_items(ID, PLAYABLE).position(3)),
        example(playlists.replace_items(ID, PLAYABLE)),
        example(playlists.reorder_items(ID, 1, 4).range_length(2).snapshot_id("a snapshot")),
        example(playlists.remove_items(ID, PLAYABLE).snapshot_id("a snapshot")),
        example(playlists.add_tracks(ID, PLAYABLE).position(3)),
        example(playlists.replace_tracks(ID, PLAYABLE)),
        example(playlists.reorder_tracks(ID, 1, 4).range_length(2).snapshot_id("a snapshot")),
        example(playlists.remove_tracks(ID, PLAYABLE).snapshot_id("a snapshot")),
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
        example(shows.save(IDS)),
        example(shows.remove_saved(IDS)),
        example(shows.check_saved(IDS)),
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
        example(tracks.save_timestamped([(ID, "2026-11-25T10:00:00Z")])),
        example(tracks.get_audio_features(ID)),
        example(tracks.get_several_audio_features(IDS)),
        example(tracks.get_audio_analysis(ID)),
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
