//! Answers that are not what the operation promises, and answers that Spotify changed.

use serde_json::{Value, json};
use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::{ErrorKind, SpotifyClient};

use crate::support::operations::Json;
use crate::support::{client, in_time};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn documents() -> (Sandbox, SpotifyClient) {
    let sandbox = Sandbox::documents().start().unwrap();
    let client = client(&sandbox).access_token("your-access-token").build().unwrap();
    (sandbox, client)
}

#[tokio::test]
async fn fault_119_what_is_no_album_is_an_error_and_never_an_empty_album() {
    let (sandbox, client) = documents();
    let html = "<!doctype html><title>Sign in</title>";
    for (body, kind) in [
        (html, ErrorKind::InvalidResponse),
        ("", ErrorKind::InvalidResponse),
        ("   ", ErrorKind::InvalidResponse),
        ("Bad gateway", ErrorKind::InvalidResponse),
        ("{\"id\":", ErrorKind::InvalidResponse),
        ("\u{1}\u{2}", ErrorKind::InvalidResponse),
        ("{}", ErrorKind::Decode),
        ("[]", ErrorKind::Decode),
        ("null", ErrorKind::Decode),
        ("\"album\"", ErrorKind::Decode),
        ("17", ErrorKind::Decode),
        ("{\"error\":{\"status\":200,\"message\":\"no\"}}", ErrorKind::Decode),
        ("{\"id\":\"x\",\"name\":[\"a\"]}", ErrorKind::Decode),
    ] {
        for label in ["application/json", "text/html", "application/octet-stream", ""] {
            sandbox.clear_faults();
            sandbox.fault(Fault::on("/v1/*").body(body).content_type(label));
            let error = in_time(client.albums().get(ALBUM).send()).await.unwrap_err();
            assert_eq!((error.kind(), error.status()), (kind, Some(200)), "{body:?} as {label:?}: {error}");
            assert_eq!(error.operation(), Some("get-an-album"));
        }
    }
}

#[tokio::test]
async fn fault_119_a_page_that_is_none_is_an_error_and_ends_the_stream() {
    let (sandbox, client) = documents();
    for body in ["", "{}", "[]", "null", "<html>", "{\"items\":\"none\",\"limit\":5}"] {
        sandbox.clear_faults();
        sandbox.fault(Fault::on("/v1/me/albums").body(body));
        let mut rows = client.albums().get_saved().stream();
        let error = in_time(rows.next()).await.unwrap().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::InvalidResponse | ErrorKind::Decode), "{body}: {error}");
        assert!(in_time(rows.next()).await.is_none(), "{body}");
    }
}

#[tokio::test]
async fn fault_119_an_error_about_a_huge_wrong_value_is_short() {
    let (sandbox, client) = documents();
    sandbox.fault(Fault::on("/v1/*").json(json!({ "items": "x".repeat(100_000), "limit": 20 })));
    let error = client.albums().get_saved().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(format!("{error} {error:?}").len() < 2000, "{}", format!("{error}").len());
    assert_eq!(error.json_path(), Some("items"));
}

#[tokio::test]
async fn fault_119_an_error_status_is_told_whatever_its_body() {
    let (sandbox, client) = documents();
    for (status, kind) in [
        (400, ErrorKind::BadRequest),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::UnexpectedStatus),
        (500, ErrorKind::Server),
        (599, ErrorKind::Server),
    ] {
        for body in
            ["", "<html>", "[]", "{\"error\":7}", "{\"error\":{\"status\":\"x\",\"message\":null}}", "{"]
        {
            sandbox.clear_faults();
            sandbox.fault(Fault::on("/v1/*").status(status).body(body));
            let error = in_time(client.albums().get(ALBUM).send()).await.unwrap_err();
            assert_eq!((error.kind(), error.status()), (kind, Some(status)), "{body}");
        }
    }
}

/// Every place in `value` at which something stands, as JSON pointers.
fn pointers(value: &Value, prefix: &str, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(rows) => rows.iter().take(1).map(|row| ("0".to_owned(), row)).collect(),
        _ => Vec::new(),
    };
    for (name, child) in children {
        let pointer = format!("{prefix}/{name}");
        pointers(child, &pointer, found);
        found.push(pointer);
    }
}

fn remove(value: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.remove(name)),
        Value::Array(rows) => drop(rows.remove(name.parse().unwrap())),
        _ => unreachable!("a pointer leads through objects and lists"),
    }
}

/// `GET /albums/{id}`, unread.
#[derive(Clone)]
struct RawAlbum;

impl spotify_sdk::endpoint::Endpoint for RawAlbum {
    type Output = Json;
    const OPERATION: spotify_sdk::endpoint::Operation =
        spotify_sdk::endpoint::Operation::get("raw-album", "/albums/4aawyAB9vmqN3uQ7FjRGTy");

    fn request(&self) -> spotify_sdk::Result<spotify_sdk::endpoint::ApiRequest> {
        spotify_sdk::endpoint::ApiRequest::builder(&Self::OPERATION).build()
    }
}

#[tokio::test]
async fn fault_120_an_album_is_read_whatever_spotify_leaves_out_nulls_or_adds() {
    let (sandbox, client) = documents();
    let whole = client.run(RawAlbum).await.unwrap().0;
    let mut places = Vec::new();
    pointers(&whole, "", &mut places);
    assert!(places.len() > 40, "{places:?}");
    let mut read = 0;
    for place in places.iter().filter(|place| *place != "/id") {
        let mut without = whole.clone();
        remove(&mut without, place);
        let mut null = whole.clone();
        *null.pointer_mut(place).unwrap() = Value::Null;
        let mut renamed = whole.clone();
        if let Some(word) = renamed.pointer_mut(place).filter(|value| value.is_string()) {
            *word = json!("SOMETHING_NEW");
        }
        let mut more = whole.clone();
        if let Some(Value::Object(members)) = more.pointer_mut(place) {
            members.insert("new_in_2027".to_owned(), json!({ "deep": [1, { "er": null }] }));
        }
        for (change, body) in [("left out", without), ("null", null), ("a new word", renamed), ("more", more)]
        {
            sandbox.clear_faults();
            sandbox.fault(Fault::on("/v1/*").json(body));
            match client.albums().get(ALBUM).await {
                Ok(_) => read += 1,
                Err(error) => panic!("{place}, {change}: {error}"),
            }
        }
    }
    assert_eq!(read, (places.len() - 1) * 4);
}

#[tokio::test]
async fn fault_121_deep_json_is_an_error_and_overflows_no_stack() {
    let (sandbox, client) = documents();
    let depth = 200_000;
    for body in [
        "[".repeat(depth),
        "{\"a\":".repeat(depth),
        format!("{{\"id\":\"x\",\"unknown\":{}", "[".repeat(depth)),
        format!("{{\"id\":\"x\",\"tracks\":{{\"items\":[{}", "{\"a\":[".repeat(depth)),
        format!("{{\"items\":[{}{}],\"limit\":1}}", "[".repeat(depth), "]".repeat(depth)),
    ] {
        for status in [200, 400, 401, 403, 429] {
            sandbox.clear_faults();
            sandbox.fault(Fault::on("/v1/*").status(status).body(body.as_str()));
            let album = in_time(client.albums().get(ALBUM).send()).await.unwrap_err();
            assert_eq!(album.status(), Some(status), "{album}");
            let page = in_time(client.albums().get_saved().send()).await;
            assert!(page.is_err() || page.unwrap().rejected.len() == 1);
        }
    }
}
