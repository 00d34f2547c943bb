"""What this process holds."""

from __future__ import annotations

import gc
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from spotify_sdk import AsyncSpotifyClient, SpotifyClient
from spotify_sdk.auth import AsyncAuthorizationCode, AsyncUserLogins, AuthorizationCode, UserLogins

OURS = (SpotifyClient, AsyncSpotifyClient, AuthorizationCode, AsyncAuthorizationCode, UserLogins, AsyncUserLogins)
BACKGROUND = 4
"""Threads of the two background runtimes, the SDK's and the package's, which are there for good once they were needed."""
KEPT_FILES = 4 * (2 + 32)
"""Files that the SDK keeps for good: of those, and of the runtimes (32 at most) that blocking calls borrow."""


@dataclass
class Measures:
    """Memory in KiB, and numbers. What the system does not tell (`/proc` is Linux's) is 0.

    The process's clients share its connections, of which the idle ones are kept for the next; so they are no part of `files`, and must
    not grow in number.
    """

    memory: int
    threads: int
    python_threads: int
    files: int
    sockets: int
    objects: int
    clients: int

    @classmethod
    def take(cls) -> Measures:
        objects = gc.get_objects()
        inodes, targets = _tcp_inodes(), _files()
        sockets = sum(target[8:-1] in inodes for target in targets if target.startswith("socket:["))
        return cls(
            _status("VmRSS:"),
            _status("Threads:"),
            threading.active_count(),
            len(targets) - sockets,
            sockets,
            len(objects),
            # Not by `isinstance`, which asks lazy things what they are.
            sum(type(thing) in OURS for thing in objects),
        )

    @classmethod
    def at_rest(cls, before: Measures) -> Measures:
        """What is left; idle threads go after ten seconds."""
        until = time.monotonic() + 30
        while True:
            gc.collect()
            left = cls.take()
            if not left.more_than(before) or time.monotonic() > until:
                return left
            del left
            time.sleep(0.1)

    def more_than(self, before: Measures) -> str:
        """What there is more of than the SDK keeps for its next user; empty if there is none."""
        too_many = {
            "threads": self.threads - before.threads - BACKGROUND,
            "Python threads": self.python_threads - before.python_threads,
            "files": self.files - before.files - KEPT_FILES,
            "clients and logins": self.clients - before.clients,
        }
        return ", ".join(f"{number} {what} too many" for what, number in too_many.items() if number > 0)


def _status(name: str) -> int:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)


def _files() -> list[str]:
    targets: list[str] = []
    try:
        for entry in os.listdir("/proc/self/fd"):
            try:
                targets.append(os.readlink(f"/proc/self/fd/{entry}"))
            except OSError:
                # The one that the folder itself was read by.
                continue
    except OSError:
        pass
    return targets


def _tcp_inodes() -> set[str]:
    inodes: set[str] = set()
    for table in ("/proc/self/net/tcp", "/proc/self/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        inodes.update(line.split()[9] for line in lines)
    return inodes
