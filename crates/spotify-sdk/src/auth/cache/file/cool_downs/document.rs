//! What the file of pauses says.
//!
//! A pause is stored with its end and its beginning. With its end alone one of two seconds that was met while the clock was two hours ahead
//! would hold everybody back for two hours as soon as the clock is right.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::cool_downs::{APART, Told, UNKNOWN_LENGTH};

/// Version of the format; what is written by another one counts as absent.
const VERSION: u64 = 1;
/// The longest pause that anyone writes is a year; what ends later than this was written with a wrong clock.
const LONGEST: f64 = 366.0 * 24.0 * 60.0 * 60.0;

#[derive(Default, Serialize, Deserialize)]
pub(super) struct Document {
    v: u64,
    pub(super) apps: BTreeMap<String, App>,
}

/// One app's pauses.
#[derive(Default, Clone, Serialize, Deserialize)]
#[serde(from = "Members", into = "Members")]
pub(super) struct App {
    everything: Option<Pause>,
    operations: BTreeMap<String, Pause>,
    /// Unix milliseconds.
    pub(super) cleared: Option<u64>,
}

/// In Unix seconds.
#[derive(Clone, Copy)]
pub(super) struct Pause {
    ends: f64,
    /// Not known of what was written before it was noted.
    began: Option<f64>,
}

/// An app as it is written. Who knows nothing of beginnings finds the ends where they always were.
#[derive(Default, Serialize, Deserialize)]
struct Members {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    everything: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    everything_began: Option<f64>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    operations: BTreeMap<String, f64>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    operations_began: BTreeMap<String, f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cleared: Option<u64>,
}

impl From<Members> for App {
    fn from(mut members: Members) -> Self {
        let began = &mut members.operations_began;
        let operations = members.operations.into_iter().map(|(operation, ends)| {
            let began = began.remove(&operation);
            (operation, Pause { ends, began })
        });
        Self {
            operations: operations.collect(),
            everything: members.everything.map(|ends| Pause { ends, began: members.everything_began }),
            cleared: members.cleared,
        }
    }
}

impl From<App> for Members {
    fn from(app: App) -> Self {
        let began = |(operation, pause): (&String, &Pause)| Some((operation.clone(), pause.began?));
        Self {
            everything: app.everything.map(|pause| pause.ends),
            everything_began: app.everything.and_then(|pause| pause.began),
            operations_began: app.operations.iter().filter_map(began).collect(),
            operations: app
                .operations
                .into_iter()
                .map(|(operation, pause)| (operation, pause.ends))
                .collect(),
            cleared: app.cleared,
        }
    }
}

impl Pause {
    pub(super) fn new(wait: Duration, now: f64) -> Self {
        Self { ends: now + wait.as_secs_f64(), began: Some(now) }
    }

    fn length(self) -> f64 {
        let length = self.began.map(|began| self.ends - began);
        // Written so that NaN is none.
        length.filter(|length| *length >= 0.0).unwrap_or(UNKNOWN_LENGTH.as_secs_f64())
    }

    /// What is left of it: no more than it is long, although it may seem to begin later than now.
    fn left(self, now: f64) -> Duration {
        let left = self.ends - now;
        let is_believable = left > 0.0 && left <= LONGEST;
        if is_believable { Duration::from_secs_f64(left.min(self.length())) } else { Duration::ZERO }
    }

    fn is_ahead(self, now: f64) -> bool {
        self.ends - now > self.length() + APART.as_secs_f64()
    }

    pub(super) fn told(self, now: f64) -> Told {
        Told { left: self.left(now), pause: self.ends.to_bits() }
    }
}

impl App {
    /// Without pauses, which were cleared at `moment`.
    pub(super) fn cleared(moment: u64) -> Self {
        Self { cleared: Some(moment), ..Self::default() }
    }

    /// That of an operation, or of all.
    pub(super) fn pause(&self, operation: Option<&str>) -> Option<Pause> {
        operation.map_or(self.everything, |operation| self.operations.get(operation).copied())
    }

    /// Begins a pause. A longer one that is under way stays, unless it seems to begin later than now: what Spotify says at this moment is better
    /// known.
    pub(super) fn begin(&mut self, operation: Option<&str>, pause: Pause, now: f64) {
        let stays = |known: Pause| known.ends >= pause.ends && !known.is_ahead(now);
        if self.pause(operation).is_some_and(stays) {
            return;
        }
        match operation {
            None => self.everything = Some(pause),
            Some(operation) => drop(self.operations.insert(operation.to_owned(), pause)),
        }
    }
}

impl Document {
    pub(super) fn parse(text: &[u8]) -> Self {
        let document: Option<Self> = serde_json::from_slice(text).ok();
        document.filter(|document| document.v == VERSION).unwrap_or_default()
    }

    pub(super) fn text(&mut self) -> serde_json::Result<Vec<u8>> {
        self.v = VERSION;
        serde_json::to_vec(self)
    }

    /// Drops pauses that are over, or whose end is no time.
    pub(super) fn tidy(&mut self, now: f64) {
        let lasts = |pause: &Pause| !pause.left(now).is_zero();
        for app in self.apps.values_mut() {
            app.everything = app.everything.filter(lasts);
            app.operations.retain(|_, pause| lasts(pause));
        }
        self.apps
            .retain(|_, app| app.everything.is_some() || !app.operations.is_empty() || app.cleared.is_some());
    }
}

/// What is left at `now` of the pauses in `text`, and the file as it is written again.
#[cfg(any(test, fuzzing))]
pub(crate) fn pauses(text: &[u8], now: f64) -> (Vec<Duration>, Vec<u8>) {
    let mut document = Document::parse(text);
    let pauses = document.apps.values().flat_map(|app| app.everything.iter().chain(app.operations.values()));
    let pauses = pauses.map(|pause| pause.left(now)).collect();
    document.tidy(now);
    (pauses, document.text().expect("text and numbers are JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(app: &str, now: f64) -> Vec<f64> {
        let text = format!("{{\"v\":1,\"apps\":{{\"app\":{app}}}}}");
        pauses(text.as_bytes(), now).0.iter().map(Duration::as_secs_f64).collect()
    }

    #[test]
    fn fault_111_a_pause_is_no_longer_than_it_was_whatever_the_clock_says() {
        let app = r#"{"everything":8260,"everything_began":8200,"operations":{"get":9000},"operations_began":{"get":8400}}"#;
        // Before, during and after.
        assert_eq!(left(app, 1000.0), [60.0, 600.0]);
        assert_eq!(left(app, 8210.0), [50.0, 600.0]);
        assert_eq!(left(app, 8900.0), [0.0, 100.0]);
    }

    #[test]
    fn fault_111_a_pause_that_does_not_say_how_long_it_was_lasts_a_day_at_most() {
        assert_eq!(left(r#"{"everything":4600}"#, 1000.0), [3600.0]);
        assert_eq!(left(r#"{"everything":2000000}"#, 1000.0), [86_400.0]);
        let nonsense = r#"{"everything":4600,"everything_began":5000}"#;
        assert_eq!(left(nonsense, 1000.0), [3600.0], "it ends before it begins");
        assert_eq!(left(r#"{"everything":1e300,"everything_began":-1e300}"#, 1000.0), [0.0]);
    }

    #[test]
    fn who_knows_nothing_of_beginnings_finds_the_ends() {
        let mut document = Document::default();
        let app = document.apps.entry("app".to_owned()).or_default();
        app.begin(None, Pause::new(Duration::from_secs(60), 1000.0), 1000.0);
        app.begin(Some("get"), Pause::new(Duration::from_secs(90), 1000.0), 1000.0);
        let text: serde_json::Value = serde_json::from_slice(&document.text().unwrap()).unwrap();
        let app = &text["apps"]["app"];
        assert_eq!((&app["everything"], &app["operations"]["get"]), (&1060.0.into(), &1090.0.into()));
    }
}
