"""Reference material that lies beside the repository and is not part of it."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import pytest


def needed(module: str, since: tuple[int, int] = (3, 10)) -> Any:
    """A module that `requirements.txt` names for Pythons since this version. Where it is not installed the test is skipped, but not in
    CI, as the variable `CI` says everywhere: what is never run proves nothing."""
    if os.environ.get("CI") and sys.version_info >= since:
        return importlib.import_module(module)
    return pytest.importorskip(module)


def reference(name: str) -> Path:
    """A file or folder of the reference: below `SPOTIFY_SDK_REFERENCE`, else below `shared/reference` beside the repository.

    Skips the test where there is none.
    """
    given = os.environ.get("SPOTIFY_SDK_REFERENCE")
    folder = Path(given) if given else Path(__file__).resolve().parents[3] / "shared" / "reference"
    if not (folder / name).exists():
        pytest.skip(f"there is no {name} in {folder}; SPOTIFY_SDK_REFERENCE says where the reference is")
    return folder / name
