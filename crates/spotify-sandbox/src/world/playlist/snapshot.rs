//! The states that a playlist was in. A change may name one, and then means what was there.

use std::collections::VecDeque;

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
    /// The numbers of the rows, in their order.
    rows: Vec<u64>,
}

impl Past {
    pub(super) fn push(&mut self, playlist: &str, rows: Vec<u64>) {
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
    pub(super) fn rows(&self, snapshot_id: &str) -> Option<&[u64]> {
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
