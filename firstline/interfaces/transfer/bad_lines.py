"""The rows of an import that were not brought in, as a file to be put right and brought in again."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from firstline.interfaces.transfer import import_files, toml_mapping
from firstline.interfaces.transfer.exporting_cells import harmless
from firstline.interfaces.transfer.models import ImportRun
from firstline.interfaces.transfer.reading import FileRefused, Record, records


def bad_rows(run: ImportRun) -> Iterator[str]:
    """Lines of CSV: the row as it stands in the file, while that is kept, with its line and why it was refused.

    The columns of the file come first under their own names, so that the same mapping reads what was put right.
    """
    found = _records(run)
    heading = next(found, (1, [], ""))[1]
    yield _csv([*heading, _("line"), _("reason")])
    last = (0, [""] * len(heading), "")
    for line, reason in run.bad_lines.order_by("line", "id").values_list("line", "reason").iterator():
        while last[0] < line:
            last = next(found, (line, [], ""))
        cells = last[1] if last[0] == line else []
        yield _csv([*(cells + [""] * len(heading))[: len(heading)], str(line), reason])


def _records(run: ImportRun) -> Iterator[Record]:
    if not run.is_kept or not run.mapping:
        return
    mapping = toml_mapping.read_text(run.mapping, run.kind, "")
    try:
        yield from records(import_files.file_of(run), mapping)
    except FileRefused:
        # What cannot be read on has no more rows to show.
        return


def _csv(cells: list[str]) -> str:
    out = StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()
