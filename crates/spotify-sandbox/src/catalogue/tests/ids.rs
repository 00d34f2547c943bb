use proptest::prelude::*;

use super::super::Missing;
use super::*;

#[test]
fn every_id_resolves_to_its_entity_and_to_no_other_kind() {
    let catalogue = catalogue();
    for kind in KINDS {
        for reference in every(&catalogue, kind) {
            let id = catalogue.id(reference);
            assert_eq!(id.len(), 22);
            for asked in KINDS {
                let expected = if asked == kind { Ok(reference) } else { Err(Missing::Unknown) };
                assert_eq!(catalogue.find(asked, &id), expected);
            }
        }
    }
}

#[test]
fn a_well_formed_foreign_id_is_unknown_and_anything_else_malformed() {
    let catalogue = catalogue();
    for unknown in ["4aawyAB9vmqN3uQ7FjRGTy", "0000000000000000000000", "ZZZZZZZZZZZZZZZZZZZZZZ"] {
        assert_eq!(catalogue.find(Kind::Album, unknown), Err(Missing::Unknown), "{unknown}");
    }
    for malformed in
        ["", "4aawyAB9vmqN3uQ7FjRGT", "4aawyAB9vmqN3uQ7FjRGTyy", "4aawyAB9vmqN3uQ7FjRG-y", "éééééééééée"]
    {
        assert_eq!(catalogue.find(Kind::Album, malformed), Err(Missing::Malformed), "{malformed}");
    }
}

#[test]
fn ids_beyond_the_catalogue_are_unknown() {
    let (small, large) = (Catalogue::new(7, 100, Ids::Strict), Catalogue::new(7, 200, Ids::Strict));
    let last = large.nth(Kind::Track, 199);
    assert_eq!(small.find(Kind::Track, &large.id(last)), Err(Missing::Unknown));
    assert_eq!(
        small.find(Kind::Track, &large.id(large.nth(Kind::Track, 99))),
        Ok(small.nth(Kind::Track, 99))
    );
}

#[test]
fn a_seed_makes_the_catalogue() {
    let (one, same, other) = (catalogue(), catalogue(), Catalogue::new(8, 1_000, Ids::Strict));
    for kind in KINDS {
        for index in 0..one.count(kind) {
            let text = |catalogue: &Catalogue| body(catalogue, catalogue.nth(kind, index), &EVERYTHING);
            assert_eq!(text(&one), text(&same));
            assert_ne!(text(&one)["id"], text(&other)["id"]);
        }
    }
}

#[test]
fn the_nth_entity_counts_around() {
    let catalogue = catalogue();
    for kind in KINDS {
        assert_eq!(catalogue.nth(kind, catalogue.count(kind) + 3), catalogue.nth(kind, 3));
    }
    assert_eq!(Catalogue::new(7, 0, Ids::Strict).count(Kind::Track), 1);
}

#[test]
fn an_open_id_resolves_to_a_plain_entity_that_keeps_it() {
    let catalogue = Catalogue::new(7, 1_000, Ids::Open);
    for kind in KINDS {
        for id in ["4aawyAB9vmqN3uQ7FjRGTy", "ZZZZZZZZZZZZZZZZZZZZZZ"] {
            let reference = catalogue.find(kind, id).unwrap();
            assert_eq!(catalogue.find(kind, id), Ok(reference));
            assert_eq!(catalogue.id(reference), id);
            assert_eq!(catalogue.oddity(reference), None);
            let body = body(&catalogue, reference, &EVERYTHING);
            let word = kind.word();
            assert_eq!(body["id"], id);
            assert_eq!(body["uri"], format!("spotify:{}:{id}", kind.uri_word()));
            assert_eq!(body["href"], format!("{ORIGIN}/v1/{word}s/{id}"));
        }
    }
    let album = catalogue.find(Kind::Album, "4aawyAB9vmqN3uQ7FjRGTy").unwrap();
    for track in catalogue.album_tracks(album) {
        assert_eq!(catalogue.find(Kind::Track, &catalogue.id(track)), Ok(track));
    }
    assert_eq!(catalogue.find(Kind::Album, "not-an-id"), Err(Missing::Malformed));
    let track = catalogue.id(catalogue.nth(Kind::Track, 0));
    assert_eq!(catalogue.find(Kind::Album, &track), Err(Missing::Unknown), "our own ids keep their kind");
}

#[test]
fn every_linked_picture_exists_and_no_other() {
    let catalogue = Catalogue::new(7, 30, Ids::Open);
    let foreign = catalogue.find(Kind::Artist, "4aawyAB9vmqN3uQ7FjRGTy").unwrap();
    for reference in [catalogue.nth(Kind::Album, 0), catalogue.nth(Kind::Artist, 0), foreign] {
        for image in body(&catalogue, reference, &EVERYTHING)["images"].as_array().unwrap() {
            let url = image["url"].as_str().unwrap();
            let name = url.strip_prefix(&format!("{ORIGIN}/_sandbox/images/")).unwrap();
            let picture = catalogue.image(name).unwrap();
            let info = png::Decoder::new(std::io::Cursor::new(&picture)).read_info().unwrap().info().clone();
            assert_eq!(
                (image["width"].as_u64(), image["height"].as_u64()),
                (Some(u64::from(info.width)), Some(u64::from(info.height)))
            );
        }
    }
    let album = catalogue.id(catalogue.nth(Kind::Album, 0));
    let beyond = Catalogue::new(7, 300, Ids::Strict);
    let beyond = beyond.id(beyond.nth(Kind::Album, 20));
    for name in [
        "",
        "x",
        "-640.png",
        &album,
        &format!("{album}-641.png"),
        &format!("{album}-0640.png"),
        &format!("{beyond}-640.png"),
    ] {
        assert_eq!(catalogue.image(name), None, "{name}");
    }
}

proptest! {
    #[test]
    fn no_id_panics(open: bool, text in "\\PC{0,30}", word in "[0-9a-zA-Z]{22}") {
        let catalogue = Catalogue::new(7, 50, if open { Ids::Open } else { Ids::Strict });
        for kind in KINDS {
            for id in [&text, &word] {
                if let Ok(reference) = catalogue.find(kind, id) {
                    prop_assert_eq!(&body(&catalogue, reference, &EVERYTHING)["id"], &Value::from(id.as_str()));
                }
            }
        }
        prop_assert!(catalogue.image(&text).is_none());
    }
}
