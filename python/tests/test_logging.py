"""The logger `spotify_sdk`."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from spotify_sdk import SpotifyClient
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
