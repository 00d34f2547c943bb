"""What Spotify shows to everybody."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from ... import _check, _native
from ._service import Service

if TYPE_CHECKING:
    from ...models import Category, FeaturedPlaylists, Page, Recommendations, SimplifiedAlbum


class BrowseService(Service):
    """What Spotify shows to everybody: new releases, categories, featured playlists. Closed to apps in Development Mode."""

    def get_new_releases(self, limit: int | None = None, offset: int | None = None) -> Page[SimplifiedAlbum]:
        """New albums. Apps in Extended Quota Mode only."""
        operation = _native.browse_get_new_releases(limit, offset)
        page: Page[SimplifiedAlbum] = self._client.fetch(operation, "Page[SimplifiedAlbum]")
        return page

    def iter_new_releases(self) -> Generator[SimplifiedAlbum, None, None]:
        """All new albums."""
        return self._client.rows(_native.browse_get_new_releases, "SimplifiedAlbum")

    def get_categories(
        self, locale: str | None = None, limit: int | None = None, offset: int | None = None
    ) -> Page[Category]:
        """The categories of the browse tab, in the language of `locale`, such as `sv_SE`. Apps in Extended Quota Mode only."""
        operation = _native.browse_get_categories(locale, limit, offset)
        page: Page[Category] = self._client.fetch(operation, "Page[Category]")
        return page

    def get_category(self, category_id: str, locale: str | None = None) -> Category:
        """One category. Apps in Extended Quota Mode only."""
        _check.filled("category_id", category_id)
        category: Category = self._client.fetch(_native.browse_get_category(category_id, locale), "Category")
        return category

    def get_category_playlists(
        self, category_id: str, limit: int | None = None, offset: int | None = None
    ) -> FeaturedPlaylists:
        """The playlists of a category. Apps from before November 2024 only."""
        _check.filled("category_id", category_id)
        operation = _native.browse_get_category_playlists(category_id, limit, offset)
        playlists: FeaturedPlaylists = self._client.fetch(operation, "FeaturedPlaylists")
        return playlists

    def get_featured_playlists(
        self, locale: str | None = None, limit: int | None = None, offset: int | None = None
    ) -> FeaturedPlaylists:
        """The playlists that Spotify features. Apps from before November 2024 only."""
        operation = _native.browse_get_featured_playlists(locale, limit, offset)
        playlists: FeaturedPlaylists = self._client.fetch(operation, "FeaturedPlaylists")
        return playlists

    def get_available_markets(self) -> list[str]:
        """The markets that Spotify is in, two letters each. Apps in Extended Quota Mode only."""
        markets: list[str] = self._client.send(_native.markets_get_available())
        return markets

    def get_recommendations(
        self,
        seed_artists: list[str] | None = None,
        seed_genres: list[str] | None = None,
        seed_tracks: list[str] | None = None,
        market: str | None = None,
        limit: int | None = None,
        **attributes: float,
    ) -> Recommendations:
        """Tracks that go with up to five artists, genres and tracks. Apps from before November 2024 only.

        Args:
            seed_artists: artists, by id, URI or link.
            seed_genres: genres, by name.
            seed_tracks: tracks, by id, URI or link.
            market: a country's two letters.
            limit: how many tracks, 1 to 100.
            attributes: how they shall sound, such as `min_energy=0.4`, `max_tempo=120` or `target_valence=0.9`.
        """
        operation = _native.recommendations_get(
            seed_artists or [], seed_genres or [], seed_tracks or [], market or None, limit, attributes
        )
        recommendations: Recommendations = self._client.fetch(operation, "Recommendations")
        return recommendations

    def get_available_genre_seeds(self) -> list[str]:
        """The genres that recommendations can begin with. Apps from before November 2024 only."""
        genres: list[str] = self._client.send(_native.genres_get_available_seeds())
        return genres
