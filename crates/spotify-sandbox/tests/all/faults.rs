//! Every effect of a fault, as a client on a raw socket sees it.

use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use serde_json::json;
use spotify_sandbox::{Fault, RandomFaults, RefreshTokens, Sandbox};

use crate::client::{Request, Response, connect, get, read, request};
use crate::login::*;

const ALBUMS: &str = "/v1/me/albums";

/// A sandbox with this fault, and a request of the saved albums.
fn with(fault: Fault) -> (Sandbox, impl Fn() -> Request) {
    let sandbox = sandbox();
    sandbox.fault(fault);
    let token = sandbox.mint("ada", &["user-library-read", "user-modify-playback-state"]).access_token;
    let base = sandbox.base_url().to_owned();
    (sandbox, move || get(&base, ALBUMS).bearer(&token))
}

#[test]
fn a_status_brings_spotifys_body_and_leaves_others_alone() {
    let (sandbox, albums) = with(Fault::on("GET /v1/me/*").status(503).times(2));
    assert_eq!(albums().send().error(), (503, "Service Unavailable".to_owned()));
    assert_eq!(get(sandbox.base_url(), "/v1/albums/x").send().status, 401, "another path");
    assert_eq!(albums().send().status, 503);
    assert_eq!(albums().send().status, 200, "two times only");
    let outage = sandbox.fault(Fault::on("POST /api/token").status(500));
    assert_eq!(token(&sandbox, &[]).oauth_error(), (500, "server_error".to_owned(), None));
    assert_eq!(outage.hits(), 1);
    sandbox.clear_faults();
    assert_eq!(token(&sandbox, &[]).status, 400);
}

#[test]
fn a_replaced_request_is_not_carried_out_unless_wanted() {
    let sandbox = sandbox();
    let form = [("grant_type", "client_credentials")];
    let issued = || sandbox.secrets().iter().filter(|secret| secret.starts_with("sandbox-access-")).count();
    sandbox.fault(Fault::on("POST /api/token").status(502).times(1));
    assert_eq!((token_with_secret(&sandbox, &form).status, issued()), (502, 0));
    sandbox.fault(Fault::on("POST /api/token").status(502).after_applying().times(1));
    assert_eq!((token_with_secret(&sandbox, &form).status, issued()), (502, 1));
    sandbox.fault(Fault::on("POST /api/token").close().after_applying().times(1));
    let lost = crate::client::post(sandbox.base_url(), "/api/token", &form).basic(ID, SECRET).try_send();
    assert_eq!((lost.unwrap_err().kind(), issued()), (ErrorKind::UnexpectedEof, 2));
}

#[test]
fn bodies_are_whatever_is_wanted() {
    let (sandbox, albums) = with(Fault::on(ALBUMS).html().times(1));
    let html = albums().send();
    assert_eq!((html.status, html.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(html.text().starts_with("<!doctype html>"));
    sandbox.fault(Fault::on(ALBUMS).empty().times(1));
    let empty = albums().send();
    assert_eq!((empty.status, empty.header("content-type"), empty.body.len()), (200, "", 0));
    sandbox.fault(Fault::on(ALBUMS).status(418).body("short and stout").content_type("text/plain").times(1));
    let text = albums().send();
    assert_eq!(
        (text.status, text.header("content-type"), &*text.text()),
        (418, "text/plain", "short and stout")
    );
    sandbox.fault(Fault::on(ALBUMS).json(json!([1, 2])).times(1));
    assert_eq!(albums().send().json(), json!([1, 2]));
}

#[test]
fn headers_are_set_on_the_real_answer() {
    let fault =
        Fault::on(ALBUMS).header("x-extra", "1").header("cache-control", "no-store").header("bad name", "x");
    let answer = with(fault).1().send();
    assert_eq!(
        (answer.status, answer.header("x-extra"), answer.header("cache-control")),
        (200, "1", "no-store")
    );
}

#[test]
fn json_is_patched() {
    let (sandbox, albums) =
        with(Fault::on(ALBUMS).patch(|page| page["next"] = json!("https://evil.example/")));
    assert_eq!(albums().send().json()["next"], "https://evil.example/");
    sandbox.clear_faults();
    sandbox.fault(Fault::on("/").patch(|_| panic!("no JSON to patch")));
    assert_eq!(get(sandbox.base_url(), "/").send().status, 200);
}

#[test]
fn redirects_lead_away() {
    let answer = with(Fault::on(ALBUMS).redirect(307, "https://evil.example/x")).1().send();
    assert_eq!(
        (answer.status, answer.header("location"), answer.body.len()),
        (307, "https://evil.example/x", 0)
    );
}

#[test]
fn a_delay_keeps_the_real_answer_back() {
    let (_sandbox, albums) = with(Fault::on(ALBUMS).delay(Duration::from_millis(80)));
    let start = Instant::now();
    assert_eq!(albums().send().status, 200);
    assert!(start.elapsed() >= Duration::from_millis(80));
}

#[test]
fn a_request_is_carried_out_before_the_delay() {
    let sandbox = sandbox();
    sandbox.fault(Fault::on("POST /api/token").delay(Duration::from_secs(3600)));
    let mut stream = connect(sandbox.base_url()).unwrap();
    let body = format!("grant_type=client_credentials&client_id={ID}&client_secret={SECRET}");
    let head = "POST /api/token HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n";
    write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len()).unwrap();
    let start = Instant::now();
    while !sandbox.secrets().iter().any(|secret| secret.starts_with("sandbox-access-")) {
        assert!(start.elapsed() < Duration::from_secs(20));
        std::thread::yield_now();
    }
    assert_eq!(sandbox.journal().entries()[0].status, None, "no answer yet");
    drop(sandbox);
    assert_eq!(stream.read(&mut [0; 1]).unwrap_or(0), 0, "dropping the sandbox ends what is under way");
}

#[test]
fn a_drip_sends_one_byte_at_a_time() {
    let fault = Fault::on(ALBUMS).body("0123456789").drip(Duration::from_millis(5));
    let (sandbox, albums) = with(fault);
    let start = Instant::now();
    let answer = albums().send();
    assert_eq!((&*answer.text(), answer.header("content-length")), ("0123456789", "10"));
    assert!(start.elapsed() >= Duration::from_millis(50));
    assert_eq!(sandbox.connections(), 1);
}

/// How the answer to this request fails.
fn cut(request: Request) -> ErrorKind {
    request.try_send().expect_err("no whole answer").kind()
}

#[test]
fn a_truncated_body_keeps_its_length_and_every_byte_before_the_cut() {
    let (sandbox, albums) = with(Fault::on(ALBUMS).body(vec![b'x'; 100_000]).truncate(60_000));
    for _ in 0..20 {
        let mut stream = connect(sandbox.base_url()).unwrap();
        albums().write_to(&mut stream).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let text = String::from_utf8(all).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").expect("the headers arrive");
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("content-length: 100000"), "{head}");
        assert_eq!(body.len(), 60_000);
    }
}

#[test]
fn a_short_body_loses_its_last_byte() {
    let (_sandbox, albums) = with(Fault::on(ALBUMS).body("12345").truncate(1_000));
    assert_eq!(cut(albums()), ErrorKind::UnexpectedEof);
    let (_sandbox, albums) = with(Fault::on(ALBUMS).empty().truncate(0));
    assert_eq!(cut(albums()), ErrorKind::UnexpectedEof);
}

#[test]
fn a_real_answer_is_truncated_too() {
    let (sandbox, albums) = with(Fault::on(ALBUMS).truncate(10));
    assert_eq!(cut(albums()), ErrorKind::UnexpectedEof);
    assert_eq!(sandbox.journal().entries()[0].status, Some(200));
}

#[test]
fn a_reset_is_a_reset() {
    let (sandbox, albums) = with(Fault::on(ALBUMS).reset());
    assert_eq!(cut(albums()), ErrorKind::ConnectionReset);
    assert_eq!(sandbox.journal().entries()[0].status, None);
    sandbox.clear_faults();
    sandbox.fault(Fault::on(ALBUMS).body(vec![b'x'; 1_000]).truncate(500).reset());
    assert_eq!(cut(albums()), ErrorKind::ConnectionReset);
}

#[test]
fn a_close_comes_before_any_byte() {
    let (_sandbox, albums) = with(Fault::on(ALBUMS).close());
    let error = albums().try_send().unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::UnexpectedEof, "no byte of an answer")
    );
}

#[test]
fn chunks_go_on_until_the_client_hangs_up() {
    let (sandbox, albums) = with(Fault::on(ALBUMS).chunked_forever());
    let mut stream = connect(sandbox.base_url()).unwrap();
    albums().write_to(&mut stream).unwrap();
    let mut much = vec![0; 1 << 20];
    stream.read_exact(&mut much).unwrap();
    drop(stream);
    let start = Instant::now();
    while sandbox.open_connections() > 0 {
        assert!(start.elapsed() < Duration::from_secs(20), "the server lets go");
        std::thread::yield_now();
    }
}

#[test]
fn a_gzip_bomb_decodes_to_what_it_promises() {
    for size in [2, 3, 260, 261, 10_000, 5_300_000] {
        let answer: Response = with(Fault::on(ALBUMS).gzip_bomb(size)).1().send();
        assert_eq!(answer.header("content-encoding"), "gzip");
        let mut decoded = Vec::new();
        flate2::read::GzDecoder::new(answer.body.as_slice()).read_to_end(&mut decoded).expect("sound gzip");
        assert_eq!(decoded.len() as u64, size);
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&decoded).unwrap(), json!({}));
    }
}

#[test]
fn the_presets_say_what_spotify_says() {
    let (sandbox, albums) = with(Fault::rate_limited(3).times(1));
    let limited = albums().send();
    assert_eq!(limited.error(), (429, "API rate limit exceeded".to_owned()));
    assert_eq!(limited.header("retry-after"), "3");
    sandbox.fault(Fault::rate_limited_without_header().times(1));
    assert_eq!((albums().send().status, albums().send().header("retry-after")), (429, ""));
    sandbox.fault(Fault::quota_exceeded(48_925).at("GET /v1/me/albums"));
    let quota = albums().send();
    assert_eq!(quota.json()["error"]["reason"], "QUOTA_EXCEEDED");
    assert_eq!(quota.header("retry-after"), "48925");
}

#[test]
fn the_nth_of_every_connection_is_counted_together() {
    let (_sandbox, albums) = with(Fault::on(ALBUMS).status(500).skip(1).every(2).times(2));
    let statuses: Vec<u16> = (0..7).map(|_| albums().send().status).collect();
    assert_eq!(statuses, [200, 200, 500, 200, 500, 200, 200]);
}

#[test]
fn a_connection_outlives_faults_that_do_not_cut_it() {
    let (sandbox, albums) = with(Fault::on(ALBUMS).status(500).times(1));
    let mut stream = connect(sandbox.base_url()).unwrap();
    assert_eq!(albums().send_on(&mut stream).unwrap().status, 500);
    assert_eq!(albums().send_on(&mut stream).unwrap().status, 200);
    assert_eq!((sandbox.connections(), sandbox.open_connections()), (1, 1));
    let put = request(sandbox.base_url(), "PUT", "/v1/me/player/play");
    put.write_to(&mut stream).unwrap();
    assert_eq!(read(&mut stream).unwrap().status, 401);
}

#[test]
fn a_fault_by_chance_is_the_same_for_the_same_seed() {
    let statuses = |fault: Fault| -> Vec<u16> {
        let (_sandbox, albums) = with(fault);
        (0..40).map(|_| albums().send().status).collect()
    };
    let by_chance = |seed| statuses(Fault::on(ALBUMS).status(500).at_random(0.5, seed));
    let seven = by_chance(7);
    assert_eq!(seven, by_chance(7));
    assert_ne!(seven, by_chance(8));
    assert!(seven.contains(&500) && seven.contains(&200), "{seven:?}");
}

#[test]
fn faults_at_random_come_by_the_handle_and_by_administration_alike() {
    let outcomes = |prepare: &dyn Fn(&Sandbox)| -> Vec<String> {
        let sandbox = sandbox();
        prepare(&sandbox);
        let token = sandbox.mint("ada", &["user-library-read"]).access_token;
        let outcome = || get(sandbox.base_url(), ALBUMS).bearer(&token).try_send();
        let said =
            |_| outcome().map_or_else(|error| error.kind().to_string(), |answer| answer.status.to_string());
        (0..60).map(said).collect()
    };
    let by_handle = outcomes(&|sandbox| {
        let handle = sandbox.random_faults(RandomFaults::new(7).web_api(0.5).token_endpoint(0.0));
        assert_eq!(handle.hits().values().sum::<u64>(), 0);
    });
    let by_administration = outcomes(&|sandbox| {
        let wanted = json!({ "seed": 7, "web_api": 0.5, "token_endpoint": 0.0 });
        let refused = json!({ "seed": 7, "web_api": 1.5 });
        let ask = |body| request(sandbox.base_url(), "POST", "/_sandbox/v1/random-faults").json(body);
        let refused = ask(&refused).header("x-sandbox-admin", "1").send().error();
        assert_eq!(refused, (400, "web_api must be 0 to 1, not 1.5".to_owned()));
        assert_eq!(ask(&wanted).header("x-sandbox-admin", "1").send().status, 200);
    });
    assert_eq!(by_handle, by_administration);
    let passed = by_handle.iter().filter(|outcome| *outcome == "200").count();
    assert!((10..50).contains(&passed), "{by_handle:?}");
}

#[test]
fn at_random_no_token_answer_is_lost_where_refresh_tokens_rotate() {
    for (policy, may_be_lost) in [(RefreshTokens::Omit, true), (RefreshTokens::RotateReuseDetection, false)] {
        let sandbox = builder().refresh_tokens(policy).start().unwrap();
        let handle = sandbox.random_faults(RandomFaults::new(7).token_endpoint(1.0));
        assert_eq!(handle.hits().contains_key("token torn"), may_be_lost, "{policy:?}");
    }
}
