"""A sandbox of our own, started as a user would start it and stopped when the test is over."""

import json
import os
import queue
import subprocess
import threading
import time
import urllib.request
from contextlib import contextmanager
from unittest import mock

# A generous bound against waiting for ever; the sandbox says where it is within milliseconds.
PATIENCE = 60


class Sandbox:
    """`spotify-sdk sandbox run`, and what it printed about itself."""

    # 0.10.1 insists on fields that Development Mode leaves out.
    def __init__(self, *flags: str, rules: str = "extended-quota"):
        command = [os.environ["SPOTIFY_SDK_COMMAND"], "sandbox", "run", "--port", "0", "--seed", "7"]
        command += ["--rules", rules, "--print-env", "json", *flags]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            self.environment = json.loads(self._first_line())
        except BaseException:
            self.stop()
            raise
        self.base_url: str = self.environment["base_url"]
        self.api_base_url: str = self.environment["api_base_url"]
        self.accounts_base_url: str = self.environment["accounts_base_url"]
        self.client_id: str = self.environment["client_id"]
        self.client_secret: str = self.environment["client_secret"]
        self.redirect_uri: str = self.environment["redirect_uri"]
        users = self.environment["users"]
        # The first of them, and one who has not agreed to anything yet.
        self.user, self.newcomer = (user if isinstance(user, str) else user["id"] for user in users[:2])

    def _first_line(self) -> str:
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: lines.put(self._process.stdout.readline()), daemon=True).start()
        try:
            line = lines.get(timeout=PATIENCE)
        except queue.Empty:
            raise AssertionError("the sandbox did not say where it is") from None
        if not line:
            raise AssertionError(f"the sandbox ended with status {self._process.wait(PATIENCE)}")
        return line

    def advance(self, seconds: float) -> None:
        """Moves the sandbox's clock."""
        self._admin("POST", "advance", {"seconds": seconds})

    def mint(self, user: str | None, scopes: list[str]) -> str:
        """An access token of a user, or of the app."""
        wanted = {} if user is None else {"user": user, "scopes": scopes}
        return self._admin("POST", "tokens", wanted)["access_token"]

    def count(self, method: str, path: str) -> int:
        """How many requests of this kind the sandbox has answered so far."""
        entries = self._admin("GET", "journal")["entries"]
        return sum(1 for entry in entries if (entry["method"], entry["path"]) == (method, path))

    def _admin(self, method: str, name: str, body: dict | None = None) -> dict:
        request = urllib.request.Request(
            f"{self.environment['admin_url']}/{name}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "X-Sandbox-Admin": "1"},
            method=method,
        )
        # No proxy: the sandbox is on this machine.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    @contextmanager
    def later(self, seconds: float):
        """Lets time pass for the sandbox and, inside the block, for this process too."""
        self.advance(seconds)
        now = time.time
        with mock.patch("time.time", lambda: now() + seconds):
            yield

    def stop(self) -> None:
        """Ends the sandbox and waits until it is gone."""
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
