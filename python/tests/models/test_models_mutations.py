# pyright: standard
"""Whatever is left out, nulled, renamed or invented anywhere in an answer, it becomes a model that validates again."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support import assert_same, fixture, playlist, search_result, target_of

from spotify_sdk import models as m
from spotify_sdk.models import base
from spotify_sdk.models._fill import build

ORDINARY = [
    "album/development",
    "artist/extended",
    "audiobook/development",
    "chapter/position",
    "currently_playing/development",
    "device/computer",
    "episode/position",
    "playback_state/chapter",
    "playback_state/development",
    "playback_state/episode",
    "private_user/extended",
    "queue/development",
    "recently_played/total",
    "saved_album/last_page",
    "saved_audiobook/page",
    "saved_episode/page",
    "saved_show/page",
    "saved_track/last_page",
    "show/development",
    "track/relinked",
    "track/restricted_market",
]
CASES = [(name, target_of(name), fixture(name)) for name in ORDINARY]
CASES += [("playlist", m.Playlist, playlist()), ("search", m.SearchResult, search_result())]

Path = tuple[str | int, ...]
_GONE: Any = object()


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where something can be changed. Of a list the first two elements stand for all."""
    children: Any = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for key, child in children:
        yield (*path, key)
        yield from paths(child, (*path, key))


def changed(body: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    result = copy.deepcopy(body)
    parent = result
    for key in path[:-1]:
        parent = parent[key]
    value = change(parent[path[-1]])
    if value is not _GONE:
        parent[path[-1]] = value
    elif isinstance(parent, dict):
        del parent[path[-1]]
    else:
        parent.pop(path[-1])
    return result


def another_number(value: Any) -> Any:
    return float(value) if type(value) is int else value


MUTATIONS: dict[str, Callable[[Any], Any]] = {
    "dropped": lambda value: _GONE,
    "null": lambda value: None,
    "unheard of word": lambda value: "unheard-of" if isinstance(value, str) else value,
    "upper case": lambda value: value.upper() if isinstance(value, str) else value,
    "float": another_number,
    "fraction": lambda value: value + 0.5 if type(value) is int else value,
    "unknown member": lambda value: value | {"unheard_of": {"deep": [None]}} if isinstance(value, dict) else value,
    "null element": lambda value: [None, *value, None] if isinstance(value, list) else value,
    "object": lambda value: {"unheard_of": 1},
    "list": lambda value: ["unheard of"],
    "text": lambda value: "unheard of",
    "number": lambda value: 7,
    "truth value": lambda value: True,
    "text for a number": lambda value: f" {value} " if isinstance(value, (int, float)) else "on",
}


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize(("name", "target", "body"), CASES, ids=[name for name, _, _ in CASES])
def test_it_builds(name: str, target: Any, body: Any, mutation: str) -> None:
    tried = 0
    for path in paths(body):
        mutant = changed(body, path, MUTATIONS[mutation])
        if mutant == body and mutation != "float":
            continue
        tried += 1
        model = build(target, copy.deepcopy(mutant))
        assert target.model_validate(model.model_dump(warnings="error")) == model, path
        assert target.model_validate_json(model.model_dump_json(warnings="error")) == model, path
    if not tried:
        pytest.skip("nothing to change like that")


@pytest.mark.parametrize("seed", range(150))
def test_many_things_go_wrong_at_once(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    name, target, body = chance.choice(CASES)
    for _ in range(chance.randint(1, 12)):
        body = changed(body, chance.choice(list(paths(body))), MUTATIONS[chance.choice(list(MUTATIONS))])
        if not any(True for _ in paths(body)):
            break
    model = build(target, copy.deepcopy(body))
    assert target.model_validate(model.model_dump(warnings="error")) == model
    assert_same(build(target, copy.deepcopy(body)), build(target, copy.deepcopy(body)))
    monkeypatch.setattr(base, "strict_validator", lambda cls: None)
    by_reading = build(target, copy.deepcopy(body))
    by_reading.model_dump()
    assert_same(by_reading, model)
    one_by_one = build(target, copy.deepcopy(body))
    for field in chance.sample(list(target.model_fields), len(target.model_fields)):
        getattr(one_by_one, field)
    assert_same(one_by_one, model)
