"""The knowledge base beside a contact or a ticket: what may answer, what was looked up, and where each act goes."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from firstline.casework.contacts.looking_up import LONGEST_QUERY, tidy
from firstline.casework.contacts.models import Contact, Kind, LookUp
from firstline.casework.contacts.search_first import searches
from firstline.casework.tickets.problems import problem_of
from firstline.interfaces.desk import contact_known, order_reach
from firstline.interfaces.desk.access import signed_in
from firstline.interfaces.desk.article_addresses import address
from firstline.journal.prepared import Prepared
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.models import Before
from firstline.reference.knowledge import reading
from firstline.reference.knowledge.finding import Suggestion, best_for
from firstline.reference.knowledge.models import Article
from firstline.reference.knowledge.reading import Reading
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

# One key for the best article, which then also answers by it, and one for each of the next four.
KEYS = ("alt+k", "alt+4", "alt+5", "alt+6", "alt+7")
MOST_FOUND = 20
# Before what a search may have to come while a contact of a kind is being entered; later the ticket asks.
BEFORE = {"": (Before.ANSWER, Before.TICKET), Kind.INFORMATION: (Before.ANSWER,), Kind.ACTION: (Before.TICKET,)}


_LOOKED_UP: Prepared[LookUp] = Prepared(
    lambda contact: (
        LookUp.objects.filter(contact=contact)
        .select_related("version__article")
        .defer("version__body", "version__words", "version__script")
    ),
    int,
)


@dataclass(frozen=True)
class Row:
    """An article in a list beside the form: where it is opened, by which key, and the name of another language."""

    article: Suggestion
    url: str
    key: str
    language: str


@dataclass(frozen=True)
class Beside:
    """A contact or a ticket, its knowledge base beside it; each part is read when the template asks for it.

    `problem` is that of a ticket, None for the one being entered in a contact, which is then `serial`: beside another
    one, another search begins. A ticket without a contact has None as `contact`: there is nothing then on which
    looking up could be recorded. `asked` is what is searched for by hand.
    """

    noun: str
    number: int
    contact: Contact | None
    words: str
    code: ProblemCode | None
    problem: int | None
    may_act: bool
    serial: int = 0
    asked: str = ""
    as_typed: bool = False

    @cached_property
    def best(self) -> list[Row]:
        """The five articles that fit the words and the code so far."""
        return self._rows(best_for(self.words, code=self.code, language=_readers(), only_near=True))

    @cached_property
    def found(self) -> list[Row]:
        """Those that fit what was searched for by hand."""
        if not self.asked:
            return []
        found = best_for(self.asked, language=_readers(), limit=MOST_FOUND, as_typed=self.as_typed)
        return self._rows(found)

    @cached_property
    def owed(self) -> list[str]:
        """Before what a search still has to come, in the reader's words."""
        if self.contact is None or not self.may_act:
            return []
        asking = (Before.WORK_ORDER,) if self.noun == "ticket" else BEFORE.get(self.contact.kind, ())
        found = searches(self.contact, code=self.code, problem=self.problem)
        return [str(before.label) for before in asking if before in found and found[before].is_owed]

    @cached_property
    def used(self) -> list[LookUp]:
        """What was looked up so far, newest last."""
        rows = _LOOKED_UP.all(self.contact.pk) if self.contact else []
        return rows if self.problem is None else [row for row in rows if row.problem == self.problem]

    @property
    def may_answer(self) -> bool:
        return (
            self.noun == "contact" and self.may_act and self.contact is not None and self.contact.kind != Kind.COMMENT
        )

    @property
    def back(self) -> str:
        return reverse(f"desk:{self.noun}", args=[self.number])

    @property
    def articles_url(self) -> str:
        return self.url("articles")

    @property
    def searches_url(self) -> str:
        return self.url("searches")

    @property
    def skipping_url(self) -> str:
        return self.url("search_skipping")

    def url(self, act: str, *article: int) -> str:
        return reverse(f"desk:{self.noun}_{act}", args=[self.number, *article])

    def _rows(self, found: list[Suggestion]) -> list[Row]:
        act = "article_opening" if self.may_act else "article"
        keys = KEYS + ("",) * len(found)
        return [
            Row(one, self.url(act, one.number), key, language_name(one.language) if one.is_other_language else "")
            for one, key in zip(found, keys, strict=False)
        ]


@dataclass(frozen=True)
class Opened:
    """An article opened beside a form, in one of its languages; `refusal` is why an act with it could not be done."""

    beside: Beside
    text: Reading
    refusal: Exception | None = None
    done: str = ""

    @property
    def numbers(self) -> list[tuple[str, str, str]]:
        """The numbers to read out: label, number, and the address that dials it."""
        return [(label, number, f"tel:{re.sub(r'[^+0-9*#,;]', '', number)}") for label, number in self.text.numbers]

    @cached_property
    def languages(self) -> list[tuple[str, str, str]]:
        """Code, name and address of each language the article can be read in; nothing where there is but one."""
        found = set(self.text.article.versions.filter(is_current=True).values_list("language", flat=True))
        here = self.url("article")
        offered = [(code, str(name), f"{here}?language={code}") for code, name in settings.LANGUAGES if code in found]
        return offered if len(offered) > 1 else []

    @property
    def answer_url(self) -> str:
        return self.url("article_answer") if self.beside.may_answer else ""

    @property
    def reading_out_url(self) -> str:
        return self.url("article_reading_out")

    @property
    def not_helpful_url(self) -> str:
        return self.url("article_not_helpful")

    def url(self, act: str) -> str:
        return self.beside.url(act, self.text.article.number)


def beside_contact(contact: Contact, user: User, *, serial: int, asked: str = "", as_typed: bool = False) -> Beside:
    """The problem now being entered in a contact, its knowledge base beside it."""
    may_act = contact.is_open and may(user, Right.TAKE_CONTACTS)
    words, code = contact.words, contact.code
    return Beside("contact", contact.number, contact, words, code, None, may_act, serial, asked, as_typed)


def beside(request: HttpRequest, noun: str, number: int, *, asked: str = "", as_typed: bool = False) -> Beside:
    """The contact or ticket of this number, if the reader may see it; else `Http404`."""
    user = signed_in(request)
    asked = tidy(asked)[:LONGEST_QUERY]
    if noun == "contact":
        contact = contact_known.find_to_show(request, number)
        serial = len(contact_known.tickets_of(contact))
        return beside_contact(contact, user, serial=serial, asked=asked, as_typed=as_typed)
    ticket = order_reach.find_ticket(request, number)
    may_act = ticket.contact_id is not None and may(user, Right.WORK_TICKETS)
    problem = problem_of(ticket)
    return Beside(
        "ticket", number, ticket.contact, ticket.words, ticket.code, problem, may_act, problem, asked, as_typed
    )


def opened(
    beside: Beside, number: int, language: str = "", *, refusal: Exception | None = None, done: str = ""
) -> Opened:
    """A published article beside it, in the language asked for, else the customer's, else the reader's; `Http404`."""
    article = Article.objects.live().filter(number=number).first() if number < 2**31 else None
    wanted = language or (beside.contact.language if beside.contact else "") or _readers()
    text = reading.of(article, wanted, address=address) if article else None
    if article and text and text.is_other_language and not language:
        text = reading.of(article, _readers(), address=address)
    if text is None:
        raise Http404
    return Opened(beside, text, refusal, "" if refusal else done)


def language_name(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))


def _readers() -> str:
    return get_language() or "en"
