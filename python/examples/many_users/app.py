"""A web application of many users, each with a Spotify login of their own, on any number of workers and hosts. To be copied.

    pip install spotify-sdk fastapi uvicorn cryptography

    export SPOTIFY_SDK_CLIENT_ID=... SPOTIFY_SDK_CLIENT_SECRET=...
    export SPOTIFY_SDK_REDIRECT_URI=http://127.0.0.1:8000/callback    # as registered for the app
    export SESSION_KEY=$(python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())")
    export REDIS_URL=redis://127.0.0.1/                               # or TOKEN_DIRECTORY=/var/lib/my-app, for one host
    uvicorn app:app --workers 2

A login may begin at one worker and end at another, or at the same one after a restart: what completes it travels in an encrypted cookie,
for which all workers have the same SESSION_KEY. Logins are in Redis or in the directory; a renewal is one request, however many
workers and requests there are, and a logout reaches the other workers within a second.

The user's key comes from an encrypted cookie, never from the URL, and a browser gets a new one with each login.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from html import escape

from cryptography.fernet import Fernet, InvalidToken
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from spotify_sdk import AsyncSpotifyClient, AuthenticationError, RateLimitError, SpotifyError
from spotify_sdk.auth import AsyncUserLogins, AuthorizationRequest, DirectoryTokenCache, RedisTokenCache


def variable(name: str, advice: str) -> str:
    """A variable that has to be set, or the program ends with what to do."""
    return os.environ.get(name) or sys.exit(f"Set {name}: {advice}")


def token_cache() -> RedisTokenCache | DirectoryTokenCache:
    """Where the logins are kept: in Redis for several hosts, in a directory for one."""
    if url := os.environ.get("REDIS_URL"):
        return RedisTokenCache(url, key="many-users")
    return DirectoryTokenCache(variable("TOKEN_DIRECTORY", "where logins are kept; or set REDIS_URL"))


# Once for each worker. The client's connections and its pause after a 429 serve all users.
logins = AsyncUserLogins(scope=["user-read-private", "user-library-read"], token_cache=token_cache())
spotify = AsyncSpotifyClient.from_client_credentials()
seal = Fernet(variable("SESSION_KEY", "a key for all workers, of Fernet.generate_key()"))
# Over https: browsers take such a cookie from this very host only, never from a sibling that somebody else controls.
HOST = "__Host-" if os.environ["SPOTIFY_SDK_REDIRECT_URI"].startswith("https:") else ""


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
    """Ends with the logins closed: renewals that are under way are stored first."""
    async with spotify, logins:
        yield


app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)


@app.get("/")
async def home(request: Request) -> Response:
    """Whose library it is, or how to log in."""
    user = cookie(request, "user")
    if user is None:
        return welcome()
    mine = spotify.with_auth(logins.for_user(user))
    try:
        profile = await mine.users.get_current_profile()
        saved = await mine.tracks.get_saved(limit=5)
    except AuthenticationError:
        # Nobody has logged in, or the login has ended, as all do after six months.
        return welcome()
    rows = "".join(f"<li>{escape(row.track.name)}, {escape(row.track.artists[0].name)}</li>" for row in saved.items)
    return page(
        f"<h1>Hello, {escape(profile.display_name or profile.id)}</h1>"
        f"<p>You have saved {saved.total} tracks, these last:</p><ol>{rows}</ol>"
        '<form method="post" action="/logout"><button>Log out</button></form>'
        "<p><small>Spotify has no way for an app to revoke a login: logging out makes this application forget it. To take its "
        'permission away, <a href="https://www.spotify.com/account/apps/">remove the app from your account</a>.</small></p>'
    )


@app.get("/login")
async def login() -> Response:
    """Sends the browser to Spotify. What completes the login goes along in a cookie: any worker may get the callback."""
    # An application with accounts takes its own id of the user here. Without them a login makes a new user each time: were the one in
    # the browser's cookie taken, who had put that cookie there could use the login.
    user = secrets.token_urlsafe()
    begun = logins.for_user(user).authorization_request()
    response = RedirectResponse(begun.authorization_url, 303)
    set_cookie(response, "login", json.dumps([user, begun.to_json()]))
    return response


@app.get("/callback")
async def callback(request: Request) -> Response:
    """Spotify has sent the browser back. Refused if this browser's login is too old, of another user or app, or used up."""
    begun = cookie(request, "login")
    if begun is None:
        return failure("This browser has no login under way: it was completed before, or began in another browser.", 400)
    user, kept = json.loads(begun)
    response: Response = RedirectResponse("/", 303)
    try:
        await logins.for_user(user).complete_authorization(AuthorizationRequest.from_json(kept), f"?{request.url.query}")
    except SpotifyError as error:
        response = await what_spotify_says(request, error)
    else:
        if before := cookie(request, "user"):
            # Nobody can come back to that login; if it can't be ended it is no less valid than it was.
            with suppress(SpotifyError):
                await logins.for_user(before).logout()
        set_cookie(response, "user", user)
    forget_cookie(response, "login")
    return response


@app.post("/logout")
async def logout(request: Request) -> Response:
    """Forgets the login, for every worker. The browser forgets in any case."""
    response: Response = RedirectResponse("/", 303)
    if user := cookie(request, "user"):
        try:
            await logins.for_user(user).logout()
        except SpotifyError as error:
            response = await what_spotify_says(request, error)
    forget_cookie(response, "user")
    return response


@app.exception_handler(SpotifyError)
async def what_spotify_says(_: Request, error: Exception) -> Response:
    """An error as a page, with the status that tells monitors and programs what it is. Its text holds no secret."""
    if isinstance(error, RateLimitError):
        return failure("Spotify asks us to wait. Try again later.", 503, {"retry-after": str(error.retry_after)})
    if isinstance(error, AuthenticationError):
        return failure(str(error), 400)
    return failure(str(error), 502)


def cookie(request: Request, name: str) -> str | None:
    """What one of our cookies says, unless somebody else wrote it."""
    try:
        text = seal.decrypt(request.cookies.get(HOST + name, "")).decode()
    except InvalidToken:
        return None
    kind, _, value = text.partition(":")
    return value if kind == name else None


def set_cookie(response: Response, name: str, value: str) -> None:
    """Encrypted and signed, so that every worker can read it and nobody can make one up, or pass one off as another. `lax`: it comes
    along when Spotify sends the browser back, and with no form of another site."""
    sealed = seal.encrypt(f"{name}:{value}".encode()).decode()
    response.set_cookie(HOST + name, sealed, httponly=True, secure=bool(HOST), samesite="lax")


def forget_cookie(response: Response, name: str) -> None:
    """Has the browser forget it."""
    response.delete_cookie(HOST + name, httponly=True, secure=bool(HOST), samesite="lax")


def welcome() -> Response:
    """For who is not logged in."""
    return page('<h1>Your library</h1><p>Log in to see what you saved last.</p><p><a href="/login">Log in with Spotify</a></p>')


def failure(what: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """For who met an error."""
    return page(f'<h1>That did not work</h1><p>{escape(what)}</p><p><a href="/">Back</a></p>', status, headers)


def page(content: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A page of our own, which no cache keeps for somebody else."""
    return HTMLResponse(
        f'<!doctype html><html lang="en"><title>Many users</title><body>{content}',
        status,
        {"cache-control": "no-store", **(headers or {})},
    )
