"""Who may sign in, as what: kept by administrators, and never without one."""

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.staff import keeping
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Role
from tests import builders
from tests.cast import ana, dao, marc

pytestmark = pytest.mark.django_db
PASSWORD = "seven green bottles"


def test_a_member_of_staff_is_created_with_role_and_limits() -> None:
    facts = {"name": "Nia New", "role": Role.TECHNICIAN, "email": "nia@example.org", "speaks": ["en", "th"]}
    nia = keeping.create_user("nia", PASSWORD, departments=[builders.department()], by=dao(), **facts)  # type: ignore[arg-type]
    assert (nia.check_password(PASSWORD), nia.role, nia.speaks) == (True, "technician", ["en", "th"])
    assert [department.key for department in nia.departments.all()] == ["Public works"]
    entry = Entry.objects.get()
    recorded = {"username": "nia", "name": "Nia New", "role": "technician", "departments": ["Public works"]}
    assert (entry.verb, entry.facts) == ("user.created", recorded)


@pytest.mark.parametrize(
    ("username", "password", "facts", "field"),
    [
        ("", PASSWORD, {"name": "Nia"}, "username"),
        ("nia new", PASSWORD, {"name": "Nia"}, "username"),
        ("x" * 151, PASSWORD, {"name": "Nia"}, "username"),
        ("ANA", PASSWORD, {"name": "Nia"}, "username"),
        ("ana@example.org", PASSWORD, {"name": "Nia"}, "username"),
        ("nia", PASSWORD, {"name": " "}, "name"),
        ("nia", PASSWORD, {"name": "Nia", "role": "king"}, "role"),
        ("nia", PASSWORD, {"name": "Nia", "email": "nobody"}, "email"),
        ("nia", PASSWORD, {"name": "Nia", "email": "ANA@example.org"}, "email"),
        ("nia", PASSWORD, {"name": "Nia", "language": "xx"}, "language"),
        ("nia", PASSWORD, {"name": "Nia", "speaks": ["en", "xx"]}, "speaks"),
        ("nia", PASSWORD, {"name": "Nia", "time_zone": "Mars/Base"}, "time_zone"),
        ("nia", "short", {"name": "Nia"}, "password"),
        ("nia", "password12345", {"name": "Nia"}, "password"),
        ("nia.newcomer", "nia.newcomer", {"name": "Nia"}, "password"),
    ],
)
def test_a_wrong_fact_is_refused_at_its_field(username: str, password: str, facts: dict[str, str], field: str) -> None:
    ana()
    with pytest.raises(Refused) as refused:
        keeping.create_user(username, password, by=None, **facts)  # type: ignore[arg-type]
    assert (refused.value.field, User.objects.count()) == (field, 1)


def test_changes_are_journaled_with_what_was() -> None:
    keeping.change_user(ana(), name="Ana Souza", departments=[builders.department()], by=dao())
    changes = [
        {"field": "name", "was": "Ana Silva", "now": "Ana Souza"},
        {"field": "departments", "was": [], "now": ["Public works"]},
    ]
    assert Entry.objects.get().facts == {"changes": changes}


def test_limits_stay_when_they_are_not_named_and_go_with_an_empty_list() -> None:
    user = keeping.change_user(ana(), departments=[builders.department()], by=dao())
    assert keeping.change_user(user, name="Ana Souza", by=dao()).departments.count() == 1
    assert keeping.change_user(user, departments=[], by=dao()).departments.count() == 0


def test_nothing_new_leaves_no_entry() -> None:
    keeping.change_user(ana(), name="Ana Silva", departments=[], by=dao())
    assert Entry.objects.count() == 0


def test_the_last_administrator_stays() -> None:
    for leave in (
        lambda: keeping.change_user(dao(), role=Role.ANALYST, by=dao()),
        lambda: keeping.deactivate(dao(), by=marc()),
    ):
        with pytest.raises(Refused, match="The last administrator cannot go"):
            leave()
    assert User.objects.get(username="dao").role == Role.ADMINISTRATOR


def test_with_another_administrator_one_may_go() -> None:
    keeping.create_user("nia", PASSWORD, name="Nia", role=Role.ADMINISTRATOR, by=dao())
    assert keeping.change_user(dao(), role=Role.ANALYST, by=dao()).role == Role.ANALYST


def test_nobody_locks_themselves_out() -> None:
    keeping.create_user("nia", PASSWORD, name="Nia", role=Role.ADMINISTRATOR, by=dao())
    with pytest.raises(Refused, match="lock themselves out"):
        keeping.deactivate(dao(), by=dao())


def test_who_has_left_may_come_back() -> None:
    user = keeping.deactivate(ana(), by=dao())
    assert user.is_active is False
    assert keeping.reactivate(user, by=dao()).is_active is True
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["user.deactivated", "user.reactivated"]


def test_a_new_password_ends_the_sessions_of_the_old_one() -> None:
    before = ana().get_session_auth_hash()
    user = keeping.set_password(ana(), PASSWORD, by=dao())
    assert user.check_password(PASSWORD)
    assert user.get_session_auth_hash() != before
    assert Entry.objects.get().facts == {}


def test_a_weak_password_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        keeping.set_password(ana(), "12345", by=dao())
    assert refused.value.field == "password"
