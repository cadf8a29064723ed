"""What taking everything out costs: rows a second, and the memory of the process that does it."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from firstline.bench.processes import PROC
from firstline.bench.promises import Figure
from firstline.casework.tickets.models import Ticket

ROWS_PER_SECOND, MEGABYTES = 20_000, 100
SECONDS_BETWEEN = 0.1


def all_figures() -> list[Figure]:
    """All tickets as CSV, by the command; what starting it takes is measured by itself and left out."""
    rows = Ticket.objects.count()
    start, _memory = _taken_out("codes", "")
    seconds, memory = _taken_out("tickets", "state=any")
    return [
        Figure(
            f"{rows:,} tickets as CSV, rows per second",
            rows / max(seconds - start, 0.001),
            "",
            ROWS_PER_SECOND,
            at_least=True,
        ),
        Figure(f"{rows:,} tickets as CSV, memory at its highest", memory, "MB", MEGABYTES),
    ]


def _taken_out(name: str, address: str) -> tuple[float, float]:
    """Seconds, and the most memory of its own (without what is mapped from files) that the command had, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "out.csv")
        command = [sys.executable, "-m", "firstline.config.manage", "export", name, target, "--with", address]
        began, most = time.monotonic(), 0.0
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 our own program
        while process.poll() is None:
            most = max(most, _own_memory(process.pid))
            time.sleep(SECONDS_BETWEEN)
        return time.monotonic() - began, most


def _own_memory(pid: int) -> float:
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0.0
    found = [int(line.split()[1]) for line in lines if line.startswith("RssAnon:")]
    return sum(found) / 1024
