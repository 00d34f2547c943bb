"""Trouble at random, and the journal taken bit by bit."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from spotify_sdk.testing import Request, Sandbox


def outcomes(seed: int) -> tuple[list[int], list[Request]]:
    """The statuses of sixty requests, 0 for a connection that broke, and what the journal has of them."""
    with Sandbox() as sandbox:
        sandbox.random_faults(seed, web_api=0.5, token_endpoint=0)
        token = sandbox.access_token("ada", "user-read-private")
        url = urllib.request.Request(f"{sandbox.api_base_url}/me", headers={"Authorization": f"Bearer {token}"})
        statuses: list[int] = []
        for _ in range(60):
            try:
                with urllib.request.urlopen(url, timeout=20) as answer:
                    answer.read()
                    statuses.append(answer.status)
            except urllib.error.HTTPError as error:
                statuses.append(error.code)
            except OSError:
                statuses.append(0)
            except Exception as error:
                # Half a body.
                assert "IncompleteRead" in repr(error)
                statuses.append(0)
        requests = sandbox.take_requests()
        assert sandbox.take_requests() == sandbox.requests() == []
        return statuses, requests


def test_a_seed_is_one_sequence_of_trouble() -> None:
    statuses, requests = outcomes(7)
    assert outcomes(7)[0] == statuses != outcomes(8)[0]
    assert {0, 200} < set(statuses)
    assert len(requests) == 60
    assert all(request.by_fault for request, status in zip(requests, statuses, strict=True) if status != 200)
    assert any(not request.by_fault for request in requests)


def test_a_part_that_is_none_is_refused() -> None:
    with Sandbox() as sandbox, pytest.raises(ValueError, match="web_api must be 0 to 1"):
        sandbox.random_faults(7, web_api=1.5)
