# pyright: standard
"""Models write the same JSON in Python as in Rust.

`fixtures/round_trips.json` says what the Rust models make of every fixture: place by place where what they write differs from what
came. A Rust test keeps it (`crates/spotify-sdk/tests/all/round_trips.rs`, which says what is not compared, and how to renew it). The
Python models must differ in the same places, in the same way, but for what `knowingly` takes out.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from support import FIXTURES, fixture, fixture_names, target_of

from spotify_sdk.models._fill import build

# Place by place: what came and what was written, `None` for nothing.
Differences = dict[str, list[Any]]

# Place and value of everything in a body that has no parts.
Leaves = dict[str, Any]

LISTED: dict[str, Differences] = json.loads((FIXTURES / "round_trips.json").read_text(encoding="utf-8"))


def test_every_fixture_is_compared() -> None:
    assert LISTED.keys() == set(fixture_names())


@pytest.mark.parametrize("name", fixture_names())
def test_what_is_written_is_what_rust_writes(name: str) -> None:
    body, listed = fixture(name), LISTED[name]
    model = build(target_of(name), copy.deepcopy(body))
    given = leaves(written(model, exclude_unset=True))
    # What did not come Rust writes with its default, and so does Python unless it is told to leave it out.
    whole = leaves(written(model))
    came = leaves(body)
    went = {place: value for place, value in whole.items() if place in given or place in came or place in listed}
    found = differences(came, went)
    # Members that nobody knows are kept by Python alone.
    known = leaves(written(without_unknown(model)))
    found = {place: pair for place, pair in found.items() if place in listed or place in known or pair[1] is None}
    listed = {place: pair for place, pair in listed.items() if place in found or pair[1] is not None or place in known}
    assert knowingly(name, found, listed) == listed


def knowingly(name: str, found: Differences, listed: Differences) -> Differences:
    """What was found, with Rust's value where Python's is another one on purpose (`python/docs/differences.md`)."""
    found = {**found}
    for place, (came, went) in listed.items():
        words = isinstance(came, str) and isinstance(went, str)
        if place not in found and words and came.lower() == went.lower():
            found[place] = [came, went]  # Python leaves a word's letters as they came.
        if place.endswith("type") and found.get(place, [0, came])[1] == "chapter" and went == "episode":
            found[place] = [came, went]  # Spotify's chapters say that they are episodes.
        if name == "playlist_items/episode_like_a_track" and place.startswith(".items[0].item."):
            found[place] = [came, went]  # Rust's has no show, Python's has a class of its own: `PlaylistEpisode`.
    if name == "playback_state/item_shapeless":
        assert found.pop(".item.artists") == ["nobody", None]  # Rust keeps what has no shape as it came.
    return found


def written(model: BaseModel, **options: Any) -> Any:
    """A model's JSON, with rejected rows in their places, as Rust writes them."""
    return with_all_rows(model.model_dump(mode="json", by_alias=True, **options))


def with_all_rows(value: Any) -> Any:
    if isinstance(value, list):
        return [with_all_rows(element) for element in value]
    if not isinstance(value, dict):
        return value
    members = {name: with_all_rows(member) for name, member in value.items()}
    for row in members.pop("rejected", ()):
        members["items"].insert(row.get("index", 0), row.get("row"))
    return members


def without_unknown(model: Any) -> Any:
    """A copy without the members that the models don't know."""
    model = model.model_copy(deep=True)
    waiting: list[Any] = [model]
    while waiting:
        value = waiting.pop()
        if isinstance(value, BaseModel):
            (value.model_extra or {}).clear()
            waiting.extend(getattr(value, name) for name in type(value).model_fields)
        elif isinstance(value, list):
            waiting.extend(value)
    return model


def differences(before: Leaves, after: Leaves) -> Differences:
    """Where two bodies differ: what the first has there, and what the second has; `None` for nothing."""
    pairs = {place: [before.get(place), after.get(place)] for place in before.keys() | after.keys()}
    return {place: pair for place, pair in pairs.items() if not alike(*pair)}


def alike(came: Any, went: Any) -> bool:
    return (type(came), came) == (type(went), went) or (came is None and went in (0, False))


def leaves(body: Any) -> Leaves:
    """A body's, without members that say nothing."""
    return dict(_leaves(body, ""))


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, member in value.items():
            if member not in (None, "", [], {}):
                yield from _leaves(member, f"{place}.{name}")
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _leaves(element, f"{place}[{index}]")
    else:
        yield place, in_one_way(value)


def in_one_way(leaf: Any) -> Any:
    """A whole number as an integer, a point in time without zeros at the end."""
    if isinstance(leaf, float) and leaf.is_integer():
        return int(leaf)
    if isinstance(leaf, str) and re.fullmatch(r".*T.*\..*Z", leaf):
        return leaf.removesuffix("Z").rstrip("0").removesuffix(".") + "Z"
    return leaf


def test_what_says_nothing_is_no_difference_and_everything_else_is() -> None:
    came = leaves({"a": 640.0, "b": None, "c": [1, None], "d": "2026-03-01T10:00:00.500Z", "e": {}, "f": 0})
    went = {"a": 640, "c": [1, None], "d": "2026-03-01T10:00:00.5Z", "f": 0, "h": 0, "i": False}
    assert differences(came, leaves(went)) == {}
    went = {"a": 641, "c": [1], "d": "2026-03-01T10:00:00Z", "f": False, "g": 1}
    assert differences(came, leaves(went)).keys() == {".a", ".d", ".f", ".g"}
