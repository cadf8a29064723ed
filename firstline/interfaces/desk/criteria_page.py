"""What the screens of criteria know: a table with its rows and doubts, its versions, and one row being written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse

from firstline.casework.tickets.facts import DECIDING
from firstline.criteria.describing import sentence
from firstline.criteria.vocabulary import Vocabulary
from firstline.interfaces.desk.condition_editor import Editor, draw
from firstline.interfaces.desk.forms.criteria import DECISIONS, PriorityForm, RouteForm
from firstline.interfaces.desk.forms.labels import TextsForm
from firstline.journal.models import Entry
from firstline.reference.labels import in_readers_language
from firstline.reference.service_levels.criteria_tables import stamp
from firstline.reference.service_levels.deciding import LONGEST_REASON
from firstline.reference.service_levels.models import CriteriaRow, CriteriaTable, ImpactUrgency, Kind
from firstline.reference.service_levels.row_faults import faults, idle_behind, readable, vocabulary_of
from firstline.reference.staff.models import SupportCentre

MOST_VERSIONS = 20
State = CriteriaTable.State


@dataclass(frozen=True)
class Shown:
    """A row in words; `idle` is the position of an earlier row that decides whatever this one could."""

    row: CriteriaRow
    when: str
    because: str
    faults: list[str]
    idle: int | None


@dataclass(frozen=True)
class Version:
    """A table as one of several: who put it in use, or changed the draft last, and when."""

    table: CriteriaTable
    at: datetime
    who: str
    is_shown: bool


@dataclass(frozen=True)
class TablePage:
    """One table of a kind: the draft where there is one, else the one in use, or the one that is asked for."""

    kind: Kind
    asked: str = ""

    @cached_property
    def tables(self) -> list[CriteriaTable]:
        """The draft, the one in use, and the past ones, the newest first."""
        order = {State.DRAFT: 0, State.LIVE: 1}
        found = CriteriaTable.objects.filter(kind=self.kind)[:MOST_VERSIONS]
        return sorted(found, key=lambda table: order.get(State(table.state), 2))

    @cached_property
    def table(self) -> CriteriaTable | None:
        asked = (table for table in self.tables if self.asked in (table.state, str(table.pk)))
        return next(asked, self.tables[0] if self.tables else None)

    @property
    def is_draft(self) -> bool:
        return self.table is not None and self.table.state == State.DRAFT

    @property
    def has_draft(self) -> bool:
        return any(table.state == State.DRAFT for table in self.tables)

    @property
    def is_priority(self) -> bool:
        return self.kind == Kind.PRIORITY

    @cached_property
    def rows(self) -> list[Shown]:
        rows = rows_of(self.table) if self.table else []
        known = vocabulary_of(rows, DECIDING[self.kind])
        idle = idle_behind(rows, known)
        return [_shown(row, known, idle.get(row.pk), looked_over=self.is_draft) for row in rows]

    @cached_property
    def versions(self) -> list[Version]:
        """All of them with when they were put in use, or changed last, and by whom, as the journal knows."""
        keys = [table.pk for table in self.tables]
        entries = Entry.objects.filter(subject_kind="criteria_table", subject_id__in=keys)
        last = entries.order_by("subject_id", "-id").distinct("subject_id")
        who = dict(last.values_list("subject_id", "actor_name"))
        return [
            Version(table, table.live_at or table.changed_at, who.get(table.pk, ""), table == self.table)
            for table in self.tables
        ]

    @property
    def shown_version(self) -> Version | None:
        return next((version for version in self.versions if version.is_shown), None)

    @property
    def has_matrix(self) -> bool:
        return ImpactUrgency.objects.exists()

    @property
    def catch_all(self) -> SupportCentre | None:
        return SupportCentre.objects.filter(is_catch_all=True).first()


def rows_of(table: CriteriaTable) -> list[CriteriaRow]:
    return list(table.rows.select_related("priority", "centre", "person"))


def _shown(row: CriteriaRow, vocabulary: Vocabulary, idle: int | None, *, looked_over: bool) -> Shown:
    condition = readable(row, vocabulary)
    return Shown(
        row,
        when=sentence(condition, vocabulary) if condition is not None else "",
        because=in_readers_language(row.because) if row.because else "",
        faults=faults(row, vocabulary) if looked_over or condition is None else [],
        idle=idle,
    )


@dataclass
class RowPage:
    """A row being written: its condition, what it decides and why; `theirs` is what somebody else made of it."""

    kind: Kind
    row: CriteriaRow | None
    editor: Editor
    decision: PriorityForm | RouteForm
    because: TextsForm
    seen: str = ""
    refused: str = ""
    when: str = ""
    theirs: Shown | None = None

    @classmethod
    def standing(cls, kind: Kind, row: CriteriaRow | None) -> "RowPage":
        """As it stands; a new one begins with one empty line."""
        editor = (
            Editor.of(row.condition, DECIDING[kind]) if row else Editor.sent(QueryDict("edit=add+0"), DECIDING[kind])
        )
        page = cls(kind, row, editor, DECISIONS[kind](row=row), _reasons(row, None), stamp(row) if row else "")
        return page.looked_over()

    @classmethod
    def sent(cls, kind: Kind, row: CriteriaRow | None, sent: QueryDict) -> "RowPage":
        """As it was typed."""
        seen = sent.get("seen", "")[:40]
        editor = Editor.sent(sent, DECIDING[kind])
        if "edit" not in sent:
            return cls(kind, row, editor, DECISIONS[kind](sent), _reasons(row, sent), seen)
        # A change of the condition only: what stands beside it is drawn as it was typed, without blaming it.
        decision = DECISIONS[kind](sent)
        decision.errors.clear()
        return cls(kind, row, editor, decision, _reasons(row, sent), seen).looked_over()

    def looked_over(self) -> "RowPage":
        self.when = self.editor.look_over()
        return self

    def drawn(self) -> "RowPage":
        draw(self.editor)
        return self

    @property
    def address(self) -> str:
        """Where it is sent to; a row that is gone becomes a new one."""
        if self.row is None:
            return reverse("desk:criteria_rows", args=[self.kind])
        return reverse("desk:criteria_row", args=[self.row.pk])

    @property
    def fields(self) -> Sequence[tuple[str, str]]:
        """What can be asked, as it is chosen from."""
        return [(field.name, str(field.label)) for field in self.editor.vocabulary.fields]

    @property
    def facts(self) -> dict[str, object] | None:
        """As the verbs take them; None where something is missing, which then says so."""
        condition = self.editor.condition()
        is_whole = all([self.decision.is_valid(), self.because.is_valid()])
        if condition is None or not is_whole:
            return None
        reasons = {language: text for language, text in self.because.cleaned_data.items() if text}
        return {"condition": condition, "because": reasons, **self.decision.facts}

    def blame(self, field: str, text: str) -> None:
        """Show a refusal beside the field that is to blame."""
        if field in self.decision.fields:
            self.decision.add_error(field, text)
        else:
            self.refused = text

    def compare(self, row: CriteriaRow) -> None:
        """Show what somebody else made of the row; sending it once more goes over that."""
        self.seen = stamp(row)
        self.theirs = _shown(row, vocabulary_of([row], DECIDING[self.kind]), None, looked_over=False)


def _reasons(row: CriteriaRow | None, sent: QueryDict | None) -> TextsForm:
    return TextsForm(sent, texts=row.because if row else {}, ident="because", longest=LONGEST_REASON)
