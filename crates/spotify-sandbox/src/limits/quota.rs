//! The daily quota of Development Mode.

use std::collections::BTreeMap;

use super::{Bucket, RetryAfter};

/// The daily quota: how many requests of each [`Bucket`] are answered in any 24 hours of the sandbox's clock. Give it to
/// [`Builder::daily_quota`](crate::Builder::daily_quota).
///
/// It is counted for the developer, which is for all apps of the sandbox together, and exists in
/// [`Rules::DevelopmentMode`](crate::Rules::DevelopmentMode) only. Beyond it: 429 with the reason `QUOTA_EXCEEDED`, while other
/// buckets still answer. Requests that are refused don't count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyQuota {
    requests: u64,
    buckets: BTreeMap<Bucket, u64>,
    pub(crate) retry_after: RetryAfter,
}

impl DailyQuota {
    /// At most `requests` of each bucket.
    pub fn requests(requests: u64) -> Self {
        Self { requests, ..Self::unlimited() }
    }

    /// No limit but those that [`bucket`](Self::bucket) sets.
    pub fn unlimited() -> Self {
        Self { requests: u64::MAX, buckets: BTreeMap::new(), retry_after: RetryAfter::Exact }
    }

    /// Another number for one bucket; repeatable.
    #[must_use]
    pub fn bucket(mut self, bucket: Bucket, requests: u64) -> Self {
        self.buckets.insert(bucket, requests);
        self
    }

    /// What a refusal says about the time to wait. [`RetryAfter::Exact`] unless given.
    #[must_use]
    pub fn retry_after(mut self, retry_after: RetryAfter) -> Self {
        self.retry_after = retry_after;
        self
    }

    /// How many requests a bucket allows; `None` is without limit.
    pub(crate) fn of(&self, bucket: Bucket) -> Option<u64> {
        let requests = self.buckets.get(&bucket).copied().unwrap_or(self.requests);
        (requests != u64::MAX).then_some(requests)
    }
}
