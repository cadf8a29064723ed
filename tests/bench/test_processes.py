import os
import subprocess
import sys

import pytest

from firstline.bench import processes
from firstline.bench.processes import PROC

LINUX = sys.platform == "linux"
pytestmark = pytest.mark.skipif(not LINUX, reason="processor time and memory are read from Linux's /proc")


def test_a_process_and_what_it_started_are_one_family():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert child.pid in processes.family(os.getpid())
        assert processes.family(child.pid) == [child.pid]
        child.communicate(b"\n")


def test_processor_time_and_memory_are_counted():
    before = processes.processor_seconds(os.getpid())
    sum(n * n for n in range(3_000_000))
    assert processes.processor_seconds(os.getpid()) > before
    assert processes.memory_bytes([os.getpid()]) > 10_000_000


def test_a_process_that_has_gone_costs_nothing():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert (processes.memory_bytes([child.pid]), processes.processor_seconds(child.pid)) == (0, 0.0)


def test_what_is_spent_between_two_readings_is_told_by_the_nanosecond():
    before = processes.clocks(os.getpid())
    sum(n * n for n in range(300_000))
    after = processes.clocks(os.getpid())
    assert 0 < processes.spent(before, after) <= processes.exact_seconds(os.getpid())
    one, other = PROC / "1/task/1", PROC / "2/task/2"
    assert processes.spent({one: 5, other: 9}, {one: 2_000_000_005}) == 2.0
