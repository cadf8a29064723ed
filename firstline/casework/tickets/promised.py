"""What a list of tickets can be asked besides what a ticket is known by: how its promises stand at this moment."""

from datetime import timedelta
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Now
from django.db.models.lookups import LessThan
from django.utils.translation import gettext_lazy as _

from firstline.casework.tickets.asking import Query
from firstline.casework.tickets.facts import VOCABULARY
from firstline.casework.tickets.models import State
from firstline.criteria.compiling import NEVER
from firstline.criteria.vocabulary import Field, Operator, Type, Vocabulary

STANDINGS = [("late", _("late")), ("soon", _("due soon")), ("in_time", _("in time"))]
# As the screens colour it: little time left, or little of the time that there was.
SOON = timedelta(minutes=30)
SOON_SHARE = 0.2
RUNNING = Q(state__in=[State.NEW, State.IN_PROGRESS, State.PLANNED])


def _standing(by: str, since: str, running: Q = RUNNING) -> Query:
    """A question about a promise that runs: whether it is late, due soon, or in time. The clock is the database's."""
    known = running & Q(**{f"{by}__isnull": False})
    late = Q(LessThan(F(by), Now()))
    left = ExpressionWrapper(F(by) - Now(), output_field=DurationField())
    whole = ExpressionWrapper(F(by) - F(since), output_field=DurationField())
    little = ExpressionWrapper(whole * Value(SOON_SHARE), output_field=DurationField())
    near = Q(LessThan(left, Value(SOON, DurationField()))) | Q(LessThan(left, little))
    found = {"late": late, "soon": ~late & near, "in_time": ~late & ~near}

    def ask(operator: Operator, value: Any) -> Q:
        if operator in (Operator.KNOWN, Operator.UNKNOWN):
            return known if operator is Operator.KNOWN else ~known
        any_of = NEVER
        for one in value:
            any_of |= found.get(one, NEVER)
        return known & any_of if operator is Operator.ANY_OF else ~known | ~any_of

    return ask


def _promise(name: str, label: Any, query: Query) -> Field:
    return Field(name, label, Type.CHOICE, choices=lambda: STANDINGS, query=query)


PROMISES = (
    _promise("respond", _("response"), _standing("respond_by", "opened_at", RUNNING & Q(responded_at=None))),
    _promise("update", _("update of the customer"), _standing("update_by", "told_at")),
    _promise("resolve", _("resolution"), _standing("resolve_by", "opened_at")),
)
FOR_LIST = Vocabulary((*VOCABULARY.fields, *PROMISES))
