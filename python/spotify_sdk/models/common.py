"""Common models shared across resources."""

from typing import Any, Generic, Literal, TypeVar

from pydantic import Field

from .base import SpotifyModel, is_empty

T = TypeVar("T")


class ExternalUrls(SpotifyModel):
    """Links for people."""

    spotify: str = ""


class Followers(SpotifyModel):
    """How many follow an artist, a playlist or a user."""

    href: str | None = None
    total: int = 0


class Image(SpotifyModel):
    """A picture: a cover, a portrait. Spotify does not know the size of every one."""

    url: str = ""
    height: int | None = None
    width: int | None = None


class Restriction(SpotifyModel):
    """Why something can't be played: `market`, `product`, `explicit`, `payment_required`; there may be more."""

    reason: str = ""


class Copyright(SpotifyModel):
    """A copyright statement. Its type is `C` (the copyright) or `P` (the sound recording)."""

    text: str = ""
    type_: str = Field(default="", alias="type")


class ExternalIds(SpotifyModel):
    """The numbers by which the rest of the world knows a recording (ISRC) or a release (EAN, UPC)."""

    isrc: str | None = None
    ean: str | None = None
    upc: str | None = None


class LinkedFrom(SpotifyModel):
    """The track that was asked for, where another one stands in for it. Its id has been seen missing."""

    external_urls: ExternalUrls = Field(default_factory=ExternalUrls)
    href: str = ""
    id: str = ""
    type_: Literal["track"] = Field(default="track", alias="type")
    uri: str = ""


class RejectedRow(SpotifyModel):
    """A row of a page that is none: null, for things that are gone, or without what it is about."""

    index: int = 0
    """Its place among all rows of the page, from 0."""
    row: Any = None
    """What Spotify sent."""
    reason: str = ""
    """Why it is no row."""


class Page(SpotifyModel, Generic[T]):
    """One page of a list that is read by offset."""

    href: str = ""
    limit: int = 0
    next: str | None = None
    offset: int = 0
    previous: str | None = None
    total: int = 0
    items: list[T] = []
    rejected: list[RejectedRow] = Field(default=[], exclude_if=is_empty)
    """The rows that are none. Only dumped where there are any."""


class Cursor(SpotifyModel):
    """Where the next page begins and where the one before ends."""

    after: str | None = None
    before: str | None = None


class CursorPage(SpotifyModel, Generic[T]):
    """One page of a list that is read by cursor."""

    href: str = ""
    limit: int = 0
    next: str | None = None
    cursors: Cursor = Field(default_factory=Cursor)
    total: int = 0
    items: list[T] = []
    rejected: list[RejectedRow] = Field(default=[], exclude_if=is_empty)
    """The rows that are none. Only dumped where there are any."""
