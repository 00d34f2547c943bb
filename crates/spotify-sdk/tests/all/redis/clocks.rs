//! Hosts whose clocks are wrong.

use std::time::Duration;

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{TokenCache as _, TokenInfo};
use spotify_sdk::clock::WallClock;

use super::child::{Host, command};
use super::server_or_skip;
use crate::support::{authorization_code, log_in};

const WRONG: i64 = 600;

#[tokio::test]
async fn fault_045_hosts_whose_clocks_differ_by_minutes_agree_on_when_a_token_ends() {
    let server = server_or_skip!();
    let sandbox = Sandbox::builder().start().unwrap();
    let here = authorization_code(&sandbox).token_cache(server.cache()).build().unwrap();
    let first = log_in(&sandbox, &here).await;
    let mut hosts: Vec<_> = [-WRONG, 0, WRONG]
        .iter()
        .map(|wrong| Host::start(command("renew when told", &server, &sandbox, *wrong)))
        .collect();
    hosts.iter_mut().for_each(|host| host.expect("ready"));
    let mut token_of_all = |seconds: u64| {
        sandbox.advance(Duration::from_secs(seconds));
        let mut tokens = Vec::new();
        for host in &mut hosts {
            host.tell(&format!("advance {seconds}"));
            host.expect("advanced");
            host.tell("1 1");
            tokens.push(host.line());
        }
        assert!(tokens.iter().all(|token| *token == tokens[0]), "{tokens:#?}");
        (tokens[0].clone(), sandbox.journal().count("POST /api/token"))
    };
    // Five minutes before its end it has ended by one of the clocks.
    let (token, requests) = token_of_all(55 * 60);
    assert_eq!((&*token, requests), (first.access_token(), 1));
    // A minute after its end it is good by another; that host asks first.
    let (second, requests) = token_of_all(6 * 60);
    assert_ne!(second, token);
    assert_eq!(requests, 2);
    // The same with a token that one of them has renewed.
    assert_eq!(token_of_all(55 * 60), (second.clone(), 2));
    assert_eq!(token_of_all(6 * 60).1, 3);
}

#[tokio::test]
async fn what_a_host_with_a_wrong_clock_stores_is_right_for_others() {
    let server = server_or_skip!();
    let now = || std::time::SystemTime::now();
    let seconds =
        |time: std::time::SystemTime| time.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64();
    let late = server.cache().clock(WallClock::new(move || now() - Duration::from_secs(600)));
    let token =
        TokenInfo::new("access", seconds(now()) - 600.0 + 3600.0).unwrap().with_refresh_token("refresh");
    late.set(&token).await.unwrap();
    let stored: serde_json::Value = serde_json::from_str(&server.run::<String>(&["GET", "token"])).unwrap();
    let left = stored["expires_at"].as_f64().unwrap() - seconds(now());
    assert!((3500.0..3700.0).contains(&left), "{left}");
    let read = late.get().await.unwrap().unwrap();
    assert!((read.expires_at() - token.expires_at()).abs() < 1e-3, "{read:?}");
    assert!(late.compare_and_set(Some(&read), &token).await.unwrap());
    late.delete().await.unwrap();
    let stored: serde_json::Value = serde_json::from_str(&server.run::<String>(&["GET", "token"])).unwrap();
    assert_eq!(stored["expires_at"], 0.0, "a logout has no time");
}
