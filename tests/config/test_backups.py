"""A backup is whole, and is known to be so because it is restored."""

import json
import shutil
import zipfile
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from firstline.config.folder import Folder
from firstline.config.postgres import Server
from firstline.interfaces.health import LAST_BACKUP
from tests.processes import Browser, firstline, running

NEW = "INSERT INTO staff_session (session_key, session_data, expire_date) VALUES (%s, 'x', now())"


@pytest.fixture(scope="module")
def backup(new_desk, tmp_path_factory):
    """A desk with a session, a file with an odd name, and its backup."""
    folder = shutil.copytree(new_desk[0], tmp_path_factory.mktemp("source") / "data", symlinks=True)
    (folder / "media" / "ticket 42").mkdir(parents=True)
    (folder / "media" / "ticket 42" / "zdjęcie ดี.jpg").write_bytes(bytes(range(256)) * 9)
    file = folder.parent / "backup.zip"
    with serving(folder) as url, psycopg.connect(url) as connection:
        connection.execute(NEW, ["kept"])
    made = firstline("backup", str(file), "--data", str(folder))
    assert made.stderr == ""
    assert made.stdout == f"{file} holds a whole backup (1 MB).\n"
    return file, folder


class serving:  # noqa: N801 - reads like a word of the language
    def __init__(self, folder):
        self.server = Server(folder, durable=False)

    def __enter__(self):
        self.server.start()
        return self.server.url

    def __exit__(self, *_exception):
        self.server.stop()


def restore(file, folder, *options):
    return firstline("restore", str(file), "--data", str(folder), *options)


def sessions(folder):
    with serving(folder) as url, psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT session_key FROM staff_session ORDER BY 1")]


def changed(file, target, **members):
    """A copy of a backup in which some members are others; None leaves one out."""
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = members.get(name.partition(".")[0], source.read(name))
            if content is not None:
                copy.writestr(name, content)
    return target


def test_a_backup_is_for_its_owner_alone_and_leaves_no_half_file(backup):
    file, _folder = backup
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.glob("*.part")] == []


def test_the_data_folder_knows_its_last_backup(backup):
    file, folder = backup
    note = json.loads((folder / LAST_BACKUP).read_text())
    assert (note["file"], datetime.now(UTC) - datetime.fromisoformat(note["made_at"]) < timedelta(hours=1)) == (
        str(file),
        True,
    )


def test_everything_is_there_after_a_restore_into_a_new_folder(backup, new_desk, tmp_path):
    file, folder = backup
    restored = tmp_path / "data"
    done = restore(file, restored)
    assert done.returncode == 0, done.stderr
    assert sessions(restored) == ["kept"]
    assert (restored / "secret.key").read_text() == (folder / "secret.key").read_text()
    assert (restored / "media" / "ticket 42" / "zdjęcie ดี.jpg").read_bytes() == bytes(range(256)) * 9
    with running(restored) as run:
        Browser(run.port).sign_in("admin", new_desk[1])


def test_data_is_only_replaced_when_that_is_wanted(backup, desk):
    file, _folder = backup
    folder, _password = desk
    with serving(folder) as url, psycopg.connect(url) as connection:
        connection.execute(NEW, ["later"])
        connection.execute("CREATE TABLE of_a_newer_version ()")
    refused = restore(file, folder)
    assert refused.returncode == 1
    assert refused.stderr == (
        "CommandError: This database is not empty. To replace all that is in it by the backup, add --force.\n"
    )
    assert sessions(folder) == ["later"]
    assert restore(file, folder, "--force").returncode == 0
    assert sessions(folder) == ["kept"]
    with serving(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT to_regclass('of_a_newer_version')").fetchone() == (None,)


def test_a_damaged_dump_changes_nothing(backup, desk, tmp_path):
    file, _folder = backup
    folder, _password = desk
    with zipfile.ZipFile(file) as archive:
        dump = archive.read("database.dump")
    with serving(folder) as url, psycopg.connect(url) as connection:
        connection.execute(NEW, ["mine"])
    broken = changed(file, tmp_path / "broken.zip", database=dump[: len(dump) // 2])
    refused = restore(broken, folder, "--force")
    assert refused.returncode == 1
    assert "The backup could not be restored, and nothing was changed" in refused.stderr
    assert sessions(folder) == ["mine"]


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"about": None}, "is not a backup that can be read"),
        ({"about": "{"}, "is not a backup that can be read"),
        ({"about": "[]"}, "is not a backup that can be read"),
        ({"secret": None}, "is not a backup that can be read"),
        (
            {"about": json.dumps({"firstline": "9.0", "format": 9, "migrations": []})},
            "was made by Firstline 9.0, which is newer than this",
        ),
        (
            {"about": json.dumps({"firstline": "9.0", "format": 1, "migrations": [["journal", "0099_future"]]})},
            "was made by Firstline 9.0, which is newer than this",
        ),
    ],
)
def test_what_is_no_backup_of_ours_is_refused(backup, tmp_path, members, sentence):
    file, folder = backup
    refused = restore(changed(file, tmp_path / "odd.zip", **members), folder, "--force")
    assert (refused.returncode, sentence in refused.stderr) == (1, True)
    assert "Traceback" not in refused.stderr


def test_a_backup_never_replaces_a_file(backup):
    file, folder = backup
    again = firstline("backup", str(file), "--data", str(folder))
    assert again.stderr == f"CommandError: {file} exists already; choose another name.\n"


def test_a_place_that_cannot_be_written_is_said(backup, tmp_path):
    _file, folder = backup
    refused = firstline("backup", str(tmp_path / "no" / "such" / "folder.zip"), "--data", str(folder))
    assert (refused.returncode, "cannot be written: No such file or directory" in refused.stderr) == (1, True)


def test_a_folder_gets_a_file_named_after_the_time(backup, tmp_path):
    _file, folder = backup
    firstline("backup", str(tmp_path), "--data", str(folder))
    assert [path.name[:12] for path in tmp_path.glob("firstline-*.zip")] == ["firstline-20"]


def test_two_commands_share_one_server(backup, tmp_path):
    _file, folder = backup
    held = Folder(folder)
    assert held.take("test") is None
    server = Server(folder, durable=False)
    server.start()
    try:
        assert firstline("backup", str(tmp_path / "guest.zip"), "--data", str(folder)).returncode == 0
    finally:
        server.stop()
        held.release()
