"""Where the answer to a step may land: the fields of a contact, by their names, and which answers fit them.

Procedures know nothing of contacts. These are only the names; the screen that takes an answer calls the usual verb.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.reference.procedures.models import AnswerType

QUESTION = re.compile(r"question\.\d{1,18}")
_DEGREES = ("1", "2", "3")


@dataclass(frozen=True)
class Place:
    """A field: its label, the types of answers that fit, and of a choice the keys that it understands (none: any)."""

    label: str | Promise
    types: tuple[AnswerType, ...]
    keys: tuple[str, ...] = ()


PLACES: Mapping[str, Place] = {
    "contact.kind": Place(_("kind of contact"), (AnswerType.CHOICE,), ("information", "action", "comment")),
    "contact.caller_name": Place(_("name"), (AnswerType.TEXT,)),
    "contact.caller_number": Place(_("telephone or fax"), (AnswerType.TEXT,)),
    "contact.caller_email": Place(_("e-mail"), (AnswerType.TEXT,)),
    "contact.words": Place(_("the customer's words"), (AnswerType.TEXT,)),
    "contact.code": Place(_("problem code"), (AnswerType.CODE,)),
    "contact.place": Place(_("place"), (AnswerType.LOCATION, AnswerType.TEXT)),
    "contact.equipment": Place(_("equipment"), (AnswerType.EQUIPMENT,)),
    "contact.wanted": Place(_("what the customer wants"), (AnswerType.TEXT,)),
    "contact.before": Place(_("what was done before it broke"), (AnswerType.TEXT,)),
    "contact.impact": Place(_("impact"), (AnswerType.CHOICE,), _DEGREES),
    "contact.urgency": Place(_("urgency"), (AnswerType.CHOICE,), _DEGREES),
    "contact.people_affected": Place(_("people affected"), (AnswerType.NUMBER,)),
    "contact.whole_site_down": Place(_("whole site down"), (AnswerType.YES_NO,)),
    "contact.answer": Place(_("answer given"), (AnswerType.TEXT,)),
    "contact.tone": Place(_("comment is"), (AnswerType.CHOICE,), ("praise", "remark", "complaint")),
    "contact.note": Place(_("note"), (AnswerType.TEXT,)),
}


def is_place(name: str) -> bool:
    """Whether an answer may land there: a field of the contact, or a question of a problem code ("question.17")."""
    return name in PLACES or QUESTION.fullmatch(name) is not None


def fits(name: str, answer_type: str, keys: tuple[str, ...]) -> bool:
    """Whether answers of a type, with these keys to choose from, are understood there."""
    if name not in PLACES:
        return answer_type not in (AnswerType.EQUIPMENT, AnswerType.PHOTO, AnswerType.CODE)
    place = PLACES[name]
    return answer_type in place.types and (not place.keys or set(keys) <= set(place.keys))
