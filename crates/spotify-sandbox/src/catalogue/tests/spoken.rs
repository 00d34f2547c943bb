use super::*;

const SPOKEN: [Kind; 4] = [Kind::Show, Kind::Episode, Kind::Audiobook, Kind::Chapter];

#[test]
fn shows_and_episodes_name_each_other_and_audiobooks_and_chapters() {
    let catalogue = catalogue();
    for (owners, members, total, list, back) in [
        (Kind::Show, Kind::Episode, "total_episodes", "episodes", "show"),
        (Kind::Audiobook, Kind::Chapter, "total_chapters", "chapters", "audiobook"),
    ] {
        let mut listed = 0;
        for owner in every(&catalogue, owners) {
            let of = match owners {
                Kind::Show => catalogue.show_episodes(owner),
                _ => catalogue.audiobook_chapters(owner),
            };
            let full = body(&catalogue, owner, &EVERYTHING);
            assert_eq!((&full[total], &full[list]["total"]), (&of.len().into(), &of.len().into()));
            let first: Vec<String> = of.iter().take(50).map(|member| catalogue.id(*member)).collect();
            if catalogue.oddity(owner) != Some(Oddity::NullEpisode) {
                assert_eq!(ids(&full[list]["items"]), first);
            }
            for member in &of {
                assert_eq!(body(&catalogue, *member, &EVERYTHING)[back]["id"], full["id"]);
            }
            listed += of.len() as u64;
        }
        assert_eq!(listed, catalogue.count(members));
    }
}

#[test]
fn episodes_run_from_new_to_old_and_chapters_count_up() {
    let catalogue = catalogue();
    for show in every(&catalogue, Kind::Show) {
        let dates: Vec<String> = catalogue
            .show_episodes(show)
            .into_iter()
            .map(|episode| {
                let episode = parse(&catalogue.simplified_episode(episode, &EVERYTHING));
                episode["release_date"].as_str().unwrap().to_owned()
            })
            .collect();
        assert!(dates.is_sorted_by(|newer, older| newer > older), "{dates:?}");
    }
    for audiobook in every(&catalogue, Kind::Audiobook) {
        for (place, chapter) in catalogue.audiobook_chapters(audiobook).into_iter().enumerate() {
            let chapter = parse(&catalogue.simplified_chapter(chapter, &EVERYTHING));
            assert_eq!(chapter["chapter_number"], place + 1);
        }
    }
}

#[test]
fn each_oddity_of_spoken_content_shows() {
    let catalogue = catalogue();
    let show = |kind, oddity, view: &View<'_>| {
        let (reference, _) = catalogue.odd(kind).find(|(_, other)| *other == oddity).expect("listed");
        body(&catalogue, reference, view)
    };
    assert!(show(Kind::Show, Oddity::PublisherObject, &EVERYTHING)["publisher"]["name"].is_string());
    assert!(show(Kind::Show, Oddity::PublisherObject, &DEVELOPMENT).get("publisher").is_none());
    let episodes = show(Kind::Show, Oddity::NullEpisode, &EVERYTHING)["episodes"].take();
    assert_eq!(episodes["items"].as_array().unwrap().last(), Some(&Value::Null));
    let positions = Positions::new();
    let listener = View { positions: Some(&positions), ..EVERYTHING };
    let bare = show(Kind::Episode, Oddity::MissingRequired, &listener);
    for key in ["is_playable", "resume_point", "language", "languages", "is_externally_hosted"] {
        assert!(bare.get(key).is_none(), "{key}");
    }
    assert_eq!(show(Kind::Episode, Oddity::NullBoolean, &EVERYTHING)["explicit"], Value::Null);
}

#[test]
fn ids_of_spoken_content_resolve_strict_and_open() {
    let catalogue = catalogue();
    for kind in SPOKEN {
        for reference in every(&catalogue, kind) {
            assert_eq!(catalogue.find(kind, &catalogue.id(reference)), Ok(reference));
            assert!(catalogue.find(Kind::Album, &catalogue.id(reference)).is_err());
        }
        let open = Catalogue::new(7, 1, Ids::Open);
        let foreign = open.find(kind, "4aawyAB9vmqN3uQ7FjRGTy").unwrap();
        let full = body(&open, foreign, &EVERYTHING);
        assert_eq!(full["id"], "4aawyAB9vmqN3uQ7FjRGTy");
        assert_eq!(full["href"], format!("{ORIGIN}/v1/{}s/4aawyAB9vmqN3uQ7FjRGTy", kind.word()));
    }
}

#[test]
fn spoken_content_lacks_in_development_mode_exactly_what_it_lost() {
    let catalogue = catalogue();
    for (kind, lost) in [
        (Kind::Show, &["available_markets", "publisher"][..]),
        (Kind::Episode, &[]),
        (Kind::Audiobook, &["available_markets", "publisher"]),
        (Kind::Chapter, &["available_markets"]),
    ] {
        let keys = |view| -> Vec<String> {
            body(&catalogue, catalogue.nth(kind, 0), view).as_object().unwrap().keys().cloned().collect()
        };
        let development = keys(&DEVELOPMENT);
        let gone: Vec<String> =
            keys(&EVERYTHING).into_iter().filter(|key| !development.contains(key)).collect();
        assert_eq!(gone, lost, "{kind:?}");
        let text = body(&catalogue, catalogue.nth(kind, 0), &DEVELOPMENT).to_string();
        assert!(!text.contains("available_markets") && !text.contains("publisher"), "{text}");
    }
}
