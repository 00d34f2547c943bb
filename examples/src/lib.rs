//! A Rust twin of every snippet of the auth documents, async and blocking, and programs to copy.
//!
//! `cargo run -p spotify-sdk-examples -- --list` names them; `cargo run -p spotify-sdk-examples -- guide_01_access_token` runs one,
//! adding `--blocking` its blocking form. They talk to real Spotify unless `SPOTIFY_SDK_API_BASE_URL` and
//! `SPOTIFY_SDK_ACCOUNTS_BASE_URL` say otherwise; `spotify-sdk sandbox run --documents --print-env shell` prints such a pair.

pub mod guide;
pub mod reference;

use std::future::Future;
use std::pin::Pin;

use spotify_sdk::Result;

/// An example under way.
pub type Running = Pin<Box<dyn Future<Output = Result<()>>>>;

/// An example: its name, which is that of the snippet, and its two forms.
pub struct Example {
    /// The snippet's name.
    pub name: &'static str,
    /// For async code.
    pub asynchronous: fn() -> Running,
    /// For code that blocks.
    pub blocking: fn() -> Result<()>,
}

macro_rules! examples {
    ($($group:ident::$module:ident = $name:literal),+ $(,)?) => {
        /// Every example that runs by itself, in the documents' order.
        pub const EXAMPLES: &[Example] = &[$(Example {
            name: $name,
            asynchronous: || Box::pin($group::$module::asynchronous()),
            blocking: $group::$module::blocking,
        }),+];
    };
}

examples! {
    guide::access_token = "guide_01_access_token",
    guide::client_credentials_factory = "guide_02_client_credentials_factory",
    guide::client_credentials_environment = "guide_03_client_credentials_environment",
    guide::client_credentials_constructor = "guide_04_client_credentials_constructor",
    guide::authorization_code = "guide_05_authorization_code",
    guide::scopes = "guide_06_scopes",
    guide::authorize_local = "guide_07_authorize_local",
    guide::manual_flow = "guide_08_manual_flow",
    guide::file_cache = "guide_09_file_cache",
    guide::memory_cache = "guide_10_memory_cache",
    guide::redis_cache = "guide_11_redis_cache",
    guide::refresh = "guide_12_refresh",
    guide::refresh_configuration = "guide_13_refresh_configuration",
    guide::cleanup = "guide_14_cleanup",
    reference::client_credentials = "reference_01_02_client_credentials",
    reference::authorization_code = "reference_03_04_authorization_code",
    reference::local_dev_helper = "reference_05_06_local_dev_helper",
    reference::token_cache = "reference_07_token_cache",
    reference::file_cache = "reference_08_built_in_file_cache",
    reference::token_info = "reference_09_tokeninfo",
    reference::auth_provider = "reference_10_11_auth_provider",
}
