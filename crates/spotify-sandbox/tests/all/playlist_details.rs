//! Creating playlists, and changing what is said about them; covers, followers, playing.

use base64::Engine as _;
use serde_json::{Value, json};
use spotify_sandbox::{Playlist, Rules, User};

use crate::client::{get, request};
use crate::login::builder;
use crate::playlists::{call, id, mine, names, read, sandbox, token};

#[test]
fn playlists_are_created_and_their_details_changed() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let ada = token(&sandbox, "ada");
    let create = |token: &str, body: Value| call(&sandbox, token, "POST", "/me/playlists", &body);
    let created = create(&ada, json!({ "name": "New", "public": false, "description": "d" }));
    assert_eq!(created.status, 201);
    let created = created.json();
    assert_eq!((&created["public"], &created["owner"]["id"]), (&json!(false), &json!("ada")));
    assert_eq!((&created["items"]["total"], &created["description"]), (&json!(0), &json!("d")));
    assert_eq!(names(&mine(&sandbox, &ada))[..2], ["New", "Road"], "the newest is first");
    assert_eq!(create(&ada, json!({ "name": "New" })).json()["public"], true, "unless it says otherwise");

    let path = format!("/playlists/{}", created["id"].as_str().unwrap());
    let changed = call(&sandbox, &ada, "PUT", &path, &json!({ "name": "Newer", "collaborative": true }));
    assert_eq!((changed.status, changed.body), (200, Vec::new()));
    let after = read(&sandbox, &ada, &path).json();
    assert_eq!((&after["name"], &after["collaborative"]), (&json!("Newer"), &json!(true)));
    assert_eq!(after["description"], "d", "what is not named stays");
    assert_ne!(after["snapshot_id"], created["snapshot_id"]);

    for (method, path, body, message) in [
        ("POST", "/me/playlists", json!({}), "Missing required field: name"),
        ("POST", "/me/playlists", json!({ "name": "" }), "Missing required field: name"),
        ("POST", "/me/playlists", json!([]), "Malformed json"),
        ("POST", "/me/playlists", json!({ "name": 1 }), "Bad request"),
        ("POST", "/me/playlists", json!({ "name": "x", "collaborative": true }), "Bad request"),
        ("PUT", path.as_str(), json!({ "public": true }), "Bad request"),
        ("PUT", path.as_str(), json!({ "name": "" }), "Bad request"),
    ] {
        assert_eq!(call(&sandbox, &ada, method, path, &body).error(), (400, message.to_owned()), "{body}");
    }
}

#[test]
fn changes_need_the_scope_of_the_playlist_and_its_owner() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let (road, secret, ours) = (id(&sandbox, "Road"), id(&sandbox, "Secret"), id(&sandbox, "Ours"));
    let scope = |scope: &str| sandbox.mint("ada", &[scope]).access_token;
    let (public, private) = (scope("playlist-modify-public"), scope("playlist-modify-private"));
    let missing = (403, "Insufficient client scope".to_owned());
    let body = json!({ "name": "x" });
    for (token, path, works) in [
        (&public, &road, true),
        (&private, &road, false),
        (&public, &secret, false),
        (&private, &secret, true),
    ] {
        let answer = call(&sandbox, token, "PUT", &format!("/playlists/{path}"), &body);
        if works { assert_eq!(answer.status, 200) } else { assert_eq!(answer.error(), missing) }
    }
    for (token, body) in [
        (&private, json!({ "name": "x" })),
        (&public, json!({ "name": "x", "public": false })),
        (&private, json!({ "name": "x", "public": false, "collaborative": true })),
    ] {
        assert_eq!(call(&sandbox, token, "POST", "/me/playlists", &body).error(), missing, "{body}");
    }
    let (bob, cleo) = (token(&sandbox, "bob b"), token(&sandbox, "cleo"));
    let forbidden = (403, "Forbidden".to_owned());
    for (token, playlist) in [(&bob, &road), (&bob, &ours), (&cleo, &ours)] {
        assert_eq!(call(&sandbox, token, "PUT", &format!("/playlists/{playlist}"), &body).error(), forbidden);
    }
    let uri = read(&sandbox, &token(&sandbox, "ada"), &format!("/playlists/{road}/items?limit=1")).json();
    let uris = json!({ "uris": [uri["items"][0]["item"]["uri"]] });
    for (token, playlist, works) in [(&bob, &road, false), (&bob, &ours, true), (&cleo, &ours, false)] {
        let answer = call(&sandbox, token, "POST", &format!("/playlists/{playlist}/items"), &uris);
        if works { assert_eq!(answer.status, 201) } else { assert_eq!(answer.error(), forbidden) }
    }
    let rows = read(&sandbox, &bob, &format!("/playlists/{ours}/items")).json();
    assert_eq!(rows["items"][3]["added_by"]["uri"], "spotify:user:bob%20b");
}

#[test]
fn the_older_form_creates_for_nobody_else() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let bob = token(&sandbox, "bob b");
    let body = json!({ "name": "x" });
    assert_eq!(call(&sandbox, &bob, "POST", "/users/bob%20b/playlists", &body).status, 201);
    assert_eq!(names(&mine(&sandbox, &bob))[0], "x");
    let refused = call(&sandbox, &bob, "POST", "/users/ada/playlists", &body);
    assert_eq!(refused.error(), (403, "You cannot create a playlist for another user.".to_owned()));
}

#[test]
fn a_cover_is_a_jpeg_in_base64() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let (empty, ada) = (id(&sandbox, "Empty"), token(&sandbox, "ada"));
    let path = format!("/playlists/{empty}/images");
    let jpeg = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];
    let encoded = base64::engine::general_purpose::STANDARD.encode(jpeg);
    let put = |token: &str, body: &str| {
        let request = request(sandbox.base_url(), "PUT", &format!("/v1{path}"));
        request.bearer(token).header("content-type", "image/jpeg").body(body).send()
    };
    assert_eq!(read(&sandbox, &ada, &path).json(), json!([]), "an array without anything around it");
    let taken = put(&ada, &encoded);
    assert_eq!((taken.status, taken.body), (202, Vec::new()));
    let images = read(&sandbox, &ada, &path).json();
    assert_eq!((&images[0]["height"], images.as_array().unwrap().len()), (&Value::Null, 1));
    let image = get(sandbox.base_url(), images[0]["url"].as_str().unwrap()).send();
    assert_eq!((image.status, &image.body[..]), (200, &jpeg[..]));

    for body in [&format!("{encoded}\n"), &format!("data:image/jpeg;base64,{encoded}"), "aGVsbG8=", ""] {
        assert_eq!(put(&ada, body).status, 400, "{body:?}");
    }
    assert_eq!(call(&sandbox, &ada, "PUT", &path, &json!(encoded)).status, 400, "it says that it is JSON");
    // A picture of 188 KB was taken, one of 191 KB was not.
    let large = |length: usize| {
        let mut jpeg = vec![0; length];
        jpeg[..3].copy_from_slice(&[0xff, 0xd8, 0xff]);
        base64::engine::general_purpose::STANDARD.encode(jpeg)
    };
    assert_eq!(put(&ada, &large(188 * 1024)).status, 202);
    let refused = put(&ada, &large(191 * 1024));
    assert_eq!((refused.status, refused.header("content-type")), (413, "text/plain; charset=utf-8"));
    for scopes in [&["playlist-modify-public"][..], &["ugc-image-upload"]] {
        let without = sandbox.mint("ada", scopes).access_token;
        assert_eq!(put(&without, &encoded).error(), (401, "Unauthorized.".to_owned()));
    }
    assert_eq!(put(&token(&sandbox, "bob b"), &encoded).error(), (403, "Forbidden".to_owned()));
}

#[test]
fn playlists_are_followed_and_unfollowed() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let (road, cleo) = (id(&sandbox, "Road"), token(&sandbox, "cleo"));
    let path = format!("/playlists/{road}/followers");
    let asks = || read(&sandbox, &cleo, &format!("{path}/contains?ids=somebody")).json();
    let count = || read(&sandbox, &cleo, &format!("/playlists/{road}")).json()["followers"]["total"].clone();
    assert_eq!((asks(), count()), (json!([false]), json!(1)));
    let followed = call(&sandbox, &cleo, "PUT", &path, &json!({ "public": false }));
    assert_eq!((followed.status, followed.body), (200, Vec::new()));
    assert_eq!((asks(), count()), (json!([true]), json!(2)));
    assert_eq!(names(&mine(&sandbox, &cleo)), ["Road"]);
    let shown = |token: &str| read(&sandbox, token, "/users/cleo/playlists").json()["total"].clone();
    assert_eq!(shown(&token(&sandbox, "ada")), 0, "cleo follows it unseen");
    assert_eq!(call(&sandbox, &cleo, "PUT", &path, &Value::Null).status, 200);
    assert_eq!((shown(&token(&sandbox, "ada")), count()), (json!(1), json!(2)));
    assert_eq!(call(&sandbox, &cleo, "DELETE", &path, &Value::Null).status, 200);
    assert_eq!((asks(), count()), (json!([false]), json!(1)));

    let public = sandbox.mint("cleo", &["playlist-modify-public"]).access_token;
    let refused = call(&sandbox, &public, "PUT", &path, &json!({ "public": false }));
    assert_eq!(refused.error(), (403, "Insufficient client scope".to_owned()));
    let unknown = call(&sandbox, &cleo, "PUT", "/playlists/0000000000000000000000/followers", &Value::Null);
    assert_eq!(unknown.error(), (404, "Resource not found".to_owned()));
}

#[test]
fn one_s_own_is_deleted_by_unfollowing_it() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let (road, ada, bob) = (id(&sandbox, "Road"), token(&sandbox, "ada"), token(&sandbox, "bob b"));
    let path = format!("/me/library?uris=spotify:playlist:{road}");
    assert_eq!(call(&sandbox, &ada, "DELETE", &path, &Value::Null).status, 200);
    assert_eq!(names(&mine(&sandbox, &ada))[0], "Mixed");
    assert!(names(&mine(&sandbox, &bob)).contains(&"Road"), "others keep it");
    assert_eq!(read(&sandbox, &ada, &format!("/playlists/{road}")).status, 200, "and so does Spotify");
    assert_eq!(call(&sandbox, &ada, "PUT", &path, &Value::Null).status, 200);
    assert_eq!(names(&mine(&sandbox, &ada))[0], "Road");
}

#[test]
fn a_playlist_is_something_to_play() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let scopes = ["user-modify-playback-state", "user-read-playback-state", "user-read-currently-playing"];
    let ada = sandbox.mint("ada", &scopes).access_token;
    let (road, mixed) = (id(&sandbox, "Road"), id(&sandbox, "Mixed"));
    let rows = read(&sandbox, &token(&sandbox, "ada"), &format!("/playlists/{road}/items?limit=3")).json();
    let play = |id: &str, offset: u32| {
        let body =
            json!({ "context_uri": format!("spotify:playlist:{id}"), "offset": { "position": offset } });
        assert_eq!(call(&sandbox, &ada, "PUT", "/me/player/play", &body).status, 204);
        read(&sandbox, &ada, "/me/player/queue").json()
    };
    let queue = play(&road, 1);
    assert_eq!(queue["currently_playing"]["uri"], rows["items"][1]["item"]["uri"]);
    assert_eq!(queue["queue"][0]["uri"], rows["items"][2]["item"]["uri"]);
    let state = read(&sandbox, &ada, "/me/player").json();
    assert_eq!(state["context"]["uri"], format!("spotify:playlist:{road}"));
    // A track, an episode, a file, and something that is gone.
    let queue = play(&mixed, 0);
    assert_eq!(queue["currently_playing"]["type"], "track");
    assert_eq!(queue["queue"].as_array().map(Vec::len), Some(2), "what is gone is passed over");
}

#[test]
fn nobody_has_more_than_eleven_thousand_playlists() {
    let ada = (0..10_999).fold(User::premium("ada"), |ada, _| ada.playlist(Playlist::new("One")));
    let bob = User::free("bob").playlist(Playlist::new("Bob's"));
    let sandbox = builder().rules(Rules::ExtendedQuota).user(ada).user(bob).start().unwrap();
    let (ada, bob) = (token(&sandbox, "ada"), token(&sandbox, "bob"));
    let create = || call(&sandbox, &ada, "POST", "/me/playlists", &json!({ "name": "x" }));
    let follow = |id: &Value| {
        let path = format!("/playlists/{}/followers", id.as_str().unwrap());
        call(&sandbox, &ada, "PUT", &path, &Value::Null)
    };
    let created = create().json();
    let full = (502, "Something went wrong".to_owned());
    assert_eq!(create().error(), full);
    let bobs = mine(&sandbox, &bob).remove(0);
    assert_eq!(follow(&bobs["id"]).error(), full);
    let uri = bobs["uri"].as_str().unwrap();
    let saved = call(&sandbox, &ada, "PUT", &format!("/me/library?uris={uri}"), &Value::Null);
    assert_eq!(saved.error(), full);
    assert_eq!(follow(&created["id"]).status, 200, "what is there needs no room");
    assert_eq!(read(&sandbox, &ada, "/me/playlists?limit=1").json()["total"], 11_000);
}
