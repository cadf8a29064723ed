"""Who may see and do what on the screens: they ask here, the verbs do not know."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def needs(right: Right) -> Callable[[View[P]], View[P]]:
    """A screen for signed-in staff whose role carries this right; everybody else is asked to sign in, or refused."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request.user, right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded_view = cast("View[P]", login_required(guarded))
        guarded_view.right = right  # type: ignore[attr-defined]
        return guarded_view

    return guard


def by_method(*, read: View[P], write: View[P]) -> View[P]:
    """One address of a noun: GET and HEAD show it, POST adds to it; each is guarded by itself."""

    def either(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return (write if request.method == "POST" else read)(request, *args, **kwargs)

    view = cast("View[P]", require_http_methods(["GET", "HEAD", "POST"])(either))
    view.rights = {"GET": rights_of(read)["GET"], "POST": rights_of(write)["POST"]}  # type: ignore[attr-defined]
    return view


def rights_of(view: Any) -> dict[str, Right]:
    """The right that each method of a screen asks for; AttributeError where a screen has no guard."""
    return getattr(view, "rights", None) or {"GET": view.right, "POST": view.right}


def signed_in(request: HttpRequest) -> User:
    """The member of staff behind a request that a guard has let through."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def within_departments(rows: QuerySet[Any], user: User, path: str) -> QuerySet[Any]:
    """Only rows of the departments a person is limited to, and those of none; all rows for whoever is not limited."""
    limits = department_limits(user)
    return rows.filter(Q(**{f"{path}__in": limits}) | Q(**{f"{path}__isnull": True})) if limits else rows


def is_within_departments(department: int | None, user: User) -> bool:
    """Whether `within_departments` would keep a row of this department."""
    limits = department_limits(user)
    return not limits or department is None or department in limits


def department_limits(user: User) -> list[int]:
    """The departments a person is limited to; empty means all. Whoever signed in brings them along."""
    known: list[int] | None = getattr(user, "limited_to", None)
    if known is None:
        through = User.departments.through.objects.filter(user=user)
        known = vars(user)["limited_to"] = list(through.values_list("department", flat=True))
    return known
