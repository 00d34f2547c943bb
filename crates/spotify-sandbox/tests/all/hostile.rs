//! What no client of good will sends. The sandbox answers or hangs up, and serves the next one.

use std::io::{Read, Write};

use spotify_sandbox::Rules;

use crate::client::{connect, get, request};
use crate::login::*;

#[test]
fn garbage_ends_the_connection_and_nothing_else() {
    let sandbox = sandbox();
    for garbage in [
        &b"\r\n\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost\r\n\r\n",
        b"POST /api/token HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef",
        b"POST /api/token HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzzz\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let mut stream = connect(sandbox.base_url()).unwrap();
        stream.write_all(garbage).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        // Reset or closed or refused: all fine, as long as it ends.
        let _ = stream.read_to_end(&mut answer);
        assert!(!answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    }
    assert_eq!(get(sandbox.base_url(), "/").send().status, 200);
}

#[test]
fn strange_requests_are_refused_and_not_served() {
    let sandbox = sandbox();
    let token = sandbox.mint("ada", &["user-library-read", "user-modify-playback-state"]).access_token;
    let base = sandbox.base_url();
    for target in [
        "/v1/albums/%00".to_owned(),
        "/v1/albums/%ff%fe".to_owned(),
        "/v1/albums/%zz".to_owned(),
        "/v1/albums/..%2f..%2fme".to_owned(),
        "/v1/albums/../me".to_owned(),
        "/v1//me".to_owned(),
        format!("/v1/albums/{}", "a".repeat(8_000)),
        format!("/v1/me/tracks?limit={}", "9".repeat(1_000)),
        "/v1/me/tracks?offset=18446744073709551615&limit=50".to_owned(),
        "/api/token/".to_owned(),
        "/_sandbox/v1/".to_owned(),
        "/_sandbox/images/../../etc/passwd".to_owned(),
        "/favicon.ico".to_owned(),
    ] {
        let status = get(base, &target).bearer(&token).send().status;
        assert!((400..500).contains(&status), "{target}: {status}");
    }
    let nested = "[".repeat(100_000);
    let deep = request(base, "PUT", "/v1/me/player/play").bearer(&token).body(nested).send();
    assert_eq!(deep.status, 400);
    let pairs = "a=b&".repeat(50_000);
    let many = request(base, "POST", "/api/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(pairs)
        .send();
    assert_eq!(many.status, 400);
    for method in ["PUT", "DELETE", "PATCH", "BREW"] {
        assert_eq!(request(base, method, "/api/token").send().status, 405, "{method}");
    }
}

#[test]
fn a_filter_without_end_is_refused() {
    let sandbox = crate::playlists::sandbox(Rules::DevelopmentMode);
    let token = crate::playlists::token(&sandbox, "ada");
    let id = crate::playlists::id(&sandbox, "Road");
    for filter in ["a.".repeat(30_000), "a(".repeat(30_000), "!a(".repeat(20_000)] {
        let path = format!("/v1/playlists/{id}?fields={filter}");
        let refused = get(sandbox.base_url(), &path).bearer(&token).send();
        assert_eq!(refused.error(), (400, "Invalid field filter".to_owned()));
    }
}

#[test]
fn a_search_repeats_nothing_however_often_it_is_asked_to() {
    let sandbox = sandbox();
    let token = sandbox.mint_app_token();
    let path = format!("/v1/search?q=the&type=track{}", ",track".repeat(8_000));
    let found = get(sandbox.base_url(), &path).bearer(&token).send();
    let once = get(sandbox.base_url(), "/v1/search?q=the&type=track").bearer(&token).send();
    assert_eq!((found.status, found.json()), (200, once.json()));
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    let sandbox = sandbox();
    let mut stream = connect(sandbox.base_url()).unwrap();
    let head = "POST /api/token HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    // The server may hang up at any moment from here on; its answer is what counts.
    for _ in 0..40 {
        if stream.write_all(&[b'x'; 1 << 15]).is_err() {
            break;
        }
    }
    assert_eq!(crate::client::read(&mut stream).unwrap().status, 413);
    assert_eq!(get(sandbox.base_url(), "/").send().status, 200);
}

#[test]
fn a_client_that_says_nothing_holds_up_nobody() {
    let sandbox = sandbox();
    let mut silent: Vec<_> = (0..50).map(|_| connect(sandbox.base_url()).unwrap()).collect();
    for stream in &mut silent {
        stream.write_all(b"POST /api/token HTTP/1.1\r\nhost: x\r\ncontent-le").unwrap();
    }
    assert_eq!(get(sandbox.base_url(), "/").send().status, 200);
}
