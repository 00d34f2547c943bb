//! A server that lost what it held (a flush, an eviction, a failover to an empty one), and logouts that meet it.

use std::time::Duration;

use spotify_sandbox::Sandbox;
use spotify_sdk::ErrorKind;
use spotify_sdk::auth::{AuthorizationCode, TokenInfo};

use super::server::Server;
use super::server_or_skip;
use crate::support::{authorization_code, eventually, log_in};

const SECOND: Duration = Duration::from_secs(1);

fn host(sandbox: &Sandbox, server: &Server) -> AuthorizationCode {
    authorization_code(sandbox).token_cache(server.cache()).build().unwrap()
}

fn stored(server: &Server) -> Option<TokenInfo> {
    server.run::<Option<String>>(&["GET", "token"]).map(|text| serde_json::from_str(&text).unwrap())
}

fn is_logged_out(auth: &AuthorizationCode) -> bool {
    auth.access_token().wait().is_err_and(|error| error.kind() == ErrorKind::NotLoggedIn)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logout_is_one_also_where_the_server_has_lost_the_login() {
    let server = server_or_skip!();
    let sandbox = Sandbox::builder().start().unwrap();
    let (here, there) = (host(&sandbox, &server), host(&sandbox, &server));
    log_in(&sandbox, &here).await;
    there.access_token().await.unwrap();
    server.run::<()>(&["FLUSHALL"]);
    here.logout().await.unwrap();
    assert!(stored(&server).is_some_and(|token| token.is_tombstone()), "{:?}", stored(&server));
    let before = sandbox.now();
    eventually("the other host hears of it", || {
        sandbox.advance(SECOND);
        is_logged_out(&there)
    });
    assert!(sandbox.now() < before + Duration::from_secs(3000), "while its token was good");
    sandbox.advance(Duration::from_secs(3600));
    assert!(is_logged_out(&there) && is_logged_out(&here));
    assert!(stored(&server).is_some_and(|token| token.is_tombstone()), "and does not bring it back");
    assert_eq!(sandbox.journal().count("POST /api/token"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_lost_is_put_back_by_who_has_it() {
    let server = server_or_skip!();
    let sandbox = Sandbox::builder().start().unwrap();
    let here = host(&sandbox, &server);
    let login = log_in(&sandbox, &here).await;
    server.run::<()>(&["FLUSHALL"]);
    assert!(is_logged_out(&host(&sandbox, &server)));
    eventually("it is put back", || {
        sandbox.advance(SECOND / 2);
        here.access_token().wait().unwrap();
        stored(&server).is_some_and(|token| token.refresh_token() == login.refresh_token())
    });
    let other = host(&sandbox, &server);
    assert_eq!(other.access_token().await.unwrap().expose(), login.access_token());
    assert_eq!(sandbox.journal().count("POST /api/token"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn fault_064_a_logout_while_the_server_is_down_is_finished_later() {
    let mut server = server_or_skip!();
    let sandbox = Sandbox::builder().start().unwrap();
    let here = host(&sandbox, &server);
    log_in(&sandbox, &here).await;
    server.kill();
    assert_eq!(here.logout().await.unwrap_err().kind(), ErrorKind::Cache);
    assert!(is_logged_out(&here));
    server.start_again();
    assert!(stored(&server).is_some_and(|token| !token.is_tombstone()), "it knows the login still");
    // Asked again and again, and with nobody else to tell the server.
    let tombstone = || stored(&server).is_some_and(|token| token.is_tombstone());
    eventually("the server is told", || {
        sandbox.advance(SECOND);
        assert!(is_logged_out(&here), "the login was loaded again");
        tombstone()
    });
    assert!(is_logged_out(&host(&sandbox, &server)));
    assert_eq!(sandbox.journal().count("POST /api/token"), 1);
}

#[tokio::test]
async fn fault_064_such_a_logout_needs_nobody_who_asks_and_outlives_its_provider() {
    let mut server = server_or_skip!();
    let sandbox = Sandbox::builder().start().unwrap();
    let here = host(&sandbox, &server);
    log_in(&sandbox, &here).await;
    server.kill();
    here.logout().await.unwrap_err();
    drop(here);
    server.start_again();
    eventually("the server is told", || stored(&server).is_some_and(|token| token.is_tombstone()));
}
