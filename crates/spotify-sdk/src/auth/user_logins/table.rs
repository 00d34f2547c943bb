//! The providers that are in memory, and which of them goes when there are too many.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::SystemTime;

use crate::auth::AuthorizationCode;

/// So many providers that are needed are passed over in one tidying; the next goes on behind them.
const PATIENCE: usize = 16;

#[derive(Default)]
pub(super) struct Table {
    users: HashMap<Arc<str>, Place>,
    /// All keys, in the order in which they are looked at.
    round: VecDeque<Arc<str>>,
    closed: bool,
}

struct Place {
    auth: AuthorizationCode,
    /// It was asked for since it was looked at last.
    asked: bool,
}

impl Table {
    pub(super) fn len(&self) -> usize {
        self.users.len()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// The live provider of a user.
    pub(super) fn find(&mut self, key: &str) -> Option<AuthorizationCode> {
        let place = self.users.get_mut(key).filter(|place| !place.auth.is_closed())?;
        place.asked = true;
        Some(place.auth.clone())
    }

    /// Takes in a provider, or gives the one that somebody else was faster with.
    pub(super) fn admit(&mut self, key: Arc<str>, auth: &AuthorizationCode) -> AuthorizationCode {
        if let Some(faster) = self.find(&key) {
            return faster;
        }
        let place = Place { auth: auth.clone(), asked: false };
        if self.users.insert(key.clone(), place).is_none() {
            self.round.push_back(key);
        }
        auth.clone()
    }

    /// Takes out providers that nobody needs until there are no more than `most`: of those the ones that were not asked for since they were
    /// looked at last, which is nearly the same as those that were asked for longest ago, and needs no sorting.
    pub(super) fn tidy(&mut self, most: usize, now: SystemTime) -> Vec<AuthorizationCode> {
        let mut needed = 0;
        let mut dropped = Vec::new();
        while self.users.len() > most
            && needed < PATIENCE
            && let Some(key) = self.round.pop_front()
        {
            let stays = self.users.get_mut(&key).is_some_and(|place| {
                let is_needed = place.auth.is_needed(now);
                needed += usize::from(is_needed);
                std::mem::take(&mut place.asked) || is_needed
            });
            if stays {
                self.round.push_back(key);
            } else {
                dropped.extend(self.users.remove(&key).map(|place| place.auth));
            }
        }
        dropped
    }

    /// Takes all of them out, for good.
    pub(super) fn close(&mut self) -> Vec<AuthorizationCode> {
        self.closed = true;
        self.round = VecDeque::new();
        std::mem::take(&mut self.users).into_values().map(|place| place.auth).collect()
    }
}
