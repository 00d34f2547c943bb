//! Bodies about how tracks sound: features, and an analysis that agrees with them. Two tracks that are the same recording sound
//! the same.

use serde::Serialize;

use super::dice::{Dice, Purpose};
use super::entity::{Heading, written};
use super::{Catalogue, Json, Kind, Reference, View};

/// What is known of a recording before any body is made.
struct Sound {
    duration_ms: u64,
    key: i64,
    loudness: f64,
    mode: u64,
    tempo: f64,
    time_signature: u64,
}

/// `AudioFeaturesObject`
#[derive(Serialize)]
struct AudioFeatures {
    acousticness: f64,
    analysis_url: String,
    danceability: f64,
    duration_ms: u64,
    energy: f64,
    id: String,
    instrumentalness: f64,
    key: i64,
    liveness: f64,
    loudness: f64,
    mode: u64,
    speechiness: f64,
    tempo: f64,
    time_signature: u64,
    track_href: String,
    #[serde(rename = "type")]
    kind: &'static str,
    uri: String,
    valence: f64,
}

/// `AudioAnalysisObject`
#[derive(Serialize)]
struct AudioAnalysis {
    bars: Vec<Interval>,
    beats: Vec<Interval>,
    meta: Meta,
    sections: Vec<Section>,
    segments: Vec<Segment>,
    tatums: Vec<Interval>,
    track: Whole,
}

#[derive(Serialize)]
struct Meta {
    analysis_time: f64,
    analyzer_version: &'static str,
    detailed_status: &'static str,
    input_process: &'static str,
    platform: &'static str,
    status_code: u64,
    timestamp: u64,
}

/// `track` of an analysis.
#[derive(Serialize)]
struct Whole {
    analysis_channels: u64,
    analysis_sample_rate: u64,
    code_version: f64,
    codestring: String,
    duration: f64,
    echoprint_version: f64,
    echoprintstring: String,
    end_of_fade_in: f64,
    num_samples: u64,
    offset_seconds: u64,
    rhythm_version: f64,
    rhythmstring: String,
    sample_md5: &'static str,
    start_of_fade_out: f64,
    synch_version: f64,
    synchstring: String,
    window_seconds: u64,
    #[serde(flatten)]
    pulse: Pulse,
}

/// What a section and the whole track have in common.
#[derive(Serialize)]
struct Pulse {
    key: i64,
    key_confidence: f64,
    loudness: f64,
    mode: u64,
    mode_confidence: f64,
    tempo: f64,
    tempo_confidence: f64,
    time_signature: u64,
    time_signature_confidence: f64,
}

/// `TimeIntervalObject`
#[derive(Clone, Copy, Serialize)]
struct Interval {
    confidence: f64,
    duration: f64,
    start: f64,
}

/// `SectionObject`
#[derive(Serialize)]
struct Section {
    #[serde(flatten)]
    interval: Interval,
    #[serde(flatten)]
    pulse: Pulse,
}

/// `SegmentObject`
#[derive(Serialize)]
struct Segment {
    #[serde(flatten)]
    interval: Interval,
    loudness_end: f64,
    loudness_max: f64,
    loudness_max_time: f64,
    loudness_start: f64,
    pitches: [f64; 12],
    timbre: [f64; 12],
}

const SAMPLE_RATE: u64 = 22_050;
/// Letters of the fingerprints, of which nobody reads more than that they are there.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Catalogue {
    /// `AudioFeaturesObject`
    pub(crate) fn audio_features(&self, track: Reference, view: &View<'_>) -> Json {
        let sound = self.sound(track);
        let mut dice = self.audio_dice(track, Purpose::Mood);
        let mut share = || round(dice.fraction(), 3);
        let Heading { href, id, uri, .. } = self.heading(track, view);
        written(&AudioFeatures {
            acousticness: share(),
            analysis_url: format!("{}/v1/audio-analysis/{id}", view.origin),
            danceability: share(),
            duration_ms: sound.duration_ms,
            energy: share(),
            instrumentalness: share(),
            key: sound.key,
            liveness: share(),
            loudness: sound.loudness,
            mode: sound.mode,
            speechiness: share(),
            tempo: sound.tempo,
            time_signature: sound.time_signature,
            valence: share(),
            id,
            kind: "audio_features",
            track_href: href,
            uri,
        })
    }

    /// `AudioAnalysisObject`
    pub(crate) fn audio_analysis(&self, track: Reference) -> Json {
        let sound = self.sound(track);
        let duration = sound.duration_ms as f64 / 1_000.0;
        let mut dice = self.audio_dice(track, Purpose::Analysis);
        let beat = 60.0 / sound.tempo;
        // A bar begins with a beat, and a beat with a tatum.
        let first = dice.fraction() * beat;
        let fade = round(duration * (0.02 + dice.fraction() * 0.03), 5);
        let bar = beat * sound.time_signature as f64;
        written(&AudioAnalysis {
            bars: intervals(&mut dice, first, duration, bar),
            beats: intervals(&mut dice, first, duration, beat),
            tatums: intervals(&mut dice, first, duration, beat / 2.0),
            sections: sections(&mut dice, &sound, duration),
            segments: segments(&mut dice, &sound, duration),
            meta: Meta {
                analysis_time: round(2.0 + dice.fraction() * 8.0, 5),
                analyzer_version: "4.0.0",
                detailed_status: "OK",
                input_process: "libvorbisfile L+R 44100->22050",
                platform: "Linux",
                status_code: 0,
                // Some day between 2014 and 2024.
                timestamp: 1_400_000_000 + dice.below(300_000_000),
            },
            track: Whole {
                analysis_channels: 1,
                analysis_sample_rate: SAMPLE_RATE,
                code_version: 3.15,
                codestring: letters(&mut dice),
                duration,
                echoprint_version: 4.15,
                echoprintstring: letters(&mut dice),
                end_of_fade_in: if dice.once_in(3) { fade } else { 0.0 },
                num_samples: sound.duration_ms * SAMPLE_RATE / 1_000,
                offset_seconds: 0,
                rhythm_version: 1.0,
                rhythmstring: letters(&mut dice),
                sample_md5: "",
                start_of_fade_out: if dice.once_in(3) { duration } else { round(duration - fade, 5) },
                synch_version: 1.0,
                synchstring: letters(&mut dice),
                window_seconds: 0,
                pulse: pulse(&mut dice, &sound, sound.loudness),
            },
        })
    }

    fn sound(&self, track: Reference) -> Sound {
        let mut dice = self.audio_dice(track, Purpose::Sound);
        Sound {
            duration_ms: self.duration_ms(track),
            // In one of thirteen none is found.
            key: i64::try_from(dice.below(13)).unwrap_or(0) - 1,
            loudness: round(-30.0 + dice.fraction() * 28.0, 3),
            mode: dice.below(2),
            tempo: round(60.0 + dice.fraction() * 120.0, 3),
            time_signature: *[4, 4, 4, 4, 4, 3, 3, 5, 6, 7].get(dice.below(10) as usize).unwrap_or(&4),
        }
    }

    fn audio_dice(&self, track: Reference, purpose: Purpose) -> Dice {
        self.dice(Kind::Track, self.same_recording(track).unwrap_or(track.index), purpose)
    }
}

/// Intervals of one length, one after the other, from the first on until there is no room for another.
fn intervals(dice: &mut Dice, first: f64, duration: f64, length: f64) -> Vec<Interval> {
    let count = ((duration - first) / length).max(0.0) as u64;
    (0..count)
        .map(|n| Interval {
            confidence: round(dice.fraction(), 3),
            duration: round(length, 5),
            start: round(first + n as f64 * length, 5),
        })
        .collect()
}

/// What fills the track without a gap, in pieces of about `length`.
fn pieces(dice: &mut Dice, duration: f64, length: f64) -> Vec<Interval> {
    let mut pieces = Vec::new();
    let mut start = 0.0;
    while start < duration {
        let piece = round(length * (0.5 + dice.fraction()), 5);
        // The last one takes what is left.
        let is_last = start + piece * 1.5 > duration;
        let piece = if is_last { round(duration - start, 5) } else { piece };
        pieces.push(Interval { confidence: round(dice.fraction(), 3), duration: piece, start });
        start = if is_last { duration } else { round(start + piece, 5) };
    }
    pieces
}

fn sections(dice: &mut Dice, sound: &Sound, duration: f64) -> Vec<Section> {
    let all = pieces(dice, duration, 25.0);
    let section = |interval| {
        let loudness = round(sound.loudness + dice.fraction() * 6.0 - 3.0, 3);
        Section { interval, pulse: pulse(dice, sound, loudness) }
    };
    all.into_iter().map(section).collect()
}

/// One begins as loud as the one before ends.
fn segments(dice: &mut Dice, sound: &Sound, duration: f64) -> Vec<Segment> {
    let all = pieces(dice, duration, 0.25);
    let mut loudness = -60.0;
    let segment = |interval: Interval| {
        let start = loudness;
        let loudness_max = round(sound.loudness + dice.fraction() * 10.0 - 5.0, 3);
        loudness = round(loudness_max - dice.fraction() * 10.0, 3);
        let mut pitches: [f64; 12] = std::array::from_fn(|_| round(dice.fraction(), 3));
        pitches[dice.below(12) as usize] = 1.0;
        Segment {
            interval,
            loudness_end: loudness,
            loudness_max,
            loudness_max_time: round(interval.duration * dice.fraction(), 5),
            loudness_start: start,
            pitches,
            // The first of them is loudness.
            timbre: std::array::from_fn(|n| match n {
                0 => round(loudness_max + 60.0, 3),
                _ => round((dice.fraction() - 0.5) * 100.0, 3),
            }),
        }
    };
    all.into_iter().map(segment).collect()
}

fn pulse(dice: &mut Dice, sound: &Sound, loudness: f64) -> Pulse {
    let mut confidence = || round(dice.fraction(), 3);
    Pulse {
        key: sound.key,
        key_confidence: confidence(),
        loudness,
        mode: sound.mode,
        mode_confidence: confidence(),
        tempo: sound.tempo,
        tempo_confidence: confidence(),
        time_signature: sound.time_signature,
        time_signature_confidence: confidence(),
    }
}

fn letters(dice: &mut Dice) -> String {
    (0..64).map(|_| char::from(LETTERS[dice.below(64) as usize])).collect()
}

fn round(number: f64, digits: i32) -> f64 {
    let factor = 10f64.powi(digits);
    (number * factor).round() / factor
}
