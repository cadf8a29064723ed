import pytest
from django.apps import apps
from django.db import connection

from firstline.casework.tickets.assignment import take
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.transfer.models import ImportRun, SourceKey
from firstline.interfaces.transfer.undoing import BuiltOn, undo
from firstline.journal.models import Entry
from firstline.reference.customers.directory import find
from firstline.reference.customers.keeping import change_customer
from firstline.reference.customers.models import Customer
from tests import builders
from tests.cast import everyone
from tests.interfaces.transfer.kinds import FILES, counts, load

pytestmark = pytest.mark.django_db
# What an import leaves behind: that it was, and the catalogue's words that it taught the search.
STAYS = {"journal", "transfer", "procrastinate", "search"}


def rows() -> dict[str, int]:
    models = [model for model in apps.get_models() if model._meta.app_label not in STAYS]
    found = {model._meta.label: model._default_manager.count() for model in models}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_doc")
        return {name: count for name, count in found.items() if count} | {"found": cursor.fetchone()[0]}


def everything(folder) -> dict[str, ImportRun]:
    return {kind: load(folder, kind) for kind in FILES}


def test_everything_that_was_brought_in_goes_again_and_can_come_again(tmp_path):
    builders.priority()
    builders.catch_all()
    before = rows()
    runs = everything(tmp_path)
    for run in reversed(runs.values()):
        undo(run)
    assert rows() == before
    assert (SourceKey.objects.count(), [run.state for run in ImportRun.objects.all()]) == (0, ["undone"] * len(runs))
    assert counts(load(tmp_path, "customers")) == (2, 0, 0)


def refusal(run) -> str:
    with pytest.raises(BuiltOn) as refused:
        undo(run)
    return str(refused.value).rpartition(": ")[2]


def test_what_stands_on_an_import_or_was_changed_by_people_keeps_it_and_is_named(tmp_path):
    builders.priority()
    runs = everything(tmp_path)
    before = rows()
    assert {kind: refusal(runs[kind]) for kind in ("customers", "catalogue", "tickets")} == {
        "customers": "agreements (1), equipment (1).",
        "catalogue": "articles (1), tickets (2), work orders (1).",
        "tickets": "work orders (2).",
    }
    assert rows() == before
    for kind in ("work_orders", "agreements", "equipment"):
        undo(runs[kind])
    cast = everyone()
    change_customer(Customer.objects.get(source="old:c1"), "note", "rings twice", seen=None, by=cast["analyst"])
    take(Ticket.objects.get(source="old:t1"), by=cast["technician"])
    assert (refusal(runs["customers"]), refusal(runs["tickets"])) == ("customers (1).", "tickets (1).")


def test_words_of_what_went_find_nobody_any_more(tmp_path):
    load(tmp_path, "customers")
    equipment = load(tmp_path, "equipment")
    assert [hit.customer.name for hit in find("pump")] == ["Anna Nowak", "Peter Nowak"]
    undo(equipment)
    assert find("pump") == []
    said = Entry.objects.filter(verb="import_run.undone").get()
    assert said.facts == {"file": "equipment", "counts": {"equipment": 2, "account": 1, "location": 1}}
