"""The nouns of the desk, as far as each person may see them."""

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from firstline.interfaces.desk.navigation import PLACES, current_place, places
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Role


def offered(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return {name: value() for name, value in places(request).items()}


def test_a_visitor_is_offered_nothing():
    facts = offered(AnonymousUser())
    assert (facts["navigation"], facts["find_url"], facts["contact_new_url"]) == ([], "", "")


def test_setting_up_is_for_those_who_may():
    views = {role: {place.view for place in offered(User(role=role))["navigation"]} for role in Role.values}
    assert {role for role, seen in views.items() if "desk:staff" in seen} <= {Role.MANAGER, Role.ADMINISTRATOR}
    assert all("desk:contacts" in seen for seen in views.values())


def test_only_who_takes_contacts_may_start_one():
    assert offered(User(role=Role.READER))["contact_new_url"] == ""
    assert offered(User(role=Role.ANALYST))["contact_new_url"] == "/contacts/"


def test_a_page_belongs_to_its_noun():
    assert current_place("/contacts/42/") == "desk:contacts"
    assert current_place("/elsewhere/") == ""


def test_every_place_has_keys_of_its_own():
    assert len({place.key for place in PLACES}) == len(PLACES)
