"""`firstline health`: the findings in the terminal, and one exit status for all."""

import json

from firstline import __version__
from tests.processes import firstline


def test_the_command_says_it_for_people_and_for_machines(shared_run):
    folder = str(shared_run.folder)
    plain = firstline("health", "--data", folder)
    assert (plain.returncode, plain.stdout.splitlines()[0]) == (0, f"ok      Firstline {__version__}")
    told = firstline("health", "--json", "--data", folder)
    assert told.returncode == 0
    assert json.loads(told.stdout)["ok"] is True


def test_a_database_that_is_away_is_a_finding(tmp_path):
    nowhere = f"postgresql://firstline@/firstline?host={tmp_path}"
    told = firstline("health", "--json", "--data", str(tmp_path / "data"), DATABASE_URL=nowhere)
    found = json.loads(told.stdout)
    assert (told.returncode, found["ok"]) == (1, False)
    assert [(finding["name"], finding["ok"]) for finding in found["findings"]] == [
        ("version", True),
        ("database", False),
    ]


def test_a_desk_that_does_not_run_is_said(tmp_path):
    folder = tmp_path / "data"
    told = firstline("health", "--data", str(folder))
    assert told.returncode == 1
    assert told.stderr == (
        f"firstline: Firstline is not running with the data folder {folder}. Start it with 'firstline run'.\n"
    )
    assert not folder.exists()
