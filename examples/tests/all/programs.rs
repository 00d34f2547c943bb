//! The programs to copy, run as a user would run them.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use spotify_sandbox::{Fault, Playlist, Sandbox, User};
use spotify_sdk::blocking::SpotifyClient;
use spotify_sdk::model::SimplifiedTrack;
use tempfile::TempDir;

/// A sandbox and an empty folder, in which programs run after each other.
struct Desk {
    sandbox: Sandbox,
    folder: TempDir,
}

impl Desk {
    fn new(sandbox: Sandbox) -> Self {
        Self { sandbox, folder: tempfile::tempdir().unwrap() }
    }

    fn command(&self, program: &str) -> Command {
        let browser = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser.py");
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env("SPOTIFY_SDK_API_BASE_URL", self.sandbox.api_base_url())
            .env("SPOTIFY_SDK_ACCOUNTS_BASE_URL", self.sandbox.accounts_base_url())
            .env("SPOTIFY_SDK_CLIENT_ID", self.sandbox.client_id())
            .env("SPOTIFY_SDK_CLIENT_SECRET", self.sandbox.client_secret())
            .env("SPOTIFY_SDK_REDIRECT_URI", self.sandbox.redirect_uri())
            .env_remove("SPOTIFY_SDK_ACCESS_TOKEN")
            .env("BROWSER", format!("python3 {browser} %s"));
        command
    }

    /// Runs a program to its end and gives what it printed.
    fn run(&self, program: &str, arguments: &[&str]) -> String {
        let output = self.command(program).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}\n{}", errors(&output), self.sandbox.journal());
        String::from_utf8(output.stdout).unwrap()
    }

    /// A client of the same user, to prepare what a program finds.
    fn client(&self, scopes: &[&str]) -> SpotifyClient {
        let token = self.sandbox.mint("ada", scopes).access_token;
        SpotifyClient::builder()
            .access_token(token)
            .api_base_url(self.sandbox.api_base_url())
            .build()
            .unwrap()
            .into()
    }

    /// The lines of an exported list, each a JSON document.
    fn lines(&self, name: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.folder.path().join(name)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn export_library_writes_every_saved_thing() {
    let desk = Desk::new(Sandbox::builder().seed(3).auto_approve(true).start().unwrap());
    let printed = desk.run(env!("CARGO_BIN_EXE_export_library"), &["exported"]);
    // Spotify has no audiobooks in Sweden, where the user is.
    assert_eq!(printed, "120 tracks\n40 albums\n8 shows\n24 episodes\n0 audiobooks\n");
    let tracks = desk.lines("exported/tracks.jsonl");
    assert_eq!(tracks.len(), 120);
    assert!(tracks.iter().all(|row| row["added_at"].is_string() && row["track"]["name"].is_string()));
    let parts = fs::read_dir(desk.folder.path().join("exported")).unwrap();
    assert_eq!(parts.count(), 5, "a .part file was left");
}

#[test]
fn export_library_leaves_a_list_that_broke_off_under_another_name() {
    let desk = Desk::new(Sandbox::builder().seed(3).auto_approve(true).start().unwrap());
    desk.sandbox.fault(Fault::on("GET /v1/me/albums").status(403));
    let output = desk.command(env!("CARGO_BIN_EXE_export_library")).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("get-users-saved-albums"), "{}", errors(&output));
    let library = desk.folder.path().join("library");
    assert!(library.join("tracks.jsonl").exists() && library.join("albums.jsonl.part").exists());
    assert!(!library.join("albums.jsonl").exists());
}

#[test]
fn follow_playback_prints_what_changes() {
    let desk = Desk::new(Sandbox::builder().seed(3).auto_approve(true).start().unwrap());
    let program = env!("CARGO_BIN_EXE_follow_playback");
    assert_eq!(desk.run(program, &["1"]), "nothing plays\n");

    // An album, from shortly before the end of its first track: the second one follows while the program looks on.
    let client = desk.client(&["user-modify-playback-state", "user-library-read"]);
    let album = client.albums().get_saved().limit(1).send().unwrap().items.remove(0).album;
    let [first, second, ..] = &*album.tracks.items else { panic!("an album of one track") };
    let player = client.player();
    player
        .start_playback()
        .context_uri(album.uri.clone())
        .position_ms(first.duration_ms - 1_000)
        .send()
        .unwrap();
    let line = |track: &SimplifiedTrack| format!("{} by {}\n", track.name, track.artists[0].name);
    let printed = desk.run(program, &["2"]);
    assert_eq!(printed, line(first) + &line(second));

    let output = desk.command(env!("CARGO_BIN_EXE_follow_playback")).arg("many").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("how many changes?"));
}

/// A user whose playlist has a track twice, a file, a row of something that is gone, and 240 more tracks.
fn with_a_playlist() -> (Desk, String) {
    let playlist = Playlist::new("Mine").track(3).local_file("A", "B", "C", 200).gone().track(3).tracks(240);
    let user = User::premium("ada").playlist(playlist);
    let desk = Desk::new(Sandbox::builder().seed(3).auto_approve(true).user(user).start().unwrap());
    let client = desk.client(&["playlist-read-private"]);
    let link = client.playlists().get_for_current_user().send().unwrap().items.remove(0).external_urls;
    (desk, link.spotify.unwrap().to_string())
}

#[test]
fn playlist_duplicates_names_them() {
    let (desk, link) = with_a_playlist();
    let printed = desk.run(env!("CARGO_BIN_EXE_playlist_duplicates"), &[&link]);
    let mut lines = printed.lines();
    let again = lines.next().unwrap();
    assert!(again.starts_with("4: ") && again.ends_with(" is 1 again"), "{printed}");
    let last = lines.next_back().unwrap();
    assert!(last.ends_with(" of 244 are there more than once"), "{printed}");
    let output = desk.command(env!("CARGO_BIN_EXE_playlist_duplicates")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn copy_playlist_copies_in_order() {
    let (desk, link) = with_a_playlist();
    let printed = desk.run(env!("CARGO_BIN_EXE_copy_playlist"), &[&link, "Again"]);
    assert!(printed.starts_with("Again: 242 copied, 2 left out\nspotify:playlist:"), "{printed}");
    let copy = printed.lines().nth(1).unwrap();
    let client = desk.client(&["playlist-read-private"]);
    let uris = |playlist: &str| -> Vec<String> {
        let rows = client.playlists().get_items(playlist).iter().map(Result::unwrap);
        rows.filter(|row| !row.is_local).filter_map(|row| row.item?.uri()).collect()
    };
    let (copied, original) = (uris(copy), uris(&link));
    assert_eq!(copied, original);
    assert_eq!(client.playlists().get(copy).send().unwrap().public, Some(false));
}

#[test]
fn copy_playlist_copies_an_empty_one() {
    let user = User::premium("ada").playlist(Playlist::new("Empty"));
    let desk = Desk::new(Sandbox::builder().seed(3).auto_approve(true).user(user).start().unwrap());
    let client = desk.client(&["playlist-read-private"]);
    let empty = client.playlists().get_for_current_user().send().unwrap().items.remove(0).uri;
    let printed = desk.run(env!("CARGO_BIN_EXE_copy_playlist"), &[&empty.to_string()]);
    assert!(printed.starts_with("Empty (copy): 0 copied, 0 left out\n"), "{printed}");
}

#[test]
fn copy_playlist_says_how_far_it_came() {
    let (desk, link) = with_a_playlist();
    desk.sandbox.fault(Fault::on("POST /v1/playlists/*/items").nth(2).status(403));
    let output = desk.command(env!("CARGO_BIN_EXE_copy_playlist")).arg(&link).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("100 of 242 were done"), "{}", errors(&output));
}
