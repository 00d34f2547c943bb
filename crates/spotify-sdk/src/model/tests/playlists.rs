//! Playlists and what is in them.

use super::*;
use crate::error::ErrorKind;
use crate::operation::Operation;

const OPERATION: Operation = Operation::get("get-playlist", "/playlists/{playlist_id}");

fn decode<T: crate::decode::Decode>(name: &str) -> crate::error::Result<T> {
    let path = format!("{}/../../fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    T::decode(&OPERATION, 200, &std::fs::read(path).expect("a fixture").into())
}

#[test]
fn fault_120_playlists_survive_whatever_is_left_out_nulled_or_new() {
    survives::<Playlist>("playlist", "");
    survives::<SimplifiedPlaylist>("simplified_playlist", "");
    survives::<Page<SimplifiedPlaylist>>("user_playlists", "");
    survives::<Page<PlaylistItem>>("playlist_items", "");
    survives::<Vec<Option<Image>>>("playlist_cover", "");
}

#[test]
fn ordinary_playlists_are_written_as_they_came() {
    fn check<T: DeserializeOwned + Serialize>(name: &str) {
        let mut original: Value = fixture(name);
        // Not documented, and so in no model.
        forget(&mut original, &["primary_color", "video_thumbnail", "episode", "track"]);
        let written = serde_json::to_value(fixture::<T>(name)).expect("JSON");
        assert_nothing_lost(&original, &written, name);
    }
    /// Takes out what is null or true or false or has nothing in it, under these names.
    fn forget(value: &mut Value, names: &[&str]) {
        match value {
            Value::Object(members) => {
                members.retain(|name, member| {
                    let is_content = member.get("uri").is_some();
                    is_content || !names.contains(&name.as_str())
                });
                members.values_mut().for_each(|member| forget(member, names));
            }
            Value::Array(elements) => elements.iter_mut().for_each(|element| forget(element, names)),
            _ => {}
        }
    }
    check::<Playlist>("playlist/development");
    check::<Playlist>("playlist/of_another");
    check::<SimplifiedPlaylist>("simplified_playlist/development");
    check::<Page<SimplifiedPlaylist>>("user_playlists/page");
    check::<Page<PlaylistItem>>("playlist_items/first_page");
}

#[test]
fn what_is_in_a_playlist_is_read_by_either_name() {
    let names = |playlist: &Playlist| -> Vec<String> {
        let items = playlist.items.as_ref().expect("items");
        items.items.iter().filter_map(|row| row.item.as_ref()?.name().map(str::to_owned)).collect()
    };
    let newer: Playlist = fixture("playlist/development");
    assert_eq!(names(&newer).len(), 2);
    for name in ["extended", "tracks_only", "names_mixed"] {
        let playlist: Playlist = fixture(&format!("playlist/{name}"));
        assert_eq!(names(&playlist), names(&newer)[..1], "{name}");
    }
    assert_eq!(fixture::<Playlist>("playlist/of_another").items, None);
    for name in ["extended", "tracks_only", "development"] {
        let playlist: SimplifiedPlaylist = fixture(&format!("simplified_playlist/{name}"));
        assert_eq!(playlist.items.expect("how much is in it").total, 120, "{name}");
    }
    assert_eq!(fixture::<SimplifiedPlaylist>("simplified_playlist/of_another").items, None);
    let unknown: SimplifiedPlaylist = fixture("simplified_playlist/total_null");
    assert_eq!((unknown.items.expect("how much is in it").total, unknown.images.len()), (0, 0));
    for name in ["first_page", "both_names", "tracks", "track_is_a_flag"] {
        let page: Page<PlaylistItem> = fixture(&format!("playlist_items/{name}"));
        let first = page.items[0].item.as_ref().and_then(PlayableItem::as_track).expect(name);
        assert_eq!(first.name, names(&newer)[0], "{name}");
        assert_eq!(page.items[0].added_by.as_ref().expect("somebody").id, "ada");
    }
}

#[test]
fn quirks_of_playlists_are_read_as_what_they_mean() {
    let playlist = |name: &str| fixture::<Playlist>(&format!("playlist/{name}"));
    let bare = playlist("images_null");
    assert!(bare.images.is_empty() && bare.description.is_none() && bare.public == Some(true));
    let bare = playlist("collaborative_null");
    assert!(!bare.collaborative && bare.public.is_none());
    assert!(playlist("owner_null").owner.id.is_empty());
    assert_eq!(playlist("owner_nameless").owner.display_name, None);
    assert!(
        playlist("description_escaped").description.is_some_and(|text| text.contains("&quot;Roll&quot;"))
    );
    assert_eq!(playlist("snapshot_other_form").snapshot_id.as_str().len(), 32);
    assert!(playlist("snapshot_null").snapshot_id.is_empty());
    assert_eq!(playlist("numbers_float").followers.expect("followers").total, 49_022_656);

    let page: Page<PlaylistItem> = fixture("playlist_items/rows_odd");
    let [gone, file, old, track] = &page.items[..] else { panic!("four rows: {page:?}") };
    assert!(gone.item.is_none() && gone.added_by.as_ref().is_some_and(|user| user.id.is_empty()));
    let local = file.item.as_ref().and_then(PlayableItem::as_track).expect("a file");
    assert!(file.is_local && local.is_local && local.id.is_empty());
    assert!(old.item.is_none() && old.added_at.is_none() && old.added_by.is_none());
    assert!(track.item.is_some() && track.added_at.is_some());
    assert_eq!((page.rejected.len(), page.rejected[0].index, page.rejected[0].json()), (1, 3, "null"));
    let page: Page<PlaylistItem> = fixture("playlist_items/item_shapeless");
    assert!(matches!(page.items[0].item, Some(PlayableItem::Unknown(_))) && page.items.len() == 2);
    let page: Page<SimplifiedPlaylist> = fixture("user_playlists/rows_null");
    assert_eq!((page.items.len(), page.rejected.len()), (1, 2));
}

#[test]
fn of_two_lists_of_items_the_one_with_rows_counts() {
    let row = serde_json::json!({ "track": { "type": "track", "id": "a" } });
    let somewhere = serde_json::json!({ "href": "https://x/", "total": 1 });
    let list = serde_json::json!({ "items": [row], "total": 1 });
    for (items, tracks) in [(&somewhere, &list), (&list, &somewhere)] {
        let playlist = serde_json::json!({ "id": "x", "items": items, "tracks": tracks });
        let playlist: Playlist = serde_json::from_value(playlist).expect("a playlist");
        assert_eq!(playlist.items.expect("a page").items.len(), 1);
    }
    let several = serde_json::json!({ "id": "x", "items": { "total": null }, "tracks": { "total": 7 } });
    let several: SimplifiedPlaylist = serde_json::from_value(several).expect("a playlist");
    assert_eq!(several.items.expect("how many").total, 7);
}

#[test]
fn an_episode_like_a_track_is_an_episode_with_its_show() {
    let page: Page<PlaylistItem> = fixture("playlist_items/episode_like_a_track");
    let Some(PlayableItem::Episode(shaped)) = &page.items[0].item else { panic!("no episode: {page:?}") };
    let whole: Episode = fixture("episode/development");
    assert_eq!((&shaped.id, &shaped.name, shaped.duration_ms), (&whole.id, &whole.name, whole.duration_ms));
    assert_eq!((&shaped.show.id, &shaped.show.name), (&whole.show.id, &whole.show.name));
    assert_eq!((&shaped.images, &shaped.release_date), (&whole.images, &whole.release_date));
    assert!(shaped.audio_preview_url.is_some() && shaped.description.is_empty());
}

/// `items(added_at,item(name,album(!images)))`, as Spotify documents it, leaves out what an item says about its kind.
#[test]
fn an_item_whose_type_was_filtered_out_is_known_by_its_uri_or_its_shape() {
    let item = |item: Value| {
        let row = serde_json::json!({ "item": item });
        serde_json::from_value::<PlaylistItem>(row).expect("a row").item.expect("an item")
    };
    use serde_json::json;
    for track in [
        json!({ "name": "a", "album": { "name": "b" } }),
        json!({ "name": "a", "artists": [] }),
        json!({ "name": "a", "type": null, "album": { "name": "b" } }),
        json!({ "name": "a", "uri": "spotify:track:x" }),
        json!({ "name": "a", "uri": "spotify:local:a:b:c:1" }),
    ] {
        let read = item(track.clone());
        assert_eq!(read.as_track().map(|track| track.name.as_str()), Some("a"), "{track}");
    }
    for episode in [
        json!({ "name": "a", "show": { "name": "b" } }),
        json!({ "name": "a", "uri": "spotify:episode:x" }),
        json!({ "name": "a", "uri": "spotify:episode:x", "album": { "name": "b" } }),
    ] {
        assert!(matches!(item(episode.clone()), PlayableItem::Episode(_)), "{episode}");
    }
    for chapter in [
        json!({ "name": "a", "audiobook": { "name": "b" } }),
        json!({ "name": "a", "uri": "spotify:episode:x", "audiobook": { "name": "b" } }),
        json!({ "name": "a", "uri": "spotify:chapter:x" }),
    ] {
        assert!(matches!(item(chapter.clone()), PlayableItem::Chapter(_)), "{chapter}");
    }
    for unknown in [json!({ "name": "a" }), json!({ "name": "a", "type": "ad", "album": {} })] {
        assert!(matches!(item(unknown.clone()), PlayableItem::Unknown(_)), "{unknown}");
    }
}

#[test]
fn market_lists_of_playlists_are_folded_and_the_same() {
    for name in ["playlist_items/both_names", "playlist_items/tracks"] {
        let folded: Page<PlaylistItem> = decode(name).expect(name);
        assert_eq!(folded, fixture(name), "{name}");
        let track = folded.items[0].item.as_ref().and_then(PlayableItem::as_track).expect(name);
        assert!(track.available_markets.as_ref().is_some_and(|markets| markets.contains("SE")), "{name}");
    }
    let folded: Playlist = decode("playlist/extended").expect("a playlist");
    assert_eq!(folded, fixture("playlist/extended"));
}

#[test]
fn answers_to_changes_and_covers_are_read() {
    let state: SnapshotId = decode("playlist_snapshot/written").expect("a snapshot id");
    assert_eq!(state, fixture::<Playlist>("playlist/development").snapshot_id);
    assert_eq!(decode::<SnapshotId>("playlist_cover/none").expect_err("no object").kind(), ErrorKind::Decode);
    let error = decode::<SnapshotId>("playlist/filtered").expect_err("no snapshot id");
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(".")));
    let count = |name: &str| decode::<Vec<Image>>(&format!("playlist_cover/{name}")).expect(name).len();
    assert_eq!((count("uploaded"), count("made"), count("none")), (1, 3, 0));
    assert_eq!(decode::<Playlist>("playlist/filtered").expect_err("no id").kind(), ErrorKind::Decode);
    let read = |body: &'static str| <bool as crate::decode::Decode>::decode(&OPERATION, 200, &body.into());
    assert!(read("[true]").expect("an answer") && !read("[null]").expect("an answer"));
    for body in ["[]", "[true,false]", "true"] {
        assert_eq!(read(body).expect_err(body).kind(), ErrorKind::Decode, "{body}");
    }
}

#[test]
fn a_filtered_answer_is_read_whatever_is_left() {
    let filtered = |name: &str| {
        let path = format!("{}/../../fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
        bytes::Bytes::from(std::fs::read(path).expect("a fixture"))
    };
    let playlist: Playlist =
        crate::decode::filtered(&OPERATION, 200, &filtered("playlist/filtered")).expect("a playlist");
    assert!(playlist.id.is_empty() && playlist.name == "Road");
    let page: Page<PlaylistItem> =
        crate::decode::filtered(&OPERATION, 200, &filtered("playlist_items/filtered")).expect("a page");
    assert_eq!(page.items.len(), 1);
    let empty = crate::decode::filtered::<Page<PlaylistItem>>(&OPERATION, 200, &"{\"items\":[]}".into());
    assert!(empty.is_ok_and(|page| page.row_count() == 0));
    for body in ["[]", "null", "\"x\""] {
        let error = crate::decode::filtered::<Playlist>(&OPERATION, 200, &body.into()).expect_err(body);
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    }
}
