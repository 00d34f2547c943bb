//! What a program has to be told to use the sandbox.

use serde::Serialize;
use spotify_sandbox::Sandbox;
use spotify_sdk::env::names;

use super::Format;

/// The line of JSON that `--print-env json` prints.
///
/// The sandbox's secrets are secret to nobody: they are made up, and open nothing but this sandbox.
#[derive(Serialize)]
pub(super) struct Environment {
    base_url: String,
    api_base_url: String,
    accounts_base_url: String,
    client_id: String,
    client_secret: String,
    redirect_uri: String,
    users: Vec<String>,
    admin_url: String,
}

impl Environment {
    pub(super) fn of(sandbox: &Sandbox) -> Self {
        Self {
            base_url: sandbox.base_url().to_owned(),
            api_base_url: sandbox.api_base_url(),
            accounts_base_url: sandbox.accounts_base_url(),
            client_id: sandbox.client_id().to_owned(),
            client_secret: sandbox.client_secret().to_owned(),
            redirect_uri: sandbox.redirect_uri().to_owned(),
            users: sandbox.users(),
            admin_url: format!("{}/_sandbox/v1", sandbox.base_url()),
        }
    }

    /// For programs.
    pub(super) fn print(&self, format: Format) -> String {
        match format {
            Format::Json => {
                let line =
                    serde_json::to_string(self).expect("strings and a list of strings have a JSON form");
                line + "\n"
            }
            Format::Shell => self.exports(""),
        }
    }

    /// For people.
    pub(super) fn summary(&self, auto_approve: bool) -> String {
        let Self { base_url, api_base_url, accounts_base_url, client_id, client_secret, .. } = self;
        let (redirect_uri, users, admin_url) = (&self.redirect_uri, self.users.join(", "), &self.admin_url);
        let logins =
            if auto_approve { "agreed to at once, as the first user" } else { "login and consent page" };
        let exports = self.exports("  ");
        format!(
            "A local Spotify is serving at {base_url}. It needs no account, and knows no real music.\n\
             \n\
             \x20 Web API         {api_base_url}\n\
             \x20 Accounts        {accounts_base_url}\n\
             \x20 client id       {client_id}\n\
             \x20 client secret   {client_secret}\n\
             \x20 redirect URI    {redirect_uri}\n\
             \x20 users           {users}\n\
             \x20 logins          {logins}\n\
             \x20 administration  {admin_url}\n\
             \n\
             To use it from a program that uses the SDK:\n\
             \n\
             {exports}\n\
             Press Ctrl-C to stop it."
        )
    }

    /// Lines for a shell, each with `indent` before it.
    fn exports(&self, indent: &str) -> String {
        [
            (names::ACCOUNTS_BASE_URL, &self.accounts_base_url),
            (names::API_BASE_URL, &self.api_base_url),
            (names::CLIENT_ID, &self.client_id),
            (names::CLIENT_SECRET, &self.client_secret),
            (names::REDIRECT_URI, &self.redirect_uri),
        ]
        .map(|(name, value)| format!("{indent}export {name}={}\n", quoted(value)))
        .concat()
    }
}

/// A word as a POSIX shell reads it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
