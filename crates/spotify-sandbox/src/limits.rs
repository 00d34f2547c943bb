//! How much an app may ask for: the rate limit, and the daily quota of Development Mode. Pure: the time is an argument.
//!
//! Spotify publishes neither numbers nor buckets, so both are off until somebody asks for them, with numbers of theirs.

mod bucket;
mod log;
mod quota;
mod rate;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub use bucket::Bucket;
pub use quota::DailyQuota;
pub use rate::{RateLimit, Refusal};

use log::Log;

/// The window of the rate limit.
const WINDOW: Duration = Duration::from_secs(30);
/// The window of the quota: reports agree that it rolls, and is no calendar day.
const DAY: Duration = Duration::from_secs(86_400);

/// What a 429 says about the time to wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// `Retry-After` with the seconds until a request gets through again, rounded up: the usual case.
    #[default]
    Exact,
    /// `Retry-After` with this number, whatever the truth. 0, always 1, and a day (86400) have been seen.
    Fixed(u64),
    /// No `Retry-After` at all.
    Missing,
}

impl RetryAfter {
    /// The header's value.
    pub(crate) fn seconds(self, left: Duration) -> Option<u64> {
        match self {
            Self::Exact => Some(left.as_millis().div_ceil(1000).max(1).try_into().unwrap_or(u64::MAX)),
            Self::Fixed(seconds) => Some(seconds),
            Self::Missing => None,
        }
    }
}

/// The limits in force, and what was asked for within their windows.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    pub(crate) rate: Option<RateLimit>,
    pub(crate) quota: Option<DailyQuota>,
    /// By app, and whether it is about covers.
    recent: HashMap<(Arc<str>, bool), Log>,
    /// Apps that have to keep still, and until when.
    penalties: HashMap<Arc<str>, SystemTime>,
    used: HashMap<Bucket, Log>,
}

/// Why a request is not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Limited {
    /// Too many requests in thirty seconds.
    Rate { retry_after: Option<u64>, refusal: Refusal },
    /// Too many requests of this kind in a day.
    Quota { retry_after: Option<u64> },
}

impl Limits {
    pub(crate) fn new(rate: Option<RateLimit>, quota: Option<DailyQuota>) -> Self {
        Self { rate, quota, ..Self::default() }
    }

    /// Puts another rate limit in force, and forgets what was asked for.
    pub(crate) fn set_rate(&mut self, rate: Option<RateLimit>) {
        self.rate = rate;
        self.recent.clear();
        self.penalties.clear();
    }

    /// Puts another quota in force, and forgets what was used of the old one.
    pub(crate) fn set_quota(&mut self, quota: Option<DailyQuota>) {
        self.quota = quota;
        self.used.clear();
    }

    /// Counts a request, unless it is one too many: then it is refused, and counts for nothing.
    pub(crate) fn request(
        &mut self,
        now: SystemTime,
        client_id: &Arc<str>,
        path: &str,
        uploads_cover: bool,
    ) -> Result<(), Limited> {
        if let Some(rate) = &self.rate
            && let Some(wait) =
                Self::wait(rate, &mut self.recent, &mut self.penalties, now, client_id, uploads_cover)
        {
            let retry_after = rate.retry_after.seconds(wait);
            return Err(Limited::Rate { retry_after, refusal: rate.refusal });
        }
        let bucket = Bucket::of(path);
        if let Some(quota) = &self.quota
            && let Some(most) = quota.of(bucket)
        {
            let used = self.used.entry(bucket).or_default();
            used.add(now, DAY, most)
                .map_err(|wait| Limited::Quota { retry_after: quota.retry_after.seconds(wait) })?;
        }
        Ok(())
    }

    /// How long the app has to wait, if at all.
    fn wait(
        rate: &RateLimit,
        recent: &mut HashMap<(Arc<str>, bool), Log>,
        penalties: &mut HashMap<Arc<str>, SystemTime>,
        now: SystemTime,
        client_id: &Arc<str>,
        uploads_cover: bool,
    ) -> Option<Duration> {
        let is_penalised = penalties.get(client_id).is_some_and(|until| now < *until);
        let log = recent.entry((Arc::clone(client_id), uploads_cover)).or_default();
        let wait = if is_penalised { WINDOW } else { log.add(now, WINDOW, rate.requests).err()? };
        let Some(penalty) = rate.penalty else { return Some(wait) };
        // Asking again begins the time anew.
        penalties.insert(Arc::clone(client_id), now + penalty);
        Some(penalty)
    }

    /// How many requests of a bucket count at `now`.
    pub(crate) fn used(&self, now: SystemTime, bucket: Bucket) -> usize {
        self.used.get(&bucket).map_or(0, |log| log.count(now, DAY))
    }
}
