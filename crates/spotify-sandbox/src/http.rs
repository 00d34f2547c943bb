//! The sandbox as a server: connections, routes, faults on the way, and the journal of it all.

mod accounts;
mod admin;
mod answer;
mod body;
mod connection;
mod pages;
pub(crate) mod request;
mod serve;
pub(crate) mod server;
mod web_api;

use answer::{Answer, ApiError};
use request::Request;
pub(crate) use web_api::Cache;

use crate::shared::Shared;

/// Carries a request to the part of the server that answers it.
fn route(shared: &Shared, request: &Request) -> Answer {
    let path = request.route();
    match path {
        "/" => pages::home(shared, request),
        "/authorize" | "/authorize/accept" | "/en/login" | "/login" | "/api/token" => {
            accounts::route(shared, request)
        }
        _ if path.starts_with("/_sandbox/") => admin::route(shared, request),
        _ if path == "/v1" || path.starts_with("/v1/") => web_api::route(shared, request),
        _ => pages::not_found(request),
    }
}
