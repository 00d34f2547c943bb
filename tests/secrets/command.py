"""Every command of `spotify-sdk`, done and failing; what it prints is kept for the search.

Started by `cargo xtask prove secrets`, which says where to write.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from shared import ADDRESS, AREA, CACHE, SHOWN, SHORT, learn, learn_address, visit
from spotify_sdk.testing import Sandbox

COMMAND = os.environ["SPOTIFY_SDK_COMMAND"]
PATIENCE = 60
numbers = itertools.count()
# An echo of the whole request, as proxies and debugging servers answer.
ECHOES = (
    b'{"error":"invalid_request","error_description":"you sent %s"}',
    b'{"error":{"status":400,"message":"Bearer %s is not known","reason":"%s"}}',
    b"<html><pre>POST /api/token %s</pre></html>",
)


def environment(sandbox: Sandbox, name: str, more: Mapping[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SPOTIFY_SDK_", "SECRETS_", "PYTHON"))}
    return {
        **kept,
        "SPOTIFY_SDK_CLIENT_ID": sandbox.client_id,
        "SPOTIFY_SDK_REDIRECT_URI": "http://127.0.0.1/callback",
        "SPOTIFY_SDK_HOME": str(CACHE / name),
        "SPOTIFY_SDK_ACCOUNTS_BASE_URL": sandbox.accounts_base_url,
        "SPOTIFY_SDK_API_BASE_URL": sandbox.api_base_url,
        **more,
    }


class Command:
    """One call of the command, under way."""

    def __init__(
        self,
        sandbox: Sandbox,
        *arguments: str | bytes,
        home: str = "ada",
        stdin: bytes | None = b"",
        shown: bool = False,
        address: bool = False,
        stdout: int | None = None,
        **more: str,
    ) -> None:
        label = "-".join(a for a in arguments if isinstance(a, str) and a.isalpha()) or "bare"
        folder = SHOWN if shown else ADDRESS if address else AREA / "out"
        self.path = folder / f"{next(numbers):03}-{label}"
        # What is asked for goes to standard output; what is said beside it is searched all the same.
        self.error_path = (ADDRESS if address else AREA / "out") / f"{self.path.name}.stderr"
        with self.path.open("wb") as out, self.error_path.open("wb") as errors:
            self.process = subprocess.Popen(
                [COMMAND, *arguments],
                stdin=subprocess.PIPE,
                stdout=out if stdout is None else stdout,
                stderr=errors,
                env=environment(sandbox, home, more),
            )
        if stdin is not None:
            self.write(stdin, last=not address)

    def write(self, data: bytes, last: bool = False) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
            if last:
                self.process.stdin.close()
        except BrokenPipeError:
            pass

    def address(self) -> str:
        """The address that a login shows."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for word in self.error_path.read_text(encoding="utf-8", errors="replace").split():
                if "/authorize?" in word:
                    learn_address(word)
                    return word
            assert self.process.poll() is None, self.error_path
            time.sleep(0.01)
        raise AssertionError(f"no address in {self.error_path}")

    def end(self, *codes: int) -> None:
        code = self.process.wait(PATIENCE)
        if self.process.stdin is not None:
            self.process.stdin.close()
        assert code in codes, f"{self.path.name} ended with {code}"


def run(sandbox: Sandbox, *arguments: str | bytes, codes: tuple[int, ...] = (0,), **options: object) -> None:
    Command(sandbox, *arguments, **options).end(*codes)  # type: ignore[arg-type]


def log_in(sandbox: Sandbox, *arguments: str, home: str = "ada", secret: bool = False) -> None:
    given = ["--client-secret-stdin"] if secret else []
    login = Command(
        sandbox, "auth", "login", "--no-browser", *given, *arguments, home=home, address=True,
        stdin=sandbox.client_secret.encode() + b"\n" if secret else b"",
    )
    callback = sandbox.approve(login.address())
    learn(*sandbox.secrets())
    # First what is not it, then by pasting or by the browser.
    login.write(b"https://example.com/?code=sandbox-code-of-somebody-else\n")
    login.write(callback.replace("state=", "state=x").encode() + b"\n")
    if secret:
        login.write(callback.encode() + b"\n")
    else:
        visit(callback)
    login.end(0)
    learn(*sandbox.secrets())


def help_and_mistakes(sandbox: Sandbox) -> None:
    for words in ([], ["--help"], ["auth", "--help"], ["auth", "login", "--help"], ["auth", "token", "--help"], ["demo", "--help"], ["sandbox", "run", "--help"], ["--version"]):
        run(sandbox, *words, codes=(0, 2))
    secret = sandbox.client_secret
    # People try. What they typed is in their shell's history then, and need not be in a log as well.
    for words in (["auth", "login", f"--client-secret={secret}"], ["auth", "token", f"--client-secret={secret}"]):
        run(sandbox, *words, home="mistakes", codes=(2,))
    run(sandbox, "auth", b"\xff\xfe", codes=(2,))


def without_login(sandbox: Sandbox) -> None:
    for words in (["auth", "status"], ["auth", "status", "--json", "--check"], ["auth", "token"], ["auth", "token", "--json"]):
        run(sandbox, *words, home="nobody", codes=(4,))
    run(sandbox, "auth", "logout", home="nobody")


def everyday(sandbox: Sandbox) -> None:
    log_in(sandbox)
    for words in (["auth", "status"], ["auth", "status", "--check"], ["auth", "status", "--json"], ["auth", "login", "--no-browser"]):
        run(sandbox, *words)
    run(sandbox, "auth", "status", SPOTIFY_SDK_ACCESS_TOKEN=sandbox.access_token("ada"))
    for words in (["auth", "token"], ["auth", "token", "--json"], ["auth", "token", "--refresh"]):
        run(sandbox, *words, shown=True)
    with open("/dev/full", "wb") as full:
        run(sandbox, "auth", "token", stdout=full.fileno(), codes=(1,))
        run(sandbox, "auth", "status", "--json", stdout=full.fileno(), codes=(1,))
    log_in(sandbox, "--force", secret=True)
    run(sandbox, "auth", "token", "--refresh", codes=(2,))
    run(sandbox, "auth", "token", "--refresh", "--client-secret-stdin", stdin=sandbox.client_secret.encode(), shown=True)
    run(sandbox, "auth", "token", "--refresh", "--client-secret-stdin", stdin=b"sandbox-secret-wrong", codes=(1, 4))
    file = CACHE / "secret-file"
    file.write_text(sandbox.client_secret)
    run(sandbox, "auth", "token", "--refresh", "--client-secret-file", str(file), shown=True)
    run(sandbox, "auth", "token", "--refresh", shown=True, SPOTIFY_SDK_CLIENT_SECRET=sandbox.client_secret)


def failing(sandbox: Sandbox) -> None:
    refresh = ["auth", "token", "--refresh", "--client-secret-file", str(CACHE / "secret-file")]
    check = ["auth", "status", "--check", "--json"]
    given = {"SPOTIFY_SDK_CLIENT_SECRET": sandbox.client_secret}
    stored = json.loads((CACHE / "ada/token.json").read_text())
    # What each is sent, it may send back.
    basic = base64.b64encode(f"{sandbox.client_id}:{sandbox.client_secret}".encode()).decode()
    calls = (
        ("POST /api/token", refresh, (stored["refresh_token"], sandbox.client_secret, basic)),
        ("GET /v1/me", check, (stored["access_token"],)),
    )
    for where, words, sent in calls:
        faults: list[dict[str, Any]] = [
            {"status": 500},
            {"status": 403, "body": b'{"error":{"status":403,"message":"no"}}'},
            {"status": 429, "headers": {"retry-after": "3600"}},
            {"truncate": 10},
        ]
        for echo, word, status in itertools.product(ECHOES, sent, (200, 302, 400, 401)):
            faults.append({"status": status, "body": echo.replace(b"%s", word.encode())})
        for fault in faults[:: 3 if SHORT else 1]:
            sandbox.fault(where, **fault)
            run(sandbox, *words, codes=(0, 1, 4, 5, 8), SPOTIFY_SDK_MAX_RETRIES="0", SPOTIFY_SDK_MAX_WAIT="0", shown=words is refresh, **given)
            sandbox.clear_faults()
            # A pause after a 429 is kept from one call to the next, and a refused login is forgotten; here each begins anew.
            for path in (CACHE / "ada").iterdir():
                if path.name != "token.json.app":
                    path.unlink()
            (CACHE / "ada/token.json").write_text(json.dumps(stored))
            (CACHE / "ada/token.json").chmod(0o600)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        run(sandbox, *check, codes=(8,), SPOTIFY_SDK_API_BASE_URL=url, SPOTIFY_SDK_MAX_RETRIES="0", **given)
    proxy = "http://somebody:sandbox-secret-of-a-proxy@127.0.0.1:1"
    run(sandbox, *check, codes=(0, 1, 8), SPOTIFY_SDK_PROXY=proxy, SPOTIFY_SDK_API_BASE_URL="https://api.spotify.com/v1", SPOTIFY_SDK_MAX_RETRIES="0", **given)


def damaged(sandbox: Sandbox) -> None:
    whole = (CACHE / "ada/token.json").read_text()
    contents = [whole[:-20], whole.replace(":", "="), f'"{whole[20:60]}"', whole.replace('"expires_at"', '"x"'), "\0" + whole, whole * 2]
    for number, content in enumerate(contents):
        folder = CACHE / f"damaged-{number}"
        folder.mkdir()
        for name in ("token.json", "token.json.app"):
            (folder / name).write_text(content)
        for words in (["auth", "status"], ["auth", "status", "--json"], ["auth", "token"], ["auth", "logout"]):
            run(sandbox, *words, home=folder.name, codes=(0, 1, 2, 4), shown=words[1] == "token")
    readable = CACHE / "readable"
    readable.mkdir()
    (readable / "token.json").write_text(whole)
    run(sandbox, "auth", "status", home="readable")


def logins_that_fail(sandbox: Sandbox) -> None:
    login = Command(sandbox, "auth", "login", "--no-browser", home="denied", address=True)
    visit(sandbox.deny(login.address()))
    login.end(1, 4)
    run(sandbox, "auth", "login", "--no-browser", "--timeout", "1", home="late", address=True, codes=(1, 8))
    login = Command(sandbox, "auth", "login", "--no-browser", home="interrupted", address=True)
    login.address()
    login.process.send_signal(signal.SIGINT)
    login.end(130)
    login = Command(sandbox, "auth", "login", "--no-browser", "--client-secret-stdin", home="wrong", address=True, stdin=b"sandbox-secret-wrong\n")
    visit(sandbox.approve(login.address()))
    login.end(1)
    for echo in ECHOES:
        login = Command(sandbox, "auth", "login", "--no-browser", home="echoed", address=True)
        callback = sandbox.approve(login.address())
        code = callback.split("code=")[1].split("&")[0]
        sandbox.fault("POST /api/token", status=400, times=1, body=echo.replace(b"%s", code.encode()))
        visit(callback)
        login.end(1, 4)
    learn(*sandbox.secrets())


def by_browser(sandbox: Sandbox) -> None:
    """Row 102: what the browser that is opened can know."""
    program = AREA / "tmp" / "browser"
    seen = ADDRESS / "browser"
    program.write_text(f'#!/bin/sh\n{{ printf "%s\\n" "$@"; env; }} > {seen}.part\n/bin/mv {seen}.part {seen}\nexec sleep 0.3\n')
    program.chmod(0o755)
    for given in ({}, {"SPOTIFY_SDK_CLIENT_SECRET": sandbox.client_secret, "SPOTIFY_SDK_ACCESS_TOKEN": sandbox.access_token("ada")}):
        seen.unlink(missing_ok=True)
        login = Command(sandbox, "auth", "login", "--force", home="browser", address=True, BROWSER=str(program), **given)
        address = login.address()
        end = time.monotonic() + PATIENCE
        while not seen.exists():
            assert time.monotonic() < end
            time.sleep(0.01)
        assert address in seen.read_text().splitlines()
        visit(sandbox.approve(address))
        login.end(0)
        seen.rename(f"{seen}-{len(given)}")
    learn(*sandbox.secrets())


def in_a_shell(sandbox: Sandbox) -> None:
    """A person at a terminal, whose shell remembers what was typed."""
    typed = f'"{COMMAND}" auth status\n"{COMMAND}" auth token --client-secret-file "{CACHE}/secret-file" --refresh > "{SHOWN}/by-shell"\nhistory -a\nexit\n'
    with (AREA / "out" / "shell").open("wb") as out:
        shell = subprocess.run(
            ["bash", "--norc", "-i"], input=typed.encode(), stdout=out, stderr=out, timeout=PATIENCE, check=False, start_new_session=True,
            env=environment(sandbox, "ada", {"HISTFILE": str(AREA / "home/.bash_history"), "HISTSIZE": "100", "HISTFILESIZE": "100"}),
        )
    assert shell.returncode == 0 and "auth status" in (AREA / "home/.bash_history").read_text()


def local_spotify(sandbox: Sandbox) -> None:
    served = Command(sandbox, "sandbox", "run", "--print-env", "json", "--port", "0", shown=True)
    end = time.monotonic() + PATIENCE
    while not served.path.read_text().endswith("\n"):
        assert time.monotonic() < end
        time.sleep(0.01)
    known = json.loads(served.path.read_text())
    learn(known["client_secret"])
    run(sandbox, "sandbox", "run", "--port", known["base_url"].rsplit(":", 1)[1], codes=(1,))
    served.process.send_signal(signal.SIGTERM)
    served.end(0)
    run(sandbox, "demo")
    run(sandbox, "demo", "--json")


def main() -> None:
    with Sandbox() as sandbox:
        learn(*sandbox.secrets())
        without_login(sandbox)
        everyday(sandbox)
        with ThreadPoolExecutor() as at_once:
            for part in [at_once.submit(part, sandbox) for part in (help_and_mistakes, logins_that_fail, by_browser)]:
                part.result()
        failing(sandbox)
        damaged(sandbox)
        in_a_shell(sandbox)
        sandbox.user_removes_app("ada")
        run(sandbox, "auth", "status", "--check", codes=(4,), SPOTIFY_SDK_CLIENT_SECRET=sandbox.client_secret)
        run(sandbox, "auth", "logout")
        run(sandbox, "auth", "status", codes=(4,))
        local_spotify(sandbox)
        learn(*sandbox.secrets())
        # What was asked for, and with what.
        journal = AREA / "out" / "journal"
        journal.write_text("".join(f"{r.method} {r.path} {dict(r.query)}\n" for r in sandbox.requests() if r.path != "/authorize"))
    assert not list(Path.cwd().iterdir()), "something was left where the command was called"


if __name__ == "__main__":
    main()
