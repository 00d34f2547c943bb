//! Words that must not turn up in a log.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

/// How many bytes of words are remembered. Anybody may send a bearer that is no token, as often as they like.
const BYTES: usize = 16 << 20;

/// The latest secrets that were issued or shown.
#[derive(Default)]
pub(super) struct Secrets {
    known: HashSet<Arc<str>>,
    /// The same, the latest at the end.
    order: VecDeque<Arc<str>>,
    /// How many bytes they have.
    size: usize,
}

impl Secrets {
    /// Remembers a word, and forgets the oldest for it where there is no more room.
    pub(super) fn note(&mut self, word: &str) {
        if word.is_empty() || self.known.contains(word) {
            return;
        }
        let word: Arc<str> = word.into();
        self.size += size_of(&word);
        self.known.insert(Arc::clone(&word));
        self.order.push_back(word);
        while self.size > BYTES {
            let Some(oldest) = self.order.pop_front() else { break };
            self.size -= size_of(&oldest);
            self.known.remove(&oldest);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(|word| &**word)
    }
}

/// What a word takes: its letters, and its places in set and queue.
fn size_of(word: &str) -> usize {
    word.len() + 64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_words_are_remembered_each_once() {
        let mut secrets = Secrets::default();
        for word in ["", "first", "second", "first"] {
            secrets.note(word);
        }
        assert_eq!(secrets.iter().collect::<Vec<_>>(), ["first", "second"]);
        for n in 0..1_000 {
            secrets.note(&format!("{n:050000}"));
        }
        let bytes: usize = secrets.iter().map(str::len).sum();
        assert!((BYTES / 2..BYTES).contains(&bytes), "{bytes}");
        assert_eq!(secrets.iter().last(), Some(&*format!("{:050000}", 999)));
        assert_eq!(
            (secrets.known.len(), secrets.iter().next()),
            (secrets.order.len(), secrets.iter().next())
        );
        assert!(!secrets.known.contains("first"));
        for n in 0..1_000_000 {
            secrets.note(&n.to_string());
        }
        assert!(secrets.order.len() < BYTES / 64 && secrets.known.len() == secrets.order.len());
    }
}
