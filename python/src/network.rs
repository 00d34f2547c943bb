//! How requests are sent, as Python says it: what clients and logins have in common.

use std::time::Duration;

use pyo3::prelude::*;

use crate::arguments::{retries, seconds};

/// Options that are the same for clients and logins. What is not given comes from the environment, or is the SDK's own.
#[derive(Clone, FromPyObject)]
pub(crate) struct Network {
    timeout: Option<f64>,
    max_retries: Option<i64>,
    max_wait: Option<f64>,
    connect_timeout: Option<f64>,
    proxy: Option<String>,
    extra_root_certificate: Option<Vec<u8>>,
    user_agent_suffix: Option<String>,
}

/// The same, looked at.
#[derive(Clone)]
pub(crate) struct Checked {
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) max_wait: Option<Duration>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) proxy: Option<String>,
    pub(crate) extra_root_certificate: Option<Vec<u8>>,
    pub(crate) user_agent_suffix: Option<String>,
}

impl Network {
    /// # Errors
    /// `ValueError` for what is no number of seconds or of retries. Everything else is judged by the SDK.
    pub(crate) fn checked(self) -> PyResult<Checked> {
        let time = |name, value: Option<f64>| value.map(|value| seconds(name, value)).transpose();
        Ok(Checked {
            timeout: time("timeout", self.timeout)?,
            max_retries: self.max_retries.map(retries).transpose()?,
            max_wait: time("max_wait", self.max_wait)?,
            connect_timeout: time("connect_timeout", self.connect_timeout)?,
            proxy: self.proxy,
            extra_root_certificate: self.extra_root_certificate,
            user_agent_suffix: self.user_agent_suffix,
        })
    }
}

/// Gives the options to a builder of the SDK. The builders have no trait in common, only the names of their methods.
macro_rules! give {
    ($network:expr, $builder:expr) => {{
        let (network, mut builder) = (&$network, $builder);
        if let Some(timeout) = network.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(max_retries) = network.max_retries {
            builder = builder.max_retries(max_retries);
        }
        if let Some(max_wait) = network.max_wait {
            builder = builder.max_wait(max_wait);
        }
        if let Some(timeout) = network.connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        if let Some(proxy) = &network.proxy {
            builder = builder.proxy(proxy);
        }
        if let Some(certificate) = &network.extra_root_certificate {
            builder = builder.extra_root_certificate(certificate);
        }
        if let Some(suffix) = &network.user_agent_suffix {
            builder = builder.user_agent_suffix(suffix);
        }
        builder
    }};
}
pub(crate) use give;
