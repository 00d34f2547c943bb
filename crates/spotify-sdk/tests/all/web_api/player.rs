//! The player: what each operation sends, what comes back, and what changes.

use std::time::Duration;

use spotify_sandbox::{Device, Entry, Fault, Sandbox, User};
use spotify_sdk::model::{ContextType, CurrentlyPlayingType, DeviceType, PlaybackState, RepeatState};
use spotify_sdk::{Error, ErrorKind, SpotifyClient};

use crate::support;

const SCOPES: &[&str] = &[
    "user-library-read",
    "user-modify-playback-state",
    "user-read-playback-state",
    "user-read-currently-playing",
    "user-read-recently-played",
];

/// Ada has a speaker in her kitchen that is active and a phone that is not.
fn sandbox() -> Sandbox {
    let kitchen = Device::new("kitchen", "Speaker").name("Kitchen").active();
    let phone = Device::new("phone", "Smartphone").without_volume();
    let ada = User::premium("ada").saved_tracks(40).saved_albums(5).device(kitchen).device(phone);
    Sandbox::builder().user(ada).user(User::free("bob")).start().unwrap()
}

fn client_of(sandbox: &Sandbox, user: &str, scopes: &[&str]) -> SpotifyClient {
    support::client(sandbox).access_token(sandbox.mint(user, scopes).access_token).build().unwrap()
}

fn client(sandbox: &Sandbox) -> SpotifyClient {
    client_of(sandbox, "ada", SCOPES)
}

/// The last request, and it as method, path and query.
fn last(sandbox: &Sandbox) -> (Entry, String) {
    let entry = sandbox.journal().entries().last().unwrap().clone();
    let query: Vec<String> = entry.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let text = format!("{} {} {}", entry.method, entry.path, query.join("&")).trim_end().to_owned();
    (entry, text)
}

fn sent(sandbox: &Sandbox) -> String {
    last(sandbox).1
}

/// Lets the first saved album play; gives its tracks' names and lengths.
async fn play_album(client: &SpotifyClient) -> Vec<(String, Duration)> {
    let album = client.albums().get_saved().limit(1).await.unwrap().items.remove(0).album;
    client.player().start_playback().context_uri(&album.uri).await.unwrap();
    album.tracks.items.into_iter().map(|track| (track.name.clone(), track.duration())).collect()
}

async fn state(client: &SpotifyClient) -> PlaybackState {
    client.player().get_playback_state().await.unwrap().expect("something plays")
}

fn name(state: &PlaybackState) -> &str {
    state.item.as_ref().and_then(|item| item.name()).expect("an item")
}

#[tokio::test]
async fn nothing_plays_at_first() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    assert_eq!(client.player().get_playback_state().await.unwrap(), None);
    assert_eq!(sent(&sandbox), "GET /v1/me/player additional_types=track,episode");
    assert_eq!(client.player().get_currently_playing().await.unwrap(), None);
    let queue = client.player().get_queue().await.unwrap();
    assert_eq!((queue.currently_playing, queue.queue.len()), (None, 0));
    let played = client.player().get_recently_played().await.unwrap();
    assert!(played.items.is_empty() && played.rejected.is_empty() && played.cursors.is_none());
}

#[tokio::test]
async fn what_plays_is_shown_as_it_goes_on() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let tracks = play_album(&client).await;
    sandbox.advance(tracks[0].1 + Duration::from_secs(5));
    let shown = client.player().get_playback_state().market("SE").await.unwrap().expect("something plays");
    assert_eq!(sent(&sandbox), "GET /v1/me/player market=SE&additional_types=track,episode");
    assert_eq!(name(&shown), tracks[1].0);
    assert_eq!(shown.progress().map(|progress| progress.as_secs()), Some(5));
    assert!(shown.is_playing && shown.actions.disallows.resuming && shown.timestamp > 0);
    assert_eq!(shown.context.as_ref().map(|context| &context.context_type), Some(&ContextType::Album));
    assert_eq!(shown.currently_playing_type, CurrentlyPlayingType::Track);
    assert_eq!(shown.device.as_ref().and_then(|device| device.id.as_deref()), Some("kitchen"));
    let current = client.player().get_currently_playing().await.unwrap().expect("something plays");
    assert_eq!(sent(&sandbox), "GET /v1/me/player/currently-playing additional_types=track,episode");
    assert_eq!(current.item.and_then(|item| item.uri()), shown.item.and_then(|item| item.uri()));
}

#[tokio::test]
async fn devices_are_listed_and_playback_moves_between_them() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let devices = client.player().get_available_devices().await.unwrap();
    assert_eq!(sent(&sandbox), "GET /v1/me/player/devices");
    assert_eq!((devices.len(), devices[0].name.as_str(), devices[0].is_active), (2, "Kitchen", true));
    assert_eq!((&devices[1].device_type, devices[1].volume_percent), (&DeviceType::Smartphone, None));
    play_album(&client).await;
    client.player().pause().await.unwrap();
    let phone = devices[1].id.clone().expect("an id");
    client.player().transfer_playback(&phone).await.unwrap();
    let (entry, text) = last(&sandbox);
    assert_eq!(text, "PUT /v1/me/player");
    assert_eq!(entry.json, Some(serde_json::json!({ "device_ids": ["phone"] })));
    let shown = state(&client).await;
    assert_eq!((shown.device.and_then(|device| device.id), shown.is_playing), (Some(phone), false));
    client.player().transfer_playback("kitchen").play(true).await.unwrap();
    assert_eq!(last(&sandbox).0.json, Some(serde_json::json!({ "device_ids": ["kitchen"], "play": true })));
    assert!(state(&client).await.is_playing);
    let error = client.player().transfer_playback("attic").await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::NotFound, None));
    assert!(error.to_string().contains("Devices come and go"), "{error}");
}

#[tokio::test]
async fn playback_is_paused_skipped_and_sought() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let tracks = play_album(&client).await;
    let player = client.player();
    player.skip_to_next().device_id("kitchen").await.unwrap();
    assert_eq!(sent(&sandbox), "POST /v1/me/player/next device_id=kitchen");
    assert_eq!(name(&state(&client).await), tracks[1].0);
    player.skip_to_previous().await.unwrap();
    assert_eq!(sent(&sandbox), "POST /v1/me/player/previous");
    assert_eq!(name(&state(&client).await), tracks[0].0);
    player.seek(12_000).await.unwrap();
    assert_eq!(sent(&sandbox), "PUT /v1/me/player/seek position_ms=12000");
    player.pause().await.unwrap();
    assert_eq!(sent(&sandbox), "PUT /v1/me/player/pause");
    let shown = state(&client).await;
    assert_eq!((shown.is_playing, shown.progress().map(|progress| progress.as_secs())), (false, Some(12)));
    let error = player.pause().await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::Forbidden, Some("UNKNOWN")));
    assert!(error.to_string().contains("already is in that state"), "{error}");
}

#[tokio::test]
async fn repeat_shuffle_and_volume_are_set() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    play_album(&client).await;
    let player = client.player();
    player.set_repeat(RepeatState::Track).await.unwrap();
    assert_eq!(sent(&sandbox), "PUT /v1/me/player/repeat state=track");
    player.set_shuffle(true).await.unwrap();
    assert_eq!(sent(&sandbox), "PUT /v1/me/player/shuffle state=true");
    player.set_volume(7).await.unwrap();
    assert_eq!(sent(&sandbox), "PUT /v1/me/player/volume volume_percent=7");
    let shown = state(&client).await;
    assert_eq!((&shown.repeat_state, shown.shuffle_state), (&RepeatState::Track, true));
    assert_eq!(shown.device.and_then(|device| device.volume_percent), Some(7));
    let error = player.set_volume(7).device_id("phone").await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::Forbidden, Some("VOLUME_CONTROL_DISALLOW")));
    assert!(error.to_string().contains("volume of this device"), "{error}");
}

#[tokio::test]
async fn what_is_queued_comes_next() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let tracks = play_album(&client).await;
    let other = client.tracks().get_saved().limit(1).offset(39).await.unwrap().items.remove(0).track;
    client.player().add_to_queue(&other.id).await.unwrap();
    assert_eq!(sent(&sandbox), format!("POST /v1/me/player/queue uri={}", other.uri));
    let queue = client.player().get_queue().await.unwrap();
    assert_eq!(sent(&sandbox), "GET /v1/me/player/queue");
    assert_eq!(
        queue.currently_playing.and_then(|item| item.name().map(str::to_owned)),
        Some(tracks[0].0.clone())
    );
    assert_eq!(queue.queue[0].as_track(), Some(&other));
    assert_eq!(queue.queue[1].name(), Some(tracks[1].0.as_str()));
}

#[tokio::test]
async fn what_was_played_is_read_backwards_in_time() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let tracks = play_album(&client).await;
    sandbox
        .advance(tracks.iter().take(3).map(|(_, length)| *length).sum::<Duration>() + Duration::from_secs(1));
    let played = client.player().get_recently_played().limit(2).await.unwrap();
    assert_eq!(sent(&sandbox), "GET /v1/me/player/recently-played limit=2");
    let names: Vec<_> = played.items.iter().map(|play| play.track.name.as_str()).collect();
    assert_eq!(names, [&tracks[2].0, &tracks[1].0]);
    assert!(played.items[0].played_at > played.items[1].played_at && played.next.is_some());
    let before = played.cursors.and_then(|cursors| cursors.before_ms()).expect("a cursor");
    let earlier = client.player().get_recently_played().before(before).await.unwrap();
    assert_eq!(sent(&sandbox), format!("GET /v1/me/player/recently-played before={before}"));
    assert_eq!((earlier.items.len(), earlier.items[0].track.name.as_str()), (1, tracks[0].0.as_str()));
    let later = client.player().get_recently_played().after(before).await.unwrap();
    assert_eq!((later.items.len(), later.next), (1, None));
}

#[tokio::test]
async fn arguments_that_cannot_work_send_nothing() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    let player = client.player();
    for error in [
        player.set_volume(101).await.unwrap_err(),
        player.set_repeat("all").await.unwrap_err(),
        player.transfer_playback("").await.unwrap_err(),
        player.pause().device_id("").await.unwrap_err(),
        player.add_to_queue("spotify:album:4aawyAB9vmqN3uQ7FjRGTy").await.unwrap_err(),
        player.add_to_queue("nothing").await.unwrap_err(),
        player.get_recently_played().after(1).before(2).await.unwrap_err(),
        player.get_recently_played().limit(51).await.unwrap_err(),
        player.get_playback_state().market("nowhere").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    assert_eq!(sandbox.journal().entries().len(), 0);
}

/// The errors of all operations but `start_playback`: those that look, those that command.
async fn errors(client: &SpotifyClient) -> (Vec<Error>, Vec<Error>) {
    let player = client.player();
    let looks = vec![
        player.get_playback_state().await.unwrap_err(),
        player.get_currently_playing().await.unwrap_err(),
        player.get_available_devices().await.unwrap_err(),
        player.get_queue().await.unwrap_err(),
        player.get_recently_played().await.unwrap_err(),
    ];
    (looks, commands(client).await)
}

async fn commands(client: &SpotifyClient) -> Vec<Error> {
    let player = client.player();
    vec![
        player.transfer_playback("attic").await.unwrap_err(),
        player.pause().await.unwrap_err(),
        player.skip_to_next().await.unwrap_err(),
        player.skip_to_previous().await.unwrap_err(),
        player.seek(1).await.unwrap_err(),
        player.set_repeat("off").await.unwrap_err(),
        player.set_volume(1).await.unwrap_err(),
        player.set_shuffle(true).await.unwrap_err(),
        player.add_to_queue("spotify:track:11dFghVXANMlKmJXsNCbNl").await.unwrap_err(),
    ]
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let sandbox = sandbox();
    let (looks, commands) = errors(&client_of(&sandbox, "ada", &["user-library-read"])).await;
    for error in looks.iter().chain(&commands) {
        assert_eq!(error.kind(), ErrorKind::MissingScope, "{error}");
        assert!(error.to_string().contains("ask for user-"), "{error}");
    }
    assert!(commands[0].to_string().contains("user-modify-playback-state"));
}

#[tokio::test]
async fn commands_need_premium_and_a_device() {
    let sandbox = Sandbox::builder().user(User::premium("ada").no_devices()).user(User::free("bob"));
    let sandbox = sandbox.start().unwrap();
    for error in commands(&client_of(&sandbox, "bob", SCOPES)).await {
        assert_eq!(
            (error.kind(), error.reason()),
            (ErrorKind::PremiumRequired, Some("PREMIUM_REQUIRED")),
            "{error}"
        );
        assert!(error.to_string().contains("Spotify Premium"), "{error}");
    }
    for error in commands(&client_of(&sandbox, "ada", SCOPES)).await.split_off(1) {
        assert_eq!(
            (error.kind(), error.reason()),
            (ErrorKind::NotFound, Some("NO_ACTIVE_DEVICE")),
            "{error}"
        );
        assert!(error.to_string().contains("device_id"), "{error}");
    }
}

#[tokio::test]
async fn commands_do_not_read_their_answers() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    play_album(&client).await;
    sandbox.fault(Fault::on("/v1/me/player/*").status(200).body("rQv3NfK0yPzTe7LwXa9-mBd2GhU"));
    client.player().pause().await.unwrap();
    client.player().skip_to_next().await.unwrap();
    client.player().set_volume(5).await.unwrap();
    client.player().add_to_queue("spotify:track:11dFghVXANMlKmJXsNCbNl").await.unwrap();
}

#[tokio::test]
async fn a_lost_answer_repeats_what_sets_a_state_and_not_what_moves_on() {
    let sandbox = sandbox();
    let client = client(&sandbox);
    play_album(&client).await;
    sandbox.fault(Fault::on("/v1/me/player/volume").after_applying().reset().times(1));
    client.player().set_volume(5).await.unwrap();
    assert_eq!(sandbox.journal().count("/v1/me/player/volume"), 2);
    // Beyond the end of a track seeking moves on too, and a second pause would undo what somebody has started since.
    for (command, done) in [
        ("next", client.player().skip_to_next().into_future()),
        ("seek", client.player().seek(u32::MAX).into_future()),
        ("pause", client.player().pause().into_future()),
    ] {
        let path = format!("/v1/me/player/{command}");
        sandbox.fault(Fault::on(&path).after_applying().reset().times(1));
        assert_eq!(done.await.unwrap_err().kind(), ErrorKind::RequestMaybeApplied, "{command}");
        assert_eq!(sandbox.journal().count(&path), 1, "{command}");
    }
}

#[test]
fn blocking_programs_see_the_same() {
    let sandbox = sandbox();
    let token = sandbox.mint("ada", SCOPES).access_token;
    let client = support::client(&sandbox).access_token(token).build_blocking().unwrap();
    client.player().start_playback().send().unwrap();
    let shown = client.player().get_playback_state().send().unwrap().expect("something plays");
    assert_eq!(shown.context.map(|context| context.context_type), Some(ContextType::Collection));
}
