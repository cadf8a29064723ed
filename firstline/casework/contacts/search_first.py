"""The search in the knowledge base that has to come first: whether it did, and what stands in the way else (A3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from firstline.casework.contacts.models import Act, Contact, LookUp
from firstline.casework.contacts.sections import Missing, Section
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.models import Before
from firstline.reference.handling.searching_first import demanded

# The field of the screen in which one searches.
FIELD = "article_search"


class NotSearched(Refused):
    """The knowledge base has to be searched first, or the search skipped with a reason."""

    def __init__(self) -> None:
        super().__init__(_("Search the articles first, or say why not."), field=FIELD)


@dataclass(frozen=True)
class Search:
    """A search that is demanded: whether it was done, or skipped and for what reason; neither as long as it is owed."""

    is_done: bool
    skipped: str
    kind: str
    code_id: int | None

    @property
    def is_owed(self) -> bool:
        return not (self.is_done or self.skipped)

    @property
    def facts(self) -> dict[str, Any]:
        """What the journal keeps of it with the act that it came before, for `reports.search_first`."""
        skipped = {} if self.is_done else {"skipped": self.skipped}
        return {"search_first": {"done": self.is_done, **skipped, "kind": self.kind, "code": self.code_id}}


def search_before(
    before: Before, contact: Contact, *, code: ProblemCode | None, problem: int | None = None
) -> Search | None:
    """How it stands with the search that has to come before an act; None where none has to.

    `problem` is that of an earlier ticket, else the one now being entered. For an answer the whole contact counts.
    """
    return searches(contact, code=code, problem=problem).get(before)


def searches(contact: Contact, *, code: ProblemCode | None, problem: int | None = None) -> dict[Before, Search]:
    """The same for every act that a search has to come before."""
    wanted = demanded(kind=contact.kind, code=code)
    if not wanted:
        return {}
    every = list(LookUp.objects.filter(contact=contact).values_list("problem", "act", "reason"))
    now = contact.tickets.count() if problem is None else problem
    these = [row for row in every if row[0] == now]
    return {before: _search(contact, code, every if before == Before.ANSWER else these) for before in wanted}


def _search(contact: Contact, code: ProblemCode | None, rows: list[tuple[int, str, str]]) -> Search:
    reasons = [reason for _problem, act, reason in rows if act == Act.SKIPPED]
    return Search(
        is_done=len(reasons) < len(rows),
        skipped=reasons[-1] if reasons else "",
        kind=contact.kind,
        code_id=code.pk if code else None,
    )


def missing_search(search: Search | None) -> Iterator[Missing]:
    """The search as a thing that is missing, as long as it is owed."""
    if search and search.is_owed:
        yield Missing(Section.KNOWLEDGE, FIELD, _("A search in the articles, or why not"))


def facts_of(search: Search | None) -> dict[str, Any]:
    return search.facts if search else {}
