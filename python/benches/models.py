"""How long answers take to become models, beside `spotify-sdk` 0.10.1: run it with each and divide.

    python benches/models.py                      # what is on the path: ours
    /some/venv/bin/python benches/models.py       # a venv with spotify-sdk==0.10.1

Prints microseconds per track, the best of several runs. `read` is what most programs do: every track's name, its artists' names and its album's.
"""

from __future__ import annotations

import copy
import gc
import json
import pathlib
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from spotify_sdk.models import Page, SavedTrack

FIXTURES = pathlib.Path(__file__).parents[2] / "fixtures"
MARKETS = json.loads((FIXTURES / "track/extended.json").read_text())["available_markets"]


def page(tracks: int, *, fat: bool) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((FIXTURES / "saved_track/first_page.json").read_text())
    rows: list[dict[str, Any]] = []
    for index in range(tracks):
        row = copy.deepcopy(answer["items"][index % len(answer["items"])])
        row["track"]["popularity"] = index % 100
        if fat:
            row["track"]["available_markets"] = list(MARKETS)
            row["track"]["album"]["available_markets"] = list(MARKETS)
        rows.append(row)
    return answer | {"items": rows}


def maker() -> Callable[[Any], Any]:
    try:
        from spotify_sdk.models._fill import build
    except ImportError:
        return Page[SavedTrack].model_validate
    return lambda data: build(Page[SavedTrack], data)


def make_only(saved: Any) -> None:
    del saved


def read(saved: Any) -> None:
    for row in saved.items:
        _ = row.track.name, row.track.album.name, [artist.name for artist in row.track.artists]


def dump(saved: Any) -> None:
    saved.model_dump()


def best(make: Callable[[Any], Any], use: Callable[[Any], None], data: dict[str, Any], runs: int) -> float:
    result = float("inf")
    for _ in range(runs):
        answer = copy.deepcopy(data)
        gc.collect()
        begin = time.process_time()
        use(make(answer))
        result = min(result, time.process_time() - begin)
    return result


def main() -> None:
    make = maker()
    for tracks, runs in ((50, 100), (10_000, 3)):
        for fat in (False, True):
            data = page(tracks, fat=fat)
            make(copy.deepcopy(data)).model_dump()
            times = {use.__name__: best(make, use, data, runs) * 1e6 / tracks for use in (make_only, read, dump)}
            tracemalloc.start()
            answer = copy.deepcopy(data)
            before = tracemalloc.get_traced_memory()[0]
            saved = make(answer)
            read(saved)
            del answer
            kept = tracemalloc.get_traced_memory()[0] - before
            tracemalloc.stop()
            del saved
            line = "  ".join(f"{name} {value:6.2f}" for name, value in times.items())
            print(f"{tracks:6} {'fat ' if fat else 'lean'}  {line}  us/track   {kept / tracks:7.0f} B/track beyond the answer", file=sys.stdout)


if __name__ == "__main__":
    main()
