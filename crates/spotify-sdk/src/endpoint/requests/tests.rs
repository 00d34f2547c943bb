//! Tests of several requests as one call, driven without any I/O.

mod chains;
mod lists;

use std::ops::ControlFlow;

use bytes::Bytes;
use http::HeaderMap;

use super::*;
use crate::endpoint::ApiRequest;

/// What a call has sent, and what is to happen to what is under way.
pub(super) struct Driver<R: Requests> {
    pub(super) requests: R,
    pub(super) under_way: Vec<(usize, R::Step)>,
    pub(super) sent: Vec<ApiRequest>,
    pub(super) most_under_way: usize,
    pub(super) is_over: bool,
}

impl<R: Requests> Driver<R> {
    pub(super) fn new(requests: R) -> Self {
        let mut driver =
            Self { requests, under_way: Vec::new(), sent: Vec::new(), most_under_way: 0, is_over: false };
        driver.send();
        driver
    }

    fn send(&mut self) {
        while let Some((number, step)) = self.requests.next() {
            self.sent.push(step.prepare().expect("a request"));
            self.under_way.push((number, step));
            self.most_under_way = self.most_under_way.max(self.under_way.len());
        }
    }

    /// Answers the request at this place among those under way, with what `answer` makes of it: status and body.
    pub(super) fn answer(&mut self, place: usize, answer: impl FnOnce(&ApiRequest) -> (u16, String)) {
        let (number, step) = self.under_way.remove(place);
        let (status, body) = answer(&step.prepare().expect("a request"));
        let body = Bytes::from(body);
        let answer = match status {
            200..=299 => step.read(status, &body),
            _ => Err(step.refusal(status, &HeaderMap::new(), &body)),
        };
        if self.requests.came(number, answer) == ControlFlow::Break(()) {
            self.is_over = true;
            self.under_way.clear();
        } else {
            self.send();
        }
    }

    /// Answers all, in the order that `choose` gives for so many under way.
    pub(super) fn run(
        mut self,
        mut choose: impl FnMut(usize) -> usize,
        mut answer: impl FnMut(&ApiRequest) -> (u16, String),
    ) -> (Result<R::Output>, Vec<ApiRequest>) {
        while !self.under_way.is_empty() && !self.is_over {
            let place = choose(self.under_way.len()) % self.under_way.len();
            self.answer(place, &mut answer);
        }
        (self.requests.finish(), self.sent)
    }
}

/// The entries that a request names in its query.
pub(super) fn named(request: &ApiRequest) -> Vec<String> {
    let (_, list) = url::form_urlencoded::parse(request.query().as_bytes())
        .find(|(name, _)| name == "ids" || name == "uris")
        .expect("a list");
    list.split(',').map(str::to_owned).collect()
}
