"""What all services are."""

from __future__ import annotations

from .._base_client import BaseClient


class Service:
    """Operations on one kind of thing; holds nothing but its client."""

    def __init__(self, client: BaseClient) -> None:
        self._client = client
