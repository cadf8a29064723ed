"""`firstline run` starts everything, keeps it alive, and leaves nothing behind."""

import os
import signal
import socket
from pathlib import Path

from tests.processes import Browser, firstline, running, start, wait_until


def inhabitants(folder):
    """Processes that know this folder: by their place, their command or their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            place = str((process / "cwd").readlink())
        except OSError:
            continue
        if int(process.name) != os.getpid() and (str(folder).encode() in words or place.startswith(str(folder))):
            found.append(int(process.name))
    return found


def test_one_command_starts_everything(shared_run):
    assert shared_run.browser.ask("/account/login/")[0] == 302
    assert all(shared_run.child(words) for words in ("firstline.config.server", "manage worker", "postgres"))


def test_a_second_run_says_where_the_first_one_answers(shared_run):
    folder, process = shared_run.folder, shared_run.process.pid
    second = firstline("run", "--data", str(folder), "--port", "0")
    assert second.returncode == 1
    assert second.stderr == (
        f"firstline: Firstline is running already with this data folder ({folder}): "
        f"open http://localhost:{shared_run.port}/, or stop process {process} first, "
        "or choose another folder with --data.\n"
    )


def test_whatever_dies_is_started_again_and_callers_only_wait(shared_run):
    for words in ("firstline.config.server", "manage worker", "postgres"):
        victim = shared_run.kill(words)
        wait_until(lambda words=words, victim=victim: shared_run.child(words) not in (0, victim))
    wait_until(lambda: shared_run.browser.ask("/account/login/")[0] == 302)
    begun_again = {line for line in shared_run.said if "starting it again" in line}
    assert begun_again >= {
        "The web process ended (signal 9); starting it again.",
        "The database ended (signal 9); starting it again.",
        "The worker ended (signal 9); starting it again.",
    }


def test_a_signal_ends_all_of_it(shared_run):
    shared_run.process.terminate()
    assert shared_run.process.wait(60) == 0
    assert shared_run.said[-1] == "Stopping ..."
    assert inhabitants(shared_run.folder) == []


def test_a_port_in_use_is_one_plain_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        tried = firstline("run", "--data", str(tmp_path / "data"), "--port", str(port))
    assert tried.returncode == 1
    assert tried.stderr == (
        f"firstline: Port {port} on 127.0.0.1 cannot be used: Address already in use. "
        "Stop the program that has it, or choose another with --port.\n"
    )


def test_a_server_that_is_away_is_one_plain_sentence(tmp_path):
    nowhere = f"postgresql://firstline@/firstline?host={tmp_path}"
    tried = firstline("run", "--data", str(tmp_path / "data"), "--port", "0", DATABASE_URL=nowhere)
    assert tried.returncode == 1
    assert tried.stderr.startswith("The database cannot be reached: connection is bad")
    assert tried.stderr.endswith("Check DATABASE_URL, or that its server runs.\n")
    assert tried.stderr.count("\n") == 1


def test_nothing_stays_behind_when_the_owner_is_killed(desk):
    folder, _password = desk
    with running(folder) as run:
        run.process.kill()
        run.process.wait()
        wait_until(lambda: inhabitants(folder) == [])
    with running(folder) as again:
        assert Browser(again.port).ask("/account/login/")[0] == 200


def test_a_signal_while_the_database_is_prepared_ends_all_of_it(tmp_path):
    folder = tmp_path / "data"
    process = start("run", "--data", str(folder), "--port", "0", "--no-demo")
    with process.stdout as said:
        for line in said:
            if line.startswith("Preparing"):
                process.send_signal(signal.SIGINT)
                break
        assert process.wait(60) == 0
    assert inhabitants(folder) == []
