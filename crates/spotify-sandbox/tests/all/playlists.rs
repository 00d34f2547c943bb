//! Playlists: who sees what, and the `fields` filter.

use serde_json::{Value, json};
use spotify_sandbox::{Playlist, Rules, Sandbox, User};

use crate::client::{Response, get, request};
use crate::login::builder;

pub const ALL: &[&str] = &[
    "playlist-read-private",
    "playlist-read-collaborative",
    "playlist-modify-public",
    "playlist-modify-private",
    "ugc-image-upload",
    "user-read-private",
];

/// `ada` has five playlists, of which `bob` follows two, and he has one of his own.
pub fn sandbox(rules: Rules) -> Sandbox {
    let mixed = Playlist::new("Mixed").description("a \"b\" & c/d").track(3).episode(0);
    let mixed = mixed.local_file("Ann & Co", "", "Take 3, live", 183).gone();
    let ada = User::premium("ada")
        .playlist(Playlist::new("Road").tracks(120))
        .playlist(mixed)
        .playlist(Playlist::new("Secret").private().tracks(2))
        .playlist(Playlist::new("Ours").collaborative().tracks(3))
        .playlist(Playlist::new("Empty"));
    let bob = User::free("bob b")
        .playlist(Playlist::new("Bob's").tracks(1))
        .followed_playlist("ada", "Ours")
        .followed_playlist("ada", "Road");
    builder().rules(rules).user(ada).user(bob).user(User::free("cleo")).start().unwrap()
}

pub fn token(sandbox: &Sandbox, user: &str) -> String {
    sandbox.mint(user, ALL).access_token
}

pub fn call(sandbox: &Sandbox, token: &str, method: &'static str, path: &str, body: &Value) -> Response {
    let request = request(sandbox.base_url(), method, &format!("/v1{path}")).bearer(token);
    if body.is_null() { request.send() } else { request.json(body).send() }
}

pub fn read(sandbox: &Sandbox, token: &str, path: &str) -> Response {
    get(sandbox.base_url(), &format!("/v1{path}")).bearer(token).send()
}

pub fn mine(sandbox: &Sandbox, token: &str) -> Vec<Value> {
    read(sandbox, token, "/me/playlists?limit=50").json()["items"].as_array().unwrap().clone()
}

pub fn names(playlists: &[Value]) -> Vec<&str> {
    playlists.iter().map(|playlist| playlist["name"].as_str().unwrap()).collect()
}

/// The id of a playlist that ada has.
pub fn id(sandbox: &Sandbox, name: &str) -> String {
    let all = mine(sandbox, &token(sandbox, "ada"));
    all.iter().find(|playlist| playlist["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_list_shows_what_the_scopes_allow() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let all = mine(&sandbox, &token(&sandbox, "ada"));
    assert_eq!(names(&all), ["Road", "Mixed", "Secret", "Ours", "Empty"]);
    for (scope, expected) in [
        ("user-read-private", &["Road", "Mixed", "Empty"][..]),
        ("playlist-read-private", &["Road", "Mixed", "Secret", "Empty"]),
        ("playlist-read-collaborative", &["Road", "Mixed", "Ours", "Empty"]),
    ] {
        let token = sandbox.mint("ada", &[scope]).access_token;
        let page = read(&sandbox, &token, "/me/playlists").json();
        assert_eq!(page["total"], expected.len());
        assert_eq!(names(page["items"].as_array().unwrap()), expected);
    }
    assert_eq!(names(&mine(&sandbox, &token(&sandbox, "bob b"))), ["Bob's", "Ours", "Road"]);
    let page = read(&sandbox, &token(&sandbox, "ada"), "/me/playlists?limit=2&offset=2").json();
    assert_eq!(names(page["items"].as_array().unwrap()), ["Secret", "Ours"]);
    let error =
        |query: &str| read(&sandbox, &token(&sandbox, "ada"), &format!("/me/playlists?{query}")).error();
    assert_eq!(error("limit=51"), (400, "Invalid limit".to_owned()));
    assert_eq!(error("offset=100001"), (400, "Invalid offset".to_owned()));
    let app = read(&sandbox, &sandbox.mint_app_token(), "/me/playlists");
    assert_eq!(app.error(), (403, "This request requires user authentication.".to_owned()));
}

#[test]
fn a_profile_shows_public_playlists() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let of = |token: &str, user: &str| {
        let page = read(&sandbox, token, &format!("/users/{user}/playlists")).json();
        names(page["items"].as_array().unwrap()).join(" ")
    };
    assert_eq!(of(&token(&sandbox, "cleo"), "ada"), "Road Mixed Empty");
    assert_eq!(of(&sandbox.mint_app_token(), "bob%20b"), "Bob's Road");
    assert_eq!(of(&token(&sandbox, "ada"), "ada"), "Road Mixed Secret Ours Empty");
    assert_eq!(read(&sandbox, &token(&sandbox, "ada"), "/users/nobody/playlists").status, 404);
}

#[test]
fn the_profile_follows_what_the_owner_says_about_a_playlist() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let (ada, secret, road) = (token(&sandbox, "ada"), id(&sandbox, "Secret"), id(&sandbox, "Road"));
    for (playlist, public) in [(&secret, true), (&road, false)] {
        let changed =
            call(&sandbox, &ada, "PUT", &format!("/playlists/{playlist}"), &json!({ "public": public }));
        assert_eq!(changed.status, 200);
    }
    let page = read(&sandbox, &sandbox.mint_app_token(), "/users/ada/playlists").json();
    assert_eq!(names(page["items"].as_array().unwrap()), ["Mixed", "Secret", "Empty"]);
    // It is unfollowed as what it is by now.
    let public = sandbox.mint("ada", &["playlist-modify-public"]).access_token;
    let unfollow = |playlist: &str| {
        call(&sandbox, &public, "DELETE", &format!("/playlists/{playlist}/followers"), &Value::Null)
    };
    assert_eq!(unfollow(&road).error(), (403, "Insufficient client scope".to_owned()));
    assert_eq!(unfollow(&secret).status, 200);
}

#[test]
fn rows_of_what_is_not_public_need_the_scope_that_lists_it() {
    for (rules, rows) in [(Rules::DevelopmentMode, "items"), (Rules::ExtendedQuota, "tracks")] {
        let sandbox = sandbox(rules);
        let of = |name: &str| format!("/playlists/{}", id(&sandbox, name));
        let (road, secret, ours) = (of("Road"), of("Secret"), of("Ours"));
        for (scope, seen) in [
            ("user-read-private", &[&road][..]),
            ("playlist-read-private", &[&road, &secret]),
            ("playlist-read-collaborative", &[&road, &ours]),
        ] {
            let ada = sandbox.mint("ada", &[scope]).access_token;
            for playlist in [&road, &secret, &ours] {
                let sees = seen.contains(&playlist);
                let whole = read(&sandbox, &ada, playlist);
                assert_eq!(
                    (whole.status, whole.json().get(rows).is_some()),
                    (200, sees),
                    "{rules:?} {scope}"
                );
                let page = read(&sandbox, &ada, &format!("{playlist}/items"));
                match sees {
                    true => assert_eq!(page.status, 200),
                    false => assert_eq!(page.error(), (403, "Insufficient client scope".to_owned())),
                }
            }
        }
    }
}

#[test]
fn development_mode_says_items_and_shows_them_to_those_who_may_change_them() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let (road, ours) = (id(&sandbox, "Road"), id(&sandbox, "Ours"));
    let (ada, bob, cleo) = (token(&sandbox, "ada"), token(&sandbox, "bob b"), token(&sandbox, "cleo"));
    let whole = read(&sandbox, &ada, &format!("/playlists/{road}")).json();
    assert!(whole.get("tracks").is_none());
    assert_eq!((&whole["items"]["total"], &whole["items"]["limit"]), (&json!(120), &json!(50)));
    assert_eq!(whole["items"]["items"].as_array().unwrap().len(), 50);
    let row = &whole["items"]["items"][0];
    assert!(row.get("track").is_none() && row["item"]["type"] == "track", "{row}");
    assert_eq!(whole["followers"], json!({ "href": null, "total": 1 }));
    let next = whole["items"]["next"].as_str().unwrap();
    let rest = get(sandbox.base_url(), next).bearer(&ada).send().json();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["offset"]), (50, &json!(50)), "{next}");
    let page = read(&sandbox, &ada, &format!("/playlists/{road}/items?limit=50&offset=100")).json();
    assert_eq!((page["items"].as_array().unwrap().len(), &page["next"]), (20, &Value::Null));

    for (token, playlist, sees) in
        [(&ada, &ours, true), (&bob, &ours, true), (&bob, &road, false), (&cleo, &ours, false)]
    {
        let whole = read(&sandbox, token, &format!("/playlists/{playlist}"));
        assert_eq!((whole.status, whole.json().get("items").is_some()), (200, sees));
        let rows = read(&sandbox, token, &format!("/playlists/{playlist}/items"));
        match sees {
            true => assert_eq!(rows.status, 200),
            false => assert_eq!(rows.error(), (403, "Forbidden".to_owned())),
        }
    }
    let app = read(&sandbox, &sandbox.mint_app_token(), &format!("/playlists/{road}"));
    assert_eq!((app.status, app.json().get("items")), (200, None));
    let older = read(&sandbox, &ada, &format!("/playlists/{road}/tracks"));
    assert_eq!(older.error(), (403, "Forbidden".to_owned()));
    let refs = mine(&sandbox, &bob);
    assert_eq!(refs[1]["items"]["total"], 3);
    assert!(refs[2].get("items").is_none(), "Road is not Bob's");
}

#[test]
fn extended_quota_has_both_names_and_the_older_operation() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let (road, secret) = (id(&sandbox, "Road"), id(&sandbox, "Secret"));
    let cleo = token(&sandbox, "cleo");
    let whole = read(&sandbox, &cleo, &format!("/playlists/{road}")).json();
    assert_eq!(whole["items"]["items"][0]["item"], whole["tracks"]["items"][0]["track"]);
    let next = whole["tracks"]["next"].as_str().unwrap();
    assert_eq!(get(sandbox.base_url(), next).bearer(&cleo).send().json()["offset"], 100, "{next}");
    let page = read(&sandbox, &cleo, &format!("/playlists/{road}/items?limit=1")).json();
    assert_eq!(page["items"][0]["item"], page["items"][0]["track"]);
    let page = read(&sandbox, &cleo, &format!("/playlists/{road}/tracks?limit=100")).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 100);
    assert!(page["items"][0].get("item").is_none() && page["items"][0]["track"]["type"] == "track");
    let error = |path: &str| read(&sandbox, &cleo, path).error();
    assert_eq!(error(&format!("/playlists/{road}/tracks?limit=101")), (400, "Invalid limit".to_owned()));
    assert_eq!(error(&format!("/playlists/{road}/items?limit=51")), (400, "Invalid limit".to_owned()));
    let listed = mine(&sandbox, &token(&sandbox, "ada"));
    assert_eq!(listed[0]["tracks"]["total"], listed[0]["items"]["total"]);
    let without = sandbox.mint("ada", &["user-read-private"]).access_token;
    let refused = read(&sandbox, &without, &format!("/playlists/{secret}/items"));
    assert_eq!(refused.error(), (403, "Insufficient client scope".to_owned()));
}

#[test]
fn rows_are_tracks_episodes_files_and_nothing() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let (mixed, ada) = (id(&sandbox, "Mixed"), token(&sandbox, "ada"));
    let rows = |query: &str| {
        let page = read(&sandbox, &ada, &format!("/playlists/{mixed}/items{query}")).json();
        page["items"].as_array().unwrap().clone()
    };
    let plain = rows("");
    let [track, episode, file, gone] = &plain[..] else { panic!("four rows") };
    assert_eq!((&track["item"]["track"], &track["item"]["episode"]), (&json!(true), &json!(false)));
    assert_eq!((&track["added_by"]["id"], &track["is_local"]), (&json!("ada"), &json!(false)));
    assert!(track["added_at"].as_str().unwrap() < gone["added_at"].as_str().unwrap());
    // An app that does not say that it knows episodes gets something like a track.
    let shaped = &episode["item"];
    assert_eq!((&shaped["type"], &shaped["episode"]), (&json!("episode"), &json!(true)));
    assert!(
        shaped["album"]["name"].is_string() && shaped["disc_number"] == 0 && shaped.get("show").is_none()
    );
    let whole = &rows("?additional_types=track,episode")[1]["item"];
    assert_eq!((&whole["id"], &whole["show"]["name"]), (&shaped["id"], &shaped["album"]["name"]));
    assert_eq!(file["item"]["uri"], "spotify:local:Ann+%26+Co::Take+3%2C+live:183");
    assert_eq!((&file["is_local"], &file["item"]["id"]), (&json!(true), &Value::Null));
    assert_eq!((&gone["item"], &gone["added_by"]["id"]), (&Value::Null, &json!("")));
    assert_eq!(gone["added_by"]["uri"], "spotify:user:");
    let market = &rows("?market=SE")[0]["item"];
    assert!(market["is_playable"].is_boolean() && track["item"].get("is_playable").is_none());
}

#[test]
fn bodies_have_what_clients_trip_over() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let ada = token(&sandbox, "ada");
    let empty = read(&sandbox, &ada, &format!("/playlists/{}", id(&sandbox, "Empty"))).json();
    assert_eq!((&empty["images"], &empty["description"]), (&Value::Null, &Value::Null));
    let mixed = read(&sandbox, &ada, &format!("/playlists/{}", id(&sandbox, "Mixed"))).json();
    assert_eq!(mixed["description"], "a &quot;b&quot; &amp; c&#x2F;d");
    assert_eq!(mixed["images"].as_array().unwrap().len(), 3, "those of the first track's album");
    assert_eq!(mixed["owner"]["display_name"], "Ada");
    assert!(mixed.get("primary_color").is_some_and(Value::is_null));
    let row = &mixed["items"]["items"][0];
    assert_eq!((&row["primary_color"], &row["video_thumbnail"]), (&Value::Null, &json!({ "url": null })));
    for (path, expected) in [
        ("/playlists/x", (400, "Invalid base62 id")),
        ("/playlists/0000000000000000000000", (404, "Resource not found")),
        ("/playlists/0000000000000000000000/items", (404, "Resource not found")),
        ("/playlists/0000000000000000000000/images", (404, "Resource not found")),
    ] {
        assert_eq!(read(&sandbox, &ada, path).error(), (expected.0, expected.1.to_owned()), "{path}");
    }
}

#[test]
fn fields_keep_and_leave_out() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let (mixed, ada) = (id(&sandbox, "Mixed"), token(&sandbox, "ada"));
    let body = |path: &str| read(&sandbox, &ada, &format!("/playlists/{mixed}{path}")).json();
    assert_eq!(body("?fields=name,public"), json!({ "name": "Mixed", "public": true }));
    let rows = body("?fields=items.items(is_local,item.type)");
    let (track, episode) = (json!({ "type": "track" }), json!({ "type": "episode" }));
    let expected = json!([
        { "is_local": false, "item": track },
        { "is_local": false, "item": episode },
        { "is_local": true, "item": track },
        { "is_local": false, "item": null },
    ]);
    assert_eq!(rows, json!({ "items": { "items": expected } }));
    assert_eq!(body("/items?fields=items(item(type))&limit=1"), json!({ "items": [{ "item": track }] }));
    let without = body("/items?fields=items.item.album(!images,name)");
    let album = &without["items"][0]["item"]["album"];
    assert!(
        album.get("images").is_none() && album.get("name").is_none() && album["id"].is_string(),
        "{album}"
    );
    assert!(without.get("total").is_none());
    let without = body("/items?fields=!items,href");
    assert_eq!((without.get("items"), &without["total"]), (None, &json!(4)));
    let page = read(&sandbox, &ada, &format!("/playlists/{mixed}/items?limit=1&fields=next")).json();
    assert!(page["next"].as_str().unwrap().contains("fields=next"), "{page}");
    let broken = read(&sandbox, &ada, &format!("/playlists/{mixed}?fields=items("));
    assert_eq!(broken.error(), (400, "Invalid field filter".to_owned()));
}

#[test]
fn ordinary_fixtures_have_the_keys_that_the_sandbox_answers_with() {
    let fixture = |name: &str| -> Value {
        let path = format!("{}/../../fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    };
    let keys = |body: &Value| body.as_object().unwrap().keys().cloned().collect::<Vec<String>>();
    for (rules, mode) in [(Rules::DevelopmentMode, "development"), (Rules::ExtendedQuota, "extended")] {
        let sandbox = sandbox(rules);
        let (ada, road) = (token(&sandbox, "ada"), id(&sandbox, "Road"));
        let whole = read(&sandbox, &ada, &format!("/playlists/{road}")).json();
        let ours = fixture(&format!("playlist/{mode}"));
        assert_eq!(keys(&ours), keys(&whole), "{mode}");
        for path in ["/owner", "/items", "/items/items/0", "/items/items/0/added_by", "/items/items/0/item"] {
            let at = |body: &Value| keys(body.pointer(path).unwrap());
            assert_eq!(at(&ours), at(&whole), "{mode} {path}");
        }
        let listed = &mine(&sandbox, &ada)[0];
        assert_eq!(keys(&fixture(&format!("simplified_playlist/{mode}"))), keys(listed), "{mode}");
    }
}
