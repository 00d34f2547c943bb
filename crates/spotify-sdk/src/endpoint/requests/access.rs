//! Which operations an app may call, as far as a client knows.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::{Error, ErrorKind};
use crate::operation::{Availability, Operation, QuotaMode};

/// What is known about the operations that Development Mode closes: told, or learnt from Spotify's answers. Clones share
/// it. A client has one for its life; an app that changes its mode is seen by the next client.
#[derive(Debug, Clone, Default)]
pub struct Access {
    told: Option<QuotaMode>,
    learnt: Arc<Mutex<BTreeMap<&'static str, bool>>>,
}

impl Access {
    /// Nothing known yet but this. `None`: it is learnt from the first answer to each operation.
    #[must_use]
    pub fn new(mode: Option<QuotaMode>) -> Self {
        Self { told: mode, learnt: Arc::default() }
    }

    /// Whether the app may call `operation`; `None` where that is not known.
    #[must_use]
    pub fn is_open(&self, operation: &Operation) -> Option<bool> {
        match (operation.availability, self.told) {
            (Availability::Everyone, _) => Some(true),
            (Availability::ExtendedQuota, Some(mode)) => Some(mode == QuotaMode::Extended),
            _ => self.learnt.lock().unwrap_or_else(PoisonError::into_inner).get(operation.id).copied(),
        }
    }

    /// Takes an answer into account. `true` if it says that the operation is closed to this app, which nobody knew.
    pub(super) fn learn<T>(&self, operation: &Operation, answer: &Result<T, Error>) -> bool {
        let is_open = match answer {
            Ok(_) => true,
            Err(error) if error.kind() == ErrorKind::ClosedToApp => false,
            Err(_) => return false,
        };
        // What was told counts: an error is an error then.
        if self.told.is_some() || operation.availability == Availability::Everyone {
            return false;
        }
        self.learnt.lock().unwrap_or_else(PoisonError::into_inner).insert(operation.id, is_open);
        !is_open
    }
}
