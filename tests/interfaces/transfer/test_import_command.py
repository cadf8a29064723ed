from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from firstline.casework.tickets.models import Ticket
from firstline.interfaces.transfer.models import ImportRun
from firstline.interfaces.transfer.undoing import undo
from tests import builders
from tests.interfaces.transfer.files import FIRST, MAPPING, SECOND, csv
from tests.shared_data import data

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    out = StringIO()
    call_command("import", *arguments, stdout=out, stderr=StringIO(), **options)
    return [line.partition(";")[0] for line in out.getvalue().splitlines()]


def mapping_file(folder, text=MAPPING):
    path = folder / "map.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_command_says_what_became_of_the_rows(tmp_path):
    builders.priority()
    path = str(csv(tmp_path, FIRST, FIRST.replace("open,", "lost,"), SECOND.replace("03.01.2026", "01.01.2026")))
    assert run("tickets", path, mapping=mapping_file(tmp_path)) == [
        'line 3: state: the value "lost" is not in the mapping\'s table of values.',
        "3 rows: 2 brought in, 0 there already, 1 in error",
        "flagged “closed before it was opened”: 1",
    ]
    assert run("tickets", path, mapping=mapping_file(tmp_path), dry_run=True)[1:] == [
        "3 rows: 0 would be brought in (nothing was), 2 there already, 1 in error",
        "flagged “closed before it was opened”: 1",
    ]


def test_the_desk_knows_of_a_run_of_the_command_and_can_undo_it(tmp_path):
    builders.priority()
    path = csv(tmp_path, FIRST, SECOND)
    run("tickets", str(path), mapping=mapping_file(tmp_path))
    path.write_text("no heading of ours\n")
    with pytest.raises(CommandError, match="there is no column"):
        run("tickets", str(path), mapping=mapping_file(tmp_path))
    refused, loaded = ImportRun.objects.all()
    assert (loaded.state, loaded.new, loaded.file_name, loaded.by, loaded.is_kept) == (
        "loaded",
        2,
        "rows.csv",
        None,
        False,
    )
    assert (refused.state, refused.reason.startswith("rows.csv, line 1: there is no column")) == ("refused", True)
    assert (undo(loaded).state, Ticket.objects.count()) == ("undone", 0)


def test_a_wrong_mapping_is_one_clear_answer(tmp_path):
    path = str(csv(tmp_path, FIRST))
    with pytest.raises(CommandError) as refused:
        run("tickets", path, mapping=mapping_file(tmp_path, MAPPING.replace('key = "id"', 'kee = "id"')))
    assert str(refused.value) == (
        "map.toml, line 11, [columns] kee: unknown. Is key meant?\n"
        "map.toml, line 10, [columns] key: is needed.\n"
        "Nothing was brought in."
    )


def test_without_a_priority_in_service_nothing_is_brought_in(tmp_path):
    with pytest.raises(CommandError, match="No priority is in service"):
        run("tickets", str(csv(tmp_path, FIRST)), mapping=mapping_file(tmp_path), dry_run=True)
    assert Ticket.objects.count() == 0


def test_the_requests_of_new_york_come_in_by_their_mapping():
    builders.priority()
    path = data("city311", "nyc311_500.csv")
    assert run("tickets", str(path), mapping="new_york") == ["500 rows: 500 brought in, 0 there already, 0 in error"]
    ticket = Ticket.objects.filter(state="closed").order_by("number").first()
    assert ticket is not None
    assert (ticket.code is not None, ticket.closed_at is not None, ticket.resolution != "") == (True, True, True)
