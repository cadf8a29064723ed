"""The examples of the style guide: every component with lifelike content, made without the database."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils import timezone


class Example(forms.Form):
    """One field of each sort."""

    words = forms.CharField(label="The customer's words", widget=forms.Textarea(attrs={"rows": 3}))
    caller = forms.CharField(label="Caller", help_text="Name as the customer spells it")
    channel = forms.ChoiceField(
        label="Channel", choices=[("telephone", "Telephone"), ("email", "E-mail"), ("fax", "Fax")]
    )
    kind = forms.ChoiceField(
        label="Kind",
        widget=forms.RadioSelect,
        choices=[("information", "Information request"), ("action", "Action request"), ("comment", "Comment")],
    )
    due = forms.DateField(label="Wanted by", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    told = forms.BooleanField(label="The customer has been told", required=False)


class Refused(forms.Form):
    """A field with an error, as it looks after a refused form."""

    serial = forms.CharField(label="Serial number", min_length=6, help_text="On the plate below the meter")


def everything() -> dict[str, Any]:
    """Context of ``ui/guide.html``."""
    now = timezone.now()
    looks = ["enterprise failure", "critical situation", "regular scheduled service", "planned event"]
    priorities = [_Priority(text, rank) for rank, text in enumerate(looks, start=1)]
    refused = Refused({"refused-serial": "12"}, prefix="refused")
    refused.is_valid()
    return {
        "form": Example(
            initial={"words": "Water comes up through the road.", "caller": "Marek Nowak", "kind": "action"}
        ),
        "refused": refused,
        "priorities": priorities,
        "states": ["new", "assigned", "waiting_for_customer", "resolved", "confirmed", "reopened", "cancelled"],
        "rows": _rows(priorities),
        "now": now,
        "earlier": now - timedelta(minutes=12),
        "last_week": now - timedelta(days=9),
    }


class _Priority(SimpleNamespace):
    def __init__(self, label: str, look: int) -> None:
        super().__init__(label=label, look=look)

    def __str__(self) -> str:
        return str(self.label)


# Of each row: look of the priority, number, title, assignee, state, minutes left, place.
_TICKETS = [
    (1, 1048, "Whole district without water since the morning", "Ana Lind", "new", -25, "41 Harbour Street"),
    (2, 1047, "Traffic light shows green to both directions", "Piotr Wiśniewski", "assigned", 18, "Main St / 4th Ave"),
    (3, 1046, "น้ำประปาไม่ไหลตั้งแต่เช้า ทั้งซอยไม่มีน้ำใช้เลย", "สมชาย ใจดี", "waiting_for_customer", 200, "ถนนสุขุมวิท 21"),
    (3, 1045, "Pothole in front of the school, half a metre wide and growing", "", "new", 460, "Rue Pasteur 9"),
    (4, 1044, "Lamp posts are painted in the whole street", "Zoé Martin", "planned", 4000, "Calle Mayor 3"),
]  # fmt: skip


def _rows(priorities: list[_Priority]) -> list[SimpleNamespace]:
    now = timezone.now()
    return [
        SimpleNamespace(
            pk=number,
            number=f"T-{number}",
            title=title,
            priority=priorities[look - 1],
            who=who,
            state=state,
            place=place,
            by=now + timedelta(minutes=minutes),
            since=now - timedelta(hours=5),
            paused=state.startswith("waiting"),
        )
        for look, number, title, who, state, minutes, place in _TICKETS
    ]
