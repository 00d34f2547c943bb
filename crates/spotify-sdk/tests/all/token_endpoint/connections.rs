//! Connections that are refused, hang, break or had been closed.

use std::io::Write as _;
use std::net::TcpListener;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::ErrorKind;
use spotify_sdk::clock::{Clock as _, ManualClock};
use spotify_sdk::transport::HttpTransport;

use super::support::{RawServer, provider, read_request, send, token_answer};
use crate::support::{SandboxTime, authorization_code, client_credentials, log_in};

#[tokio::test]
async fn fault_001_a_refused_connection_is_tried_again_and_then_an_error() {
    // A port that was free a moment ago: nobody listens there.
    let base_url = format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let clock = ManualClock::new().auto_advance();
    let start = clock.monotonic();
    let auth = provider(&base_url).clock(clock.clone()).build().unwrap();
    let error = auth.access_token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "{error}");
    assert!(error.is_transient());
    assert!(error.to_string().contains("refused"), "{error}");
    assert_eq!(clock.slept().len(), 3, "three waits, four attempts");
    assert!(clock.monotonic() - start <= Duration::from_secs(60));
    let auth = provider(&base_url).clock(clock.clone()).max_retries(0).build().unwrap();
    assert!(auth.access_token().await.unwrap_err().is_transient());
    assert_eq!(clock.slept().len(), 3, "no retries, no waits");
}

#[tokio::test]
async fn fault_001_a_name_that_does_not_exist_is_an_error_that_may_pass() {
    let transport =
        HttpTransport::builder().no_proxy().connect_timeout(Duration::from_secs(2)).build().unwrap();
    // RFC 6761 section 6.4: no such name exists.
    let auth = provider("https://accounts.invalid")
        .transport(transport)
        .clock(ManualClock::new().auto_advance())
        .max_retries(1)
        .build()
        .unwrap();
    let error = auth.access_token().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Network | ErrorKind::Timeout), "{error}");
    assert!(error.is_transient());
}

#[tokio::test]
async fn fault_002_a_connection_that_is_never_accepted_has_a_time_limit_of_its_own() {
    // A listener whose queue is full: the system leaves further connections unanswered.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(Ok(connection)) =
        tokio::time::timeout(Duration::from_millis(300), tokio::net::TcpStream::connect(address)).await
    {
        queue.push(connection);
        assert!(queue.len() < 100, "the queue has no end");
    }
    let transport = HttpTransport::builder().connect_timeout(Duration::from_millis(200)).build().unwrap();
    let auth = provider(&format!("http://{address}")).transport(transport).max_retries(0).build().unwrap();
    let start = Instant::now();
    let error = auth.access_token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(start.elapsed() < Duration::from_secs(5), "the limit for the whole request is 30 seconds");
}

#[tokio::test]
async fn fault_003_a_refresh_whose_answer_breaks_off_is_repeated() {
    for fault in [
        Fault::on("POST /api/token").truncate(20),
        Fault::on("POST /api/token").truncate(20).reset(),
        Fault::on("POST /api/token").reset(),
        Fault::on("POST /api/token").close(),
    ] {
        let sandbox = Sandbox::builder().start().unwrap();
        let auth = authorization_code(&sandbox).build().unwrap();
        log_in(&sandbox, &auth).await;
        sandbox.advance(Duration::from_secs(3600));
        let broken = sandbox.fault(fault.times(1));
        auth.access_token().await.unwrap();
        assert_eq!(broken.hits(), 1);
        assert_eq!(sandbox.journal().count("POST /api/token"), 3, "the login, the lost one, the good one");
    }
}

#[tokio::test]
async fn fault_003_client_credentials_whose_answer_breaks_off_are_asked_for_again() {
    for fault in [
        Fault::on("POST /api/token").truncate(20),
        Fault::on("POST /api/token").truncate(20).reset(),
        Fault::on("POST /api/token").reset(),
        Fault::on("POST /api/token").close(),
    ] {
        let sandbox = Sandbox::builder().start().unwrap();
        let broken = sandbox.fault(fault.times(1));
        client_credentials(&sandbox).build().unwrap().access_token().await.unwrap();
        assert_eq!((broken.hits(), sandbox.journal().count("POST /api/token")), (1, 2));
    }
}

#[tokio::test]
async fn fault_003_the_exchange_of_a_code_is_not_repeated() {
    for fault in [
        Fault::on("POST /api/token").truncate(20),
        Fault::on("POST /api/token").reset(),
        Fault::on("POST /api/token").close(),
    ] {
        let sandbox = Sandbox::builder().start().unwrap();
        let auth = authorization_code(&sandbox).build().unwrap();
        let request = auth.authorization_request().unwrap();
        let callback = sandbox.approve(request.authorization_url()).unwrap();
        sandbox.fault(fault);
        let error = auth.complete_authorization(request, &callback).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RequestMaybeApplied, "{error}");
        assert!(!error.is_transient());
        assert_eq!(sandbox.journal().count("POST /api/token"), 1);
    }
}

#[tokio::test]
async fn fault_004_a_body_that_drips_is_cut_off_by_the_total_time() {
    let sandbox = Sandbox::builder().start().unwrap();
    sandbox.fault(Fault::on("POST /api/token").drip(Duration::from_millis(100)));
    let auth = client_credentials(&sandbox)
        .clock(ManualClock::new().auto_advance())
        .timeout(Duration::from_millis(300))
        .max_retries(1)
        .build()
        .unwrap();
    let start = Instant::now();
    let error = auth.access_token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    // The whole body would take more than ten seconds, each byte comes in time.
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(sandbox.journal().count("POST /api/token"), 2);
}

/// 1,000 renewals, an hour apart, from `server`; no repetition is allowed but that on a connection that was closed.
async fn a_thousand_renewals(server: &RawServer) {
    let clock = ManualClock::new();
    let auth = provider(&server.base_url).clock(clock.clone()).max_retries(0).build().unwrap();
    for cycle in 0..1000 {
        if let Err(error) = auth.access_token().await {
            panic!("cycle {cycle}: {error}");
        }
        clock.advance(Duration::from_secs(3601));
    }
}

#[tokio::test]
async fn fault_005_a_connection_closed_while_idle_is_no_error() {
    let server = RawServer::start(|stream, requests| {
        if read_request(&stream).is_some() {
            requests.fetch_add(1, Ordering::SeqCst);
            send(&stream, &token_answer("at"));
        }
    });
    a_thousand_renewals(&server).await;
    assert_eq!(server.requests(), 1000);
}

#[tokio::test]
async fn fault_005_a_connection_closed_as_the_request_arrives_is_no_error() {
    // The worst moment: the request is under way when the server hangs up, and it never answers it.
    let server = RawServer::start(|stream, requests| {
        if read_request(&stream).is_some() {
            requests.fetch_add(1, Ordering::SeqCst);
            send(&stream, &token_answer("at"));
            let _ = read_request(&stream);
        }
    });
    a_thousand_renewals(&server).await;
    assert_eq!(server.requests(), 1000);
}

#[tokio::test]
async fn fault_005_a_connection_reset_as_the_request_arrives_is_no_error() {
    // Closing with unread bytes makes the system send a reset.
    let server = RawServer::start(|stream, requests| {
        if read_request(&stream).is_some() {
            requests.fetch_add(1, Ordering::SeqCst);
            send(&stream, &token_answer("at"));
            let _ = stream.peek(&mut [0]);
        }
    });
    a_thousand_renewals(&server).await;
    assert_eq!(server.requests(), 1000);
}

#[tokio::test]
async fn fault_024_an_answer_after_the_time_limit_is_asked_for_again_and_that_is_all() {
    let sandbox = Sandbox::builder().start().unwrap();
    let auth = client_credentials(&sandbox)
        .clock(SandboxTime::of(&sandbox))
        .timeout(Duration::from_millis(250))
        .build()
        .unwrap();
    sandbox.fault(Fault::on("POST /api/token").delay(Duration::from_millis(600)).times(1));
    auth.access_token().await.unwrap();
    auth.access_token().await.unwrap();
    assert_eq!(sandbox.journal().count("POST /api/token"), 2);
}

#[tokio::test]
async fn an_answer_in_pieces_is_read_whole() {
    let server = RawServer::start(|mut stream, _| {
        while read_request(&stream).is_some() {
            for byte in token_answer("at").bytes() {
                let _ = stream.write_all(&[byte]);
            }
        }
    });
    let auth = provider(&server.base_url).build().unwrap();
    assert_eq!(auth.access_token().await.unwrap().expose(), "at");
}
