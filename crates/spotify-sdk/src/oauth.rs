//! OAuth 2.0 as values, without I/O: authorization requests with PKCE (RFC 6749 section 4.1, RFC 7636), their callbacks, and the rules
//! for redirect URIs (RFC 8252 and Spotify's own).

mod authorization_request;
mod callback;
mod pkce;
mod redirect_uri;
mod token_request;
mod token_response;

pub use authorization_request::AuthorizationRequest;
pub(crate) use authorization_request::{AuthorizationUrl, REQUEST_LIFETIME, random_state};
pub use callback::AuthorizationCallback;
pub(crate) use pkce::Pkce;
pub(crate) use redirect_uri::Loopback;
pub use redirect_uri::RedirectUri;
pub(crate) use token_request::{ClientCredentialsSecret, Grant, RENEWAL_PATIENCE, TokenRequest};
pub(crate) use token_response::{TokenAnswer, parse_token_response};
