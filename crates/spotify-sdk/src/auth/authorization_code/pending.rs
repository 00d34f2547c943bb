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

#[derive(Default)]
pub(super) struct Pending(Mutex<Table>);

#[derive(Default)]
struct Table {
    logins: VecDeque<Login>,
    /// States of authorization requests that were completed, and when, oldest first.
    used: VecDeque<(Digested, SystemTime)>,
}

struct Login {
    state: Digested,
    code: Option<Digested>,
    pkce: Option<Pkce>,
}

fn digest(text: &str) -> Digested {
    Sha256::digest(text).into()
}

impl Pending {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A URL was handed out.
    pub(super) fn begin(&self, state: String, pkce: Option<Pkce>) {
        let state = digest(&state);
        let mut table = self.table();
        // The same state again replaces the login before: its URL is the one that the user has.
        table.logins.retain(|login| login.state != state);
        if table.logins.len() == LIMIT {
            table.logins.pop_front();
        }
        table.logins.push_back(Login { state, code: None, pkce });
    }

    /// Whether `state` was handed out by this provider.
    pub(super) fn is_ours(&self, state: Option<&str>) -> bool {
        let Some(state) = state.map(digest) else { return false };
        self.table().logins.iter().any(|login| bool::from(login.state.ct_eq(&state)))
    }

    /// A callback brought `code` for `state`.
    pub(super) fn remember_code(&self, state: Option<&str>, code: &str) {
        let Some(state) = state.map(digest) else { return };
        if let Some(login) =
            self.table().logins.iter_mut().find(|login| bool::from(login.state.ct_eq(&state)))
        {
            login.code = Some(digest(code));
        }
    }

    /// The verifier for `code`: that of the callback which brought it, else that of the only login under way.
    pub(super) fn take_verifier(&self, code: &str) -> Result<Option<Pkce>> {
        let code = digest(code);
        let mut table = self.table();
        let index = match table.logins.iter().position(|login| login.code == Some(code)) {
            Some(index) => index,
            None if table.logins.len() == 1 => 0,
            None => {
                let message = if table.logins.is_empty() {
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
        Ok(table.logins.remove(index).and_then(|login| login.pkce))
    }

    /// Marks an authorization request as completed.
    pub(super) fn use_once(&self, state: &str, now: SystemTime) -> Result<()> {
        let state = digest(state);
        let mut table = self.table();
        // Too old to be completed again anyway; twice the time, for clocks that differ.
        let is_over = |(_, at): &(Digested, SystemTime)| {
            now.duration_since(*at).is_ok_and(|age| age > 2 * REQUEST_LIFETIME)
        };
        while table.used.front().is_some_and(is_over) {
            table.used.pop_front();
        }
        if table.used.iter().any(|(used, _)| bool::from(used.ct_eq(&state))) {
            return Err(Error::new(
                ErrorKind::InvalidCallback,
                "this authorization request was completed before",
            )
            .with_advice("Each works once: make a new one and send the user through it"));
        }
        if table.used.len() == LIMIT {
            table.used.pop_front();
        }
        table.used.push_back((state, now));
        Ok(())
    }
}
