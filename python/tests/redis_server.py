"""A real Redis server for tests: Debian's `redis-server`, which `cargo xtask test` brings where it may."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

MISSING = "there is no redis-server here, Debian's package is of that name"


def is_there() -> bool:
    """Whether this machine has one."""
    return shutil.which("redis-server") is not None


@contextmanager
def running() -> Iterator[str]:
    """The socket file of a server that ends with this. Unlike a port it is nobody else's."""
    import redis

    # The file's path has to be short.
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        path = os.path.join(folder, "socket")
        options = ["--port", "0", "--unixsocket", path, "--dir", folder, "--save", "", "--appendonly", "no"]
        process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        try:
            give_up = time.monotonic() + 60
            while True:
                try:
                    redis.Redis(unix_socket_path=path).ping()
                    break
                except redis.ConnectionError:
                    if time.monotonic() > give_up or process.poll() is not None:
                        raise
                    time.sleep(0.02)
            yield path
        finally:
            process.terminate()
            process.wait()
