//! Fixtures changed in one place, in every place there is.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::fixtures;
use crate::decode::tests::{read_as_it_came, read_folded};
use crate::endpoint::{
    AddPlaylistItems, AtItems, Endpoint, GetAlbums, GetArtistTopTracks, GetAvailableGenreSeeds,
    GetAvailableMarkets, GetCategories, GetNewReleases, GetRelatedArtists, GetSeveralAudioFeatures, GetShows,
};
use crate::error::ErrorKind;
use crate::oauth::parse_token_response;

/// A body that differs from a fixture in one place.
struct Mutant {
    /// Which, and how.
    change: String,
    body: Value,
}

/// All bodies that differ from `value` in one place: a member left out, null or new, a null in a list, a whole number as a
/// float or below zero, a word unheard of.
fn mutants(value: &Value) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let mut add = |change: &str, new: Option<Value>| {
                    let mut members = members.clone();
                    match new {
                        Some(new) => members.insert(name.clone(), new),
                        None => members.remove(name),
                    };
                    mutants.push(Mutant { change: format!(".{name}{change}"), body: members.into() });
                };
                add(" left out", None);
                add(" null", Some(Value::Null));
                for Mutant { change, body } in self::mutants(member) {
                    add(&change, Some(body));
                }
            }
            let mut members = members.clone();
            members.insert("brand_new".to_owned(), json!({"a": [1, {"b": null}]}));
            mutants.push(Mutant { change: " with a new member".to_owned(), body: members.into() });
        }
        Value::Array(elements) => {
            let mut add = |index: usize, change: &str, new: Value| {
                let mut elements = elements.clone();
                elements[index] = new;
                mutants.push(Mutant { change: format!("[{index}]{change}"), body: elements.into() });
            };
            let shapes: Vec<Value> = elements.iter().map(shape).collect();
            for (index, element) in elements.iter().enumerate() {
                // Another one of the same shape is read no differently.
                if shapes[..index].contains(&shapes[index]) {
                    continue;
                }
                add(index, " null", Value::Null);
                for Mutant { change, body } in self::mutants(element) {
                    add(index, &change, body);
                }
            }
        }
        Value::Number(number) => {
            let float = number.as_f64().expect("a number");
            mutants.push(Mutant { change: " as a float".to_owned(), body: float.into() });
            mutants.push(Mutant { change: " below zero".to_owned(), body: (-1).into() });
        }
        Value::String(_) => {
            mutants.push(Mutant { change: " another word".to_owned(), body: "BRAND_NEW".into() });
        }
        Value::Bool(_) | Value::Null => {}
    }
    mutants
}

/// The same with a word for every value that has no parts.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), shape(member))).collect()
        }
        Value::Array(elements) => elements.iter().map(shape).collect(),
        Value::Null => "null".into(),
        Value::Bool(_) => "bool".into(),
        Value::Number(_) => "number".into(),
        Value::String(_) => "string".into(),
    }
}

/// The same with no more than three words in a list: 185 markets a thousand times over take their time, and say no more.
fn abridged(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), abridged(member))).collect()
        }
        Value::Array(elements) if elements.iter().all(Value::is_string) => {
            elements.iter().take(3).cloned().collect()
        }
        Value::Array(elements) => elements.iter().map(abridged).collect(),
        other => other.clone(),
    }
}

/// Reads the fixtures of a folder whose name contains `matching`, and all their mutants: none fails, folded or not they are
/// the same, and so they are after writing and reading them again.
pub(super) fn survives<T: DeserializeOwned + Serialize + PartialEq + Debug>(folder: &str, matching: &str) {
    let mut count = 0;
    let mut failures = Vec::new();
    for (name, text) in fixtures(folder).into_iter().filter(|(name, _)| name.contains(matching)) {
        let body: Value = serde_json::from_str(&text).expect("JSON");
        // A body that is a list has nothing around it that could be read in its place.
        let mutants = mutants(&abridged(&body)).into_iter().filter(|mutant| mutant.change != "[0] null");
        let as_it_is = Mutant { change: " as it is".to_owned(), body };
        for Mutant { change, body } in std::iter::once(as_it_is).chain(mutants) {
            count += 1;
            if let Err(why) = survives_once::<T>(&body) {
                failures.push(format!("{name}: {change}: {why}"));
            }
        }
    }
    assert!(count > 0, "no fixture in {folder} matches {matching}");
    let shown = failures.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} of {count} bodies fail:\n{shown}", failures.len());
}

fn survives_once<T: DeserializeOwned + Serialize + PartialEq + Debug>(body: &Value) -> Result<(), String> {
    let text = body.to_string();
    let place = |error: &crate::Error| error.json_path().unwrap_or_default().to_owned();
    let model: T = read_as_it_came(&text).map_err(|error| format!("{error} at {}", place(&error)))?;
    if read_folded(&text).is_some_and(|folded: T| folded != model) {
        return Err("it is another when it is read folded".to_owned());
    }
    let written = serde_json::to_string(&model).map_err(|error| error.to_string())?;
    let again: T = read_as_it_came(&written).map_err(|error| format!("{error}: {written}"))?;
    if again == model { Ok(()) } else { Err(format!("it is another when it was written: {written}")) }
}

#[test]
fn mutants_differ_from_the_body_in_every_place() {
    let body = json!({"a": [{"b": 3}, {"c": "x"}], "d": null});
    let changes: Vec<String> = mutants(&body).into_iter().map(|mutant| mutant.change).collect();
    let expected = [
        ".a left out",
        ".a null",
        ".a[0] null",
        ".a[0].b left out",
        ".a[0].b null",
        ".a[0].b as a float",
        ".a[0].b below zero",
        ".a[0] with a new member",
        ".a[1] null",
        ".a[1].c left out",
        ".a[1].c null",
        ".a[1].c another word",
        ".a[1] with a new member",
        ".d left out",
        ".d null",
        " with a new member",
    ];
    assert_eq!(changes, expected);
    let float = mutants(&body).into_iter().find(|mutant| mutant.change.ends_with("a float"));
    assert!(float.is_some_and(|mutant| mutant.body.to_string().contains(r#""b":3.0"#)));
}

/// All mutants of the JSON fixtures in a folder that are no models, with the fixture's name.
fn others(folder: &str) -> impl Iterator<Item = (String, Mutant)> {
    let is_json = |(name, _): &(String, String)| name.ends_with(".json");
    fixtures(folder).into_iter().filter(is_json).flat_map(|(name, text)| {
        let mutants = mutants(&serde_json::from_str(&text).expect("JSON"));
        mutants.into_iter().map(move |mutant| (name.clone(), mutant))
    })
}

#[test]
fn fault_119_errors_are_errors_whatever_is_left_out_nulled_or_new() {
    for (name, Mutant { change, body }) in others("error/web_api") {
        let error = GetShows::new(["x"]).error(404, &http::HeaderMap::new(), &body.to_string().into());
        let told = (error.kind(), error.status(), error.message().is_empty());
        assert_eq!(told, (ErrorKind::NotFound, Some(404), false), "{name}: {change}");
    }
    for (name, Mutant { change, body }) in others("error/accounts") {
        let error = parse_token_response(400, body.to_string().as_bytes()).map(drop).expect_err(&name);
        assert!(error.status() == Some(400) && !error.message().is_empty(), "{name}: {change}");
    }
}

#[test]
fn fault_120_tokens_survive_whatever_they_can_do_without() {
    // Without one of these there is no token to use, or none that can be understood.
    let needed = [".access_token", ".token_type another word", ".expires_in another word"];
    for (name, Mutant { change, body }) in others("token") {
        if name.contains("without_access_token") || needed.iter().any(|needed| change.starts_with(needed)) {
            continue;
        }
        let read = parse_token_response(200, body.to_string().as_bytes()).map(drop);
        read.unwrap_or_else(|error| panic!("{name}: {change}: {error}"));
    }
}

/// Reads the fixtures of a folder whose name contains what comes behind the stroke, and all their mutants, as the answer to an
/// operation: it fails only where the member that was asked for is not in it.
fn answers_survive<E: Endpoint>(fixture: &str, fatal: &[&str], endpoint: &E) {
    let (folder, file) = fixture.split_once('/').expect("a folder and a name");
    let all: Vec<_> = others(folder).filter(|(name, _)| name.contains(file)).collect();
    assert!(!all.is_empty(), "{fixture}");
    for (name, Mutant { change, body }) in all {
        let is_gone = fatal.contains(&change.as_str());
        let read = endpoint.decode(200, &body.to_string().into());
        assert_eq!(read.is_err(), is_gone, "{name}: {change}");
    }
}

#[test]
fn fault_120_several_at_once_survive_whatever_is_left_out_nulled_or_new() {
    answers_survive("several/albums", &[".albums left out", ".albums null"], &GetAlbums::new(["x"]));
    answers_survive(
        "several/audio_features",
        &[".audio_features left out", ".audio_features null"],
        &GetSeveralAudioFeatures::new(["x"]),
    );
    answers_survive(
        "several/related_artists",
        &[".artists left out", ".artists null"],
        &GetRelatedArtists::new("x"),
    );
    answers_survive("several/shows", &[".shows left out", ".shows null"], &GetShows::new(["x"]));
    answers_survive(
        "several/top_tracks",
        &[".tracks left out", ".tracks null"],
        &GetArtistTopTracks::new("x"),
    );
}

#[test]
fn fault_120_other_answers_survive_whatever_is_left_out_nulled_or_new() {
    // No page is a page with nothing on it.
    answers_survive("browse/categories", &[".categories left out"], &GetCategories::default());
    answers_survive("browse/new_releases", &[".albums left out"], &GetNewReleases::default());
    answers_survive("browse/markets", &[".markets left out", ".markets null"], &GetAvailableMarkets);
    answers_survive("browse/genre_seeds", &[".genres left out", ".genres null"], &GetAvailableGenreSeeds);
    let add = AddPlaylistItems::<AtItems>::new("x", ["x"]);
    answers_survive("playlist_snapshot/", &[".snapshot_id left out", ".snapshot_id null"], &add);
}

/// Fixtures that are no models; but for commands, whose answers nobody reads, tests here change them too.
const NO_MODELS: &[&str] = &["browse", "command", "error", "playlist_snapshot", "several", "token"];

#[test]
fn fixtures_of_every_folder_are_read_and_changed() {
    let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/tests");
    let mut code = std::fs::read_to_string(format!("{tests}.rs")).expect("the tests");
    for entry in std::fs::read_dir(tests).expect("more tests") {
        code.push_str(&std::fs::read_to_string(entry.expect("an entry").path()).expect("a test"));
    }
    let is_read = |folder: &str| code.contains(&format!(">(\"{folder}\", "));
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");
    let missing: Vec<String> = std::fs::read_dir(fixtures)
        .expect("the fixtures")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|folder| !NO_MODELS.contains(&folder.as_str()) && !is_read(folder))
        .collect();
    let advice = "add `survives::<Model>(\"folder\", \"\")` to the tests of models";
    assert!(missing.is_empty(), "{advice} for {missing:?}");
}

#[test]
fn a_body_that_cannot_be_read_is_reported() {
    let error =
        survives_once::<crate::model::Artist>(&json!({"name": ["x"]})).expect_err("a list for a name");
    assert!(error.contains("invalid type"), "{error}");
}
