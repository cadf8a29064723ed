"""The command `firstline` itself."""

from pathlib import Path

import pytest

from firstline import __version__
from firstline.config.folder import default_folder
from tests.processes import firstline


def test_without_a_word_it_says_what_it_can_do():
    said = firstline()
    assert (said.returncode, said.stdout.splitlines()[0]) == (0, "The installed command `firstline`.")


@pytest.mark.parametrize("word", ["--version", "version"])
def test_its_version_is_ours(word):
    assert firstline(word).stdout == f"Firstline {__version__}\n"


def test_help_needs_no_data_folder(tmp_path):
    said = firstline("help", FIRSTLINE_DATA_DIR=str(tmp_path / "data"))
    assert "backup" in said.stdout
    assert firstline("restore", "--help", FIRSTLINE_DATA_DIR=str(tmp_path / "data")).returncode == 0
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", ["-1", "65536", "a"])
def test_a_port_that_cannot_be_is_refused(port, tmp_path):
    assert firstline("run", "--port", port, "--data", str(tmp_path / "data")).returncode == 2
    assert not (tmp_path / "data").exists()


def test_an_unknown_command_is_said(tmp_path):
    said = firstline("fly", "--data", str(tmp_path), DATABASE_URL="postgresql://nobody@/none?host=/nonexistent")
    assert said.returncode == 1
    assert said.stderr.startswith("Unknown command: 'fly'")


def test_a_folder_of_a_newer_version_is_one_plain_sentence(tmp_path):
    (tmp_path / "format").write_text("99\n")
    for words in (("run", "--port", "0"), ("backup", "x.zip"), ("health",)):
        said = firstline(*words, "--data", str(tmp_path))
        assert said.returncode == 1
        assert said.stderr == (
            f"firstline: {tmp_path} was made by a newer version of Firstline (data format 99; this version knows 1). "
            "Install that version again, or choose another folder with --data.\n"
        )


def test_a_database_of_a_newer_version_is_one_plain_sentence(desk):
    folder, _password = desk
    future = "INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '9999_future', now())"
    done = firstline(
        "shell", "-c", f'from django.db import connection as c; c.cursor().execute("{future}")', "--data", str(folder)
    )
    assert done.returncode == 0, done.stderr
    said = firstline("run", "--port", "0", "--data", str(folder))
    assert said.returncode == 1
    assert said.stderr == (
        "CommandError: This database was made by a newer version of Firstline (it knows journal.9999_future). "
        "Install that version again, or restore a backup that this version made.\n"
    )


def test_the_folder_is_named_or_at_home(monkeypatch):
    monkeypatch.setenv("FIRSTLINE_DATA_DIR", "/srv/desk")
    assert default_folder() == Path("/srv/desk")
    monkeypatch.delenv("FIRSTLINE_DATA_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", "/srv/share")
    assert default_folder() == Path("/srv/share/firstline")
