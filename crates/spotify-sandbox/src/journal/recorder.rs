//! Keeps requests as they arrived; what is secret in them is found when somebody asks.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::SystemTime;

use super::Entry;
use crate::http::request::Request;

/// How many requests are remembered.
const CAPACITY: usize = 50_000;

/// How many bytes those may have had.
const BYTES: usize = 64 << 20;

/// The sandbox's memory of requests.
#[derive(Default)]
pub(crate) struct Recorder {
    records: VecDeque<Record>,
    /// How many bytes they had.
    size: usize,
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
        let size = request.size();
        while self.records.len() >= CAPACITY || self.size + size > BYTES {
            let Some(oldest) = self.records.pop_front() else { break };
            self.size -= oldest.request.size();
            self.first += 1;
        }
        self.size += size;
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
        self.size = 0;
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.records.iter().map(Entry::of).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use http::{HeaderMap, HeaderValue, Method, Uri};

    use super::*;

    fn request(path: &str, header: usize, body: usize) -> Arc<Request> {
        let mut headers = HeaderMap::new();
        headers.insert("x-long", HeaderValue::try_from("h".repeat(header)).unwrap());
        Arc::new(Request {
            method: Method::GET,
            uri: Uri::try_from(path).unwrap(),
            headers,
            body: vec![b' '; body].into(),
            link: Arc::default(),
            origin: String::new(),
        })
    }

    #[test]
    fn it_remembers_the_newest_requests_up_to_a_number_of_bytes() {
        for large in [
            request("/v1/me", 1, 1 << 20),
            request("/v1/me", 60_000, 0),
            request(&format!("/v1/me?{}", "x".repeat(60_000)), 1, 0),
        ] {
            let mut recorder = Recorder::default();
            let first = recorder.arrived(&request("/v1/first", 1, 0), UNIX_EPOCH);
            let mut last = 0;
            for _ in 0..2_000 {
                last = recorder.arrived(&large, UNIX_EPOCH);
            }
            assert_eq!((first, last), (0, 2_000));
            let kept = BYTES / large.size();
            assert_eq!(recorder.records.len(), kept);
            recorder.answered(first, 200);
            recorder.answered(last, 418);
            let statuses: Vec<_> = recorder.entries().iter().filter_map(|entry| entry.status).collect();
            assert_eq!(statuses, [418]);
            recorder.clear();
            assert_eq!(recorder.arrived(&request("/v1/me", 1, 0), UNIX_EPOCH), 2_001);
            assert_eq!(recorder.size, request("/v1/me", 1, 0).size());
        }
    }
}
