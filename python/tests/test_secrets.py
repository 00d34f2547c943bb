"""Secrets stay out of what Python shows of objects, exceptions and their frames, and out of pickles: rows 98 and 101."""

from __future__ import annotations

import copy
import io
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest
import rich.console
import rich.traceback

from spotify_sdk import AsyncSpotifyClient, SpotifyClient, auth
from spotify_sdk._guard import hide
from spotify_sdk.testing import Sandbox

APP: dict[str, Any] = {"client_id": "id", "redirect_uri": "http://127.0.0.1/callback"}


def secret(what: str) -> str:
    """Made when it is needed: a constant would stand in the lines of source that tracebacks show."""
    return "-".join(("CANARY", what))


def user(kind: Any = auth.AuthorizationCode, **options: Any) -> Any:
    return kind(**{"client_secret": secret("secret"), **APP, **options})


def in_memory() -> auth.InMemoryTokenCache:
    cache = auth.InMemoryTokenCache()
    cache.set(auth.TokenInfo(secret("access"), 1e9, secret("refresh")))
    return cache


HELD: dict[str, Callable[[], Any]] = {
    "client": lambda: SpotifyClient(secret("access")),
    "async client": lambda: AsyncSpotifyClient(secret("access")),
    "client with a login": lambda: SpotifyClient(auth_provider=user()),
    "client of another login": lambda: SpotifyClient(secret("access")).with_auth(secret("other")),
    "app": lambda: auth.ClientCredentials("id", secret("secret")),
    "async app": lambda: auth.AsyncClientCredentials("id", secret("secret")),
    "user": user,
    "async user": lambda: user(auth.AsyncAuthorizationCode),
    "users": lambda: user(auth.UserLogins, token_cache=auth.InMemoryKeyedTokenCache()),
    "async users": lambda: user(auth.AsyncUserLogins, token_cache=auth.InMemoryKeyedTokenCache()),
    "one of many": lambda: user(auth.UserLogins, token_cache=auth.InMemoryKeyedTokenCache()).for_user("ada"),
    "request": lambda: user().authorization_request(),
    "cache in memory": in_memory,
    "keyed cache in memory": auth.InMemoryKeyedTokenCache,
    "file": auth.FileTokenCache,
    "directory": lambda: auth.DirectoryTokenCache("tokens"),
    "redis": lambda: auth.RedisTokenCache(f"redis://ada:{secret('password')}@127.0.0.1/", "key"),
    "keyring": lambda: auth.KeyringTokenCache("service", "user"),
}
WAYS: dict[str, Callable[[Any], object]] = {
    "copy": copy.copy,
    "deep copy": copy.deepcopy,
    "deep copy inside": lambda value: copy.deepcopy({"held": [value]}),
    **{f"pickle {protocol}": lambda value, protocol=protocol: pickle.dumps(value, protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)},
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", HELD)
def test_fault_101_what_holds_a_login_is_neither_pickled_nor_copied(name: str, way: str) -> None:
    held = HELD[name]()
    with pytest.raises(TypeError) as refused:
        WAYS[way](held)
    said = str(refused.value)
    assert said.startswith(f"{type(held).__name__} can't be pickled or copied: "), said
    assert "CANARY" not in shown(refused.value)


class CopiedOnPurpose(SpotifyClient):
    """A program's own, which knows how another one is made."""

    def __reduce__(self) -> tuple[Any, ...]:
        return CopiedOnPurpose, ("another",)


class NotThoughtAbout(SpotifyClient):
    pass


def test_a_subclass_that_knows_how_is_pickled_and_copied() -> None:
    for way in (copy.copy, copy.deepcopy, *(lambda c, p=p: pickle.loads(pickle.dumps(c, p)) for p in range(pickle.HIGHEST_PROTOCOL + 1))):
        held = CopiedOnPurpose(secret("access"))
        again = way(held)
        assert type(again) is CopiedOnPurpose and again is not held
    for way in WAYS.values():
        with pytest.raises(TypeError, match="NotThoughtAbout can't be pickled or copied"):
            way(NotThoughtAbout(secret("access")))


def test_fault_101_a_token_is_pickled_and_copied_on_purpose() -> None:
    token = auth.TokenInfo(secret("access"), 1e9, secret("refresh"), "a b")
    # What the SDK knows besides, as it comes from a login.
    vars(token)["_rest"] = '{"x":{"v":1}}'
    for way in (copy.copy, copy.deepcopy, *(lambda t, p=p: pickle.loads(pickle.dumps(t, p)) for p in range(pickle.HIGHEST_PROTOCOL + 1))):
        again = way(token)
        assert again == token and vars(again) == vars(token)
        assert "CANARY" not in repr(again)


def shown(error: BaseException) -> str:
    """What a traceback with local variables shows of the package's own frames, in `traceback` and `rich`, and of the exception."""
    own = error.__traceback__
    while own is not None and "spotify_sdk" not in own.tb_frame.f_code.co_filename:
        own = own.tb_next
    text = [repr(error), str(error), repr(vars(error)), *traceback.format_exception(error)]
    if own is not None:
        text += traceback.TracebackException(type(error), error, own, capture_locals=True).format()
        console = rich.console.Console(file=io.StringIO(), width=200)
        console.print(rich.traceback.Traceback.from_exception(
            type(error), error, own, show_locals=True, locals_max_string=None, locals_max_length=None, locals_hide_dunder=False))
        text.append(getattr(console.file, "getvalue")())
        assert "locals" in text[-1]
    return "".join(text)


class Rubbish:
    def get_access_token(self) -> str:
        return secret("access\n")


class Masked(str):
    """A secret as some settings libraries have it."""

    def __str__(self) -> str:
        return "***"


class MaskedBytes(bytes):
    def __bytes__(self) -> bytes:
        return b"***"


def callback(what: str = "code") -> str:
    return f"http://127.0.0.1/callback?code={secret(what)}&state={secret('state')}"


MISTAKES: dict[str, Callable[[], Any]] = {
    "timeout": lambda: auth.ClientCredentials("id", secret("secret"), timeout=-1),
    "http client": lambda: user(http_client=object(), refresh_token=secret("refresh")),
    "redirect": lambda: user(redirect_uri="nonsense"),
    "class as a cache": lambda: user(token_cache=auth.InMemoryTokenCache),
    "from credentials": lambda: SpotifyClient.from_client_credentials(client_id="id", client_secret=secret("secret"), timeout=-1),
    "two at once": lambda: SpotifyClient(secret("access"), client_secret=secret("secret")),
    "two logins": lambda: SpotifyClient(secret("access"), auth_provider=user()),
    "line break": lambda: SpotifyClient(secret("access\n")),
    "bytes": lambda: SpotifyClient(secret("access").encode()),  # type: ignore[arg-type]
    "a text's subclass": lambda: SpotifyClient(Masked(secret("access\n"))),
    "a text's subclass as a secret": lambda: user(client_secret=Masked(secret("secret")), redirect_uri="nonsense"),
    "a subclass of bytes": lambda: SpotifyClient(MaskedBytes(secret("access").encode())),  # type: ignore[arg-type]
    "another login": lambda: SpotifyClient(secret("access")).with_auth(secret("other\n")),
    "many": lambda: user(auth.UserLogins, token_cache=auth.InMemoryTokenCache()),
    "proxy": lambda: SpotifyClient(secret("access"), proxy=f"ftp://ada:{secret('password')}@proxy"),
    "redis": lambda: auth.RedisTokenCache(f"redis://ada:{secret('password')}@", ""),
    "callback": lambda: auth.AuthorizationCode.parse_response_url(callback(), expected_state=secret("other")),
    "pasted": lambda: user().complete_authorization(user().authorization_request(), callback()),
    "code": lambda: user(accounts_base_url="http://127.0.0.1:1", max_retries=0).exchange_code(secret("code")),
    "own provider": lambda: SpotifyClient(auth_provider=Rubbish()).albums.get("4aawyAB9vmqN3uQ7FjRGTy"),
    "header by hand": lambda: SpotifyClient(secret("access")).request("GET", "/me", headers={"Authorization": secret("header")}),
    "path": lambda: auth.FileTokenCache(7),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", MISTAKES)
def test_fault_098_tracebacks_with_local_variables_show_no_secret(name: str, spotify_sandbox: Sandbox) -> None:
    with pytest.raises((ValueError, TypeError, auth.ReauthorizationRequired.__mro__[2])) as raised:
        MISTAKES[name]()
    text = shown(raised.value)
    assert "CANARY" not in text, text


def test_fault_098_a_secret_in_a_frame_would_be_noticed() -> None:
    held = secret("access")
    with pytest.raises(ValueError) as raised:
        auth.RedisTokenCache("redis://", held and "")
    error = raised.value
    assert "CANARY" in "".join(traceback.TracebackException(type(error), error, error.__traceback__, capture_locals=True).format())


def test_a_hidden_secret_is_sent_as_it_is(spotify_sandbox: Sandbox) -> None:
    app = auth.ClientCredentials(spotify_sandbox.client_id, spotify_sandbox.client_secret)
    assert type(app.get_access_token()) is str
    assert auth.ClientCredentials(spotify_sandbox.client_id, Masked(spotify_sandbox.client_secret)).get_access_token()
    assert SpotifyClient(Masked(spotify_sandbox.access_token("ada"))).users.get_current_profile().id == "ada"
    assert bytes(memoryview(hide(MaskedBytes(b"held")))) == b"held"
    login = auth.AuthorizationCode(refresh_token=spotify_sandbox.refresh_token("ada"))
    assert SpotifyClient(auth_provider=login).users.get_current_profile().id == "ada"
    code = login.parse_response_url(spotify_sandbox.approve(login.get_authorization_url(state="chosen")), expected_state="chosen")
    assert type(code) is str and login.exchange_code(code).access_token


@pytest.mark.parametrize(
    "kind", [auth.AuthorizationCode, auth.AsyncAuthorizationCode, auth.UserLogins, auth.AsyncUserLogins, auth.FileTokenCache,
             auth.DirectoryTokenCache, auth.RedisTokenCache, auth.KeyringTokenCache, auth.InMemoryTokenCache, SpotifyClient, AsyncSpotifyClient],
)
def test_what_is_not_made_yet_has_a_repr(kind: type) -> None:
    # Of a constructor that fails tracebacks show `self`.
    assert kind.__name__ in repr(kind.__new__(kind))
