"""A login in a real browser: Debian's Chromium, without a window, plays the person."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from spotify_sdk.testing import Sandbox

PERSON = Path(__file__).resolve().parents[2] / "tests" / "browser" / "chromium.py"

SYNC = """
from spotify_sdk import SpotifyClient
from spotify_sdk.auth import AuthorizationCode

auth = AuthorizationCode(scope="user-library-read")
token = auth.authorize_local(timeout=120)
with SpotifyClient(auth_provider=auth) as client:
    print(token.scope, client.tracks.get_saved().total)
"""

ASYNC = """
import {loop}

from spotify_sdk import AsyncSpotifyClient
from spotify_sdk.auth import AsyncAuthorizationCode, async_authorize_local

async def main():
    auth = AsyncAuthorizationCode(scope="user-library-read")
    token = await async_authorize_local(auth, timeout=120)
    async with AsyncSpotifyClient(auth_provider=auth) as client:
        print(token.scope, (await client.tracks.get_saved()).total)

{loop}.run(main{call})
"""

PROGRAMS = {
    "sync": SYNC,
    "asyncio": ASYNC.format(loop="asyncio", call="()"),
    "trio": ASYNC.format(loop="trio", call=""),
}


@pytest.fixture(autouse=True)
def chromium() -> None:
    """Skips where there is none. `cargo xtask test` brings it where it may, and fails in CI where it can't."""
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("there is no Chromium here; Debian's package is `chromium`")


def log_in(program: str, folder: Path, *options: str) -> tuple[subprocess.CompletedProcess[str], list[dict[str, Any]]]:
    """Runs a program whose browser is Chromium: what it printed, and the pages that were seen."""
    notes = folder / "pages.json"
    users = [{"id": "grace", "saved_tracks": 3}]
    with Sandbox(auto_approve=False, users=users, redirect_uris=["http://127.0.0.1/callback"]) as sandbox:
        person = [sys.executable, str(PERSON), "--notes", str(notes), *options]
        environment = {**os.environ, **sandbox.environment(), "BROWSER": f"{shlex.join(person)} %s"}
        command = [sys.executable, "-B", "-c", program]
        ran = subprocess.run(
            command, env=environment, cwd=folder, capture_output=True, text=True, timeout=200, check=False
        )
        # The program may end before its browser does.
        give_up = time.monotonic() + 100
        while not notes.exists():
            assert time.monotonic() < give_up, ran.stdout + ran.stderr
            time.sleep(0.02)
    return ran, json.loads(notes.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", PROGRAMS)
def test_a_person_logs_in_with_chromium(kind: str, tmp_path: Path) -> None:
    ran, pages = log_in(PROGRAMS[kind], tmp_path)
    assert ran.stdout == "user-library-read 3\n", ran.stderr
    assert [page["heading"] for page in pages] == ["Who are you?", "Let “Your app” in?", "Authorized"]
    assert "user-library-read" in pages[1]["text"]
    # Neither the code nor the state stays in the address bar and the history.
    assert "?" not in pages[2]["url"] and pages[2]["url"].startswith("http://127.0.0.1:")
    assert "close this page" in pages[2]["text"]


def test_a_person_who_cancels_in_chromium_is_not_logged_in(tmp_path: Path) -> None:
    ran, pages = log_in(SYNC, tmp_path, "--deny")
    assert ran.returncode == 1
    assert "AuthenticationError" in ran.stderr and "access_denied" in ran.stderr, ran.stderr
    assert pages[-1]["heading"] == "Not authorized"
