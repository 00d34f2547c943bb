"""Runs one snippet of the documents on a sandbox of its own: `run_snippet.py FILE LOOP`.

The snippet runs as it stands but for what its README lets a harness change: lines `# before:` and `# env:`, an hour on the clock
instead of `time.sleep(3600)`, the callback that the sandbox sent, top-level `await`, and the port 8080 where it is taken. What came
of it is then looked at, and what it defines is used (`snippet_checks.py`).

LOOP is `none`, `asyncio` or `trio`. On a loop a snippet without `await` runs as its asynchronous twin: the same lines with the
asynchronous classes, whose methods are awaited.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import os
import re
import socket
import sys
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from snippet_checks import CHECKS, Outcome

from spotify_sdk.testing import Sandbox

# The synchronous names, and their twins.
TWINS = {
    "SpotifyClient": "AsyncSpotifyClient",
    "AuthorizationCode": "AsyncAuthorizationCode",
    "ClientCredentials": "AsyncClientCredentials",
    "authorize_local": "async_authorize_local",
}

# The methods that the snippets call and that a twin awaits.
AWAITED = {"get", "get_saved", "close", "authorize_local", "exchange_code", "get_access_token", "async_authorize_local"}


def main(path: Path, loop: str) -> None:
    with Sandbox(documents=True) as sandbox:
        os.environ.update(sandbox.environment())
        text, before = prepared(path.read_text(encoding="utf-8"), sandbox)
        tree = compile(text, str(path), "exec", flags=ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        if loop != "none" and "await " not in text:
            before, tree = ast.unparse(Twin().visit(ast.parse(before))), Twin().visit(tree)
        names: dict[str, Any] = {"__name__": "__main__", "callback_of": sandbox.approve}
        exec(before, names)
        real_sleep = time.sleep
        # An hour on the sandbox's clock and on the SDK's.
        time.sleep = lambda seconds: sandbox.advance(seconds) if seconds >= 3600 else real_sleep(seconds)
        code = compile(ast.fix_missing_locations(tree), str(path), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)

        async def run() -> None:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                running = eval(code, names)
                if inspect.isawaitable(running):
                    await running
            await CHECKS[path.stem](Outcome(names, sandbox, printed.getvalue(), synchronous=loop == "none"))

        on(loop, run())


class Twin(ast.NodeTransformer):
    """Makes of a synchronous snippet the asynchronous one."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        for imported in node.names:
            imported.name = TWINS.get(imported.name, imported.name)
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = TWINS.get(node.id, node.id)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        """A class of the snippet's own stays: a synchronous cache serves both kinds of provider."""
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        function = node.func
        called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        return ast.Await(node) if called in AWAITED else node


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


def on(loop: str, running: Awaitable[None]) -> None:
    """Runs it on a loop; on none, where nothing ever has to be waited for."""

    async def wait() -> None:
        await running

    if loop == "trio":
        import trio

        trio.run(wait)
    elif loop == "asyncio":
        asyncio.run(wait())
    else:
        try:
            wait().send(None)
        except StopIteration:
            return
        raise RuntimeError("a synchronous snippet waited for something")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
