"""User models."""

from pydantic import Field

from .base import SpotifyModel, is_none
from .common import Followers, Image
from .playlist import PublicUser


class ExplicitContent(SpotifyModel):
    """What the account does about explicit content."""

    filter_enabled: bool | None = None
    filter_locked: bool | None = None


class CurrentUser(PublicUser):
    """The user who is logged in. What is there depends on scopes and on the app's mode."""

    country: str | None = None
    email: str | None = None
    explicit_content: ExplicitContent | None = None
    followers: Followers | None = None
    images: list[Image] = []
    product: str | None = None
    account_id: str | None = Field(default=None, exclude_if=is_none)
    """Never changes, as the id can. Only dumped where Spotify says it."""
