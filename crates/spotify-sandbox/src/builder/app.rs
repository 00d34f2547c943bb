//! An app as the developer dashboard knows it.

use std::fmt;

use crate::world::redirect;

/// An app registered with the sandbox: client id, client secret and redirect URIs.
///
/// Give it to [`Builder::app`](crate::Builder::app). Without any the sandbox makes up one.
#[derive(Clone)]
pub struct App {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) name: String,
    pub(crate) redirect_uris: Vec<String>,
}

impl App {
    /// An app with these credentials and no redirect URI, which is enough for client credentials.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            name: "Your app".to_owned(),
            redirect_uris: Vec::new(),
        }
    }

    /// Registers a redirect URI; repeatable. A login must name one of them exactly, but a loopback address registered
    /// without a port (`http://127.0.0.1/callback`) allows any port.
    ///
    /// Spotify's rules hold: https, or http on `127.0.0.1` or `[::1]`, or a scheme of the app's own; never `localhost`.
    /// [`Builder::start`](crate::Builder::start) refuses anything else.
    #[must_use]
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uris.push(uri.into());
        self
    }

    /// The name that the consent page shows. `Your app` unless given.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// What makes this app impossible, in a sentence that says what to do.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.client_id.is_empty() || self.client_secret.is_empty() {
            return Err("an app needs a client id and a client secret that are not empty".to_owned());
        }
        for uri in &self.redirect_uris {
            redirect::check(uri).map_err(|why| format!("redirect URI `{uri}`: {why}"))?;
        }
        Ok(())
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("client_id", &self.client_id)
            .field("client_secret", &"[redacted]")
            .field("name", &self.name)
            .field("redirect_uris", &self.redirect_uris)
            .finish()
    }
}
