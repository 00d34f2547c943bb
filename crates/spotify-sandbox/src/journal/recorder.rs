//! Keeps requests as they arrived; what is secret in them is found when somebody asks.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::SystemTime;

use super::Entry;
use crate::http::request::Request;

/// How many requests are remembered.
const CAPACITY: usize = 50_000;

/// The sandbox's memory of requests.
#[derive(Default)]
pub(crate) struct Recorder {
    records: VecDeque<Record>,
    /// The number of the first record that is still there; numbers begin at 0.
    first: u64,
}

/// A request, and what became of it.
pub(super) struct Record {
    pub(super) request: Arc<Request>,
    pub(super) at: SystemTime,
    /// None while it is being answered, and for good if the connection was cut.
    pub(super) status: Option<u16>,
    pub(super) client_id: Option<Arc<str>>,
    pub(super) user: Option<Arc<str>>,
}

impl Recorder {
    /// Notes a request on its arrival: its number, for [`Self::answered`].
    pub(crate) fn arrived(&mut self, request: &Arc<Request>, at: SystemTime) -> u64 {
        if self.records.len() == CAPACITY {
            self.records.pop_front();
            self.first += 1;
        }
        let request = Arc::clone(request);
        self.records.push_back(Record { request, at, status: None, client_id: None, user: None });
        self.first + self.records.len() as u64 - 1
    }

    /// Notes on whose behalf a request was carried out.
    pub(crate) fn carried_out(&mut self, number: u64, client_id: Option<Arc<str>>, user: Option<Arc<str>>) {
        if let Some(record) = self.record(number) {
            (record.client_id, record.user) = (client_id, user);
        }
    }

    /// Notes the status a request is answered with.
    pub(crate) fn answered(&mut self, number: u64, status: u16) {
        if let Some(record) = self.record(number) {
            record.status = Some(status);
        }
    }

    fn record(&mut self, number: u64) -> Option<&mut Record> {
        let index = usize::try_from(number.checked_sub(self.first)?).ok()?;
        self.records.get_mut(index)
    }

    pub(crate) fn clear(&mut self) {
        self.first += self.records.len() as u64;
        self.records.clear();
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.records.iter().map(Entry::of).collect()
    }
}
