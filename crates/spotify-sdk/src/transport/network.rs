//! How a client or a provider reaches the network: options, or a transport of the caller's.

use super::{HttpTransport, HttpTransportBuilder, SharedTransport, Transport, reqwest::speaks_of_network};
use crate::env::Environment;
use crate::error::{Error, Result};

/// What a builder was told about the network.
#[derive(Debug, Default)]
pub(crate) struct Network {
    transport: Option<SharedTransport>,
    options: Option<HttpTransportBuilder>,
    /// The first option that can't work, reported by `build`.
    refused: Option<Error>,
}

impl Network {
    /// Sends by this, and by nothing else.
    pub(crate) fn by(transport: SharedTransport) -> Self {
        Self { transport: Some(transport), ..Self::default() }
    }

    pub(crate) fn set_transport(&mut self, transport: impl Transport) {
        self.transport = Some(SharedTransport::new(transport));
    }

    pub(crate) fn set(&mut self, change: impl FnOnce(HttpTransportBuilder) -> Result<HttpTransportBuilder>) {
        match change(self.options.take().unwrap_or_else(HttpTransport::builder)) {
            Ok(options) => self.options = Some(options),
            Err(error) => {
                self.options = Some(HttpTransport::builder());
                self.refused.get_or_insert(error);
            }
        }
    }

    /// The transport: the caller's, one with the given options and those of the environment, or where there are none the one that
    /// the whole process shares.
    ///
    /// # Errors
    /// An option or a variable that can't work, or options beside a transport.
    pub(crate) fn resolve(self, environment: &Environment) -> Result<SharedTransport> {
        if let Some(error) = self.refused {
            return Err(error);
        }
        match (self.transport, self.options) {
            (Some(_), Some(_)) => Err(Error::configuration(
                "give either a transport or network options such as a proxy: the transport has its own",
            )),
            (Some(transport), None) => Ok(transport),
            (None, None) if !speaks_of_network(environment) => Ok(SharedTransport::default()),
            (None, options) => {
                let transport = options.unwrap_or_default().environment(environment)?.build()?;
                Ok(SharedTransport::new(transport))
            }
        }
    }
}

/// The setters of whatever has a [`Network`], documented once. `$($field).+` is where it is.
macro_rules! network_setters {
    ($($field:ident).+) => {
        /// How long to wait for a connection; else `SPOTIFY_SDK_CONNECT_TIMEOUT`, in seconds. See
        /// [`HttpTransportBuilder::connect_timeout`](crate::transport::HttpTransportBuilder::connect_timeout).
        pub fn connect_timeout(mut self, timeout: std::time::Duration) -> Self {
            self.$($field).+.set(|network| Ok(network.connect_timeout(timeout)));
            self
        }

        /// How long an unused connection is kept; see
        /// [`HttpTransportBuilder::idle_timeout`](crate::transport::HttpTransportBuilder::idle_timeout).
        pub fn idle_timeout(mut self, timeout: std::time::Duration) -> Self {
            self.$($field).+.set(|network| Ok(network.idle_timeout(timeout)));
            self
        }

        /// A proxy for everything but this machine; else `SPOTIFY_SDK_PROXY`, else what `HTTPS_PROXY` and its kin say. See
        /// [`HttpTransportBuilder::proxy`](crate::transport::HttpTransportBuilder::proxy). One that is no URL is reported by `build`.
        pub fn proxy(mut self, url: &str) -> Self {
            self.$($field).+.set(|network| network.proxy(url));
            self
        }

        /// No proxy, whatever the environment says.
        pub fn no_proxy(mut self) -> Self {
            self.$($field).+.set(|network| Ok(network.no_proxy()));
            self
        }

        /// One more trusted root certificate, PEM or DER; where none is given, those in the file that
        /// `SPOTIFY_SDK_EXTRA_ROOT_CERTIFICATE` names. See
        /// [`HttpTransportBuilder::extra_root_certificate`](crate::transport::HttpTransportBuilder::extra_root_certificate). What is no
        /// certificate is reported by `build`.
        pub fn extra_root_certificate(mut self, certificate: &[u8]) -> Self {
            self.$($field).+.set(|network| network.extra_root_certificate(certificate));
            self
        }

        /// Your program's name and version, added to the user agent; else `SPOTIFY_SDK_USER_AGENT_SUFFIX`.
        pub fn user_agent_suffix(mut self, suffix: &str) -> Self {
            self.$($field).+.set(|network| Ok(network.user_agent_suffix(suffix)));
            self
        }

        /// How requests are sent, instead of the network options here and in the environment; one
        /// [`HttpTransport`](crate::transport::HttpTransport) for the whole process unless there are any.
        #[doc(alias = "http_client")]
        pub fn transport(mut self, transport: impl $crate::transport::Transport) -> Self {
            self.$($field).+.set_transport(transport);
            self
        }
    };
}
pub(crate) use network_setters;
