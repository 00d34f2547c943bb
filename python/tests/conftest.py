"""What the tests share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
import trio

from spotify_sdk.testing import Sandbox

Run = Callable[[Callable[[], Awaitable[Any]]], Any]


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own app and token stay out of the tests."""
    import os

    for name in [name for name in os.environ if name.startswith("SPOTIFY_SDK_")]:
        if name != "SPOTIFY_SDK_REFERENCE":
            monkeypatch.delenv(name)


@pytest.fixture(params=["asyncio", "trio"])
def run(request: pytest.FixtureRequest) -> Run:
    """Runs an async function on each of the event loops."""

    def on_asyncio(main: Callable[[], Awaitable[Any]]) -> Any:
        async def bounded() -> Any:
            return await asyncio.wait_for(main(), 60)

        return asyncio.run(bounded())

    def on_trio(main: Callable[[], Awaitable[Any]]) -> Any:
        async def bounded() -> Any:
            with trio.fail_after(60):
                return await main()

        return trio.run(bounded)

    return on_asyncio if request.param == "asyncio" else on_trio


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox that knows what the documents write."""
    with Sandbox(documents=True) as sandbox:
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        yield sandbox


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox whose app has a redirect URI on this machine, on any port."""
    with Sandbox(redirect_uris=["http://127.0.0.1/callback"]) as sandbox:
        for name, value in sandbox.environment().items():
            monkeypatch.setenv(name, value)
        yield sandbox
