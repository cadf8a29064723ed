"""Problem codes with what stands above them, and what they carry, as one of the nouns that can be brought in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from firstline.interfaces.transfer.cells import Cells
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.places import Path, enter, labels
from firstline.interfaces.transfer.reading import Row, RowRefused
from firstline.interfaces.transfer.row_by_row import RowByRow
from firstline.reference.catalogue.keeping import rename, set_synonyms
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.carrying import carry
from firstline.reference.handling.models import StandardWorkOrder
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.centres import create_centre
from firstline.reference.staff.models import SupportCentre

# Between the levels of a path, where it stands for the row's key.
STEP = " > "


@dataclass(frozen=True, slots=True)
class CodeRow:
    """What one row says of a problem code; labels and synonyms are (language, text)."""

    line: int
    source: str
    path: Path
    labels: tuple[tuple[str, str], ...]
    synonyms: tuple[tuple[str, str], ...]
    centre: str
    priority: str
    standard_work_order: str
    flags: tuple[str, ...]


class Codes(RowByRow[CodeRow]):
    """Rows become problem codes; the way to a code is its key, so one that is there stays as it is."""

    kind = "problem_code"

    def read(self, mapping: Mapping, row: Row) -> CodeRow:
        cells = Cells(mapping, row)
        path = cells.path()
        return CodeRow(
            line=row.line,
            source=STEP.join(path),
            path=path,
            labels=_by_language(cells, "label"),
            synonyms=_by_language(cells, "synonyms"),
            centre=cells.text("centre"),
            priority=cells.text("priority"),
            standard_work_order=cells.text("standard_work_order"),
            flags=(),
        )

    def enter(self, draft: CodeRow, made: Made) -> int:
        code = enter(draft.path, {}, made)
        assert isinstance(code, ProblemCode)  # noqa: S101 - a path ends with one
        for language, text in draft.labels:
            rename(code, language, text, by=self.by)
        for language, words in draft.synonyms:
            set_synonyms(code, language, words.replace("\n", ";").split(";"), by=self.by)
        carried = self._carried(draft, made)
        if carried:
            made.add(carry(code, by=self.by, **carried))
        return code.pk

    def known(self, sources: Sequence[str]) -> dict[str, int]:
        wanted = set(sources)
        keys = {source.rpartition(STEP)[2] for source in wanted}
        rows = ProblemCode.objects.filter(key__in=keys).values_list(
            "category__provider__department__key", "category__provider__key", "category__key", "key", "pk"
        )
        return {path: pk for *keys, pk in rows if (path := STEP.join(map(str, keys))) in wanted}

    def newest(self) -> int:
        return ProblemCode.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def remember(self, source: str, ident: int) -> None:
        """A code is found by the way to it."""

    def _carried(self, draft: CodeRow, made: Made) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        if draft.centre:
            centre = SupportCentre.objects.filter(key=draft.centre).first()
            if centre is None:
                made.add(centre := create_centre(labels(draft.centre), key=draft.centre, by=self.by))
            facts["centre"] = centre
        if draft.priority:
            facts["priority"] = Priority.objects.filter(key=draft.priority).first()
            if facts["priority"] is None:
                raise RowRefused(_("there is no priority %(key)s.") % {"key": f'"{draft.priority}"'})
        if draft.standard_work_order:
            facts["standard_work_order"] = StandardWorkOrder.objects.filter(key=draft.standard_work_order).first()
            if facts["standard_work_order"] is None:
                raise RowRefused(_("there is no standard work order %(key)s.") % {"key": draft.standard_work_order})
        return facts


def _by_language(cells: Cells, name: str) -> tuple[tuple[str, str], ...]:
    found = ((language, cells.text(f"{name}_{language}")) for language, _name in settings.LANGUAGES)
    return tuple((language, text) for language, text in found if text)
