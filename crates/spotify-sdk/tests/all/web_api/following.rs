//! Artists and users whom the user follows.

use serde_json::json;
use spotify_sandbox::{Fault, Rules, Sandbox, User};
use spotify_sdk::endpoint::QuotaMode;
use spotify_sdk::{ErrorKind, SpotifyClient};

use super::{builder_with, last_request};

const SCOPES: &[&str] = &["user-follow-read", "user-follow-modify"];

const WORD: &str = "4aawyAB9vmqN3uQ7FjRGTy";

fn sandbox(rules: Rules) -> Sandbox {
    let ada = User::premium("ada").followed_artists(25);
    Sandbox::builder().rules(rules).user(ada).user(User::free("bob #1")).start().unwrap()
}

fn client(sandbox: &Sandbox) -> SpotifyClient {
    builder_with(sandbox, SCOPES).build().unwrap()
}

#[tokio::test]
async fn followed_artists_are_read_page_by_page() {
    for rules in [Rules::DevelopmentMode, Rules::ExtendedQuota] {
        let sandbox = sandbox(rules);
        let client = client(&sandbox);
        let mut page = client.users().get_followed_artists().limit(10).await.unwrap();
        assert_eq!(last_request(&sandbox), "GET /v1/me/following type=artist&limit=10");
        assert_eq!((page.total, page.limit, page.items.len()), (Some(25), 10, 10));
        let mut ids: Vec<_> = page.items.iter().map(|artist| artist.id.clone()).collect();
        while let Some(after) = page.next_after() {
            let last = ids.last().unwrap();
            assert_eq!(after, last.as_str());
            page = client.users().get_followed_artists().limit(10).after(after).await.unwrap();
            assert_eq!(
                last_request(&sandbox),
                format!("GET /v1/me/following type=artist&after={last}&limit=10")
            );
            ids.extend(page.items.iter().map(|artist| artist.id.clone()));
        }
        assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), 25);
        assert_eq!(sandbox.journal().count("/v1/me/following"), 3);
    }
}

#[tokio::test]
async fn fault_120_pages_of_followed_artists_are_read_leniently() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let client = client(&sandbox);
    sandbox.fault(Fault::on("/v1/me/following").patch(|answer| {
        answer["artists"]["items"][1] = json!(null);
        answer["artists"]["cursors"] = json!(null);
        answer["artists"]["total"] = json!(null);
    }));
    let page = client.users().get_followed_artists().await.unwrap();
    assert_eq!((page.items.len(), page.rejected[0].index, page.total), (19, 1, None));
    assert_eq!(page.next_after(), None, "without a cursor there is no way on");
    sandbox.clear_faults();
    for body in [json!({}), json!({"artists": null}), json!({"artists": {}}), json!([])] {
        sandbox.fault(Fault::on("/v1/me/following").json(body));
        let error = client.users().get_followed_artists().await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Decode, Some("get-followed")), "{error}");
        sandbox.clear_faults();
    }
}

#[tokio::test]
async fn artists_and_users_are_followed_with_extended_quota() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let client = client(&sandbox);
    let users = client.users();
    let artist = users.get_followed_artists().limit(1).await.unwrap().items.remove(0).id;
    users.unfollow_artists([&artist]).await.unwrap();
    assert_eq!(last_request(&sandbox), format!("DELETE /v1/me/following type=artist&ids={artist}"));
    assert_eq!(users.check_follows_artists([artist.as_str(), WORD]).await.unwrap(), [false, false]);
    assert_eq!(
        last_request(&sandbox),
        format!("GET /v1/me/following/contains type=artist&ids={artist},{WORD}")
    );
    assert_eq!(users.get_followed_artists().limit(1).await.unwrap().total, Some(24));
    users.follow_artists([artist.uri()]).await.unwrap();
    assert_eq!(last_request(&sandbox), format!("PUT /v1/me/following type=artist&ids={artist}"));
    assert_eq!(users.check_follows_artists([&artist]).await.unwrap(), [true]);

    users.follow_users(["bob #1"]).await.unwrap();
    assert_eq!(last_request(&sandbox), "PUT /v1/me/following type=user&ids=bob #1");
    assert_eq!(users.check_follows_users(["bob #1", "ada"]).await.unwrap(), [true, false]);
    users.unfollow_users(["bob #1"]).await.unwrap();
    assert_eq!(users.check_follows_users(["bob #1"]).await.unwrap(), [false]);
    assert_eq!(users.follow_artists([WORD]).await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn development_mode_lists_and_refuses_the_rest() {
    let sandbox = sandbox(Rules::DevelopmentMode);
    let users = builder_with(&sandbox, SCOPES).quota_mode(QuotaMode::Extended).build().unwrap().users();
    assert_eq!(users.get_followed_artists().await.unwrap().items.len(), 20);
    for error in [
        users.follow_artists([WORD]).await.unwrap_err(),
        users.unfollow_users(["bob #1"]).await.unwrap_err(),
        users.check_follows_artists([WORD]).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::ClosedToApp);
        assert!(error.to_string().contains("closed to apps in Development Mode"), "{error}");
    }
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let users = builder_with(&sandbox, &["user-read-private"]).build().unwrap().users();
    for (error, scope) in [
        (users.get_followed_artists().await.unwrap_err(), "user-follow-read"),
        (users.follow_artists([WORD]).await.unwrap_err(), "user-follow-modify"),
        (users.unfollow_artists([WORD]).await.unwrap_err(), "user-follow-modify"),
        (users.check_follows_artists([WORD]).await.unwrap_err(), "user-follow-read"),
    ] {
        assert_eq!(error.kind(), ErrorKind::MissingScope, "{error}");
        assert!(error.to_string().contains(scope), "{error}");
    }
}

#[tokio::test]
async fn fault_115_arguments_that_cannot_work_send_nothing() {
    let sandbox = sandbox(Rules::ExtendedQuota);
    let users = client(&sandbox).users();
    for error in [
        users.get_followed_artists().limit(51).await.unwrap_err(),
        users.get_followed_artists().after("spotify:track:x").await.unwrap_err(),
        users.follow_artists([WORD, "a/b"]).await.unwrap_err(),
        users.follow_users(["a,b"]).await.unwrap_err(),
        users.check_follows_users(vec!["a,b"; 51]).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
    assert_eq!(sandbox.journal().entries().len(), 0);
}
