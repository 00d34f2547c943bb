"""What type checkers say."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from blocks import blocks
from shared import needed, reference

PACKAGE = Path(__file__).resolve().parents[1]
TYPING = PACKAGE / "tests" / "typing"


def passes(*command: str, **environment: str) -> None:
    """Runs a checker where it sees the installed package and not its source."""
    ran = subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, **environment},
        cwd="/",
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def mypy(cache: Path, *arguments: str) -> None:
    needed("mypy")
    passes("mypy", "--strict", "--cache-dir", str(cache), *arguments, **where_the_package_is())


def pyright(project: Path) -> None:
    needed("basedpyright")
    passes("basedpyright", "--project", str(project), "--pythonpath", sys.executable)


def where_the_package_is() -> dict[str, str]:
    """An installed package mypy finds itself."""
    import spotify_sdk

    where = Path(spotify_sdk.__file__).parents[1]
    return {} if where.name == "site-packages" else {"MYPYPATH": str(where)}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy keeps from one run to the next: most of the time goes into pydantic."""
    return tmp_path_factory.mktemp("mypy")


def test_the_package_is_clean_under_pyrights_strict_rules() -> None:
    pyright(PACKAGE)


def test_the_native_halfs_stub_is_what_is_there() -> None:
    needed("mypy")
    passes("mypy.stubtest", "spotify_sdk._native", **where_the_package_is())


def test_programs_of_users_are_clean_under_mypys_strict_rules(cache: Path) -> None:
    """What is wrong in them says so with a comment, and a comment that is not needed is an error."""
    mypy(cache, "--warn-unused-ignores", "--python-version", "3.10", str(TYPING))


def test_programs_of_users_are_clean_under_pyrights_strict_rules() -> None:
    pyright(TYPING)


def test_the_examples_of_every_page_are_clean_under_mypys_strict_rules(cache: Path, tmp_path: Path) -> None:
    """On the lines that they have on the page."""
    examples = blocks()
    for block in examples:
        (tmp_path / f"{block.page.lower()}_{block.line}.py").write_text(block.module, encoding="utf-8")
    assert len({block.page for block in examples}) > 1
    # What an example needs beside us need not be there, or have types.
    mypy(
        cache,
        "--disable-error-code=import-not-found",
        "--disable-error-code=import-untyped",
        str(tmp_path),
    )


def test_the_applications_to_copy_are_clean_under_the_strict_rules(cache: Path, tmp_path: Path) -> None:
    needed("fastapi", since=(3, 11))
    applications = PACKAGE / "examples"
    for folder in applications.iterdir():
        mypy(cache, str(folder))
    # As everywhere here, they see the installed package and not its source.
    settings = (TYPING / "pyrightconfig.json").read_text(encoding="utf-8")
    (tmp_path / "pyrightconfig.json").write_text(
        json.dumps({**json.loads(settings), "include": [str(applications)]}), encoding="utf-8"
    )
    pyright(tmp_path)


def test_the_documents_snippets_are_clean_under_mypys_strict_rules(cache: Path, tmp_path: Path) -> None:
    for snippet in reference("snippets").glob("*.py"):
        text = snippet.read_text(encoding="utf-8")
        (tmp_path / snippet.name).write_text(re.sub(r"^# before: ", "", text, flags=re.MULTILINE), encoding="utf-8")
    mypy(cache, "--disable-error-code=top-level-await", str(tmp_path))
