//! Logins under way in this process: which states were handed out, and whose verifier is whose.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::error::{Error, ErrorKind, Result};
use crate::oauth::{Pkce, REQUEST_LIFETIME};

/// So many logins at once; the oldest is forgotten first. Bounded, as anyone who can ask for a URL can fill it.
const LIMIT: usize = 10_000;

type Digested = [u8; 32];

/// Oldest first.
#[derive(Default)]
pub(super) struct Pending(Mutex<VecDeque<Login>>);

struct Login {
    state: Digested,
    began: SystemTime,
    code: Option<Digested>,
    pkce: Option<Pkce>,
}

fn digest(text: &str) -> Digested {
    Sha256::digest(text).into()
}

impl Pending {
    fn logins(&self) -> MutexGuard<'_, VecDeque<Login>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A URL was handed out.
    pub(super) fn begin(&self, state: String, pkce: Option<Pkce>, now: SystemTime) {
        let state = digest(&state);
        let mut logins = self.logins();
        // The same state again replaces the login before: its URL is the one that the user has.
        logins.retain(|login| login.state != state);
        if logins.len() == LIMIT {
            logins.pop_front();
        }
        logins.push_back(Login { state, began: now, code: None, pkce });
    }

    /// Whether a user who was sent to one of the URLs may still come back.
    pub(super) fn is_under_way(&self, now: SystemTime) -> bool {
        let is_over = |began: SystemTime| now.duration_since(began).is_ok_and(|age| age > REQUEST_LIFETIME);
        self.logins().back().is_some_and(|login| !is_over(login.began))
    }

    /// Whether `state` was handed out by this provider.
    pub(super) fn is_ours(&self, state: Option<&str>) -> bool {
        let Some(state) = state.map(digest) else { return false };
        self.logins().iter().any(|login| bool::from(login.state.ct_eq(&state)))
    }

    /// A callback brought `code` for `state`.
    pub(super) fn remember_code(&self, state: Option<&str>, code: &str) {
        let Some(state) = state.map(digest) else { return };
        if let Some(login) = self.logins().iter_mut().find(|login| bool::from(login.state.ct_eq(&state))) {
            login.code = Some(digest(code));
        }
    }

    /// The verifier for `code`: that of the callback which brought it, else that of the only login under way.
    pub(super) fn take_verifier(&self, code: &str) -> Result<Option<Pkce>> {
        let code = digest(code);
        let mut logins = self.logins();
        let index = match logins.iter().position(|login| login.code == Some(code)) {
            Some(index) => index,
            None if logins.len() == 1 => 0,
            None => {
                let message = if logins.is_empty() {
                    "this provider has no login under way, so it has no PKCE verifier for the code"
                } else {
                    "several logins are under way, and nothing says which one's PKCE verifier belongs to the code"
                };
                return Err(Error::new(ErrorKind::InvalidCallback, message).with_advice(
                    "Give the callback to parse_response_url() of the same provider first, or use authorization_request(), which carries \
                     its verifier across processes",
                ));
            }
        };
        Ok(logins.remove(index).and_then(|login| login.pkce))
    }
}
