"""schemathesis makes requests of the description, valid ones and others. No answer of the sandbox is a server error."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "peers"))

from sandbox import PATIENCE, Sandbox  # noqa: E402

SEED = 2026
# Under which rules, as whom, and for how many seconds requests are made. Reading the description takes a few more. The rules from
# before November 2024 close nothing, so that every operation is reached; those of a new app refuse and leave out the most.
RUNS = [("before-november-2024", "user", 30), ("before-november-2024", "app", 15), ("development-mode", "user", 15)]

# Examples of the description, which schemathesis begins with, and what the sandbox has others for. Any id is one of a
# track or an album here (`--ids open`), but a playlist has to be there.
PLAYLIST, USER, MARKET = "3cEYpjA9oz9GiPac4AsH4n", "smedjan", "example: ES\n"
# Somewhere with audiobooks: for the app, and for the user, whose country wins over any market.
COUNTRY_HERE = "GB"
MARKET_HERE = f"example: {COUNTRY_HERE}\n"


def check(description: Path, scopes: list[str], folder: Path) -> int:
    """Runs schemathesis in `folder`, as a user with all scopes and as an app, and says how many runs found something."""
    return sum(checked(description, scopes, folder, *how) != 0 for how in RUNS)


def checked(description: Path, scopes: list[str], folder: Path, rules: str, login: str, seconds: int) -> int:
    sandbox = Sandbox("--ids", "open", "--country", COUNTRY_HERE, rules=rules)
    try:
        as_user = sandbox.mint(sandbox.user, scopes)
        text = description.read_text(encoding="utf-8").replace(MARKET, MARKET_HERE).replace(USER, sandbox.user)
        if playlist := first_playlist(sandbox, as_user):
            text = text.replace(PLAYLIST, playlist)
        localized = folder / "description.yml"
        localized.write_text(text, encoding="utf-8")
        print(f"\nas {login}, {rules}", flush=True)
        return run(localized, sandbox, as_user if login == "user" else sandbox.mint(None, []), seconds)
    finally:
        sandbox.stop()


def run(description: Path, sandbox: Sandbox, token: str, seconds: int) -> int:
    command = [
        *(sys.executable, "-B", "-m", "schemathesis.cli", "run", str(description)),
        *("--url", sandbox.api_base_url, "--header", f"Authorization: Bearer {token}"),
        *("--checks", "no_server_error", "--phases", "examples,coverage,fuzzing"),
        *("--seed", str(SEED), "--max-time", str(seconds), "--no-color", "--warnings", "off"),
    ]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)}
    # It leaves its notes in the folder it is started in.
    return subprocess.run(command, cwd=description.parent, env=environment, timeout=seconds + PATIENCE).returncode


def first_playlist(sandbox: Sandbox, token: str) -> str | None:
    request = urllib.request.Request(
        f"{sandbox.api_base_url}/me/playlists", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
            return next((row["id"] for row in json.load(answer)["items"]), None)
    except urllib.error.HTTPError:
        return None
