"""Recommendations, for apps that had them before November 2024. Not in 0.10.1."""

from pydantic import Field

from .base import SpotifyModel
from .track import Track


class RecommendationSeed(SpotifyModel):
    """What one seed contributed. Its type is `artist`, `genre` or `track`, in any letters."""

    initial_pool_size: int = Field(default=0, alias="initialPoolSize")
    after_filtering_size: int = Field(default=0, alias="afterFilteringSize")
    after_relinking_size: int = Field(default=0, alias="afterRelinkingSize")
    id: str = ""
    type_: str = Field(default="", alias="type")
    href: str | None = None


class Recommendations(SpotifyModel):
    """Tracks that go with some seeds."""

    seeds: list[RecommendationSeed] = []
    tracks: list[Track] = []
