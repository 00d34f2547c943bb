"""How requests are sent: what clients and logins have in common."""

from __future__ import annotations

from typing import NamedTuple


class _Seconds(float):
    """A default in seconds, which can be told from the same number given by the caller: that wins over the environment."""


class _Times(int):
    """The same for a number of times."""


TIMEOUT: float = _Seconds(30)
MAX_RETRIES: int = _Times(3)


class Network(NamedTuple):
    """What was given; `None` for what comes from the environment, or else is the SDK's own. The native half reads it by name."""

    timeout: float | None
    max_retries: int | None
    max_wait: float | None
    connect_timeout: float | None
    proxy: str | None
    extra_root_certificate: bytes | None
    user_agent_suffix: str | None


class UserApp(NamedTuple):
    """What an authorization-code login is made of, for one user or for many. The native half reads it by name."""

    client_id: str | None
    client_secret: str | None
    redirect_uri: str | None
    scopes: list[str]
    skew_seconds: float
    accounts_base_url: str | None
    pkce: bool
    network: Network


def network(
    timeout: float | None,
    max_retries: int | None,
    max_wait: float | None,
    connect_timeout: float | None,
    proxy: str | None,
    extra_root_certificate: bytes | None,
    user_agent_suffix: str | None,
) -> Network:
    """The options of a constructor, without the defaults that nobody gave."""
    return Network(
        timeout=None if isinstance(timeout, _Seconds) else timeout,
        max_retries=None if isinstance(max_retries, _Times) else max_retries,
        max_wait=max_wait,
        connect_timeout=connect_timeout,
        proxy=proxy,
        extra_root_certificate=extra_root_certificate,
        user_agent_suffix=user_agent_suffix,
    )
