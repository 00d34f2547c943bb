//! What the environment says about the network, where the program does not.

use super::{HttpTransportBuilder, ProxyChoice};
use crate::env::{Environment, names, unusable};
use crate::error::{Error, Result};

/// The variables that are read here.
const NETWORK: [&str; 4] =
    [names::PROXY, names::EXTRA_ROOT_CERTIFICATE, names::CONNECT_TIMEOUT, names::USER_AGENT_SUFFIX];

impl HttpTransportBuilder {
    /// Takes what was not set here from variables: `SPOTIFY_SDK_PROXY`, `SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE` (the path of a file),
    /// `SPOTIFY_SDK_CONNECT_TIMEOUT` (seconds) and `SPOTIFY_SDK_USER_AGENT_SUFFIX`. Clients and providers do so themselves, unless they
    /// are given a transport.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), naming the variable that can't be used.
    pub fn environment(mut self, environment: &Environment) -> Result<Self> {
        if self.connect_timeout.is_none() {
            self.connect_timeout = environment.positive_seconds(names::CONNECT_TIMEOUT)?;
        }
        if matches!(self.proxy, ProxyChoice::Environment)
            && let Some(url) = environment.get(names::PROXY)
        {
            self = self.proxy(&url).map_err(|error| because(names::PROXY, &error))?;
        }
        if self.extra_roots.is_empty()
            && let Some(path) = environment.get(names::EXTRA_ROOT_CERTIFICATE)
        {
            let name = names::EXTRA_ROOT_CERTIFICATE;
            let file = std::fs::read(path.trim())
                .map_err(|error| unusable(name, "the file can't be read").with_source(error))?;
            self = self.extra_root_certificate(&file).map_err(|error| because(name, &error))?;
        }
        if self.user_agent_suffix.is_none()
            && let Some(suffix) = environment.get(names::USER_AGENT_SUFFIX)
        {
            self.user_agent_suffix = Some(suffix.trim().to_owned());
            self = self.checked().map_err(|error| because(names::USER_AGENT_SUFFIX, &error))?;
        }
        Ok(self)
    }
}

/// Whether the environment says anything about the network.
pub(crate) fn speaks_of_network(environment: &Environment) -> bool {
    NETWORK.iter().any(|name| environment.get(name).is_some())
}

fn because(name: &str, error: &Error) -> Error {
    unusable(name, error.message())
}
