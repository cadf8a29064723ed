"""The embedded PostgreSQL is made, started and stopped by its owner, and never outlives it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest

from firstline.config.postgres import LONGEST_SOCKET, Server, state_of
from firstline.config.terminal import Trouble
from tests.processes import wait_until


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path, durable=False)
    server.start()
    yield server
    server.stop()


def ask(url, question):
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()[0]


def test_a_server_answers_on_its_socket_and_nowhere_else(server):
    assert ask(server.url, "SHOW listen_addresses") == ""
    assert ask(server.url, "SHOW server_encoding") == "UTF8"
    assert ask(server.url, "SHOW data_checksums") == "on"
    assert (server.folder / "socket").stat().st_mode & 0o777 == 0o700


def test_what_was_committed_is_there_after_a_stop_and_a_start(server):
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    server.stop()
    assert state_of(server.database) == (0, "")
    server.start()
    assert ask(server.url, "SELECT answer FROM kept") == 42


def test_a_killed_server_is_started_again_by_the_same_call(server):
    server.process.kill()
    wait_until(lambda: server.poll() is not None)
    server.start()
    assert ask(server.url, "SELECT 1") == 1


def test_a_long_path_gets_a_short_socket(tmp_path):
    folder = tmp_path / ("x" * LONGEST_SOCKET)
    folder.mkdir()
    server = Server(folder, durable=False)
    server.start()
    try:
        assert ask(server.url, "SELECT 1") == 1
        socket = Path(unquote(server.url.partition("host=")[2]))
        assert len(str(socket / ".s.PGSQL.5432")) <= LONGEST_SOCKET
    finally:
        server.stop()
    assert not socket.exists()


def test_a_folder_with_blanks_quotes_and_letters_of_the_world_works(tmp_path):
    folder = tmp_path / 'Zoë\'s "données", น้ำ & 100%'
    folder.mkdir()
    server = Server(folder, durable=False)
    server.start()
    try:
        assert ask(server.url, "SELECT 1") == 1
    finally:
        server.stop()


def test_a_server_ends_cleanly_when_its_owner_is_killed_and_the_next_owner_waits_for_it(tmp_path):
    code = f"""
from pathlib import Path
from firstline.config.postgres import Server
server = Server(Path({str(tmp_path)!r})); server.start(); print(server.process.pid, flush=True); input()
"""
    owner = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with owner.stdin, owner.stdout:
        first = int(owner.stdout.readline())
        owner.kill()
        owner.wait()
    server = Server(tmp_path)
    server.start()
    try:
        assert server.process.pid != first
        assert ask(server.url, "SELECT 1") == 1
        assert "not properly shut down" not in server.log.read_text()
    finally:
        server.stop()


def test_a_stale_file_that_names_a_stranger_is_no_hindrance(server):
    process = server.process.pid
    os.kill(process, signal.SIGKILL)
    wait_until(lambda: server.poll() is not None)
    file = server.database / "postmaster.pid"
    file.write_text(file.read_text().replace(str(process), str(os.getpid()), 1))
    server.start()
    assert ask(server.url, "SELECT 1") == 1


def test_data_of_a_server_that_is_not_installed_is_said(server):
    server.stop()
    (server.database / "PG_VERSION").write_text("9\n")
    with pytest.raises(Trouble, match=r"made by PostgreSQL 9, which is not installed here"):
        server.start()


def test_why_it_cannot_start_is_one_sentence(server):
    server.stop()
    (server.database / "global" / "pg_control").unlink()
    with pytest.raises(Trouble, match=r"The database could not start: .*pg_control") as trouble:
        server.start()
    assert "\n" not in str(trouble.value)


def test_a_half_made_cluster_is_made_anew(tmp_path):
    half = tmp_path / "database.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    server = Server(tmp_path, durable=False)
    server.start()
    try:
        assert ask(server.url, "SELECT 1") == 1
        assert not half.exists()
    finally:
        server.stop()


def test_programs_in_a_named_folder_that_has_none_are_said(tmp_path):
    code = "from firstline.config.programs import find; find()"
    named = os.environ | {"FIRSTLINE_PG_BIN": str(tmp_path)}
    tried = subprocess.run([sys.executable, "-c", code], env=named, capture_output=True, text=True, check=False)
    assert tried.stderr.splitlines()[-1] == (
        "firstline.config.terminal.Trouble: No PostgreSQL of version 15 or newer is installed here (found: -). "
        "Install the package 'postgresql', or set DATABASE_URL to a server elsewhere."
    )
