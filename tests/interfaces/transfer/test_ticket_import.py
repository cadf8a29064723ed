import tracemalloc
from datetime import UTC, datetime

import pytest
from django.db import connection
from psycopg import Connection

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.transfer.importing import bring_file_in
from firstline.interfaces.transfer.reading import FileRefused
from firstline.interfaces.transfer.ticket_import import Tickets
from firstline.journal.models import Entry, OutboxItem
from firstline.journal.recording import history_of
from firstline.reference.catalogue.models import Department, ProblemCode
from firstline.reference.staff.models import SupportCentre
from firstline.search.models import Statistic
from firstline.search.querying import query
from tests import builders
from tests.interfaces.transfer.files import FIRST, MAPPING, SECOND, Listener, csv, mapping

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _priority():
    builders.priority()


def bring_in(folder, *rows, text=MAPPING, dry_run=False):
    how, listener = mapping(folder, text), Listener()
    result = bring_file_in(csv(folder, *rows), how, Tickets(how), listener, dry_run=dry_run)
    return (result.new, result.known, result.refused), listener.refusals


def test_a_row_becomes_a_ticket_with_its_true_times(tmp_path):
    assert bring_in(tmp_path, FIRST, SECOND) == ((2, 0, 0), [])
    first, second = Ticket.objects.order_by("number")
    assert (first.title, first.state, first.opened_at, first.closed_at) == (
        "Deep hole",
        "new",
        datetime(2026, 7, 1, 8, tzinfo=UTC),
        None,
    )
    assert (second.state, second.opened_at, second.resolved_at, second.closed_at, second.resolution) == (
        "closed",
        datetime(2026, 1, 2, 7, 30, tzinfo=UTC),
        datetime(2026, 1, 3, 8, tzinfo=UTC),
        datetime(2026, 1, 3, 8, tzinfo=UTC),
        "Filled",
    )
    assert (first.place, first.latitude, first.channel, second.channel) == ("Mill Lane 4", 52.1, "telephone", "other")
    assert (first.source, second.number - first.number, second.imported) == (
        "town:1",
        1,
        {"opened": "02.01.2026 08:30", "area": " "},
    )


def test_the_catalogue_and_the_centres_are_built_from_the_rows(tmp_path):
    bring_in(tmp_path, FIRST, SECOND)
    code = ProblemCode.objects.get()
    path = (code.category.provider.department.label, code.category.provider.label, code.category.label, code.label)
    assert path == ("Roads", "Roads", "Roads", "Pothole")
    ticket = Ticket.objects.first()
    assert ticket is not None
    assert (ticket.centre.key, ticket.code, ticket.department, ticket.priority.key) == (
        "Depot",
        code,
        Department.objects.get(),
        "regular",
    )


def test_what_is_there_already_is_used(tmp_path):
    department = builders.department("Roads")
    code = builders.code("Pothole", builders.category("Roads", builders.provider("Roads", department)))
    bring_in(tmp_path, FIRST)
    assert (ProblemCode.objects.get(), Ticket.objects.get().code) == (code, code)


def test_history_becomes_entries_at_their_times(tmp_path):
    bring_in(tmp_path, SECOND)
    ticket = Ticket.objects.get()
    assert [(entry.verb, entry.at, entry.actor_name, entry.facts) for entry in history_of(ticket)] == [
        (
            "ticket.opened",
            ticket.opened_at,
            "Our town",
            {"number": ticket.number, "title": "Hole again", "source": "town:2"},
        ),
        ("ticket.closed", ticket.closed_at, "Our town", {"text": "Filled"}),
    ]


def test_again_adds_nothing(tmp_path):
    bring_in(tmp_path, FIRST, SECOND)
    before = (Ticket.objects.count(), Entry.objects.count(), ProblemCode.objects.count())
    assert bring_in(tmp_path, FIRST, SECOND) == ((0, 2, 0), [])
    assert (Ticket.objects.count(), Entry.objects.count(), ProblemCode.objects.count()) == before


def test_nobody_is_told(tmp_path, settings):
    settings.JOURNAL_READERS = ["notices"]
    bring_in(tmp_path, FIRST, SECOND)
    assert (OutboxItem.objects.count(), Contact.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_no_listener_hears_of_it(tmp_path):
    builders.priority()
    with Connection.connect(**connection.get_connection_params() | {"cursor_factory": None}, autocommit=True) as ear:
        ear.execute("LISTEN journal")
        bring_in(tmp_path, FIRST, SECOND)
        assert list(ear.notifies(timeout=0.2)) == []


def test_rows_in_error_are_told_and_the_rest_is_loaded(tmp_path):
    found = bring_in(
        tmp_path,
        FIRST.replace("2026-07-01 10:00", "soon"),
        FIRST.replace("1,", ",", 1),
        FIRST.replace("52.1", "north"),
        FIRST.replace("52.1", "95"),
        FIRST.replace("open,", "lost,"),
        FIRST.replace("Pothole", "P" * 121),
        FIRST + ",",
        SECOND,
        SECOND,
    )
    assert found == (
        (1, 0, 8),
        [
            (2, 'opened: "soon" is no date in any of the mapping\'s formats.'),
            (3, "id is empty."),
            (4, 'lat: "north" is no number of degrees from -90 to 90.'),
            (5, 'lat: "95" is no number of degrees from -90 to 90.'),
            (6, 'state: the value "lost" is not in the mapping\'s table of values.'),
            (7, "problem has 121 characters; 120 are the most."),
            (8, "the row has 15 cells, the heading 14."),
            (10, "the key town:2 stands in an earlier row too."),
        ],
    )


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path):
    rows = (FIRST, SECOND, FIRST.replace("open,", "lost,"))
    assert bring_in(tmp_path, *rows, dry_run=True) == bring_in(tmp_path, *rows)
    assert bring_in(tmp_path, SECOND.replace("2,", "3,", 1), dry_run=True) == ((1, 0, 0), [])
    assert (Ticket.objects.count(), Entry.objects.filter(subject_kind="ticket").count()) == (2, 3)


@pytest.mark.parametrize(
    ("row", "flags"),
    [
        (SECOND.replace("03.01.2026", "01.01.2026"), ["closed_before_opened"]),
        (SECOND.replace("done,", "open,"), ["open_with_closing_time"]),
        (SECOND.replace("03.01.2026 09:00", ""), ["closed_without_time"]),
        (FIRST.replace("52.1,21.01", "52,21"), ["coarse_point"]),
        (FIRST.replace("52.1,", ","), ["half_a_point"]),
        (FIRST.replace("Deep hole", "d" * 201), ["title_cut"]),
        (FIRST, []),
    ],
)
def test_odd_rows_are_loaded_and_flagged(tmp_path, row, flags):
    assert bring_in(tmp_path, row) == ((1, 0, 0), [])
    assert Ticket.objects.get().flags == flags


def test_an_unclosed_quotation_mark_leaves_nothing_half_loaded(tmp_path):
    rows = [FIRST.replace("1,", f"{number},", 1) for number in range(2500)]
    with pytest.raises(FileRefused):
        bring_in(tmp_path, *rows, '9,"')
    assert (Ticket.objects.count(), Department.objects.count()) == (0, 0)


def test_a_priority_that_is_not_there_leaves_nothing_half_loaded(tmp_path):
    with pytest.raises(FileRefused) as refused:
        bring_in(tmp_path, FIRST, text=MAPPING + '\n[constants]\npriority = "at once"\n')
    assert str(refused.value) == 'Line 2: there is no priority "at once"; known are: regular.'
    assert (Ticket.objects.count(), SupportCentre.objects.count()) == (0, 0)


def test_a_column_with_too_many_codes_is_a_wrong_column(tmp_path):
    rows = [FIRST.replace("Pothole", f"Hole {number}") for number in range(5001)]
    with pytest.raises(FileRefused) as refused:
        bring_in(tmp_path, *rows)
    assert str(refused.value) == (
        "Line 5002: more than 5000 different values of code: the mapping names a wrong column."
    )


def test_a_ticket_brought_in_is_found_by_its_words(tmp_path):
    bring_in(tmp_path, FIRST, SECOND)
    assert [hit.object_id for hit in query("deep", kinds=["ticket"])] == [Ticket.objects.get(source="town:1").pk]


def test_after_many_rows_the_words_are_counted(tmp_path):
    bring_in(tmp_path, *[FIRST.replace("1,", f"{number},", 1) for number in range(1000)])
    assert Statistic.objects.get(kind="ticket").docs == 1000


def test_the_number_of_queries_does_not_grow_with_the_batch(tmp_path, django_assert_max_num_queries):
    bring_in(tmp_path, FIRST)
    rows = [FIRST.replace("1,", f"{number},", 1) for number in range(2, 302)]
    with django_assert_max_num_queries(40):
        assert bring_in(tmp_path, *rows) == ((300, 0, 0), [])


def test_memory_does_not_grow_with_the_file(tmp_path):
    peaks = []
    for begin, count in ((0, 1_100), (10_000, 3_300)):
        rows = [FIRST.replace("1,", f"{begin + number},", 1) for number in range(count)]
        path, how = csv(tmp_path, *rows), mapping(tmp_path)
        del rows
        tracemalloc.start()
        assert bring_file_in(path, how, Tickets(how), Listener()).new == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
