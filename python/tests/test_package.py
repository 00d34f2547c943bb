"""The package as it lies there."""

from __future__ import annotations

import importlib
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from unittest import mock

import pytest

import spotify_sdk

HERE = Path(__file__).resolve().parent


def fresh(code: str) -> str:
    """What a new interpreter prints."""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    return ran.stdout.strip()


def test_the_synchronous_half_is_made_from_the_asynchronous_one() -> None:
    sys.path.insert(0, str(HERE.parent))
    try:
        import generate
    finally:
        sys.path.pop(0)
    for path, text in generate.generated().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run python/generate.py"


def test_importing_costs_little() -> None:
    heavy = "('pydantic', 'httpx', 'anyio', 'asyncio', 'ssl', 'dataclasses')"
    code = f"import sys, spotify_sdk; print([name for name in {heavy} if name in sys.modules])"
    assert fresh(code) == "[]"
    code = f"import sys; from spotify_sdk import SpotifyClient; print([n for n in {heavy}[:4] if n in sys.modules])"
    assert fresh(code) == "[]"


def test_submodules_need_no_import_of_their_own() -> None:
    code = "import spotify_sdk as s; print(s.auth.TokenInfo.__name__, s.models.Album.__name__, s.exceptions.__name__)"
    assert fresh(code) == "TokenInfo Album spotify_sdk.exceptions"


def test_the_version_is_the_distributions() -> None:
    assert spotify_sdk.__version__ == version("spotify-sdk")


@pytest.mark.parametrize("half", ["_sync", "_async"])
def test_names_that_tests_of_0_10_1_patch_say_why_they_are_gone(half: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (("auth", "httpx"), ("_base_client", "httpx"), ("_base_client", "time"), ("_base_client", "anyio")):
        path = f"spotify_sdk.{half}.{module}.{name}"
        with pytest.raises(ImportError, match="spotify_sandbox"):
            monkeypatch.setattr(f"{path}.Client", None)
        with pytest.raises(ImportError, match="spotify_sandbox"), mock.patch(f"{path}.Client"):
            pass
        with pytest.raises(ImportError, match="spotify_sandbox"):
            exec(f"from spotify_sdk.{half}.{module} import {name}")
    # And no other name says so.
    module = importlib.import_module(f"spotify_sdk.{half}.auth")
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'$"):
        module.nonsense
    assert module.time is time


def test_the_package_is_typed() -> None:
    assert (Path(spotify_sdk.__file__).parent / "py.typed").exists()


def test_every_native_function_is_in_the_stub() -> None:
    from spotify_sdk import _native

    stub = (Path(spotify_sdk.__file__).parent / "_native.pyi").read_text(encoding="utf-8")
    names = [name for name in dir(_native) if not name.startswith("_")]
    missing = [name for name in names if f"def {name}(" not in stub and f"class {name}" not in stub]
    assert missing == []


def test_every_model_that_a_service_names_exists() -> None:
    import re

    from spotify_sdk._models import model

    services = Path(spotify_sdk.__file__).parent / "_sync" / "services"
    named = {
        name
        for path in services.glob("*.py")
        for name in re.findall(r'"([A-Za-z]+(?:\[[A-Za-z]+\])?)"', path.read_text(encoding="utf-8"))
        if name[0].isupper() or name.startswith("list[")
    }
    assert "Page[SavedTrack]" in named and "list[PlayerDevice]" in named
    for name in named:
        model(name)
