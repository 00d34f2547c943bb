//! What a user plays: devices, a context, a queue, and progress. A pure state machine: it learns the time when it is asked
//! or told something, and then lets pass what has passed.

mod command;
mod history;
mod list;
mod position;
mod time;

use std::time::{SystemTime, UNIX_EPOCH};

use crate::builder::Device;
use crate::catalogue::{Positions, Reference};

pub(crate) use command::{Play, Refusal};
pub(crate) use history::Played;
use list::List;

/// One user's player.
#[derive(Debug, Default)]
pub(crate) struct Player {
    pub(crate) devices: Vec<Device>,
    /// The index of the device that plays, or played last.
    active: Option<usize>,
    list: List,
    /// What was put between the item that plays and the rest of the list.
    queue: Vec<Item>,
    current: Option<Current>,
    is_playing: bool,
    repeat: Repeat,
    /// Until when time has been let pass.
    as_of: Option<SystemTime>,
    /// When a command, or the end of an item, last changed something.
    changed: Option<SystemTime>,
    /// The latest at the end.
    history: Vec<Played>,
    /// Where episodes and chapters were left.
    positions: Positions,
}

/// Something that can be played.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) uri: String,
    /// The track, episode or chapter of the catalogue, if it is one.
    pub(crate) entity: Option<Reference>,
    pub(crate) duration_ms: u64,
}

/// The item that plays.
#[derive(Debug)]
struct Current {
    item: Item,
    from_queue: bool,
    progress_ms: u64,
    /// How much of it was heard, wherever in it.
    heard_ms: u64,
}

/// What happens at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Repeat {
    #[default]
    Off,
    Context,
    Track,
}

impl Repeat {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Context => "context",
            Self::Track => "track",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Off, Self::Context, Self::Track].into_iter().find(|repeat| repeat.word() == word)
    }
}

/// What can be seen of a player in which something is loaded.
pub(crate) struct Snapshot<'a> {
    pub(crate) device: Option<&'a Device>,
    pub(crate) item: &'a Item,
    pub(crate) context: Option<&'a str>,
    pub(crate) progress_ms: u64,
    pub(crate) is_playing: bool,
    pub(crate) repeat: Repeat,
    pub(crate) shuffle: bool,
    /// In milliseconds since 1970.
    pub(crate) timestamp: u64,
    /// Whether there is nothing before this item.
    pub(crate) is_first: bool,
}

impl Player {
    /// A player at rest. One `seed`, one order of every shuffle.
    pub(crate) fn new(devices: Vec<Device>, seed: u64) -> Self {
        let active = devices.iter().position(|device| device.active);
        Self { devices, active, list: List::new(seed), ..Self::default() }
    }

    /// Whether this is the device that plays, or played last.
    pub(crate) fn is_active(&self, index: usize) -> bool {
        self.active == Some(index)
    }

    /// What there is to see at `now`; none when nothing is loaded.
    pub(crate) fn look(&mut self, now: SystemTime) -> Option<Snapshot<'_>> {
        self.settle(now);
        let current = self.current.as_ref()?;
        Some(Snapshot {
            device: self.active.and_then(|index| self.devices.get(index)),
            item: &current.item,
            context: self.list.context(),
            progress_ms: current.progress_ms,
            is_playing: self.is_playing,
            repeat: self.repeat,
            shuffle: self.list.is_shuffled(),
            timestamp: self.changed.map_or(0, unix_ms),
            is_first: self.list.is_at_start() && !current.from_queue,
        })
    }

    /// What plays and, in order, at most `count` items that come next.
    pub(crate) fn upcoming(&mut self, now: SystemTime, count: usize) -> (Option<&Item>, Vec<&Item>) {
        self.settle(now);
        let wraps = self.repeat == Repeat::Context;
        let next = self.queue.iter().chain(self.list.rest(wraps)).take(count).collect();
        (self.current.as_ref().map(|current| &current.item), next)
    }

    /// What was played until `now`, the latest at the end.
    pub(crate) fn history(&mut self, now: SystemTime) -> &[Played] {
        self.settle(now);
        &self.history
    }
}

/// A time as the player writes it.
pub(crate) fn unix_ms(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
