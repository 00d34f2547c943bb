//! Arguments that need a look before the SDK gets them.

use std::time::Duration;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Seconds as Python writes them.
pub(crate) fn seconds(name: &str, value: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(value)
        .map_err(|_| PyValueError::new_err(format!("{name} must be a number of seconds, not {value}")))
}

/// How often to try again.
pub(crate) fn retries(max_retries: i64) -> PyResult<u32> {
    u32::try_from(max_retries).map_err(|_| PyValueError::new_err("max_retries must be 0 or more"))
}
