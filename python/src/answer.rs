//! Answers of the Web API on their way to Python: read without the interpreter's lock, built with it.
//!
//! The JSON becomes a list of tokens that point into the body. Market lists, nine tenths of a large page in a handful of
//! different lists, are skipped over while reading and built once for each different one.

mod build;
mod read;

use std::sync::Arc;

use bytes::Bytes;
use pyo3::prelude::*;
use spotify_sdk::endpoint::{Decode, Endpoint as _, Operation, RawAnswer, RawRequest};
use spotify_sdk::{Error, ErrorKind, Result};

/// A part of the body, or of the texts that had escapes in them.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
}

/// One step of the JSON. Lists and objects say how many values follow; in objects each value comes behind its key.
enum Token {
    Null,
    Bool(bool),
    Integer(i64),
    Large(u64),
    Float(f64),
    Text(Span),
    Unescaped(Span),
    Markets(usize),
    List(usize),
    Object(usize),
}

/// The JSON of an answer, read and not yet built.
pub(crate) struct Answer {
    body: Bytes,
    unescaped: String,
    tokens: Vec<Token>,
    /// The different market lists, as they stand in the body.
    markets: Vec<Span>,
    /// The member that is the answer, where Spotify wraps it in an object.
    inside: Option<&'static str>,
}

impl Answer {
    /// What a command answers.
    pub(crate) fn nothing() -> Self {
        Self {
            body: Bytes::new(),
            unescaped: String::new(),
            tokens: vec![Token::Null],
            markets: Vec::new(),
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
        let has = |member| match self.position_of(member) {
            Some(at) => !matches!(self.tokens.get(at), Some(Token::Null) | None),
            None => false,
        };
        member.map_or_else(|| has("id") || has("items"), has)
    }

    /// Where the value of this member of the whole begins.
    fn position_of(&self, member: &str) -> Option<usize> {
        let Some(Token::Object(members)) = self.tokens.first() else { return None };
        let mut at = 1;
        for _ in 0..*members {
            if self.text_of(&self.tokens[at]) == Some(member) {
                return Some(at + 1);
            }
            at = self.behind(at + 1);
        }
        None
    }

    /// The position behind the value that begins at `at`.
    fn behind(&self, at: usize) -> usize {
        let mut at = at;
        let mut values = 1;
        while values > 0 {
            match self.tokens.get(at) {
                Some(Token::List(length)) => values += length,
                Some(Token::Object(members)) => values += 2 * members,
                Some(_) => {}
                None => return at,
            }
            values -= 1;
            at += 1;
        }
        at
    }

    fn text_of(&self, token: &Token) -> Option<&str> {
        match token {
            Token::Text(span) => str::from_utf8(self.body.get(span.start..span.end)?).ok(),
            Token::Unescaped(span) => self.unescaped.get(span.start..span.end),
            _ => None,
        }
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
        let Some(list) = answer.position_of(member) else { return Vec::new() };
        let Some(Token::List(length)) = answer.tokens.get(list) else { return Vec::new() };
        let mut rows = Vec::with_capacity(*length);
        let mut at = list + 1;
        for _ in 0..*length {
            let is_null = matches!(answer.tokens.get(at), Some(Token::Null));
            rows.push((!is_null).then(|| Self { answer: answer.clone(), at }));
            at = answer.behind(at);
        }
        rows
    }

    /// The row as plain Python data.
    pub(crate) fn build<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.answer.build_from(py, self.at)
    }
}
