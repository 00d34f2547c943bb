//! What the application answers.

use std::fmt::Display;
use std::time::Duration;

use axum::Router;
use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::PrivateCookieJar;
use spotify_sdk::{Error, ErrorKind};

use crate::cookies::Login;
use crate::{App, pages};

pub(crate) fn router(app: App) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/logout", post(logout))
        .with_state(app)
}

/// Whose library it is, or how to log in.
async fn home(State(app): State<App>, jar: PrivateCookieJar) -> Result<Response, Failed> {
    let Some(user) = app.cookies.user(&jar) else { return Ok(pages::welcome().into_response()) };
    let client = app.client.with_auth(app.logins.for_user(&user));
    let read = async {
        let profile = client.users().get_current_profile().await?;
        let saved = client.tracks().get_saved().limit(5).await?;
        Ok((profile, saved))
    };
    match read.await {
        Ok((profile, saved)) => Ok(pages::library(&profile, &saved).into_response()),
        Err(error) if needs_login(&error) => Ok(pages::welcome().into_response()),
        Err(error) => Err(error.into()),
    }
}

/// Sends the browser to Spotify. What completes the login goes along in a cookie: any worker may get the callback.
async fn login(State(app): State<App>, jar: PrivateCookieJar) -> Result<Response, Failed> {
    // An application with accounts takes its own id of the user here. Without them a login makes a new user each time: were the one in
    // the session cookie taken, who had put that cookie there could use the login.
    let user = new_user()?;
    let request = app.logins.for_user(&user).authorization_request()?;
    let away = Redirect::to(request.authorization_url());
    let jar = app.cookies.with_login(jar, &Login { user, request }).map_err(Failed::ours)?;
    Ok((jar, away).into_response())
}

/// Spotify has sent the browser back.
async fn callback(
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
    jar: PrivateCookieJar,
) -> Result<Response, Failed> {
    let (jar, login) = app.cookies.take_login(jar);
    let Some(Login { user, request }) = login else {
        let advice =
            "This browser has no login under way: it was completed before, or began in another browser.";
        return Ok((StatusCode::BAD_REQUEST, jar, pages::failure(advice)).into_response());
    };
    // Refused if it is too old, was made for another user or app, or the state is not the one in the cookie.
    if let Err(error) = app.logins.for_user(&user).complete_authorization(request, &uri.to_string()).await {
        return Ok((jar, Failed::from(error)).into_response());
    }
    // Nobody can come back to the login before; were it to fail, that login is no less valid than it was.
    if let Some(before) = app.cookies.user(&jar) {
        let _ = app.logins.for_user(&before).logout().await;
    }
    Ok((app.cookies.with_user(jar, user), Redirect::to("/")).into_response())
}

/// Forgets the login, for every worker. The browser's part is forgotten in any case.
async fn logout(State(app): State<App>, jar: PrivateCookieJar) -> Response {
    let forgotten = match app.cookies.user(&jar) {
        Some(user) => app.logins.for_user(&user).logout().await,
        None => Ok(()),
    };
    let jar = app.cookies.without_user(jar);
    match forgotten {
        Ok(()) => (jar, Redirect::to("/")).into_response(),
        Err(error) => (jar, Failed::from(error)).into_response(),
    }
}

fn needs_login(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotLoggedIn | ErrorKind::ReauthorizationRequired)
}

/// A name that nobody can guess, for a user without an account.
fn new_user() -> Result<String, Failed> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(Failed::ours)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// An error as a page, with the status that tells monitors and programs what it is.
pub(crate) struct Failed {
    status: StatusCode,
    what: String,
    pause: Option<Duration>,
}

impl Failed {
    fn ours(error: impl Display) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, what: error.to_string(), pause: None }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        let status = match error.kind() {
            ErrorKind::RateLimited | ErrorKind::QuotaExceeded => StatusCode::SERVICE_UNAVAILABLE,
            ErrorKind::AccessDenied
            | ErrorKind::AuthorizationFailed
            | ErrorKind::InvalidCallback
            | ErrorKind::InvalidGrant
            | ErrorKind::StateMismatch => StatusCode::BAD_REQUEST,
            _ => StatusCode::BAD_GATEWAY,
        };
        // The error's text holds no secret, and says what to do.
        Self { status, what: error.to_string(), pause: error.retry_after() }
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut response = (self.status, pages::failure(&self.what)).into_response();
        if let Some(pause) = self.pause {
            response.headers_mut().insert(RETRY_AFTER, pause.as_secs().max(1).into());
        }
        response
    }
}
