//! What a user has played.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::markets::spoil_folded_lists;
use super::{PlaybackContext, Timestamp, Track, model};
use crate::lenient;

/// Tracks that the user has played, the latest first, as `GET /me/player/recently-played` answers.
///
/// A row that can't be understood does not fail the answer: the good rows are in `items`, the others in `rejected`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
#[non_exhaustive]
pub struct RecentlyPlayed {
    /// The plays, the latest first.
    pub items: Vec<PlayHistory>,
    /// Rows that could not be read, as Spotify sent them. Written back, they stand in their places.
    pub rejected: Vec<Value>,
    /// Where other plays begin. `None` where Spotify sends none: when there are no plays.
    pub cursors: Option<RecentlyPlayedCursors>,
    /// The largest number of rows this answer could have had.
    pub limit: u32,
    /// The address of earlier plays, `None` where there are none. For showing: `cursors` say how to ask for them.
    pub next: Option<String>,
    /// The address of this answer.
    pub href: String,
    /// Where those in `rejected` stood among all rows.
    rejected_at: Vec<usize>,
}

impl RecentlyPlayed {
    /// Where those in `items` stood among all rows, from 0.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        (0..).filter(|place| !self.rejected_at.contains(place)).take(self.items.len())
    }

    /// Where those in `rejected` stood.
    pub(crate) fn rejected_at(&self) -> impl Iterator<Item = usize> {
        self.rejected_at.iter().copied()
    }
}

/// One play of a track.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlayHistory {
    /// The track. A row without one is rejected.
    pub track: Track,
    /// When it was played, to the millisecond.
    #[serde(default)]
    pub played_at: Timestamp,
    /// What it was played from. `None` where it was named itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<PlaybackContext>,
}

model! {
    /// Where other plays begin: points in time, in milliseconds since 1970, as text.
    pub struct RecentlyPlayedCursors {
        /// The time of the latest play of this answer: pass it to `after` for what was played since.
        pub after: Option<String>,
        /// The time of the earliest play of this answer: pass it to `before` for what was played until then.
        pub before: Option<String>,
    }
}

impl RecentlyPlayedCursors {
    /// [`after`](Self::after) as a number, as the option of the same name takes it.
    #[must_use]
    pub fn after_ms(&self) -> Option<u64> {
        self.after.as_deref()?.parse().ok()
    }

    /// [`before`](Self::before) as a number, as the option of the same name takes it.
    #[must_use]
    pub fn before_ms(&self) -> Option<u64> {
        self.before.as_deref()?.parse().ok()
    }
}

/// The answer as it is sent, its rows not yet judged.
#[derive(Serialize, Deserialize)]
struct Wire {
    #[serde(default)]
    items: Option<Vec<Value>>,
    #[serde(default, deserialize_with = "lenient::field")]
    cursors: Option<RecentlyPlayedCursors>,
    #[serde(default, deserialize_with = "lenient::field")]
    limit: u32,
    #[serde(default)]
    next: Option<String>,
    #[serde(default, deserialize_with = "lenient::field")]
    href: String,
}

impl From<Wire> for RecentlyPlayed {
    fn from(wire: Wire) -> Self {
        let Wire { items: rows, cursors, limit, next, href } = wire;
        let (mut items, mut rejected, mut rejected_at) = (Vec::new(), Vec::new(), Vec::new());
        for (place, row) in rows.unwrap_or_default().into_iter().enumerate() {
            match PlayHistory::deserialize(&row) {
                Ok(item) => items.push(item),
                Err(_) => {
                    spoil_folded_lists();
                    rejected.push(row);
                    rejected_at.push(place);
                }
            }
        }
        Self { items, rejected, cursors, limit, next, href, rejected_at }
    }
}

impl From<RecentlyPlayed> for Wire {
    fn from(played: RecentlyPlayed) -> Self {
        let RecentlyPlayed { items, rejected, cursors, limit, next, href, rejected_at } = played;
        // Writing a model to a value can't fail: its keys are strings.
        let written = items.into_iter().map(|item| serde_json::to_value(item).unwrap_or_default());
        let mut rows: Vec<Value> = written.collect();
        for (number, row) in rejected.into_iter().enumerate() {
            let place = rejected_at.get(number).map_or(rows.len(), |place| rows.len().min(*place));
            rows.insert(place, row);
        }
        Self { items: Some(rows), cursors, limit, next, href }
    }
}
