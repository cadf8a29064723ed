"""Staff, support centres, crews, priorities and one's own settings, as they are kept in the desk."""

from decimal import Decimal
from http import HTTPStatus

import pytest
from django.test import Client

from firstline.journal.models import Entry
from firstline.reference.service_levels.models import Priority
from firstline.reference.service_levels.shipping import ship_priorities
from firstline.reference.staff.models import Crew, Membership, Responsibility, SupportCentre, User
from firstline.reference.staff.shipping import ship_catch_all
from tests import builders
from tests.cast import ana, dao, tomek

pytestmark = pytest.mark.django_db
PASSWORD = "seven green bottles"


@pytest.fixture(autouse=True)
def _dao_is_signed_in(client: Client) -> None:
    client.force_login(dao())


def page(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def save(client: Client, url: str, field: str, *values: str) -> str:
    answer = client.post(url, {"field": field, "value": list(values)}).content.decode()
    return answer.partition('data-state="')[2].partition('"')[0]


NIA = {"username": "nia", "name": "Nia New", "role": "technician", "language": "th", "password": PASSWORD}


def test_an_administrator_makes_somebody_who_can_sign_in(client: Client) -> None:
    client.post("/staff/new/", NIA)
    nia = User.objects.get(username="nia")
    assert (nia.name, nia.role, nia.language, nia.check_password(PASSWORD)) == ("Nia New", "technician", "th", True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": "dao"}, "Somebody else signs in with this already."),
        ({"username": "nia new"}, "letters, digits and"),
        ({"password": "short"}, "too short"),
        ({"role": "king"}, "not one of the available choices"),
        ({"email": "nobody"}, "valid email"),
    ],
)
def test_a_wrong_fact_is_told_beside_its_field_and_a_password_is_not_sent_back(
    client: Client, wrong: dict[str, str], said: str
) -> None:
    answer = client.post("/staff/new/", {**NIA, **wrong}).content.decode()
    assert said in answer
    assert 'value="Nia New"' in answer
    assert PASSWORD not in answer
    assert User.objects.count() == 1


def test_facts_about_somebody_save_themselves(client: Client) -> None:
    department = builders.department()
    url = f"/staff/{ana().pk}/fields/"
    states = [
        save(client, url, "name", "Ana Souza"),
        save(client, url, "role", "supervisor"),
        save(client, url, "speaks", "en", "pl"),
        save(client, url, "skills", "pumps, welding,, pumps"),
        save(client, url, "departments", str(department.pk)),
        save(client, url, "time_zone", "Europe/Warsaw"),
        save(client, url, "time_zone", "Mars/Base"),
        save(client, url, "departments", "999"),
        save(client, url, "is_active", ""),
    ]
    assert states == ["saved"] * 6 + ["refused"] * 3
    user = User.objects.get(username="ana")
    assert (user.name, user.role, user.speaks, user.skills) == (
        "Ana Souza",
        "supervisor",
        ["en", "pl"],
        ["pumps", "welding"],
    )
    assert list(user.departments.all()) == [department]
    assert save(client, url, "departments") == "saved"
    assert user.departments.count() == 0


def test_the_last_administrator_cannot_step_down(client: Client) -> None:
    assert save(client, f"/staff/{dao().pk}/fields/", "role", "analyst") == "refused"
    assert User.objects.get(username="dao").role == "administrator"


def test_who_has_left_may_not_sign_in_and_may_come_back(client: Client) -> None:
    url = f"/staff/{ana().pk}/"
    client.post(f"{url}deactivation/")
    assert User.objects.get(username="ana").is_active is False
    assert "may not sign in" in page(client, url)
    client.post(f"{url}reactivation/")
    assert User.objects.get(username="ana").is_active is True
    answer = client.post(f"/staff/{dao().pk}/deactivation/", follow=True)
    assert "Nobody can lock themselves out." in answer.content.decode()


def test_an_administrator_gives_a_new_password(client: Client) -> None:
    url = f"/staff/{ana().pk}/password/"
    assert "too short" in client.post(url, {"password": "short"}).content.decode()
    client.post(url, {"password": PASSWORD})
    assert User.objects.get(username="ana").check_password(PASSWORD)
    assert Entry.objects.get().verb == "user.password_set"


def test_somebody_leads_a_department_or_provider_and_no_more(client: Client) -> None:
    provider = builders.provider()
    url = f"/staff/{tomek().pk}/responsibilities/"
    client.post(url, {"department": provider.department_id, "provider": provider.pk})
    wrong = client.post(url, {"department": builders.department("Parks").pk, "provider": provider.pk})
    assert "This provider belongs to another department." in wrong.content.decode()
    lead = Responsibility.objects.get()
    client.post(f"/responsibilities/{lead.pk}/end/")
    assert Responsibility.objects.count() == 0


def test_a_support_centre_with_its_people(client: Client) -> None:
    client.post("/centres/new/", {"text": "Street depot", "tiers": "2"})
    centre = SupportCentre.objects.get()
    url = f"/centres/{centre.pk}/"
    client.post(f"{url}memberships/", {"user": tomek().pk, "tier": "2"})
    states = [
        save(client, f"{url}labels/", "fr", "Dépôt de voirie"),
        save(client, f"{url}fields/", "tiers", "3"),
        save(client, f"{url}fields/", "department", str(builders.department().pk)),
        save(client, f"{url}fields/", "tiers", "1"),
    ]
    assert states == ["saved"] * 3 + ["refused"]
    assert "Tomek Nowak" in page(client, url)
    client.post(f"/memberships/{Membership.objects.get().pk}/end/")
    assert Membership.objects.count() == 0
    said = client.post(f"{url}memberships/", {"user": "", "tier": "9"}).content.decode()
    assert said.count('class="error"') == 2


def test_the_centre_that_takes_the_rest_is_handed_over_before_it_goes(client: Client) -> None:
    catch_all, depot = ship_catch_all(), builders.centre()
    answer = client.post(f"/centres/{catch_all.pk}/retirement/", follow=True)
    assert "Appoint another centre for them first." in answer.content.decode()
    client.post(f"/centres/{depot.pk}/catch-all/")
    client.post(f"/centres/{catch_all.pk}/retirement/")
    catch_all.refresh_from_db()
    assert catch_all.retired_at is not None
    client.post(f"/centres/{catch_all.pk}/restoration/")
    assert SupportCentre.objects.filter(retired_at=None).count() == 2


def test_a_crew_is_made_and_kept(client: Client) -> None:
    centre = builders.centre()
    client.post("/crews/new/", {"name": "Crew North", "centre": centre.pk, "hours_a_day": "16"})
    crew = Crew.objects.get()
    url = f"/crews/{crew.pk}/"
    states = [save(client, f"{url}fields/", "hours_a_day", value) for value in ("7.5", "0", "9999", "many")]
    assert states == ["saved"] + ["refused"] * 3
    client.post(f"{url}retirement/")
    crew.refresh_from_db()
    assert (crew.hours_a_day, crew.retired_at is not None) == (Decimal("7.5"), True)
    client.post(f"{url}restoration/")
    assert Crew.objects.filter(retired_at=None).count() == 1
    again = client.post("/crews/new/", {"name": "Crew North", "centre": centre.pk, "hours_a_day": "8"})
    assert "There is one of this name here already." in again.content.decode()


def test_priorities_change_places_labels_and_looks(client: Client) -> None:
    one, two, *_others = ship_priorities()
    client.post("/priorities/new/", {"text": "Whenever"})
    states = [
        save(client, f"/priorities/{one.pk}/labels/", "en", "All is down"),
        save(client, f"/priorities/{one.pk}/labels/", "en", "x" * 81),
        save(client, f"/priorities/{one.pk}/look/", "look", "2"),
        save(client, f"/priorities/{one.pk}/look/", "look", "5"),
    ]
    assert states == ["saved", "refused", "saved", "refused"]
    client.post(f"/priorities/{two.pk}/position/", {"position": "1"})
    client.post(f"/priorities/{one.pk}/retirement/")
    in_use = Priority.objects.filter(retired_at=None)
    assert [priority.key for priority in in_use] == [
        "critical_situation",
        "regular_service",
        "planned_event",
        "Whenever",
    ]
    client.post(f"/priorities/{one.pk}/restoration/")
    assert Priority.objects.filter(retired_at=None).count() == 5
    assert "All is down" in page(client, "/priorities/")


@pytest.mark.parametrize("position", ["", "x", "0", "-5", "99", "9" * 40, "\x00"])
def test_a_place_that_makes_no_sense_breaks_nothing(client: Client, position: str) -> None:
    one, *_others = ship_priorities()
    client.post(f"/priorities/{one.pk}/position/", {"position": position})
    assert sorted(Priority.objects.values_list("rank", flat=True)) == [1, 2, 3, 4]


def test_everybody_sets_their_own_language_zone_and_telephone(client: Client) -> None:
    client.force_login(ana())
    states = [
        save(client, "/settings/fields/", "language", "fr"),
        save(client, "/settings/fields/", "time_zone", "Europe/Paris"),
        save(client, "/settings/fields/", "phone", "12"),
        save(client, "/settings/fields/", "role", "administrator"),
        save(client, "/settings/fields/", "time_zone", "x"),
    ]
    assert states == ["saved"] * 3 + ["refused"] * 2
    user = User.objects.get(username="ana")
    assert (user.language, user.time_zone, user.phone, user.role) == ("fr", "Europe/Paris", "12", "analyst")
    answer = client.get("/settings/")
    assert answer["Content-Language"] == "fr"


def test_without_script_settings_are_sent_at_once(client: Client) -> None:
    client.post("/settings/fields/", {"language": "es", "time_zone": "", "phone": "7"})
    assert User.objects.values_list("language", "phone").get(username="dao") == ("es", "7")
