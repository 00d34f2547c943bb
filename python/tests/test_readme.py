"""The README's examples, run."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from spotify_sdk.auth import AuthorizationCode, FileTokenCache
from spotify_sdk.testing import Sandbox

BLOCKS = re.findall(
    r"```python\n(.*?)```", (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8"), re.DOTALL
)


def test_the_first_example(
    documents: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # The user has logged in before.
    scope = ["user-read-private", "user-library-read"]
    auth = AuthorizationCode(scope=scope, token_cache=FileTokenCache(".cache/spotify-sdk/token.json"))
    request = auth.authorization_request()
    auth.complete_authorization(request, documents.approve(request.authorization_url))
    exec(BLOCKS[0], {})
    assert len(documents.requests("GET", "/v1/me/albums")) == 1


def test_the_second_example(documents: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    exec(BLOCKS[1], names)
    asyncio.run(names["main"]())  # type: ignore[operator]
    assert capsys.readouterr().out.strip()


def test_both_examples_are_run() -> None:
    assert len(BLOCKS) == 2
