"""The command `spotify-sdk`, as the user of a sandbox runs it."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from sandbox import PATIENCE, Sandbox


class Command:
    """The command with one token file, and a browser in which somebody agrees to everything."""

    def __init__(self, sandbox: Sandbox, token_file: Path, *, with_secret: bool):
        self._token_file = token_file
        browser = token_file.parent / "browser"
        program = [sys.executable, "-B", str(Path(__file__).with_name("browser.py")), sandbox.user]
        browser.write_text(f'#!/bin/sh\nexec {shlex.join(program)} "$1"\n', encoding="utf-8")
        browser.chmod(0o755)
        # Nothing of the person who runs the tests: neither settings nor a login.
        self._environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "BROWSER": str(browser),
            "SPOTIFY_SDK_API_BASE_URL": sandbox.api_base_url,
            "SPOTIFY_SDK_ACCOUNTS_BASE_URL": sandbox.accounts_base_url,
            "SPOTIFY_SDK_CLIENT_ID": sandbox.client_id,
            "SPOTIFY_SDK_REDIRECT_URI": sandbox.redirect_uri,
        }
        if with_secret:
            self._environment["SPOTIFY_SDK_CLIENT_SECRET"] = sandbox.client_secret

    def run(self, *arguments: str) -> str:
        """Runs it to its end and gives what it printed."""
        ended = subprocess.run(
            [os.environ["SPOTIFY_SDK_COMMAND"], *arguments, "--token-file", str(self._token_file)],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        if ended.returncode != 0:
            raise AssertionError(f"{arguments} ended with {ended.returncode}: {ended.stderr}")
        return ended.stdout
