use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

const SWEDEN: View<'static> = View { market: Some("SE"), ..EVERYTHING };

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

fn read(name: &str) -> Value {
    let text = fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every file below a folder, as its README writes it.
fn files(folder: &Path, prefix: &str) -> BTreeSet<String> {
    fs::read_dir(folder)
        .expect("the folder of fixtures")
        .map(|entry| entry.expect("an entry"))
        .flat_map(|entry| {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                files(&entry.path(), &format!("{name}/"))
            } else {
                BTreeSet::from([name])
            }
        })
        // A list of what clients make of the fixtures is none.
        .filter(|name| !["README.md", "round_trips.json"].contains(&name.as_str()))
        .collect()
}

#[test]
fn the_readme_lists_every_fixture_with_its_evidence() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `"));
    let listed: BTreeSet<String> = rows
        .map(|row| {
            let (name, rest) = row.split_once("` | ").expect("a file and what it is");
            let evidence = rest.trim_end_matches(" |").rsplit_once(" | ").expect("the evidence").1;
            assert!(["documented", "reported", "assumed"].contains(&evidence), "{row}");
            name.to_owned()
        })
        .collect();
    assert_eq!(listed, files(&folder(), ""));
}

#[test]
fn json_fixtures_are_json() {
    for name in files(&folder(), "").iter().filter(|name| name.ends_with(".json")) {
        read(name);
    }
}

#[test]
fn ordinary_fixtures_have_the_keys_that_the_sandbox_answers_with() {
    let catalogue = catalogue();
    let keys =
        |body: &Value| body.as_object().expect("an object").keys().cloned().collect::<BTreeSet<String>>();
    for (name, view) in [("extended", EVERYTHING), ("development", DEVELOPMENT), ("market", SWEDEN)] {
        let track = catalogue.nth(Kind::Track, 0);
        let (show, episode) = (catalogue.nth(Kind::Show, 2), catalogue.nth(Kind::Episode, 73));
        let (audiobook, chapter) = (catalogue.nth(Kind::Audiobook, 4), catalogue.nth(Kind::Chapter, 0));
        // Sweden has no audiobooks.
        let spoken = View { market: view.market.map(|_| "GB"), ..view };
        let (album, artist) = (catalogue.nth(Kind::Album, 0), catalogue.nth(Kind::Artist, 0));
        for (model, answer) in [
            ("album", catalogue.album(album, &view)),
            ("simplified_album", catalogue.simplified_album(album, &view)),
            ("track", catalogue.track(track, &view)),
            ("simplified_track", catalogue.simplified_track(track, &view)),
            ("show", catalogue.show(show, &view)),
            ("simplified_show", catalogue.simplified_show(show, &view)),
            ("episode", catalogue.episode(episode, &view)),
            ("simplified_episode", catalogue.simplified_episode(episode, &view)),
            ("audiobook", catalogue.audiobook(audiobook, &spoken)),
            ("simplified_audiobook", catalogue.simplified_audiobook(audiobook, &spoken)),
            ("chapter", catalogue.chapter(chapter, &spoken)),
            ("simplified_chapter", catalogue.simplified_chapter(chapter, &spoken)),
        ] {
            assert_eq!(keys(&read(&format!("{model}/{name}.json"))), keys(&parse(&answer)), "{model}/{name}");
        }
        if name != "market" {
            let answer = parse(&catalogue.artist(artist, &view));
            assert_eq!(keys(&read(&format!("artist/{name}.json"))), keys(&answer), "artist/{name}");
        }
    }
}
