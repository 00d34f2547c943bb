//! How time passes: items progress, end, and are followed by others.

use std::time::{Duration, SystemTime};

use super::{Current, Player, Repeat, unix_ms};

/// Whole rounds of what repeats are left out when more than this have passed: they change nothing that is remembered.
const ROUNDS: u64 = 51;

impl Player {
    /// Lets pass what has passed until `now`. A clock that was set back lets nothing pass.
    pub(super) fn settle(&mut self, now: SystemTime) {
        let since = self.as_of.map_or(0, |then| unix_ms(now).saturating_sub(unix_ms(then)));
        self.as_of = Some(now);
        if self.is_playing {
            self.pass(since, now);
        }
    }

    /// Plays on for `left` milliseconds, which end at `now`.
    pub(super) fn pass(&mut self, mut left: u64, now: SystemTime) {
        loop {
            let Some(shortened) = self.without_rounds(left) else { return };
            left = shortened;
            let Some(current) = &mut self.current else { return };
            let rest = current.item.duration_ms.saturating_sub(current.progress_ms);
            let played = left.min(rest);
            current.progress_ms += played;
            current.heard_ms += played;
            if left < rest {
                return;
            }
            left -= rest;
            let at = now.checked_sub(Duration::from_millis(left)).unwrap_or(now);
            self.end(at);
            if !self.is_playing {
                return;
            }
        }
    }

    /// The current item is over.
    fn end(&mut self, at: SystemTime) {
        if self.repeat == Repeat::Track {
            self.remember(at);
            self.changed = Some(at);
            if let Some(current) = &mut self.current {
                current.progress_ms = 0;
            }
        } else {
            self.advance(at);
        }
    }

    /// On to the next item: of the queue, else of the list. After the last one playback rests at the first.
    pub(super) fn advance(&mut self, at: SystemTime) {
        self.remember(at);
        self.changed = Some(at);
        if !self.queue.is_empty() {
            let item = self.queue.remove(0);
            self.current = Some(Current { item, from_queue: true, progress_ms: 0, heard_ms: 0 });
            return;
        }
        if !self.list.step() && self.repeat == Repeat::Off {
            self.is_playing = false;
        }
        self.enter();
    }

    /// Begins the item that the list is at.
    pub(super) fn enter(&mut self) {
        let item = self.list.current().cloned();
        // What was played from the queue alone, without a list, stays.
        match (item, &mut self.current) {
            (Some(item), _) => {
                self.current = Some(Current { item, from_queue: false, progress_ms: 0, heard_ms: 0 });
            }
            (None, Some(current)) => (current.progress_ms, self.is_playing) = (0, false),
            (None, None) => self.is_playing = false,
        }
    }

    /// A test may let a thousand years pass. None where any number of rounds would not fill them: a file may last no second,
    /// and where all that repeats lasts no time, playback stays where it is.
    fn without_rounds(&self, left: u64) -> Option<u64> {
        let round = match (&self.current, self.repeat) {
            (Some(current), Repeat::Track) => current.item.duration_ms,
            (Some(current), Repeat::Context) if !current.from_queue && self.queue.is_empty() => {
                self.list.duration_ms()
            }
            _ => return Some(left),
        };
        let rounds = left.checked_div(round)?;
        Some(if rounds > ROUNDS { left % round + round * ROUNDS } else { left })
    }
}
