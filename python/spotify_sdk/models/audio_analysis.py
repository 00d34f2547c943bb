"""Audio analyses, for apps that had them before November 2024. Not in 0.10.1."""

from pydantic import Field

from .base import SpotifyModel


class AudioAnalysisMeta(SpotifyModel):
    """How an analysis was made."""

    analyzer_version: str = ""
    platform: str = ""
    detailed_status: str = ""
    status_code: int = 0
    timestamp: int = 0
    analysis_time: float = 0.0
    input_process: str = ""


class AudioAnalysisTrack(SpotifyModel):
    """What is true of a track as a whole."""

    num_samples: int = 0
    duration: float = 0.0
    sample_md5: str = ""
    offset_seconds: float = 0.0
    window_seconds: float = 0.0
    analysis_sample_rate: int = 0
    analysis_channels: int = 0
    end_of_fade_in: float = 0.0
    start_of_fade_out: float = 0.0
    loudness: float = 0.0
    tempo: float = 0.0
    tempo_confidence: float = 0.0
    time_signature: int = 0
    time_signature_confidence: float = 0.0
    key: int | None = None
    key_confidence: float = 0.0
    mode: int | None = None
    mode_confidence: float = 0.0
    codestring: str = ""
    code_version: float = 0.0
    echoprintstring: str = ""
    echoprint_version: float = 0.0
    synchstring: str = ""
    synch_version: float = 0.0
    rhythmstring: str = ""
    rhythm_version: float = 0.0


class TimeInterval(SpotifyModel):
    """A bar, beat or tatum, in seconds."""

    start: float = 0.0
    duration: float = 0.0
    confidence: float = 0.0


class Section(SpotifyModel):
    """A part of a track that differs from its neighbours in rhythm or timbre."""

    start: float = 0.0
    duration: float = 0.0
    confidence: float = 0.0
    loudness: float = 0.0
    tempo: float = 0.0
    tempo_confidence: float = 0.0
    key: int | None = None
    key_confidence: float = 0.0
    mode: int | None = None
    mode_confidence: float = 0.0
    time_signature: int = 0
    time_signature_confidence: float = 0.0


class Segment(SpotifyModel):
    """A stretch of roughly the same sound."""

    start: float = 0.0
    duration: float = 0.0
    confidence: float = 0.0
    loudness_start: float = 0.0
    loudness_max: float = 0.0
    loudness_max_time: float = 0.0
    loudness_end: float = 0.0
    pitches: list[float] = []
    timbre: list[float] = []


class AudioAnalysis(SpotifyModel):
    """The rhythm, pitch and timbre of a track over time."""

    meta: AudioAnalysisMeta = Field(default_factory=AudioAnalysisMeta)
    track: AudioAnalysisTrack = Field(default_factory=AudioAnalysisTrack)
    bars: list[TimeInterval] = []
    beats: list[TimeInterval] = []
    sections: list[Section] = []
    segments: list[Segment] = []
    tatums: list[TimeInterval] = []
