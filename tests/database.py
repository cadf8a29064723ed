"""The database of the tests: an embedded PostgreSQL for this one session, unless DATABASE_URL names a server.

pytest loads this before Django's settings are read (`-p tests.database`). Workers of pytest-xdist find the address
in their environment and share the server; each has its own database in it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from firstline.config.postgres import Server


def _start() -> None:
    folder = Path(tempfile.mkdtemp(prefix="firstline-tests-"))
    server = Server(folder, durable=False)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)
    server.start()
    os.environ["DATABASE_URL"] = server.url


if not os.environ.get("DATABASE_URL"):
    _start()
