//! The authorization code flow, with the browser at the other end of standard input and output.

use std::io::Write;

use rspotify::clients::OAuthClient;
use rspotify::{AuthCodeSpotify, Config, Credentials, OAuth, scopes};

use crate::Failure;

pub(crate) async fn log_in() -> Result<AuthCodeSpotify, Failure> {
    let variable = |name: &str| std::env::var(name).map_err(|_| format!("the variable {name} is not set"));
    let credentials = Credentials::new(&variable("PEER_CLIENT_ID")?, &variable("PEER_CLIENT_SECRET")?);
    let oauth = OAuth {
        redirect_uri: variable("PEER_REDIRECT_URI")?,
        scopes: scopes!(
            "user-read-private",
            "user-library-read",
            "user-library-modify",
            "user-follow-read",
            "playlist-read-private",
            "playlist-modify-private",
            "playlist-modify-public",
            "user-read-playback-state",
            "user-modify-playback-state",
            "user-read-currently-playing",
            "user-read-recently-played",
            "user-top-read"
        ),
        ..OAuth::default()
    };
    let config = Config {
        api_base_url: format!("{}/", variable("PEER_API_BASE_URL")?),
        auth_base_url: format!("{}/", variable("PEER_ACCOUNTS_BASE_URL")?),
        ..Config::default()
    };
    let spotify = AuthCodeSpotify::with_config(credentials, oauth, config);

    println!("{}", spotify.get_authorize_url(false)?);
    std::io::stdout().flush()?;
    let mut callback = String::new();
    std::io::stdin().read_line(&mut callback)?;
    let code =
        spotify.parse_response_code(callback.trim()).ok_or("the callback has no code, or a foreign state")?;
    spotify.request_token(&code).await?;
    Ok(spotify)
}
