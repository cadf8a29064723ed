"""The database as a stream, out by pg_dump and in by pg_restore; either way nothing is half done."""

import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shutil import copyfileobj
from typing import IO

from django.db import connection

from firstline.config import programs

CHUNK = 2**20
# A dump is restored into an empty schema: what is there may know things that the dump does not.
_EMPTY = b"BEGIN; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"


class DumpFailed(Exception):
    """A program of PostgreSQL ended badly; the text is what it said."""


def server_version() -> int:
    """The major version of the server behind Django's connection."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10000


def dump(into: IO[bytes]) -> None:
    """Write everything in the database, as it is at one moment."""
    with _started("pg_dump", "--format=custom", "--compress=4", stdout=subprocess.PIPE) as process:
        copyfileobj(_open(process.stdout), into, CHUNK)


def check(dumped: IO[bytes]) -> None:
    """Read a dump from end to end, as a restore would; raises DumpFailed where it is damaged."""
    with _started("pg_restore", f"--file={os.devnull}", stdin=subprocess.PIPE) as process:
        _feed(dumped, _open(process.stdin))


def restore(dumped: IO[bytes]) -> None:
    """Put a dump in place of all there is, in one transaction that ends only when the dump was read to its end."""
    psql = ("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output", os.devnull, "--file=-")
    with _started(*psql, stdin=subprocess.PIPE) as writing:
        script = _open(writing.stdin)
        with suppress(BrokenPipeError), script:
            script.write(_EMPTY)
            with _started("pg_restore", "--file=-", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reading:
                feeding = threading.Thread(target=_feed, args=(dumped, _open(reading.stdin)))
                feeding.start()
                copyfileobj(_open(reading.stdout), script, CHUNK)
                feeding.join()
            script.write(b"COMMIT;\n")


@contextmanager
def _started(
    program: str, *options: str, stdin: int | None = None, stdout: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """One of PostgreSQL's programs, on our database; raises DumpFailed unless it ends well."""
    found = programs.find(at_least=server_version())
    plain = [] if program == "psql" else ["--no-owner", "--no-privileges"]
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own programs
            [found / program, *plain, *options], stdin=stdin, stdout=stdout, stderr=errors, env=_environment()
        )
        try:
            yield process
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.stdout is not None:
            process.stdout.close()
        if process.wait() != 0:
            errors.seek(0)
            raise DumpFailed(errors.read().decode(errors="replace").strip() or program)


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("this end of the program is not a pipe")
    return pipe


def _feed(source: IO[bytes], pipe: IO[bytes]) -> None:
    """Copy all of it. A reader that ended early says why itself."""
    with suppress(BrokenPipeError), pipe:
        copyfileobj(source, pipe, CHUNK)


def _environment() -> dict[str, str]:
    """How the programs find the database. Not on their command line: others could read a password there."""
    settings = connection.settings_dict
    named = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    facts = {variable: str(settings[key]) for key, variable in named.items() if settings[key]}
    safety = {f"PG{name.upper()}": str(value) for name, value in settings["OPTIONS"].items() if name.startswith("ssl")}
    return {**os.environ, **facts, **safety, "LC_ALL": "C"}
