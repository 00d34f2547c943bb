//! The Rust that the demo shows: compiled here, printed from this very file.

use spotify_sdk::auth::AuthorizationCode;
use spotify_sdk::{ErrorKind, Result, SpotifyClient};

#[expect(dead_code, reason = "shown, not run; what the demo runs has a sandbox's addresses and clock in it")]
#[rustfmt::skip]
async fn step_1() -> Result<()> {
    // step 1
    let client = SpotifyClient::from_access_token("your-access-token")?;
    let album = client.albums().get("5K79FLRUCSysQnVESLcTdb").await?;
    // end
    drop(album);
    Ok(())
}

#[expect(dead_code, reason = "shown, not run")]
#[rustfmt::skip]
async fn step_2() -> Result<()> {
    // step 2
    let client = SpotifyClient::from_client_credentials(
        "your-client-id",
        "your-client-secret",
    )?;
    let album = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await?;
    // end
    drop(album);
    Ok(())
}

#[expect(dead_code, reason = "shown, not run")]
#[rustfmt::skip]
async fn step_3() -> Result<AuthorizationCode> {
    // step 3
    let auth = AuthorizationCode::builder()
        .client_id("your-client-id")
        .client_secret("your-client-secret")
        .redirect_uri("http://127.0.0.1/callback")       // on any free port
        .scopes(["user-read-private", "user-library-read"])
        .build()?;
    auth.authorize_local().await?;                       // opens the browser
    // end
    Ok(auth)
}

#[expect(dead_code, reason = "shown, not run")]
#[rustfmt::skip]
async fn step_4(auth: AuthorizationCode) -> Result<SpotifyClient> {
    // step 4
    let client = SpotifyClient::new(auth);
    for saved in client.albums().get_saved().limit(3).await?.items {
        println!("{}", saved.album.name);
    }
    // end
    Ok(client)
}

#[expect(dead_code, reason = "shown, not run")]
#[rustfmt::skip]
async fn step_5(client: SpotifyClient) -> Result<()> {
    // step 5
    for _ in 0..10 {
        let client = client.clone();
        tokio::spawn(async move { client.albums().get_saved().await });
    }
    // end
    Ok(())
}

#[expect(dead_code, reason = "shown, not run")]
#[rustfmt::skip]
async fn step_6(client: SpotifyClient) -> Result<()> {
    // step 6
    let saved = client.albums().get_saved().await?;      // nothing to write
    // end
    drop(saved);
    Ok(())
}

#[expect(dead_code, reason = "shown, not run")]
#[rustfmt::skip]
async fn step_7(client: SpotifyClient, auth: AuthorizationCode) -> Result<()> {
    // step 7
    match client.albums().get_saved().await {
        Err(error) if error.kind() == ErrorKind::ReauthorizationRequired => {
            eprintln!("{error}");
            auth.authorize_local().await?;
        }
        saved => println!("{} saved albums", saved?.total),
    }
    // end
    Ok(())
}
