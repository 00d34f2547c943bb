use std::collections::BTreeSet;

use super::*;

const SWEDEN: View<'static> = View { market: Some("SE"), ..EVERYTHING };

/// The body of the first entity with this oddity.
fn odd(kind: Kind, oddity: Oddity, view: &View<'_>) -> Value {
    let catalogue = catalogue();
    let (reference, _) = catalogue.odd(kind).find(|(_, other)| *other == oddity).expect("listed");
    body(&catalogue, reference, view)
}

#[test]
fn the_slice_is_two_percent_at_the_end_and_holds_every_oddity() {
    for tracks in [1_000, 10_000] {
        let catalogue = Catalogue::new(7, tracks, Ids::Strict);
        for kind in KINDS {
            let listed: Vec<_> = catalogue.odd(kind).collect();
            let kinds: BTreeSet<String> = listed.iter().map(|(_, oddity)| format!("{oddity:?}")).collect();
            let possible: BTreeSet<String> =
                Oddity::of(kind).iter().map(|oddity| format!("{oddity:?}")).collect();
            let count = catalogue.count(kind);
            let due = (count / 50).max(possible.len() as u64).min(count / 2).max(count / 50);
            assert_eq!(listed.len() as u64, due);
            if due >= possible.len() as u64 {
                assert_eq!(kinds, possible);
            }
            assert!(listed.iter().all(|(reference, _)| reference.index >= count - due));
        }
    }
    let default = catalogue();
    assert_eq!(default.odd(Kind::Album).count(), Oddity::of(Kind::Album).len());
    assert_eq!(default.odd(Kind::Track).count(), 20);
}

#[test]
fn each_oddity_of_an_album_shows() {
    let show = |oddity| odd(Kind::Album, oddity, &EVERYTHING);
    assert_eq!(show(Oddity::LongName)["name"].as_str().unwrap().chars().count(), 200);
    assert!(show(Oddity::RightToLeftName)["name"].as_str().unwrap().starts_with('\u{5e9}'));
    assert!(show(Oddity::EmojiName)["name"].as_str().unwrap().contains("\u{200d}\u{1f680}"));
    assert_eq!(show(Oddity::EmptyName)["name"], "");
    let shouted = show(Oddity::UppercaseAlbumType)["album_type"].as_str().unwrap().to_owned();
    assert!(["ALBUM", "SINGLE", "COMPILATION"].contains(&&*shouted), "{shouted}");
    assert_eq!(show(Oddity::UnlistedAlbumType)["album_type"], "ep");
    assert_eq!(show(Oddity::NullImages)["images"], Value::Null);
    assert_eq!(show(Oddity::NullImageSizes)["images"][2]["height"], Value::Null);
    assert_eq!(show(Oddity::FloatImageSizes)["images"][0]["width"].to_string(), "640.0");
    assert_eq!(show(Oddity::NullLabel)["label"], Value::Null);
    assert_eq!(show(Oddity::YearZero)["release_date"], "0000");
    assert_eq!(show(Oddity::YearZero)["release_date_precision"], "year");
    assert_eq!(show(Oddity::EmptyMarkets)["available_markets"], serde_json::json!([]));
    assert!(show(Oddity::MissingKeys).get("popularity").is_none());
    assert_eq!(show(Oddity::NullAlbumType)["album_type"], Value::Null);
    assert_eq!(show(Oddity::NullRelease)["release_date_precision"], Value::Null);
    assert!(show(Oddity::MissingMarkets).get("available_markets").is_none());
    assert_eq!(show(Oddity::EmptyExternalIds)["external_ids"], serde_json::json!({}));
    assert!(show(Oddity::FloatTotals)["tracks"]["limit"].is_f64());
}

#[test]
fn each_oddity_of_an_artist_shows() {
    let show = |oddity| odd(Kind::Artist, oddity, &EVERYTHING);
    assert!(show(Oddity::FloatFollowers)["followers"]["total"].is_f64());
    assert_eq!(show(Oddity::NullImages)["images"], Value::Null);
    assert_eq!(show(Oddity::EmptyImages)["images"], serde_json::json!([]));
    assert_eq!(show(Oddity::LongName)["name"].as_str().unwrap().chars().count(), 200);
    assert!(show(Oddity::EmojiName)["name"].as_str().unwrap().contains("e\u{301}"));
    let keys: Vec<String> = show(Oddity::MissingKeys).as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["external_urls", "href", "id", "images", "name", "type", "uri"]);
}

#[test]
fn each_oddity_of_a_track_shows() {
    let show = |oddity| odd(Kind::Track, oddity, &EVERYTHING);
    assert!(show(Oddity::LongName)["name"].as_str().unwrap().chars().count() >= 200);
    assert_eq!(show(Oddity::EmptyName)["name"], "");
    assert!(show(Oddity::FloatNumbers)["duration_ms"].to_string().ends_with(".0"));
    assert_eq!(show(Oddity::NullBoolean)["explicit"], Value::Null);
    assert!(show(Oddity::MissingPreview).get("preview_url").is_none());
    assert!(show(Oddity::MissingPreview).get("is_local").is_none());
    assert_eq!(show(Oddity::EmptyExternalIds)["external_ids"], serde_json::json!({}));
    assert_eq!(show(Oddity::EmptyMarkets)["available_markets"], serde_json::json!([]));
    assert!(show(Oddity::MissingKeys).get("popularity").is_none());
    assert_eq!(odd(Kind::Track, Oddity::NullPlayable, &SWEDEN)["is_playable"], Value::Null);
    assert!(show(Oddity::UnlistedRestriction).get("restrictions").is_none());
    let restricted = odd(Kind::Track, Oddity::UnlistedRestriction, &SWEDEN);
    assert_eq!(restricted["is_playable"], false);
    assert_eq!(restricted["restrictions"]["reason"], "payment_required");
}

#[test]
fn each_oddity_of_what_is_spoken_shows() {
    let show = |oddity| odd(Kind::Show, oddity, &EVERYTHING);
    assert!(show(Oddity::PublisherObject)["publisher"]["name"].is_string());
    assert_eq!(show(Oddity::NullRequired)["languages"], Value::Null);
    assert_eq!(show(Oddity::UnlistedMediaType)["media_type"], "hologram");
    assert!(show(Oddity::EscapedDescription)["description"].as_str().unwrap().contains("&quot;"));
    assert!(show(Oddity::NullEpisode)["episodes"]["items"].as_array().unwrap().last().unwrap().is_null());
    let heard = std::collections::HashMap::new();
    let listener = View { positions: Some(&heard), ..EVERYTHING };
    let episode = |oddity| odd(Kind::Episode, oddity, &listener);
    assert!(episode(Oddity::MissingRequired).get("resume_point").is_none());
    assert_eq!(episode(Oddity::NullRequired)["resume_point"], Value::Null);
    assert_eq!(episode(Oddity::UnlistedRestriction)["restrictions"]["reason"], "payment_required");
    let audiobook = |oddity| odd(Kind::Audiobook, oddity, &EVERYTHING);
    assert_eq!(audiobook(Oddity::NullVoices)["authors"], Value::Null);
    assert_eq!(audiobook(Oddity::NullImages)["images"], Value::Null);
    assert_eq!(audiobook(Oddity::EmptyMarkets)["available_markets"], serde_json::json!([]));
    let chapter = |oddity| odd(Kind::Chapter, oddity, &EVERYTHING);
    assert_eq!(chapter(Oddity::MinuteRelease)["release_date_precision"], "minute");
    assert_eq!(chapter(Oddity::YearZero)["release_date"], "0000");
    assert!(chapter(Oddity::FloatNumbers)["duration_ms"].to_string().ends_with(".0"));
    assert!(chapter(Oddity::MissingMarkets).get("available_markets").is_none());
}

#[test]
fn a_relinked_track_is_answered_with_the_same_recording() {
    let catalogue = Catalogue::new(7, 10_000, Ids::Strict);
    let mut seen = BTreeSet::new();
    for (track, oddity) in catalogue.odd(Kind::Track) {
        let relinked = [Oddity::Relinked, Oddity::RelinkedWithoutId, Oddity::RelinkedWithNullId];
        if !relinked.contains(&oddity) {
            continue;
        }
        let id = catalogue.id(track);
        let plain = body(&catalogue, track, &EVERYTHING);
        assert_eq!(plain["id"], id.as_str());
        assert!(plain.get("linked_from").is_none());
        let local = body(&catalogue, track, &SWEDEN);
        let Some(linked_from) = local.get("linked_from") else { continue };
        seen.insert(format!("{oddity:?}"));
        assert_ne!(local["id"], id.as_str());
        assert_eq!(local["is_playable"], true);
        assert_eq!(linked_from["uri"], format!("spotify:track:{id}"));
        assert_eq!(linked_from.get("id").is_some(), oddity != Oddity::RelinkedWithoutId);
        assert_eq!(linked_from["id"].is_string(), oddity == Oddity::Relinked);
        let shown = catalogue.find(Kind::Track, local["id"].as_str().unwrap()).unwrap();
        let shown = body(&catalogue, shown, &EVERYTHING);
        for key in ["artists", "disc_number", "track_number", "external_ids", "popularity"] {
            assert_eq!(shown[key], local[key], "{key}");
        }
        for key in ["artists", "external_ids", "name"] {
            assert_eq!(plain[key], local[key], "{key}");
        }
        let development = body(&catalogue, track, &View { market: Some("SE"), ..DEVELOPMENT });
        assert_eq!(development["id"], local["id"]);
        assert!(development.get("linked_from").is_none());
    }
    assert_eq!(seen.len(), 3, "each way of relinking occurs");
}

#[test]
fn an_oddity_adds_no_key_that_the_view_leaves_out() {
    let catalogue = Catalogue::new(7, 10_000, Ids::Strict);
    let plain = |kind, view: &View<'_>| body(&catalogue, catalogue.nth(kind, 0), view);
    for kind in KINDS {
        for view in [EVERYTHING, DEVELOPMENT] {
            let known: BTreeSet<String> = plain(kind, &view).as_object().unwrap().keys().cloned().collect();
            for (reference, oddity) in catalogue.odd(kind) {
                for key in body(&catalogue, reference, &view).as_object().unwrap().keys() {
                    // Why something does not play is said only where it does not.
                    assert!(known.contains(key) || key == "restrictions", "{oddity:?} adds {key}");
                }
            }
        }
    }
}

#[test]
fn the_list_of_odd_entities_says_what_to_ask_for() {
    let catalogue = catalogue();
    let listed: Vec<OddEntity> = catalogue.oddities().collect();
    assert_eq!(listed.len(), KINDS.into_iter().map(|kind| catalogue.odd(kind).count()).sum::<usize>());
    for (reference, entity) in KINDS.into_iter().flat_map(|kind| catalogue.odd(kind)).zip(&listed) {
        let (reference, _) = reference;
        assert_eq!(catalogue.find(reference.kind, &entity.id), Ok(reference));
        assert_eq!(body(&catalogue, reference, &EVERYTHING)["uri"], entity.uri);
    }
    let first = serde_json::to_value(&listed[0]).unwrap();
    assert_eq!(first["oddity"], "long_name");
}
