"""`firstline export`."""

import io

import pytest
from django.core.management import CommandError, call_command

from firstline.interfaces.transfer.management.commands import export
from tests import builders
from tests.cast import ana, rita
from tests.interfaces.transfer.exports import records, sheets

pytestmark = pytest.mark.django_db


def run(*words):
    said = io.StringIO()
    call_command("export", *words, stderr=said)
    return said.getvalue().strip()


def test_a_file_gets_its_name_when_it_is_complete_and_its_format_by_its_ending(tmp_path):
    builders.ticket(tier=2)
    builders.ticket()
    one, other = tmp_path / "a.csv", tmp_path / "b.XLSX"
    said = run("tickets", str(one), "--with", "tier=2"), run("tickets", str(other))
    assert [text.partition(" in ")[0] for text in said] == ["1 row", "2 rows"]
    assert (len(records(one.read_bytes())), len(sheets(other.read_bytes())["Tickets"])) == (1, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.XLSX"]


@pytest.mark.parametrize(
    ("words", "because"),
    [
        (("tickets", "{}/x.pdf"), "in that format"),
        (("salaries", "{}/x.csv"), "invalid choice"),
        (("customers", "{}/x.csv", "--as", "rita"), "Your role may not"),
        (("tickets", "{}/x.csv", "--as", "nobody"), "Nobody of this name"),
        (("tickets", "{}/nowhere/x.csv"), "No such file"),
        (("report-volume", "{}/x.csv", "--with", "from=2026-03-02&to=2026-03-01&zone=UTC"), "ends before it begins"),
        (("open-data", "{}/x.csv", "--month", "2999-01"), "month that is over"),
        (("open-data", "{}/x.csv", "--month", "May"), "May"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(tmp_path, settings, words, because):
    settings.DATA_FOLDER = str(tmp_path / "data")
    rita()
    with pytest.raises(CommandError, match=because):
        run(*(word.format(tmp_path) for word in words))
    assert [path.name for path in tmp_path.iterdir() if path.name != "data"] == []


def test_standard_output_and_open_data(capfdbinary, tmp_path, settings):
    settings.DATA_FOLDER = str(tmp_path)
    ana()
    run("codes", "--as", "ana")
    assert capfdbinary.readouterr().out.startswith("\ufeffDepartment,".encode())
    run("open-data", str(tmp_path / "here.csv"), "--month", "2026-03")
    assert (tmp_path / "here.csv").read_text().startswith("opened_on,")
    assert export.Command.help.startswith("Write a list")
