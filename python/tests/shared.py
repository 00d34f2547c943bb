"""Reference material that lies beside the repository and is not part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def reference(name: str) -> Path:
    """A file or folder of the reference: below `SPOTIFY_SDK_REFERENCE`, else below `shared/reference` beside the repository.

    Skips the test where there is none.
    """
    given = os.environ.get("SPOTIFY_SDK_REFERENCE")
    folder = Path(given) if given else Path(__file__).resolve().parents[3] / "shared" / "reference"
    if not (folder / name).exists():
        pytest.skip(f"there is no {name} in {folder}; SPOTIFY_SDK_REFERENCE says where the reference is")
    return folder / name
