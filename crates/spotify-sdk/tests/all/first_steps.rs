//! The main job, end to end: log in, keep the login, call the API.

use std::time::Duration;

use spotify_sandbox::{Rules, Sandbox, User};
use spotify_sdk::ErrorKind;
use spotify_sdk::endpoint::Method;

use crate::support::{authorization_code, client, client_credentials, log_in};

#[tokio::test]
async fn an_app_fetches_an_album() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    let client = client(&sandbox).auth(auth).build().unwrap();
    let album = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await.unwrap();
    assert_eq!(album.id.as_str(), "4aawyAB9vmqN3uQ7FjRGTy");
    assert!(!album.name.is_empty());
    client
        .albums()
        .get("https://open.spotify.com/album/4aawyAB9vmqN3uQ7FjRGTy?si=x")
        .market("SE")
        .await
        .unwrap();
    assert_eq!(sandbox.journal().count("POST /api/token"), 1);
}

#[tokio::test]
async fn a_user_logs_in_and_an_hour_later_one_refresh_happens() {
    let user = User::premium("ada").saved_tracks(120).saved_albums(25);
    let sandbox = Sandbox::builder().rules(Rules::ExtendedQuota).user(user).start().unwrap();
    let auth = authorization_code(&sandbox).scopes("user-library-read").build().unwrap();
    let token = log_in(&sandbox, &auth).await;
    assert_eq!(token.scope(), Some("user-library-read"));
    let client = client(&sandbox).auth(auth.clone()).build().unwrap();
    let albums = client.albums().get_saved().limit(10).await.unwrap();
    assert_eq!((albums.items.len(), albums.total), (10, 25));
    sandbox.advance(Duration::from_secs(3600));
    let mut rows = client.albums().get_saved().stream();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        row.unwrap();
        count += 1;
    }
    assert_eq!(count, 25);
    assert_eq!(sandbox.journal().count("POST /api/token"), 2);
    sandbox.advance(Duration::from_secs(184 * 24 * 3600));
    let error = client.albums().get_saved().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReauthorizationRequired, "{error}");
    assert_eq!(auth.access_token().await.unwrap_err().kind(), ErrorKind::ReauthorizationRequired);
    assert_eq!(sandbox.journal().count("POST /api/token"), 3);
}

#[test]
fn blocking_is_the_same() {
    let sandbox = Sandbox::documents().start().unwrap();
    let auth = client_credentials(&sandbox).build().unwrap();
    auth.access_token().wait().unwrap();
    let client = client(&sandbox).auth(auth).build_blocking().unwrap();
    let album = client.albums().get("5K79FLRUCSysQnVESLcTdb").send().unwrap();
    let rows = client.albums().get_tracks("5K79FLRUCSysQnVESLcTdb").limit(1).iter();
    assert_eq!(rows.map(Result::unwrap).count(), album.total_tracks as usize);
    let error = client.albums().get_saved().send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UserLoginRequired, "{error}");
    assert_eq!(sandbox.journal().count("GET /v1/me/*"), 0);
    client.close();
    assert_eq!(client.albums().get("5K79FLRUCSysQnVESLcTdb").send().unwrap_err().kind(), ErrorKind::Closed);
}

#[tokio::test]
async fn what_has_no_operation_is_requested_by_hand() {
    let sandbox = Sandbox::documents().start().unwrap();
    let client = client(&sandbox).access_token("your-access-token").build().unwrap();
    let answer = client.request(Method::Get, "/me/albums").query("limit", 2).await.unwrap();
    assert_eq!(answer.status(), 200);
    let page: spotify_sdk::Page<spotify_sdk::model::SavedAlbum> = answer.json().unwrap();
    assert_eq!(page.items.len(), 2);
    let body = serde_json::json!({"context_uri": "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"});
    client.request(Method::Put, "/me/player/play").json(&body).await.unwrap();
    assert_eq!(client.request(Method::Get, "/../x").await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    assert_eq!(client.request(Method::Get, "/nothing").await.unwrap_err().kind(), ErrorKind::NotFound);
}
