//! What an authorization-code login is made of, for one user or for many.

use pyo3::prelude::*;
use spotify_sdk::Environment;
use spotify_sdk::auth::{AuthorizationCode, AuthorizationCodeBuilder};

use std::time::Duration;

use crate::arguments::seconds;
use crate::clock::PythonClock;
use crate::environment::environment;
use crate::network::{Checked, Network, give};

/// As Python says it.
#[derive(FromPyObject)]
pub(crate) struct UserApp {
    client_id: Option<String>,
    client_secret: Option<String>,
    redirect_uri: Option<String>,
    scopes: Vec<String>,
    skew_seconds: f64,
    accounts_base_url: Option<String>,
    pkce: bool,
    network: Network,
}

/// The same, looked at.
pub(super) struct Options {
    app: UserApp,
    skew: Duration,
    network: Checked,
    environment: Environment,
}

impl Options {
    /// # Errors
    /// `ValueError` for what is no number of seconds or of retries. Everything else is judged by the SDK.
    pub(super) fn new(py: Python<'_>, app: UserApp) -> PyResult<Self> {
        let (skew, network) = (seconds("skew_seconds", app.skew_seconds)?, app.network.clone().checked()?);
        Ok(Self { app, skew, network, environment: environment(py)? })
    }

    pub(super) fn builder(&self) -> AuthorizationCodeBuilder {
        let app = &self.app;
        let builder = AuthorizationCode::builder()
            .environment(self.environment.clone())
            .clock(PythonClock)
            .skew(self.skew)
            .scopes(app.scopes.clone());
        let mut builder = give!(self.network, builder);
        if let Some(client_id) = &app.client_id {
            builder = builder.client_id(client_id);
        }
        if let Some(client_secret) = &app.client_secret {
            builder = builder.client_secret(client_secret);
        }
        if let Some(redirect_uri) = &app.redirect_uri {
            builder = builder.redirect_uri(redirect_uri);
        }
        if let Some(url) = &app.accounts_base_url {
            builder = builder.accounts_base_url(url);
        }
        if app.pkce { builder.pkce() } else { builder }
    }
}
