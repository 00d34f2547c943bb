//! What `auth status` says, for people and for programs.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use spotify_sdk::Environment;
use spotify_sdk::auth::{Flow, TokenInfo};
use spotify_sdk::env::names;
use spotify_sdk::model::CurrentUser;
use url::Url;

use crate::command::auth::place::Place;
use crate::command::auth::remembered::Remembered;
use crate::command::auth::times;
use crate::output::harmless;
use crate::wrap::{WIDTH, wrap};

/// Where logins are made unless a variable says otherwise.
const SPOTIFY: &str = "https://accounts.spotify.com";

/// How long before its end a login is warned of.
const SOON: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// Where values begin.
const INDENT: usize = 16;

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const ASIDE: Style = AnsiColor::Yellow.on_default();

/// The line of JSON that `--json` prints; times are Unix seconds.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) logged_in: bool,
    /// Why not, where there is something that looks like a login.
    problem: Option<String>,
    token_file: String,
    storage: &'static str,
    accounts_base_url: String,
    client_id: Option<String>,
    redirect_uri: Option<String>,
    scopes: Option<Vec<String>>,
    access_token_expires_at: Option<f64>,
    can_be_renewed: bool,
    authorized_at: Option<f64>,
    refresh_token_expires_at: Option<u64>,
    pub(super) user: Option<User>,
}

/// Who it is, when Spotify was asked.
#[derive(Debug, Serialize)]
pub(super) struct User {
    id: String,
    display_name: Option<String>,
}

impl From<CurrentUser> for User {
    fn from(user: CurrentUser) -> Self {
        Self { id: user.id.to_string(), display_name: user.display_name }
    }
}

impl Report {
    /// Of nobody.
    pub(super) fn new(
        place: &Place,
        remembered: Option<&Remembered>,
        client_id: Option<String>,
        environment: &Environment,
    ) -> Self {
        let last = remembered.filter(|last| client_id.as_ref().is_none_or(|id| *id == last.client_id));
        Self {
            logged_in: false,
            problem: None,
            token_file: place.token_file().display().to_string(),
            storage: "file",
            accounts_base_url: environment
                .get(names::ACCOUNTS_BASE_URL)
                .unwrap_or_else(|| SPOTIFY.to_owned()),
            redirect_uri: last.map(|last| last.redirect_uri.clone()),
            client_id: client_id.or_else(|| last.map(|last| last.client_id.clone())),
            scopes: None,
            access_token_expires_at: None,
            can_be_renewed: false,
            authorized_at: None,
            refresh_token_expires_at: None,
            user: None,
        }
    }

    /// Of the login that `token` is, without asking anyone.
    pub(super) fn describe(&mut self, token: &TokenInfo, now: SystemTime) {
        if token.is_tombstone() {
            return;
        }
        self.problem = problem(token, &self.accounts_base_url, now);
        self.logged_in = self.problem.is_none();
        self.scopes = token.scope().map(|_| token.scopes().iter().map(str::to_owned).collect());
        self.access_token_expires_at = Some(token.expires_at());
        self.can_be_renewed = token.refresh_token().is_some();
        self.authorized_at = token.authorized_at();
        self.refresh_token_expires_at = token.refresh_token_expires_at().map(times::unix);
    }

    /// Spotify has said that it is over.
    pub(super) fn ended(&mut self, why: String) {
        self.logged_in = false;
        self.problem = Some(why);
    }

    pub(super) fn text(&self, now: SystemTime) -> String {
        let mut text = match (&self.problem, self.logged_in) {
            (_, true) => format!("{GOOD}Logged in{GOOD:#}\n"),
            (None, false) => format!("{BAD}Not logged in{BAD:#}\n"),
            (Some(problem), false) => format!("{BAD}Not logged in{BAD:#}: {}\n", harmless(problem)),
        };
        if let Some(User { id, display_name }) = &self.user {
            let name = display_name.as_ref().map_or(String::new(), |name| format!("{name}, "));
            row(&mut text, "user", format!("{name}id {id}"));
        }
        row(&mut text, "token file", self.token_file.as_str());
        if self.accounts_base_url != SPOTIFY {
            row(&mut text, "Accounts", self.accounts_base_url.as_str());
        }
        if let Some(client_id) = &self.client_id {
            row(&mut text, "client id", client_id.as_str());
        }
        if let Some(expires_at) = self.access_token_expires_at {
            row(
                &mut text,
                "scopes",
                self.scopes.as_ref().map_or("not recorded".to_owned(), |scopes| scopes.join(" ")),
            );
            row(&mut text, "access token", self.access_token(expires_at, now));
            row(&mut text, "login ends", self.end(now));
        }
        let left = self.login_ends().map(|end| end.duration_since(now).unwrap_or_default());
        if self.logged_in && left.is_some_and(|left| left < SOON) {
            let _ =
                writeln!(text, "{ASIDE}It ends soon. To begin anew: spotify-sdk auth login --force{ASIDE:#}");
        }
        text
    }

    fn access_token(&self, expires_at: f64, now: SystemTime) -> String {
        let expiry =
            times::from_unix(expires_at).map_or("at an unknown time".to_owned(), |at| times::when(at, now));
        let renewal = if self.can_be_renewed { "renewed when used" } else { "can't be renewed" };
        format!("expires {expiry}; {renewal}")
    }

    fn end(&self, now: SystemTime) -> String {
        match self.login_ends() {
            _ if !self.can_be_renewed => "with the access token".to_owned(),
            None => "six months after it began, which nobody recorded".to_owned(),
            Some(end) => format!("{}, six months after it began", times::when(end, now)),
        }
    }

    fn login_ends(&self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(self.refresh_token_expires_at?))
    }
}

/// What keeps `token` from being a login at this Accounts service.
fn problem(token: &TokenInfo, accounts_base_url: &str, now: SystemTime) -> Option<String> {
    if token.flow() == Some(Flow::ClientCredentials) {
        return Some("the file holds an app's own token, which is no user's login".to_owned());
    }
    if let Some(origin) = token.accounts_origin()
        && Url::parse(accounts_base_url).is_ok_and(|url| url.origin().ascii_serialization() != origin)
    {
        return Some(format!("the file holds a login at {origin}, not at {accounts_base_url}"));
    }
    match token.refresh_token_expires_at() {
        Some(end) if end <= now => Some("the login is six months old and has ended".to_owned()),
        _ if token.refresh_token().is_none() && token.is_expired(now, Duration::ZERO) => {
            Some("the access token has expired, and there is nothing to renew it with".to_owned())
        }
        _ => None,
    }
}

/// A name and its value, which goes on below itself where it is long.
fn row(text: &mut String, name: &str, value: impl AsRef<str>) {
    let mut name = name;
    for part in wrap(&harmless(value.as_ref()), WIDTH - INDENT) {
        // Writing to a String does not fail.
        let _ = writeln!(text, "  {name:<14}{part}");
        name = "";
    }
}
