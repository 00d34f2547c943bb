//! Requests of operations on playlists.

use serde_json::{Value, json};

use super::*;
use crate::Aftermath;
use crate::endpoint::requests::{Callable, Requests};
use crate::endpoint::{Access, AtTracks, Chained, Chains, Step};
use crate::model::SnapshotId;

fn sent(endpoint: &impl Endpoint) -> String {
    let request = endpoint.request().expect("a request");
    let separator = if request.query().is_empty() { "" } else { "?" };
    format!("{} {}{separator}{}", request.method(), request.path(), request.query())
}

fn body(request: &ApiRequest) -> Value {
    match request.body() {
        Body::None => Value::Null,
        Body::Json(json) => serde_json::from_slice(json).expect("JSON"),
        other => panic!("not JSON: {other:?}"),
    }
}

fn tracks(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("spotify:track:{n}")).collect()
}

/// The requests of a change, each answered with a new state.
fn chain<E: Chains>(change: E) -> Vec<ApiRequest> {
    let mut requests = Chained::new(change).requests(&Access::default()).expect("requests");
    let mut sent = Vec::new();
    while let Some((number, step)) = requests.next() {
        sent.push(step.prepare().expect("a request"));
        let answer = SnapshotId::from(format!("state {}", sent.len()));
        assert!(requests.next().is_none(), "one after the other");
        assert!(requests.came(number, Ok(answer)).is_continue());
    }
    assert_eq!(requests.finish().expect("a state"), SnapshotId::from(format!("state {}", sent.len())));
    sent
}

fn bodies<E: Chains>(change: E) -> Vec<Value> {
    chain(change).iter().map(body).collect()
}

#[test]
fn requests_stand_where_spotify_looks_for_them() {
    let types = "additional_types=track%2Cepisode";
    for (sent, expected) in [
        (sent(&GetPlaylist::new("spotify:user:ada:playlist:x")), format!("GET /playlists/x?{types}")),
        (sent(&GetPlaylistItems::<AtItems>::new("x")), format!("GET /playlists/x/items?{types}")),
        (sent(&GetPlaylistItems::<AtTracks>::new("x")), format!("GET /playlists/x/tracks?{types}")),
        (sent(&GetCurrentUserPlaylists::default()), "GET /me/playlists".to_owned()),
        (sent(&GetUserPlaylists::new("a#b")), "GET /users/a%23b/playlists".to_owned()),
        (sent(&GetPlaylistCover::new("x")), "GET /playlists/x/images".to_owned()),
        (sent(&FollowPlaylist::new("x")), "PUT /playlists/x/followers".to_owned()),
        (sent(&UnfollowPlaylist::new("x")), "DELETE /playlists/x/followers".to_owned()),
        (sent(&CheckFollowsPlaylist::new("x")), "GET /playlists/x/followers/contains".to_owned()),
        (sent(&CreatePlaylist::new("Road")), "POST /me/playlists".to_owned()),
        (sent(&CreatePlaylistForUser::new("a b", "Road")), "POST /users/a%20b/playlists".to_owned()),
        (sent(&AddPlaylistItems::<AtItems>::new("x", tracks(1))), "POST /playlists/x/items".to_owned()),
        (sent(&AddPlaylistItems::<AtTracks>::new("x", tracks(1))), "POST /playlists/x/tracks".to_owned()),
        (sent(&ReorderPlaylistItems::<AtItems>::new("x", 1, 0)), "PUT /playlists/x/items".to_owned()),
        (sent(&ReplacePlaylistItems::<AtTracks>::new("x", tracks(1))), "PUT /playlists/x/tracks".to_owned()),
        (sent(&RemovePlaylistItems::<AtItems>::new("x", tracks(1))), "DELETE /playlists/x/items".to_owned()),
    ] {
        assert_eq!(sent, expected);
    }
}

#[test]
fn whatever_is_filtered_out_of_a_list_its_place_and_length_stay() {
    let mut items = GetPlaylistItems::<AtItems>::new("x");
    *items.fields_mut() = Some("items(item(name))".to_owned());
    let request = items.request().expect("a request");
    let (_, fields) = url::form_urlencoded::parse(request.query().as_bytes()).next().expect("fields");
    assert_eq!(fields, "items(item(name)),next,offset,total,limit");
}

#[test]
fn what_is_said_about_a_playlist_is_sent_and_nothing_else() {
    let mut change = ChangePlaylistDetails::new("x");
    change.details_mut().description = Some(String::new());
    assert_eq!(body(&change.request().expect("a request")), json!({ "description": "" }));
    let mut create = CreatePlaylist::new("Road");
    assert_eq!(body(&create.request().expect("a request")), json!({ "name": "Road" }));
    (create.details_mut().public, create.details_mut().collaborative) = (Some(false), Some(true));
    let expected = json!({ "name": "Road", "public": false, "collaborative": true });
    assert_eq!(body(&create.request().expect("a request")), expected);
    let mut follow = FollowPlaylist::new("x");
    follow.public = Some(false);
    assert_eq!(body(&follow.request().expect("a request")), json!({ "public": false }));
}

#[test]
fn fault_115_what_can_not_be_said_about_a_playlist_is_refused() {
    let details = |public, collaborative| {
        let mut create = CreatePlaylist::new("Road");
        (create.details_mut().public, create.details_mut().collaborative) = (public, collaborative);
        create.request()
    };
    let mut nameless = ChangePlaylistDetails::new("x");
    nameless.details_mut().name = Some(" ".to_owned());
    for (request, says) in [
        (CreatePlaylist::new("").request(), "`name` is empty"),
        (nameless.request(), "`name` is empty"),
        (ChangePlaylistDetails::new("x").request(), "nothing to change"),
        (details(Some(true), Some(true)), "exclude each other"),
        (details(None, Some(true)), "Pass `public(false)` too"),
        (GetPlaylist::new("spotify:album:x").request(), "a playlist is needed"),
    ] {
        let error = request.expect_err(says);
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[test]
fn additions_of_any_length_follow_each_other() {
    let uris = tracks(250);
    let mut add = AddPlaylistItems::<AtItems>::new("x", &uris);
    let expected = |pieces: [Option<u32>; 3]| -> Vec<Value> {
        let pieces = pieces.into_iter().zip([&uris[..100], &uris[100..200], &uris[200..]]);
        pieces
            .map(|(position, uris)| match position {
                Some(position) => json!({ "uris": uris, "position": position }),
                None => json!({ "uris": uris }),
            })
            .collect()
    };
    assert_eq!(bodies(add.clone()), expected([None, None, None]));
    add.position = Some(7);
    assert_eq!(bodies(add.clone()), expected([Some(7), Some(107), Some(207)]));
    add.position = Some(u32::MAX - 100);
    assert!(add.chain().is_err());
    assert_eq!(bodies(AddPlaylistItems::<AtTracks>::new("x", &uris[..100])).len(), 1);
}

#[test]
fn a_replacement_puts_the_first_and_adds_the_rest() {
    let uris = tracks(201);
    let sent = chain(ReplacePlaylistItems::<AtItems>::new("x", &uris));
    let methods: Vec<&str> = sent.iter().map(|request| request.method().as_str()).collect();
    assert_eq!(methods, ["PUT", "POST", "POST"]);
    assert!(sent.iter().all(|request| request.path() == "/playlists/x/items"));
    assert_eq!(body(&sent[0]), json!({ "uris": uris[..100] }));
    assert_eq!(body(&sent[2]), json!({ "uris": uris[200..] }));
    assert_eq!(bodies(ReplacePlaylistItems::<AtItems>::new("x", &uris[..100])).len(), 1);
    assert_eq!(bodies(ReplacePlaylistItems::<AtItems>::new("x", [""; 0])), [json!({ "uris": [] })]);
}

#[test]
fn a_removal_is_meant_for_the_state_that_the_one_before_left() {
    let mut remove = RemovePlaylistItems::<AtTracks>::new("x", tracks(150));
    remove.snapshot_id = Some("mine".into());
    let sent = bodies(remove.clone());
    let count = |body: &Value| body["tracks"].as_array().map(Vec::len);
    assert_eq!(sent.iter().map(count).collect::<Vec<_>>(), [Some(100), Some(50)]);
    assert_eq!(sent[1]["tracks"][49], json!({ "uri": "spotify:track:149" }));
    let states: Vec<_> = sent.iter().map(|body| &body["snapshot_id"]).collect();
    assert_eq!(states, ["mine", "state 1"]);
    remove.snapshot_id = None;
    assert_eq!(bodies(remove)[0].get("snapshot_id"), None);
    let file = RemovePlaylistItems::<AtItems>::new("x", ["spotify:local:a:b:c:1"]);
    assert_eq!(bodies(file), [json!({ "items": [{ "uri": "spotify:local:a:b:c:1" }] })]);
}

/// What the requests make of a list, as Spotify describes it.
fn moved(count: u32, requests: &[Value]) -> Vec<u32> {
    let mut rows: Vec<u32> = (0..count).collect();
    for request in requests {
        let number = |name: &str| request[name].as_u64().expect("a number") as usize;
        let (start, before) = (number("range_start"), number("insert_before"));
        let length = number("range_length");
        assert!(length <= 100, "{request}");
        let range: Vec<u32> = rows.drain(start..start + length).collect();
        let target = if before > start { before.max(start + length) - length } else { before };
        rows.splice(target..target, range);
    }
    rows
}

proptest::proptest! {
    #[test]
    fn a_move_in_pieces_is_the_whole_move(start in 0..400_u32, before in 0..=400_u32, length in 1..400_u32) {
        let length = length.min(400 - start);
        let mut whole = ReorderPlaylistItems::<AtItems>::new("x", start, before);
        whole.range_length = length;
        let sent = bodies(whole);
        // By hand: out, and in again.
        let mut expected: Vec<u32> = (0..400).collect();
        if !(start..=start + length).contains(&before) {
            let range: Vec<u32> = expected.drain(start as usize..(start + length) as usize).collect();
            let target = if before > start { before - length } else { before } as usize;
            expected.splice(target..target, range);
        }
        proptest::prop_assert_eq!(moved(400, &sent), expected);
        let states: Vec<_> = sent.iter().skip(1).map(|body| body["snapshot_id"].clone()).collect();
        let left: Vec<_> = (1..sent.len()).map(|n| json!(format!("state {n}"))).collect();
        proptest::prop_assert_eq!(states, left);
    }
}

#[test]
fn an_error_in_the_middle_says_how_far_it_came() {
    let uris = tracks(250);
    let change = Chained::new(AddPlaylistItems::<AtItems>::new("x", &uris));
    let mut requests = change.requests(&Access::default()).expect("requests");
    let (first, _) = requests.next().expect("a request");
    assert!(requests.came(first, Ok("a".into())).is_continue());
    let (second, _) = requests.next().expect("a request");
    assert!(requests.came(second, Err(Error::new(ErrorKind::NotFound, "gone"))).is_break());
    assert!(requests.next().is_none());
    let error = requests.finish().expect_err("an error");
    let progress = error.progress().expect("progress");
    assert_eq!((progress.done(), progress.total()), (&uris[..100], 250));

    let mut whole = ReorderPlaylistItems::<AtItems>::new("x", 200, 0);
    whole.range_length = 150;
    let mut requests = Chained::new(whole).requests(&Access::default()).expect("requests");
    let (first, _) = requests.next().expect("a request");
    assert!(requests.came(first, Err(Error::new(ErrorKind::Forbidden, "no"))).is_break());
    let error = requests.finish().expect_err("an error");
    assert_eq!(error.progress().map(|progress| (progress.done().len(), progress.total())), Some((0, 150)));
}

/// What a change of 250 tracks does when the answer to its request number `lost` is lost.
fn aftermath_of(
    known: Option<&str>,
    lost: usize,
    look: Option<Result<SnapshotId>>,
) -> (Option<Aftermath>, Option<usize>) {
    let mut addition = AddPlaylistItems::<AtItems>::new("x", tracks(250));
    addition.known_snapshot_id = known.map(Into::into);
    let mut requests = Chained::new(addition).requests(&Access::default()).expect("requests");
    for state in 1..lost {
        requests.next().expect("a request");
        assert!(requests.came(0, Ok(format!("state {state}").into())).is_continue());
    }
    requests.next().expect("a request");
    assert!(!requests.is_afterthought());
    let goes_on = requests.came(0, Err(Error::new(ErrorKind::RequestMaybeApplied, "lost")));
    assert_eq!(goes_on.is_continue(), look.is_some());
    if let Some(answer) = look {
        let (_, step) = requests.next().expect("a look");
        let request = step.prepare().expect("a request");
        assert_eq!(
            (request.path(), request.query()),
            ("/playlists/x", "fields=snapshot_id&additional_types=track%2Cepisode")
        );
        assert!(requests.is_afterthought());
        assert!(requests.came(0, answer).is_break());
    }
    assert!(requests.next().is_none(), "nothing is repeated");
    let error = requests.finish().expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied);
    (error.aftermath().cloned(), error.progress().map(|progress| progress.done().len()))
}

#[test]
fn fault_113_a_look_at_the_state_tells_what_became_of_a_lost_change() {
    let changed = |state: &str| Some(Aftermath::Changed { snapshot_id: state.to_owned() });
    assert_eq!(aftermath_of(None, 1, None), (None, Some(0)), "nothing to compare with: no request for it");
    assert_eq!(aftermath_of(Some("a"), 1, Some(Ok("a".into()))), (Some(Aftermath::Unchanged), Some(0)));
    assert_eq!(aftermath_of(Some("a"), 1, Some(Ok("b".into()))), (changed("b"), Some(0)));
    assert_eq!(aftermath_of(Some("a"), 1, Some(Ok("".into()))), (None, Some(0)), "it does not tell");
    let no = Error::new(ErrorKind::Forbidden, "no");
    assert_eq!(aftermath_of(Some("a"), 1, Some(Err(no))), (None, Some(0)));
    // From the second request on it is known from the first, whatever it was before.
    for known in [None, Some("a")] {
        let unchanged = aftermath_of(known, 2, Some(Ok("state 1".into())));
        assert_eq!(unchanged, (Some(Aftermath::Unchanged), Some(100)));
        assert_eq!(aftermath_of(known, 3, Some(Ok("c".into()))), (changed("c"), Some(200)));
    }
}

#[test]
fn fault_115_changes_that_can_not_work_are_refused_whole() {
    let refused = |error: Error, says: &str| {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(says), "{error}");
    };
    let add = |uris: &[String]| AddPlaylistItems::<AtItems>::new("x", uris).chain().expect_err("an error");
    refused(add(&[]), "`uris` is empty");
    let mut uris = tracks(250);
    uris[249] = "spotify:album:x".to_owned();
    refused(add(&uris), "`spotify:album:x` is not the URI of a track or an episode");
    uris[249] = "spotify:local:a:b:c:1".to_owned();
    refused(add(&uris), "a file on somebody's device");
    let replace = ReplacePlaylistItems::<AtItems>::new("x", &uris).chain().expect_err("an error");
    refused(replace, "a file on somebody's device");
    let remove = |id: &str, uris: &[String]| RemovePlaylistItems::<AtItems>::new(id, uris);
    refused(remove("x", &[]).chain().expect_err("an error"), "`uris` is empty");
    refused(remove("../x", &tracks(1)).chain().expect_err("an error"), "not the id of a playlist");
    let mut stateless = remove("x", &tracks(1));
    stateless.snapshot_id = Some("".into());
    refused(stateless.chain().expect_err("an error"), "`snapshot_id` is empty");
    let mut nothing = ReorderPlaylistItems::<AtItems>::new("x", 0, 1);
    nothing.range_length = 0;
    refused(nothing.chain().expect_err("an error"), "`range_length` is 0");
    let mut long = ReorderPlaylistItems::<AtItems>::new("x", 0, u32::MAX);
    for (length, is_taken) in [(100_000, true), (100_001, false), (1_000_000_000, false)] {
        long.range_length = length;
        match long.clone().chain() {
            Ok(_) => assert!(is_taken, "{length}"),
            Err(error) => refused(error, &format!("`range_length` is {length}")),
        }
    }
    let mut far = ReorderPlaylistItems::<AtItems>::new("x", u32::MAX, 1);
    far.range_length = 2;
    refused(far.chain().expect_err("an error"), "any playlist's end");
    let single = AddPlaylistItems::<AtItems>::new("x", tracks(101)).request().expect_err("an error");
    refused(single, "at most 100");
}

#[test]
fn a_cover_is_sent_as_text() {
    let jpeg = vec![0xff, 0xd8, 0xff, 0xe0, 0, 16];
    let request = UploadPlaylistCover::new("x", jpeg).request().expect("a request");
    assert_eq!((request.method().as_str(), request.path()), ("PUT", "/playlists/x/images"));
    let Body::Bytes { content_type, bytes } = request.body() else { panic!("bytes") };
    assert_eq!((*content_type, &bytes[..]), ("image/jpeg", &b"/9j/4AAQ"[..]));
}

#[test]
fn fault_115_a_cover_that_spotify_can_not_take_is_refused() {
    let picture = |length: usize| {
        let mut jpeg = vec![0; length];
        jpeg[..3].copy_from_slice(&[0xff, 0xd8, 0xff]);
        UploadPlaylistCover::new("x", jpeg).request()
    };
    let largest = picture(192_000).expect("a request");
    assert!(matches!(largest.body(), Body::Bytes { bytes, .. } if bytes.len() == 256_000));
    for (request, says) in [
        (picture(192_001), "has 192001 bytes, but may have 192000"),
        (UploadPlaylistCover::new("x", Vec::new()).request(), "is empty"),
        (UploadPlaylistCover::new("x", &b"\x89PNG\r\n"[..]).request(), "is not a JPEG"),
        (UploadPlaylistCover::new("x", &b"\xff\xd8"[..]).request(), "is not a JPEG"),
        (UploadPlaylistCover::new("x", &b"/9j/4AAQ"[..]).request(), "is text already"),
        (UploadPlaylistCover::new("x", &b"data:image/jpeg;base64,/9j/"[..]).request(), "is text already"),
    ] {
        let error = request.expect_err(says);
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[test]
fn what_may_be_sent_twice_is_said_of_each() {
    use crate::operation::Repeat::{OnlyIfUnsent, Safe};
    for (operation, repeat) in [
        (AddPlaylistItems::<AtItems>::OPERATION, OnlyIfUnsent),
        (ReorderPlaylistItems::<AtItems>::OPERATION, OnlyIfUnsent),
        (ReplacePlaylistItems::<AtItems>::OPERATION, Safe),
        (RemovePlaylistItems::<AtItems>::OPERATION, Safe),
        (CreatePlaylist::OPERATION, OnlyIfUnsent),
        (CreatePlaylistForUser::OPERATION, OnlyIfUnsent),
        (ChangePlaylistDetails::OPERATION, Safe),
        (UploadPlaylistCover::OPERATION, Safe),
        (FollowPlaylist::OPERATION, Safe),
    ] {
        assert_eq!(operation.repeat, repeat, "{}", operation.id);
    }
}
