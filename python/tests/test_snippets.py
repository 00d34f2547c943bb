"""The auth documents' snippets, executed as their README says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from shared import reference

SKIPPED = 77  # As run_snippet.py says.
HERE = Path(__file__).resolve().parent
NAMES = [
    "guide_01_access_token",
    "guide_02_client_credentials_factory",
    "guide_03_client_credentials_environment",
    "guide_04_client_credentials_constructor",
    "guide_05_authorization_code",
    "guide_06_scopes",
    "guide_07_authorize_local",
    "guide_08_manual_flow",
    "guide_09_file_cache",
    "guide_10_memory_cache",
    "guide_11_redis_cache",
    "guide_12_refresh",
    "guide_13_refresh_configuration",
    "guide_14_cleanup",
    "reference_01_client_credentials_sync",
    "reference_02_client_credentials_async",
    "reference_03_authorization_code_sync",
    "reference_04_authorization_code_async",
    "reference_05_local_dev_helper_no_copy_paste",
    "reference_06_local_dev_helper_no_copy_paste",
    "reference_07_token_cache",
    "reference_08_built_in_file_cache",
    "reference_09_tokeninfo",
    "reference_10_auth_providers_sync",
    "reference_11_auth_providers_async",
]


def test_no_snippet_is_left_out() -> None:
    there = {path.stem for path in reference("snippets").glob("*.py")}
    assert there == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_snippet_runs(name: str, tmp_path: Path) -> None:
    path = reference("snippets") / f"{name}.py"
    if "redis" in name:
        pytest.importorskip("redis")
    loops = ["asyncio", "trio"] if re.search(r"^(.*= )?await ", path.read_text(), re.MULTILINE) else ["none"]
    for loop in loops:
        folder = tmp_path / loop
        folder.mkdir()
        browser = "import sys, urllib.request as r; r.urlopen(sys.argv[1], timeout=60).read()"
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SPOTIFY_SDK_")},
            "BROWSER": f"{shlex.quote(sys.executable)} -c {shlex.quote(browser)} %s",
        }
        ran = subprocess.run(
            [sys.executable, "-B", str(HERE / "run_snippet.py"), str(path), loop],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if ran.returncode == SKIPPED:
            pytest.skip(ran.stderr.strip())
        assert ran.returncode == 0, ran.stdout + ran.stderr
