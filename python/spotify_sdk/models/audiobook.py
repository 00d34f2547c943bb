"""Audiobook and chapter models."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from .base import SpotifyModel
from .common import Copyright, ExternalUrls, Image, Page, Restriction


class AudiobookAuthor(SpotifyModel):
    """Who wrote an audiobook."""

    name: str = ""


class AudiobookNarrator(SpotifyModel):
    """Who reads an audiobook."""

    name: str = ""


class ResumePoint(SpotifyModel):
    """How far the user has listened."""

    fully_played: bool = False
    resume_position_ms: int = 0


class SimplifiedAudiobook(SpotifyModel):
    """An audiobook as part of a chapter or list. Apps in Development Mode get no publisher."""

    authors: list[AudiobookAuthor] = []
    available_markets: list[str] | None = None
    copyrights: list[Copyright] = []
    description: str = ""
    html_description: str = ""
    edition: str | None = None
    explicit: bool = False
    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    images: list[Image] = []
    languages: list[str] = []
    media_type: str = ""
    name: str = ""
    narrators: list[AudiobookNarrator] = []
    publisher: str | None = None
    type_: Literal["audiobook"] = Field(default="audiobook", alias="type")
    uri: str = ""
    total_chapters: int = 0

    def __hash__(self) -> int:
        return hash(self.uri)


class SimplifiedChapter(SpotifyModel):
    """A chapter as part of an audiobook. Spotify's own description has it that its type is `episode`."""

    audio_preview_url: str | None = None
    available_markets: list[str] | None = None
    chapter_number: int = 0
    description: str = ""
    html_description: str = ""
    duration_ms: int = 0
    explicit: bool = False
    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    images: list[Image] = []
    is_playable: bool | None = None
    languages: list[str] = []
    name: str = ""
    release_date: str = ""
    release_date_precision: str = ""
    restrictions: Restriction | None = None
    resume_point: ResumePoint | None = None
    type_: Literal["chapter", "episode"] = Field(default="chapter", alias="type")
    uri: str = ""

    def __hash__(self) -> int:
        return hash(self.uri)


class Audiobook(SimplifiedAudiobook):
    """An audiobook with the first page of its chapters."""

    chapters: Page[SimplifiedChapter] = Field(default_factory=Page[SimplifiedChapter])


class SavedAudiobook(SpotifyModel):
    """An audiobook in the user's library. A row without one is rejected."""

    added_at: datetime | None = None
    audiobook: SimplifiedAudiobook


class Chapter(SimplifiedChapter):
    """A chapter with its audiobook."""

    spotify_kind: ClassVar[str] = "chapter"

    audiobook: SimplifiedAudiobook = Field(default_factory=SimplifiedAudiobook)
