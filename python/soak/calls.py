"""What a client does in a round, and what came of it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, Literal

from crew import Member

from spotify_sdk import SpotifyError

PARAMETERS = {"/search": {"q": "a", "type": "album"}}
"""What a path needs besides."""

HEADER = "x-soak-call"
"""With the name of the call that a request belongs to."""


@dataclass
class Call:
    """A call as its caller saw it."""

    name: str
    user: str | None
    doing: Literal["reading", "creating"]
    outcome: Literal["answered", "failed", "dropped", "foreign"]
    error: str = ""
    text: str = ""


@dataclass
class Work:
    """A call to make."""

    name: str
    member: Member
    doing: Literal["reading", "creating"]
    path: str
    patience: float | None

    def run(self) -> Call:
        client = self.member.client()
        try:
            if self.doing == "creating":
                return self._judged(client.playlists.create(self.name).name)
            return self._judged(client.request("GET", self.path, PARAMETERS.get(self.path), headers={HEADER: self.name}))
        except SpotifyError as error:
            return self._call("failed", type(error).__name__, str(error))

    async def run_async(self) -> Call:
        client = self.member.client()
        try:
            if self.doing == "creating":
                return self._judged((await client.playlists.create(self.name)).name)
            return self._judged(await client.request("GET", self.path, PARAMETERS.get(self.path), headers={HEADER: self.name}))
        except SpotifyError as error:
            return self._call("failed", type(error).__name__, str(error))

    def dropped(self) -> Call:
        return self._call("dropped")

    def _judged(self, answer: Any) -> Call:
        wanted, got = "", ""
        if self.doing == "creating":
            wanted, got = self.name, answer
        elif self.path == "/me":
            wanted, got = str(self.member.user), answer["id"]
        return self._call("answered" if wanted == got else "foreign", text=f"{got!r} instead of {wanted!r}")

    def _call(self, outcome: Any, error: str = "", text: str = "") -> Call:
        return Call(self.name, self.member.user, self.doing, outcome, error, text)


class Round:
    """What chance wants of each client."""

    def __init__(self, number: int, seed: int) -> None:
        self.number, self.seed = number, seed

    def work(self, member: Member, *, may_be_dropped: bool = False) -> Work | None:
        chance = random.Random(f"{self.seed} {self.number} {member.name}")
        if member.name.endswith("relative") or chance.random() > 0.6:
            return None
        paths = ["/me", "/me", "/me/tracks", "/me/playlists"] if member.user else ["/search"]
        creates = member.user is not None and chance.random() < 0.1
        patience = chance.uniform(0.001, 0.05) if may_be_dropped and chance.random() < 0.03 else None
        return Work(
            f"{self.number}-{member.name}",
            member,
            "creating" if creates else "reading",
            chance.choice(paths),
            patience,
        )


class RollCall(Round):
    """The same of all: whether their login is still there."""

    def __init__(self, number: int) -> None:
        super().__init__(number, 0)

    def work(self, member: Member, *, may_be_dropped: bool = False) -> Work | None:
        if member.name.endswith("relative"):
            return None
        path = "/me" if member.user else "/search"
        return Work(f"{self.number}-{member.name}", member, "reading", path, None)
