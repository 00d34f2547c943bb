//! Answers that were rendered before. The catalogue never changes, and a page of fifty tracks takes longer to write than to
//! send, so whoever reads the same thing again (a benchmark, mostly) gets the same bytes.

use std::collections::HashMap;

use http::StatusCode;

use super::{Answer, Call};

/// How many bytes of bodies are kept; beyond it the cache begins anew.
const CAPACITY: usize = 64 << 20;

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
        if answer.status != StatusCode::OK || answer.body.len() > CAPACITY / 16 {
            return;
        }
        self.size += answer.body.len();
        if self.size > CAPACITY {
            self.answers.clear();
            self.size = answer.body.len();
        }
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
        let body = vec![b' '; CAPACITY / 16];
        for n in 0..16 {
            cache.put(key(n), &Answer::new(StatusCode::OK, "text/plain", body.clone()));
        }
        assert_eq!(cache.answers.len(), 16);
        cache.put(key(16), &Answer::new(StatusCode::OK, "text/plain", body.clone()));
        assert_eq!((cache.answers.len(), cache.size), (1, body.len()));
        cache.put(key(17), &Answer::empty(StatusCode::NOT_FOUND));
        assert!(cache.get(&key(17)).is_none() && cache.get(&key(16)).is_some());
    }
}
