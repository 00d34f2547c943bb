//! What happens in a track from its beginning to its end. All times are in seconds, all confidences from 0 to 1.

use super::model;

model! {
    /// The audio analysis of a track, as `GET /audio-analysis/{id}` answers.
    pub struct AudioAnalysis {
        /// How the analysis was made.
        pub meta: AudioAnalysisMeta,
        /// The track as a whole.
        pub track: AudioAnalysisTrack,
        /// Its bars: each has as many beats as the time signature says.
        pub bars: Vec<TimeInterval>,
        /// Its beats.
        pub beats: Vec<TimeInterval>,
        /// Its sections, such as verse and chorus: parts that differ in rhythm or timbre.
        pub sections: Vec<Section>,
        /// Its segments: the parts within which it sounds about the same.
        pub segments: Vec<Segment>,
        /// Its tatums: the fastest regular pulse that a listener hears. A beat has one or several.
        pub tatums: Vec<TimeInterval>,
    }
}

model! {
    /// How an audio analysis was made.
    pub struct AudioAnalysisMeta {
        /// The analyzer's version.
        pub analyzer_version: String,
        /// The system that it ran on.
        pub platform: String,
        /// `OK`, or why there is no analysis.
        pub detailed_status: String,
        /// 0 if it worked, 1 if not.
        pub status_code: i32,
        /// When it was made, in seconds since 1970.
        pub timestamp: u64,
        /// How long it took, in seconds.
        pub analysis_time: f64,
        /// How the audio was read.
        pub input_process: String,
    }
}

model! {
    /// The whole track in its audio analysis.
    pub struct AudioAnalysisTrack {
        /// How many samples were analyzed.
        pub num_samples: u64,
        /// The track's length in seconds.
        pub duration: f64,
        /// Always empty.
        pub sample_md5: String,
        /// Where the analyzed part begins; 0, as all of it is analyzed.
        pub offset_seconds: f64,
        /// How long the analyzed part is; 0 for all of it.
        pub window_seconds: f64,
        /// Samples per second in the analysis.
        pub analysis_sample_rate: u32,
        /// Channels in the analysis; 1 if they were summed up.
        pub analysis_channels: u32,
        /// Where the fade-in ends; 0 without one.
        pub end_of_fade_in: f64,
        /// Where the fade-out begins; the track's length without one.
        pub start_of_fade_out: f64,
        /// Its loudness in decibels on average.
        pub loudness: f64,
        /// Its tempo in beats per minute.
        pub tempo: f64,
        /// How sure the tempo is.
        pub tempo_confidence: f64,
        /// Its beats per bar, from 3 to 7.
        pub time_signature: u32,
        /// How sure the time signature is.
        pub time_signature_confidence: f64,
        /// Its key as a pitch class: 0 is C, 1 is C sharp, 11 is B; -1 where none was found.
        pub key: Option<i32>,
        /// How sure the key is.
        pub key_confidence: f64,
        /// 1 for major and 0 for minor.
        pub mode: Option<i32>,
        /// How sure the mode is.
        pub mode_confidence: f64,
        /// A fingerprint of the Echo Nest.
        pub codestring: String,
        /// The version of its format.
        pub code_version: f64,
        /// An EchoPrint fingerprint.
        pub echoprintstring: String,
        /// The version of its format.
        pub echoprint_version: f64,
        /// A synchstring, by which two copies of a recording can be aligned.
        pub synchstring: String,
        /// The version of its format.
        pub synch_version: f64,
        /// The rhythm, in a format like that of the synchstring.
        pub rhythmstring: String,
        /// The version of its format.
        pub rhythm_version: f64,
    }
}

model! {
    /// A bar, a beat or a tatum.
    pub struct TimeInterval {
        /// Where it begins, in seconds.
        pub start: f64,
        /// How long it is, in seconds.
        pub duration: f64,
        /// How sure it is.
        pub confidence: f64,
    }
}

model! {
    /// A part of a track that differs from the one before in rhythm or timbre.
    pub struct Section {
        /// Where it begins, in seconds.
        pub start: f64,
        /// How long it is, in seconds.
        pub duration: f64,
        /// How sure it is that it is one.
        pub confidence: f64,
        /// Its loudness in decibels on average.
        pub loudness: f64,
        /// Its tempo in beats per minute.
        pub tempo: f64,
        /// How sure the tempo is.
        pub tempo_confidence: f64,
        /// Its key as a pitch class: 0 is C, 1 is C sharp, 11 is B; -1 where none was found.
        pub key: Option<i32>,
        /// How sure the key is.
        pub key_confidence: f64,
        /// 1 for major, 0 for minor, -1 where neither was found.
        pub mode: Option<i32>,
        /// How sure the mode is.
        pub mode_confidence: f64,
        /// Its beats per bar, from 3 to 7.
        pub time_signature: u32,
        /// How sure the time signature is.
        pub time_signature_confidence: f64,
    }
}

model! {
    /// A part of a track within which it sounds about the same.
    pub struct Segment {
        /// Where it begins, in seconds.
        pub start: f64,
        /// How long it is, in seconds.
        pub duration: f64,
        /// How sure it is that it is one.
        pub confidence: f64,
        /// Its loudness at the beginning, in decibels.
        pub loudness_start: f64,
        /// Its greatest loudness, in decibels.
        pub loudness_max: f64,
        /// Where in the segment it is loudest, in seconds from its start.
        pub loudness_max_time: f64,
        /// Its loudness at the end, in decibels.
        pub loudness_end: f64,
        /// How strong each of the twelve pitch classes is, from C to B and from 0 to 1; the strongest is 1.
        pub pitches: Vec<f64>,
        /// The quality of the sound as twelve coefficients around 0, the most important first. The first one is loudness, the
        /// second brightness.
        pub timbre: Vec<f64>,
    }
}
