//! What a user reads when there is no login, or none any more.

use crate::auth::manager::ownership::Standing;
use crate::error::{Error, ErrorKind};

/// The error while nobody has logged in.
pub(in crate::auth::manager) fn not_logged_in(standing: Standing) -> Error {
    let advice = "Call authorize_local(), or send the user to authorization_request() and exchange the code";
    let error = Error::new(ErrorKind::NotLoggedIn, "no authorization token available: nobody has logged in");
    match standing {
        Standing::Foreign(whose) => error.with_advice(format!(
            "The token cache holds the token of {whose}, which is left alone. {advice}"
        )),
        _ => error.with_advice(advice),
    }
}

/// The error after `invalid_grant`: what the service said, and what to do. `unproven` says that the refused login was stored by a
/// program that does not say whose it is.
pub(super) fn reauthorization_required(error: &Error, unproven: bool) -> Error {
    let mut text = "The login has ended (revoked, or six months old) or belongs to another app: the user must authorize again. \
                    Call authorize_local() or ensure_login(), run `spotify-sdk auth login`, or send the user to authorization_request()"
        .to_owned();
    if unproven {
        text.push_str(
            ". The stored token does not say whose it is, so it was left in the cache: check the client id and the Accounts base URL",
        );
    }
    error.clone().with_kind(ErrorKind::ReauthorizationRequired).with_advice(text)
}

/// The error when what was left to try was refused, and nobody knows what the cache holds.
pub(super) fn cache_out_of_reach(failure: &Error) -> Error {
    let advice = failure.advice().map(|advice| format!("{advice} ")).unwrap_or_default();
    failure.clone().with_advice(format!(
        "{advice}The login in it may be good: what was known without it was refused by the Accounts service"
    ))
}
