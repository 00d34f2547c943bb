"""Names that modules of 0.10.1 had, which its tests and those of programs patch, and that nothing would look at now."""

from __future__ import annotations

_WHY = {
    "httpx": "requests are sent by the native half, so a patched httpx would not be asked",
    "time": "the native half waits by itself, so a patched sleep would not be called",
    "anyio": "the native half waits by itself, so a patched sleep would not be called",
}


def missing(module: str, name: str) -> Exception:
    """What to raise for a name that a module does not have. An `ImportError` comes through wherever names are looked up by a path, as
    `monkeypatch.setattr` and `mock.patch` do; what looks for attributes would pass over an `AttributeError` and its words."""
    if name not in _WHY:
        return AttributeError(f"module {module!r} has no attribute {name!r}")
    return ImportError(
        f"{module} has no {name!r}: {_WHY[name]}. Tests use the pytest fixture `spotify_sandbox`, or spotify_sdk.testing.Sandbox; "
        "the page docs/migrating.md of the package shows how"
    )
