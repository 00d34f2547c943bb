"""What the tests share, itself."""

from __future__ import annotations

import pytest
from shared import needed


def test_in_ci_nothing_is_skipped_for_want_of_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception):
        needed("no_such_module")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(ImportError):
        needed("no_such_module")
    # Those that are not made for every Python.
    with pytest.raises(pytest.skip.Exception):
        needed("no_such_module", since=(99, 0))
    assert needed("pytest") is pytest
