//! Tests of how lists go on.

use super::*;
use crate::ErrorKind;
use crate::endpoint::{GetAlbumTracks, GetFollowedArtists, GetRecentlyPlayed, GetSavedTracks};
use crate::model::RecentlyPlayed;

const WORD: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn query(endpoint: &impl Endpoint) -> String {
    endpoint.request().expect("a request").query().to_owned()
}

fn resumed<E: Listed>(endpoint: &E, next: &str) -> Result<String> {
    let request = endpoint.request().expect("a request");
    let at = endpoint.at(&Place::parse(next, request.path(), &["/", "/v1"])?)?;
    Ok(at.request()?.query().to_owned())
}

#[test]
fn fault_116_of_an_address_only_the_place_is_taken() {
    let saved = GetSavedTracks::default();
    for next in [
        "https://api.spotify.com/v1/me/tracks?offset=50&limit=20&market=SE&access_token=x",
        "http://127.0.0.1:1/me/tracks?limit=20&offset=50#fragment",
        " https://evil.example/v1/me/tracks?offset=50&limit=20\n",
    ] {
        assert_eq!(resumed(&saved, next).expect(next), "limit=20&offset=50", "{next}");
    }
    let tracks = GetAlbumTracks::new(WORD);
    let next = format!("https://api.spotify.com/v1/albums/{WORD}/tracks?offset=50");
    assert_eq!(resumed(&tracks, &next).expect("a place"), "offset=50");
    let artists = GetFollowedArtists::default();
    let next = format!("https://api.spotify.com/v1/me/following?type=artist&after={WORD}&limit=9");
    assert_eq!(resumed(&artists, &next).expect("a place"), format!("type=artist&after={WORD}&limit=9"));
    let played = GetRecentlyPlayed::default();
    let next = "https://api.spotify.com/v1/me/player/recently-played?before=17&limit=9";
    assert_eq!(resumed(&played, next).expect("a place"), "before=17&limit=9");
}

#[test]
fn an_address_of_something_else_is_refused() {
    let refused = |result: Result<String>, says: &str| {
        let error = result.expect_err(says);
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.to_string().contains(says), "{error}");
    };
    let saved = GetSavedTracks::default();
    for (next, says) in [
        ("", "not the address"),
        ("offset=50", "not the address"),
        ("/me/tracks?offset=50", "not the address"),
        ("https://api.spotify.com/v1/me/albums?offset=50", "something else than `/me/tracks`"),
        ("https://api.spotify.com/v1/me/tracks/contains?offset=50", "something else"),
        ("https://api.spotify.com/v2/me/tracks?offset=50", "something else"),
        ("https://api.spotify.com/v1//me/tracks?offset=50", "something else"),
        ("mailto:me/tracks?offset=50", "something else"),
        ("https://api.spotify.com/v1/me/tracks", "it has not an `offset`"),
        ("https://api.spotify.com/v1/me/tracks?offset=-1", "`offset` is not a number"),
        ("https://api.spotify.com/v1/me/tracks?offset=4294967296", "`offset` is not a number"),
        ("https://api.spotify.com/v1/me/tracks?offset=0&limit=x", "`limit` is not a number"),
        ("https://api.spotify.com/v1/me/tracks?offset=0&limit=51", "`limit` is 51"),
    ] {
        refused(resumed(&saved, next), says);
    }
    let another = "https://api.spotify.com/v1/albums/11dFghVXANMlKmJXsNCbNl/tracks?offset=50";
    refused(resumed(&GetAlbumTracks::new(WORD), another), "something else");
    let artists = "https://api.spotify.com/v1/me/following";
    refused(resumed(&GetFollowedArtists::default(), artists), "it has not an `after`");
    let no_artist = format!("{artists}?after=a/b");
    refused(resumed(&GetFollowedArtists::default(), &no_artist), "artist");
    let played = "https://api.spotify.com/v1/me/player/recently-played";
    refused(resumed(&GetRecentlyPlayed::default(), played), "a `before` or an `after`");
    let both = format!("{played}?before=1&after=2");
    refused(resumed(&GetRecentlyPlayed::default(), &both), "exclude each other");
}

#[test]
fn followed_artists_go_on_where_next_says_if_no_cursor_does() {
    let page = |json: serde_json::Value| serde_json::from_value(json).expect("a page");
    let row = serde_json::json!({ "id": "a" });
    let next = format!("https://api.spotify.com/v1/me/following?type=artist&after={WORD}&limit=1");
    let begin = GetFollowedArtists::default();
    for cursors in [serde_json::json!(null), serde_json::json!({ "after": null }), serde_json::json!({})] {
        let json = serde_json::json!({ "items": [row], "cursors": cursors, "next": next });
        let following = begin.following(&page(json)).expect("more");
        assert_eq!(query(&following), format!("type=artist&after={WORD}"), "{cursors}");
        let again = serde_json::json!({ "items": [row], "cursors": cursors, "next": next });
        assert!(following.following(&page(again)).is_none(), "nothing moves");
    }
    let both = serde_json::json!({ "items": [row], "cursors": { "after": "b" }, "next": next });
    assert_eq!(query(&begin.following(&page(both)).expect("more")), "type=artist&after=b");
    for end in [
        serde_json::json!({ "items": [], "cursors": null, "next": next }),
        serde_json::json!({ "items": [row], "cursors": null, "next": null }),
        serde_json::json!({ "items": [row], "cursors": null, "next": "https://x/?limit=1" }),
    ] {
        assert!(begin.following(&page(end.clone())).is_none(), "{end}");
    }
}

fn played(json: serde_json::Value) -> RecentlyPlayed {
    serde_json::from_value(json).expect("an answer")
}

#[test]
fn recently_played_goes_back_in_time() {
    let row = serde_json::json!({"track": {"id": "a"}, "played_at": "1970-01-01T00:00:00.050Z"});
    let page = |next: Option<&str>, before: Option<&str>, rows: usize| {
        played(serde_json::json!({
            "items": vec![row.clone(); rows], "next": next, "cursors": before.map(|before| serde_json::json!({"before": before})),
        }))
    };
    let begin = GetRecentlyPlayed::default();
    let next = begin.following(&page(Some("https://x/?before=40&limit=2"), Some("60"), 2)).expect("more");
    assert_eq!(query(&next), "before=40", "the address counts before the cursor");
    let next = next.following(&page(Some("https://x/"), Some("30"), 2)).expect("more");
    assert_eq!(query(&next), "before=30");
    for end in [
        page(None, Some("20"), 2),
        page(Some("https://x/"), None, 2),
        page(Some("https://x/?before=20"), Some("20"), 0),
        page(Some("https://x/?before=30"), Some("30"), 2),
        page(Some("https://x/?before=31"), None, 2),
    ] {
        assert!(next.following(&end).is_none(), "{end:?}");
    }
}

#[test]
fn what_was_played_after_a_time_ends_there() {
    let mut since = GetRecentlyPlayed::default();
    since.after = Some(40);
    let rows = [70, 60].map(
        |ms| serde_json::json!({"track": {"id": "a"}, "played_at": format!("1970-01-01T00:00:00.0{ms}Z")}),
    );
    let next = since
        .following(&played(serde_json::json!({"items": rows, "next": "https://x/?before=60"})))
        .expect("more");
    assert_eq!(query(&next), "before=60");
    let rows = [50, 40, 30].map(
        |ms| serde_json::json!({"track": {"id": "a"}, "played_at": format!("1970-01-01T00:00:00.0{ms}Z")}),
    );
    let last = played(serde_json::json!({"items": rows, "next": "https://x/?before=30"}));
    assert!(next.following(&last).is_none());
    assert_eq!(next.rows(last).0.len(), 1, "only what was played after it");
}
