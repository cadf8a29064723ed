"""What all tests share."""

import shutil

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings

from firstline.config.folder import Folder
from firstline.config.postgres import Server
from tests.processes import ADMIN_LINE, Browser, firstline, running

pytest_plugins = ["tests.browser"]

EMPTY_THE_QUEUE = """
    CREATE OR REPLACE FUNCTION tests_empty_the_queue() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER tests_empty_the_queue AFTER TRUNCATE ON journal_entry
    EXECUTE FUNCTION tests_empty_the_queue();
"""

# No test is judged by how long it takes: the machine is shared.
settings.register_profile("firstline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("firstline")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Where processes share the tests, those of a file stay together, and all of the shown city: it is loaded once."""
    for item in items:
        group = "city" if "city" in item.fixturenames else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The tests' database forgives TRUNCATE on the journal: it is how tests with real commits clean up behind them.

    The queue, whose tables are not ours to flush, is emptied with it: what one test put down is nobody else's.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS journal_no_truncate ON journal_entry")
        cursor.execute(EMPTY_THE_QUEUE)


@pytest.fixture(autouse=True, scope="session")
def _settings_of_tests():
    """A password takes a tenth of a second to make in earnest, and nearly every test makes a person."""
    # The test server of the framework asks for the address of static files, of which there are none.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"], STATIC_URL="/static/"):
        yield


@pytest.fixture(autouse=True)
def _language_of_the_desk():
    """Each test begins in the language of the desk, whoever spoke another before it in the same process."""
    translation.activate("en")


@pytest.fixture(scope="session")
def new_desk(tmp_path_factory):
    """A data folder with an empty desk, made once, and the password of its administrator."""
    path = tmp_path_factory.mktemp("desk") / "data"
    folder, server = Folder(path), Server(path, durable=False)
    folder.take("prepare")
    try:
        server.start()
        made = firstline("prepare", "--no-demo", "--data", str(path), DATABASE_URL=server.url)
    finally:
        server.stop()
        folder.release()
    assert made.returncode == 0, made.stderr
    return path, ADMIN_LINE.search(made.stdout).group(2)


@pytest.fixture
def desk(new_desk, tmp_path):
    """A data folder of one's own, copied from the new one, and the password of its administrator."""
    folder, password = new_desk
    return shutil.copytree(folder, tmp_path / "data", symlinks=True), password


@pytest.fixture(scope="module")
def shared_run(new_desk, tmp_path_factory):
    """`firstline run` for all tests of a module, with a browser in which its administrator is signed in."""
    folder, password = new_desk
    copy = shutil.copytree(folder, tmp_path_factory.mktemp("run") / "data", symlinks=True)
    with running(copy) as run:
        browser = Browser(run.port)
        browser.sign_in("admin", password)
        run.browser = browser
        yield run
