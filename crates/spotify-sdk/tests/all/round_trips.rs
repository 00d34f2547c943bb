//! What becomes of every fixture when a model reads and writes it, kept in `fixtures/round_trips.json`. The Python models are held to the
//! same file (`python/tests/models/test_models_round_trips.py`), so that both languages write the same JSON.
//!
//! The file holds what differs from the fixture: place by place what came and what was written. Both are compared without what says
//! nothing: members that are null, empty text, an empty list or an empty object; how a whole number is written; zeros at the end of a
//! second's fraction; and 0 or false where nothing came.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use spotify_sdk::Page;
use spotify_sdk::model::*;

/// Place and value of everything in a body that has no parts.
type Leaves = BTreeMap<String, Value>;

type RoundTrip = fn(&str) -> Value;

/// What the bodies in each folder are.
const MODELS: &[(&str, RoundTrip)] = &[
    ("album", written::<Album>),
    ("album_tracks", written::<Page<SimplifiedTrack>>),
    ("artist", written::<Artist>),
    ("artist_albums", written::<Page<DiscographyAlbum>>),
    ("audio_analysis", written::<AudioAnalysis>),
    ("audio_features", written::<AudioFeatures>),
    ("audiobook", written::<Audiobook>),
    ("category", written::<Category>),
    ("chapter", written::<Chapter>),
    ("currently_playing", written::<CurrentlyPlaying>),
    ("device", written::<Device>),
    ("episode", written::<Episode>),
    ("featured_playlists", written::<FeaturedPlaylists>),
    ("playback_state", written::<PlaybackState>),
    ("playlist", written::<Playlist>),
    ("playlist_items", written::<Page<PlaylistItem>>),
    ("private_user", written::<CurrentUser>),
    ("public_user", written::<PublicUser>),
    ("queue", written::<Queue>),
    ("recently_played", written::<RecentlyPlayed>),
    ("recommendations", written::<Recommendations>),
    ("saved_album", written::<Page<SavedAlbum>>),
    ("saved_audiobook", written::<Page<SavedAudiobook>>),
    ("saved_episode", written::<Page<SavedEpisode>>),
    ("saved_show", written::<Page<SavedShow>>),
    ("saved_track", written::<Page<SavedTrack>>),
    ("search_results", written::<SearchResults>),
    ("show", written::<Show>),
    ("simplified_album", written::<DiscographyAlbum>),
    ("simplified_artist", written::<SimplifiedArtist>),
    ("simplified_audiobook", written::<SimplifiedAudiobook>),
    ("simplified_chapter", written::<SimplifiedChapter>),
    ("simplified_episode", written::<SimplifiedEpisode>),
    ("simplified_playlist", written::<SimplifiedPlaylist>),
    ("simplified_show", written::<SimplifiedShow>),
    ("simplified_track", written::<SimplifiedTrack>),
    ("track", written::<Track>),
    ("user_playlists", written::<Page<SimplifiedPlaylist>>),
];

fn written<T: DeserializeOwned + Serialize>(body: &str) -> Value {
    let model: T = serde_json::from_str(body).unwrap();
    serde_json::to_value(model).unwrap()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

fn leaves(value: &Value) -> Leaves {
    let mut leaves = Leaves::new();
    collect(value, String::new(), &mut leaves);
    leaves
}

fn collect(value: &Value, place: String, leaves: &mut Leaves) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter().filter(|(_, member)| !says_nothing(member)) {
                collect(member, format!("{place}.{name}"), leaves);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect(element, format!("{place}[{index}]"), leaves);
            }
        }
        leaf => {
            leaves.insert(place, in_one_way(leaf));
        }
    }
}

fn says_nothing(member: &Value) -> bool {
    [Value::Null, json!(""), json!([]), json!({})].contains(member)
}

/// A whole number as an integer, a point in time without zeros at the end.
fn in_one_way(leaf: &Value) -> Value {
    match leaf {
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => json!(float as i64),
            _ => leaf.clone(),
        },
        Value::String(text) => match text.strip_suffix('Z').and_then(|text| text.split_once('.')) {
            Some((second, fraction)) if second.contains('T') => {
                let fraction = fraction.trim_end_matches('0');
                let point = if fraction.is_empty() { "" } else { "." };
                json!(format!("{second}{point}{fraction}Z"))
            }
            _ => leaf.clone(),
        },
        _ => leaf.clone(),
    }
}

/// Where two bodies differ: what the first has there, and what the second has; null for nothing.
fn differences(came: &Value, went: &Value) -> BTreeMap<String, [Value; 2]> {
    let (came, went) = (leaves(came), leaves(went));
    let places = came.keys().chain(went.keys());
    let pairs = places.map(|place| {
        let value = |leaves: &Leaves| leaves.get(place).cloned().unwrap_or_default();
        (place.clone(), [value(&came), value(&went)])
    });
    pairs.filter(|(_, [came, went])| came != went && !(came.is_null() && is_default(went))).collect()
}

fn is_default(went: &Value) -> bool {
    [json!(0), json!(false)].contains(went)
}

/// One difference a line.
fn list(found: &BTreeMap<String, BTreeMap<String, [Value; 2]>>) -> String {
    let fixtures = found.iter().map(|(name, differences)| {
        let lines =
            differences.iter().map(|(place, pair)| format!("\n    {}: {}", json!(place), json!(pair)));
        let end = if differences.is_empty() { "" } else { "\n  " };
        format!("  {}: {{{}{end}}}", json!(name), lines.collect::<Vec<_>>().join(","))
    });
    format!("{{\n{}\n}}\n", fixtures.collect::<Vec<_>>().join(",\n"))
}

#[test]
fn every_fixture_is_written_as_the_list_of_round_trips_says() {
    let mut found = BTreeMap::new();
    for (folder, round_trip) in MODELS {
        for entry in std::fs::read_dir(fixtures().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let name = format!("{folder}/{}", path.file_stem().unwrap().to_str().unwrap());
            let differences = differences(&serde_json::from_str(&text).unwrap(), &round_trip(&text));
            found.insert(name, differences);
        }
    }
    let (text, path) = (list(&found), fixtures().join("round_trips.json"));
    if std::env::var_os("RENEW_ROUND_TRIPS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert!(
        text == std::fs::read_to_string(&path).unwrap_or_default(),
        "what the models write has changed: run this test with RENEW_ROUND_TRIPS=1, and look at what git says \
         of fixtures/round_trips.json"
    );
}

#[test]
fn what_says_nothing_is_no_difference_and_everything_else_is() {
    let came =
        json!({"a": 640.0, "b": null, "c": [1, null], "d": "2026-03-01T10:00:00.500Z", "e": {}, "f": 0});
    let went = json!({"a": 640, "c": [1, null], "d": "2026-03-01T10:00:00.5Z", "f": 0, "h": 0, "i": false});
    assert!(differences(&came, &went).is_empty());
    let went = json!({"a": 641, "c": [1], "d": "2026-03-01T10:00:00Z", "f": false, "g": 1});
    let places: Vec<_> = differences(&came, &went).into_keys().collect();
    assert_eq!(places, [".a", ".d", ".f", ".g"]);
}
