//! Faults as JSON.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value;

use super::ApiError;
use crate::fault::{Fault, Quirk, RandomFaults};

/// A fault as `POST /_sandbox/v1/faults` describes it: the methods of [`Fault`] as keys, times in milliseconds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Description {
    on: String,
    nth: Option<u64>,
    every: Option<u64>,
    times: Option<u64>,
    skip: Option<u64>,
    /// Of each request; with `seed`, which is 0 unless given.
    probability: Option<f64>,
    seed: Option<u64>,
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    json: Option<Value>,
    #[serde(default)]
    html: bool,
    #[serde(default)]
    empty: bool,
    #[serde(default)]
    odd: Vec<Quirk>,
    #[serde(default)]
    after_applying: bool,
    delay_ms: Option<u64>,
    drip_ms: Option<u64>,
    truncate: Option<usize>,
    #[serde(default)]
    chunked_forever: bool,
    gzip_bomb: Option<u64>,
    #[serde(default)]
    reset: bool,
    #[serde(default)]
    close: bool,
}

impl Description {
    /// Refuses what [`Fault`] would quietly turn into something else, or never do: whoever writes JSON has no documentation at hand.
    fn check(&self) -> Result<(), ApiError> {
        let refused = |why: String| Err(ApiError::bad_request(why));
        if self.on.trim().is_empty() {
            return refused("on must name a path, such as `GET /v1/me` or `*`".to_owned());
        }
        if let Some(status) = self.status.filter(|status| !(200..=999).contains(status)) {
            return refused(format!("status must be 200 to 999, not {status}"));
        }
        if self.nth == Some(0) || self.every == Some(0) {
            return refused("nth and every count from 1".to_owned());
        }
        part("probability", self.probability)?;
        if self.seed.is_some() && self.probability.is_none() {
            return refused("seed decides about a probability, and none is given".to_owned());
        }
        let cannot_be_sent = |(name, value): &(&String, &String)| {
            HeaderName::try_from(*name).is_err() || HeaderValue::try_from(*value).is_err()
        };
        match self.headers.iter().find(cannot_be_sent) {
            Some((name, _)) => refused(format!("HTTP cannot carry the header {name:?}")),
            None => Ok(()),
        }
    }
}

impl TryFrom<Description> for Fault {
    type Error = ApiError;

    fn try_from(given: Description) -> Result<Self, ApiError> {
        given.check()?;
        /// Calls a method of the fault if there is a value for it.
        fn set<T>(fault: Fault, value: Option<T>, method: impl FnOnce(Fault, T) -> Fault) -> Fault {
            match value {
                Some(value) => method(fault, value),
                None => fault,
            }
        }
        fn flag(fault: Fault, on: bool, method: impl FnOnce(Fault) -> Fault) -> Fault {
            if on { method(fault) } else { fault }
        }
        let mut fault = Self::on(&given.on);
        fault = set(fault, given.nth, Self::nth);
        fault = set(fault, given.every, Self::every);
        fault = set(fault, given.times, Self::times);
        fault = set(fault, given.skip, Self::skip);
        fault = set(fault, given.probability, |fault, probability| {
            fault.at_random(probability, given.seed.unwrap_or_default())
        });
        fault = set(fault, given.status, Self::status);
        fault = set(fault, given.body, Self::body);
        fault = set(fault, given.json, Self::json);
        fault = flag(fault, given.html, Self::html);
        fault = flag(fault, given.empty, Self::empty);
        for (name, value) in &given.headers {
            fault = fault.header(name, value);
        }
        fault = given.odd.into_iter().fold(fault, Self::odd);
        fault = flag(fault, given.after_applying, Self::after_applying);
        fault = set(fault, given.delay_ms.map(Duration::from_millis), Self::delay);
        fault = set(fault, given.drip_ms.map(Duration::from_millis), Self::drip);
        fault = set(fault, given.truncate, Self::truncate);
        fault = flag(fault, given.chunked_forever, Self::chunked_forever);
        fault = set(fault, given.gzip_bomb, Self::gzip_bomb);
        fault = flag(fault, given.reset, Self::reset);
        Ok(flag(fault, given.close, Self::close))
    }
}

/// Faults at random as `POST /_sandbox/v1/random-faults` asks for them: the methods of [`RandomFaults`] as keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AtRandom {
    seed: u64,
    web_api: Option<f64>,
    token_endpoint: Option<f64>,
}

impl TryFrom<AtRandom> for RandomFaults {
    type Error = ApiError;

    fn try_from(given: AtRandom) -> Result<Self, ApiError> {
        let mut faults = Self::new(given.seed);
        if let Some(web_api) = part("web_api", given.web_api)? {
            faults = faults.web_api(web_api);
        }
        if let Some(token_endpoint) = part("token_endpoint", given.token_endpoint)? {
            faults = faults.token_endpoint(token_endpoint);
        }
        Ok(faults)
    }
}

/// A part of a whole, if one is given.
fn part(name: &str, given: Option<f64>) -> Result<Option<f64>, ApiError> {
    match given {
        Some(part) if !(0.0..=1.0).contains(&part) => {
            Err(ApiError::bad_request(format!("{name} must be 0 to 1, not {part}")))
        }
        given => Ok(given),
    }
}
