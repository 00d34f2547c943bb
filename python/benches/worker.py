"""One contender of `cargo xtask bench python`: one client and one piece of work, in a process of its own.

    python worker.py CLIENT WORK API_BASE_URL ACCOUNTS_BASE_URL

`CLIENT` is a module beside this one, `WORK` a function of it that gives a callable: called with a number it does the work that often. Each line of
standard input is such a number, and is answered with the nanoseconds that it took: of CPU, user and system time of this process with all its threads,
and of the clock on the wall.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable


def main() -> None:
    client, work, *addresses = sys.argv[1:]
    do: Callable[[int], None] = getattr(importlib.import_module(client), work)(*addresses)
    for line in sys.stdin:
        times = int(line)
        wall, cpu = time.perf_counter_ns(), time.process_time_ns()
        do(times)
        print(time.process_time_ns() - cpu, time.perf_counter_ns() - wall, flush=True)


if __name__ == "__main__":
    main()
