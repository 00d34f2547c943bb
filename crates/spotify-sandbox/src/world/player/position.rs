//! Where a user is in episodes and chapters.

use std::time::SystemTime;

use super::Player;
use crate::catalogue::{Kind, Position, Positions};

impl Player {
    /// Where the user is at `now` in what they have played.
    pub(crate) fn positions(&mut self, now: SystemTime) -> &Positions {
        self.settle(now);
        self.note_position();
        &self.positions
    }

    /// Notes where the current item is, unless it was only put in. Tracks always begin anew.
    pub(super) fn note_position(&mut self) {
        let Some(current) = &self.current else { return };
        let Some(entity) = current.item.entity else { return };
        let is_spoken = matches!(entity.kind(), Kind::Episode | Kind::Chapter);
        if !is_spoken || (current.progress_ms == 0 && current.heard_ms == 0) {
            return;
        }
        let fully_played = current.progress_ms >= current.item.duration_ms;
        let resume_position_ms = if fully_played { 0 } else { current.progress_ms };
        self.positions.insert(entity, Position { fully_played, resume_position_ms });
    }
}
