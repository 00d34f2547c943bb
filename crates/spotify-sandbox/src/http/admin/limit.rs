//! Limits as JSON.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::ApiError;
use crate::limits::{Bucket, DailyQuota, Limits, RateLimit, Refusal, RetryAfter};

/// `"exact"`, `"missing"`, or a number of seconds.
#[derive(Deserialize)]
#[serde(untagged)]
enum Wait {
    Seconds(u64),
    Word(Word),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Exact,
    Missing,
}

impl From<Wait> for RetryAfter {
    fn from(wait: Wait) -> Self {
        match wait {
            Wait::Seconds(seconds) => Self::Fixed(seconds),
            Wait::Word(Word::Exact) => Self::Exact,
            Wait::Word(Word::Missing) => Self::Missing,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Look {
    Json,
    Text,
    Empty,
}

/// A rate limit as `POST /_sandbox/v1/rate-limit` describes it: the methods of [`RateLimit`] as keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rate {
    requests: u64,
    retry_after: Option<Wait>,
    refusal: Option<Look>,
    penalty_seconds: Option<u32>,
}

impl From<Rate> for RateLimit {
    fn from(given: Rate) -> Self {
        let mut limit = Self::requests(given.requests);
        if let Some(wait) = given.retry_after {
            limit = limit.retry_after(wait.into());
        }
        if let Some(look) = given.refusal {
            limit = limit.refusal(match look {
                Look::Json => Refusal::Json,
                Look::Text => Refusal::Text,
                Look::Empty => Refusal::Empty,
            });
        }
        if let Some(seconds) = given.penalty_seconds {
            limit = limit.penalty(Duration::from_secs(seconds.into()));
        }
        limit
    }
}

/// A quota as `POST /_sandbox/v1/daily-quota` describes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quota {
    /// For each bucket; none is without limit.
    requests: Option<u64>,
    #[serde(default)]
    buckets: BTreeMap<Bucket, u64>,
    retry_after: Option<Wait>,
}

impl TryFrom<Quota> for DailyQuota {
    type Error = ApiError;

    fn try_from(given: Quota) -> Result<Self, ApiError> {
        if given.requests.is_none() && given.buckets.is_empty() {
            return Err(ApiError::bad_request("Say how many: requests, or buckets, or both"));
        }
        let mut quota = given.requests.map_or_else(Self::unlimited, Self::requests);
        for (bucket, requests) in given.buckets {
            quota = quota.bucket(bucket, requests);
        }
        if let Some(wait) = given.retry_after {
            quota = quota.retry_after(wait.into());
        }
        Ok(quota)
    }
}

/// The limits in force and how much of the quota is used.
pub(super) fn state(limits: &Limits, now: SystemTime) -> (Value, Value) {
    let rate = limits.rate.as_ref().map(|rate| json!({ "requests": rate.requests }));
    let quota = limits.quota.as_ref().map(|quota| {
        let row = |bucket: Bucket| json!({ "used": limits.used(now, bucket), "of": quota.of(bucket) });
        Bucket::ALL.iter().map(|bucket| (bucket.name().to_owned(), row(*bucket))).collect::<Map<_, _>>()
    });
    (json!(rate), json!(quota))
}
