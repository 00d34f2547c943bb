//! Authorization requests that were completed in this process: each works once.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::error::{Error, ErrorKind, Result};
use crate::oauth::REQUEST_LIFETIME;

/// So many are remembered; the oldest is forgotten first.
const LIMIT: usize = 10_000;

type Digested = [u8; 32];

/// Their states, and when they were used, oldest first.
#[derive(Default)]
pub(super) struct Completed(Mutex<VecDeque<(Digested, SystemTime)>>);

impl Completed {
    /// Marks the request with this `state` as completed.
    pub(super) fn use_once(&self, state: &str, now: SystemTime) -> Result<()> {
        let state: Digested = Sha256::digest(state).into();
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Too old to be completed again anyway; twice the time, for clocks that differ.
        let is_over = |(_, at): &(Digested, SystemTime)| {
            now.duration_since(*at).is_ok_and(|age| age > 2 * REQUEST_LIFETIME)
        };
        while used.front().is_some_and(is_over) {
            used.pop_front();
        }
        if used.iter().any(|(used, _)| bool::from(used.ct_eq(&state))) {
            return Err(Error::new(
                ErrorKind::InvalidCallback,
                "this authorization request was completed before",
            )
            .with_advice("Each works once: make a new one and send the user through it"));
        }
        if used.len() == LIMIT {
            used.pop_front();
        }
        used.push_back((state, now));
        Ok(())
    }
}
