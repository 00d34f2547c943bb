"""The Python package: what succeeds and every way to fail, on threads and on an event loop, with everything that could tell of it.

Of each exception: `traceback` with local variables, `rich` with local variables, `repr`, `str`, `vars`, and what pickling and copying
say. `logging` is at its lowest level for everybody. Started by `cargo xtask prove secrets`, which says where to write.
"""

from __future__ import annotations

import asyncio
import copy
import faulthandler
import io
import itertools
import logging
import pickle
import socket
import threading
import traceback
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any

import rich.console
import rich.pretty
import rich.traceback
from shared import AREA, CACHE, SHORT, Hidden, learn, learn_address, visit

import spotify_sdk
from spotify_sdk import AsyncSpotifyClient, SpotifyClient, auth
from spotify_sdk.testing import Sandbox

ALBUM = "4aawyAB9vmqN3uQ7FjRGTy"
ECHOES = (
    b'{"error":"invalid_request","error_description":"you sent %s"}',
    b'{"error":{"status":400,"message":"Bearer %s is not known","reason":"%s"}}',
    b"<html><pre>POST /api/token %s</pre></html>",
    b'{"items":"%s","access_token":7,"id":"%s"}',
)
told = (AREA / "out" / "told").open("w", encoding="utf-8", buffering=1)
turn = threading.Lock()


def tell(what: str, value: object) -> None:
    """Everything that anybody prints of an object."""
    lines = [f"# {what}", repr(value), str(value), ascii(value), f"{value}", rich.pretty.pretty_repr(value)]
    # A token's fields are what a cache stores.
    if hasattr(value, "__dict__") and not isinstance(value, auth.TokenInfo):
        lines.append(repr(vars(value)))
    for attempt in (copy.copy, copy.deepcopy, *(lambda v, p=p: pickle.dumps(v, p) for p in range(pickle.HIGHEST_PROTOCOL + 1))):
        try:
            made = attempt(value)
            # A pickle of a token holds it: that is what it is for.
            lines.append(f"{len(made)} bytes" if isinstance(made, bytes) else repr(made))
        except Exception as error:  # noqa: BLE001
            lines.append(repr(error))
            lines.extend(traceback.format_exception(error))
    with turn:
        told.write("\n".join(lines) + "\n")


def tell_error(what: str, error: BaseException) -> None:
    """Everything that anybody prints of an exception."""
    tell(what, error)
    chain: list[BaseException] = []
    while error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__ or error
    console = rich.console.Console(file=io.StringIO(), width=200)
    first = chain[0]
    # From the first frame that is the package's on: what this program's own hold is its own business.
    own = first.__traceback__
    while own is not None and "spotify_sdk" not in own.tb_frame.f_code.co_filename:
        own = own.tb_next
    shown = rich.traceback.Traceback.from_exception(
        type(first), first, own, show_locals=True, locals_max_length=None, locals_max_string=None, locals_hide_dunder=False,
        locals_hide_sunder=False,
    )
    console.print(shown)
    text = list(traceback.TracebackException(type(first), first, own, capture_locals=True).format())
    for member in chain:
        text.append(repr((member.args, getattr(member, "__dict__", None), getattr(member, "__notes__", None))))
        text.extend(locals_of(member.__traceback__))
    with turn:
        told.write("".join(text) + str(getattr(console.file, "getvalue")()))
    logging.getLogger("a program").error("%s", what, exc_info=first)


def locals_of(at: TracebackType | None) -> list[str]:
    """What a debugger or an error reporter sends along: `repr` of each local variable of each frame that is not this program's."""
    lines: list[str] = []
    while at is not None:
        if "spotify_sdk" in at.tb_frame.f_code.co_filename:
            lines.extend(f"{name} = {value!r}\n" for name, value in at.tb_frame.f_locals.items())
        at = at.tb_next
    return lines


def made_up(kind: str, name: str) -> str:
    """A secret that no sandbox knows. Tracebacks show lines of source, so it does not stand in one."""
    return f"sandbox-{kind}-{name}"


class Person:
    """Somebody with an app, whose secrets this program's own frames do not show."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.secret = Hidden(sandbox.client_secret)
        self.token = Hidden(sandbox.access_token("ada", "user-library-read"))
        self.refresh = Hidden(sandbox.refresh_token("ada", "user-library-read"))

    def app(self, **options: Any) -> auth.ClientCredentials:
        return auth.ClientCredentials(self.sandbox.client_id, self.secret.reveal(), **{"accounts_base_url": self.sandbox.accounts_base_url, "max_retries": 0, **options})

    def user(self, kind: Any = auth.AuthorizationCode, **options: Any) -> Any:
        given = {"accounts_base_url": self.sandbox.accounts_base_url, "max_retries": 0, "redirect_uri": self.sandbox.redirect_uri}
        return kind(self.sandbox.client_id, self.secret.reveal(), **{**given, **options})

    def client(self, kind: Any = SpotifyClient, *, token: Hidden | None = None, **options: Any) -> Any:
        given = {"api_base_url": self.sandbox.api_base_url, "max_retries": 0, "max_wait": 0.0}
        if "auth_provider" not in options and "client_secret" not in options:
            return kind((token or self.token).reveal(), **{**given, **options})
        return kind(**{**given, **options})


def attempt(what: str, work: Callable[[], object]) -> None:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001
        tell_error(what, error)
    else:
        # What was asked for is what the server said, whatever that is.
        tell(what, type(result))


def objects(me: Person) -> None:
    """What a program holds, and prints when it looks for a mistake."""
    user = me.user(refresh_token=me.refresh.reveal())
    user.get_access_token()
    request = user.authorization_request()
    learn_address(request.authorization_url)
    info = auth.TokenInfo(me.token.reveal(), 1e9, me.refresh.reveal(), "a")
    memory = auth.InMemoryTokenCache()
    memory.set(info)
    keyed = auth.InMemoryKeyedTokenCache()
    keyed.for_key("ada").set(info)
    values = {
        "client": me.client(), "async client": me.client(AsyncSpotifyClient), "user": user, "app": me.app(), "async user": me.user(auth.AsyncAuthorizationCode),
        "token": info, "request": request, "memory cache": memory, "keyed": keyed, "directory": auth.DirectoryTokenCache(CACHE / "users"),
        "file": auth.FileTokenCache(str(CACHE / "token.json")), "redis": auth.RedisTokenCache(f"redis://somebody:{made_up('secret', 'redis')}@127.0.0.1:1/", "key"),
        "keyring": auth.KeyringTokenCache("service", "user"), "users": me.user(auth.UserLogins, token_cache=keyed), "service": me.client().albums,
        "natives": [getattr(me.client(), "_native"), getattr(user, "_login"), getattr(memory, "_native")], "sandbox": me.sandbox,
        "one of many": me.user(auth.UserLogins, token_cache=keyed).for_user("ada"), "module": vars(spotify_sdk.auth),
        "requests": me.sandbox.requests(),
    }
    for name, value in values.items():
        tell(name, value)


def mistakes(me: Person) -> None:
    """Arguments that are refused, each beside a secret that is not to blame."""
    secret, token = me.secret, me.token
    class Refuses:
        def get(self) -> None:
            raise ConnectionError("down")

    wrong: dict[str, Callable[[], object]] = {
        "timeout": lambda: me.app(timeout=-1),
        "retries": lambda: me.app(max_retries=-1),
        "cache": lambda: me.app(token_cache=Refuses()),
        "a class": lambda: me.user(token_cache=auth.InMemoryTokenCache),
        "url": lambda: me.user(accounts_base_url="http://example.com"),
        "redirect": lambda: me.user(redirect_uri="nonsense"),
        "scopes": lambda: me.user(scope=7),
        "http client": lambda: me.user(http_client=object(), refresh_token=me.refresh.reveal()),
        "http client of the app": lambda: me.app(http_client=object()),
        "proxy": lambda: me.app(proxy=made_up("secret", "in-a-proxy") + "@nowhere"),
        "proxy of a client": lambda: me.client(proxy=f"ftp://somebody:{made_up('secret', 'in-a-proxy')}@nowhere"),
        "certificate": lambda: me.client(extra_root_certificate=b"none"),
        "refresh token": lambda: me.user(refresh_token=me.refresh.reveal() + "\n"),
        "secret": lambda: auth.ClientCredentials(me.sandbox.client_id, secret.reveal() + "\r\nX: y").get_access_token(),
        "no id": lambda: auth.ClientCredentials(None, secret.reveal()),
        "two": lambda: SpotifyClient(token.reveal(), client_secret=secret.reveal()),
        "two more": lambda: SpotifyClient(token.reveal(), auth_provider=me.app()),
        "one is missing": lambda: SpotifyClient.from_client_credentials(client_secret=secret.reveal()),
        "from": lambda: SpotifyClient.from_client_credentials(client_id="x", client_secret=secret.reveal(), timeout=-1),
        "header": lambda: me.client(token=Hidden("Bearer " + token.reveal())),
        "not text": lambda: me.client(token=Hidden(token.reveal().encode())),  # type: ignore[arg-type]
        "with": lambda: me.client().with_auth(token.reveal() + "\n"),
        "many": lambda: me.user(auth.UserLogins, token_cache=auth.InMemoryTokenCache()),
        "callback": lambda: me.user().exchange_code(""),
        "parse": lambda: me.user().parse_response_url(f"http://127.0.0.1/?code={made_up('code', 'parsed')}&code={made_up('code', 'twice')}&state=x"),
        "pasted": lambda: me.user().complete_authorization(me.user().authorization_request(), f"http://127.0.0.1/?code={made_up('code', 'pasted')}&state=x"),
        "own header": lambda: me.client().request("GET", "/me", headers={"Authorization": made_up("access", "by-hand")}),
        "stored": lambda: auth.AuthorizationRequest.from_json('{"state":"' + made_up("secret", "state")),
        "redis": lambda: auth.RedisTokenCache(f"redis://somebody:{made_up('secret', 'redis')}@/nonsense", ""),
    }
    for name, work in wrong.items():
        attempt(name, work)


def echoing(me: Person) -> None:
    """A server that says everything back, in every wrapping."""
    for echo, status in itertools.product(ECHOES, (200, 302, 400, 401, 403, 429, 500)[:: 2 if SHORT else 1]):
        me.sandbox.fault("/v1/*", status=status, body=echo.replace(b"%s", me.token.reveal().encode()))
        client = me.client()
        attempt(f"api {status}", lambda: client.albums.get(ALBUM))
        attempt(f"write {status}", lambda: client.playlists.create("x"))
        attempt(f"by hand {status}", lambda: client.request("GET", "/me"))
        for sent in (me.secret, me.refresh):
            me.sandbox.fault("POST /api/token", status=status, body=echo.replace(b"%s", sent.reveal().encode()))
            attempt(f"token {status}", lambda: me.user(refresh_token=me.refresh.reveal()).get_access_token())
            attempt(f"app {status}", lambda: me.app().get_access_token())
        me.sandbox.clear_faults()


def network(me: Person) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        attempt("closed", lambda: me.client(api_base_url=url).albums.get(ALBUM))
        attempt("closed, token", lambda: me.app(accounts_base_url=url).get_access_token())
    for trouble in ({"reset": True}, {"close": True}, {"truncate": 5}):
        me.sandbox.fault("*", times=2, **trouble)
        attempt(str(trouble), lambda: me.client().albums.get(ALBUM))
        attempt(f"{trouble}, token", lambda: me.app().get_access_token())
        me.sandbox.clear_faults()


def own_parts(me: Person) -> None:
    """Providers and caches of the program's own that fail, and that log what they get."""

    class Provider:
        def get_access_token(self) -> Any:
            raise RuntimeError("no token today")

    class Rubbish:
        def get_access_token(self) -> Any:
            return me.token.reveal() + "\n"

    class Cache:
        def get(self) -> Any:
            raise OSError("down")

        def set(self, token: auth.TokenInfo) -> None:
            logging.getLogger("a program").debug("storing %s %r", token, token)
            raise ValueError("full", token)

    class Odd(Cache):
        def get(self) -> Any:
            return {"access_token": me.token.reveal(), "expires_at": "x"}

    for provider in (Provider(), Rubbish()):
        attempt("own provider", lambda: me.client(auth_provider=provider).albums.get(ALBUM))
    for cache in (Cache(), Odd()):
        attempt("own cache", lambda: me.user(refresh_token=me.refresh.reveal(), token_cache=cache).get_access_token())


def login(me: Person) -> None:
    """On this machine, by a browser that comes back with what it should not first."""
    def browse(address: str, agree: bool) -> None:
        learn_address(address)
        callback = me.sandbox.approve(address) if agree else me.sandbox.deny(address)
        visit(callback.replace("state=", "state=x"))
        visit(callback)

    for agree in (True, False):
        cache = auth.FileTokenCache(str(CACHE / f"login-{agree}.json"))
        user = me.user(redirect_uri="http://127.0.0.1/callback", token_cache=cache)

        def handler(address: str) -> None:
            threading.Thread(target=browse, args=(address, agree)).start()

        attempt(f"login {agree}", lambda: auth.authorize_local(user, open_browser=False, authorization_url_handler=handler))
    attempt("late", lambda: auth.authorize_local(me.user(redirect_uri="http://127.0.0.1/callback"), timeout=0.2, open_browser=False, authorization_url_handler=learn_address))
    request = me.user().authorization_request()
    learn_address(request.authorization_url)
    callback = Hidden(me.sandbox.approve(request.authorization_url))
    attempt("complete", lambda: me.user().complete_authorization(request, callback.reveal()))
    attempt("twice", lambda: me.user().complete_authorization(request, callback.reveal()))
    damaged = CACHE / "damaged.json"
    damaged.write_text(f'{{"access_token":"{me.token.reveal()}","refresh_token":')
    attempt("damaged", lambda: me.user(token_cache=auth.FileTokenCache(str(damaged))).get_access_token())


async def on_a_loop(me: Person) -> None:
    asyncio.get_running_loop().slow_callback_duration = 0.0
    client = me.client(AsyncSpotifyClient)

    async def one(what: str, work: Callable[[], Any]) -> None:
        try:
            tell(what, await work())
        except BaseException as error:  # noqa: BLE001
            tell_error(what, error)

    me.sandbox.fault("GET /v1/albums/*", times=3, status=401, body=ECHOES[1].replace(b"%s", me.token.reveal().encode()))
    await asyncio.gather(*(one("async", lambda: client.albums.get(ALBUM)) for _ in range(5)))
    task = asyncio.ensure_future(client.albums.get(ALBUM))
    await asyncio.sleep(0)
    tell("task", task)
    task.cancel()
    await one("cancelled", lambda: task)
    user = me.user(auth.AsyncAuthorizationCode, refresh_token=me.refresh.reveal() + "x")
    await one("refused", user.get_access_token)
    # Nobody awaits it, nobody closes it: the interpreter says so.
    asyncio.ensure_future(client.albums.get("nonsense!"))
    user.get_access_token()
    await asyncio.sleep(0.05)


def main() -> None:
    logging.basicConfig(filename=AREA / "out" / "log", level=1, format="%(asctime)s %(name)s %(levelname)s %(pathname)s %(message)s")
    logging.captureWarnings(False)
    warnings.simplefilter("always")
    with Sandbox() as sandbox:
        me = Person(sandbox)
        learn(*sandbox.secrets())
        with ThreadPoolExecutor(4) as threads:
            for part in [threads.submit(part, me) for part in (objects, mistakes, own_parts, login)]:
                part.result()
        network(me)
        echoing(me)
        asyncio.run(on_a_loop(me), debug=True)
        # A thread that dies prints what it died of; so does the interpreter when it is asked where it is.
        me.sandbox.fault("/v1/*", times=1, status=403, body=ECHOES[1].replace(b"%s", me.token.reveal().encode()))
        dying = threading.Thread(target=me.client().albums.get, args=(ALBUM,))
        dying.start()
        dying.join()
        faulthandler.dump_traceback(all_threads=True)
        learn(*sandbox.secrets())
    told.close()


if __name__ == "__main__":
    main()
