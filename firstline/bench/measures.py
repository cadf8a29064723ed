"""What is measured: each page and verb with its budget, how it is asked for, and the bare SQL of the same work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

from django.urls import reverse
from django.utils.http import urlencode

from firstline.bench import bare
from firstline.bench.subjects import WORDS, Subjects
from firstline.bench.visitor import HTMX

# What is written differs each time, since writing the same again is no work.
_serial = count()


class Asking(Protocol):
    """Whoever can ask the desk for something: over the network, or within this process to count queries."""

    def get(self, path: str, headers: dict[str, str] | None = None) -> Any: ...

    def post(self, path: str, facts: dict[str, str], headers: dict[str, str] | None = None) -> Any: ...


@dataclass(frozen=True)
class Measure:
    """One page or verb. `subjects` are what each request is about; `budget` is processor time in ms per request."""

    name: str
    subjects: Sequence[Any]
    ask: Callable[[Asking, Any], Any]
    work: bare.Bare
    budget: float | None = None
    most_queries: int | None = None


def all_measures(subjects: Subjects) -> list[Measure]:
    """Pages first, then what people write."""
    return [*_pages(subjects), *_verbs(subjects)]


def _pages(subjects: Subjects) -> list[Measure]:
    return [
        Measure("queue, page of 50 rows", [None], lambda desk, _none: desk.get(_to("queue")), bare.queue_page, 7, 8),
        Measure(
            "ticket with its timeline",
            subjects.tickets,
            lambda desk, number: desk.get(_to("ticket", number)),
            bare.ticket_page,
            7,
        ),
        Measure(
            "contact, the call screen",
            subjects.contacts,
            lambda desk, number: desk.get(_to("contact", number)),
            bare.contact_page,
        ),
        Measure(
            "work order",
            subjects.orders,
            lambda desk, number: desk.get(_to("work_order", number)),
            bare.work_order_page,
        ),
        Measure(
            "customers by name",
            subjects.names,
            lambda desk, name: desk.get(_search("customers", name)),
            bare.customers_by_name,
        ),
        Measure(
            "find anything", subjects.words, lambda desk, word: desk.get(_search("find", word)), bare.found_by_words
        ),
    ]


def _verbs(subjects: Subjects) -> list[Measure]:
    return [
        Measure(
            "contact saved",
            [None],
            lambda desk, _none: desk.post(_to("contact_new"), {"channel": "telephone"}),
            bare.contact_saved,
            4,
        ),
        Measure("field of a contact saved", subjects.contacts, _save_field, bare.field_saved),
        Measure(
            "ticket opened",
            subjects.complete,
            lambda desk, number: desk.post(_to("contact_tickets", number), {}),
            bare.ticket_opened,
            5,
        ),
        Measure(
            "note added",
            subjects.tickets,
            lambda desk, number: desk.post(_to("ticket_notes", number), {"text": WORDS[0]}),
            bare.note_added,
            6,
        ),
    ]


def _save_field(desk: Asking, number: Any) -> Any:
    facts = {"field": "note", "value": f"{WORDS[0]} ({next(_serial)})", "seen": "999999"}
    return desk.post(_to("contact_fields", number), facts, HTMX)


def _search(name: str, text: str) -> str:
    return f"{_to(name)}?{urlencode({'q': text})}"


def _to(name: str, *arguments: Any) -> str:
    return reverse(f"desk:{name}", args=arguments)
