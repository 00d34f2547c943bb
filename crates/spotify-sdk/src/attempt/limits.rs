//! Time limit, retries and patience: what was given, else what the environment says, else the default.

use std::time::Duration;

use crate::env::{Environment, names};
use crate::error::{Error, Result};
use crate::retry::RetryPolicy;

/// What a builder was given.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct GivenLimits {
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) max_wait: Option<Duration>,
}

impl GivenLimits {
    /// The time limit of one attempt, and when there is another. A variable is read only where nothing was given.
    pub(crate) fn resolve(self, environment: &Environment) -> Result<(Duration, RetryPolicy)> {
        let timeout = match self.timeout {
            Some(Duration::ZERO) => return Err(zero_timeout()),
            Some(timeout) => timeout,
            None => environment.positive_seconds(names::TIMEOUT)?.unwrap_or(Duration::from_secs(30)),
        };
        let max_retries = match self.max_retries {
            Some(max_retries) => max_retries,
            None => environment.count(names::MAX_RETRIES)?.unwrap_or(3),
        };
        let max_wait = match self.max_wait {
            Some(max_wait) => max_wait,
            None => environment.seconds(names::MAX_WAIT)?.unwrap_or(Duration::from_secs(60)),
        };
        Ok((timeout, RetryPolicy { max_retries, max_wait }))
    }
}

fn zero_timeout() -> Error {
    Error::invalid_argument("the timeout is zero: nothing could ever be answered in time")
}
