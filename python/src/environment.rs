//! Variables, as Python has them when a client or provider is made.

use pyo3::prelude::*;
use spotify_sdk::Environment;
use spotify_sdk::env::names;

const NAMES: [&str; 6] = [
    names::CLIENT_ID,
    names::CLIENT_SECRET,
    names::REDIRECT_URI,
    names::ACCESS_TOKEN,
    names::API_BASE_URL,
    names::ACCOUNTS_BASE_URL,
];

/// The SDK's variables in `os.environ`, which a program may have changed or replaced.
pub(crate) fn environment(py: Python<'_>) -> PyResult<Environment> {
    let environ = py.import("os")?.getattr("environ")?;
    let mut variables = Vec::new();
    for name in NAMES {
        let value: Option<String> = environ.call_method1("get", (name,))?.extract()?;
        variables.extend(value.map(|value| (name, value)));
    }
    Ok(variables.into_iter().collect())
}
