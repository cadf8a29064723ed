"""The queue: what it lists, in which order, under which views."""

import pytest
from django.test import Client

from firstline.casework.tickets.correction import correct
from firstline.casework.tickets.models import State
from firstline.interfaces.desk.queue import PAGE
from firstline.reference.staff.models import Membership
from tests import builders
from tests.cast import ana, marc, member, rita, sofia, tomek

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


def numbers(client, query=""):
    """The numbers of the rows, as they are drawn."""
    response = client.get(f"/queue/?{query}")
    assert response.status_code == 200
    return [row.number for row in response.context["page"].rows]


def texts(response):
    return " ".join(response.content.decode().split())


def test_the_most_urgent_stands_first_then_the_oldest(client):
    builders.ticket(number=3)
    builders.ticket(number=2)
    builders.ticket(number=9, priority=builders.priority("critical", 2))
    builders.ticket(number=1, state=State.CLOSED)
    assert numbers(client) == [9, 2, 3]


def test_a_row_says_what_a_glance_needs(client):
    builders.ticket(
        number=41,
        title="Lamp dark",
        customer=builders.customer("Carla"),
        place="Quay 4",
        assignee=tomek(),
        state=State.IN_PROGRESS,
        repeat_of=builders.ticket(state=State.CLOSED),
        reopened=1,
    )
    page = texts(client.get("/queue/"))
    row = page[page.index('<tr data-row id="ticket-41"') :]
    row = row[: row.index("</tr>")]
    wanted = ("Lamp dark", "Carla", "Appliance pick-up", "Quay 4", "Street depot", "Tomek Nowak", "in progress")
    assert [word for word in (*wanted, "regular", "repeat", "reopened", 'href="/tickets/41/"') if word not in row] == []


def test_each_limit_stands_in_the_address_and_can_be_taken_off(client):
    lights, urgent = builders.centre("Lights"), builders.priority("critical", 2)
    builders.ticket(number=1)
    builders.ticket(number=2, centre=lights, tier=2, priority=urgent, assignee=sofia(), state=State.WAITING)
    builders.ticket(number=3, state=State.CLOSED)
    assert numbers(client, f"centre={lights.pk}") == [2]
    assert numbers(client, "tier=2&state=waiting&priority=2&assignee=me") == [2]
    assert numbers(client, "assignee=none") == [1]
    assert numbers(client, f"assignee={sofia().pk}&assignee=none") == [2, 1]
    assert numbers(client, "state=closed") == [3]
    assert numbers(client, "state=any") == [3, 2, 1]
    assert numbers(client, f"code={builders.handled_code().pk}&department={builders.department().pk}") == []
    page = texts(client.get(f"/queue/?centre={lights.pk}&state=waiting"))
    assert 'href="?state=waiting" aria-label="Remove Support centre: Lights"' in page
    assert f'href="?centre={lights.pk}" aria-label="Remove State: waiting for the customer"' in page


def test_words_and_numbers_find_tickets_within_the_limits(client):
    builders.ticket(number=901, title="x")
    found = builders.ticket(number=902, title="y")
    correct(found, "words", "Giant hogweed", seen=1, by=None)
    assert (numbers(client, "q=hogweed"), numbers(client, "q=901"), numbers(client, "q=T902")) == ([902], [901], [902])
    assert numbers(client, "q=hogweed&state=closed") == []


def test_groups_stand_under_their_headings(client):
    builders.ticket(number=1)
    builders.ticket(number=2, tier=2)
    builders.ticket(number=3, state=State.WAITING, centre=builders.centre("Lights"))
    headings = {
        group: [one.heading for one in client.get(f"/queue/?group={group}").context["groups"]]
        for group in ("priority", "centre", "tier", "state")
    }
    assert headings == {
        "priority": ["regular"],
        "centre": ["Street depot", "Lights"],
        "tier": ["Tier 1", "Tier 2"],
        "state": ["new", "waiting for the customer"],
    }


def test_pages_lead_on_and_back(client):
    for number in range(1, PAGE + 3):
        builders.ticket(number=number)
    first = client.get("/queue/").context["page"]
    second = client.get(f"/queue/?{first.later}").context["page"]
    back = client.get(f"/queue/?{second.earlier}").context["page"]
    assert [len(page.rows) for page in (first, second, back)] == [PAGE, 2, PAGE]
    assert ([row.number for row in second.rows], back.rows) == ([PAGE + 1, PAGE + 2], first.rows)
    assert (first.earlier, second.later) == ("", "")


def test_nonsense_in_the_address_is_left_out(client):
    builders.ticket(number=1)
    nonsense = "centre=x&tier=9&state=lost&priority=99999999&assignee=-1&group=colour&after=1.2.3&before=&code=&q=%00"
    assert numbers(client, nonsense) == [1]
    assert client.get(f"/queue/?{nonsense}").context["filters"].address() == ""


def test_whoever_is_limited_to_departments_sees_only_theirs_and_those_of_none(client):
    limited = member("lim", "Lim Ited", "technician")
    limited.departments.add(builders.department("Water"))
    builders.ticket(number=1, department=builders.department("Water"))
    builders.ticket(number=2, department=builders.department("Roads"))
    builders.ticket(number=3)
    client.force_login(limited)
    assert numbers(client) == [1, 3]
    assert client.get("/queue/").context["views"][0].count == "2"


def test_views_are_counted_and_the_present_one_is_marked(client):
    Membership.objects.create(user=sofia(), centre=builders.centre(), tier=2)
    builders.ticket()
    builders.ticket(assignee=sofia(), state=State.IN_PROGRESS, tier=2)
    builders.ticket(state=State.RESOLVED)
    views = client.get("/queue/?assignee=me").context["views"]
    assert [(view.name, view.count, view.is_current) for view in views] == [
        ("All open", "2", False),
        ("Mine", "1", True),
        ("Nobody’s", "1", False),
        ("Street depot, tier 2", "1", False),
        ("To be confirmed", "1", False),
    ]


def test_a_list_is_kept_under_a_name_and_removed_again(client):
    answer = client.post("/queue/views/", {"name": "Waiting ones", "query": "state=waiting&nonsense=1&after=3.4"})
    assert answer.url == "/queue/?state=waiting"
    kept = client.get("/queue/").context["views"][-1]
    assert (kept.name, kept.query, kept.count) == ("Waiting ones", "state=waiting", "0")
    client.post(f"/queue/views/{kept.key}/removal/")
    assert [view.name for view in client.get("/queue/").context["views"]][-1] == "To be confirmed"


def test_somebody_elses_view_is_not_removed(client):
    client.post("/queue/views/", {"name": "Mine alone", "query": ""})
    key = client.get("/queue/").context["views"][-1].key
    other = Client()
    other.force_login(tomek())
    assert other.post(f"/queue/views/{key}/removal/").status_code == 404


def test_the_board_has_a_column_per_tier(client):
    builders.ticket(number=1)
    builders.ticket(number=2, tier=2)
    columns = client.get("/queue/?layout=board").context["columns"]
    assert [
        (tier, [number in cards for number in ("ticket-1", "ticket-2")], more) for tier, cards, more in columns
    ] == [
        (1, [True, False], ""),
        (2, [False, True], ""),
        (3, [False, False], ""),
    ]


def test_what_is_live_is_fetched_by_itself(client):
    builders.ticket(number=7)
    part = client.get("/queue/", headers={"HX-Request": "true", "HX-Target": "queue-live"}).content.decode()
    assert part.strip().startswith('<div id="queue-live"')
    assert ('id="ticket-7"' in part, "<html" in part) == (True, False)


def test_limits_are_chosen_in_a_dialog_or_on_a_page(client):
    page = client.get("/queue/filters/?state=waiting&assignee=me")
    assert page.context["form"].initial["state"] == ["waiting"]
    part = client.get("/queue/filters/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in page.content.decode(), "<html" in part, 'name="tier"' in part) == (True, False, True)


def test_a_reader_sees_the_queue_and_can_change_nothing(client):
    builders.ticket(number=1)
    client.force_login(rita())
    page = client.get("/queue/").content.decode()
    assert ('id="ticket-1"' in page, "bulk-bar" in page) == (True, False)
    assert client.post("/tickets/taking/", {"chosen": "1"}).status_code == 403


def test_the_day_begins_with_the_contacts_for_analysts_and_with_the_queue_for_others(client):
    for person, place in ((ana(), "/contacts/"), (tomek(), "/queue/"), (marc(), "/queue/")):
        client.force_login(person)
        assert client.get("/").url == place
