//! The native half of the Python package `spotify-sdk`: the Rust SDK, given to Python.
//!
//! Operations are made by plain functions and sent by a [`Client`](client::Client); what is under way is a [`Task`](task::Task),
//! which a thread waits for or an event loop's task drives. Answers become [`Part`](answer::Part)s, or plain dicts and lists; the models are
//! Python's.

mod answer;
mod arguments;
mod bell;
mod cache;
mod calls;
mod client;
mod clock;
mod environment;
mod failure;
mod held;
mod interpreter;
mod log;
mod login;
mod network;
mod operation;
mod operations;
mod process;
mod provider;
mod runtime;
mod several;
mod task;
mod testing;
mod token_info;

use pyo3::prelude::*;

/// What a call looks at before it begins: the time that Python has, and how much its logger wants to know.
fn look(py: Python<'_>) -> PyResult<()> {
    clock::look(py)?;
    log::look(py)
}

/// Whether a browser that this process opens would be one that the user sees.
#[pyfunction]
fn can_open_browser(py: Python<'_>) -> PyResult<bool> {
    let environ = py.import("os")?.getattr("environ")?;
    let names = ["BROWSER", "SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"];
    let mut variables = Vec::new();
    for name in names {
        let value: Option<String> = environ.call_method1("get", (name,))?.extract()?;
        variables.extend(value.map(|value| (name, value)));
    }
    Ok(spotify_sdk::auth::local::can_open_browser(&variables.into_iter().collect()))
}

/// Text without what looks like a secret: the core's rule, for what Python makes exceptions of.
#[pyfunction]
fn scrub(text: &str) -> String {
    spotify_sdk::redact::scrub(text)
}

/// Whether a member of this name holds a secret.
#[pyfunction]
fn names_secret(name: &str) -> bool {
    spotify_sdk::redact::names_secret(name)
}

/// The native half of `spotify_sdk`. Private: only the package itself uses it.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    log::begin();
    module.add_class::<answer::Part>()?;
    module.add_class::<answer::Field>()?;
    module.add_class::<answer::Filling>()?;
    module.add_class::<client::Client>()?;
    module.add_class::<operation::Operation>()?;
    module.add_class::<task::Task>()?;
    module.add_class::<bell::Bell>()?;
    module.add_class::<login::Login>()?;
    module.add_class::<login::AppLogin>()?;
    module.add_class::<login::UserLogin>()?;
    module.add_class::<login::AuthorizationRequest>()?;
    module.add_class::<login::UserLogins>()?;
    module.add_class::<cache::FileCache>()?;
    module.add_class::<cache::MemoryCache>()?;
    module.add_class::<cache::RedisCache>()?;
    module.add_class::<cache::KeyringCache>()?;
    module.add_class::<cache::DirectoryCache>()?;
    module.add_class::<cache::KeyedMemoryCache>()?;
    module.add_function(wrap_pyfunction!(scrub, module)?)?;
    module.add_function(wrap_pyfunction!(names_secret, module)?)?;
    module.add_function(wrap_pyfunction!(login::parse_response_url, module)?)?;
    module.add_function(wrap_pyfunction!(answer::plain, module)?)?;
    module.add_function(wrap_pyfunction!(client::by_hand, module)?)?;
    module.add_function(wrap_pyfunction!(client::next_offset, module)?)?;
    module.add_function(wrap_pyfunction!(task::apart, module)?)?;
    module.add_function(wrap_pyfunction!(can_open_browser, module)?)?;
    operations::add(module)?;
    testing::add(module)?;
    process::watch_forks(module)?;
    module.add_function(wrap_pyfunction!(interpreter::end, module)?)?;
    module.py().import("atexit")?.call_method1("register", (module.getattr("end")?,))?;
    // Nobody is to import everything from a private module, and its stub has no list to keep in step.
    module.delattr("__all__")
}
