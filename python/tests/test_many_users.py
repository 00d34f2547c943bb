"""`examples/many_users`, the web application to copy: two workers, browsers with cookies, a restart in the middle of a login."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import redis_server
from shared import needed

from spotify_sdk.testing import Sandbox

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "many_users"

# The application, whose answers say which of its processes they come from.
TELLING = """
import os
from app import app

@app.middleware("http")
async def tell(request, call_next):
    response = await call_next(request)
    response.headers["x-worker"] = str(os.getpid())
    return response
"""


# What it needs to start, but for the key.
COMPLETE = {
    "SPOTIFY_SDK_CLIENT_ID": "id",
    "SPOTIFY_SDK_CLIENT_SECRET": "secret",
    "SPOTIFY_SDK_REDIRECT_URI": "https://example.com/callback",
    "TOKEN_DIRECTORY": "x",
}


class Application:
    """Uvicorn with two workers, on any free port."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        command = ["-B", "-m", "uvicorn", "telling:app", "--workers", "2", "--port", "0", "--timeout-keep-alive", "600"]
        with log.open("w", encoding="utf-8") as output:
            self._process = subprocess.Popen([sys.executable, *command], env=environment, stderr=output, stdout=output)
        self._connections: dict[int, http.client.HTTPConnection] = {}
        until = time.monotonic() + 60
        while (text := log.read_text(encoding="utf-8")).count("startup complete") < 2:
            if self._process.poll() is not None or time.monotonic() > until:
                self.end()
                raise AssertionError(text)
            time.sleep(0.02)
        (port,) = re.findall(r"running on http://127\.0\.0\.1:(\d+)", text)
        self.port = int(port)

    def workers(self) -> list[http.client.HTTPConnection]:
        """A connection to each of the two. Who gets a new one is the system's choice."""
        until = time.monotonic() + 60
        spare: list[http.client.HTTPConnection] = []
        while len(self._connections) < 2:
            assert time.monotonic() < until, "the other worker never answers"
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request("GET", "/")
            answer = connection.getresponse()
            answer.read()
            spare.append(connection)
            self._connections.setdefault(int(answer.headers["x-worker"]), connection)
        for connection in spare:
            if connection not in self._connections.values():
                connection.close()
        return list(self._connections.values())

    def end(self) -> None:
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()
        self._process.terminate()
        # It waits for its workers.
        self._process.wait(timeout=60)


class Site:
    """The application and a local Spotify; `restart` ends it and starts it again."""

    def __init__(self, sandbox: Sandbox, environment: dict[str, str], log: Path) -> None:
        self.sandbox = sandbox
        self._how = environment, log
        self.application = Application(*self._how)

    def restart(self) -> None:
        self.application.end()
        self.application = Application(*self._how)

    def exchanges(self) -> int:
        return len(self.sandbox.requests("POST", "/api/token"))


class Answer:
    """Status, page and where to go next."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.page = answer.read().decode()
        self.status = answer.status
        self.location = answer.headers["location"]
        self.headers = answer.headers


class Browser:
    """Cookies, and redirects that the test follows itself, to whichever worker it likes."""

    def __init__(self, **cookies: str) -> None:
        self.cookies = cookies

    def send(self, method: str, worker: http.client.HTTPConnection, path: str) -> Answer:
        worker.request(method, path, headers={"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())})
        answer = Answer(worker.getresponse())
        for text in answer.headers.get_all("set-cookie") or []:
            for name, cookie in SimpleCookie(text).items():
                if cookie["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    assert cookie["httponly"] and cookie["samesite"] == "lax" and cookie["path"] == "/", text
                    self.cookies[name] = cookie.value
        return answer

    def get(self, worker: http.client.HTTPConnection, path: str = "/") -> Answer:
        return self.send("GET", worker, path)

    def leave(self, site: Site, worker: http.client.HTTPConnection, user: str) -> str:
        """Begins a login; the callback that Spotify sends the browser to."""
        away = self.get(worker, "/login")
        assert away.status == 303, away.page
        callback = site.sandbox.approve(away.location, user)
        return callback[callback.index("/callback") :]


@pytest.fixture(params=["directory", "redis"])
def site(request: pytest.FixtureRequest, sandbox: Sandbox, tmp_path: Path) -> Iterator[Site]:
    needed("fastapi", since=(3, 11))
    fernet = needed("cryptography.fernet")
    with ExitStack() as stack:
        if request.param == "redis":
            needed("redis")
            if not redis_server.is_there():
                pytest.skip(redis_server.MISSING)
            where = {"REDIS_URL": f"unix://{stack.enter_context(redis_server.running())}"}
        else:
            where = {"TOKEN_DIRECTORY": str(tmp_path / "logins")}
        # Copied, as whoever uses it has it.
        shutil.copy(FOLDER / "app.py", tmp_path)
        (tmp_path / "telling.py").write_text(TELLING, encoding="utf-8")
        environment = {
            **os.environ,
            **sandbox.environment(),
            **where,
            "PYTHONPATH": str(tmp_path),
            "SESSION_KEY": fernet.Fernet.generate_key().decode(),
        }
        site = Site(sandbox, environment, tmp_path / "log")
        stack.callback(lambda: site.application.end())
        yield site


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def test_a_login_survives_a_restart_between_redirect_and_callback_and_ends_at_any_worker(site: Site) -> None:
    ada = Browser()
    first, _ = site.application.workers()
    assert "Log in with Spotify" in ada.get(first).page
    callback = ada.leave(site, first, "ada")
    site.restart()
    first, second = site.application.workers()
    home = ada.get(second, callback)
    assert (home.status, home.location) == (303, "/")
    for worker in (first, second):
        assert "Hello, Ada" in ada.get(worker).page
    assert site.exchanges() == 1


def test_users_at_the_same_workers_never_see_each_other(site: Site) -> None:
    workers = site.application.workers()
    browsers = {"ada": Browser(), "bob": Browser()}
    # Both are away at once, and come back in the other order, each to the other worker.
    callbacks = {user: browser.leave(site, workers[0], user) for user, browser in browsers.items()}
    for user in ("bob", "ada"):
        assert browsers[user].get(workers[1], callbacks[user]).status == 303
    for worker in workers * 3:
        for user, browser in browsers.items():
            page = browser.get(worker).page
            assert f"Hello, {user.title()}" in page, page


def test_a_callback_of_another_browser_or_a_second_time_is_refused(site: Site) -> None:
    first, second = site.application.workers()
    ada, bob = Browser(), Browser()
    callback = ada.leave(site, first, "ada")
    # Bob is tricked into opening Ada's callback: with no login of his own, and with one.
    assert bob.get(first, callback).status == 400
    bob.leave(site, first, "bob")
    refused = bob.get(second, callback)
    assert refused.status == 400 and "State mismatch" in refused.page
    # Nobody makes a cookie up.
    assert Browser(user="ada", login="{}").get(first, callback).status == 400
    assert "Log in with Spotify" in bob.get(first).page
    assert site.exchanges() == 0

    again = Browser(**ada.cookies)
    assert ada.get(first, callback).status == 303
    assert ada.get(first, callback).status == 400
    # And with the cookies from before, as the back button has them not, but a thief may.
    for worker in (first, second):
        assert Browser(**again.cookies).get(worker, callback).status == 400
    assert "Hello, Ada" in ada.get(first).page


def test_who_puts_cookies_into_a_browser_gets_nothing_of_its_login(site: Site) -> None:
    first, second = site.application.workers()
    # The thief has a session, and one more login under way.
    thief = Browser()
    thief.get(first, thief.leave(site, first, "bob"))
    callback = thief.leave(site, first, "ada")
    # All of the thief's cookies are Ada's now, and she logs in where the thief has sent her.
    ada = Browser(**thief.cookies)
    assert ada.get(second, callback).status == 303
    assert "Hello, Ada" in ada.get(first).page
    assert "Ada" not in thief.get(second).page
    # A login under way is no session, whatever it is called.
    assert "Log in with Spotify" in Browser(user=thief.cookies["login"]).get(first).page


def test_over_https_cookies_are_of_this_host_and_secure() -> None:
    fernet = needed("cryptography.fernet")
    needed("fastapi", since=(3, 11))
    code = """
from app import app
import asyncio

sent = []

async def send(message):
    sent.append(message)

async def receive():
    return {"type": "http.request"}

scope = {"type": "http", "method": "GET", "path": "/login", "query_string": b"", "headers": []}
asyncio.run(app(scope, receive, send))
print(*(value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"))
"""
    environment = {**COMPLETE, "SESSION_KEY": fernet.Fernet.generate_key().decode()}
    command = [sys.executable, "-B", "-c", code]
    ran = subprocess.run(command, env=environment, cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert re.fullmatch(r"__Host-login=\S+; HttpOnly; Path=/; SameSite=lax; Secure\n", ran.stdout), ran.stdout


def test_a_logout_reaches_the_other_worker(site: Site) -> None:
    first, second = site.application.workers()
    ada = Browser()
    ada.get(first, ada.leave(site, first, "ada"))
    elsewhere = Browser(**ada.cookies)
    assert "Hello, Ada" in elsewhere.get(second).page
    assert ada.send("POST", first, "/logout").location == "/"
    assert ada.cookies == {}
    assert "Log in with Spotify" in ada.get(first).page
    # The other worker holds a token that works for an hour, and notices all the same.
    began = time.monotonic()
    while "Log in with Spotify" not in elsewhere.get(second).page:
        assert time.monotonic() - began < 30, "the logout was not noticed"
        time.sleep(0.02)
    assert "Log in with Spotify" in elsewhere.get(first).page


def test_what_goes_wrong_has_its_status(site: Site) -> None:
    first, second = site.application.workers()
    ada = Browser()
    ada.get(first, ada.leave(site, first, "ada"))
    declined = Browser()
    away = declined.get(first, "/login")
    callback = site.sandbox.deny(away.location)
    refused = declined.get(first, callback[callback.index("/callback") :])
    assert refused.status == 400 and "access_denied" in refused.page
    site.sandbox.fault("GET /v1/me", status=403, body='{"error": {"status": 403, "message": "<not you>"}}', times=1)
    failed = ada.get(first)
    assert failed.status == 502 and "&lt;not you&gt;" in failed.page
    site.sandbox.fault("GET /v1/me", status=429, headers={"retry-after": "7200"}, body="{}", times=1)
    # The worker that met the pause tells the other one.
    for worker in (first, second):
        paused = ada.get(worker)
        assert paused.status == 503 and 7000 < int(paused.headers["retry-after"]) <= 7200
    assert len(site.sandbox.requests("GET", "/v1/me")) == 2


@pytest.mark.parametrize("lacking", ["TOKEN_DIRECTORY", "SESSION_KEY", "SPOTIFY_SDK_REDIRECT_URI"])
def test_what_is_missing_is_said_at_the_start(lacking: str) -> None:
    needed("fastapi", since=(3, 11))
    fernet = needed("cryptography.fernet")
    environment = {**COMPLETE, "SESSION_KEY": fernet.Fernet.generate_key().decode()}
    del environment[lacking]
    command = [sys.executable, "-B", "-c", "import app"]
    ran = subprocess.run(command, env=environment, cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode != 0 and lacking in ran.stderr
