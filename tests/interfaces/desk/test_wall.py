"""The wall: for whoever is signed in, and by an address with a secret of its own for a screen in the room."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firstline.casework.contacts.reception import open_contact
from firstline.casework.reports import room
from firstline.interfaces.desk import wall_door
from firstline.interfaces.desk.wall_page import LINES, address_of
from firstline.interfaces.desk.wall_tries import MOST_WRONG
from firstline.reference.staff.keeping import change_user
from firstline.reference.staff.models import WallLink
from firstline.reference.staff.wall_links import make_wall_link, withdraw_wall_link
from tests import builders
from tests.cast import ana, marc
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _fresh():
    room.forget()
    wall_door.forget()
    yield
    room.forget()


def read(client, address=None, **more):
    answer = client.get(address or reverse("desk:wall"), **more)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def test_four_figures_and_the_support_centres_and_priorities_behind_them():
    builders.ticket(resolve_by=timezone.now())
    builders.ticket(centre=builders.centre("Parks & gardens"), assignee=ana())
    open_contact(by=ana())
    page = read(sign_in(ana()))
    assert [page.count(f"<dt>{name}</dt><dd>{count}</dd>") for name, count in FIGURES] == [1] * 4
    assert '<th scope="row">Parks &amp; gardens</th><td>0</td><td>0</td><td>0</td><td>1</td>' in page
    assert '<th scope="row">regular</th><td data-tone="bad">1</td><td>0</td><td>1</td><td>2</td>' in page


FIGURES = [("On the line", 1), ("Waiting", 1), ("Owed", 0), ("Late", 1)]


def test_without_script_the_pages_take_turns():
    for number in range(LINES + 1):
        builders.ticket(centre=builders.centre(f"Centre {number}"))
    client = sign_in(ana())
    order = [read(client, f"/wall/?page={page}") for page in ("1", "2", "3", "4", "5", "-1", "٣", "9" * 99)]
    following = [page.split('content="12; url=?page=')[1][0] for page in order]
    shown = [page.split("data-wall-page=", 1)[1].count(" hidden>") for page in order]
    assert following == ["2", "3", "4", "1", "2", "2", "2", "2"]
    assert shown == [3] * 8


def test_a_refresh_is_only_what_changes():
    client = sign_in(ana())
    assert read(client, headers=HX).startswith('<div id="wall-room"')
    assert "<html" not in read(client, headers=HX)


def test_whoever_is_limited_to_departments_sees_the_figures_of_these():
    parks = builders.department("Parks")
    for department in (builders.department(), parks):
        builders.ticket(department=department)
    user = ana()
    assert "<dt>Waiting</dt><dd>2</dd>" in read(sign_in(user))
    change_user(user, departments=[parks], by=None)
    assert "<dt>Waiting</dt><dd>1</dd>" in read(sign_in(user))


def test_a_screen_in_the_room_needs_nobody_signed_in_and_shows_no_name_of_a_customer():
    builders.ticket(customer=builders.customer("Carla Customer"), title="Leak at Carla's")
    open_contact(by=ana(), caller_number="+16502531234")
    link = make_wall_link("North wall", language="fr", theme="dark", by=marc())
    answer = Client().get(address_of(link))
    page = answer.content.decode()
    assert (answer.status_code, answer["Content-Language"], answer["X-Robots-Tag"]) == (200, "fr", "noindex")
    assert "no-store" in answer["Cache-Control"]
    wanted = ('lang="fr"', 'data-theme="dark"', f'data-events="/events?wall={link.pk}.')
    assert [word for word in wanted if word in page] == list(wanted)
    assert [word for word in ("Carla", "Leak", "Ana", "650", "/tickets/") if word in page] == []


def test_a_wrong_or_withdrawn_address_shows_nothing_and_cannot_be_told_apart():
    link = make_wall_link("North wall", by=marc())
    address = address_of(link)
    wrong = [address[:-2] + "/", f"/walls/{link.pk + 1}/x/", f"/walls/{10**30}/x/", "/walls/1/%00/", "/walls/1/é/"]
    assert [Client().get(one).status_code for one in wrong] == [404] * len(wrong)
    withdraw_wall_link(link, by=marc())
    assert Client().get(address).status_code == HTTPStatus.NOT_FOUND


def test_who_guesses_has_to_wait_and_a_wall_that_hangs_stays_open():
    link, other = (make_wall_link(name, by=marc()) for name in ("North wall", "South wall"))
    read(Client(), address_of(link))
    tries = [Client().get(f"/walls/{link.pk}/guess{number}/").status_code for number in range(MOST_WRONG)]
    assert tries == [404] * MOST_WRONG
    assert Client().get(address_of(other)).status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert Client().get(address_of(other), REMOTE_ADDR="10.0.0.7").status_code == HTTPStatus.OK
    assert Client().get(address_of(link)).status_code == HTTPStatus.OK
    withdraw_wall_link(link, by=marc())
    assert Client().get(address_of(link)).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(address_of(link)).status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_behind_a_proxy_those_wait_who_guess(settings):
    settings.PROXIES = 1
    address = address_of(make_wall_link("North wall", by=marc()))
    for _guess in range(MOST_WRONG):
        Client().get("/walls/1/guess/", headers={"X-Forwarded-For": "10.9.9.9, 10.0.0.7"})
    found = [Client().get(address, headers={"X-Forwarded-For": f"10.9.9.9, {place}"}) for place in PLACES]
    assert [answer.status_code for answer in found] == [429, 200]


PLACES = ("10.0.0.7", "10.0.0.8")


def test_a_manager_makes_an_address_and_withdraws_it():
    client = sign_in(marc())
    client.post(reverse("desk:wall_links"), {"name": " North  wall ", "language": "th", "theme": "dark"})
    link = WallLink.objects.get()
    assert (link.name, link.language, link.theme) == ("North wall", "th", "dark")
    assert f"http://testserver{address_of(link)}" in read(client, reverse("desk:wall_links"))
    client.post(reverse("desk:wall_link_withdrawal", args=[link.pk]))
    assert address_of(link) not in read(client, reverse("desk:wall_links"))


@pytest.mark.parametrize("sent", [{"name": ""}, {"name": "x" * 81}, {"name": "a\x00"}, {"name": "a", "language": "x"}])
def test_nonsense_is_refused_beside_its_field_and_stays_typed(sent):
    answer = sign_in(marc()).post(reverse("desk:wall_links"), {"language": "en", **sent})
    assert (answer.status_code, WallLink.objects.count()) == (HTTPStatus.OK, 0)
    assert answer.context["form"].errors.keys() <= {"name", "language"}
    assert answer.context["form"]["name"].value() == sent["name"]


def test_many_screens_cost_as_much_as_one(django_assert_num_queries):
    builders.ticket()
    link = make_wall_link("North wall", by=marc())
    read(Client(), address_of(link), headers=HX)
    # The address, and whether anything has happened.
    with django_assert_num_queries(4):
        assert len({read(Client(), address_of(link), headers=HX) for _screen in range(2)}) == 1
