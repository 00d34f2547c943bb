"""Clients that wait and clients on event loops, against the sandbox."""

from __future__ import annotations

import threading

import pytest

from spotify_sdk import (
    AsyncSpotifyClient,
    AuthenticationError,
    BadRequestError,
    ForbiddenError,
    NotFoundError,
    RateLimitError,
    ServerError,
    SpotifyClient,
    SpotifyError,
)
from spotify_sdk.auth import AuthorizationCode, ClientCredentials
from spotify_sdk.exceptions import ResponseDecodeError
from spotify_sdk.testing import Sandbox

ALBUM = "5K79FLRUCSysQnVESLcTdb"


def test_an_album_comes_as_a_model(documents: Sandbox) -> None:
    with SpotifyClient("your-access-token") as client:
        album = client.albums.get(ALBUM)
        assert album.id == ALBUM
        assert album.artists[0].name
        assert album.tracks.items[0].name


def test_ids_may_be_uris_and_links(documents: Sandbox) -> None:
    with SpotifyClient("your-access-token") as client:
        for form in (f"spotify:album:{ALBUM}", f"https://open.spotify.com/album/{ALBUM}?si=x"):
            assert client.albums.get(form).id == ALBUM
        with pytest.raises(ValueError, match="track"):
            client.albums.get(f"spotify:track:{ALBUM}")
        with pytest.raises(ValueError):
            client.albums.get("../me")
    assert {request.path for request in documents.requests()} == {f"/v1/albums/{ALBUM}"}


def test_an_album_comes_on_event_loops(documents: Sandbox, run) -> None:
    async def main() -> None:
        async with AsyncSpotifyClient("your-access-token") as client:
            assert (await client.albums.get(ALBUM)).id == ALBUM

    run(main)
    # Once more: a client made on another loop, connections and all.
    run(main)


def test_one_client_serves_several_loops_one_after_the_other(documents: Sandbox, run) -> None:
    client = AsyncSpotifyClient("your-access-token")

    async def main() -> None:
        assert (await client.albums.get(ALBUM)).id == ALBUM

    for _ in range(3):
        run(main)


def test_threads_share_a_client(documents: Sandbox) -> None:
    client = SpotifyClient("your-access-token")
    names: list[str] = []
    threads = [threading.Thread(target=lambda: names.append(client.albums.get(ALBUM).name)) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(names) == 40 and len(set(names)) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (403, ForbiddenError),
        (404, NotFoundError),
        (418, SpotifyError),
    ],
)
def test_refusals_are_the_documents_exceptions(documents: Sandbox, status: int, kind: type[SpotifyError]) -> None:
    body = '{"error":{"status":%d,"message":"no such luck","reason":"WHY"}}' % status
    documents.fault("GET /v1/albums/*", status=status, body=body, headers={"content-type": "application/json"})
    with SpotifyClient("your-access-token") as client, pytest.raises(SpotifyError) as caught:
        client.albums.get(ALBUM)
    error = caught.value
    assert type(error) is kind
    assert (error.message, error.args, error.status_code) == ("no such luck", ("no such luck",), status)
    assert error.response_body == {"error": {"status": status, "message": "no such luck", "reason": "WHY"}}
    assert len(documents.requests()) == 1


def test_words_of_a_refusal_stay(documents: Sandbox) -> None:
    said = "country code: ZZ is invalid; state: playing"
    documents.fault("GET /v1/albums/*", status=400, body='{"error":{"status":400,"message":"%s"}}' % said)
    with SpotifyClient("your-access-token") as client, pytest.raises(BadRequestError) as caught:
        client.albums.get(ALBUM)
    assert caught.value.message == said


def test_a_long_pause_is_an_error_at_once(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", status=429, headers={"retry-after": "7200"}, body="{}")
    with SpotifyClient("your-access-token") as client, pytest.raises(RateLimitError) as caught:
        client.albums.get(ALBUM)
    assert caught.value.retry_after == 7200
    assert caught.value.status_code == 429


def test_a_quota_that_is_used_up_is_a_rate_limit(documents: Sandbox) -> None:
    body = '{"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}}'
    documents.fault("GET /v1/albums/*", status=429, headers={"retry-after": "36000"}, body=body)
    with SpotifyClient("your-access-token") as client, pytest.raises(RateLimitError) as caught:
        client.albums.get(ALBUM)
    assert caught.value.retry_after == 36000 and caught.value.reason == "QUOTA_EXCEEDED"  # type: ignore[attr-defined]


def test_a_missing_scope_is_what_its_status_says(documents: Sandbox) -> None:
    with SpotifyClient(documents.access_token(documents.users[0])) as client:
        with pytest.raises(ForbiddenError) as forbidden:
            client.albums.get_saved()
        with pytest.raises(AuthenticationError) as unauthorized:
            client.player.get_devices()
    assert (forbidden.value.status_code, unauthorized.value.status_code) == (403, 401)
    assert "user-library-read" in "".join(forbidden.value.__notes__)  # type: ignore[attr-defined]


def test_a_list_that_fails_in_the_middle_says_what_was_done(documents: Sandbox) -> None:
    token = documents.access_token(documents.users[0], "user-library-modify", "user-library-read")
    ids = [f"{number:022}" for number in range(120)]
    documents.fault("PUT /v1/me/tracks", skip=1, status=400, body='{"error":{"status":400,"message":"no"}}')
    with SpotifyClient(token) as client, pytest.raises(BadRequestError) as caught:
        client.tracks.save(ids)
    assert caught.value.done == ids[:50]  # type: ignore[attr-defined]


def test_servers_that_fail_are_asked_again(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", status=503, times=1)
    with SpotifyClient("your-access-token") as client:
        assert client.albums.get(ALBUM).id == ALBUM
    assert [request.status for request in documents.requests()] == [503, 200]


def test_servers_that_go_on_failing_are_an_error(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", status=503)
    with SpotifyClient("your-access-token", max_retries=0) as client, pytest.raises(ServerError) as caught:
        client.albums.get(ALBUM)
    assert caught.value.status_code == 503


def test_nobody_there_is_a_connection_error(documents: Sandbox) -> None:
    with SpotifyClient("x", api_base_url="http://127.0.0.1:1/v1", max_retries=0) as client:
        with pytest.raises(SpotifyError, match="^Connection error: ") as caught:
            client.albums.get(ALBUM)
    assert (caught.value.status_code, caught.value.response_body) == (None, None)


def test_the_timeout_is_kept(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", delay=30)
    with SpotifyClient("your-access-token", timeout=0.3, max_retries=0) as client:
        with pytest.raises(SpotifyError, match="^Connection error: "):
            client.albums.get(ALBUM)


def test_a_networks_login_page_is_no_album(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", status=200, body="<html>Welcome to our hotel</html>")
    with SpotifyClient("your-access-token") as client, pytest.raises(ResponseDecodeError) as caught:
        client.albums.get(ALBUM)
    assert isinstance(caught.value, ValueError)
    assert "hotel" in caught.value.raw_body


def test_other_json_is_no_album(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", status=200, body="[1, 2]")
    with SpotifyClient("your-access-token") as client, pytest.raises(ResponseDecodeError) as caught:
        client.albums.get(ALBUM)
    assert caught.value.raw_body == [1, 2]


def test_an_answer_that_repeats_the_token_does_not_show_it(documents: Sandbox) -> None:
    body = '{"error":{"status":400,"message":"your-access-token is bad"}}'
    documents.fault("GET /v1/albums/*", status=400, body=body)
    with SpotifyClient("your-access-token") as client, pytest.raises(BadRequestError) as caught:
        client.albums.get(ALBUM)
    assert "your-access-token" not in repr((caught.value, caught.value.response_body, caught.value.args))


def test_requests_by_hand(documents: Sandbox, run) -> None:
    with SpotifyClient("your-access-token") as client:
        answer = client.request("GET", f"/albums/{ALBUM}", params={"market": "SE", "nothing": None})
        assert answer["id"] == ALBUM
        with pytest.raises(ValueError, match="path"):
            client.request("GET", "/../admin")
    assert dict(documents.requests()[0].query) == {"market": "SE"}

    async def main() -> None:
        async with AsyncSpotifyClient("your-access-token") as client:
            assert (await client.request("GET", f"/albums/{ALBUM}"))["id"] == ALBUM

    run(main)


def test_a_redirect_is_followed_nowhere_and_is_no_answer(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", status=302, headers={"location": f"{documents.base_url}/v1/me"}, body="")
    with SpotifyClient("your-access-token") as client, pytest.raises(SpotifyError) as caught:
        client.albums.get(ALBUM)
    assert (type(caught.value), caught.value.status_code, caught.value.response_body) == (SpotifyError, 302, {})
    assert len(documents.requests()) == 1


def test_an_empty_market_is_none(documents: Sandbox) -> None:
    token = documents.access_token(documents.users[0], "user-library-read")
    with SpotifyClient(token) as client:
        client.tracks.get_saved(market="")
        client.albums.get(ALBUM, "")
        list(client.episodes.iter_saved(market=""))
    assert all("market" not in request.query for request in documents.requests())


def test_what_no_answer_came_to_has_no_body(documents: Sandbox) -> None:
    with SpotifyClient("your-access-token", api_base_url="http://127.0.0.1:1/v1", max_retries=0) as client:
        with pytest.raises(SpotifyError) as lost:
            client.albums.get(ALBUM)
    with SpotifyClient(auth_provider=AuthorizationCode()) as client, pytest.raises(AuthenticationError) as nobody:
        client.albums.get(ALBUM)
    client.close()
    with pytest.raises(SpotifyError) as closed:
        client.albums.get(ALBUM)
    for caught in (lost, nobody, closed):
        assert (caught.value.status_code, caught.value.response_body) == (None, None)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"expires_in": 3600}', "Token response missing access_token or expires_in."),
        ('{"access_token": "x", "expires_in": "soon"}', "Token response has invalid expires_in."),
    ],
)
def test_a_token_response_without_a_token(documents: Sandbox, body: str, message: str) -> None:
    documents.fault("POST /api/token", status=200, body=body)
    with pytest.raises(AuthenticationError) as caught:
        ClientCredentials().get_access_token()
    assert (caught.value.message, caught.value.status_code) == (message, 200)


def test_which_logins_go_together(documents: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = object()
    with pytest.raises(ValueError, match="Provide only one of access_token, client credentials, or auth_provider."):
        SpotifyClient("x", auth_provider=provider)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="Provide only one of access_token or client credentials."):
        SpotifyClient("x", client_id="y")
    with pytest.raises(ValueError, match="An access_token, client credentials, or auth_provider is required."):
        SpotifyClient()
    with pytest.raises(ValueError, match="Either access_token or auth_provider must be provided."):
        SpotifyClient("")
    with pytest.raises(TypeError, match="get_access_token"):
        SpotifyClient(auth_provider=provider)  # type: ignore[arg-type]
    # One of id and secret comes from the environment.
    SpotifyClient(client_id="your-client-id").close()
    monkeypatch.delenv("SPOTIFY_SDK_CLIENT_SECRET")
    with pytest.raises(ValueError, match="client_id and client_secret are required for client credentials auth."):
        SpotifyClient(client_id="your-client-id")


def test_a_closed_client_says_so(documents: Sandbox) -> None:
    client = SpotifyClient("your-access-token")
    client.close()
    client.close()
    with pytest.raises(SpotifyError, match="closed"):
        client.albums.get(ALBUM)


def test_nothing_shows_a_token(documents: Sandbox) -> None:
    client = SpotifyClient("your-access-token")
    shown = repr((client, vars(client), client.albums, client._native))
    assert "your-access-token" not in shown


def test_market_lists_are_lists_of_their_own(documents: Sandbox) -> None:
    with SpotifyClient("your-access-token") as client:
        answer = client.request("GET", f"/albums/{ALBUM}/tracks")
    lists = [row["available_markets"] for row in answer["items"] if row.get("available_markets")]
    assert lists and all(isinstance(code, str) for code in lists[0])
    if len(lists) > 1:
        lists[0].clear()
        assert lists[1]


def test_clients_of_one_app_share_a_rate_limit(documents: Sandbox) -> None:
    documents.fault("GET /v1/albums/*", status=429, headers={"retry-after": "7200"}, body="{}", times=1)
    first, second = SpotifyClient.from_client_credentials(), SpotifyClient.from_client_credentials()
    for client in (first, second):
        with pytest.raises(RateLimitError) as caught:
            client.albums.get(ALBUM)
        assert 7100 < caught.value.retry_after <= 7200
    assert len(documents.requests("GET", f"/v1/albums/{ALBUM}")) == 1
    second.clear_cool_down()
    assert second.albums.get(ALBUM).id == ALBUM


UNREADABLE = {
    "a number": '{"is_playing": true, "progress_ms": 1, "new": 1e400}',
    "a number where markets are": '{"is_playing": true, "progress_ms": 1, "available_markets": [1e400]}',
    "a depth where markets are": '{"is_playing": true, "progress_ms": 1, "available_markets": %s}' % ("[" * 200 + "]" * 200),
    "a depth": '{"is_playing": true, "progress_ms": 1, "new": %s}' % ("[" * 200 + "]" * 200),
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_not_nothing(documents: Sandbox, body: str) -> None:
    documents.fault("GET /v1/me/player", status=200, body=body)
    with SpotifyClient(documents.access_token(documents.users[0], "user-read-playback-state")) as client:
        for call in (client.player.get_playback_state, lambda: client.request("GET", "/me/player")):
            with pytest.raises(ResponseDecodeError) as caught:
                call()
            assert (caught.value.status_code, caught.value.raw_body) == (200, body)


@pytest.mark.parametrize("status, body", [(204, ""), (200, ""), (200, " \n")])
def test_nothing_is_nothing(documents: Sandbox, status: int, body: str) -> None:
    documents.fault("GET /v1/me/player", status=status, body=body)
    with SpotifyClient(documents.access_token(documents.users[0], "user-read-playback-state")) as client:
        assert client.player.get_playback_state() is None
        assert client.request("GET", "/me/player") == {}


@pytest.mark.parametrize(
    "sent, read",
    [
        (r"\ud800", "\ufffd"),
        (r"\uDFFFx", "\ufffdx"),
        (r"\ud800\ud83d\ude00", "\ufffd\U0001f600"),
        (r"\\ud800 \ud83d", "\\ud800 \ufffd"),
        (r"\ud800\u0041", "\ufffdA"),
    ],
)
def test_half_a_character_costs_only_itself(documents: Sandbox, sent: str, read: str) -> None:
    documents.fault("GET /v1/me/player", status=200, body='{"is_playing": true, "progress_ms": 7, "new": "%s"}' % sent)
    with SpotifyClient(documents.access_token(documents.users[0], "user-read-playback-state")) as client:
        state = client.player.get_playback_state()
        assert state is not None and state.progress_ms == 7
        assert client.request("GET", "/me/player")["new"] == read


@pytest.mark.parametrize("odd", ['"offset": 1.5, "next": {"a": 1}', '"offset": true, "next": 3', '"offset": -1, "next": null'])
def test_odd_pages_end_the_iteration_and_raise_nothing(documents: Sandbox, odd: str) -> None:
    row = '{"track": {"id": "4iV5W9uYEdYUVa79Axb7Rh", "name": "x"}}'
    documents.fault("GET /v1/me/tracks", times=1, status=200, body='{"items": [%s], "total": 1, "limit": 50, %s}' % (row, odd))
    with SpotifyClient(documents.access_token(documents.users[0], "user-library-read")) as client:
        assert len(list(client.tracks.iter_saved())) == 1


def test_an_odd_offset_is_the_one_that_was_asked_for(documents: Sandbox) -> None:
    row = '{"track": {"id": "4iV5W9uYEdYUVa79Axb7Rh", "name": "x"}}'
    body = '{"items": [%s], "total": 2, "limit": 50, "offset": 1.5, "next": %s}'
    documents.fault("GET /v1/me/tracks", times=1, status=200, body=body % (row, '"https://api.spotify.com/v1/me/tracks?offset=1&limit=50"'))
    documents.fault("GET /v1/me/tracks", times=1, status=200, body=body % (row, "null"))
    with SpotifyClient(documents.access_token(documents.users[0], "user-library-read")) as client:
        assert len(list(client.tracks.iter_saved())) == 2


def test_numbers_that_no_request_has_room_for_are_value_errors(documents: Sandbox) -> None:
    with SpotifyClient("your-access-token") as client:
        for name, call in {
            "limit": lambda: client.albums.get_tracks(ALBUM, limit=-1),
            "offset": lambda: client.albums.get_tracks(ALBUM, offset=2**32),
            "position_ms": lambda: client.player.seek(2**40),
            "before": lambda: client.player.get_recently_played(before=2**64),
        }.items():
            with pytest.raises(ValueError, match=rf"^{name} must be ") as caught:
                call()
            assert type(caught.value) is ValueError
        with pytest.raises(ValueError, match="^limit must be from 0 to 4294967295, not -1$"):
            client.search.search("x", ["track"], limit=-1)
    assert documents.requests() == []
