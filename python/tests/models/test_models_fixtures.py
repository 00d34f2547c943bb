# pyright: standard
"""Every body becomes a model that can't be told from a validated one."""

from __future__ import annotations

import copy
import json
import pickle
import re
from typing import Any

import pytest
from pydantic import ValidationError
from support import FIXTURES, TARGETS, assert_same, bodies, fixture, fixture_names, target_of

from spotify_sdk import models as m
from spotify_sdk.models import base
from spotify_sdk.models._fill import build

BODIES = [pytest.param(target, body, id=name) for name, target, body in bodies()]

# Bodies that are not one model each: of the Accounts service, errors, and several things at once.
NOT_MODELS = {"browse", "command", "error", "playlist_cover", "playlist_snapshot", "several", "token"}


def test_every_folder_is_covered() -> None:
    folders = {path.name for path in FIXTURES.iterdir() if path.is_dir()} - NOT_MODELS
    assert folders == TARGETS.keys(), "a new folder of fixtures is listed in TARGETS, or above as no model"


@pytest.mark.parametrize(("target", "body"), BODIES)
def test_it_survives_every_round_trip(target: Any, body: Any) -> None:
    def fresh() -> Any:
        return build(target, copy.deepcopy(body))

    model = fresh()
    assert_same(target.model_validate(fresh().model_dump()).model_copy(), target.model_validate(model.model_dump()))
    for dumped in (fresh().model_dump(), fresh().model_dump(by_alias=True), fresh().model_dump(mode="json")):
        assert target.model_validate(dumped) == model
    assert target.model_validate_json(fresh().model_dump_json()) == model
    assert target.model_validate_json(fresh().model_dump_json(by_alias=True)) == model
    assert build(target, json.loads(fresh().model_dump_json(by_alias=True))) == model
    assert_same(target.model_validate(fresh().model_dump(exclude_unset=True)), model)
    assert json.loads(fresh().model_dump_json()) == fresh().model_dump(mode="json")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert_same(pickle.loads(pickle.dumps(fresh(), protocol)), model)
    for duplicate in (copy.copy(fresh()), copy.deepcopy(fresh()), fresh().model_copy(), fresh().model_copy(deep=True)):
        assert_same(duplicate, model)
    assert list(vars(fresh())) == list(target.model_fields)
    assert repr(fresh()) == repr(target.model_validate(model.model_dump()))


@pytest.mark.parametrize(("target", "body"), BODIES)
def test_both_ways_of_filling_agree(target: Any, body: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = build(target, copy.deepcopy(body))
    at_once.model_dump()
    monkeypatch.setattr(base, "strict_validator", lambda cls: None)
    by_reading = build(target, copy.deepcopy(body))
    by_reading.model_dump()
    assert_same(at_once, by_reading)
    one_by_one = build(target, copy.deepcopy(body))
    for name in target.model_fields:
        getattr(one_by_one, name)
    assert_same(one_by_one, by_reading)


@pytest.mark.parametrize(("target", "body"), BODIES)
def test_validation_forgives_the_same(target: Any, body: Any) -> None:
    # Wrong types: reading forgives them, as the answer is nobody's mistake, and validation of one's own data does not.
    if "totalMilliseconds" in str(body) or isinstance(body.get("publisher"), dict) or body.get("item", {}) == fixture("playback_state/item_shapeless")["item"]:
        with pytest.raises(ValidationError):
            target.model_validate(copy.deepcopy(body))
        return
    assert_same(target.model_validate(copy.deepcopy(body)), build(target, copy.deepcopy(body)))


ORDINARY = [name for name in fixture_names() if name.split("/")[1] in ("extended", "development", "market", "first_page", "page")]


def written_alike(value: Any) -> Any:
    """The same JSON with points in time written in one way."""
    if isinstance(value, dict):
        return {key: written_alike(member) for key, member in value.items()}
    if isinstance(value, list):
        return [written_alike(element) for element in value]
    return re.sub(r"(:\d\d)\.(\d*?)0*Z$", r"\1.\2Z", value).replace(".Z", "Z") if isinstance(value, str) else value


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_answers_are_written_as_they_came(name: str) -> None:
    """As the Rust models write them too."""
    written = json.loads(build(target_of(name), fixture(name)).model_dump_json(by_alias=True, exclude_unset=True))
    assert written_alike(written) == written_alike(fixture(name))


def test_members_that_nobody_knows_are_kept() -> None:
    body = fixture("album/unknown_fields")
    album = build(m.Album, copy.deepcopy(body))
    unknown = body.keys() - fixture("album/single").keys()
    assert unknown
    for name in unknown:
        assert getattr(album, name) == body[name]
        assert album.model_dump()[name] == body[name]
