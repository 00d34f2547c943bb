# pyright: standard
"""A model that has not been filled can't be told from a validated one, whatever looks at it first."""

from __future__ import annotations

import copy
import gc
import io
import json
import os
import pickle
import random
import sys
import threading
import weakref
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_json, to_jsonable_python
from support import FIXTURES, assert_same, fixture, run_python

from spotify_sdk import models as m
from spotify_sdk.models._fill import build


def lazy_track() -> m.Track:
    return build(m.Track, fixture("track/relinked") | {"unheard_of": {"deep": 1}})


def validated_track() -> m.Track:
    return m.Track.model_validate(fixture("track/relinked") | {"unheard_of": {"deep": 1}})


class Holder(BaseModel):
    """A model of a user's."""

    track: m.Track
    anything: Any = None


def _set_name(track: Any) -> Any:
    track.name = "Another"
    return track


def _delete(track: Any) -> Any:
    del track.name
    return sorted(vars(track))


def _raised(action: Callable[[], Any]) -> str:
    try:
        action()
    except (AttributeError, TypeError, ValidationError) as error:
        return f"{type(error).__name__}: {error}"
    return "nothing"


def _match(track: Any) -> Any:
    match track:
        case m.Track(name=name, album=m.SimplifiedAlbum(name=album)):
            return name, album
        case _:
            return None


LOOKS: dict[str, Callable[[Any], Any]] = {
    "field": lambda t: t.name,
    "nested": lambda t: t.album.artists[0].name,
    "alias": lambda t: t.type_,
    "unknown member": lambda t: t.unheard_of,
    "no attribute": lambda t: _raised(lambda: t.nothing),
    "json name": lambda t: _raised(lambda: t.type),
    "hasattr": lambda t: (hasattr(t, "name"), hasattr(t, "unheard_of"), hasattr(t, "nothing"), hasattr(t, "_private")),
    "getattr": lambda t: getattr(t, "nothing", "default"),
    "vars": lambda t: list(vars(t)),
    "dict": lambda t: list(t.__dict__),
    "iteration": lambda t: [name for name, _ in t],
    "as a dict": lambda t: sorted(dict(t)),
    "dir": dir,
    "repr": repr,
    "str": str,
    "rich": lambda t: [str(part) for part in t.__rich_repr__()],
    "hash": hash,
    "equality": lambda t: (t == validated_track(), validated_track() == t, t != validated_track(), t == 1),
    "inequality": lambda t: t == m.Track(name="other"),
    "fields set": lambda t: sorted(t.model_fields_set),
    "extra": lambda t: t.model_extra,
    "dunder fields set": lambda t: sorted(t.__pydantic_fields_set__),
    "private": lambda t: t.__pydantic_private__,
    "dump": lambda t: t.model_dump(),
    "dump alias": lambda t: t.model_dump(by_alias=True),
    "dump unset": lambda t: t.model_dump(exclude_unset=True),
    "dump defaults": lambda t: t.model_dump(exclude_defaults=True),
    "dump none": lambda t: t.model_dump(exclude_none=True),
    "dump some": lambda t: t.model_dump(include={"name": True, "album": {"artists": {0: {"name"}}}}),
    "dump json": lambda t: t.model_dump_json(indent=1),
    "to_json": to_json,
    "to_jsonable_python": to_jsonable_python,
    "in a list": lambda t: to_json([t, {"a": t}]),
    "adapter": lambda t: TypeAdapter(list[m.Track]).dump_python([t]),
    "adapter of anything": lambda t: TypeAdapter(Any).dump_json(t),
    "validated again": lambda t: m.Track.model_validate(t),
    "validated from attributes": lambda t: m.SimplifiedTrack.model_validate(t, from_attributes=True),
    "held": lambda t: Holder(track=t, anything=t).model_dump(),
    "held as json": lambda t: Holder(track=t, anything=[t]).model_dump_json(),
    "copy": copy.copy,
    "deep copy": copy.deepcopy,
    "model copy": lambda t: t.model_copy(update={"name": "new"}),
    "pickle": lambda t: pickle.loads(pickle.dumps(t)),
    "state": lambda t: sorted(t.__getstate__()),
    "set": _set_name,
    "set wrong": lambda t: _raised(lambda: setattr(t, "duration_ms", "long")).partition("\n")[0],
    "set unknown": lambda t: (setattr(t, "mine", 1), t.model_extra, t.mine),
    "set private": lambda t: (setattr(t, "_mine", 1), t._mine),
    "delete": _delete,
    "delete nothing": lambda t: _raised(lambda: delattr(t, "nothing")),
    "match": _match,
    "isinstance": lambda t: (isinstance(t, m.Track), isinstance(t, BaseModel), type(t) is m.Track),
    "schema": lambda t: t.model_json_schema(),
    "weak reference": lambda t: weakref.ref(t)() is t,
    "print": lambda t: print(t, file=io.StringIO()),
    "deprecated dict": lambda t: t.dict(),
    "deprecated json": lambda t: t.json(),
    "deprecated copy": lambda t: t.copy(update={"name": "new"}, exclude={"album"}),
    "constructed": lambda t: m.Track.model_construct(**dict(t)).model_dump(),
    "sorted": lambda t: sorted([t, t], key=lambda track: track.name)[0],
    "format": lambda t: f"{t.name} {t!r}",
    "sorted json": lambda t: json.dumps(t.model_dump(mode="json"), sort_keys=True),
}
if sys.version_info >= (3, 13):
    LOOKS["replace"] = lambda t: copy.replace(t, name="new")


@pytest.mark.filterwarnings("ignore:The `(dict|json|copy)` method is deprecated")
@pytest.mark.parametrize("look", LOOKS)
def test_any_first_look_sees_a_validated_model(look: str) -> None:
    ours, theirs = lazy_track(), validated_track()
    assert_same(LOOKS[look](ours), LOOKS[look](theirs))
    assert_same(ours, theirs)


@pytest.mark.filterwarnings("ignore:The `(dict|json|copy)` method is deprecated")
@pytest.mark.parametrize("seed", range(100))
def test_any_series_of_looks_sees_the_same(seed: int) -> None:
    chance = random.Random(seed)
    ours, theirs = lazy_track(), validated_track()
    for look in chance.choices([name for name in LOOKS if not name.startswith("delete")], k=chance.randint(2, 10)):
        # The expected text of an inequality is made anew each time, and the models may have been changed by then.
        assert_same(LOOKS[look](ours), LOOKS[look](theirs))
    assert_same(ours, theirs)


def test_what_was_handed_out_stays() -> None:
    track = lazy_track()
    album, artist = track.album, track.artists[0]
    album.name = "Changed"
    artist.name = "Changed too"
    track.artists.append(m.SimplifiedArtist(name="Another"))
    dumped = track.model_dump()
    assert dumped["album"]["name"] == "Changed"
    assert [artist["name"] for artist in dumped["artists"]] == ["Changed too", "Another"]
    assert track.album is album
    assert track.artists[0] is artist


def test_defaults_are_not_shared() -> None:
    first, second = build(m.Artist, {}), build(m.Artist, {})
    first.genres.append("x")
    first.external_urls.spotify = "y"
    assert second.genres == []
    assert second.external_urls.spotify == ""
    assert m.Artist().genres == []


def test_a_page_makes_models_of_what_is_looked_at_only() -> None:
    saved = build(m.Page[m.SavedTrack], fixture("saved_track/first_page"))

    def tracks() -> int:
        return sum(type(thing) is m.Track for thing in gc.get_objects())

    before = tracks()
    assert saved.items[1].track.name
    assert tracks() == before + 1


def test_threads_that_touch_first_together_see_one_model() -> None:
    for _ in range(20):
        saved = build(m.Page[m.SavedTrack], fixture("saved_track/first_page"))
        barrier = threading.Barrier(8)
        seen: list[Any] = []

        def look(index: int) -> None:
            barrier.wait()
            if index % 2:
                saved.model_dump()
            rows = saved.items
            seen.append((id(rows), *(id(row.track.album) for row in rows), rows[0].track.name, id(saved.model_fields_set)))

        threads = [threading.Thread(target=look, args=(index,)) for index in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(seen) == 8
        assert len(set(seen)) == 1


def test_threads_may_be_the_first_to_need_any_validator() -> None:
    code = f"""
import json, sys, threading
sys.setswitchinterval(1e-5)
from spotify_sdk import models as m
from spotify_sdk.models._fill import build
cases = [(m.Page[m.SavedTrack], "saved_track/first_page"), (m.Album, "album/extended"), (m.Track, "track/extended"), (m.Show, "show/extended"),
    (m.PlaybackState, "playback_state/extended"), (m.CurrentUser, "private_user/extended"), (m.PlaybackQueue, "queue/mixed")] * 2
barrier, good = threading.Barrier(len(cases)), []
def look(target, name):
    barrier.wait()
    model = build(target, json.load(open({str(FIXTURES)!r} + "/" + name + ".json", encoding="utf-8")))
    good.append(target.model_validate(model.model_dump()) == model == target.model_validate_json(model.model_dump_json()))
threads = [threading.Thread(target=look, args=case) for case in cases]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(good.count(True))
"""
    assert run_python(code) == "14"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_child_can_fill_although_the_lock_was_held() -> None:
    from spotify_sdk.models import base

    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with base._lock:  # pyright: ignore[reportPrivateUsage]
            held.set()
            done.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(30)
    track = lazy_track()
    child = os.fork()
    if child == 0:
        os._exit(0 if track.name and track.model_dump() else 1)
    try:
        for _ in range(1000):
            pid, status = os.waitpid(child, os.WNOHANG)
            if pid:
                break
            done.wait(0.01)
        else:
            os.kill(child, 9)
            os.waitpid(child, 0)
            pytest.fail("the child waits for a thread that it does not have")
    finally:
        done.set()
        thread.join()
    assert status == 0


def test_the_answer_is_let_go() -> None:
    class Row(dict[str, Any]):
        """A dict that can be watched."""

    track = lazy_track()
    copied = track.model_copy()
    raw = fixture("track/relinked")
    watched = Row()
    raw["unheard_of"] = watched
    watcher = weakref.ref(watched)
    del watched
    other = build(m.Track, raw)
    del raw
    other.model_dump()
    assert other.model_extra
    del other.model_extra["unheard_of"]
    gc.collect()
    assert watcher() is None
    assert copied == track


def test_a_subclass_of_a_user_works() -> None:
    class Mine(m.Track):
        rating: int = 5

        @property
        def title(self) -> str:
            return f"{self.name} ({self.rating})"

    class Rated(m.Track):
        rating: int
        tags: set[str] | tuple[int, ...] = ()
        other: Holder | None = None

    assert [row.rating for row in m.Page[Rated].model_validate({"items": [{"rating": 3}, None]}).items] == [3]
    with pytest.raises(ValidationError):
        m.Page[Rated].model_validate({"items": [{"rating": None}]})
    mine = Mine.model_validate(fixture("track/development"))
    assert mine.title == f"{fixture('track/development')['name']} (5)"
    assert Mine.model_validate(mine.model_dump()) == mine
    assert pickle.loads(pickle.dumps(lazy_track())) == validated_track()
