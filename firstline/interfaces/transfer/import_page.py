"""What the screens of imports know."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from firstline.casework.tickets.past import FLAGS
from firstline.interfaces.transfer import import_files
from firstline.interfaces.transfer.forms.map_columns import MapForm, first_table
from firstline.interfaces.transfer.import_runs import LOADABLE, OVER, READY, UNDOABLE
from firstline.interfaces.transfer.models import BadLine, ImportRun, KeptMapping, Kind
from firstline.interfaces.transfer.models.imports import State

SHOWN = 100
TONES = {
    State.LOADED: "good",
    State.TRIED: "accent",
    State.REFUSED: "bad",
    State.STOPPED: "warn",
    State.LOADING: "accent",
    State.TRYING: "accent",
    State.UNDOING: "warn",
}


@dataclass(frozen=True)
class ImportsPage:
    """All runs, and the form of a new one."""

    refusal: str = ""
    kind: str = ""
    kinds = Kind.choices

    @property
    def most_bytes(self) -> int:
        return import_files.most_bytes()

    @property
    def most_megabytes(self) -> int:
        return self.most_bytes // 1_000_000

    @cached_property
    def runs(self) -> list["ImportPage"]:
        return [ImportPage(run) for run in all_runs()[:SHOWN]]


def all_runs() -> QuerySet[ImportRun]:
    return ImportRun.objects.select_related("by")


@dataclass(frozen=True)
class ImportPage:
    """One run; `sent` is the form as it was refused or is to be looked at again."""

    run: ImportRun
    sent: MapForm | None = None
    refusal: str = ""
    now: datetime | None = None

    @property
    def tone(self) -> str:
        return TONES.get(State(self.run.state), "")

    @cached_property
    def form(self) -> MapForm | None:
        """The mapping, while it can still be changed."""
        if self.run.state not in READY or not self.run.is_kept:
            return None
        path = import_files.file_of(self.run)
        if self.sent or not path.exists():
            return self.sent
        if self.run.mapping:
            return MapForm.of_text(self.run.kind, path, self.run.mapping)
        form = MapForm(self.run.kind, path, first_table(self.run.kind, self.run.file_name, path))
        return self._remembered(form) or form

    def _remembered(self, guessed: MapForm) -> MapForm | None:
        """The mapping kept last that fits the columns of this file."""
        for kept in self.kept:
            form = MapForm.of_text(self.run.kind, guessed.path, kept.text)
            columns = form.table.get("columns", {}).values()
            if not form.is_text and columns and set(columns) <= set(guessed.preview.heading):
                return form
        return None

    @cached_property
    def kept(self) -> list[KeptMapping]:
        return list(KeptMapping.objects.filter(kind=self.run.kind).order_by("-kept_at"))

    @property
    def can_load(self) -> bool:
        return self.run.state in LOADABLE and self.run.is_kept

    @property
    def can_undo(self) -> bool:
        return self.run.state in UNDOABLE and self.run.is_begun

    @property
    def can_give_up(self) -> bool:
        return self.run.state in OVER

    @property
    def can_stop(self) -> bool:
        return self.run.state in (State.TRYING, State.LOADING)

    @property
    def is_silent(self) -> bool:
        return self.now is not None and self.run.is_silent(self.now)

    @property
    def can_go_on(self) -> bool:
        return self.is_silent and self.run.is_kept

    @property
    def is_counted(self) -> bool:
        """Whether its counts say something."""
        return self.run.rows > 0 and not self.run.is_busy

    @property
    def stage(self) -> str:
        if self.run.state == State.UNDOING:
            return _("Undoing ...")
        if not self.run.done:
            return _("Looking through the file: %(rows)s rows so far") % {"rows": self.run.rows}
        return _("%(done)s of %(rows)s rows") % {"done": self.run.done, "rows": self.run.rows}

    @cached_property
    def bad(self) -> list[BadLine]:
        return list(self.run.bad_lines.order_by("line", "id")[:SHOWN]) if not self.run.is_busy else []

    @property
    def more_bad(self) -> int:
        return max(0, self.run.refused - len(self.bad))

    @property
    def flags(self) -> list[tuple[str, int]]:
        return [(str(FLAGS.get(flag, flag)), count) for flag, count in sorted(self.run.flags.items())]
