//! Every fixture, as it is and mutilated.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::*;
use crate::page::Page;

mod browse;
mod player;
mod playlists;

/// Name and text of the fixtures in a folder.
pub(crate) fn fixtures(folder: &str) -> Vec<(String, String)> {
    let path = format!("{}/../../fixtures/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut fixtures: Vec<_> = std::fs::read_dir(path)
        .expect("a folder of fixtures")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("a fixture")))
        .collect();
    fixtures.sort();
    assert!(!fixtures.is_empty());
    fixtures
}

fn fixture<T: DeserializeOwned>(name: &str) -> T {
    let path = format!("{}/../../fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).expect("a fixture")).expect(name)
}

/// All values that differ from `value` in one place: a member dropped, nulled or added, a number as a float, a word unheard of.
fn mutants(value: &Value) -> Vec<Value> {
    let mut mutants = Vec::new();
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let replaced = |new: Option<Value>| {
                    let mut members = members.clone();
                    match new {
                        Some(new) => members.insert(name.clone(), new),
                        None => members.remove(name),
                    };
                    Value::Object(members)
                };
                mutants.extend([replaced(None), replaced(Some(Value::Null))]);
                mutants.extend(self::mutants(member).into_iter().map(|mutant| replaced(Some(mutant))));
            }
            let mut members = members.clone();
            members.insert("brand_new".to_owned(), serde_json::json!({"a": [1, {"b": null}]}));
            mutants.push(Value::Object(members));
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate().take(1) {
                for mutant in self::mutants(element) {
                    let mut elements = elements.clone();
                    elements[index] = mutant;
                    mutants.push(Value::Array(elements));
                }
            }
        }
        Value::Number(number) => {
            mutants.extend([number.as_f64().expect("a number").into(), (-1).into()]);
        }
        Value::String(_) => mutants.push("BRAND_NEW".into()),
        Value::Bool(_) | Value::Null => {}
    }
    mutants
}

/// Reads the fixtures of a folder and all their mutants; what is read is the same after writing and reading it again.
fn survives<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(folder: &str, matching: &str) {
    let read = |json: &str, origin: &str| {
        let model: T = serde_json::from_str(json).unwrap_or_else(|error| panic!("{origin}: {error}\n{json}"));
        let written = serde_json::to_string(&model).expect("JSON");
        let again: T =
            serde_json::from_str(&written).unwrap_or_else(|error| panic!("{origin}: {error}\n{written}"));
        assert_eq!(model, again, "{origin}");
    };
    for (name, text) in fixtures(folder).into_iter().filter(|(name, _)| name.contains(matching)) {
        read(&text, &name);
        for mutant in mutants(&serde_json::from_str(&text).expect("JSON")) {
            read(&mutant.to_string(), &name);
        }
    }
}

#[test]
fn fault_120_albums_survive_whatever_is_left_out_nulled_or_new() {
    survives::<Album>("album", "");
}

#[test]
fn fault_120_simplified_albums_survive_whatever_is_left_out_nulled_or_new() {
    survives::<SimplifiedAlbum>("simplified_album", "");
    survives::<DiscographyAlbum>("simplified_album", "disco");
}

#[test]
fn fault_120_artists_survive_whatever_is_left_out_nulled_or_new() {
    survives::<Artist>("artist", "");
    survives::<SimplifiedArtist>("simplified_artist", "");
}

#[test]
fn fault_120_tracks_survive_whatever_is_left_out_nulled_or_new() {
    survives::<Track>("track", "");
    survives::<SimplifiedTrack>("simplified_track", "");
}

#[test]
fn fault_120_shows_and_episodes_survive_whatever_is_left_out_nulled_or_new() {
    survives::<Show>("show", "");
    survives::<SimplifiedShow>("simplified_show", "");
    survives::<Episode>("episode", "");
    survives::<SimplifiedEpisode>("simplified_episode", "");
}

#[test]
fn fault_120_audiobooks_and_chapters_survive_whatever_is_left_out_nulled_or_new() {
    survives::<Audiobook>("audiobook", "");
    survives::<SimplifiedAudiobook>("simplified_audiobook", "");
    survives::<Chapter>("chapter", "");
    survives::<SimplifiedChapter>("simplified_chapter", "");
}

#[test]
fn fault_120_users_survive_whatever_is_left_out_nulled_or_new() {
    survives::<CurrentUser>("private_user", "");
}

#[test]
fn fault_120_pages_survive_whatever_is_left_out_nulled_or_new() {
    survives::<Page<SavedTrack>>("saved_track", "");
    survives::<Page<SavedAlbum>>("saved_album", "");
    survives::<Page<SavedShow>>("saved_show", "");
    survives::<Page<SavedEpisode>>("saved_episode", "");
    survives::<Page<SavedAudiobook>>("saved_audiobook", "");
    survives::<Page<SimplifiedTrack>>("album_tracks", "");
    survives::<Page<DiscographyAlbum>>("artist_albums", "");
}

/// Everything in `original` is in `written`, but for what no model has.
fn assert_nothing_lost(original: &Value, written: &Value, path: &str) {
    match (original, written) {
        (Value::Object(original), Value::Object(written)) => {
            for (name, value) in original {
                let is_nothing = value.is_null() || *value == serde_json::json!([]);
                match written.get(name) {
                    Some(other) => assert_nothing_lost(value, other, &format!("{path}.{name}")),
                    None => assert!(is_nothing, "{path}.{name} is lost: {value}"),
                }
            }
        }
        (Value::Array(original), Value::Array(written)) => {
            assert_eq!(original.len(), written.len(), "{path}");
            for (original, written) in original.iter().zip(written) {
                assert_nothing_lost(original, written, &format!("{path}[]"));
            }
        }
        (original, written) => assert_eq!(original, written, "{path}"),
    }
}

#[test]
fn ordinary_answers_are_written_as_they_came() {
    fn check<T: DeserializeOwned + Serialize>(name: &str) {
        let original: Value = fixture(name);
        let written = serde_json::to_value(fixture::<T>(name)).expect("JSON");
        assert_nothing_lost(&original, &written, name);
    }
    for mode in ["extended", "development"] {
        check::<Album>(&format!("album/{mode}"));
        check::<Artist>(&format!("artist/{mode}"));
        check::<Track>(&format!("track/{mode}"));
        check::<SimplifiedTrack>(&format!("simplified_track/{mode}"));
        check::<SimplifiedAlbum>(&format!("simplified_album/{mode}"));
        check::<CurrentUser>(&format!("private_user/{mode}"));
        check::<Show>(&format!("show/{mode}"));
        check::<SimplifiedShow>(&format!("simplified_show/{mode}"));
        check::<Episode>(&format!("episode/{mode}"));
        check::<SimplifiedEpisode>(&format!("simplified_episode/{mode}"));
        check::<Audiobook>(&format!("audiobook/{mode}"));
        check::<SimplifiedAudiobook>(&format!("simplified_audiobook/{mode}"));
        check::<Chapter>(&format!("chapter/{mode}"));
        check::<SimplifiedChapter>(&format!("simplified_chapter/{mode}"));
        check::<PlaybackState>(&format!("playback_state/{mode}"));
    }
    check::<CurrentlyPlaying>("currently_playing/development");
    check::<Queue>("queue/development");
    check::<RecentlyPlayed>("recently_played/development");
    check::<Track>("track/relinked");
    check::<DiscographyAlbum>("simplified_album/appears_on");
    check::<Page<SavedTrack>>("saved_track/first_page");
    check::<Page<SavedAlbum>>("saved_album/first_page");
    check::<Episode>("episode/position");
    check::<Chapter>("chapter/position");
    check::<Page<SavedShow>>("saved_show/page");
    check::<Page<SavedEpisode>>("saved_episode/page");
    check::<Page<SavedAudiobook>>("saved_audiobook/page");
    check::<Page<DiscographyAlbum>>("artist_albums/page");
    check::<Page<SimplifiedTrack>>("album_tracks/first_page");
}

#[test]
fn what_development_mode_leaves_out_is_none() {
    let (full, lean): (Track, Track) = (fixture("track/extended"), fixture("track/development"));
    assert!(full.popularity.is_some() && full.available_markets.is_some_and(|markets| !markets.is_empty()));
    assert!(lean.popularity.is_none() && lean.available_markets.is_none());
    let (full, lean): (Artist, Artist) = (fixture("artist/extended"), fixture("artist/development"));
    assert!(full.followers.is_some() && !full.genres.is_empty());
    assert!(lean.followers.is_none() && lean.popularity.is_none() && lean.genres.is_empty());
    let lean: CurrentUser = fixture("private_user/development");
    assert!(lean.country.is_none() && lean.email.is_none() && lean.product.is_none());
    assert!(lean.followers.is_none() && lean.explicit_content.is_none() && lean.account_id.is_some());
}

#[test]
fn quirks_of_spoken_content_are_read_as_what_they_mean() {
    assert_eq!(fixture::<Show>("show/publisher_object").publisher.as_deref(), Some("Sandbox Audio"));
    let lean: Show = fixture("show/development");
    assert!(lean.publisher.is_none() && lean.available_markets.is_none());
    let bare: Show = fixture("show/required_null");
    assert!(!bare.explicit && bare.images.is_empty() && bare.is_externally_hosted.is_none());
    assert_eq!(fixture::<Show>("show/episodes_items_null").episodes.rejected[0].index, 1);
    let unheard_of: Show = fixture("show/media_type_unlisted");
    assert_eq!(unheard_of.media_type, MediaType::Other("hologram".to_owned()));
    assert_eq!(unheard_of.total_episodes, 5);
    let bare: Episode = fixture("episode/required_missing");
    assert!(bare.is_playable.is_none() && bare.resume_point.is_none() && bare.languages.is_empty());
    let point = fixture::<Episode>("episode/numbers_float").resume_point.expect("a position");
    assert_eq!((point.fully_played, point.resume_position_ms), (false, 1_500));
    let chapter: Chapter = fixture("chapter/release_to_the_minute");
    assert_eq!(
        (chapter.release_date.year(), chapter.release_date_precision),
        (Some(2021), ReleaseDatePrecision::Minute)
    );
    let restriction = fixture::<Chapter>("chapter/restricted_payment").restrictions.expect("a restriction");
    assert_eq!(restriction.reason, RestrictionReason::PaymentRequired);
    let authors = fixture::<Audiobook>("audiobook/required_null").authors;
    assert_eq!(authors, [Author::default()]);
}

#[test]
fn quirks_are_read_as_what_they_mean() {
    assert_eq!(fixture::<Album>("album/type_uppercase").album_type, AlbumType::Single);
    assert_eq!(fixture::<Album>("album/type_unlisted").album_type, AlbumType::Ep);
    assert_eq!(fixture::<Album>("album/type_null").album_type, AlbumType::Other(String::new()));
    assert_eq!(fixture::<Album>("album/release_year_zero").release_date.year(), None);
    let precision = fixture::<Album>("album/release_precision_unlisted").release_date_precision;
    assert_eq!(precision, ReleaseDatePrecision::Minute);
    assert!(fixture::<Album>("album/images_null").images.is_empty());
    assert_eq!(fixture::<Album>("album/image_sizes_float").images[0].height, Some(640));
    let followers = fixture::<Artist>("artist/followers_exponent").followers.expect("followers");
    assert!(followers.total > 1_000_000);
    assert!(fixture::<Artist>("artist/followers_null").followers.is_none());
    let linked =
        fixture::<Track>("track/relinked_null_id").linked_from.expect("it stands in for another track");
    assert!(linked.id.is_empty());
    let restriction = fixture::<Track>("track/restricted_unlisted").restrictions.expect("it is restricted");
    assert_eq!(restriction.reason, RestrictionReason::PaymentRequired);
    let local = fixture::<Track>("track/local");
    assert!(local.is_local && local.id.is_empty() && local.uri.to_string().starts_with("spotify:local:"));
    assert_eq!(fixture::<Track>("track/local_duration_object").duration().as_secs(), 183);
    assert_eq!(fixture::<CurrentUser>("private_user/id_with_hash").id.as_str().matches('#').count(), 1);
}
