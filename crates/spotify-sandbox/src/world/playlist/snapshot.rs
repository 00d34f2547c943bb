//! The states that a playlist was in. A change may name one, and then means what was there.

use std::collections::VecDeque;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// How many states a playlist remembers.
const REMEMBERED: usize = 256;

/// The latest states, the latest last. There is always one.
#[derive(Default)]
pub(super) struct Past {
    states: VecDeque<State>,
    revision: u64,
}

struct State {
    snapshot_id: String,
    /// The numbers of the rows, in their order. States that differ in something else share them.
    rows: Arc<[u64]>,
}

impl Past {
    /// A new state, with rows of these numbers.
    pub(super) fn push(&mut self, playlist: &str, rows: impl Iterator<Item = u64> + Clone) {
        let rows = match self.states.back() {
            Some(latest) if latest.rows.iter().copied().eq(rows.clone()) => Arc::clone(&latest.rows),
            _ => rows.collect(),
        };
        self.revision += 1;
        if self.states.len() == REMEMBERED {
            self.states.pop_front();
        }
        let snapshot_id = snapshot_id(playlist, self.revision, &rows);
        self.states.push_back(State { snapshot_id, rows });
    }

    pub(super) fn latest(&self) -> &str {
        self.states.back().map_or("", |state| &state.snapshot_id)
    }

    /// The rows in a state; none if it is none of this playlist's, or too long ago.
    pub(super) fn rows(&self, snapshot_id: &str) -> Option<&Arc<[u64]>> {
        let state = self.states.iter().rev().find(|state| state.snapshot_id == snapshot_id)?;
        Some(&state.rows)
    }
}

/// Like Spotify's: the number of the revision and a hash of 20 bytes, in base64.
fn snapshot_id(playlist: &str, revision: u64, rows: &[u64]) -> String {
    let mut hash = Sha256::new_with_prefix(playlist).chain_update(revision.to_be_bytes());
    for row in rows {
        hash.update(row.to_be_bytes());
    }
    let hash: String = hash.finalize().iter().take(20).map(|byte| format!("{byte:02x}")).collect();
    STANDARD.encode(format!("{revision},{hash}"))
}
