"""spotipy. Its answers are plain data, and it has no async half."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import spotipy
from work import ACCESS_TOKEN, ALBUM_ID, MARKET, PAGE, in_threads, pages, read_dict, repeat


def client(api: str) -> Any:
    spotify = spotipy.Spotify(auth=ACCESS_TOKEN)
    spotify.prefix = f"{api}/"
    return spotify


def album(api: str, _: str, market: str | None = MARKET) -> Callable[[int], None]:
    spotify = client(api)
    return repeat(lambda: spotify.album(ALBUM_ID, market=market)["name"])


def album_fat(api: str, accounts: str) -> Callable[[int], None]:
    return album(api, accounts, None)


def first_call(api: str, _: str) -> Callable[[int], None]:
    return repeat(lambda: client(api).album(ALBUM_ID, market=MARKET)["name"])


def saved(api: str, _: str, market: str | None = MARKET) -> Callable[[int], None]:
    spotify = client(api)
    return pages(lambda offset: spotify.current_user_saved_tracks(PAGE, offset, market)["items"], read_dict)


def saved_fat(api: str, accounts: str) -> Callable[[int], None]:
    return saved(api, accounts, None)


def at_once(api: str, _: str) -> Callable[[int], None]:
    spotify = client(api)
    return in_threads(lambda offset: spotify.current_user_saved_tracks(PAGE, offset)["items"], read_dict)
