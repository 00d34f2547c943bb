"""Runs one snippet of the documents on a sandbox of its own: `run_snippet.py FILE LOOP`.

The snippet runs as it stands but for what its README lets a harness change: lines `# before:` and `# env:`, an hour on the clock
instead of `time.sleep(3600)`, the callback that the sandbox sent, top-level `await`, and the port 8080 where it is taken. What a
snippet defines is then used.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk.auth import AuthorizationCode, ClientCredentials, TokenInfo
from spotify_sdk.testing import Sandbox

# The exit code where this machine lacks a program that the snippet's check starts.
SKIPPED = 77

ALBUM = "5K79FLRUCSysQnVESLcTdb"


def main(path: Path, loop: str) -> None:
    name = path.stem
    with Sandbox(documents=True) as sandbox:
        os.environ.update(sandbox.environment())
        code, before = prepared(path.read_text(encoding="utf-8"), sandbox)
        names: dict[str, Any] = {"__name__": "__main__", "callback_of": sandbox.approve}
        exec(before, names)
        real_sleep = time.sleep
        # An hour on the sandbox's clock and on the SDK's.
        time.sleep = lambda seconds: sandbox.advance(seconds) if seconds >= 3600 else real_sleep(seconds)
        if loop == "none":
            exec(compile(code, str(path), "exec"), names)
        else:
            on_a_loop(code, path, names, loop)
        after(name, names, sandbox)


def prepared(text: str, sandbox: Sandbox) -> tuple[str, str]:
    """The snippet, and what is executed before it."""
    for assignments in re.findall(r"^# env: (.*)$", text, re.MULTILINE):
        os.environ.update(assignment.split("=", 1) for assignment in assignments.split())
    if "8080" in text or "AuthorizationCode" in text:
        port = free_port()
        text = text.replace("127.0.0.1:8080", f"127.0.0.1:{port}")
        os.environ["SPOTIFY_SDK_REDIRECT_URI"] = f"http://127.0.0.1:{port}/callback"
    if "code=...&state=..." in text:
        # The user has agreed by the time the callback is parsed: the sandbox answers to the URL that the snippet has made.
        text = re.sub(r'"http://[^"]*\?code=\.\.\.&state=\.\.\."', "callback_of(url)", text)
    before = "\n".join(re.findall(r"^# before: (.*)$", text, re.MULTILINE))
    return text, before


def free_port() -> int:
    """8080, unless it is taken."""
    for port in (8080, 0):
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(listener.getsockname()[1])
    raise RuntimeError("no port is free")


def on_a_loop(code: str, path: Path, names: dict[str, Any], loop: str) -> None:
    compiled = compile(code, str(path), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)

    async def run() -> None:
        result = eval(compiled, names)
        if inspect.isawaitable(result):
            await result

    if loop == "trio":
        import trio

        trio.run(run)
    else:
        asyncio.run(run())


def after(name: str, names: dict[str, Any], sandbox: Sandbox) -> None:
    """Looks at what came of it, and uses what was defined."""
    checks: dict[str, Callable[[], None]] = {
        "guide_03_client_credentials_environment": lambda: use(names["client"]),
        "guide_04_client_credentials_constructor": lambda: use(names["client"]),
        "guide_05_authorization_code": lambda: expect(Path(".cache/spotify-sdk/token.json").exists()),
        "guide_07_authorize_local": lambda: expect(names["token_info"].refresh_token),
        "guide_08_manual_flow": lambda: expect(names["token_info"].access_token),
        "guide_09_file_cache": lambda: expect(names["auth"].get_access_token()),
        "guide_10_memory_cache": lambda: expect(names["auth"].get_access_token()),
        "guide_11_redis_cache": lambda: redis_cache(names["RedisTokenCache"], sandbox),
        "guide_12_refresh": lambda: expect(
            names["token1"] == names["token2"] != names["token3"] and len(sandbox.requests("POST", "/api/token")) == 2
        ),
        "guide_13_refresh_configuration": lambda: expect(names["auth"].get_access_token()),
        "reference_01_client_credentials_sync": lambda: expect(names["auth"].get_access_token()),
        "reference_02_client_credentials_async": lambda: expect(asyncio.run(names["auth"].get_access_token())),
        "reference_05_local_dev_helper_no_copy_paste": lambda: expect(names["token_info"].refresh_token),
        "reference_06_local_dev_helper_no_copy_paste": lambda: expect(names["token_info"].refresh_token),
        "reference_07_token_cache": lambda: protocol_cache(sandbox),
        "reference_08_built_in_file_cache": lambda: local_login(names["auth"], sandbox),
        "reference_09_tokeninfo": lambda: expect(names["token"].is_expired(skew_seconds=30)),
        "reference_10_auth_providers_sync": protocol_provider,
        "reference_11_auth_providers_async": async_protocol_provider,
    }
    if name in checks:
        checks[name]()


def expect(what: object) -> None:
    if not what:
        raise AssertionError("not what the documents promise")


def use(client: SpotifyClient) -> None:
    expect(client.albums.get(ALBUM).name)
    client.close()


def local_login(auth: AuthorizationCode, sandbox: Sandbox) -> None:
    request = auth.authorization_request()
    token = auth.complete_authorization(request, sandbox.approve(request.authorization_url))
    expect(auth.get_access_token() == token.access_token)


def protocol_cache(sandbox: Sandbox) -> None:
    class Cache:
        token: TokenInfo | None = None

        def get(self) -> TokenInfo | None:
            return self.token

        def set(self, token: TokenInfo) -> None:
            self.token = token

    cache = Cache()
    ClientCredentials(token_cache=cache).get_access_token()
    expect(cache.token)
    local_login(AuthorizationCode(token_cache=Cache()), sandbox)


def protocol_provider() -> None:
    class Provider:
        def get_access_token(self) -> str:
            return "your-access-token"

        def close(self) -> None:
            pass

    use(SpotifyClient(auth_provider=Provider()))


def async_protocol_provider() -> None:
    class Provider:
        async def get_access_token(self) -> str:
            return "your-access-token"

        async def close(self) -> None:
            pass

    async def call() -> None:
        async with AsyncSpotifyClient(auth_provider=Provider()) as client:
            expect((await client.albums.get(ALBUM)).name)

    import trio

    asyncio.run(call())
    trio.run(call)


def redis_cache(cache_class: Any, sandbox: Sandbox) -> None:
    """The documents' class on a real server, with both kinds of logins."""
    import redis

    server = shutil.which("redis-server")
    if server is None:
        print("there is no redis-server here, Debian's package is of that name", file=sys.stderr)
        raise SystemExit(SKIPPED)
    port = free_port()
    command = [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        client = redis.Redis(port=port)
        for _ in range(200):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        app = ClientCredentials(token_cache=cache_class(client, "app"))
        token = app.get_access_token()
        expect(cache_class(client, "app").get().access_token == token)
        auth = AuthorizationCode(token_cache=cache_class(client, "user"))
        local_login(auth, sandbox)
        # An hour later: Redis has forgotten the entry, and with it the refresh token.
        first = auth.get_access_token()
        client.delete("user")
        sandbox.advance(3600)
        expect(auth.get_access_token() != first)
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
