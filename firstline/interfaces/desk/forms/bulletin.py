"""What may be sent about a notice on the bulletin."""

from collections import defaultdict
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firstline.casework.work_orders.models import Notice, WorkOrder
from firstline.interfaces.desk.forms.work_orders import MomentField, lines
from firstline.reference.catalogue.models import ProblemCode, ServiceCategory

LONGEST_TEXT = 4000


class NoticeForm(forms.Form):
    """A notice: what it says, in which languages, what it is about, where and when.

    `notice` is the one to be said otherwise; `order` the work order that it announces.
    """

    title = forms.CharField(label=_("Title"), max_length=200)
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))
    about = forms.ChoiceField(label=_("Shown with"), required=False)
    area = forms.CharField(label=_("In the area"), max_length=120, required=False)
    latitude = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)
    near_metres = forms.IntegerField(
        label=_("Within metres of the point"), min_value=1, max_value=100_000, initial=500, required=False
    )

    def __init__(self, *args: Any, notice: Notice | None = None, order: WorkOrder | None = None, **kwargs: Any) -> None:
        initial = _of_notice(notice) if notice else _of_order(order) if order else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        for language, name in settings.LANGUAGES:
            label = _("What to tell customers (%(language)s)") % {"language": name}
            self.fields[f"text_{language}"] = forms.CharField(
                label=label, max_length=LONGEST_TEXT, required=False, widget=lines(2)
            )
        self.fields["about"].choices = [("", _("every contact")), *codes_by_category(whole=True)]  # type: ignore[attr-defined]

    @property
    def texts(self) -> list[forms.BoundField]:
        """The text in each language, the first of them English, into which readers of others fall back."""
        return [self[f"text_{language}"] for language, _name in settings.LANGUAGES]

    @property
    def has_other_texts(self) -> bool:
        """Whether something stands in a language beyond the first, or is wrong there."""
        return any(bound.value() or bound.errors for bound in self.texts[1:])

    @property
    def has_place(self) -> bool:
        return any(
            self[name].value() not in (None, "") or self[name].errors for name in ("area", "latitude", "longitude")
        )

    def clean(self) -> dict[str, Any]:
        sent = {**(super().clean() or {}), **self.cleaned_data}
        points = [name for name in ("latitude", "longitude") if sent.get(name) is not None]
        if len(points) == 1 and not self.errors.keys() & {"latitude", "longitude"}:
            self.add_error("longitude", _("A point has a latitude and a longitude."))
        return sent

    @property
    def facts(self) -> dict[str, Any]:
        """What was sent, as the verbs of the bulletin take it."""
        sent = self.cleaned_data
        kind, _colon, key = sent["about"].partition(":")
        return {
            **{name: sent[name] for name in ("title", "starts_at", "ends_at", "area", "latitude", "longitude")},
            "near_metres": sent["near_metres"] or 500,
            "texts": {
                language: sent[f"text_{language}"] for language, _name in settings.LANGUAGES if sent[f"text_{language}"]
            },
            "code": ProblemCode.objects.get(pk=key) if kind == "code" else None,
            "category": ServiceCategory.objects.get(pk=key) if kind == "category" else None,
        }


def _of_notice(notice: Notice) -> dict[str, Any]:
    kept = ("title", "starts_at", "ends_at", "area", "latitude", "longitude", "near_metres")
    about = (
        f"code:{notice.code_id}" if notice.code_id else f"category:{notice.category_id}" if notice.category_id else ""
    )
    texts = {f"text_{language}": text for language, text in notice.texts.items()}
    return {**{name: getattr(notice, name) for name in kept}, **texts, "about": about}


def _of_order(order: WorkOrder) -> dict[str, Any]:
    return {
        "title": order.title,
        "starts_at": order.appointment_start or order.planned_start,
        "ends_at": order.appointment_end or order.planned_end,
        "about": f"code:{order.code_id}",
        "latitude": order.latitude,
        "longitude": order.longitude,
    }


def codes_by_category(*, whole: bool = False) -> list[tuple[str, list[tuple[str, Any]]]]:
    """The codes in use under the names of their categories; `whole` puts the category itself before its codes."""
    groups: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    codes = ProblemCode.objects.filter(retired_at=None).select_related("category__provider")
    for code in codes.order_by("category__provider__key", "category__key", "key"):
        group = groups[f"{code.category.provider} › {code.category}"]
        if whole and not group:
            everything = _("everything in %(category)s") % {"category": code.category}
            group.append((f"category:{code.category_id}", everything))
        group.append((f"code:{code.pk}", str(code)))
    return list(groups.items())
