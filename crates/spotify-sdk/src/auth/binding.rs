//! Whose token a stored token is.
//!
//! The auth documents give client credentials and authorization code the same cache path, and a wrong client id or the sandbox's
//! base URL earns the same `invalid_grant` as a dead login. A token that says whom it belongs to can't be destroyed by such a
//! mistake: a provider leaves alone what is not provably its own.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::fingerprint::fingerprint;

/// How a token was obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Flow {
    /// RFC 6749 section 4.4: the app itself, no user.
    ClientCredentials,
    /// RFC 6749 section 4.1, with a secret or with PKCE (RFC 7636): a user's login.
    AuthorizationCode,
}

/// Accounts origin, client id and flow: what a stored token belongs to. Clones share it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Parts", into = "Parts")]
pub(crate) struct Binding(Arc<Parts>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Parts {
    origin: String,
    /// The first eight bytes of the client id's SHA-256: enough to tell apps apart, and no client id in the file.
    client: String,
    flow: Flow,
}

impl Binding {
    /// The binding of a provider; `origin` is the Accounts service's scheme, host and port.
    pub(crate) fn new(origin: impl Into<String>, client_id: &str, flow: Flow) -> Self {
        Parts { origin: origin.into(), client: fingerprint(client_id, 8), flow }.into()
    }

    pub(crate) fn flow(&self) -> Flow {
        self.0.flow
    }

    /// Whether the two are clones of one.
    pub(crate) fn is_shared_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(crate) fn origin(&self) -> &str {
        &self.0.origin
    }

    /// In words, where `other` differs: for the warning that tells a user why a stored login is not used.
    pub(crate) fn difference(&self, other: &Self) -> &'static str {
        if self.0.origin != other.0.origin {
            "another Accounts service (a sandbox, or the real one)"
        } else if self.0.client != other.0.client {
            "another client id"
        } else {
            "another flow (client credentials or authorization code)"
        }
    }
}

impl From<Parts> for Binding {
    fn from(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl From<Binding> for Parts {
    fn from(binding: Binding) -> Self {
        Arc::unwrap_or_clone(binding.0)
    }
}
