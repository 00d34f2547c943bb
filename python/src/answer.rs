//! Answers of the Web API on their way to Python: read without the interpreter's lock, built with it.
//!
//! The JSON becomes one list of small nodes and one text, in which neither keys nor market lists are: rows repeat the former, and the latter are nine tenths of
//! a large page in a handful of different lists. Objects are handed to Python as [`Part`]s, which build what they are asked for: a
//! program that looks at three fields of a track never pays for the other forty.

mod build;
mod field;
mod part;
mod read;

use std::sync::Arc;

use bytes::Bytes;
use spotify_sdk::endpoint::{Decode, Endpoint as _, Operation, RawAnswer, RawRequest};
use spotify_sdk::{Error, ErrorKind, Result};

pub(crate) use field::{Field, Filling};
pub(crate) use part::{Part, plain};

/// What a node is, with what its two numbers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Null,
    /// Whether it is true.
    Bool,
    /// The lower and the upper half of an `i64`.
    Integer,
    /// The same of a `u64` that no `i64` is.
    Large,
    /// The same of an `f64`.
    Float,
    /// Where in the text it begins and ends.
    Text,
    /// Which of the market lists.
    Markets,
    /// How many values there are, and the node behind the last.
    List,
    /// The same.
    Object,
}

/// One value of the JSON; those in it follow.
#[derive(Debug, Clone, Copy)]
struct Node {
    numbers: [u32; 2],
    /// Which of the keys, for the member of an object; three bytes, so that a node has twelve.
    key: [u8; 3],
    kind: Kind,
}

impl Node {
    fn new(kind: Kind, numbers: [u32; 2]) -> Self {
        Self { numbers, key: [0; 3], kind }
    }

    /// The same under a key. There are fewer keys than 2^24, see [`read`].
    fn under(self, key: u32) -> Self {
        let [first, second, third, _] = key.to_le_bytes();
        Self { key: [first, second, third], ..self }
    }

    /// Which of the keys.
    fn key(&self) -> usize {
        let [first, second, third] = self.key;
        u32::from_le_bytes([first, second, third, 0]) as usize
    }

    /// A number of 64 bits.
    fn wide(kind: Kind, bits: u64) -> Self {
        // Its halves: what is cut off is the other number.
        Self::new(kind, [bits as u32, (bits >> 32) as u32])
    }

    fn bits(&self) -> u64 {
        u64::from(self.numbers[0]) | u64::from(self.numbers[1]) << 32
    }

    /// How many values are in a list or an object.
    fn length(&self) -> usize {
        self.numbers[0] as usize
    }
}

/// The JSON of an answer, read and not yet built.
pub(crate) struct Answer {
    nodes: Vec<Node>,
    /// All texts but keys, one behind the other.
    text: String,
    /// The different keys.
    keys: Vec<Box<str>>,
    /// The different market lists, or whatever stood in their place.
    markets: Vec<Arc<Self>>,
    /// The body, where numbers in it are too large to be exact in a node.
    exact: Option<Bytes>,
    /// The member that is the answer, where Spotify wraps it in an object.
    inside: Option<&'static str>,
}

impl Answer {
    /// What a command answers.
    pub(crate) fn nothing() -> Self {
        Self {
            nodes: vec![Node::new(Kind::Null, [0; 2])],
            text: String::new(),
            keys: Vec::new(),
            markets: Vec::new(),
            exact: None,
            inside: None,
        }
    }

    /// The same, where only one member of the object is meant.
    pub(crate) fn inside(mut self, member: Option<&'static str>) -> Self {
        self.inside = member;
        self
    }

    /// Whether it is an object with a member of this name, or, without a name, one that has what pages and things with an id have.
    pub(crate) fn is_plausible(&self, member: Option<&str>) -> bool {
        let has = |member| self.member(0, member).is_some_and(|at| self.nodes[at].kind != Kind::Null);
        member.map_or_else(|| has("id") || has("items"), has)
    }

    /// Where what is meant begins.
    fn start(&self) -> usize {
        self.inside.and_then(|member| self.member(0, member)).unwrap_or(0)
    }

    /// Where the value of this member of the object at `at` is: the last, if there are several.
    fn member(&self, at: usize, name: &str) -> Option<usize> {
        self.members(at).filter(|member| *self.keys[self.nodes[*member].key()] == *name).last()
    }

    /// Where the members of the object at `at` are; nowhere for anything else.
    fn members(&self, at: usize) -> impl Iterator<Item = usize> {
        let is_object = self.nodes[at].kind == Kind::Object;
        self.values(at, if is_object { self.nodes[at].length() } else { 0 })
    }

    /// Where the elements of the list at `at` are; nowhere for anything else.
    fn elements(&self, at: usize) -> impl Iterator<Item = usize> {
        let is_list = self.nodes[at].kind == Kind::List;
        self.values(at, if is_list { self.nodes[at].length() } else { 0 })
    }

    fn values(&self, at: usize, count: usize) -> impl Iterator<Item = usize> {
        let mut next = at + 1;
        (0..count).map(move |_| {
            let value = next;
            next = self.behind(value);
            value
        })
    }

    /// The node behind the value at `at`.
    fn behind(&self, at: usize) -> usize {
        let node = &self.nodes[at];
        match node.kind {
            Kind::List | Kind::Object => node.numbers[1] as usize,
            _ => at + 1,
        }
    }

    fn text_of(&self, node: &Node) -> &str {
        let [start, end] = node.numbers.map(|number| number as usize);
        self.text.get(start..end).unwrap_or_default()
    }
}

impl Decode for Answer {
    fn decode(_: &Operation, status: u16, body: &Bytes) -> Result<Self> {
        read::read(body).ok_or_else(|| unreadable(status, body))
    }
}

/// Why it can't be read, in the words of the SDK's own reading of any JSON.
fn unreadable(status: u16, body: &Bytes) -> Error {
    let read = RawAnswer::decode(&RawRequest::OPERATION, status, body)
        .and_then(|answer| answer.json::<serde_json::Value>());
    // Not `InvalidResponse`, which without an operation is a word about a login.
    let mixed_up = || Error::new(ErrorKind::Decode, "the answer is not JSON that can be read");
    read.err().unwrap_or_else(mixed_up)
}

/// One value of an answer that holds several.
pub(crate) struct Row {
    answer: Arc<Answer>,
    at: usize,
}

impl Row {
    /// The whole answer.
    pub(crate) fn whole(answer: Answer) -> Self {
        Self { answer: Arc::new(answer), at: 0 }
    }

    /// The values of the list that is this member of the answer; nothing for a null.
    pub(crate) fn all(answer: Answer, member: &str) -> Vec<Option<Self>> {
        let answer = Arc::new(answer);
        let Some(list) = answer.member(0, member) else { return Vec::new() };
        let row = |at: usize| {
            let is_null = answer.nodes[at].kind == Kind::Null;
            (!is_null).then(|| Self { answer: answer.clone(), at })
        };
        answer.elements(list).map(row).collect()
    }
}
