"""What type checkers say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1]


def test_the_package_is_clean_under_pyrights_strict_rules() -> None:
    pytest.importorskip("basedpyright")
    command = [sys.executable, "-m", "basedpyright", "--project", str(PACKAGE), "--pythonpath", sys.executable]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_native_halfs_stub_is_what_is_there() -> None:
    pytest.importorskip("mypy")
    import spotify_sdk

    where = Path(spotify_sdk.__file__).parents[1]
    # An installed package mypy finds itself.
    environment = {**os.environ} if where.name == "site-packages" else {**os.environ, "MYPYPATH": str(where)}
    command = [sys.executable, "-m", "mypy.stubtest", "spotify_sdk._native"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False, env=environment, cwd="/")
    assert ran.returncode == 0, ran.stdout + ran.stderr
