"""Forms whose fields save themselves one by one, and all at once where there is no script."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from firstline.interfaces.ui import self_saving
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict

# A verb for one field: its name, the clean value, and the version that the writer had read; returns the version now.
Write = Callable[[str, Any, int | None], int]


def answer(
    request: HttpRequest,
    form: forms.Form,
    write: Write,
    *,
    back: str,
    again: Callable[[], HttpResponse],
    refresh: tuple[str, ...] = (),
) -> HttpResponse:
    """Answer to one field that saved itself; or, without script, write all that were sent and go `back`.

    `again` draws the page with the form that was refused; `refresh` names parts of the page that change with a field.
    """
    if "field" not in request.POST:
        return _save_all(request, form, write, back=back, again=again)
    try:
        sent = self_saving.read(request)
        version = write(sent.field, cleaned(form, sent.field, sent.values), sent.seen)
    except self_saving.Unreadable as error:
        return self_saving.unreadable(request, error)
    except ValidationError as error:
        return self_saving.refused(request, sent.field, error.messages)
    except Refused as refusal:
        return self_saving.refused(request, sent.field, [str(refusal)])
    except Conflict as conflict:
        texts = {"theirs_text": shown(conflict.theirs), "mine_text": shown(conflict.mine)}
        theirs = key_of_value(conflict.theirs)
        return self_saving.conflict(
            request, sent.field, theirs=theirs, mine=sent.value, version=conflict.version, **texts
        )
    return self_saving.saved(request, sent.field, version, refresh=refresh)


def cleaned(form: forms.Form, name: str, values: list[str]) -> Any:
    """What was sent for one field, as its form understands it; raises ValidationError or Refused."""
    if name not in form.fields:
        raise Refused(_("This cannot be changed here."), field=name)
    field = form.fields[name]
    sent = QueryDict(mutable=True)
    sent.setlist(form.add_prefix(name), values)
    return field.clean(field.widget.value_from_datadict(sent, form.files, form.add_prefix(name)))


def _save_all(
    request: HttpRequest,
    form: forms.Form,
    write: Write,
    *,
    back: str,
    again: Callable[[], HttpResponse],
) -> HttpResponse:
    """Every changed field goes to its verb; where one is refused the rest is written, and all that was typed stays."""
    if form.is_valid():
        seen = request.POST.get("seen", "")
        for name in form.changed_data:
            try:
                write(name, form.cleaned_data[name], int(seen) if seen.isdecimal() and len(seen) < 10 else None)
            except (Refused, Conflict) as refusal:
                form.add_error(name, str(refusal))
    return again() if form.errors else redirect(back)


def shown(value: Any) -> str:
    """A value as a person reads it."""
    return "" if value is None else str(value)


def key_of_value(value: Any) -> str:
    """A value as a form sends it."""
    return str(getattr(value, "pk", value) or "")
