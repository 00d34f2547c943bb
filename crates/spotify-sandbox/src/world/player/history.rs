//! What a user has played.

use std::time::SystemTime;

use super::Player;
use crate::catalogue::{Kind, Reference};

/// How many plays are remembered, as Spotify does.
const REMEMBERED: usize = 50;

/// An item counts as played when this much of it was heard, or all.
const HEARD_MS: u64 = 30_000;

/// A track that was played.
#[derive(Clone, Debug)]
pub(crate) struct Played {
    pub(crate) track: Reference,
    /// When it ended.
    pub(crate) at: SystemTime,
    pub(crate) context: Option<String>,
}

impl Player {
    /// The current item ends at `at`, and is remembered if enough of it was heard. Only tracks are; of others it is noted where
    /// they were left.
    pub(super) fn remember(&mut self, at: SystemTime) {
        self.note_position();
        let Some(current) = &mut self.current else { return };
        let heard = std::mem::take(&mut current.heard_ms);
        let Some(track) = current.item.entity.filter(|entity| entity.kind() == Kind::Track) else { return };
        if heard < HEARD_MS.min(current.item.duration_ms) {
            return;
        }
        let context = self.list.context().filter(|_| !current.from_queue).map(str::to_owned);
        self.history.push(Played { track, at, context });
        if self.history.len() > REMEMBERED {
            self.history.remove(0);
        }
    }
}
