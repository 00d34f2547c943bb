"""The logger `spotify_sdk`."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk.auth import ClientCredentials
from spotify_sdk.testing import Sandbox

ALBUM = "5K79FLRUCSysQnVESLcTdb"


def test_warnings_reach_the_logger(documents: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    class Down:
        def get(self) -> None:
            raise ConnectionError("redis is down")

        def set(self, token: object) -> None:
            raise ConnectionError("redis is down")

    ClientCredentials(token_cache=Down()).get_access_token()
    warnings = [record for record in caplog.records if record.name == "spotify_sdk"]
    assert warnings and warnings[0].levelno >= logging.WARNING
    assert "redis is down" in caplog.text


def test_details_are_kept_where_they_are_wanted(documents: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    with SpotifyClient("your-access-token") as client:
        client.albums.get(ALBUM)
    quiet = len(caplog.records)
    caplog.set_level(logging.DEBUG, logger="spotify_sdk")
    documents.fault("GET /v1/albums/*", status=503, times=1)
    with SpotifyClient("your-access-token") as client:
        client.albums.get(ALBUM)
    assert len(caplog.records) > quiet
    for secret in documents.secrets():
        assert secret not in caplog.text


def test_details_may_be_wanted_later(documents: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    auth = ClientCredentials()
    with SpotifyClient(auth_provider=auth) as client:

        def details() -> int:
            caplog.clear()
            documents.fault("GET /v1/albums/*", status=503, times=1)
            client.albums.get(ALBUM)
            return sum(record.levelno == logging.DEBUG for record in caplog.records)

        with caplog.at_level(logging.WARNING, logger="spotify_sdk"):
            assert details() == 0
        with caplog.at_level(logging.DEBUG, logger="spotify_sdk"):
            assert details() > 0
        with caplog.at_level(logging.WARNING, logger="spotify_sdk"):
            assert details() == 0


def test_nothing_is_printed_unless_asked_for() -> None:
    code = """
from spotify_sdk.testing import Sandbox
from spotify_sdk.auth import ClientCredentials
class Down:
    def get(self): raise ConnectionError("redis is down")
    set = get
with Sandbox() as sandbox:
    ClientCredentials(sandbox.client_id, sandbox.client_secret, accounts_base_url=sandbox.accounts_base_url,
                      token_cache=Down()).get_access_token()
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stderr == "" and ran.stdout == ""


class Times(logging.Handler):
    """When a message came, by whose clock what was logged when."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what
        self.came = threading.Event()
        self.after = self.created = 0.0
        self.begun = time.monotonic()

    def emit(self, record: logging.LogRecord) -> None:
        if self.what in record.getMessage() and not self.came.is_set():
            self.after, self.created = time.monotonic() - self.begun, record.created
            self.came.set()


@pytest.mark.parametrize("where", ["main thread", "thread", "loop"])
def test_a_wait_is_announced_before_it_and_not_after(documents: Sandbox, where: str, run) -> None:
    logger = logging.getLogger("spotify_sdk")
    documents.fault("GET /v1/albums/*", times=1, status=429, headers={"retry-after": "2"})
    handler = Times("waiting for the rate limit")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        if where == "loop":

            async def main() -> None:
                async with AsyncSpotifyClient(documents.access_token(documents.users[0])) as client:
                    await client.albums.get(ALBUM)

            run(main)
        else:
            with SpotifyClient(documents.access_token(documents.users[0])) as client:
                if where == "thread":
                    thread = threading.Thread(target=client.albums.get, args=(ALBUM,))
                    thread.start()
                    thread.join(60)
                else:
                    client.albums.get(ALBUM)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert handler.came.is_set()
    assert handler.after < 1.5, handler.after
    assert abs(time.time() - (time.monotonic() - handler.begun) + handler.after - handler.created) < 1.0


def test_a_record_has_the_time_of_its_event(documents: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    auth = ClientCredentials()

    async def main() -> float:
        async with AsyncSpotifyClient(auth_provider=auth) as client:  # type: ignore[arg-type]
            call = asyncio.ensure_future(client.albums.get(ALBUM))
            await asyncio.sleep(0)
            # The loop is busy, and hears of nothing.
            until = time.monotonic() + 30
            while not documents.requests("GET", f"/v1/albums/{ALBUM}") and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(1)
            over = time.time()
            await call
            return over

    documents.fault("GET /v1/albums/*", times=1, status=503, headers={"retry-after": "0"})
    with caplog.at_level(logging.DEBUG, logger="spotify_sdk"):
        over = asyncio.run(main())
    created = [record.created for record in caplog.records if record.name == "spotify_sdk"]
    assert created == sorted(created) and created[0] < over - 0.5


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("where", ["handler", "level", "time"])
def test_what_ends_a_program_gets_through(documents: Sandbox, error: type[BaseException], where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("spotify_sdk")

    def end(*_: object) -> bool:
        raise error

    auth = ClientCredentials()
    auth.get_access_token()
    client = SpotifyClient(auth_provider=auth)
    handler = logging.Handler()
    if where == "handler":
        monkeypatch.setattr(handler, "emit", end)
        logger.addHandler(handler)
        documents.fault("GET /v1/albums/*", times=1, status=503)
    elif where == "level":
        monkeypatch.setattr(logger, "isEnabledFor", end)
    else:
        monkeypatch.setattr(time, "time", end)
    try:
        with monkeypatch.context() as patched:
            if where == "handler":
                patched.setattr(logger, "level", logging.DEBUG)
                logger.manager._clear_cache()  # type: ignore[attr-defined]
            with pytest.raises(error):
                client.albums.get(ALBUM)
    finally:
        logger.removeHandler(handler)
        monkeypatch.undo()
        logger.manager._clear_cache()  # type: ignore[attr-defined]
    monkeypatch.undo()
