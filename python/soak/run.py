"""Virtual days of 300 clients in one process: 100 on threads, 100 on asyncio, 100 on trio, at once, over the same caches.

    run.py [--short] [--seed N] [--json]

`cargo xtask prove soak-python` runs it with the package as it is built from this checkout. A local Spotify with faults at random from the seed
stands beside them: refresh tokens rotate there, and one that is used twice ends its login. Judged are logins, requests (each in the
sandbox's journal belongs to a call, and each answer that the SDK's log tells of is in the journal), writes, and what is left of it all.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path

from account import Account
from calls import RollCall, Round
from crew import crews
from measures import Measures
from worlds import Asyncio, Threads, Trio, World

from spotify_sdk.testing import Sandbox

SHORT, THOROUGH = 14, 240
SCOPES = ["user-read-private", "user-library-read", "playlist-read-private", "playlist-modify-public"]
USERS = 100
"""As many as one crew has members; each crew has clients for all who have a login."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak-python")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rounds = SHORT if options.short else THOROUGH
    print(f"300 clients, {rounds} rounds of about two hours, seed {options.seed}", file=sys.stderr)
    users = [{"id": f"user{number}", "premium": True, "saved_tracks": 30} for number in range(USERS)]
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox(
            users=users,
            redirect_uris=["http://127.0.0.1/callback"],
            refresh_tokens="rotate_reuse_detection",
            extended_quota=True,
        ) as sandbox,
    ):
        os.environ.update(sandbox.environment())
        account = soak(sandbox, Path(folder), options.seed, rounds)
    print(json.dumps(account.figures(), indent=2) if options.json else account.told())
    for problem in account.problems[:10]:
        print(f"  PROBLEM: {problem}", file=sys.stderr)
    return 1 if account.problems else 0


def soak(sandbox: Sandbox, folder: Path, seed: int, rounds: int) -> Account:
    started, chance = time.monotonic(), random.Random(seed)
    account = Account(sandbox, seed)
    logger = logging.getLogger("spotify_sdk")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.addHandler(account.log)
    worlds: list[World] = [Threads(), Asyncio(), Trio()]
    try:
        _rounds(sandbox, folder, account, worlds, rounds, chance, started)
    finally:
        for world in worlds:
            world.close()
        logger.removeHandler(account.log)
    return account


def _rounds(
    sandbox: Sandbox,
    folder: Path,
    account: Account,
    worlds: list[World],
    rounds: int,
    chance: random.Random,
    started: float,
) -> None:
    before = Measures.take()
    members = crews(sandbox, folder, SCOPES)
    sandbox.random_faults(account.seed, web_api=0.02, token_endpoint=0.04)
    told = started
    for number in range(rounds):
        jump = chance.uniform(300, 14_100)
        sandbox.advance(jump)
        account.passed += jump
        play(worlds, members, Round(number, account.seed), account)
        if time.monotonic() - told > 5:
            told = time.monotonic()
            print(f"  {account.progress()}", file=sys.stderr)
    sandbox.clear_faults()
    sandbox.advance(3 * 3_600)
    account.passed += 3 * 3_600
    play(worlds, members, RollCall(rounds), account)
    account.compare_written()
    for world, crew in zip(worlds, members, strict=True):
        world.end(crew)
    members.clear()
    del crew
    account.over(before, Measures.at_rest(before), time.monotonic() - started)


def play(worlds: list[World], crews: list[list[object]], round: Round, account: Account) -> None:
    """One round in all worlds at once."""
    under_way = [world.start(crew, round) for world, crew in zip(worlds, crews, strict=True)]  # type: ignore[arg-type]
    calls = [call for future in under_way for call in future.result(timeout=300)]
    account.round(round, calls)
    del under_way, calls
    gc.collect()
    account.holds.append(Measures.take())


if __name__ == "__main__":
    status = 1
    try:
        status = main()
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
    except SystemExit as error:
        # Of argparse, before anything was begun.
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    # Whatever a thread still waits for: Python would wait for the thread.
    os._exit(status)
