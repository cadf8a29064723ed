"""What the customers' portal costs: processor time of its pages through the server, and how many bytes a page is."""

from collections.abc import Sequence
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from firstline.bench import bare
from firstline.bench.measures import Measure
from firstline.bench.promises import Figure
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels import links
from firstline.interfaces.portal.sheet import sheet

BUDGET = 10
MOST_KILOBYTES = 40
LANGUAGE = "en"


def measures(tickets: Sequence[int], words: Sequence[str]) -> list[Measure]:
    """The pages that customers read most; `tickets` are the numbers of those that are followed."""
    found = Ticket.objects.filter(number__in=tickets)
    marks = {ticket.number: links.secret_of(ticket) for ticket in found}
    followed = [number for number in tickets if number in marks]

    def follow(desk: Any, number: Any) -> Any:
        return desk.get(_to("follow", marks[number]))

    return [
        Measure("portal: start page", [None], lambda desk, _none: desk.get(_to("home")), bare.newest_articles, BUDGET),
        Measure("portal: help found", words, lambda desk, word: desk.get(_search(word)), bare.found_by_words, BUDGET),
        Measure("portal: tell us", [None], lambda desk, _none: desk.get(_to("tell")), bare.newest_articles, BUDGET),
        Measure("portal: ticket followed", followed, follow, bare.ticket_page, BUDGET),
    ]


def all_figures() -> list[Figure]:
    """Each page with the style sheet that it needs the first time, in kB, nothing of it packed."""
    ticket = Ticket.objects.order_by("-pk").first()
    followed = [("ticket followed", _to("follow", links.secret_of(ticket)))] if ticket else []
    pages = [("start page", _to("home")), ("help found", _search("water")), ("tell us", _to("tell")), *followed]
    return [Figure(f"portal, {name}, with its sheet", _kilobytes(path), "kB", MOST_KILOBYTES) for name, path in pages]


def _kilobytes(path: str) -> float:
    answer = Client(SERVER_NAME="localhost").get(path)
    return (len(answer.content) + len(sheet().body)) / 1024


def _search(words: str) -> str:
    return f"{_to('home')}?{urlencode({'q': words})}"


def _to(name: str, *arguments: str) -> str:
    return reverse(f"portal:{name}", args=[LANGUAGE, *arguments])
