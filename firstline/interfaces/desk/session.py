"""Who asks: the session that a cookie names and the person behind it, found by two short questions per request."""

import logging
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core.exceptions import SuspiciousOperation
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from firstline.journal.prepared import Prepared
from firstline.reference.correspondence.models import Extension
from firstline.reference.staff.models import User

# The departments that a person is limited to come along, as nearly every screen asks for them.
_limits = User.departments.through.objects.filter(user=OuterRef("pk")).order_by("department").values("department")
# So do the telephones at which they answer, without which no page has to look whether one rings.
_answers_at = Extension.objects.filter(user=OuterRef("pk"), line__retired_at=None).order_by("pk")
_telephones = _answers_at.values(
    telephone=JSONObject(line=F("line"), extension=F("number"), dials=F("line__dial_address"))
)
_PERSON: Prepared[User] = Prepared(
    lambda key: (
        User.objects.filter(pk=key)
        .annotate(limited_to=ArraySubquery(_limits), telephones=ArraySubquery(_telephones))
        .order_by()
    ),
    int,
)
_SESSION: Prepared[Session] = Prepared(lambda key: Session.objects.filter(session_key=key), str)


class SessionStore(db.SessionStore):
    """Django's sessions in the database, read by a prepared question."""

    def _get_session_from_db(self) -> Session | None:
        try:
            found = _SESSION.first(self.session_key or "")
        except SuspiciousOperation as error:
            logging.getLogger(f"django.security.{type(error).__name__}").warning(str(error))
            found = None
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found


class StaffBackend(AuthenticationBackend):
    """The package's way of signing in; whoever has signed in is found by a prepared question."""

    def get_user(self, user_id: Any) -> User | None:
        person = _PERSON.first(int(user_id))
        return person if person and self.user_can_authenticate(person) else None
