//! What Spotify answers where an app may not go.

use http::Method;

use super::{ApiError, matched};
use crate::rules::{Names, Rules};

/// The refusal of a request that the rules close to every app here.
pub(super) fn refusal(rules: Rules, method: &Method, path: &str) -> Option<ApiError> {
    let closing = rules.closings().iter().find(|closing| is_among(closing.operations, method, path))?;
    Some(ApiError::new(closing.status, closing.message))
}

fn is_among(names: Names, method: &Method, path: &str) -> bool {
    names.iter().any(|(known, template)| known == method && matched(template, path).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::operations::OPERATIONS;
    use crate::rules::{CLOSED_IN_DEVELOPMENT, CLOSED_SINCE_2024};

    #[test]
    fn every_operation_is_there_once_and_so_is_what_some_rules_close() {
        let mut all: Vec<_> =
            OPERATIONS.iter().map(|operation| (operation.method.as_str(), operation.path)).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!((count, all.len()), (97, 97));
        assert_eq!((CLOSED_IN_DEVELOPMENT.len(), CLOSED_SINCE_2024.len()), (40, 8));
        for (method, path) in CLOSED_IN_DEVELOPMENT.iter().chain(CLOSED_SINCE_2024) {
            assert!(all.contains(&(method.as_str(), path)), "{method} {path}");
        }
    }
}
