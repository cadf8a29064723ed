"""Nouns that are brought in one row after the other, by the same verbs as the desk uses."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Generic, NamedTuple

from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _

from firstline.interfaces.transfer.importing import D, Loaded
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.models import SourceKey
from firstline.interfaces.transfer.reading import Row, RowRefused
from firstline.journal.quiet import quietly
from firstline.journal.refusal import Refused


class Elsewhere(NamedTuple):
    """Who did it: the place that the rows come from, as the journal names it."""

    name: str
    pk: None = None


class RowByRow(ABC, Generic[D]):
    """One verb per row, each row wholly or not at all; a row that is refused takes nothing with it."""

    kind: str

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.by = Elsewhere(mapping.label[:200])

    @abstractmethod
    def read(self, mapping: Mapping, row: Row) -> D:
        """What a row says."""

    @abstractmethod
    def enter(self, draft: D, made: Made) -> int:
        """Make what a row says and note it; gives the primary key. Refused or RowRefused when it cannot be."""

    def note(self, draft: D) -> None:
        """Nothing is needed that is not in the row."""

    def prepare(self, *, dry_run: bool) -> Made:  # noqa: ARG002 others ask
        """Everything is entered row by row."""
        return Made()

    def known(self, sources: Sequence[str]) -> dict[str, int]:
        """Those that came in before, with a number that grows."""
        rows = SourceKey.objects.filter(kind=self.kind, source__in=sources)
        return dict(rows.values_list("source", "pk"))

    def newest(self) -> int:
        return SourceKey.objects.filter(kind=self.kind).order_by("-pk").values_list("pk", flat=True).first() or 0

    def remember(self, source: str, ident: int) -> None:
        """Keep the key of what was just made."""
        SourceKey.objects.create(kind=self.kind, source=source, object_id=ident)

    def load(self, drafts: Sequence[D]) -> Loaded:
        refused, made = [], Made()
        with quietly():
            known = self.known([draft.source for draft in drafts])
            for draft in drafts:
                if draft.source in known:
                    continue
                try:
                    made.take_over(self._entered(draft))
                except (Refused, RowRefused) as reason:
                    refused.append((draft.line, str(reason)))
                except DatabaseError as problem:
                    if not _is_about_the_row(problem):
                        raise
                    refused.append((draft.line, _("a value of this row cannot be stored.")))
        return Loaded(known, refused, made)

    def rehearse(self, drafts: Sequence[D]) -> Loaded:
        with transaction.atomic():
            loaded = self.load(drafts)
            transaction.set_rollback(True)
        return loaded

    def count_words(self) -> None:
        """Few enough that the search counts along."""

    @transaction.atomic
    def _entered(self, draft: D) -> Made:
        made = Made()
        ident = self.enter(draft, made)
        self.remember(draft.source, ident)
        return made


def _is_about_the_row(problem: DatabaseError) -> bool:
    """Whether the values are to blame, and not the database."""
    state = getattr(problem.__cause__, "sqlstate", "") or ""
    return isinstance(problem, IntegrityError) or state.startswith("22")
