"""Holding off what no customer sends, with no third party: what is too much is kept for a person to look at.

Nothing is thrown away: a form that is held stands in quarantine, from where a manager lets it through. Only when there
are thousands of those a day are further ones refused, with their text left in the page.
"""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from firstline.interfaces.portal.models import KeptPhoto, Knock
from firstline.interfaces.portal.signing import Form, digest
from firstline.reference.customers.directory import by_email

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PER_ADDRESS = 10
SAME_WORDS = 3
IN_ALL = 300
MOST_HELD = 5000
MOST_LINKS = 3
# How often one may ask for a link by number, and write about one ticket, in an hour.
LINKS_PER_ADDRESS = 5
PER_TICKET = 20
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class TooMany(Exception):
    """So many forms are held already that no more can be kept."""


# Of the last hour those of the address, those with the words and those that passed; of the last day those held.
_COUNT = """
SELECT count(*) FILTER (WHERE at > %(hour)s AND address = %(address)s),
       count(*) FILTER (WHERE at > %(hour)s AND words = %(words)s),
       count(*) FILTER (WHERE at > %(hour)s AND passed), count(*) FILTER (WHERE NOT passed)
FROM portal_knock WHERE act = 'tell' AND at > %(day)s
"""


class Counted(NamedTuple):
    own: int
    same: int
    in_all: int
    held: int


def why_held(form: Form, words: str, email: str = "", *, filled_trap: bool, at: datetime) -> str:
    """Why a report is kept back for a person to look at, in English; "" for one that passes. It is counted with this.

    Raises `TooMany` when no more are kept.
    """
    same = digest(" ".join(words.casefold().split()))
    count = _count(form.address, same, at)
    because = _odd(form, words, email, filled_trap=filled_trap, at=at) or _too_many(count)
    if because and count.held >= MOST_HELD:
        raise TooMany
    _keep("tell", form.address, same, passed=not because, at=at)
    return because


def why_answer_held(secret: str, at: datetime) -> str:
    """Why something written about one ticket is kept back: whoever has its secret may write much, not endlessly."""
    key = digest(secret)
    because = "too many messages about one ticket within an hour" if _own("answer", key, at) >= PER_TICKET else ""
    _keep("answer", key, passed=not because, at=at)
    return because


def may_ask_for_link(address: str, at: datetime) -> bool:
    """Whether this address may ask for another link by number; the answer it gets is the same either way."""
    allowed = _own("link", address, at) < LINKS_PER_ADDRESS
    _keep("link", address, passed=allowed, at=at)
    return allowed


def forget(at: datetime) -> None:
    """Let go of what is older than a day: who knocked, and photos of forms that were never sent."""
    Knock.objects.filter(at__lt=at - DAY).delete()
    KeptPhoto.objects.filter(at__lt=at - DAY).delete()


def _odd(form: Form, words: str, email: str, *, filled_trap: bool, at: datetime) -> str:
    if filled_trap:
        return "a field was filled in that no person sees"
    if form.is_too_quick(at):
        return "sent quicker than a person can"
    links = len(_LINK.findall(words))
    if links > MOST_LINKS:
        return "holds many links"
    # We would carry the link to whoever has that e-mail, in our own name.
    return "holds a link, and an e-mail that is no customer's" if links and email and not by_email(email) else ""


def _too_many(count: Counted) -> str:
    if count.own >= PER_ADDRESS:
        return "too many forms from one address within an hour"
    if count.same >= SAME_WORDS:
        return "the same words came several times within an hour"
    return "too many forms in all within an hour" if count.in_all >= IN_ALL else ""


def _count(address: str, words: str, at: datetime) -> Counted:
    asked: dict[str, str | datetime] = {"address": address, "words": words, "hour": at - HOUR, "day": at - DAY}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked)
        return Counted(*cursor.fetchone())


def _own(act: str, address: str, at: datetime) -> int:
    return Knock.objects.filter(act=act, address=address, at__gt=at - HOUR).count()


def _keep(act: str, address: str, words: str = "", *, passed: bool, at: datetime) -> None:
    Knock.objects.create(act=act, address=address, words=words, passed=passed, at=at)
