//! Answers that were rendered before. The catalogue never changes, and a page of fifty tracks takes longer to write than to
//! send, so whoever reads the same thing again (a benchmark, mostly) gets the same bytes.

use std::collections::HashMap;

use http::StatusCode;

use super::{Answer, Call};

/// How many bytes of answers and their keys are kept; beyond it the cache begins anew.
const CAPACITY: usize = 64 << 20;

/// What an answer takes besides its texts: headers, and its place in the map.
const OVERHEAD: usize = 1 << 10;

/// Answers by request. Whoever changes what they are made of (a library, say) outdates them.
#[derive(Default)]
pub(crate) struct Cache {
    answers: HashMap<Key, Answer>,
    size: usize,
    age: u64,
}

/// All that an answer depends on.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    target: String,
    origin: String,
    user: Option<String>,
    scopes: String,
    /// How many changes came before it. An answer that was on its way during a change is kept under a key that nobody asks
    /// for again.
    age: u64,
}

impl Key {
    pub(super) fn of(call: &Call<'_>, age: u64) -> Self {
        Self {
            target: call.request.uri.path_and_query().map_or_else(String::new, ToString::to_string),
            origin: call.request.origin.clone(),
            user: call.caller.user.as_deref().map(str::to_owned),
            scopes: call.caller.scopes.as_str().to_owned(),
            age,
        }
    }
}

/// How many bytes an answer and its key take.
fn size_of(key: &Key, answer: &Answer) -> usize {
    let texts = [&key.target, &key.origin, &key.scopes].map(String::len).into_iter().sum::<usize>();
    texts + key.user.as_ref().map_or(0, String::len) + answer.body.len() + OVERHEAD
}

impl Cache {
    /// How many changes there were, for a key.
    pub(super) fn age(&self) -> u64 {
        self.age
    }

    /// Something has changed: no answer from before may be given again.
    pub(crate) fn outdate(&mut self) {
        self.age += 1;
        self.size = 0;
        self.answers.clear();
    }

    pub(super) fn get(&self, key: &Key) -> Option<Answer> {
        self.answers.get(key).cloned()
    }

    pub(super) fn put(&mut self, key: Key, answer: &Answer) {
        let size = size_of(&key, answer);
        if answer.status != StatusCode::OK || size > CAPACITY / 16 {
            return;
        }
        // Two requests for the same thing may have been answered at once.
        if let Some(before) = self.answers.remove(&key) {
            self.size -= size_of(&key, &before);
        }
        if self.size + size > CAPACITY {
            self.answers.clear();
            self.size = 0;
        }
        self.size += size;
        self.answers.insert(key, answer.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(target: usize) -> Key {
        Key { target: target.to_string(), origin: String::new(), user: None, scopes: String::new(), age: 0 }
    }

    #[test]
    fn a_change_outdates_answers_also_those_on_their_way() {
        let mut cache = Cache::default();
        let answer = Answer::new(StatusCode::OK, "text/plain", "before");
        let before = key(0);
        cache.put(before.clone(), &answer);
        cache.outdate();
        // Begun before the change, and finished after it.
        cache.put(before, &answer);
        assert!(cache.get(&Key { age: cache.age(), ..key(0) }).is_none());
    }

    #[test]
    fn it_keeps_successes_up_to_its_capacity() {
        let mut cache = Cache::default();
        let body = vec![b' '; CAPACITY / 16 - OVERHEAD - 2];
        for n in 0..16 {
            cache.put(key(n), &Answer::new(StatusCode::OK, "text/plain", body.clone()));
        }
        assert_eq!(cache.answers.len(), 16);
        cache.put(key(16), &Answer::new(StatusCode::OK, "text/plain", body.clone()));
        assert_eq!((cache.answers.len(), cache.size), (1, body.len() + 2 + OVERHEAD));
        cache.put(key(17), &Answer::empty(StatusCode::NOT_FOUND));
        assert!(cache.get(&key(17)).is_none() && cache.get(&key(16)).is_some());
    }

    #[test]
    fn keys_and_empty_answers_take_room_too() {
        let mut cache = Cache::default();
        let long = |n: usize| Key { target: format!("/v1/{n}?{}", "x".repeat(60_000)), ..key(0) };
        for n in 0..3_000 {
            cache.put(long(n), &Answer::new(StatusCode::OK, "text/plain", "[]"));
        }
        assert!(cache.answers.len() < CAPACITY / 60_000, "{}", cache.answers.len());
        for n in 0..3 * CAPACITY / OVERHEAD {
            cache.put(key(n), &Answer::new(StatusCode::OK, "text/plain", ""));
        }
        assert!(cache.answers.len() < CAPACITY / OVERHEAD, "{}", cache.answers.len());
    }

    #[test]
    fn what_is_put_twice_counts_once() {
        let mut cache = Cache::default();
        for body in ["first", "and again"] {
            cache.put(key(1), &Answer::new(StatusCode::OK, "text/plain", body));
        }
        assert_eq!((cache.answers.len(), cache.size), (1, 1 + "and again".len() + OVERHEAD));
    }
}
