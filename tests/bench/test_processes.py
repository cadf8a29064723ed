import os
import subprocess
import sys

import pytest

from firstline.bench import processes

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
    assert processes.exact_seconds(os.getpid()) > 0
    assert processes.memory_bytes([os.getpid()]) > 10_000_000


def test_a_process_that_has_gone_costs_nothing():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert (processes.memory_bytes([child.pid]), processes.processor_seconds(child.pid)) == (0, 0.0)
