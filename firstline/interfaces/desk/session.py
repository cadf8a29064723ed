"""Who asks: the session that a cookie names and the person behind it, found by one question per request."""

from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import SESSION_KEY
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.sessions.backends import db
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from firstline.journal.prepared import Prepared
from firstline.reference.correspondence.models import Extension
from firstline.reference.staff.models import Session, User

# The departments that a person is limited to come along, as nearly every screen asks for them.
_limits = User.departments.through.objects.order_by("department").values("department")
# So do the telephones at which they answer, without which no page has to look whether one rings.
_answers_at = Extension.objects.filter(line__retired_at=None).order_by("pk")
_telephones = _answers_at.values(
    telephone=JSONObject(line=F("line"), extension=F("number"), dials=F("line__dial_address"))
)


def _with_person(key: str) -> dict[str, Any]:
    """What comes along with the person whose number stands in this column."""
    return {
        "limited_to": ArraySubquery(_limits.filter(user=OuterRef(key))),
        "telephones": ArraySubquery(_telephones.filter(user=OuterRef(key))),
    }


_PERSON: Prepared[User] = Prepared(
    lambda key: User.objects.filter(pk=key).annotate(**_with_person("pk")).order_by(),
    int,
)
_SESSION: Prepared[Session] = Prepared(
    lambda key: Session.objects.filter(session_key=key).select_related("user").annotate(**_with_person("user")),
    str,
)
# Whoever came along with the session that this request has just opened, until they are asked for.
_arrived: ContextVar[User | None] = ContextVar("arrived", default=None)


class SessionStore(db.SessionStore):
    """Sessions in the database that know whose they are, read together with that person."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return session

    def _get_session_from_db(self) -> Any:
        # A cookie may hold anything, which the database may not even be asked for.
        key = self.session_key or ""
        found: Any = _SESSION.first(key) if key.isascii() and key.isalnum() else None
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        if found.user:
            found.user.limited_to, found.user.telephones = found.limited_to, found.telephones
        _arrived.set(found.user)
        return found


class StaffBackend(AuthenticationBackend):
    """The package's way of signing in; whoever has signed in came along with their session."""

    def get_user(self, user_id: Any) -> User | None:
        person = _arrived.get()
        _arrived.set(None)
        if person is None or person.pk != int(user_id):
            person = _PERSON.first(int(user_id))
        return person if person and self.user_can_authenticate(person) else None
