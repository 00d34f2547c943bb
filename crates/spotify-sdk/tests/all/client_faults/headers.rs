//! What goes into a request's head, and that nobody can put more there.

use proptest::prelude::*;
use spotify_sdk::endpoint::{ApiRequest, Endpoint, Operation};
use spotify_sdk::transport::HttpTransport;
use spotify_sdk::{AccessToken, Error, ErrorKind, Result, SpotifyClient};

use crate::support::operations::{Append, Json, Read};
use crate::support::raw_server::RawServer;
use crate::support::{quick_clock, raw_client};

fn echo() -> RawServer {
    RawServer::start(|exchange| exchange.answer(200, "", "{}"))
}

fn header(head: &str, name: &str) -> Vec<String> {
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).collect()
}

#[tokio::test]
async fn a_request_says_who_asks_for_what() {
    let server = echo();
    let client =
        raw_client(server.url(), &quick_clock()).user_agent_suffix("my-app/1.0 (test)").build().unwrap();
    client.run(Read).await.unwrap();
    client.run(Append).await.unwrap();
    let heads = server.heads();
    let agent = concat!("spotify-sdk-rust/", env!("CARGO_PKG_VERSION"), " my-app/1.0 (test)");
    assert_eq!(header(&heads[0], "user-agent"), [agent]);
    assert_eq!(header(&heads[0], "accept"), ["application/json"]);
    assert_eq!(header(&heads[0], "accept-encoding"), ["gzip"]);
    assert_eq!(header(&heads[0], "authorization"), ["Bearer sandbox-access-fixed-token"]);
    assert!(header(&heads[0], "cookie").is_empty() && header(&heads[0], "referer").is_empty());
    // Spotify answers a write without a length with 411.
    assert_eq!(header(&heads[1], "content-length"), ["0"]);
}

#[tokio::test]
async fn without_a_suffix_the_user_agent_is_the_crate_and_its_version() {
    let server = echo();
    for client in [
        raw_client(server.url(), &quick_clock()).build().unwrap(),
        raw_client(server.url(), &quick_clock()).user_agent_suffix("").build().unwrap(),
        raw_client(server.url(), &quick_clock()).user_agent_suffix("  ").build().unwrap(),
    ] {
        client.run(Read).await.unwrap();
    }
    let agent = concat!("spotify-sdk-rust/", env!("CARGO_PKG_VERSION"));
    assert!(server.heads().iter().all(|head| header(head, "user-agent") == [agent]), "{:?}", server.heads());
}

fn kind(result: Result<impl Sized, Error>) -> ErrorKind {
    result.err().expect("an error").kind()
}

#[tokio::test]
async fn fault_118_what_would_end_a_header_line_is_refused_before_anything_is_sent() {
    let server = echo();
    let client = raw_client(server.url(), &quick_clock()).build().unwrap();
    for evil in ["x\r\nX-Evil: 1", "x\nX-Evil: 1", "x\rX-Evil: 1", "x\0", "\u{7f}", "\u{1b}[31m", "n\u{e4}"] {
        assert_eq!(kind(HttpTransport::builder().user_agent_suffix(evil).build()), ErrorKind::Configuration);
        let suffix = raw_client(server.url(), &quick_clock()).user_agent_suffix(evil).build();
        assert_eq!(kind(suffix), ErrorKind::Configuration, "{evil:?}");
        assert_eq!(kind(AccessToken::new(evil)), ErrorKind::InvalidArgument, "{evil:?}");
        let token = SpotifyClient::builder().access_token(evil).build();
        assert_eq!(kind(token), ErrorKind::InvalidArgument, "{evil:?}");
        let market = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").market(evil).await;
        assert_eq!(kind(market), ErrorKind::InvalidArgument, "{evil:?}");
    }
    assert_eq!(server.requests(), 0);
}

/// Takes any text as a parameter, as `device_id` does.
#[derive(Debug, Clone)]
struct OnDevice(String);

impl Endpoint for OnDevice {
    type Output = Json;
    const OPERATION: Operation = Operation::get("test-on-device", "/player");

    fn request(&self) -> Result<ApiRequest> {
        ApiRequest::builder(&Self::OPERATION).query("device_id", Some(&self.0)).query("z", Some(1)).build()
    }
}

#[test]
fn fault_118_no_parameter_leaves_its_place_in_the_query() {
    let server = echo();
    let client = raw_client(server.url(), &quick_clock()).build_blocking().unwrap();
    let expected = client.run(OnDevice(String::new())).map(|_| server.heads()[0].lines().count()).unwrap();
    let config = ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() };
    let texts = prop_oneof!["\\PC{0,20}", "[\r\n\t &=#?/:%+\\x00a]{1,12}", ".{0,12}"];
    let mut runner = proptest::test_runner::TestRunner::new(config);
    runner
        .run(&texts, |text| {
            client.run(OnDevice(text.clone())).unwrap();
            let head = server.heads().pop().unwrap();
            prop_assert_eq!(head.lines().count(), expected, "{:?}", head);
            let target = head.split(' ').nth(1).unwrap();
            let url = url::Url::parse("http://x").unwrap().join(target).unwrap();
            let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
            prop_assert_eq!(pairs, [("device_id".to_owned(), text), ("z".to_owned(), "1".to_owned())]);
            prop_assert_eq!(url.path(), "/player");
            Ok(())
        })
        .unwrap();
}
