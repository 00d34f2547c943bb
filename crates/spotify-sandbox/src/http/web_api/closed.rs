//! What Spotify answers where an app may not go, and what the sandbox answers where it has not come to yet.

use http::{Method, StatusCode};

use super::{ApiError, matched};
use crate::rules::{CLOSED_IN_DEVELOPMENT, CLOSED_SINCE_2024, Names, Rules};

/// Open to every app, and not built here yet.
const OPEN: Names = &[];

/// The refusal of a request that the rules close to every app here, whether the sandbox has the operation or not.
pub(super) fn refusal(rules: Rules, method: &Method, path: &str) -> Option<ApiError> {
    let closing = rules.closings().iter().find(|closing| is_among(closing.operations, method, path))?;
    Some(ApiError::new(closing.status, closing.message))
}

/// The answer to a request for which the sandbox has no operation, and which no rule refuses.
pub(super) fn unbuilt(method: &Method, path: &str) -> ApiError {
    if [CLOSED_IN_DEVELOPMENT, CLOSED_SINCE_2024, OPEN].iter().any(|names| is_among(names, method, path)) {
        let message = format!("Spotify has {method} /v1{path}, but this version of the sandbox does not");
        return ApiError::new(StatusCode::NOT_IMPLEMENTED, message);
    }
    ApiError::new(StatusCode::NOT_FOUND, "Service not found")
}

fn is_among(names: Names, method: &Method, path: &str) -> bool {
    names.iter().any(|(known, template)| known == method && matched(template, path).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::operations::OPERATIONS;
    use super::*;

    #[test]
    fn every_operation_of_spotify_is_in_one_list() {
        let lists = [CLOSED_IN_DEVELOPMENT, CLOSED_SINCE_2024, OPEN].into_iter().flatten().cloned();
        // What is built and closed to some apps is in its list too.
        let built = OPERATIONS.iter().map(|operation| (operation.method.clone(), operation.path)).filter(
            |operation| !CLOSED_IN_DEVELOPMENT.contains(operation) && !CLOSED_SINCE_2024.contains(operation),
        );
        let mut all: Vec<(String, &str)> =
            built.chain(lists).map(|(method, path)| (method.to_string(), path)).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!((count, all.len()), (97, 97));
        assert_eq!((CLOSED_IN_DEVELOPMENT.len(), CLOSED_SINCE_2024.len()), (40, 8));
    }
}
