from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from firstline.interfaces.desk.access import department_limits
from firstline.interfaces.desk.session import SessionStore, StaffBackend
from firstline.reference.staff.models import Session, User
from tests import builders, cast

pytestmark = pytest.mark.django_db


def is_in(client):
    return client.get(reverse("desk:queue")).status_code == 200


def test_whoever_signed_in_stays_signed_in_until_the_session_ends(client):
    client.force_login(cast.ana())
    assert is_in(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(client)


def test_whoever_may_not_sign_in_any_more_is_out_at_once(client):
    ana = cast.ana()
    client.force_login(ana)
    assert is_in(client)
    type(ana).objects.filter(pk=ana.pk).update(is_active=False)
    assert not is_in(client)


@pytest.mark.parametrize("key", ["unknown1", "x" * 500, "é\ud800" * 9, "aaaaaaaa\x00", "a-b c%27;--"])
def test_a_session_that_nobody_began_holds_nothing(key):
    assert SessionStore(key).load() == {}


@pytest.mark.parametrize("cookie", ['"aaaaaaaa\\000"', "é" * 20, "x" * 5000, "0" * 32])
def test_no_cookie_is_an_error(client, cookie):
    for path in (reverse("desk:queue"), "/help/en/"):
        assert client.get(path, headers={"cookie": f"sessionid={cookie}"}).status_code in (200, 302)


def test_departments_come_along_with_the_person(django_assert_num_queries):
    ana, water = cast.ana(), builders.department()
    ana.departments.add(water)
    with django_assert_num_queries(1):
        found = StaffBackend().get_user(ana.pk)
        assert found is not None
        assert department_limits(found) == [water.pk]


def test_whoever_is_signed_in_comes_along_with_their_session(client, django_assert_num_queries):
    ana, water = cast.ana(), builders.department()
    ana.departments.add(water)
    client.force_login(ana)
    assert list(Session.objects.values_list("user", flat=True)) == [ana.pk]
    with django_assert_num_queries(1):
        found = get_user(session_of(client))
        assert isinstance(found, User)
        assert (found, department_limits(found)) == (ana, [water.pk])


def test_the_person_of_one_session_is_not_taken_for_that_of_another(client):
    ana, marc = cast.ana(), cast.marc()
    client.force_login(ana)
    assert SessionStore(client.cookies["sessionid"].value).load() != {}
    assert StaffBackend().get_user(marc.pk) == marc
    client.force_login(marc)
    assert get_user(session_of(client)) == marc


def session_of(client):
    """A request that comes with the cookie of this browser."""
    request = HttpRequest()
    request.session = SessionStore(client.cookies["sessionid"].value)
    return request
