//! Variables, as Python has them when a client or provider is made.

use pyo3::prelude::*;
use spotify_sdk::Environment;
use spotify_sdk::env::names;

/// The SDK's variables in `os.environ`, which a program may have changed or replaced.
pub(crate) fn environment(py: Python<'_>) -> PyResult<Environment> {
    let environ = py.import("os")?.getattr("environ")?;
    let mut variables = Vec::new();
    for name in names::ALL {
        let value: Option<String> = environ.call_method1("get", (name,))?.extract()?;
        variables.extend(value.map(|value| (name, value)));
    }
    Ok(variables.into_iter().collect())
}
