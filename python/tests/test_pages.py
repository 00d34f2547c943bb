"""The examples of the README and of the pages in `docs`: each is run, as it would be by whoever copies it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import redis_server
from blocks import PACKAGE, Block, blocks
from shared import needed

from spotify_sdk import SpotifyClient
from spotify_sdk.exceptions import AuthenticationError
from spotify_sdk.testing import Sandbox

BLOCKS = blocks()

# A browser that agrees to everything, as the sandbox does.
BROWSER = "import sys, urllib.request as r; r.urlopen(sys.argv[1], timeout=60).read()"

# What a program prints on the sandbox, where that says that it did its work.
PRINTS = {
    "README, spotify-sdk": r"",
    "guide, The app's own login": r".+ \d{4}.*\n",
    "guide, A user at this machine": r"\d+ tracks saved\n",
    "guide, Tokens from elsewhere": r"Ada\n",
    "guide, Whole lists": r"",
    "guide, What can go wrong": r"there is no such playlist\n",
    "guide, Threads, event loops, processes": r".+\n",
}


@pytest.fixture
def environment(documents: Sandbox) -> Iterator[dict[str, str]]:
    """What a program finds: an app, a browser, a token, and a Redis server where there can be one."""
    browser = f"{shlex.quote(sys.executable)} -c {shlex.quote(BROWSER)} %s"
    token = documents.access_token(documents.users[0])
    with ExitStack() as stack:
        given = {**os.environ, "BROWSER": browser, "VAULT_TOKEN": token, "HOME": os.getcwd()}
        if redis_server.is_there():
            given["REDIS_SOCKET"] = stack.enter_context(redis_server.running())
        yield given


def run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    ran = subprocess.run(
        [sys.executable, "-B", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_every_page_has_examples() -> None:
    pages = {path.stem for path in (PACKAGE / "docs").glob("*.md")} - {"differences"} | {"README"}
    assert {block.page for block in BLOCKS} == pages


@pytest.mark.parametrize("block", [pytest.param(block, id=block.name) for block in BLOCKS if block.kind == "program"])
def test_a_program_runs(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(tmp_path)
    if "REDIS_SOCKET" in block.code and not redis_server.is_there():
        pytest.skip(redis_server.MISSING)
    environment = request.getfixturevalue("environment")
    with SpotifyClient(environment["VAULT_TOKEN"]) as client:
        # The sandbox has music of its own.
        code = block.code.replace("Kind of Blue", client.albums.get("4aawyAB9vmqN3uQ7FjRGTy").name)
    printed = run(["-c", code], tmp_path, environment)
    assert re.match(PRINTS.get(f"{block.page}, {block.heading}", "$"), printed), printed


@pytest.mark.parametrize("block", [pytest.param(block, id=block.name) for block in BLOCKS if block.kind == "cell"])
def test_a_cell_runs(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(tmp_path)
    runner = (
        "import ast, asyncio, sys; code = compile(sys.argv[1], 'cell', 'exec', ast.PyCF_ALLOW_TOP_LEVEL_AWAIT); "
        "asyncio.run(eval(code, {}))"
    )
    assert run(["-c", runner, block.code], tmp_path, request.getfixturevalue("environment"))


@pytest.mark.parametrize("block", [pytest.param(block, id=block.name) for block in BLOCKS if block.kind == "tests"])
def test_a_file_of_tests_passes(block: Block, tmp_path: Path) -> None:
    (tmp_path / "test_copied.py").write_text(block.code, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SPOTIFY_SDK_", "PYTEST_"))}
    printed = run(["-m", "pytest", "-q", "-p", "no:cacheprovider", "test_copied.py"], tmp_path, environment)
    assert f"{block.code.count('def test_')} passed" in printed


def names_of(heading: str) -> dict[str, Any]:
    """What the example below a heading of the guide defines."""
    (block,) = (block for block in BLOCKS if (block.page, block.heading) == ("guide", heading))
    names: dict[str, Any] = {}
    exec(compile(block.code, block.name, "exec"), names)
    return names


def test_the_web_applications_functions_log_in(documents: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    site = names_of("A web application")
    ada: dict[str, str] = {}
    bob: dict[str, str] = {}
    first, second = site["begin"]("ada", ada), site["begin"]("bob", bob)
    site["end"]("bob", bob, documents.approve(second))
    site["end"]("ada", ada, documents.approve(first))
    assert not ada and not bob
    assert site["logins"].for_user("ada").get_access_token() != site["logins"].for_user("bob").get_access_token()
    assert site["saved_tracks"]("ada") == 120
    forged = site["begin"]("ada", ada)
    with pytest.raises(AuthenticationError, match="State mismatch"):
        site["end"]("ada", ada, documents.approve(forged).replace("state=", "state=x"))
    site["log_out"]("ada")
    with pytest.raises(AuthenticationError):
        site["saved_tracks"]("ada")
    assert site["saved_tracks"]("bob") == 120


def test_the_guides_redis_cache_outlives_the_access_token(
    environment: dict[str, str], documents: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unlike the class of 0.10.1's documents, also from one process to the next."""
    needed("redis")
    if not redis_server.is_there():
        pytest.skip(redis_server.MISSING)
    monkeypatch.setenv("REDIS_SOCKET", environment["REDIS_SOCKET"])
    first = names_of("Where a login is kept")
    request = first["auth"].authorization_request()
    first["auth"].complete_authorization(request, documents.approve(request.authorization_url))
    stored = first["auth"].get_access_token()
    assert first["server"].ttl("spotify:ada") == -1
    documents.advance(7 * 24 * 3600)
    # Another process would have nothing but what is in Redis.
    second = names_of("Where a login is kept")
    assert second["auth"].get_access_token() != stored
    with SpotifyClient(auth_provider=second["auth"]) as client:
        client.tracks.get_saved()
    # And as the login of one of many users.
    assert second["logins"].for_user("ada").get_access_token() == second["auth"].get_access_token()
    second["auth"].logout()
    assert second["server"].get("spotify:ada") is None


def test_links_lead_somewhere() -> None:
    """Between the pages, and to headings on them."""

    def anchors(text: str) -> set[str]:
        headings = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

    for page in [PACKAGE / "README.md", *(PACKAGE / "docs").glob("*.md")]:
        for path, anchor in re.findall(r"\]\((?!http)([^)#]*)#?([^)]*)\)", page.read_text(encoding="utf-8")):
            target = page.parent / path if path else page
            assert target.is_file(), f"{page.name}: {path}"
            assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), f"{page.name}: #{anchor}"
