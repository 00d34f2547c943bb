"""PyPI's spotify-sdk 0.10.1."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk._async._base_client import AsyncBaseClient
from spotify_sdk._sync import auth as sync_auth
from spotify_sdk._sync._base_client import BaseClient
from work import ACCESS_TOKEN, ALBUM_ID, CLIENT_ID, CLIENT_SECRET, MARKET, PAGE, gathered, pages, read_model, repeat


def there(api: str) -> None:
    """Its address is an attribute of its classes."""
    BaseClient.BASE_URL = AsyncBaseClient.BASE_URL = api


def album(api: str, _: str, market: str | None = MARKET) -> Callable[[int], None]:
    there(api)
    client = SpotifyClient(ACCESS_TOKEN)
    return repeat(lambda: client.albums.get(ALBUM_ID, market=market).name)


def album_fat(api: str, accounts: str) -> Callable[[int], None]:
    return album(api, accounts, None)


def album_async(api: str, _: str, market: str | None = MARKET) -> Callable[[int], None]:
    there(api)
    client = AsyncSpotifyClient(ACCESS_TOKEN)
    loop = asyncio.new_event_loop()

    async def work(times: int) -> None:
        for _ in range(times):
            album = await client.albums.get(ALBUM_ID, market=market)
            assert album.name

    return lambda times: loop.run_until_complete(work(times))


def album_async_fat(api: str, accounts: str) -> Callable[[int], None]:
    return album_async(api, accounts, None)


def first_call(api: str, _: str) -> Callable[[int], None]:
    there(api)

    def call() -> None:
        with SpotifyClient(ACCESS_TOKEN) as client:
            client.albums.get(ALBUM_ID, market=MARKET)

    return repeat(call)


def token(_: str, accounts: str) -> Callable[[int], None]:
    sync_auth.TOKEN_URL = f"{accounts}/api/token"
    auth = sync_auth.ClientCredentials(CLIENT_ID, CLIENT_SECRET)
    auth.get_access_token()
    return repeat(auth.get_access_token)


def saved(api: str, _: str, market: str | None = MARKET, use: Callable[[Any], object] = read_model) -> Callable[[int], None]:
    there(api)
    client = SpotifyClient(ACCESS_TOKEN)
    return pages(lambda offset: client.tracks.get_saved(limit=PAGE, offset=offset, market=market).items, use)


def saved_fat(api: str, accounts: str) -> Callable[[int], None]:
    return saved(api, accounts, None)


def dumped(api: str, accounts: str) -> Callable[[int], None]:
    return saved(api, accounts, MARKET, lambda row: row.model_dump())


def at_once(api: str, _: str) -> Callable[[int], None]:
    there(api)
    client = AsyncSpotifyClient(ACCESS_TOKEN)

    async def rows_at(offset: int) -> Any:
        return (await client.tracks.get_saved(limit=PAGE, offset=offset)).items

    return gathered(asyncio.new_event_loop(), rows_at, read_model)
