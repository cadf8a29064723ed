"""Addresses of the wall open it with their own secret until they are withdrawn."""

import pytest
from django.test import override_settings

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import WallLink
from firstline.reference.staff.wall_links import (
    LONGEST_NAME,
    MOST,
    make_wall_link,
    secret_of,
    wall_link_of,
    withdraw_wall_link,
)
from tests.cast import marc

pytestmark = pytest.mark.django_db


def test_an_address_opens_with_its_secret_alone():
    link, other = (make_wall_link(name, by=marc()) for name in ("Hall", "Room 2"))
    wrong = ["", "x", "é", secret_of(other), secret_of(link)[:-1], secret_of(link) + "A"]
    assert [wall_link_of(link.pk, secret) for secret in wrong] == [None] * len(wrong)
    assert wall_link_of(link.pk, secret_of(link)) == link
    assert wall_link_of(0, secret_of(link)) is None
    assert len(secret_of(link)) == 27


def test_the_secret_is_not_in_the_database():
    link = make_wall_link("Hall", by=marc())
    assert secret_of(link) not in str(list(WallLink.objects.values_list())) + str(list(Entry.objects.values_list()))


def test_a_withdrawn_address_opens_nothing_and_another_stays_open():
    link, other = (make_wall_link(name, by=marc()) for name in ("Hall", "Room 2"))
    for _again in range(2):
        withdraw_wall_link(link, by=marc())
    assert wall_link_of(link.pk, secret_of(link)) is None
    assert wall_link_of(other.pk, secret_of(other)) == other
    told = Entry.objects.filter(subject_kind="wall_link", subject_id=link.pk).values_list("verb", "actor_name")
    assert list(told.order_by("id")) == [("wall_link.made", "Marc Petit"), ("wall_link.retired", "Marc Petit")]


def test_an_old_secret_key_opens_until_it_is_given_up():
    link = make_wall_link("Hall", by=marc())
    with override_settings(SECRET_KEY="before"):
        old = secret_of(link)
    with override_settings(SECRET_KEY_FALLBACKS=["before"]):
        assert wall_link_of(link.pk, old) == link
    assert wall_link_of(link.pk, old) is None


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * (LONGEST_NAME + 1)}, "name"),
        ({"name": "Hall", "language": "tlh"}, "language"),
        ({"name": "Hall", "theme": "pink"}, "theme"),
    ],
)
def test_nonsense_is_refused_beside_its_field(facts, field):
    with pytest.raises(Refused) as refused:
        make_wall_link(**facts, by=marc())
    assert refused.value.field == field
    assert WallLink.objects.count() == 0


def test_there_is_an_end_to_addresses():
    for number in range(MOST):
        make_wall_link(f"Wall {number}", by=None)
    with pytest.raises(Refused):
        make_wall_link("One more", by=None)
