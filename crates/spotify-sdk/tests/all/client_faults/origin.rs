//! The token goes where the base URL points, and nowhere else.

use serde_json::json;
use spotify_sandbox::{Fault, Sandbox, User};
use spotify_sdk::ErrorKind;

use crate::support::operations::{Append, Read, ReadAbove, ReadElsewhere};
use crate::support::raw_server::RawServer;
use crate::support::{client, in_time, quick_clock, raw_client};

#[tokio::test]
async fn fault_116_links_in_answers_are_never_followed_to_another_host() {
    let trap = RawServer::trap();
    let trap_address = trap.address();
    for evil in [
        format!("http://{trap_address}/v1/me/albums?offset=10&limit=10"),
        format!("//{trap_address}/v1/me/albums?offset=10&limit=10"),
        format!("http://user:password@{trap_address}/?offset=10"),
        format!("\\\\{trap_address}\\?offset=10"),
        format!("http://{trap_address}"),
    ] {
        let user = User::premium("ada").saved_albums(25);
        let sandbox = Sandbox::builder().user(user).start().unwrap();
        let links = evil.clone();
        sandbox.fault(Fault::on("/v1/me/albums").patch(move |page| {
            if !page["next"].is_null() {
                page["next"] = json!(links);
            }
            page["href"] = json!(links);
            page["previous"] = json!(links);
            page["items"][0]["album"]["href"] = json!(links);
        }));
        let token = sandbox.mint("ada", &["user-library-read"]).access_token;
        let client = client(&sandbox).access_token(token).build().unwrap();
        let mut rows = client.albums().get_saved().limit(10).stream();
        let mut count = 0;
        while let Some(row) = in_time(rows.next()).await {
            row.unwrap();
            count += 1;
        }
        assert_eq!(count, 25, "{evil}: the pages are found without the link");
        assert_eq!(sandbox.journal().count("GET /v1/me/albums"), 3);
    }
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn fault_116_a_path_is_a_path_whatever_it_looks_like() {
    let server = RawServer::start(|exchange| exchange.answer(200, "", "{}"));
    let client = raw_client(format!("{}/v1/", server.url()), &quick_clock()).build().unwrap();
    client.run(ReadElsewhere).await.unwrap();
    assert!(server.heads()[0].starts_with("GET /v1//evil.example/read HTTP/1.1\r\n"), "{:?}", server.heads());
    // A template is written by a programmer; even so it can't leave the host.
    client.run(ReadAbove).await.unwrap();
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn fault_117_redirects_are_reported_and_never_followed() {
    let trap = RawServer::trap();
    for status in [300, 301, 302, 303, 307, 308] {
        let to = format!("{}/steal?token=CANARY-in-the-location", trap.url());
        let server =
            RawServer::start(move |exchange| exchange.answer(status, &format!("location: {to}\r\n"), ""));
        let client = raw_client(server.url(), &quick_clock()).build().unwrap();
        for error in [client.run(Read).await.unwrap_err(), client.run(Append).await.unwrap_err()] {
            assert_eq!((error.kind(), error.status()), (ErrorKind::InvalidResponse, Some(status)), "{error}");
            let text = format!("{error} {error:?}");
            assert!(text.contains(&trap.url()), "where it leads is said: {text}");
            assert!(!text.contains("CANARY"), "{text}");
        }
        assert_eq!(server.requests(), 2);
    }
    assert_eq!(trap.connections(), 0);
}
