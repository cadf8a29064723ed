"""Keeping the staff: who may sign in, as what, and where."""

import re
import zoneinfo
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import Department
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Role

_USERNAME = re.compile(r"[\w.@+-]+")
LONGEST_SKILL, MOST_SKILLS = 60, 50
LONGEST = {"username": 150, "name": 200, "email": 254, "phone": 40}


class UserFacts(TypedDict, total=False):
    name: str
    role: str
    email: str
    phone: str
    language: str
    speaks: list[str]
    skills: list[str]
    time_zone: str


@transaction.atomic
def create_user(
    username: str,
    password: str,
    *,
    by: Actor | None,
    departments: Sequence[Department] = (),
    **facts: Unpack[UserFacts],
) -> User:
    """A new member of staff, who may sign in with this password; limited to `departments`, if any are named."""
    user = User(username=username.strip(), **_stripped(facts))
    _check(user)
    _check_password(password, user)
    user.set_password(password)
    user.save()
    user.departments.set(departments)
    recorded = {"username": user.username, "name": user.name, "role": user.role, "departments": _names(departments)}
    record("user.created", user, by=by, facts=recorded)
    return user


@transaction.atomic
def change_user(
    user: User, *, by: Actor | None, departments: Sequence[Department] | None = None, **facts: Unpack[UserFacts]
) -> User:
    """Change what is named; `departments` None leaves the limits as they are, an empty list lifts them."""
    row = _locked(user)
    changes = set_fields(row, _stripped(facts))
    _check(row)
    if departments is not None:
        was, now = _names(list(row.departments.all())), _names(departments)
        row.departments.set(departments)
        changes += [{"field": "departments", "was": was, "now": now}] if was != now else []
    if any(change["field"] == "role" and change["was"] == Role.ADMINISTRATOR for change in changes):
        _keep_an_administrator(row)
    if changes:
        row.save()
        record("user.changed", row, by=by, facts={"changes": changes})
    return row


@transaction.atomic
def set_password(user: User, password: str, *, by: Actor | None) -> User:
    """A new password; whoever is signed in with the old one is signed out."""
    row = _locked(user)
    _check_password(password, row)
    row.set_password(password)
    row.save(update_fields=["password"])
    record("user.password_set", row, by=by)
    return row


@transaction.atomic
def deactivate(user: User, *, by: Actor | None) -> User:
    """May no longer sign in, and is signed out; all that they did stays theirs."""
    row = _locked(user)
    if not row.is_active:
        return row
    if by is not None and by.pk == row.pk:
        raise Refused(_("Nobody can lock themselves out. Ask another administrator."))
    if row.role == Role.ADMINISTRATOR:
        _keep_an_administrator(row)
    row.is_active = False
    row.save(update_fields=["is_active"])
    record("user.deactivated", row, by=by)
    return row


@transaction.atomic
def reactivate(user: User, *, by: Actor | None) -> User:
    row = _locked(user)
    if not row.is_active:
        row.is_active = True
        row.save(update_fields=["is_active"])
        record("user.reactivated", row, by=by)
    return row


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _names(departments: Sequence[Department]) -> list[str]:
    return sorted(department.key for department in departments)


def _stripped(facts: Any) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}


def _keep_an_administrator(leaving: User) -> None:
    """Whoever could appoint another must not be the last to go."""
    others = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=leaving.pk)
    if not others.exists():
        raise Refused(_("The last administrator cannot go."), field="role")


def _check(user: User) -> None:
    for field, longest in LONGEST.items():
        if len(getattr(user, field)) > longest:
            raise Refused(_("At most %(count)s characters.") % {"count": longest}, field=field)
    if not _USERNAME.fullmatch(user.username):
        raise Refused(_("A sign-in name is made of letters, digits and . @ + - _ only."), field="username")
    if not user.name:
        raise Refused(_("A name is needed."), field="name")
    if user.role not in Role.values:
        raise Refused(_("There is no such role."), field="role")
    _check_languages(user)
    _check_skills(user)
    if user.time_zone and user.time_zone not in time_zones():
        raise Refused(_("There is no such time zone."), field="time_zone")
    _check_unique(user)


def _check_languages(user: User) -> None:
    known = dict(settings.LANGUAGES)
    if user.language not in known:
        raise Refused(_("The desk does not speak this language."), field="language")
    if any(language not in known for language in user.speaks):
        raise Refused(_("The desk does not speak this language."), field="speaks")


def _check_skills(user: User) -> None:
    user.skills = sorted({" ".join(skill.split()) for skill in user.skills if skill.strip()}, key=str.casefold)
    if any(len(skill) > LONGEST_SKILL for skill in user.skills) or len(user.skills) > MOST_SKILLS:
        text = _("At most %(count)s skills of %(length)s characters.")
        raise Refused(text % {"count": MOST_SKILLS, "length": LONGEST_SKILL}, field="skills")


def _check_unique(user: User) -> None:
    if user.email:
        try:
            validate_email(user.email)
        except ValidationError as error:
            raise Refused(_("This is not an e-mail address."), field="email") from error
    # Either may be typed to sign in, so neither may be another's.
    for field in ("username", "email"):
        typed = getattr(user, field)
        twin = User.objects.exclude(pk=user.pk).filter(Q(username__iexact=typed) | Q(email__iexact=typed))
        if typed and twin.exists():
            raise Refused(_("Somebody else signs in with this already."), field=field)


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error


@lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    """The names of all time zones that this machine knows."""
    return frozenset(zoneinfo.available_timezones())
