//! A 429 on one host stops the others.

use std::time::{Duration, Instant};

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::clock::ManualClock;

use super::child::{Host, command};
use super::proxy::Proxy;
use super::server::Server;
use super::server_or_skip;
use crate::support::{HANG, authorization_code, client, client_credentials, log_in};

const ALBUM: &str = "4aawyAB9vmqN3uQ7FjRGTy";

async fn hosts(server: &Server, sandbox: &Sandbox, count: usize) -> Vec<Host> {
    let here =
        authorization_code(sandbox).scopes("user-library-read").token_cache(server.cache()).build().unwrap();
    log_in(sandbox, &here).await;
    // Their clocks differ by minutes; the pause is the server's.
    let mut hosts: Vec<_> = (0..count)
        .map(|host| {
            Host::start(command("ask when told", server, sandbox, i64::try_from(host).unwrap() * 120))
        })
        .collect();
    hosts.iter_mut().for_each(|host| host.expect("ready"));
    hosts
}

fn said(host: &mut Host, line: &str) -> String {
    host.tell(line);
    host.line()
}

#[tokio::test]
async fn fault_111_a_pause_that_one_host_met_stops_the_others_and_outlives_it() {
    let server = server_or_skip!();
    let sandbox = Sandbox::documents().start().unwrap();
    let mut hosts = hosts(&server, &sandbox, 3).await;
    for host in &mut hosts {
        assert_eq!(said(host, "ask"), "answered");
    }
    sandbox.fault(Fault::rate_limited(86_400).times(1));
    assert_eq!(said(&mut hosts[0], "ask"), "RateLimited 86400 429");
    let sent = sandbox.journal().count("GET /v1/*");
    for host in &mut hosts {
        for _ in 0..20 {
            let said = said(host, "ask");
            let left: u64 = said.split(' ').nth(1).unwrap().parse().unwrap();
            assert!((86_000..=86_400).contains(&left), "{said}");
            assert!(said.starts_with("RateLimited ") && said.ends_with(" 0"), "{said}");
        }
        assert_eq!(said(host, "start again"), "started");
        assert!(said(host, "ask").starts_with("RateLimited"));
    }
    let mut new = Host::start(command("ask when told", &server, &sandbox, 0));
    new.expect("ready");
    assert!(said(&mut new, "ask").starts_with("RateLimited"), "also one that starts in the middle");
    let during = sandbox.journal().count("GET /v1/*") - sent;
    println!("requests sent during a shared cool-down: {during}");
    assert_eq!(during, 0);
    assert_eq!(said(&mut hosts[2], "clear"), "cleared");
    for host in &mut hosts {
        assert_eq!(said(host, "ask"), "answered", "cleared for all, also for who met it");
    }
}

#[tokio::test]
async fn fault_110_a_quota_that_one_host_used_up_stops_that_operation_on_all() {
    let server = server_or_skip!();
    let sandbox = Sandbox::documents().start().unwrap();
    let mut hosts = hosts(&server, &sandbox, 2).await;
    sandbox.fault(Fault::quota_exceeded(40_000).at("/v1/albums/*").times(1));
    assert_eq!(said(&mut hosts[0], "ask"), "QuotaExceeded 40000 429");
    assert!(said(&mut hosts[1], "ask").starts_with("QuotaExceeded 3"), "nothing was sent");
    assert_eq!(said(&mut hosts[1], "ask for saved"), "answered");
    assert_eq!(sandbox.journal().count("GET /v1/albums/*"), 1);
}

#[tokio::test]
async fn fault_110_when_the_server_forgets_or_is_down_each_host_keeps_the_pause_it_met() {
    let mut server = server_or_skip!();
    let sandbox = Sandbox::documents().start().unwrap();
    let mut hosts = hosts(&server, &sandbox, 2).await;
    for host in &mut hosts {
        assert_eq!(said(host, "ask"), "answered");
    }
    sandbox.fault(Fault::rate_limited(500).times(1));
    assert!(said(&mut hosts[0], "ask").starts_with("RateLimited"));
    server.run::<()>(&["FLUSHALL"]);
    assert!(said(&mut hosts[0], "ask").starts_with("RateLimited"));
    server.kill();
    assert!(said(&mut hosts[0], "ask").starts_with("RateLimited"));
    let start = Instant::now();
    for _ in 0..10 {
        assert_eq!(said(&mut hosts[1], "ask"), "answered");
    }
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[tokio::test]
async fn fault_111_a_slow_server_delays_one_call_a_second_and_not_each() {
    let server = server_or_skip!();
    let sandbox = Sandbox::documents().start().unwrap();
    let proxy = Proxy::before(server.port());
    let auth = client_credentials(&sandbox).token_cache(proxy.cache()).build().unwrap();
    let first = client(&sandbox).auth(auth.clone()).build().unwrap();
    first.albums().get(ALBUM).await.unwrap();
    // Slow, and not so slow that a look is given up.
    proxy.delay(Duration::from_millis(420));
    let start = Instant::now();
    for _ in 0..10 {
        // As a web application does for each of its requests.
        first.with_auth(auth.clone()).albums().get(ALBUM).await.unwrap();
    }
    let took = start.elapsed();
    println!("ten calls while each answer takes 420 ms: {took:?}");
    assert!(took < Duration::from_millis(2100), "{took:?}");
}

#[tokio::test]
async fn fault_111_a_pause_met_while_the_server_was_down_is_told_when_it_is_back() {
    let mut server = server_or_skip!();
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).token_cache(server.cache()).build().unwrap();
    let here = client(&sandbox).auth(auth).build().unwrap();
    here.albums().get(ALBUM).await.unwrap();
    server.kill();
    sandbox.fault(Fault::rate_limited(500).times(1));
    here.albums().get(ALBUM).await.unwrap_err();
    server.start_again();
    let start = Instant::now();
    // Nothing is sent, but each of these calls looks.
    while server.run::<Vec<String>>(&["KEYS", "spotify-sdk:cool-down:*"]).is_empty() {
        let error = here.albums().get(ALBUM).await.unwrap_err();
        assert_eq!(error.kind(), spotify_sdk::ErrorKind::RateLimited);
        assert!(start.elapsed() < HANG, "it is never told");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(sandbox.journal().count("GET /v1/*"), 2);
}

#[tokio::test]
async fn fault_111_a_short_pause_begun_while_the_servers_clock_was_ahead_is_a_short_one() {
    let server = server_or_skip!();
    let sandbox = Sandbox::documents().start().unwrap();
    let clock = ManualClock::new().auto_advance();
    let auth = client_credentials(&sandbox).clock(clock.clone()).token_cache(server.cache()).build().unwrap();
    let here = client(&sandbox).auth(auth).clock(clock.clone()).build().unwrap();
    // The app's key is made by the first pause.
    sandbox.fault(Fault::rate_limited(2).at("/v1/*").times(1));
    here.albums().get(ALBUM).await.unwrap();
    let keys = server.run::<Vec<String>>(&["KEYS", "spotify-sdk:cool-down:*"]);
    assert_eq!(keys.len(), 1, "{keys:?}");
    let now = server.run::<(u64, u64)>(&["TIME"]).0 * 1000;
    let (began, ends) = ((now + 7_200_000).to_string(), (now + 7_202_000).to_string());
    server.run::<i64>(&["HSET", &keys[0], "everything", &ends, "began:everything", &began]);
    server.run::<i64>(&["PERSIST", &keys[0]]);
    let before = clock.slept().len();
    for _ in 0..3 {
        here.albums().get(ALBUM).await.unwrap();
    }
    let slept: Duration = clock.slept()[before..].iter().sum();
    assert!(slept >= Duration::from_secs(2) && slept <= Duration::from_secs(4), "{slept:?}");
    // What Spotify says now counts, although it seems to end earlier.
    sandbox.fault(Fault::rate_limited(500).at("/v1/*").times(1));
    here.albums().get(ALBUM).await.unwrap_err();
    assert!(server.run::<u64>(&["HGET", &keys[0], "everything"]) < now + 700_000);
    // Without a beginning it lasts a day at most.
    here.clear_cool_down();
    here.albums().get(ALBUM).await.unwrap();
    server.run::<i64>(&["HSET", &keys[0], "everything", &(now + 9_000_000_000).to_string()]);
    let error = here.albums().get(ALBUM).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(86_400)));
}
