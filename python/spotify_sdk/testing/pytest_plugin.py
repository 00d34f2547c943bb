"""The pytest fixture, found by pytest itself wherever the package is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from . import Sandbox


@pytest.fixture
def spotify_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A local Spotify, to which every client and provider made in the test talks."""
    from . import Sandbox

    with Sandbox() as sandbox:
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        yield sandbox
