//! spotify-sdk, turned to the server.

use spotify_sdk::{SpotifyClient, SpotifyClientBuilder, auth::ClientCredentials, blocking};

use crate::server::{ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, Server};

/// Makes clients for one access token, each with its own login and gate. What such a client shares with others is what
/// the SDK shares between all clients of a process.
pub(crate) fn client_maker(server: &Server) -> impl Fn() -> SpotifyClient + use<> {
    let builder = builder_maker(server);
    move || builder().build().expect("the options are good")
}

/// The same for code that blocks.
pub(crate) fn blocking_maker(server: &Server) -> impl Fn() -> blocking::SpotifyClient + use<> {
    let builder = builder_maker(server);
    move || builder().build_blocking().expect("the options are good")
}

fn builder_maker(server: &Server) -> impl Fn() -> SpotifyClientBuilder + use<> {
    let api_base_url = server.api_base_url();
    move || SpotifyClient::builder().access_token(ACCESS_TOKEN).api_base_url(api_base_url.as_str())
}

/// A provider that has fetched its token.
pub(crate) fn client_credentials(server: &Server) -> ClientCredentials {
    let provider = ClientCredentials::builder()
        .client_id(CLIENT_ID)
        .client_secret(CLIENT_SECRET)
        .accounts_base_url(server.accounts_base_url())
        .build()
        .expect("the options are good");
    provider.access_token().wait().expect("the server knows this app");
    provider
}
