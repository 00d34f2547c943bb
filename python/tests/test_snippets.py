"""The auth documents' snippets, executed as their README says: as they stand, and as their twins on both event loops."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from shared import reference
from snippet_checks import CHECKS, SKIPPED

HERE = Path(__file__).resolve().parent

# Those that only an event loop can run: two await, and two are of the asynchronous classes.
ASYNCHRONOUS = {
    "reference_02_client_credentials_async",
    "reference_04_authorization_code_async",
    "reference_06_local_dev_helper_no_copy_paste",
    "reference_11_auth_providers_async",
}
CASES = [
    pytest.param(name, loop, id=f"{name}-{loop}")
    for name in CHECKS
    for loop in ("none", "asyncio", "trio")
    if not (name in ASYNCHRONOUS and loop == "none")
]


def test_no_snippet_is_left_out() -> None:
    there = {path.stem for path in reference("snippets").glob("*.py")}
    assert there == CHECKS.keys() and len(there) == 25


@pytest.mark.parametrize(("name", "loop"), CASES)
def test_a_snippet_runs(name: str, loop: str, tmp_path: Path) -> None:
    path = reference("snippets") / f"{name}.py"
    browser = "import sys, urllib.request as r; r.urlopen(sys.argv[1], timeout=60).read()"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SPOTIFY_SDK_")},
        "BROWSER": f"{shlex.quote(sys.executable)} -c {shlex.quote(browser)} %s",
    }
    ran = subprocess.run(
        [sys.executable, "-B", str(HERE / "run_snippet.py"), str(path), loop],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if ran.returncode == SKIPPED:
        pytest.skip(ran.stderr.strip())
    assert ran.returncode == 0, ran.stdout + ran.stderr
