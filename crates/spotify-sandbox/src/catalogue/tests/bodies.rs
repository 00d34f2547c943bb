use std::collections::BTreeSet;

use super::*;

#[test]
fn albums_and_tracks_name_each_other() {
    let catalogue = catalogue();
    for album in every(&catalogue, Kind::Album) {
        let tracks = catalogue.album_tracks(album);
        let full = body(&catalogue, album, &EVERYTHING);
        // An oddity writes them as floats.
        assert_eq!(full["total_tracks"].as_f64(), Some(tracks.len() as f64));
        assert_eq!(full["tracks"]["total"].as_f64(), Some(tracks.len() as f64));
        let first: Vec<String> = tracks.iter().take(50).map(|track| catalogue.id(*track)).collect();
        assert_eq!(ids(&full["tracks"]["items"]), first);
        for track in &tracks {
            assert_eq!(body(&catalogue, *track, &EVERYTHING)["album"]["id"], full["id"]);
        }
    }
}

#[test]
fn discographies_and_credits_name_each_other() {
    let catalogue = catalogue();
    let mut groups = BTreeSet::new();
    for artist in every(&catalogue, Kind::Artist) {
        let id = catalogue.id(artist);
        let albums = catalogue.artist_albums(artist);
        assert_eq!(albums.iter().map(|(album, _)| album).collect::<BTreeSet<_>>().len(), albums.len());
        for (album, group) in albums {
            groups.insert(group);
            let full = body(&catalogue, album, &EVERYTHING);
            let credited = ids(&full["artists"]).contains(&id.as_str());
            let appears = catalogue.album_tracks(album).into_iter().any(|track| {
                ids(&parse(&catalogue.simplified_track(track, &EVERYTHING))["artists"]).contains(&&*id)
            });
            assert!(appears);
            assert_eq!(credited, group != "appears_on");
            assert_eq!(parse(&catalogue.discography_album(album, group, &EVERYTHING))["album_group"], group);
        }
    }
    assert_eq!(groups, BTreeSet::from(["album", "appears_on", "compilation", "single"]));
    for track in every(&catalogue, Kind::Track) {
        let full = body(&catalogue, track, &EVERYTHING);
        for artist in ids(&full["artists"]) {
            let artist = catalogue.find(Kind::Artist, artist).unwrap();
            let albums = catalogue.artist_albums(artist);
            assert!(albums.iter().any(|(album, _)| full["album"]["id"] == catalogue.id(*album)));
        }
    }
}

#[test]
fn discographies_run_by_group_and_from_new_to_old() {
    let catalogue = Catalogue::new(7, 1_000, Ids::Strict);
    for artist in every(&catalogue, Kind::Artist) {
        let order: Vec<(usize, String)> = catalogue
            .artist_albums(artist)
            .into_iter()
            .filter(|(album, _)| catalogue.oddity(*album).is_none())
            .map(|(album, group)| {
                let rank =
                    ["album", "single", "compilation", "appears_on"].iter().position(|known| *known == group);
                let date = parse(&catalogue.simplified_album(album, &EVERYTHING))["release_date"].clone();
                (rank.unwrap(), date.as_str().unwrap()[..4].to_owned())
            })
            .collect();
        assert!(order.is_sorted_by(|(a, newer), (b, older)| a < b || a == b && newer >= older), "{order:?}");
    }
}

#[test]
fn development_mode_lacks_exactly_what_it_lost() {
    let catalogue = catalogue();
    let lost = |reference: Reference| -> BTreeSet<String> {
        let keys = |view| -> BTreeSet<String> {
            body(&catalogue, reference, view).as_object().unwrap().keys().cloned().collect()
        };
        assert!(keys(&DEVELOPMENT).is_subset(&keys(&EVERYTHING)));
        &keys(&EVERYTHING) - &keys(&DEVELOPMENT)
    };
    let set = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(lost(catalogue.nth(Kind::Album, 0)), set(&["available_markets", "label", "popularity"]));
    assert_eq!(lost(catalogue.nth(Kind::Artist, 0)), set(&["followers", "genres", "popularity"]));
    assert_eq!(lost(catalogue.nth(Kind::Track, 0)), set(&["available_markets", "popularity"]));
    for kind in KINDS {
        for reference in every(&catalogue, kind) {
            for market in [None, Some("SE")] {
                let text = body(&catalogue, reference, &View { market, ..DEVELOPMENT }).to_string();
                for key in
                    ["available_markets", "label", "popularity", "album_group", "linked_from", "followers"]
                {
                    assert!(!text.contains(&format!("\"{key}\":")), "{key} in {text}");
                }
            }
        }
    }
    let (album, group) = catalogue.artist_albums(catalogue.nth(Kind::Artist, 0))[0];
    assert!(parse(&catalogue.discography_album(album, group, &DEVELOPMENT)).get("album_group").is_none());
}

#[test]
fn a_market_replaces_the_lists() {
    let catalogue = Catalogue::new(7, 10_000, Ids::Strict);
    let view = View { market: Some("JP"), ..EVERYTHING };
    let mut playable = BTreeSet::new();
    for track in every(&catalogue, Kind::Track).filter(|track| catalogue.oddity(*track).is_none()) {
        let (open, local) = (body(&catalogue, track, &EVERYTHING), body(&catalogue, track, &view));
        assert!(open.get("is_playable").is_none() && open.get("restrictions").is_none());
        assert!(
            local.get("available_markets").is_none() && local["album"].get("available_markets").is_none()
        );
        let listed = open["available_markets"].as_array().unwrap().contains(&Value::from("JP"));
        assert_eq!(local["is_playable"], listed);
        assert_eq!(local.get("restrictions").is_none(), listed);
        playable.insert(listed);
    }
    assert_eq!(playable.len(), 2, "some tracks play in Japan and some do not");
}

#[test]
fn an_album_is_available_where_one_of_its_tracks_is() {
    let catalogue = catalogue();
    let markets = |json: &Value| -> BTreeSet<String> {
        serde_json::from_value(json["available_markets"].clone()).unwrap()
    };
    for album in (0..catalogue.plain(Kind::Album)).map(|index| Reference::new(Kind::Album, index)) {
        let tracks =
            catalogue.album_tracks(album).into_iter().filter(|track| catalogue.oddity(*track).is_none());
        let any = tracks
            .flat_map(|track| markets(&parse(&catalogue.simplified_track(track, &EVERYTHING))))
            .collect();
        assert_eq!(markets(&body(&catalogue, album, &EVERYTHING)), any);
    }
}

#[test]
fn links_begin_with_the_origin_and_pages_go_on() {
    let catalogue = catalogue();
    let long =
        every(&catalogue, Kind::Album).find(|album| catalogue.album_tracks(*album).len() > 50).unwrap();
    let id = catalogue.id(long);
    let tracks = body(&catalogue, long, &View { market: Some("SE"), ..EVERYTHING })["tracks"].clone();
    assert_eq!(tracks["href"], format!("{ORIGIN}/v1/albums/{id}/tracks?offset=0&limit=50&market=SE"));
    assert_eq!(tracks["next"], format!("{ORIGIN}/v1/albums/{id}/tracks?offset=50&limit=50&market=SE"));
    assert_eq!(tracks["previous"], Value::Null);
    let hostile =
        body(&catalogue, long, &View { market: Some("S&E\""), ..EVERYTHING })["tracks"]["href"].clone();
    assert!(hostile.as_str().unwrap().ends_with("market=S%26E%22"));
    let behind_proxy = View { origin: "https://api.spotify.com", ..EVERYTHING };
    assert!(!body(&catalogue, long, &behind_proxy).to_string().contains("127.0.0.1"));
}

#[test]
fn values_stay_within_their_ranges() {
    let catalogue = Catalogue::new(3, 3_000, Ids::Strict);
    let mut precisions = BTreeSet::new();
    for index in 0..catalogue.plain(Kind::Track) {
        let track = body(&catalogue, Reference::new(Kind::Track, index), &EVERYTHING);
        assert!((20_000..400_000).contains(&track["duration_ms"].as_u64().unwrap()));
        assert!(track["popularity"].as_u64().unwrap() <= 100);
        assert_eq!(track["external_ids"]["isrc"].as_str().unwrap().len(), 12);
        assert!(!track["name"].as_str().unwrap().is_empty());
    }
    for index in 0..catalogue.plain(Kind::Album) {
        let album = body(&catalogue, Reference::new(Kind::Album, index), &EVERYTHING);
        let date = album["release_date"].as_str().unwrap();
        let precision = album["release_date_precision"].as_str().unwrap().to_owned();
        assert_eq!(
            date.len(),
            match precision.as_str() {
                "year" => 4,
                "month" => 7,
                _ => 10,
            }
        );
        assert!((1950..=2025).contains(&date[..4].parse::<u32>().unwrap()), "{date}");
        precisions.insert(precision);
        let upc: Vec<u32> =
            album["external_ids"]["upc"].as_str().unwrap().bytes().map(|b| u32::from(b - b'0')).collect();
        let sum: u32 = upc.iter().zip([3, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
        assert_eq!((upc.len(), sum % 10), (12, 0));
    }
    assert_eq!(precisions.len(), 3);
}
