//! Many users' tokens in memory, which forked children can go on using.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::Memory;
use super::memory::lock;

/// So many keys are remembered before the first look for those that are of no use.
const FIRST_TIDYING: usize = 64;

/// A [`Memory`] for each key. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct KeyedMemory(Arc<Mutex<Keys>>);

#[derive(Default)]
struct Keys {
    caches: HashMap<Box<str>, Memory>,
    /// How many there may be before the useless ones are dropped.
    tidy_at: usize,
}

impl KeyedMemory {
    /// The place of one key, always the same while it holds a token or anybody uses it.
    pub(crate) fn of(&self, key: &str) -> Memory {
        // Left locked by a thread that a fork left behind: in that child users log in again.
        let Some(mut keys) = lock(&self.0) else { return Memory::default() };
        if let Some(cache) = keys.caches.get(key) {
            return cache.clone();
        }
        if keys.caches.len() >= keys.tidy_at {
            keys.caches.retain(|_, cache| !cache.is_of_no_use());
            keys.tidy_at = (2 * keys.caches.len()).max(FIRST_TIDYING);
        }
        keys.caches.entry(key.into()).or_default().clone()
    }
}
