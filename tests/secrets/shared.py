"""What both programs have in common: where they write, and what was secret."""

from __future__ import annotations

import os
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

AREA = Path(os.environ["SECRETS_AREA"])
KNOWN = Path(os.environ["SECRETS_KNOWN"])
SHORT = "SECRETS_SHORT" in os.environ

# Token files are what they are for; everything else is searched.
CACHE = AREA / "home" / "cache"
# What shows a token because that is what was asked for.
SHOWN = AREA / "shown"
# What shows the address of a login page, and so its state.
ADDRESS = AREA / "out" / "address"

for folder in (CACHE, SHOWN, ADDRESS):
    folder.mkdir(parents=True, exist_ok=True)

_known: set[str] = set()
_states: set[str] = set()


class Hidden:
    """A secret that this program holds: local variables of its own are shown by tracebacks, and are not what is tested."""

    def __init__(self, value: str) -> None:
        self.reveal = lambda: value

    def __repr__(self) -> str:
        return "<hidden>"


def learn(*secrets: str) -> None:
    """From now on these are secrets."""
    _known.update(secrets)
    KNOWN.write_text("".join(f"{word}\n" for word in sorted(_known)), encoding="utf-8")


def learn_address(address: str) -> None:
    """The state in the address of a login page, which the user sees."""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    _states.update(query.get("state", ()))
    KNOWN.with_suffix(".states").write_text("".join(f"{word}\n" for word in sorted(_states)), encoding="utf-8")
    learn(*query.get("state", ()))


def visit(address: str) -> int:
    """Opens an address as a browser would; the status that it ends at."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
