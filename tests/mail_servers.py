"""Mail servers on loopback ports: a real dovecot, and one that answers by script."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from firstline.bench.dovecot import DOVECOT, PASSWORD, USER, Dovecot, free_port
from firstline.bench.dovecot import dovecot as running

__all__ = ["PASSWORD", "USER", "dovecot", "free_port", "scripted"]


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """A running server; the test is skipped where dovecot is not installed."""
    if not Path(DOVECOT).exists():
        pytest.skip("dovecot is not installed")
    with running() as server:
        yield server


@contextmanager
def scripted(answer: Callable[[bytes], bytes | None]) -> Iterator[int]:
    """A server that says what `answer` makes of each line (with its tag); None breaks off. Gives the port."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK hello\r\n")
            for line in self.rfile:
                said = answer(line.rstrip(b"\r\n"))
                if said is None:
                    return
                try:
                    self.wfile.write(said)
                except OSError:
                    return

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads = True, True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join(5)
