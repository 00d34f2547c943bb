"""The names, parameters and defaults of 0.10.1, and its words for what it refuses."""

from __future__ import annotations

import ast
import inspect
import re
from typing import Any

import pytest
from shared import reference

import spotify_sdk
from spotify_sdk import AsyncSpotifyClient, SpotifyClient, auth
from spotify_sdk.testing import Sandbox

METHOD = re.compile(r"^ +(?P<kind>async |static |classmethod )*(?P<name>\w+)\((?P<parameters>.*)\) -> ")
FUNCTION = re.compile(r"^FUNC (?P<name>\w+) (async )? ?\((?P<parameters>.*)\) -> ")


def parameters_of(text: str) -> list[tuple[str, str, Any]]:
    """Name, kind and default of each parameter, from a signature's text."""
    arguments = ast.parse(f"def f({text}): pass").body[0].args  # type: ignore[attr-defined]
    positional = arguments.posonlyargs + arguments.args
    defaults = [inspect.Parameter.empty] * (len(positional) - len(arguments.defaults))
    defaults += [ast.literal_eval(default) for default in arguments.defaults]
    found = [(argument.arg, "positional", default) for argument, default in zip(positional, defaults)]
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        value = inspect.Parameter.empty if default is None else ast.literal_eval(default)
        found.append((argument.arg, "keyword", value))
    return [parameter for parameter in found if parameter[0] != "self"]


def check(name: str, function: Any, wanted: list[tuple[str, str, Any]]) -> None:
    have = inspect.signature(function).parameters
    ours = [
        (p.name, "keyword" if p.kind is p.KEYWORD_ONLY else "positional", p.default)
        for p in have.values()
        if p.name != "self" and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ]
    for parameter in wanted:
        assert parameter in ours, f"{name}: {parameter} is missing; there is {ours}"
    positional = [p[0] for p in wanted if p[1] == "positional"]
    assert [p[0] for p in ours if p[1] == "positional"][: len(positional)] == positional, name
    for parameter in ours:
        assert parameter in wanted or parameter[2] is not inspect.Parameter.empty, f"{name}: {parameter} is required"


def lines() -> list[str]:
    text = reference("python-signatures.txt").read_text(encoding="utf-8")
    return text.split("\nMODELS\n")[0].splitlines()


def test_every_signature_of_the_contract() -> None:
    target: Any = None
    client: Any = None
    checked = 0
    for line in lines():
        if line.startswith("CLASS auth. "):
            target = getattr(auth, line.split()[2])
        elif line.startswith("CLASS "):
            client = target = getattr(spotify_sdk, line.split()[1])
        elif line.startswith(" attr "):
            _, attribute, module, kind = line.split()
            with_token = client("your-access-token")
            target = type(getattr(with_token, attribute))
            assert (target.__module__, target.__name__) == (module, kind)
        elif (match := FUNCTION.match(line)) is not None:
            check(match["name"], getattr(auth, match["name"]), parameters_of(match["parameters"]))
            checked += 1
        elif (match := METHOD.match(line)) is not None and target is not None:
            name = match["name"]
            # A protocol has no constructor of its own, and what is handed to `__exit__` is the language's.
            if "*args" in match["parameters"] or name in ("__exit__", "__aexit__"):
                continue
            function = inspect.getattr_static(target, name)
            function = function.__func__ if isinstance(function, (staticmethod, classmethod)) else function
            is_async = "async " in line.split("(")[0]
            assert inspect.iscoroutinefunction(function) == is_async, f"{target.__name__}.{name}"
            wanted = parameters_of(match["parameters"])
            wanted = [parameter for parameter in wanted if parameter[0] != "cls"]
            check(f"{target.__name__}.{name}", getattr(target, name), wanted)
            checked += 1
    assert checked > 100


def test_names_of_the_package() -> None:
    for name in ("AsyncSpotifyClient", "SpotifyClient", "SpotifyError", "AuthenticationError", "BadRequestError"):
        assert name in spotify_sdk.__all__ and hasattr(spotify_sdk, name)
    for module in ("auth", "models", "exceptions"):
        assert getattr(spotify_sdk, module).__name__ == f"spotify_sdk.{module}"
    with pytest.raises(AttributeError):
        spotify_sdk.no_such_name  # noqa: B018


def test_private_paths_that_tests_of_0_10_1_import() -> None:
    from spotify_sdk._async import auth as async_auth
    from spotify_sdk._async._base_client import AsyncBaseClient
    from spotify_sdk._async.services.albums import AsyncAlbumService
    from spotify_sdk._auth_shared import TokenInfo
    from spotify_sdk._sync import auth as sync_auth
    from spotify_sdk._sync._base_client import BaseClient
    from spotify_sdk._sync.services.albums import AlbumService

    for module in (sync_auth, async_auth):
        for name in ("TOKEN_URL", "AUTHORIZE_URL", "ENV_CLIENT_ID", "ENV_CLIENT_SECRET", "ENV_REDIRECT_URI", "time"):
            assert hasattr(module, name)
        assert module.TokenInfo is TokenInfo
    assert isinstance(SpotifyClient("x").albums, AlbumService)
    assert isinstance(AsyncSpotifyClient("x").albums, AsyncAlbumService)
    assert issubclass(SpotifyClient, BaseClient) and issubclass(AsyncSpotifyClient, AsyncBaseClient)


def uris(count: int) -> list[str]:
    return [f"spotify:track:{'a' * 22}"] * count


REFUSED = [
    ("id cannot be empty", lambda c: c.albums.get("")),
    ("id cannot be empty", lambda c: c.artists.get_albums("")),
    ("id cannot be empty", lambda c: c.shows.get_episodes("")),
    ("uris cannot be empty", lambda c: c.library.save_items([])),
    ("uris cannot contain empty values", lambda c: c.library.check_contains(["", *uris(1)])),
    ("A maximum of 40 URIs are allowed", lambda c: c.library.remove_items(uris(41))),
    ("uris must be a list", lambda c: c.library.save_items(uris(1)[0])),
    ("Invalid time_range. Valid values: ", lambda c: c.users.get_top_tracks(time_range="ever")),
    ("Invalid include_groups: ", lambda c: c.artists.get_albums("x", include_groups=["demo"])),
    ("additional_types cannot be empty", lambda c: c.player.get_playback_state(additional_types=[])),
    ("additional_types must only contain 'track' or 'episode'", lambda c: c.player.get_currently_playing(None, ["x"])),
    ("device_id cannot be empty", lambda c: c.player.transfer_playback("")),
    ("device_id cannot be empty", lambda c: c.player.pause_playback("")),
    ("name cannot be empty", lambda c: c.playlists.create("")),
    ("public must be False when collaborative is True", lambda c: c.playlists.create("x", collaborative=True)),
    ("At least one field must be provided", lambda c: c.playlists.change_details("x")),
    (
        "public and collaborative cannot both be True",
        lambda c: c.playlists.change_details("x", public=True, collaborative=True),
    ),
    (
        "Replace mode cannot include reorder parameters",
        lambda c: c.playlists.reorder_or_replace_items("x", uris(1), range_start=1),
    ),
    (
        "range_start and insert_before are required for reorder",
        lambda c: c.playlists.reorder_or_replace_items("x", range_start=1),
    ),
    ("Provide exactly one of uris or items", lambda c: c.playlists.remove_items("x")),
    ("items cannot be empty", lambda c: c.playlists.remove_items("x", items=[])),
    ("Each item must include a non-empty uri", lambda c: c.playlists.remove_items("x", items=[{}])),
    (
        "positions must be a list of integers",
        lambda c: c.playlists.remove_items("x", items=[{"uri": uris(1)[0], "positions": 1}]),
    ),
    (
        "Spotify no longer removes by positions",
        lambda c: c.playlists.remove_items("x", items=[{"uri": uris(1)[0], "positions": [1]}]),
    ),
    ("uris cannot be empty", lambda c: c.playlists.add_items("x", [])),
    ("image_base64_jpeg cannot be empty", lambda c: c.playlists.upload_cover_image("x", "")),
    ("image_base64_jpeg must be base64", lambda c: c.playlists.upload_cover_image("x", "no base64!")),
    ("q cannot be empty", lambda c: c.search.search("", ["track"])),
    ("types cannot be empty", lambda c: c.search.search("x", [])),
    ("Invalid types: ", lambda c: c.search.search("x", ["song"])),
    ("uri cannot be empty", lambda c: c.player.add_to_queue("")),
    ("context_uri cannot be empty", lambda c: c.player.start_playback(context_uri="")),
    (
        "context_uri and uris cannot both be provided",
        lambda c: c.player.start_playback(context_uri="spotify:album:x", uris=uris(1)),
    ),
    ("offset requires context_uri or uris", lambda c: c.player.start_playback(offset=1)),
    (
        "offset position must be greater than or equal to 0",
        lambda c: c.player.start_playback(uris=uris(1), offset=-1),
    ),
    ("position_ms must be greater than or equal to 0", lambda c: c.player.seek(-1)),
    ("state must be one of: context, off, track", lambda c: c.player.set_repeat_mode("on")),
    ("volume_percent must be between 0 and 100", lambda c: c.player.set_volume(101)),
    ("limit must be between 1 and 50", lambda c: c.player.get_recently_played(limit=51)),
    ("after must be greater than or equal to 0", lambda c: c.player.get_recently_played(after=-1)),
    ("after and before cannot both be provided", lambda c: c.player.get_recently_played(after=1, before=2)),
]


@pytest.mark.parametrize(("text", "call"), REFUSED, ids=[text for text, _ in REFUSED])
def test_what_is_refused_and_in_which_words(documents: Sandbox, run, text: str, call: Any) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        call(SpotifyClient("your-access-token"))

    async def main() -> None:
        with pytest.raises(ValueError, match=re.escape(text)):
            await call(AsyncSpotifyClient("your-access-token"))

    run(main)
    assert documents.requests() == []
