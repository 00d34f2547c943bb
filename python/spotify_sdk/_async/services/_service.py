"""What all services are."""

from __future__ import annotations

from .._base_client import AsyncBaseClient


class AsyncService:
    """Operations on one kind of thing; holds nothing but its client."""

    def __init__(self, client: AsyncBaseClient) -> None:
        self._client = client
