"""The script ./dev: what it says, what it runs, and when it makes the environment anew."""

import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pytest

from tests.house.sources import ROOT


@pytest.fixture
def dev():
    loader = SourceFileLoader("dev", str(ROOT / "dev"))
    module = module_from_spec(spec_from_loader("dev", loader))
    loader.exec_module(module)
    return module


def test_without_a_word_it_says_what_it_can_do():
    # -I and -S: with nothing but what Python brings.
    bare = [sys.executable, "-I", "-S", ROOT / "dev"]
    said = subprocess.run(bare, capture_output=True, text=True, check=True)
    commands = {"run", "test", "lint", "types", "check", "bench", "score", "texts", "lock"}
    assert commands - set(said.stdout.split()) == set()


def test_a_check_is_told_with_its_name_and_a_failed_one_with_its_words(dev, capsys):
    passed = dev.check({"good": "python --version", "bad": "python -c print('why');raise(SystemExit(3))"})
    lines = capsys.readouterr().out.splitlines()
    assert passed is False
    assert sorted(line.partition(" (")[0] for line in lines if line.startswith(("ok", "FAILED"))) == [
        "FAILED bad",
        "ok     good",
    ]
    assert "why" in lines
    assert lines[-1] == "failed: bad"


def test_all_tests_are_spread_and_chosen_ones_are_not(dev):
    assert dev.pytest_of([])[3:] == ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadgroup"]
    assert dev.pytest_of(["tests/house"])[1:] == ["-m", "pytest", "tests/house"]


def test_a_translation_is_compiled_when_it_is_newer(dev, tmp_path):
    po, mo = tmp_path / "django.po", tmp_path / "django.mo"
    po.touch()
    assert not dev.is_newer(mo, po)
    mo.touch()
    os.utime(po, (1, 1))
    assert dev.is_newer(mo, po)
    os.utime(mo, (0, 0))
    assert not dev.is_newer(mo, po)


def test_what_a_machine_runs_is_the_check_of_people():
    script = (ROOT / ".ci" / "run").read_text()
    assert script.splitlines()[-1] == "exec ./dev check"
    assert subprocess.run(["/bin/sh", "-n", ROOT / ".ci" / "run"], check=False).returncode == 0
