//! The steps of the demo. Each does what it says, and fails unless all came as it should.

use std::fmt::Display;
use std::io;
use std::time::Duration;

use spotify_sandbox::{Fault, Sandbox};
use spotify_sdk::auth::{AuthorizationCode, ClientCredentials};
use spotify_sdk::clock::WallClock;
use spotify_sdk::model::{SavedAlbum, SimplifiedArtist};
use spotify_sdk::page::Page;
use spotify_sdk::{Environment, ErrorKind, SpotifyClient, SpotifyClientBuilder};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::browser::Browser;
use super::step::{self, Findings, Step};
use super::time::SkippedTime;
use crate::exit::{Exit, Failure};

/// How many tasks want a token at once when the hour is over.
const TASKS: usize = 10;

/// What Spotify asks to wait, in seconds.
const PAUSE: u64 = 23;

/// What keeps a step from being what it should.
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Plays every step and gives it to `show`. Stops at the first that fails.
pub(super) async fn play(
    sandbox: &Sandbox,
    mut show: impl FnMut(Step) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut number = 0;
    let mut end = |title, requests, findings: Findings| {
        number += 1;
        sandbox.journal().clear();
        show(Step::new(number, title, requests, findings))
    };
    let wire = || step::requests(&sandbox.journal());

    let findings = named("an access token", access_token(sandbox).await)?;
    end("An access token that you have", wire(), findings)?;

    let findings = named("client credentials", client_credentials(sandbox).await)?;
    end("Client credentials: the app itself, no user", wire(), findings)?;

    let (auth, visits, findings) = named("the login", browser_login(sandbox).await)?;
    let mut requests = wire();
    // The browser comes back to the program before the program asks for tokens.
    let exchange = requests.iter().position(|request| request.path == "/api/token").unwrap_or(requests.len());
    requests.splice(exchange..exchange, visits);
    end("A user logs in, in the browser", requests, findings)?;

    let client = client(sandbox).auth(auth.clone()).build()?;
    let findings = named("saved albums", saved_albums(&client).await)?;
    end("What the user has saved", wire(), findings)?;

    sandbox.advance(Duration::from_secs(3600));
    let findings = named("the refresh", an_hour_later(sandbox, &client).await)?;
    end("An hour passes: the token is renewed, once", wire(), findings)?;

    let findings = named("the rate limit", rate_limit(sandbox, &client).await)?;
    end("Spotify says 429: the pause is waited out", wire(), findings)?;

    sandbox.advance(Sandbox::REFRESH_TOKEN_LIFETIME);
    let findings = named("the end of the login", six_months_later(sandbox, &client, &auth).await)?;
    end("Six months pass: the login has ended, and it says so", wire(), findings)?;
    Ok(())
}

async fn access_token(sandbox: &Sandbox) -> Result<Findings, Failed> {
    let client = client(sandbox).access_token("your-access-token").build()?;
    let album = client.albums().get("5K79FLRUCSysQnVESLcTdb").await?;
    Ok(vec![format!("{}, {} tracks", title(&album.name, &album.artists), album.total_tracks)].into())
}

async fn client_credentials(sandbox: &Sandbox) -> Result<Findings, Failed> {
    let auth = ClientCredentials::builder()
        .client_id(sandbox.client_id())
        .client_secret(sandbox.client_secret())
        .accounts_base_url(sandbox.accounts_base_url())
        .environment(Environment::empty())
        .build()?;
    let client = client(sandbox).auth(auth).build()?;
    let album = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await?;
    expect("token requests", sandbox.journal().count("POST /api/token"), 1)?;
    Ok(vec![format!("{}, {} tracks", title(&album.name, &album.artists), album.total_tracks)].into())
}

async fn browser_login(
    sandbox: &Sandbox,
) -> Result<(AuthorizationCode, Vec<step::Request>, Findings), Failed> {
    let clock = sandbox.clock();
    let auth = AuthorizationCode::builder()
        .client_id(sandbox.client_id())
        .client_secret(sandbox.client_secret())
        .redirect_uri("http://127.0.0.1/callback")
        .scopes(["user-read-private", "user-library-read"])
        .accounts_base_url(sandbox.accounts_base_url())
        // Its only wait is the time limit of the login, which must not be over at once.
        .clock(WallClock::new(move || clock.now()))
        .environment(Environment::empty())
        .build()?;
    let (opened, url) = oneshot::channel();
    let login = auth.authorize_local().open_browser(false).on_url(move |url| {
        // The other end waits for as long as this login.
        let _ = opened.send(url.to_owned());
    });
    let mut browser = Browser::default();
    let visit = async { browser.log_in(&url.await?, "ada").await };
    let login = async { login.await.map_err(Failed::from) };
    let (token, last_page) = tokio::try_join!(login, visit)?;
    expect("the status of the last page", last_page.as_u16(), 200)?;
    expect("scope", token.scope(), Some("user-read-private user-library-read"))?;
    let listener = "The browser came back to a listener of the SDK, which is closed again".to_owned();
    let results = vec![listener, "Logged in as ada; the code was exchanged with PKCE".to_owned()];
    Ok((auth, browser.elsewhere, results.into()))
}

async fn saved_albums(client: &SpotifyClient) -> Result<Findings, Failed> {
    let page = client.albums().get_saved().limit(3).await?;
    expect("albums on the page", page.items.len(), 3)?;
    let mut results: Vec<String> =
        page.items.iter().map(|saved| title(&saved.album.name, &saved.album.artists)).collect();
    results.push(format!(".. and {} more, page by page with `.stream()`", page.total - 3));
    Ok(results.into())
}

async fn an_hour_later(sandbox: &Sandbox, client: &SpotifyClient) -> Result<Findings, Failed> {
    let mut tasks: JoinSet<spotify_sdk::Result<Page<SavedAlbum>>> = JoinSet::new();
    for _ in 0..TASKS {
        let client = client.clone();
        tasks.spawn(async move { client.albums().get_saved().await });
    }
    while let Some(page) = tasks.join_next().await {
        expect("albums on the page", page??.items.len(), 20)?;
    }
    expect("refreshes", sandbox.journal().count("POST /api/token"), 1)?;
    expect("calls", sandbox.journal().count("GET /v1/me/albums"), TASKS)?;
    Ok(vec![
        format!("{TASKS} tasks found the token expired; one request renewed it for all"),
        "No new refresh token came, as usual since 2026: the old one was kept".to_owned(),
    ]
    .into())
}

async fn rate_limit(sandbox: &Sandbox, client: &SpotifyClient) -> Result<Findings, Failed> {
    sandbox.fault(Fault::rate_limited(PAUSE).times(1));
    let before = sandbox.now();
    client.albums().get_saved().await?;
    let waited = sandbox.now().duration_since(before)?;
    if waited < Duration::from_secs(PAUSE) {
        return Err(format!("a pause of {PAUSE} s was cut short to {waited:?}").into());
    }
    expect("calls", sandbox.journal().count("GET /v1/me/albums"), 2)?;
    Ok(vec![format!("Retry-After: {PAUSE}, and the client waited that long (on the clock that moves)")]
        .into())
}

async fn six_months_later(
    sandbox: &Sandbox,
    client: &SpotifyClient,
    auth: &AuthorizationCode,
) -> Result<Findings, Failed> {
    let Err(error) = client.albums().get_saved().await else {
        return Err("a login of six months ago still works".into());
    };
    expect("kind", error.kind(), ErrorKind::ReauthorizationRequired)?;
    let again = client.albums().get_saved().await.err().map(|error| error.kind());
    expect("kind", again, Some(ErrorKind::ReauthorizationRequired))?;
    expect("refreshes", sandbox.journal().count("POST /api/token"), 1)?;
    expect("calls", sandbox.journal().count("/v1/*"), 0)?;
    auth.close().await?;
    Ok(Findings {
        results: vec!["Asked again, it answers from memory: no second request".to_owned()],
        error: Some(error.to_string()),
    })
}

/// A client for the sandbox, in its time. It knows nothing of this machine's environment.
fn client(sandbox: &Sandbox) -> SpotifyClientBuilder {
    SpotifyClient::builder()
        .api_base_url(sandbox.api_base_url())
        .clock(SkippedTime::of(sandbox))
        .environment(Environment::empty())
}

fn title(album: &str, artists: &[SimplifiedArtist]) -> String {
    let artists: Vec<&str> = artists.iter().map(|artist| artist.name.as_str()).collect();
    format!("“{album}” by {}", artists.join(", "))
}

fn expect<T: PartialEq + std::fmt::Debug>(what: &str, is: T, should_be: T) -> Result<(), Failed> {
    if is == should_be {
        return Ok(());
    }
    Err(format!("{what}: {is:?} instead of {should_be:?}").into())
}

fn named<T>(step: impl Display, outcome: Result<T, Failed>) -> Result<T, Failure> {
    outcome.map_err(|error| {
        Failure::new(Exit::Failure, format!("the demo failed at {step}: {error}")).with_advice(
            "Nothing of yours is involved: this is a bug of the SDK or of its sandbox. Please report it.",
        )
    })
}
