"""What all clients are asked to do, in terms of the little that differs between them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

ACCESS_TOKEN = "benchmark-access-token"
CLIENT_ID = "benchmark-client-id"
CLIENT_SECRET = "benchmark-client-secret"
ALBUM_ID = "4aawyAB9vmqN3uQ7FjR8xy"
MARKET = "SE"
PAGE = 50
TRACKS = 10_000
AT_ONCE = 32


def read_model(row: Any) -> None:
    """What most programs look at."""
    track = row.track
    assert track.name is not None
    assert track.album.name is not None
    for artist in track.artists:
        assert artist.name is not None


def read_dict(row: Any) -> None:
    """The same of plain data."""
    track = row["track"]
    assert track["name"] is not None
    assert track["album"]["name"] is not None
    for artist in track["artists"]:
        assert artist["name"] is not None


def offsets() -> Iterator[int]:
    """Where the pages of the library begin, for ever."""
    while True:
        yield from range(0, TRACKS, PAGE)


def repeat(operation: Callable[[], object]) -> Callable[[int], None]:
    """Does it again and again."""

    def work(times: int) -> None:
        for _ in range(times):
            operation()

    return work


def pages(rows_at: Callable[[int], Any], use: Callable[[Any], object]) -> Callable[[int], list[Any]]:
    """Page after page, all rows used and kept."""
    at = offsets()

    def work(times: int) -> list[Any]:
        kept: list[Any] = []
        for _ in range(times):
            rows = rows_at(next(at))
            for row in rows:
                use(row)
            kept.extend(rows)
        assert len(kept) == times * PAGE
        return kept

    return work


def gathered(
    loop: asyncio.AbstractEventLoop, rows_at: Callable[[int], Awaitable[Any]], use: Callable[[Any], object]
) -> Callable[[int], None]:
    """The same with 32 pages under way at any time."""
    at = offsets()

    async def worker(share: Iterator[int], kept: list[Any]) -> None:
        for offset in share:
            rows = await rows_at(offset)
            for row in rows:
                use(row)
            kept.extend(rows)

    async def all_of(times: int) -> None:
        kept: list[Any] = []
        share = iter([next(at) for _ in range(times)])
        await asyncio.gather(*(worker(share, kept) for _ in range(AT_ONCE)))
        assert len(kept) == times * PAGE

    return lambda times: loop.run_until_complete(all_of(times))


def in_threads(rows_at: Callable[[int], Any], use: Callable[[Any], object]) -> Callable[[int], None]:
    """The same for a client that has no async half: 32 threads."""
    from concurrent.futures import ThreadPoolExecutor

    at = offsets()
    pool = ThreadPoolExecutor(AT_ONCE)

    def one(offset: int) -> Any:
        rows = rows_at(offset)
        for row in rows:
            use(row)
        return rows

    def work(times: int) -> None:
        kept = [row for rows in pool.map(one, [next(at) for _ in range(times)]) for row in rows]
        assert len(kept) == times * PAGE

    return work
