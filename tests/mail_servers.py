"""Mail servers on loopback ports: a real dovecot, and one that answers by script."""

import shutil
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from firstline.bench.dovecot import DOVECOT, PASSWORD, USER, Dovecot, free_port
from firstline.bench.dovecot import dovecot as running

__all__ = ["PASSWORD", "USER", "certificate", "dovecot", "free_port", "scripted"]


@contextmanager
def dovecot(more: str = "") -> Iterator[Dovecot]:
    """A running server; the test is skipped where dovecot is not installed. `more`: further lines of configuration."""
    if not Path(DOVECOT).exists():
        pytest.skip("dovecot is not installed")
    with running(more) as server:
        yield server


def certificate(folder: Path) -> tuple[Path, Path]:
    """A new certificate for 127.0.0.1 that nobody else has signed, and its key; skipped where there is no openssl."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("openssl is not installed")
    cert, key = folder / "cert.pem", folder / "key.pem"
    kind = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([openssl, "req", "-x509", *kind, *names], check=True, capture_output=True)
    return cert, key


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
