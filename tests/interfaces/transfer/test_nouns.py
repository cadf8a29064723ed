from datetime import UTC, date, datetime, timedelta

import pytest

from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.interfaces.transfer.models import ImportRun
from firstline.journal.models import Entry, OutboxItem
from firstline.journal.recording import history_of
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.directory import find
from firstline.reference.customers.models import Account, Agreement, Customer, Equipment
from firstline.reference.knowledge.models import Article
from tests import builders
from tests.interfaces.transfer.kinds import FILES, counts, load, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _priority(settings):
    builders.priority()
    settings.JOURNAL_READERS = ["notices"]


def everything(folder) -> dict[str, ImportRun]:
    return {kind: load(folder, kind) for kind in FILES}


def test_every_kind_comes_in_as_its_rows_say_and_again_adds_nothing_and_nobody_is_told(tmp_path):
    runs = everything(tmp_path)
    assert {kind: counts(run) for kind, run in runs.items()} == {
        "customers": (2, 0, 0),
        "equipment": (2, 0, 1),
        "agreements": (1, 0, 2),
        "catalogue": (2, 0, 1),
        "articles": (2, 0, 2),
        "tickets": (2, 0, 0),
        "work_orders": (1, 0, 3),
    }
    the_bad_rows_are_told(runs)
    things_belong_to_those_they_name()
    articles_have_their_translations()
    work_orders_have_their_times_and_tickets()
    entries = Entry.objects.exclude(subject_kind="import_run").count()
    again = everything(tmp_path)
    assert {kind: (run.new, run.known) for kind, run in again.items()} == {
        kind: (0, run.new) for kind, run in runs.items()
    }
    assert Entry.objects.exclude(subject_kind="import_run").count() == entries
    assert OutboxItem.objects.exclude(entry__subject_kind="import_run").count() == 0


def test_codes_carry_what_their_rows_say(tmp_path):
    load(tmp_path, "catalogue")
    code = ProblemCode.objects.get(key="Pothole")
    assert (code.labels, code.synonyms, code.path) == (
        {"en": "Pothole", "fr": "Nid-de-poule"},
        {"en": ["hole", "crater"]},
        "Roads › Street care › Surface",
    )
    assert (code.handling.centre.key, code.handling.priority.key) == ("Depot", "regular")
    assert ProblemCode.objects.get(key="Sign").path == "Roads › Roads › Roads"


def the_bad_rows_are_told(runs):
    assert {kind: wrong(run) for kind, run in runs.items() if run.refused} == {
        "equipment": [(3, "no customer came in with the key old:c9.")],
        "agreements": [
            (3, "An agreement cannot end before it starts."),
            (4, "An agreement belongs to an account or to a customer."),
        ],
        "catalogue": [(3, 'there is no priority "soon".')],
        "articles": [
            (4, "no article came in with the key old:k9: the original stands before its translations."),
            (5, '"Nowhere" does not stand in the catalogue.'),
        ],
        "work_orders": [
            (3, 'there is no crew "Nobody".'),
            (4, "no ticket came in with the key old:t9."),
            (5, 'raised_at: "never" is no date in any of the mapping\'s formats.'),
        ],
    }


def things_belong_to_those_they_name():
    pump, valve = Equipment.objects.order_by("name")
    agreement = Agreement.objects.get()
    anna = Customer.objects.get(source="old:c1")
    assert (str(pump), pump.criticality, pump.customer, str(pump.location)) == ("Pump SN-1", 1, anna, "Mill Lane 4")
    assert (pump.account, str(valve.account), Account.objects.count()) == (anna.account, "B-2", 2)
    assert (agreement.account, agreement.kind, agreement.starts_on) == (anna.account, "warranty", date(2026, 1, 1))
    assert [hit.customer for hit in find("pump")] == [anna, Customer.objects.get(source="old:c2")]


def articles_have_their_translations():
    article = Article.objects.get()
    assert [(v.language, v.title, v.is_current) for v in article.versions.order_by("language")] == [
        ("en", "Potholes", True),
        ("fr", "Nids-de-poule", True),
    ]
    assert (article.state, [str(one) for one in article.attachments.all()]) == ("published", ["Pothole"])


def work_orders_have_their_times_and_tickets():
    order = WorkOrder.objects.get()
    ended = datetime(2026, 7, 3, 10, tzinfo=UTC)
    assert (order.state, order.completed_at, order.duration) == ("completed", ended, timedelta(hours=1.5))
    assert [ticket.source for ticket in order.tickets.order_by("number")] == ["old:t1", "old:t2"]
    assert [(entry.verb, entry.actor_name) for entry in history_of(order)] == [
        ("work_order.raised", "Old desk"),
        ("work_order.completed", "Old desk"),
        ("work_order.linked", "Old desk"),
        ("work_order.linked", "Old desk"),
    ]
    assert Ticket.objects.get(source="old:t1").words == "=1+1"
