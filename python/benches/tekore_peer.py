"""tekore."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import tekore
from tekore._client import base
from work import ACCESS_TOKEN, ALBUM_ID, MARKET, PAGE, gathered, pages, read_model, repeat


def client(api: str, **options: Any) -> Any:
    base.prefix = f"{api}/"
    return tekore.Spotify(ACCESS_TOKEN, **options)


def album(api: str, _: str, market: str | None = MARKET) -> Callable[[int], None]:
    spotify = client(api)
    return repeat(lambda: spotify.album(ALBUM_ID, market=market).name)


def album_fat(api: str, accounts: str) -> Callable[[int], None]:
    return album(api, accounts, None)


def first_call(api: str, _: str) -> Callable[[int], None]:
    def call() -> None:
        spotify = client(api)
        spotify.album(ALBUM_ID, market=MARKET)
        spotify.close()

    return repeat(call)


def saved(api: str, _: str, market: str | None = MARKET) -> Callable[[int], None]:
    spotify = client(api)
    return pages(lambda offset: spotify.saved_tracks(market=market, limit=PAGE, offset=offset).items, read_model)


def saved_fat(api: str, accounts: str) -> Callable[[int], None]:
    return saved(api, accounts, None)


def at_once(api: str, _: str) -> Callable[[int], None]:
    spotify = client(api, asynchronous=True)

    async def rows_at(offset: int) -> Any:
        return (await spotify.saved_tracks(limit=PAGE, offset=offset)).items

    return gathered(asyncio.new_event_loop(), rows_at, read_model)
