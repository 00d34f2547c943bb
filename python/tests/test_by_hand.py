"""`client.request(...)`: what is sent, and what is not."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from typing import Any

import pytest
from wire import Server, http, serving

from spotify_sdk import AsyncSpotifyClient, SpotifyClient, SpotifyError


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(lambda _: http(200)) as server:
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[SpotifyClient]:
    with SpotifyClient("CANARY-token", api_base_url=f"{server.url}/v1") as client:
        yield client


def header(request: str, name: str) -> list[str]:
    pairs = [line.split(": ", 1) for line in request.split("\r\n\r\n")[0].split("\r\n")[1:]]
    return [value for found, value in pairs if found.lower() == name]


def test_the_parameters_are_in_the_order_of_0_10_1() -> None:
    names = ["method", "path", "params", "json", "headers", "content", "timeout", "max_retries"]
    for client in (SpotifyClient, AsyncSpotifyClient):
        parameters = list(inspect.signature(client.request).parameters.values())[1:]
        assert [parameter.name for parameter in parameters] == names
        assert all(parameter.default is None for parameter in parameters[2:])


def test_the_query(client: SpotifyClient, server: Server) -> None:
    params = {"ids": ["a", "b c", None], "public": True, "no": False, "n": 1, "x": 1.5, "nothing": None, "e": "", "t": ("1",)}
    client.request("GET", "/things", params)
    client.request("GET", "/things", {"ids": []})
    assert server.heads() == [
        "GET /v1/things?ids=a&ids=b+c&public=true&no=false&n=1&x=1.5&e=&t=1 HTTP/1.1",
        "GET /v1/things HTTP/1.1",
    ]


def test_the_query_may_be_pairs(client: SpotifyClient, server: Server) -> None:
    client.request("GET", "/things", [("a", "b"), ("c", 1), ("a", ["d", "e"]), ("no", None)])
    client.request("GET", "/things", (pair for pair in [("a", True)]))
    client.request("GET", "/things", [])
    assert [head.split()[1] for head in server.heads()] == ["/v1/things?a=b&c=1&a=d&a=e", "/v1/things?a=true", "/v1/things"]
    with pytest.raises(TypeError, match="params"):
        client.request("GET", "/things", "a=b")  # type: ignore[arg-type]


EXACT = [
    {"n": 2**63, "m": [2**64 - 1, 2**64, -(2**63) - 1, 10**40, 7, 0.5]},
    [10**30, {"n": -(10**30)}],
    10**25,
]


@pytest.mark.parametrize("body", EXACT)
def test_numbers_are_exact(body: Any) -> None:
    with serving(lambda _: http(200, json.dumps(body))) as server:
        with SpotifyClient("token", api_base_url=f"{server.url}/v1") as client:
            answer = client.request("GET", "/things")
    assert answer == body
    assert json.dumps(answer) == json.dumps(body)


def test_bodies(client: SpotifyClient, server: Server) -> None:
    client.request("POST", "/things", None, {"name": "\u00e4", "none": None})
    client.request("PUT", "/things", content="text")
    client.request("PUT", "/things", None, None, {"Content-Type": "image/jpeg"}, b"/9j/4A==")
    client.request("DELETE", "/things", json=[])
    client.request("POST", "/things")
    bodies = [request.split("\r\n\r\n", 1)[1] for request in server.requests]
    assert json.loads(bodies[0]) == {"name": "\u00e4", "none": None}
    assert bodies[1:] == ["text", "/9j/4A==", "[]", ""]
    types = [header(request, "content-type") for request in server.requests]
    assert types == [["application/json"], ["application/json"], ["image/jpeg"], ["application/json"], []]
    assert header(server.requests[4], "content-length") == ["0"]


def test_headers(client: SpotifyClient, server: Server, run) -> None:
    headers = {"X-Mine": "1", "Accept": "text/html"}
    client.request("GET", "/me", headers=headers)

    async def main() -> None:
        async with AsyncSpotifyClient("CANARY-token", api_base_url=f"{server.url}/v1") as client:
            await client.request("GET", "/me", headers=headers)

    run(main)
    assert len(server.requests) == 2
    for request in server.requests:
        assert (header(request, "x-mine"), header(request, "accept")) == (["1"], ["text/html"])
        assert header(request, "authorization") == ["Bearer CANARY-token"]


@pytest.mark.parametrize(
    "arguments",
    [
        {"headers": {"Authorization": "Bearer CANARY"}},
        {"headers": {"host": "CANARY.example"}},
        {"headers": {"Content-Length": "7"}},
        {"headers": {"X": "CANARY\r\nX-Evil: 1"}},
        {"headers": {"X Y": "CANARY"}},
        {"json": {}, "content": b"CANARY"},
        {"json": float("nan")},
        {"timeout": 0},
        {"timeout": -1},
        {"max_retries": -1},
        {"path": "/../admin"},
        {"path": "https://evil.example/"},
        {"path": "/me?x=1"},
        {"method": "TRACE"},
    ],
)
def test_what_is_refused_before_anything_is_sent(client: SpotifyClient, server: Server, arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError) as caught:
        client.request(**{"method": "GET", "path": "/me", **arguments})
    assert "CANARY" not in str(caught.value)
    assert server.requests == []


def test_retries_of_its_own() -> None:
    with serving(lambda _: http(503)) as server:
        url = f"{server.url}/v1"
        with SpotifyClient("token", api_base_url=url, max_retries=2) as client, pytest.raises(SpotifyError):
            client.request("GET", "/me", max_retries=0)
        assert len(server.requests) == 1
        with SpotifyClient("token", api_base_url=url, max_retries=0) as client, pytest.raises(SpotifyError):
            client.request("GET", "/me", None, None, None, None, None, 1)
        assert len(server.requests) == 3


def test_a_time_limit_of_its_own(documents, run) -> None:
    documents.fault("GET /v1/me", delay=30)
    with SpotifyClient("your-access-token", max_retries=0) as client:
        with pytest.raises(SpotifyError, match="^Connection error: "):
            client.request("GET", "/me", timeout=0.3)

    async def main() -> None:
        async with AsyncSpotifyClient("your-access-token", max_retries=0) as client:
            with pytest.raises(SpotifyError, match="^Connection error: "):
                await client.request("GET", "/me", timeout=0.3)

    run(main)
