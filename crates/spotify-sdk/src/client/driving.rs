//! The requests of one call: sent as they say, several at a time where they say so.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use super::SpotifyClient;
use crate::endpoint::{CallOptions, Requests};
use crate::error::Result;

pub(super) async fn run<R: Requests>(
    client: &SpotifyClient,
    mut requests: R,
    options: &CallOptions,
) -> Result<R::Output> {
    while let Some((number, step)) = requests.next() {
        // Most calls are one request, and chains send one at a time: no list of what is under way for those.
        let is_over = match requests.next() {
            None => {
                let options = match requests.is_afterthought() {
                    true => options.hurried(),
                    false => options.clone(),
                };
                let answer = client.send(step, options).await;
                requests.came(number, answer).is_break()
            }
            Some(second) => Box::pin(several(client, &mut requests, options, [(number, step), second])).await,
        };
        if is_over {
            break;
        }
    }
    requests.finish()
}

/// Sends these and what else may be sent beside them, until nothing is under way. `true` when the call is over before; what
/// is still under way is given up.
async fn several<R: Requests>(
    client: &SpotifyClient,
    requests: &mut R,
    options: &CallOptions,
    first: [(usize, R::Step); 2],
) -> bool {
    let mut under_way = UnderWay::default();
    for (number, step) in first {
        under_way.push(number, client.send(step, options.clone()));
    }
    loop {
        while let Some((number, step)) = requests.next() {
            under_way.push(number, client.send(step, options.clone()));
        }
        let Some((number, answer)) = under_way.next().await else { return false };
        if requests.came(number, answer).is_break() {
            return true;
        }
    }
}

type Sending<A> = Pin<Box<dyn Future<Output = Result<A>> + Send>>;

/// What was sent and not yet answered: a handful, so all of them are looked at when one of them moves.
pub(crate) struct UnderWay<A>(Vec<(usize, Sending<A>)>);

impl<A> Default for UnderWay<A> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<A> UnderWay<A> {
    pub(crate) fn push(&mut self, number: usize, sending: impl Future<Output = Result<A>> + Send + 'static) {
        self.0.push((number, Box::pin(sending)));
    }

    /// The next answer, whichever it is; `None` when nothing is under way.
    pub(super) async fn next(&mut self) -> Option<(usize, Result<A>)> {
        poll_fn(|context| self.poll_next(context)).await
    }

    pub(crate) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<(usize, Result<A>)>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        for place in 0..self.0.len() {
            let (number, sending) = &mut self.0[place];
            if let Poll::Ready(answer) = sending.as_mut().poll(context) {
                let number = *number;
                drop(self.0.remove(place));
                return Poll::Ready(Some((number, answer)));
            }
        }
        Poll::Pending
    }
}
