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
    /// Whether nothing more is noted about it.
    is_over: bool,
    /// None while it is being answered, and for good if the connection was cut.
    pub(super) status: Option<u16>,
    pub(super) client_id: Option<Arc<str>>,
    pub(super) user: Option<Arc<str>>,
    pub(super) by_fault: bool,
}

impl Recorder {
    /// Notes a request on its arrival: its number, for [`Self::over`].
    pub(crate) fn arrived(&mut self, request: &Arc<Request>, at: SystemTime) -> u64 {
        let size = request.size();
        while self.records.len() >= CAPACITY || self.size + size > BYTES {
            let Some(oldest) = self.records.pop_front() else { break };
            self.size -= oldest.request.size();
            self.first += 1;
        }
        self.size += size;
        let request = Arc::clone(request);
        self.records.push_back(Record {
            request,
            is_over: false,
            at,
            status: None,
            client_id: None,
            user: None,
            by_fault: false,
        });
        self.first + self.records.len() as u64 - 1
    }

    /// Notes on whose behalf a request was carried out.
    pub(crate) fn carried_out(&mut self, number: u64, client_id: Option<Arc<str>>, user: Option<Arc<str>>) {
        if let Some(record) = self.record(number) {
            (record.client_id, record.user) = (client_id, user);
        }
    }

    /// Notes what became of a request: the status it is answered with, if it is, and whether a fault had a hand in that.
    pub(crate) fn over(&mut self, number: u64, status: Option<u16>, by_fault: bool) {
        if let Some(record) = self.record(number) {
            (record.is_over, record.status, record.by_fault) = (true, status, by_fault);
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

    /// The requests before the oldest that is under way, which are forgotten.
    pub(crate) fn take(&mut self) -> Vec<Entry> {
        let over = self.records.iter().take_while(|record| record.is_over).count();
        let taken: Vec<Record> = self.records.drain(..over).collect();
        self.first += over as u64;
        self.size -= taken.iter().map(|record| record.request.size()).sum::<usize>();
        taken.iter().map(Entry::of).collect()
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
    fn what_is_taken_is_over_and_nothing_is_skipped() {
        let mut recorder = Recorder::default();
        let numbers: Vec<u64> = (0..4)
            .map(|number| recorder.arrived(&request(&format!("/{number}"), 1, 0), UNIX_EPOCH))
            .collect();
        let paths = |entries: Vec<Entry>| entries.into_iter().map(|entry| entry.path).collect::<Vec<_>>();
        recorder.over(numbers[0], Some(200), false);
        recorder.over(numbers[2], None, true);
        assert_eq!(paths(recorder.take()), ["/0"]);
        recorder.over(numbers[1], Some(200), false);
        let taken = recorder.take();
        assert_eq!(taken.iter().map(|entry| entry.by_fault).collect::<Vec<_>>(), [false, true]);
        assert_eq!(
            (paths(taken), paths(recorder.entries())),
            (vec!["/1".into(), "/2".into()], vec!["/3".into()])
        );
        recorder.over(numbers[3], Some(200), false);
        assert_eq!((paths(recorder.take()), recorder.size), (vec!["/3".into()], 0));
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
            recorder.over(first, Some(200), false);
            recorder.over(last, Some(418), false);
            let statuses: Vec<_> = recorder.entries().iter().filter_map(|entry| entry.status).collect();
            assert_eq!(statuses, [418]);
            recorder.clear();
            assert_eq!(recorder.arrived(&request("/v1/me", 1, 0), UNIX_EPOCH), 2_001);
            assert_eq!(recorder.size, request("/v1/me", 1, 0).size());
        }
    }
}
