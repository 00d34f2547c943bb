# pyright: standard
"""What comes from the native half in parts becomes the same models as plain data does, whatever looks at them first."""

from __future__ import annotations

import copy
import gc
import json
import random
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from support import assert_same, bodies, fixture
from test_models_mutations import CASES, changed, paths

from spotify_sdk import SpotifyClient, _bridge, _native
from spotify_sdk import models as m
from spotify_sdk.exceptions import ResponseDecodeError
from spotify_sdk.models import base
from spotify_sdk.models._fill import build

BODIES = [pytest.param(target, body, id=name) for name, target, body in bodies()]

Answered = Callable[[Any], Any]


class _Server(ThreadingHTTPServer):
    body = b""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body in one piece: the client would wait for the second.
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: Any) -> None:
        del format, args


@pytest.fixture(scope="module")
def answered() -> Iterator[Answered]:
    """Gives a body, JSON or its bytes, as it comes out of an answer."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with SpotifyClient("a-token", api_base_url=f"http://127.0.0.1:{server.server_port}") as client:

            def answer(body: Any) -> Any:
                server.body = body if isinstance(body, bytes) else json.dumps(body).encode()
                operation = _native.by_hand("GET", "/answer", [], None, [], None, None)
                return _bridge.wait(client._native.send(operation))

            yield answer
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("target", "body"), BODIES)
def test_they_become_the_same_models(target: Any, body: Any, answered: Answered, monkeypatch: pytest.MonkeyPatch) -> None:
    def fresh() -> Any:
        return build(target, answered(body))

    expected = build(target, copy.deepcopy(body))
    expected.model_dump()
    assert_same(fresh(), expected)
    assert fresh().model_dump() == expected.model_dump()
    assert fresh().model_dump_json(by_alias=True) == expected.model_dump_json(by_alias=True)
    one_by_one = fresh()
    for name in target.model_fields:
        assert_same(getattr(one_by_one, name), getattr(expected, name))
    assert_same(one_by_one, expected)
    monkeypatch.setattr(base, "strict_validator", lambda cls: None)
    assert_same(fresh(), expected)


@pytest.mark.parametrize(("name", "target", "body"), CASES, ids=[case[0] for case in CASES])
def test_they_are_as_lenient(name: str, target: Any, body: Any, answered: Answered) -> None:
    everywhere = list(paths(body))
    dice = random.Random(name)
    for path in dice.sample(everywhere, min(40, len(everywhere))):
        instead = dice.choice([None, 7, 0.5, "text", [], {}, [{}], {"name": "x"}, [None, 1, "x"], True])
        odd = changed(body, path, lambda _: instead)
        try:
            expected = build(target, copy.deepcopy(odd))
        except ResponseDecodeError as error:
            with pytest.raises(ResponseDecodeError) as raised:
                build(target, answered(odd))
            assert (str(raised.value), raised.value.raw_body) == (str(error), odd)
            continue
        in_parts = build(target, answered(odd))
        for field in target.model_fields:
            assert_same(getattr(in_parts, field), getattr(expected, field))
        assert_same(in_parts, expected)


def test_lists_of_models_are_made_of_parts(answered: Answered) -> None:
    rows = [fixture("track/development"), None, 7]
    assert [track.name for track in build(list[m.Track], answered(rows))] == [rows[0]["name"]]
    assert build(list[m.Track | None], answered(rows))[1:] == [None, None]
    with pytest.raises(ResponseDecodeError) as raised:
        build(list[m.Track], answered(rows[0]))
    assert raised.value.raw_body == rows[0]


ODD = {
    "nothing in it": "{}",
    "a member twice": '{"a": 1, "b": {"a": 2}, "a": {"c": 3}}',
    "escapes": r'{"caf\u00e9": "\ud83c\udfb5 \"x\" \\", "plain": "é"}',
    "numbers": '{"zero": 0, "negative": -5, "large": 18446744073709551615, "smallest": -9223372036854775808, "fraction": -1.5e-3, "on": true}',
    "lists": '{"deep": [[1, [{"a": [null]}]], [], {}], "empty": []}',
    "market lists": '{"available_markets": ["SE"], "x": [{"available_markets": ["SE"]}, {"available_markets": null}, {"available_markets": {"a": []}}]}',
    "the same keys in another order": '[{"a": 1, "b": {"a": 2, "c": 3}}, {"b": {"c": 4, "a": 5}, "a": 6}, {"c": 7}]',
    "text": '"text"',
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_any_json_survives(text: str, answered: Answered) -> None:
    expected = json.loads(text)
    assert _native.plain(answered(text.encode())) == expected
    part = answered(text.encode())
    if isinstance(expected, dict):
        assert {name: _native.plain(part.get(name)) for name in expected} == expected
        assert _native.plain(part.members()) == expected
        assert list(part.plain()) == list(expected)
        nothing = object()
        assert part.get("unheard of", nothing) is nothing
        assert part.get("unheard of") is None


def test_rows_have_market_lists_of_their_own(answered: Answered) -> None:
    markets = {"available_markets": ["SE", "NO"]}
    tracks = build(m.Page[m.Track], answered({"items": [markets, markets]})).items
    tracks[0].available_markets.append("FI")
    assert tracks[1].available_markets == ["SE", "NO"]


def test_threads_see_one_and_the_same(answered: Answered) -> None:
    body = fixture("track/relinked")
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(60):
            track = build(m.Track, answered(body))
            seen: list[Any] = []
            start = threading.Barrier(4)

            def look(track: Any = track, seen: list[Any] = seen, start: Any = start, *, whole: bool) -> None:
                start.wait()
                if whole:
                    track.model_dump()
                seen.append((track.album, track.artists, track.name))

            threads = [threading.Thread(target=look, kwargs={"whole": index % 2 == 0}) for index in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(seen) == 4
            assert all(album is track.album and artists is track.artists for album, artists, _ in seen)
            assert_same(track, build(m.Track, copy.deepcopy(body)))
    finally:
        sys.setswitchinterval(interval)


def test_a_model_outlives_its_page(answered: Answered) -> None:
    page = build(m.Page[m.SavedTrack], answered(fixture("saved_track/first_page")))
    track = page.items[0].track
    del page
    gc.collect()
    assert track.name == fixture("saved_track/first_page")["items"][0]["track"]["name"]
