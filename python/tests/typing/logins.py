"""Logging in. Checked by mypy and pyright, never run."""

from __future__ import annotations

from typing_extensions import assert_type

from spotify_sdk.auth import (
    AsyncAuthorizationCode,
    AuthorizationCode,
    AuthorizationRequest,
    TokenInfo,
    async_authorize_local,
    authorize_local,
)

auth = AuthorizationCode(
    scope=("a", "b"),
    pkce=True,
    proxy="http://127.0.0.1:3128",
    extra_root_certificate=b"",
    connect_timeout=3,
    user_agent_suffix="my-app/1.0",
    max_wait=10,
    accounts_base_url="http://127.0.0.1:1",
)
shown: list[str] = []


async def show(url: str) -> None:
    shown.append(url)


assert_type(auth.authorize_local(authorization_url_handler=print), TokenInfo)
assert_type(authorize_local(auth, authorization_url_handler=shown.append), TokenInfo)
assert_type(auth.authorization_request(), AuthorizationRequest)
assert_type(auth.refresh_token_expires_at(), "float | None")
assert_type(AuthorizationCode.parse_response_url("?code=x"), str)
# Nothing is awaited here.
auth.authorize_local(authorization_url_handler=show)  # type: ignore[arg-type]
authorize_local(auth, authorization_url_handler=show)  # type: ignore[arg-type]


async def main(auth: AsyncAuthorizationCode) -> None:
    assert_type(await auth.authorize_local(authorization_url_handler=show), TokenInfo)
    assert_type(await auth.authorize_local(authorization_url_handler=print), TokenInfo)
    assert_type(await async_authorize_local(auth, authorization_url_handler=show), TokenInfo)
    assert_type(await auth.get_access_token(), str)
    auth.authorize_local(authorization_url_handler=3)  # type: ignore[arg-type, unused-coroutine]
