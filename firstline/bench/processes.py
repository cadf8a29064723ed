"""The processes of a desk: starting them, and what they cost in processor time and memory, as Linux counts it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

_TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


@contextmanager
def desk() -> Iterator[tuple[int, int, int]]:
    """The web process on a free port of this machine, and the worker: (port, pid of the web process, of the worker)."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(128)
        web = [sys.executable, "-m", "firstline.config.server", str(door.fileno())]
        worker = [sys.executable, "-m", "firstline.config.manage", "worker"]
        started = [
            subprocess.Popen(web, pass_fds=[door.fileno()]),  # noqa: S603 our own program
            subprocess.Popen(worker),  # noqa: S603 our own program
        ]
        try:
            yield door.getsockname()[1], started[0].pid, started[1].pid
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(timeout=20)


def postmaster() -> int | None:
    """The first process of the database's server, where that is on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    stat = _stat(backend)
    return int(stat[1]) if stat and _name(backend).startswith("postgres") else None


def family(first: int) -> list[int]:
    """A process and all that it started."""
    found = [first]
    for task in (PROC / str(first) / "task").glob("*/children"):
        found += [pid for child in task.read_text().split() for pid in family(int(child))]
    return found


def processor_seconds(first: int) -> float:
    """Processor time of a process and all that it started, those that have ended included."""
    total = 0
    for pid in family(first):
        stat = _stat(pid)
        if stat:
            own, reaped = int(stat[11]) + int(stat[12]), int(stat[13]) + int(stat[14])
            total += own + reaped
    return total / _TICKS


def exact_seconds(first: int) -> float:
    """The same to the nanosecond, for what takes less than a tick; of threads and processes that have not ended."""
    return sum(clocks(first).values()) / 1e9


def clocks(first: int) -> dict[Path, int]:
    """Nanoseconds of processor time of each thread of a process and of all that it started and that has not ended."""
    tasks = [task for pid in family(first) for task in (PROC / str(pid) / "task").glob("*")]
    return {task: had for task in tasks if (had := _scheduled(task))}


def spent(before: dict[Path, int], after: dict[Path, int]) -> float:
    """Seconds between two readings of `clocks`; of what ended in between nothing is known any more."""
    return sum(now - before.get(task, 0) for task, now in after.items()) / 1e9


def memory_bytes(pids: list[int]) -> int:
    """Memory of processes, what they share divided among those that share it (PSS)."""
    total = 0
    for pid in pids:
        try:
            lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def until_quiet(first: int, *, seconds: float = 60) -> None:
    """Wait until a server has done what it does by itself after many writes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        before = processor_seconds(first)
        time.sleep(2)
        if processor_seconds(first) - before < 0.04:
            return


def _stat(pid: int) -> list[str]:
    """The fields of a process from its state on; none when it has gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _scheduled(task: Path) -> int:
    """What a thread has had in nanoseconds; 0 of one that has gone."""
    try:
        return int((task / "schedstat").read_text().split()[0])
    except OSError:
        return 0


def _name(pid: int) -> str:
    return (PROC / str(pid) / "comm").read_text().strip()
