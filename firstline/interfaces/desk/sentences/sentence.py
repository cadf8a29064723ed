"""The form of a sentence about something that happened."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise

Facts = Mapping[str, Any]
Wording = str | Promise | Callable[[Facts], str]

# Who is reached by what happened: the customer, only colleagues, or nobody, because it is a mere change.
CUSTOMER = "customer"
INTERNAL = "internal"
CHANGE = "change"


class Sentence(NamedTuple):
    """A sentence with named placeholders: `%(who)s` and the entry's facts.

    `wording` is for the timeline of the thing itself, `elsewhere` for that of a thing with which it happened. `body`
    names the facts that are quoted below, each with a label where there are several; one that `compares` shows instead
    what `was` and what is `now`. `unsigned` is the wording where no member of staff did it but the customer.
    """

    icon: str
    reach: str
    wording: Wording
    elsewhere: Wording = ""
    body: tuple[tuple[str, str | Promise], ...] = (("text", ""),)
    compares: bool = False
    unsigned: str | Promise = ""


def by_fact(fact: str, wordings: Mapping[Any, str | Promise], otherwise: str | Promise) -> Callable[[Facts], str]:
    """The wording that goes with the value of a fact."""
    return lambda facts: str(wordings.get(facts.get(fact), otherwise))
