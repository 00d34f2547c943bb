//! Rows of a page that could not be read.

use std::fmt;

use serde_json::value::RawValue;

use crate::error::Error;

/// A row that could not be read: where it stood, what it was, and why not.
#[derive(Clone)]
#[non_exhaustive]
pub struct RejectedRow {
    /// The row's place among all rows of its page, from 0.
    pub index: usize,
    /// Why it could not be read; [`Error::json_path`] says where.
    pub error: Error,
    pub(super) raw: Box<RawValue>,
}

impl RejectedRow {
    /// The row's JSON, exactly as Spotify sent it.
    #[must_use]
    pub fn json(&self) -> &str {
        self.raw.get()
    }
}

impl PartialEq for RejectedRow {
    /// The same JSON in the same place; the reason follows from them.
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.json() == other.json()
    }
}

impl fmt::Debug for RejectedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RejectedRow")
            .field("index", &self.index)
            .field("json", &self.json())
            .field("error", &self.error)
            .finish()
    }
}
