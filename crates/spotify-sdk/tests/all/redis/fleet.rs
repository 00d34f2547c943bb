//! Several hosts, one login.

use std::time::Duration;

use spotify_sandbox::{RefreshTokens, Sandbox};

use super::child::{Host, command};
use super::server_or_skip;
use crate::support::{authorization_code, log_in};

const HOSTS: usize = 4;
const TASKS: usize = 16;
const EXPIRIES: usize = 6;

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
