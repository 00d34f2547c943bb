//! The Accounts service: `/authorize`, its pages, and `/api/token`.

mod authorize;
mod token;

use http::{Method, StatusCode};

use super::{Answer, ApiError, Request};
use crate::shared::Shared;

pub(super) fn route(shared: &Shared, request: &Request) -> Answer {
    match (request.route(), &request.method) {
        ("/authorize", &Method::GET) => authorize::authorize(shared, request),
        ("/authorize/accept", &Method::POST) => authorize::decide(shared, request),
        ("/en/login" | "/login", &Method::GET) => authorize::login(shared, request),
        ("/en/login" | "/login", &Method::POST) => authorize::log_in(shared, request),
        ("/api/token", &Method::POST) => token::token(shared, request),
        _ => ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed").into(),
    }
}
