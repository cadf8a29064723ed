"""The data folder: who may use it, and what is said when it cannot be used."""

import os
import subprocess
import sys

import pytest

from firstline.config.folder import Folder, Holder, in_use
from firstline.config.terminal import Trouble


@pytest.fixture
def folder_at():
    """Makes folders, and lets go of them in the end."""
    made = []

    def make(path):
        made.append(Folder(path))
        return made[-1]

    yield make
    for folder in made:
        folder.release()


def test_a_new_folder_is_made_for_its_owner_alone(folder_at, tmp_path):
    folder = folder_at(tmp_path / "new" / "data")
    assert folder.take("run") is None
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert (folder.path / "format").read_text() == "1\n"


def test_the_second_learns_who_has_the_folder(folder_at, tmp_path):
    first, second = folder_at(tmp_path), folder_at(tmp_path)
    first.take("run")
    first.describe(Holder(os.getpid(), "run", "http://localhost:8000/"))
    assert second.take("backup") == Holder(os.getpid(), "run", "http://localhost:8000/")
    first.release()
    assert second.take("backup") is None


def test_a_holder_without_an_address_is_named_by_its_command(folder_at, tmp_path):
    assert str(in_use(tmp_path, Holder(7, "backup"))) == (
        f"The data folder {tmp_path} is in use by 'firstline backup' (process 7): "
        "wait until it has ended, or choose another folder with --data."
    )


@pytest.mark.parametrize("left", ["", "{", '{"pid": 1}', '{"pid": 1, "command": "run", "more": 2}', "[]", "7"])
def test_a_holder_that_cannot_be_read_is_still_a_holder(folder_at, tmp_path, left):
    first = folder_at(tmp_path)
    first.take("run")
    (tmp_path / "lock").write_text(left)
    assert folder_at(tmp_path).take("backup") == Holder(0, "?")


def test_a_folder_of_a_newer_version_is_left_alone(folder_at, tmp_path):
    (tmp_path / "format").write_text("2\n")
    with pytest.raises(Trouble) as trouble:
        folder_at(tmp_path).take("run")
    assert str(trouble.value) == (
        f"{tmp_path} was made by a newer version of Firstline (data format 2; this version knows 1). "
        "Install that version again, or choose another folder with --data."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["format"]


@pytest.mark.parametrize("content", ["", "one", "1.5", "-1", "٢", "\x00", "1\n2"])
def test_a_damaged_format_is_no_data_folder(folder_at, tmp_path, content):
    (tmp_path / "format").write_text(content)
    with pytest.raises(Trouble, match="is not a data folder of Firstline"):
        folder_at(tmp_path).take("run")


def test_a_format_that_is_no_text_is_said(folder_at, tmp_path):
    (tmp_path / "format").write_bytes(b"\xff\xfe")
    with pytest.raises(Trouble, match="cannot be used"):
        folder_at(tmp_path).take("run")


def test_a_folder_with_other_files_is_not_taken_over(folder_at, tmp_path):
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(Trouble, match="it holds other files"):
        folder_at(tmp_path).take("run")
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_the_root_of_a_fresh_disk_may_be_the_folder(folder_at, tmp_path):
    (tmp_path / "lost+found").mkdir()
    assert folder_at(tmp_path).take("run") is None


def test_a_file_in_place_of_the_folder_is_said(folder_at, tmp_path):
    (tmp_path / "data").touch()
    with pytest.raises(Trouble, match="cannot be used: File exists"):
        folder_at(tmp_path / "data").take("run")


def test_a_folder_that_may_not_be_read_is_said(folder_at, tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    tmp_path.chmod(0)
    with pytest.raises(Trouble, match="cannot be used: Permission denied"):
        folder_at(tmp_path).take("run")


def test_a_full_disk_is_said_before_anything_is_written(folder_at, tmp_path):
    with pytest.raises(Trouble, match=r"There is no room on the disk of .* MB are free and 1000000000 MB are needed"):
        folder_at(tmp_path).need_room(10**9)


def test_the_secret_is_made_once_and_for_its_owner_alone(folder_at, tmp_path):
    folder = folder_at(tmp_path / "data")
    secret = folder.secret()
    assert len(secret) == 64
    assert folder.secret() == secret
    assert (folder.path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.path.iterdir()] == ["secret.key"]


def test_the_kernel_lets_go_of_the_folder_when_its_holder_is_killed(folder_at, tmp_path):
    code = f"""
from pathlib import Path
from firstline.config.folder import Folder
folder = Folder(Path({str(tmp_path)!r})); folder.take("run"); print("taken", flush=True); input()
"""
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with holder.stdin, holder.stdout:
        assert holder.stdout.readline() == b"taken\n"
        assert folder_at(tmp_path).take("backup") == Holder(holder.pid, "run")
        holder.kill()
        holder.wait()
    assert folder_at(tmp_path).take("backup") is None
