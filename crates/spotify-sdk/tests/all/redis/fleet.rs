//! Several hosts, one login.

use std::time::Duration;

use spotify_sandbox::{RefreshTokens, Sandbox};

use spotify_sdk::auth::KeyedTokenCache as _;

use super::child::{Host, command};
use super::proxy::Proxy;
use super::server_or_skip;
use crate::support::{authorization_code, log_in};

const HOSTS: usize = 4;
const TASKS: usize = 16;
const EXPIRIES: usize = 6;
const USERS: usize = 400;

/// So many that the last of them wait for their turns longer than a call may take, as each answer takes a moment.
#[tokio::test]
async fn fault_064_many_users_who_expire_at_once_wait_for_each_other_and_not_in_vain() {
    let server = server_or_skip!();
    let sandbox = Sandbox::builder().start().unwrap();
    let proxy = Proxy::before(server.port());
    let cache = proxy.cache();
    let here = authorization_code(&sandbox).token_cache(cache.clone()).build().unwrap();
    let login = log_in(&sandbox, &here).await;
    // One login in everybody's place: the sandbox takes a refresh token as often as it is shown.
    let text = serde_json::to_string(&login).unwrap();
    for user in 0..USERS {
        server.run::<()>(&["SET", &format!("token:{user}"), &text]);
    }
    sandbox.advance(Duration::from_secs(3600));
    proxy.delay(Duration::from_millis(200));
    let users: Vec<_> = (0..USERS)
        .map(|user| {
            let cache = cache.for_key(&user.to_string());
            authorization_code(&sandbox).token_cache(cache).build().unwrap()
        })
        .collect();
    let renewed: Vec<_> = users.iter().map(|user| tokio::spawn(user.access_token().into_future())).collect();
    for renewed in renewed {
        renewed.await.unwrap().unwrap();
    }
    assert_eq!(sandbox.journal().count("POST /api/token"), 1 + USERS);
}

#[tokio::test]
async fn fault_032_four_hosts_refresh_once_for_each_expiry_also_after_the_server_was_killed() {
    let mut server = server_or_skip!();
    let sandbox = Sandbox::builder().refresh_tokens(RefreshTokens::RotateReuseDetection).start().unwrap();
    let here = authorization_code(&sandbox).token_cache(server.cache()).build().unwrap();
    log_in(&sandbox, &here).await;
    let mut hosts: Vec<_> =
        (0..HOSTS).map(|_| Host::start(command("renew when told", &server, &sandbox, 0))).collect();
    hosts.iter_mut().for_each(|host| host.expect("ready"));
    for expiry in 1..=EXPIRIES {
        sandbox.advance(Duration::from_secs(3600));
        hosts.iter_mut().for_each(|host| host.tell("advance 3600"));
        hosts.iter_mut().for_each(|host| host.expect("advanced"));
        if expiry % 2 == 0 {
            server.kill();
            server.start_again();
        }
        hosts.iter_mut().for_each(|host| host.tell(&format!("1 {TASKS}")));
        let tokens: Vec<_> = hosts.iter_mut().map(Host::line).collect();
        assert!(tokens[0].starts_with("sandbox-access-"), "{}", tokens[0]);
        assert!(tokens.iter().all(|token| *token == tokens[0]), "{tokens:#?}");
        assert_eq!(sandbox.journal().count("POST /api/token"), 1 + expiry);
    }
    for mut host in hosts {
        host.tell("end");
        host.finish();
    }
    println!("{HOSTS} hosts, {TASKS} tasks each, {EXPIRIES} expiries: 1 refresh per expiry");
}
