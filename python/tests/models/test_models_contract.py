# pyright: standard
"""The classes are those of `spotify-sdk` 0.10.1: names, modules, bases, fields, aliases; every type that we widened is listed here."""

from __future__ import annotations

import datetime
import pathlib
import re
import typing
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import pytest
from pydantic import BaseModel
from support import run_python, shared

from spotify_sdk import models as m

SURFACE = pathlib.Path(__file__).with_name("surface.txt")

# Field -> the type that 0.10.1 has. Why is on the page `differences.md`.
WIDENED = {
    "Album.label": "str",
    "Album.popularity": "int",
    "Artist.followers": "Followers",
    "Artist.popularity": "int",
    "Audiobook.publisher": "str",
    "Chapter.type_": "Literal['chapter']",
    "CurrentlyPlaying.item": "Episode | None | Track",
    "PlaybackQueue.currently_playing": "Episode | None | Track",
    "PlaybackQueue.queue": "list[Episode | Track]",
    "PlaybackState.item": "Episode | None | Track",
    "Playlist.items": "Page[PlaylistItem]",
    "PlaylistItem.item": "Episode | None | PlaylistEpisode | Track",
    "RecentlyPlayedItem.played_at": "datetime",
    "SavedAlbum.added_at": "datetime",
    "SavedAudiobook.added_at": "datetime",
    "SavedEpisode.added_at": "datetime",
    "SavedShow.added_at": "datetime",
    "SavedTrack.added_at": "datetime",
    "Show.publisher": "str",
    "SimplifiedAudiobook.publisher": "str",
    "SimplifiedChapter.type_": "Literal['chapter']",
    "SimplifiedPlaylist.items": "PlaylistItemsRef",
    "SimplifiedShow.publisher": "str",
    "Track.popularity": "int",
}

OURS = {
    "AudioAnalysis",
    "AudioAnalysisMeta",
    "AudioAnalysisTrack",
    "AudioFeatures",
    "Category",
    "FeaturedPlaylists",
    "RecommendationSeed",
    "Recommendations",
    "RejectedRow",
    "Section",
    "Segment",
    "TimeInterval",
    "UnknownItem",
}

# Fields that 0.10.1 does not have. They are dumped only where Spotify says something.
ADDED = {"CurrentUser.account_id", "CursorPage.rejected", "Page.rejected", "Playlist.followers", "RecentlyPlayedPage.rejected"}


def spelled(annotation: Any) -> str:
    """A type, independent of how it is written."""
    if get_origin(annotation) is Annotated:
        return spelled(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return " | ".join(sorted({spelled(part) for part in get_args(annotation)}))
    if get_origin(annotation) is Literal:
        return f"Literal[{', '.join(map(repr, get_args(annotation)))}]"
    if origin := get_origin(annotation):
        return f"{origin.__name__}[{', '.join(map(spelled, get_args(annotation)))}]"
    if annotation is NoneType:
        return "None"
    return f"~{annotation.__name__}" if isinstance(annotation, TypeVar) else annotation.__name__


def classes() -> dict[str, type[BaseModel]]:
    exported = {name: getattr(m, name) for name in m.__all__}
    return {name: value for name, value in exported.items() if isinstance(value, type)}


def lines_of(cls: type[BaseModel]) -> list[str]:
    bases = [base.__name__ for base in cls.__mro__[1:3]]
    lines = [f"{cls.__module__}.{cls.__name__}({', '.join(bases)})"]
    for name, field in cls.model_fields.items():
        alias = f" alias={field.alias}" if field.alias else ""
        default = "required" if field.is_required() else repr(field.get_default(call_default_factory=True, validated_data={}))
        lines.append(f"    {name}: {spelled(field.annotation)}{alias} = {default}")
    return lines


def test_the_surface_is_the_one_that_is_written_down() -> None:
    # After a deliberate change: PYTHONPATH=python:python/tests/models python -c "import test_models_contract as t; t.write_down()"
    assert SURFACE.read_text(encoding="utf-8").splitlines() == surface()


def surface() -> list[str]:
    return [line for name in sorted(classes()) for line in lines_of(classes()[name])]


def write_down() -> None:
    SURFACE.write_text("\n".join(surface()) + "\n", encoding="utf-8")


def test_everything_is_exported_from_the_package() -> None:
    assert len(set(m.__all__)) == len(m.__all__)
    assert {"PlaybackItem", "PlaylistItemContent"} <= set(m.__all__)
    for name, cls in classes().items():
        assert cls.__module__.startswith("spotify_sdk.models.")
        assert getattr(__import__(cls.__module__, fromlist=["_"]), name) is cls


@pytest.mark.parametrize("module", ["album", "artist", "audiobook", "common", "player", "playlist", "search", "show", "track", "user", "base"])
def test_every_module_can_be_imported_first(module: str) -> None:
    assert run_python(f"import spotify_sdk.models.{module} as module; print(module.SpotifyModel.__name__)") == "SpotifyModel"


def test_models_can_be_parametrised() -> None:
    assert m.Page[m.SavedTrack].model_fields["items"].annotation == list[m.SavedTrack]
    assert m.CursorPage[m.Artist].model_fields["items"].annotation == list[m.Artist]
    assert m.Page[m.Track] is m.Page[m.Track]


def test_every_field_has_a_way_to_be_read() -> None:
    from spotify_sdk.models import _read

    anything = _read.reader_of_type(Any)
    for name, cls in classes().items():
        for field, info in cls.model_fields.items():
            _, read = _read.reader_of(info)
            assert read is not anything or (name, field) == ("RejectedRow", "row"), (name, field)


def test_every_class_has_a_json_schema() -> None:
    for cls in classes().values():
        for mode in ("validation", "serialization"):
            schema = cls.model_json_schema(mode=mode)
            assert schema["title"] == cls.__name__ or "$ref" in schema
    assert m.SearchResult.model_json_schema()["properties"].keys() == m.SearchResult.model_fields.keys()


def test_aliases_can_be_tested_for() -> None:
    assert isinstance(m.Track(), m.PlaybackItem)
    assert not isinstance(m.PlaylistEpisode(), m.PlaybackItem)
    assert isinstance(m.PlaylistEpisode(), m.PlaylistItemContent)


def test_they_are_mutable_and_keep_what_they_do_not_know() -> None:
    for cls in classes().values():
        assert cls.model_config.get("extra") == "allow"
        assert not cls.model_config.get("frozen")


# --- against the reference, where it is ---


def reference() -> dict[str, tuple[list[str], dict[str, tuple[str, str | None, bool]]]]:
    """The classes of 0.10.1: bases, and for every field its type, alias and whether it is required."""
    folder = shared()
    if folder is None:
        pytest.skip("no reference here: set SPOTIFY_SDK_SHARED to the folder that holds it")
    lines = (folder / "reference/python-signatures.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, tuple[list[str], dict[str, tuple[str, str | None, bool]]]] = {}
    fields: dict[str, tuple[str, str | None, bool]] = {}
    for line in lines[lines.index("MODELS") + 1 :]:
        if head := re.fullmatch(r"(\w+) \[(.*)\]", line):
            fields = {}
            found[head[1]] = (re.findall(r"'(\w+)'", head[2]), fields)
        elif field := re.fullmatch(r"    (\w+) : (.*?)(?: alias=(\w+))? (?:(REQ)| ?=.*)", line):
            fields[field[1]] = (spelled(evaluated(field[2].strip())), field[3], field[4] is not None)
        else:
            assert " alias " in line, line
    return found


def evaluated(text: str) -> Any:
    text = re.sub(r"<class '(?:common\.)?([\w.\[\]]+)'>", r"\1", text)
    text = re.sub(r"\b(?:common|track|show|playlist|artist|album|audiobook|player|user)\.(?=[A-Z])", "", text).replace("datetime.datetime", "datetime").replace("~T", "T")
    return eval(text, {**vars(m), "typing": typing, "datetime": datetime.datetime, "T": TypeVar("T"), "NoneType": NoneType})


def test_every_class_and_field_of_the_reference_is_there() -> None:
    expected = reference()
    assert len(expected) > 45
    assert classes().keys() - expected.keys() == OURS
    widened: dict[str, str] = {}
    for name, (bases, fields) in expected.items():
        cls = classes()[name]
        assert [base.__name__ for base in cls.__mro__[1:3]] == bases, name
        ours = {field: info for field, info in cls.model_fields.items() if f"{name}.{field}" not in ADDED}
        assert list(ours) == list(fields), name
        for field, (kind, alias, required) in fields.items():
            assert ours[field].alias == alias, (name, field)
            assert required or not ours[field].is_required(), (name, field)
            if spelled(ours[field].annotation) != kind:
                widened[f"{name}.{field}"] = kind
    assert widened == WIDENED


def test_what_was_valid_is_valid() -> None:
    """Every type of ours takes all that the reference's takes."""
    for where, kind in WIDENED.items():
        name, field = where.split(".")
        ours = spelled(classes()[name].model_fields[field].annotation)
        narrow, wide = (set(re.split(r" \| |, |\[|\]|Literal", text)) for text in (kind, ours))
        assert narrow < wide, where


def test_what_was_added_is_not_dumped_when_it_is_not_there() -> None:
    for where in ADDED:
        name, field = where.split(".")
        assert field not in classes()[name]().model_dump(), where


def test_every_widening_has_its_reason() -> None:
    page = (SURFACE.parents[2] / "docs/differences.md").read_text(encoding="utf-8")
    for where in WIDENED:
        assert f"`{where}`" in page, where
    for name in OURS | ADDED:
        assert f"`{name}`" in page, name
