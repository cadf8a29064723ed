"""The server's half of fields that save themselves: what was sent, and the four answers to it.

A field sends ``field=NAME value=… [value=…] seen=VERSION``; every answer is the fragment ``ui/field_state.html``
with status 200, because a refused or disputed value is an outcome to be shown, not a failure to be retried.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from firstline.interfaces.ui.clean_text import Unclean, clean


class Unreadable(Exception):
    """What arrived is not a save of one field; carries the field's name as far as it is known, and a plain sentence."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True)
class Sent:
    """One field as the browser sent it. `seen` is the version that the writer had read, None when it was not said."""

    field: str
    values: list[str]
    seen: int | None

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


def read(request: HttpRequest) -> Sent:
    """The field, its values (CRLF made LF) and the version; raises `Unreadable` for NUL, surrogates or no field."""
    field = request.POST.get("field", "")
    if not field or len(field) > 100:
        raise Unreadable("", _("It is not clear which field is meant."))
    try:
        values = [clean(value) for value in request.POST.getlist("value")]
        clean(field)
    except Unclean as error:
        raise Unreadable(field, str(error)) from error
    seen = request.POST.get("seen", "")
    return Sent(field, values, int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None)


def saved(
    request: HttpRequest,  # noqa: ARG001 - all answers take the request first, as Django's do
    field: str,
    version: int,
    *,
    refresh: Sequence[str] = (),
) -> HttpResponse:
    """It is stored; `refresh` names the ids of elements on the page that have changed with it."""
    return _answer(field, "saved", version=version, refresh=" ".join(refresh))


def refused(
    request: HttpRequest,  # noqa: ARG001 - as in `saved`
    field: str,
    messages: Sequence[str],
) -> HttpResponse:
    """It cannot be: the messages stand beside the field, what was typed stays in it."""
    return _answer(field, "refused", reasons=messages)


def unreadable(request: HttpRequest, error: Unreadable) -> HttpResponse:
    """The answer to `Unreadable`."""
    return refused(request, error.field, [str(error)])


def conflict(
    request: HttpRequest,  # noqa: ARG001 - as in `saved`
    field: str,
    *,
    theirs: object,
    mine: object,
    version: int,
    theirs_text: str = "",
    mine_text: str = "",
) -> HttpResponse:
    """Somebody else changed it: both values are shown (`*_text` where a value is only a key), the writer chooses."""
    return _answer(
        field,
        "conflict",
        version=version,
        theirs_values=json.dumps(_listed(theirs)),
        theirs_text=theirs_text,
        theirs=theirs_text or ", ".join(_listed(theirs)),
        mine=mine_text or ", ".join(_listed(mine)),
    )


def _listed(value: object) -> list[str]:
    """A value as the controls of a page hold it: one text, several, or none."""
    if value is None or value is False or value == "":
        return []
    if value is True:
        return ["on"]
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(part) for part in value]
    return [str(value)]


def _answer(field: str, state: str, **facts: object) -> HttpResponse:
    # Without the request: a save must not pay for the context of a whole page.
    text = render_to_string("ui/field_state.html", {"field": field, "state": state, **facts})
    return HttpResponse(text, headers={"Cache-Control": "no-store"})
