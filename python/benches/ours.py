"""This package."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk.auth import ClientCredentials
from work import ACCESS_TOKEN, ALBUM_ID, CLIENT_ID, CLIENT_SECRET, MARKET, PAGE, gathered, pages, read_dict, read_model, repeat


def album(api: str, _: str, market: str | None = MARKET) -> Callable[[int], None]:
    client = SpotifyClient(ACCESS_TOKEN, api_base_url=api)
    return repeat(lambda: client.albums.get(ALBUM_ID, market=market).name)


def album_fat(api: str, accounts: str) -> Callable[[int], None]:
    return album(api, accounts, None)


def album_async(api: str, _: str, market: str | None = MARKET) -> Callable[[int], None]:
    client = AsyncSpotifyClient(ACCESS_TOKEN, api_base_url=api)
    loop = asyncio.new_event_loop()

    async def work(times: int) -> None:
        for _ in range(times):
            album = await client.albums.get(ALBUM_ID, market=market)
            assert album.name

    return lambda times: loop.run_until_complete(work(times))


def album_async_fat(api: str, accounts: str) -> Callable[[int], None]:
    return album_async(api, accounts, None)


def album_request(api: str, _: str, market: str | None = MARKET) -> Callable[[int], None]:
    client = SpotifyClient(ACCESS_TOKEN, api_base_url=api)
    return repeat(lambda: client.request("GET", f"/albums/{ALBUM_ID}", {"market": market})["name"])


def album_request_fat(api: str, accounts: str) -> Callable[[int], None]:
    return album_request(api, accounts, None)


def first_call(api: str, _: str) -> Callable[[int], None]:
    return repeat(lambda: SpotifyClient(ACCESS_TOKEN, api_base_url=api).albums.get(ALBUM_ID, market=MARKET).name)


def token(_: str, accounts: str) -> Callable[[int], None]:
    auth = ClientCredentials(CLIENT_ID, CLIENT_SECRET, accounts_base_url=accounts)
    auth.get_access_token()
    return repeat(auth.get_access_token)


def saved(api: str, _: str, market: str | None = MARKET, use: Callable[[Any], object] = read_model) -> Callable[[int], None]:
    """By the iterator, which begins again at the library's end."""
    client = SpotifyClient(ACCESS_TOKEN, api_base_url=api)

    def rows() -> Iterator[Any]:
        while True:
            yield from client.tracks.iter_saved(market=market)

    library = rows()

    def work(times: int) -> list[Any]:
        kept: list[Any] = []
        for row in islice(library, times * PAGE):
            use(row)
            kept.append(row)
        assert len(kept) == times * PAGE
        return kept

    return work


def saved_fat(api: str, accounts: str) -> Callable[[int], None]:
    return saved(api, accounts, None)


def saved_untouched(api: str, accounts: str) -> Callable[[int], None]:
    return saved(api, accounts, MARKET, id)


def saved_untouched_fat(api: str, accounts: str) -> Callable[[int], None]:
    return saved(api, accounts, None, id)


def dumped(api: str, accounts: str) -> Callable[[int], None]:
    return saved(api, accounts, MARKET, lambda row: row.model_dump())


def saved_async(api: str, _: str, market: str | None = MARKET) -> Callable[[int], None]:
    client = AsyncSpotifyClient(ACCESS_TOKEN, api_base_url=api)
    loop = asyncio.new_event_loop()

    async def rows() -> Any:
        while True:
            async for row in client.tracks.iter_saved(market=market):
                yield row

    library = rows()

    async def work(times: int) -> None:
        kept: list[Any] = []
        for _ in range(times * PAGE):
            row = await anext(library)
            read_model(row)
            kept.append(row)

    return lambda times: loop.run_until_complete(work(times))


def saved_async_fat(api: str, accounts: str) -> Callable[[int], None]:
    return saved_async(api, accounts, None)


def saved_request(api: str, _: str, market: str | None = MARKET) -> Callable[[int], None]:
    client = SpotifyClient(ACCESS_TOKEN, api_base_url=api)

    def rows_at(offset: int) -> Any:
        return client.request("GET", "/me/tracks", {"limit": PAGE, "offset": offset, "market": market})["items"]

    return pages(rows_at, read_dict)


def saved_request_fat(api: str, accounts: str) -> Callable[[int], None]:
    return saved_request(api, accounts, None)


def at_once(api: str, _: str) -> Callable[[int], None]:
    client = AsyncSpotifyClient(ACCESS_TOKEN, api_base_url=api)

    async def rows_at(offset: int) -> Any:
        return (await client.tracks.get_saved(limit=PAGE, offset=offset)).items

    return gathered(asyncio.new_event_loop(), rows_at, read_model)
