//! An artist's top tracks and kin, and how tracks sound.

use serde_json::Value;
use spotify_sandbox::{Rules, Sandbox, User};

use crate::client::{Response, get};
use crate::login::builder;

/// Well-formed, and of the real catalogue.
const FOREIGN: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn sandbox(rules: Rules) -> (Sandbox, String) {
    let ada = User::premium("ada").saved_tracks(50);
    let sandbox = builder().tracks(1_000).rules(rules).user(ada).start().unwrap();
    let token = sandbox.mint("ada", &["user-library-read"]).access_token;
    (sandbox, token)
}

fn ask(sandbox: &Sandbox, token: &str, path: &str) -> Response {
    get(sandbox.base_url(), &format!("/v1{path}")).bearer(token).send()
}

fn saved(sandbox: &Sandbox, token: &str) -> Vec<Value> {
    let mut page = ask(sandbox, token, "/me/tracks?limit=50").json();
    page["items"].as_array_mut().unwrap().iter_mut().map(|row| row["track"].take()).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

#[test]
fn the_most_popular_tracks_of_an_artist_come_first() {
    let (sandbox, token) = sandbox(Rules::ExtendedQuota);
    let artist = saved(&sandbox, &token)[0]["artists"][0]["id"].as_str().unwrap().to_owned();
    let top = ask(&sandbox, &token, &format!("/artists/{artist}/top-tracks?market=SE")).json();
    let tracks = top["tracks"].as_array().unwrap();
    assert!((1..=10).contains(&tracks.len()));
    let popularity: Vec<u64> = tracks.iter().map(|track| track["popularity"].as_u64().unwrap()).collect();
    assert!(popularity.is_sorted_by(|one, next| one >= next), "{popularity:?}");
    assert!(tracks.iter().all(|track| track["artists"][0]["id"] == *artist && track["is_playable"] == true));
    // The country of the account counts without a parameter, and before it.
    assert_eq!(ask(&sandbox, &token, &format!("/artists/{artist}/top-tracks")).json(), top);
    assert_eq!(ask(&sandbox, &token, &format!("/artists/{artist}/top-tracks?market=US")).json(), top);
    let bad = ask(&sandbox, &token, &format!("/artists/{artist}/top-tracks?market=x"));
    assert_eq!(bad.error(), (400, "Invalid market code".to_owned()));
    let unknown = ask(&sandbox, &token, &format!("/artists/{FOREIGN}/top-tracks"));
    assert_eq!(unknown.error(), (404, format!("Non existing id: 'spotify:artist:{FOREIGN}'")));
}

#[test]
fn related_artists_are_related_both_ways() {
    let (sandbox, token) = sandbox(Rules::BeforeNovember2024);
    let artist = saved(&sandbox, &token)[0]["artists"][0]["id"].as_str().unwrap().to_owned();
    let related = |id: &str| -> Vec<String> {
        let answer = ask(&sandbox, &token, &format!("/artists/{id}/related-artists")).json();
        let artists = answer["artists"].as_array().unwrap().iter();
        artists.map(|artist| artist["id"].as_str().unwrap().to_owned()).collect()
    };
    let others = related(&artist);
    assert_eq!(others.len(), 20);
    assert!(others.iter().all(|other| *other != artist && related(other).contains(&artist)));
}

#[test]
fn audio_features_say_what_a_track_sounds_like() {
    let (sandbox, token) = sandbox(Rules::BeforeNovember2024);
    let tracks = saved(&sandbox, &token);
    for track in &tracks {
        let id = track["id"].as_str().unwrap();
        let features = ask(&sandbox, &token, &format!("/audio-features/{id}")).json();
        assert_eq!((&features["type"], &features["id"]), (&"audio_features".into(), &track["id"]));
        assert_eq!((&features["uri"], &features["track_href"]), (&track["uri"], &track["href"]));
        assert_eq!(features["duration_ms"], track["duration_ms"]);
        for share in [
            "acousticness",
            "danceability",
            "energy",
            "instrumentalness",
            "liveness",
            "speechiness",
            "valence",
        ] {
            assert!((0.0..=1.0).contains(&number(&features[share])), "{share}: {features}");
        }
        assert!((-60.0..=0.0).contains(&number(&features["loudness"])));
        assert!((-1..=11).contains(&features["key"].as_i64().unwrap()));
        assert!((3..=7).contains(&features["time_signature"].as_u64().unwrap()));
    }
    let ids = format!("{},{FOREIGN}", tracks[1]["id"].as_str().unwrap());
    let several = ask(&sandbox, &token, &format!("/audio-features?ids={ids}")).json();
    assert_eq!(several["audio_features"][0]["id"], tracks[1]["id"]);
    assert_eq!(several["audio_features"][1], Value::Null);
    let many = |count: usize| {
        ask(&sandbox, &token, &format!("/audio-features?ids={}", vec![FOREIGN; count].join(",")))
    };
    assert_eq!((many(100).status, many(101).error()), (200, (400, "too many ids requested".to_owned())));
    let unknown = ask(&sandbox, &token, &format!("/audio-features/{FOREIGN}"));
    assert_eq!(unknown.error(), (404, format!("Non existing id: 'spotify:track:{FOREIGN}'")));
}

#[test]
fn an_analysis_fills_the_track_and_agrees_with_its_features() {
    let (sandbox, token) = sandbox(Rules::BeforeNovember2024);
    for track in &saved(&sandbox, &token)[..5] {
        let id = track["id"].as_str().unwrap();
        let features = ask(&sandbox, &token, &format!("/audio-features/{id}")).json();
        let analysis = ask(&sandbox, &token, &format!("/audio-analysis/{id}")).json();
        for same in ["key", "loudness", "mode", "tempo", "time_signature"] {
            assert_eq!(analysis["track"][same], features[same], "{same}");
        }
        let length = number(&features["duration_ms"]) / 1_000.0;
        assert!((number(&analysis["track"]["duration"]) - length).abs() < 1e-6);
        let list = |name: &str| analysis[name].as_array().unwrap().clone();
        let ends = |row: &Value| number(&row["start"]) + number(&row["duration"]);
        for name in ["sections", "segments"] {
            let rows = list(name);
            assert_eq!(number(&rows[0]["start"]), 0.0);
            assert!((ends(rows.last().unwrap()) - length).abs() < 1e-3, "{name}");
            assert!(rows.windows(2).all(|two| (ends(&two[0]) - number(&two[1]["start"])).abs() < 1e-3));
        }
        let segments = list("segments");
        assert!(segments.windows(2).all(|two| two[0]["loudness_end"] == two[1]["loudness_start"]));
        // A bar begins with a beat, and a beat with a tatum.
        let begins = |name: &str| list(name).iter().map(|row| number(&row["start"])).collect::<Vec<_>>();
        let (bars, beats, tatums) = (begins("bars"), begins("beats"), begins("tatums"));
        let is_among = |time: &f64, of: &[f64]| of.iter().any(|other| (other - time).abs() < 1e-3);
        assert!(bars.len() > 1 && bars.iter().all(|bar| is_among(bar, &beats)));
        assert!(beats.iter().all(|beat| is_among(beat, &tatums)));
    }
}
