"""Lists and reports as files."""

from datetime import UTC, datetime

import pytest

from firstline.interfaces import listings
from firstline.interfaces.transfer import exporting_formats
from firstline.interfaces.transfer.exporting import checked_format, listing_for
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User
from tests import builders
from tests.cast import ana, dao, marc, member, rita
from tests.interfaces.transfer.exports import exported, lines, records, sheets

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 4, 8, 30, 15, 123456, tzinfo=UTC)


def limited(key: str = "Parks") -> User:
    user = member("lim", "Lim Ited", "analyst")
    user.departments.add(builders.department(key))
    return user


def test_every_list_and_report_can_be_had_in_every_format_though_there_is_nothing_in_it():
    boss, empty = dao(), []
    for listing in listings.kept():
        if not listing.name.startswith("rows-"):
            first = lines(exported(listing.name, boss))
            found = sheets(exported(listing.name, boss, form="xlsx"))
            empty.append((bool(first[0]), bool(found)))
    assert set(empty) == {(True, True)}


def test_a_ticket_is_told_in_the_readers_words_and_time_without_any_live_formula():
    thai = member("nok", "นก", "analyst", language="fr", time_zone="Asia/Bangkok")
    text = "=cmd|' /C calc'!A1\x07\n+2"
    customer = builders.customer(name="@Ann")
    code = builders.handled_code()
    builders.ticket(number=7, title=text, words="ok", opened_at=MORNING, customer=customer, latitude=-1.5, code=code)
    [row] = records(exported("tickets", thai))
    assert list(row.values())[:3] == ["7", "'=cmd|' /C calc'!A1\n+2", "new"]
    assert (row["Customer"], row["Latitude"], row["Opened"]) == ("'@Ann", "-1.5", "2026-03-04 15:30:15+07:00")
    [(title, [head, cells])] = sheets(exported("tickets", thai, form="xlsx")).items()
    told = dict(zip(head, cells, strict=True))
    assert (title, told["Number"], told["Latitude"]) == ("Tickets", 7, -1.5)
    assert (told["Title"], told["Opened"]) == ("'=cmd|' /C calc'!A1\n+2", datetime(2026, 3, 4, 15, 30, 15))


def test_the_filters_of_the_screen_hold_and_an_address_that_makes_no_sense_limits_nothing():
    tickets = [builders.ticket(tier=tier) for tier in (1, 2, 2)]
    builders.ticket(state="closed", resolved_at=MORNING, closed_at=MORNING)
    counts = [
        len(records(exported("tickets", ana(), address)))
        for address in ("tier=2", "?tier=2&assignee=none", "tier=9&x=\x00", "state=any", f"q=T{tickets[0].number}")
    ]
    assert counts == [2, 2, 3, 4, 1]


def test_the_limits_of_departments_hold_in_every_list():
    parks = builders.code(
        "Tree", builders.category("Trees", builders.provider("Gardeners", builders.department("Parks")))
    )
    streets = builders.handled_code()
    for code in (parks, streets):
        department = code.category.provider.department
        ticket = builders.ticket(code=code, centre=builders.centre(), department=department)
        builders.contact(code=code)
        builders.work_order(code=code)
        assert ticket.department == department
    user = limited()
    counted = {name: len(records(exported(name, user, "state=any"))) for name in ("tickets", "contacts", "codes")}
    assert counted == {"tickets": 1, "contacts": 1, "codes": 1}
    assert [row["Department"] for row in records(exported("work-orders", user, "state=all"))] == ["Parks"]


def test_who_may_not_see_or_keep_something_is_told_so():
    refused = []
    for name, user in (("customers", rita()), ("event-log", ana()), ("event-log", limited()), ("salaries", dao())):
        with pytest.raises(Refused) as refusal:
            listing_for(name, user)
        refused.append(str(refusal.value))
    assert refused == [
        *["Your role may not export this."] * 3,
        "There is no such list to export.",
    ]
    boss = marc()
    boss.departments.add(builders.department("Parks"))
    with pytest.raises(Refused, match="who see all departments"):
        listing_for("event-log", boss)


def test_a_format_that_there_is_not_is_refused_by_name():
    for name, form in (("tickets", "json"), ("tickets", "exe"), ("event-log", "")):
        with pytest.raises(Refused, match="in that format"):
            checked_format(listing_for(name, dao()), form)


def test_a_report_has_a_sheet_for_each_table_and_a_period_that_makes_no_sense_is_refused():
    builders.contact(started_at=MORNING, kind="comment")
    found = sheets(exported("report-volume", dao(), "from=2026-03-01&to=2026-03-31&zone=UTC", form="xlsx"))
    heads = {row[0]: row[1] for row in found["Contact volume"][1:]}
    assert (heads["Contacts"], len(found) > 5, max(map(len, found)) <= 31) == (1, True, True)
    with pytest.raises(Refused, match="ends before it begins"):
        exported("report-volume", dao(), "from=2026-03-31&to=2026-03-01&zone=UTC")


def test_the_rows_behind_a_figure_are_as_many_as_it_says():
    for kind in ("comment", "comment", "information"):
        builders.contact(started_at=MORNING, kind=kind)
    period = "from=2026-03-01&to=2026-03-31&zone=UTC"
    assert len(records(exported("rows-volume", dao(), f"{period}&of=contacts&by=kind&is=comment"))) == 2
    with pytest.raises(Refused, match="cannot be exported"):
        exported("rows-volume", dao(), f"{period}&of=nothing")


def test_rows_for_which_a_sheet_has_no_room_go_on_to_another():
    writer = exporting_formats.XlsxWriter()
    writer.begin("Everything: all [of] it / and a title that is far too long", ["Number"])
    writer._left = 2
    for number in range(4):
        writer.row([number])
    assert [sheet.title for sheet in writer.book.worksheets] == [
        "Everything all of it and a titl",
        "Everything all of it and a ti 2",
    ]
    writer.throw_away()
