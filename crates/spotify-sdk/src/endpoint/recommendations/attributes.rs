//! How recommended tracks shall sound: the least, the most and the ideal of each attribute.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::error::{Error, Result};

/// Attributes by their parameters' names, such as `min_energy`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attributes(BTreeMap<&'static str, f64>);

/// What an attribute may be. Spotify's description bounds no loudness and no tempo.
const RANGES: [(&str, RangeInclusive<f64>); 14] = [
    ("acousticness", 0.0..=1.0),
    ("danceability", 0.0..=1.0),
    ("duration_ms", 0.0..=f64::MAX),
    ("energy", 0.0..=1.0),
    ("instrumentalness", 0.0..=1.0),
    ("key", 0.0..=11.0),
    ("liveness", 0.0..=1.0),
    ("loudness", f64::MIN..=f64::MAX),
    ("mode", 0.0..=1.0),
    ("popularity", 0.0..=100.0),
    ("speechiness", 0.0..=1.0),
    ("tempo", 0.0..=f64::MAX),
    ("time_signature", 0.0..=11.0),
    ("valence", 0.0..=1.0),
];

impl Attributes {
    pub(crate) fn set(&mut self, parameter: &'static str, value: f64) {
        self.0.insert(parameter, value);
    }

    /// The parameters with their values, if they make sense together.
    pub(super) fn checked(&self) -> Result<impl Iterator<Item = (&'static str, f64)> + '_> {
        for (attribute, range) in &RANGES {
            let [least, ideal, most] = ["min", "target", "max"].map(|which| {
                let parameter = format!("{which}_{attribute}");
                self.0.get_key_value(parameter.as_str()).map(|(parameter, value)| (*parameter, *value))
            });
            let given = || [least, ideal, most].into_iter().flatten();
            if let Some((parameter, value)) = given().find(|(_, value)| !range.contains(value)) {
                return Err(out_of_range(parameter, value, range));
            }
            let mut pairs = given().zip(given().skip(1));
            if let Some(((low, below), (high, above))) = pairs.find(|((_, low), (_, high))| low > high) {
                return Err(Error::invalid_argument(format!(
                    "`{low}` is {below}, which is more than `{high}`, {above}"
                )));
            }
        }
        Ok(self.0.iter().map(|(parameter, value)| (*parameter, *value)))
    }
}

fn out_of_range(parameter: &str, value: f64, range: &RangeInclusive<f64>) -> Error {
    let (first, last) = (range.start(), range.end());
    Error::invalid_argument(match (*first == f64::MIN, *last == f64::MAX) {
        (true, _) => format!("`{parameter}` is {value}, which is no number"),
        (false, true) => format!("`{parameter}` is {value}, but may be {first} or more"),
        (false, false) => format!("`{parameter}` is {value}, but may be {first} to {last}"),
    })
}
