"""Small servers that write down what they are sent, for what the sandbox does not look at."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class Server:
    """Answers every request of every connection; `requests` has the heads and bodies, as they came."""

    def __init__(self, answer: Callable[[str], bytes], context: ssl.SSLContext | None = None) -> None:
        self.requests: list[str] = []
        self._answer = answer
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def heads(self) -> list[str]:
        """The first lines."""
        return [request.split("\r\n", 1)[0] for request in self.requests]

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as stream:
                while head := self._head(stream):
                    length = next((int(line[15:]) for line in head.lower().splitlines() if line.startswith("content-length:")), 0)
                    request = head + stream.read(length).decode("latin-1")
                    self.requests.append(request)
                    connection.sendall(self._answer(request))
                    if head.startswith("CONNECT "):
                        return

    @staticmethod
    def _head(stream: Iterator[bytes]) -> str:
        lines: list[bytes] = []
        for line in stream:
            lines.append(line)
            if line == b"\r\n":
                break
        return b"".join(lines).decode("latin-1")


def http(status: int, body: str = "{}") -> bytes:
    """An answer as bytes."""
    return f"HTTP/1.1 {status} X\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode()


@contextmanager
def serving(answer: Callable[[str], bytes], context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server until the block ends."""
    server = Server(answer, context)
    try:
        yield server
    finally:
        server.close()


class Tunnel(Server):
    """A proxy that connects everything to one port of this machine."""

    def __init__(self, port: int) -> None:
        super().__init__(lambda _: b"")
        self._target = port

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += connection.recv(1)
            self.requests.append(head.decode("latin-1"))
            with socket.create_connection(("127.0.0.1", self._target)) as target:
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                back = threading.Thread(target=_pump, args=(target, connection), daemon=True)
                back.start()
                _pump(connection, target)
                back.join(60)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(65536):
            target.sendall(chunk)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
