"""What can be measured once in a process: the price of an import, and of holding the whole library.

    python once.py import STATEMENT
    python once.py memory CLIENT WORK API_BASE_URL ACCOUNTS_BASE_URL

Prints two numbers. `import`: nanoseconds of CPU, and bytes of memory that the process has grown by. `memory`: bytes that the process has grown by from before
the client was imported to when it holds 10,000 tracks, and the most that it ever had in all.
"""

from __future__ import annotations

import importlib
import sys
import time

from work import PAGE, TRACKS


def resident(what: str) -> int:
    """`VmRSS` or `VmHWM` of this process, in bytes; Linux only."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith(what))
    return int(line.split()[1]) * 1024


def price_of_import(statement: str) -> tuple[int, int]:
    memory, cpu = resident("VmRSS"), time.process_time_ns()
    exec(statement, {})
    return time.process_time_ns() - cpu, resident("VmRSS") - memory


def price_of_library(client: str, work: str, api: str, accounts: str) -> tuple[int, int]:
    before = resident("VmRSS")
    do = getattr(importlib.import_module(client), work)(api, accounts)
    library = do(TRACKS // PAGE)
    held = resident("VmRSS") - before
    assert len(library) == TRACKS
    return held, resident("VmHWM")


if __name__ == "__main__":
    kind, *arguments = sys.argv[1:]
    print(*(price_of_import if kind == "import" else price_of_library)(*arguments))
