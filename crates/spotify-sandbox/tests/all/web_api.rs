//! The Web API: who may call, what comes back, and how it is paged.

use std::time::Duration;

use serde_json::Value;
use spotify_sandbox::{Ids, Rules, Sandbox, User};

use crate::client::{Response, get, request};
use crate::login::*;

/// Well-formed, and of the real catalogue.
const FOREIGN: &str = "4aawyAB9vmqN3uQ7FjRGTy";

/// A sandbox with extended quota and a token of ada's that may read her library.
fn extended() -> (Sandbox, String) {
    let ada = User::premium("ada").saved_tracks(65).saved_albums(45).country("DE");
    let sandbox = builder().rules(Rules::ExtendedQuota).user(ada).start().unwrap();
    let token =
        sandbox.mint("ada", &["user-library-read", "user-read-private", "user-read-email"]).access_token;
    (sandbox, token)
}

fn call(sandbox: &Sandbox, token: &str, path: &str) -> Response {
    get(sandbox.base_url(), path).bearer(token).send()
}

/// The id of the `index`-th saved album.
fn saved_album(sandbox: &Sandbox, token: &str, index: usize) -> Value {
    call(sandbox, token, &format!("/v1/me/albums?limit=1&offset={index}")).json()["items"][0]["album"].take()
}

#[test]
fn a_request_needs_a_good_bearer_token() {
    let (sandbox, token) = extended();
    let message = "Missing/invalid/expired access token".to_owned();
    let missing = get(sandbox.base_url(), "/v1/me").send();
    assert_eq!(missing.error(), (401, message.clone()));
    assert_eq!(
        missing.header("www-authenticate"),
        r#"Bearer realm="spotify", error="missing_token", error_description="No token provided""#
    );
    let bogus = call(&sandbox, "bogus", "/v1/me");
    assert_eq!(bogus.error(), (401, message.clone()));
    assert_eq!(
        bogus.header("www-authenticate"),
        r#"Bearer realm="spotify", error="invalid_token", error_description="Invalid access token""#
    );
    for scheme in ["Basic x", "Bearer", "Token x"] {
        let answer = get(sandbox.base_url(), "/v1/me").header("authorization", scheme).send();
        assert_eq!(answer.error(), (400, "Only valid bearer authentication supported".to_owned()));
    }
    assert_eq!(call(&sandbox, &token, "/v1/me").status, 200);
    sandbox.advance(Duration::from_secs(3599));
    assert_eq!(call(&sandbox, &token, "/v1/me").status, 200);
    sandbox.advance(Duration::from_secs(1));
    let expired = call(&sandbox, &token, "/v1/me");
    assert_eq!(expired.error(), (401, message));
    assert_eq!(expired.header("www-authenticate"), bogus.header("www-authenticate"));
}

#[test]
fn expiring_all_access_tokens_leaves_refresh_tokens() {
    let sandbox = sandbox();
    let minted = sandbox.mint("ada", &[]);
    sandbox.expire_access_tokens();
    assert_eq!(me(&sandbox, &minted.access_token), 401);
    assert_eq!(refresh(&sandbox, &minted.refresh_token).status, 200);
}

#[test]
fn scopes_and_users_are_required() {
    let (sandbox, _) = extended();
    let without = sandbox.mint("ada", &["user-read-private"]).access_token;
    for path in ["/v1/me/albums", "/v1/me/tracks"] {
        assert_eq!(call(&sandbox, &without, path).error(), (403, "Insufficient client scope".to_owned()));
    }
    let app = sandbox.mint_app_token();
    for path in ["/v1/me", "/v1/me/albums", "/v1/me/tracks"] {
        let wanted = (403, "This request requires user authentication.".to_owned());
        assert_eq!(call(&sandbox, &app, path).error(), wanted);
    }
}

#[test]
fn a_user_who_is_not_registered_gets_a_line_of_text() {
    let status = |rules| {
        let users = [User::premium("ada"), User::premium("eve").not_registered()];
        let sandbox = users
            .into_iter()
            .fold(builder().rules(rules), |builder, user| builder.user(user))
            .start()
            .unwrap();
        let tokens = sandbox.mint("eve", &[]);
        assert_eq!(refresh(&sandbox, &tokens.refresh_token).status, 200, "tokens are given all the same");
        assert_eq!(me(&sandbox, &sandbox.mint("ada", &[]).access_token), 200);
        call(&sandbox, &tokens.access_token, "/v1/me")
    };
    let refused = status(Rules::DevelopmentMode);
    assert_eq!((refused.status, &*refused.text()), (403, "User not registered in the Developer Dashboard"));
    assert_eq!(refused.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(status(Rules::ExtendedQuota).status, 200);
}

#[test]
fn an_app_token_reads_the_catalogue_and_links_agree() {
    let (sandbox, token) = extended();
    let app = sandbox.mint_app_token();
    let album = saved_album(&sandbox, &token, 0);
    let href = album["href"].as_str().unwrap();
    assert!(href.starts_with(&sandbox.api_base_url()), "{href}");
    let read = call(&sandbox, &app, href);
    assert_eq!(read.status, 200);
    assert_eq!(read.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(read.json()["id"], album["id"]);
    let tracks = call(&sandbox, &app, &format!("{href}/tracks?limit=50")).json();
    assert_eq!(tracks["total"], read.json()["total_tracks"]);
    let track = call(&sandbox, &app, tracks["items"][0]["href"].as_str().unwrap()).json();
    assert_eq!(track["album"]["id"], album["id"]);
    let artist = album["artists"][0]["href"].as_str().unwrap();
    assert_eq!(call(&sandbox, &app, artist).json()["id"], album["artists"][0]["id"]);
    let discography = all_rows(&sandbox, &app, &format!("{artist}/albums?limit=50"));
    assert!(discography.iter().any(|row| row["id"] == album["id"]));
    assert!(discography.iter().all(|row| row["album_group"].is_string()));
}

/// Every row, by following `next`.
fn all_rows(sandbox: &Sandbox, token: &str, path: &str) -> Vec<Value> {
    let (mut rows, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let answer = call(sandbox, token, &path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let page = answer.json();
        rows.extend(page["items"].as_array().unwrap().iter().cloned());
        next = page["next"].as_str().map(str::to_owned);
        if next.is_none() {
            assert_eq!(page["total"], rows.len(), "{path}");
        }
    }
    rows
}

#[test]
fn pages_follow_next_to_the_end_and_previous_back() {
    let (sandbox, token) = extended();
    let tracks = all_rows(&sandbox, &token, "/v1/me/tracks?limit=30");
    assert_eq!(tracks.len(), 65);
    let added: Vec<_> = tracks.iter().map(|row| row["added_at"].as_str().unwrap()).collect();
    assert!(added.is_sorted_by(|left, right| left > right), "newest first");
    let middle = call(&sandbox, &token, "/v1/me/tracks?limit=30&offset=20&market=DE").json();
    let base = sandbox.api_base_url();
    assert_eq!(middle["href"], format!("{base}/me/tracks?offset=20&limit=30&market=DE"));
    assert_eq!(middle["next"], format!("{base}/me/tracks?offset=50&limit=30&market=DE"));
    assert_eq!(middle["previous"], format!("{base}/me/tracks?offset=0&limit=30&market=DE"));
    assert_eq!((&middle["limit"], &middle["offset"]), (&30.into(), &20.into()));
    let beyond = call(&sandbox, &token, "/v1/me/albums?offset=1000").json();
    assert_eq!((beyond["items"].as_array().unwrap().len(), &beyond["next"]), (0, &Value::Null));
}

#[test]
fn limits_are_refused_and_not_clamped() {
    let (sandbox, token) = extended();
    let album = saved_album(&sandbox, &token, 0)["id"].as_str().unwrap().to_owned();
    for path in ["/v1/me/albums".to_owned(), "/v1/me/tracks".to_owned(), format!("/v1/albums/{album}/tracks")]
    {
        assert_eq!(call(&sandbox, &token, &path).json()["limit"], 20);
        assert_eq!(call(&sandbox, &token, &format!("{path}?limit=50")).status, 200);
        for limit in ["0", "51", "-1", "x", "", "1.5", "null"] {
            let answer = call(&sandbox, &token, &format!("{path}?limit={limit}"));
            assert_eq!(answer.error(), (400, "Invalid limit".to_owned()), "{limit}");
        }
        for offset in ["-1", "x", "null", "99999999999999999999"] {
            let answer = call(&sandbox, &token, &format!("{path}?offset={offset}"));
            assert_eq!(answer.error(), (400, "Invalid offset".to_owned()), "{offset}");
        }
    }
}

#[test]
fn artist_albums_come_in_tens_in_development_mode() {
    let limits = |rules| {
        let sandbox = builder().rules(rules).ids(Ids::Open).start().unwrap();
        let token = sandbox.mint_app_token();
        let path = format!("/v1/artists/{FOREIGN}/albums");
        let default = call(&sandbox, &token, &path).json()["limit"].as_u64().unwrap();
        let status = |limit| call(&sandbox, &token, &format!("{path}?limit={limit}")).status;
        (default, [0, 10, 11, 50, 51].map(status))
    };
    assert_eq!(limits(Rules::DevelopmentMode), (5, [200, 200, 400, 400, 400]));
    assert_eq!(limits(Rules::ExtendedQuota), (20, [200, 200, 200, 200, 400]));
}

#[test]
fn include_groups_narrows_an_artists_albums() {
    let (sandbox, token) = extended();
    let artist = saved_album(&sandbox, &token, 0)["artists"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/artists/{artist}/albums?limit=50");
    let all = all_rows(&sandbox, &token, &path);
    let mut sum = 0;
    for group in ["album", "single", "appears_on", "compilation"] {
        let rows = all_rows(&sandbox, &token, &format!("{path}&include_groups={group}"));
        assert!(rows.iter().all(|row| row["album_group"] == group));
        sum += rows.len();
    }
    assert_eq!(sum, all.len());
    assert_eq!(call(&sandbox, &token, &format!("{path}&include_groups=bootleg")).status, 400);
}

#[test]
fn ids_are_malformed_or_unknown_or_open() {
    let (sandbox, token) = extended();
    for kind in ["album", "artist", "track"] {
        let malformed = call(&sandbox, &token, &format!("/v1/{kind}s/not-an-id"));
        assert_eq!(malformed.error(), (400, "Invalid base62 id".to_owned()));
        let unknown = call(&sandbox, &token, &format!("/v1/{kind}s/{FOREIGN}"));
        assert_eq!(unknown.error(), (404, format!("Non existing id: 'spotify:{kind}:{FOREIGN}'")));
    }
    let open = builder().ids(Ids::Open).start().unwrap();
    let token = open.mint_app_token();
    for kind in ["album", "artist", "track"] {
        let found = call(&open, &token, &format!("/v1/{kind}s/{FOREIGN}"));
        assert_eq!((found.status, &found.json()["id"]), (200, &FOREIGN.into()));
        assert_eq!(call(&open, &token, &format!("/v1/{kind}s/{FOREIGN}")).body, found.body);
        assert_eq!(call(&open, &token, &format!("/v1/{kind}s/not-an-id")).status, 400);
    }
}

#[test]
fn a_market_replaces_the_market_lists_and_the_account_wins() {
    let (sandbox, token) = extended();
    let app = sandbox.mint_app_token();
    let id = saved_album(&sandbox, &token, 0)["id"].as_str().unwrap().to_owned();
    let album = |token: &str, query: &str| call(&sandbox, token, &format!("/v1/albums/{id}{query}"));
    assert!(album(&app, "").json()["available_markets"].is_array());
    let with = album(&app, "?market=SE").json();
    assert!(with.get("available_markets").is_none());
    assert!(with["tracks"]["items"][0]["is_playable"].is_boolean());
    // The account is German: whatever it asks for, the tracks are those that Germany can play. Links repeat what was asked for.
    let tracks = |answer: Response| answer.json()["tracks"]["items"].clone();
    assert_ne!(tracks(album(&app, "?market=CU")), tracks(album(&app, "?market=DE")), "markets differ");
    for market in ["from_token", "DE", "CU"] {
        let query = format!("?market={market}");
        assert_eq!(tracks(album(&token, &query)), tracks(album(&app, "?market=DE")), "{market}");
    }
    for market in ["Sweden", "S", "1!", ""] {
        assert_eq!(
            album(&app, &format!("?market={market}")).error(),
            (400, "Invalid market code".to_owned())
        );
    }
    assert_eq!(album(&app, "?market=from_token").status, 400);
}

#[test]
fn development_mode_leaves_fields_out() {
    let sandbox = builder().start().unwrap();
    let token =
        sandbox.mint("ada", &["user-library-read", "user-read-private", "user-read-email"]).access_token;
    let profile = call(&sandbox, &token, "/v1/me").json();
    for field in ["country", "email", "explicit_content", "followers", "product"] {
        assert!(profile.get(field).is_none(), "{field}");
    }
    assert_eq!(profile["id"], "ada");
    assert!(profile["account_id"].is_string());
    let album = saved_album(&sandbox, &token, 0);
    for field in ["available_markets", "label", "popularity", "album_group"] {
        assert!(album.get(field).is_none(), "{field}");
    }
    assert!(album.get("external_ids").is_some(), "restored in March 2026");
}

#[test]
fn the_profile_shows_what_scopes_allow() {
    let (sandbox, token) = extended();
    let profile = call(&sandbox, &token, "/v1/me").json();
    assert_eq!((&profile["country"], &profile["product"]), (&"DE".into(), &"premium".into()));
    assert_eq!(profile["email"], "ada@sandbox.example");
    let little = sandbox.mint("ada", &[]).access_token;
    let profile = call(&sandbox, &little, "/v1/me").json();
    for field in ["country", "product", "explicit_content", "email"] {
        assert!(profile.get(field).is_none(), "{field}");
    }
    assert_eq!(profile["display_name"], "Ada");
}

#[test]
fn paths_that_spotify_does_not_have_are_404_in_json() {
    let (sandbox, token) = extended();
    for path in ["/v1", "/v1/nothing", "/v1/albums/a/b/c", "/v1/me/albums/x"] {
        assert_eq!(call(&sandbox, &token, path).error(), (404, "Service not found".to_owned()), "{path}");
    }
    let deleted = request(sandbox.base_url(), "DELETE", "/v1/me").bearer(&token).send();
    assert_eq!(deleted.status, 404);
}

#[test]
fn closed_operations_are_refused_as_spotify_does() {
    let sandbox = builder().start().unwrap();
    let token = sandbox.mint_app_token();
    let closed = [
        "albums?ids=x",
        "artists/x/top-tracks",
        "browse/new-releases",
        "markets",
        "users/x",
        "playlists/x/tracks",
    ];
    for path in closed {
        let answer = call(&sandbox, &token, &format!("/v1/{path}"));
        assert_eq!(answer.error(), (403, "Forbidden".to_owned()), "{path}");
    }
    let gone = [
        "artists/x/related-artists",
        "audio-analysis/x",
        "audio-features",
        "audio-features/x",
        "browse/categories/x/playlists",
        "browse/featured-playlists",
        "recommendations",
        "recommendations/available-genre-seeds",
    ];
    for path in gone {
        assert_eq!(call(&sandbox, &token, &format!("/v1/{path}")).status, 404, "{path}");
    }
}

#[test]
fn a_trailing_slash_changes_nothing() {
    let (sandbox, token) = extended();
    let id = saved_album(&sandbox, &token, 0)["id"].as_str().unwrap().to_owned();
    let plain = call(&sandbox, &token, &format!("/v1/albums/{id}/tracks?limit=2"));
    let slash = call(&sandbox, &token, &format!("/v1/albums/{id}/tracks/?limit=2"));
    assert_eq!((slash.status, slash.body), (200, plain.body));
}

#[test]
fn links_carry_the_host_that_the_client_asked() {
    let (sandbox, token) = extended();
    let page = |host| {
        get(sandbox.base_url(), "/v1/me/tracks?limit=1").bearer(&token).header("host", host).send().json()
    };
    assert!(
        page("api.spotify.example:8080")["next"]
            .as_str()
            .unwrap()
            .starts_with("http://api.spotify.example:8080/v1/")
    );
    for hostile in ["evil\"example", "evil.example/path", "user@evil.example"] {
        assert!(page(hostile)["next"].as_str().unwrap().starts_with(sandbox.base_url()), "{hostile}");
    }
}

#[test]
fn cover_images_are_served() {
    let (sandbox, token) = extended();
    let album = saved_album(&sandbox, &token, 0);
    let image = get(sandbox.base_url(), album["images"][0]["url"].as_str().unwrap()).send();
    assert_eq!((image.status, image.header("content-type")), (200, "image/png"));
    assert!(image.body.starts_with(b"\x89PNG"));
    assert_eq!(get(sandbox.base_url(), "/_sandbox/images/nothing.png").send().status, 404);
}

#[test]
fn oddities_are_there_to_be_asked_for() {
    let (sandbox, _) = extended();
    // Without a user, so that there are audiobooks.
    let token = sandbox.mint_app_token();
    let odd = sandbox.oddities();
    assert!(odd.len() >= 20, "{}", odd.len());
    for entity in odd {
        let path = format!("/v1/{}s/{}?market=GB", entity.kind, entity.id);
        assert_eq!(call(&sandbox, &token, &path).status, 200, "{entity:?}");
    }
}

#[test]
fn a_seed_makes_the_same_world_again() {
    let world = || {
        let sandbox = Sandbox::builder().seed(7).start().unwrap();
        let token = sandbox.mint("ada", &["user-library-read"]).access_token;
        let album = saved_album(&sandbox, &token, 3)["id"].clone();
        (sandbox.client_id().to_owned(), sandbox.client_secret().to_owned(), token, album)
    };
    assert_eq!(world(), world());
    let other = Sandbox::builder().seed(8).start().unwrap();
    assert_ne!(other.client_secret(), world().1);
}
