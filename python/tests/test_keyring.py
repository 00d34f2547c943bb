"""`KeyringTokenCache` where there is no keyring: that it works with one is shown in Rust, on a store of the tests' own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from spotify_sdk.auth import KeyringTokenCache
from spotify_sdk.testing import Sandbox


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system has one, which tests leave alone")
def test_without_a_keyring_the_login_stays_in_memory_and_nothing_is_stored(documents: Sandbox, tmp_path: Path) -> None:
    code = """
import logging, sys
from spotify_sdk import SpotifyError
from spotify_sdk.auth import ClientCredentials, KeyringTokenCache

logging.basicConfig(stream=sys.stdout)
cache = KeyringTokenCache("my-program", "spotify")
auth = ClientCredentials(token_cache=cache)
assert auth.get_access_token() == auth.get_access_token()
try:
    cache.get()
except SpotifyError as error:
    print("raised:", error)
"""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "XDG_")) and name != "DISPLAY"
    }
    environment |= {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "HOME": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False, env=environment, cwd=tmp_path
    )
    assert ran.returncode == 0, ran.stderr
    assert "WARNING:spotify_sdk:" in ran.stdout and "raised: the system's keyring could not be read" in ran.stdout
    assert list(tmp_path.iterdir()) == []
    assert len(documents.requests("POST", "/api/token")) == 1


def test_its_names_are_shown() -> None:
    assert repr(KeyringTokenCache("my-program", "spotify")) == "KeyringTokenCache('my-program', 'spotify')"
