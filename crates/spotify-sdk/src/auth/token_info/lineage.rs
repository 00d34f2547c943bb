//! Which of two tokens came of the other, whatever clocks said.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::fingerprint::fingerprint_of;

/// How often a token was renewed, and since which one: all that comes of one token can be put in order, and nothing else can.
///
/// Programs that know nothing of this store tokens without it, and so do our own earlier versions. What is renewed from such a token begins
/// a lineage of its own: two numbers say nothing of each other when nobody counted in between.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lineage {
    /// Names the first token: the first eight bytes of a SHA-256, from which no token can be told.
    lineage: Box<str>,
    renewals: u64,
}

impl Lineage {
    /// That of a token with nothing before it that was counted.
    pub(super) fn begin(access_token: &str, expires_at: f64) -> Self {
        // A service may give the same token out twice.
        let parts = [access_token.as_bytes(), &expires_at.to_be_bytes()];
        Self { lineage: fingerprint_of(&parts, 8).into(), renewals: 0 }
    }

    /// That of a token renewed from this one's.
    pub(super) fn renewed(&self) -> Self {
        Self { lineage: self.lineage.clone(), renewals: self.renewals.saturating_add(1) }
    }

    /// How often each was renewed, where they began with the same token.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        (self.lineage == other.lineage).then(|| self.renewals.cmp(&other.renewals))
    }
}
