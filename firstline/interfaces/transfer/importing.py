"""Bringing a file in: looked through wholly first, then loaded in batches; a second time adds nothing."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, islice
from pathlib import Path
from typing import Protocol, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.interfaces.transfer import reading
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.reading import Row, RowRefused

BATCH = 1000


class Draft(Protocol):
    """What a row says, before it is in the database; `source` is its key, unique in the whole database."""

    @property
    def line(self) -> int: ...

    @property
    def source(self) -> str: ...

    @property
    def flags(self) -> tuple[str, ...]: ...


D = TypeVar("D", bound=Draft)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a batch.

    Primary keys by source of those that were there, lines with why they were refused, and all that was made.
    """

    known: dict[str, int]
    refused: list[tuple[int, str]] = field(default_factory=list)
    made: Made = field(default_factory=Made)


class Noun(Protocol[D]):
    """How one noun is brought in."""

    def read(self, mapping: Mapping, row: Row) -> D:
        """What a row says; RowRefused when it says it wrongly. Asks the database nothing."""

    def note(self, draft: D) -> None:
        """Remember what a row needs, while the file is looked through."""

    def prepare(self, *, dry_run: bool) -> Made:
        """Before the first row is written: FileRefused when something is not there, and enter what the rows need."""

    def load(self, drafts: Sequence[D]) -> Loaded:
        """Write those that are not in the database, in one transaction."""

    def rehearse(self, drafts: Sequence[D]) -> Loaded:
        """What `load` would answer, with nothing written."""

    def newest(self) -> int:
        """The highest primary key there is."""

    def count_words(self) -> None:
        """After many rows: what the search knows of its words is counted anew."""


class Teller(Protocol):
    """Whoever shows how it goes."""

    def refused(self, line: int, reason: str) -> None: ...

    def looked_through(self, rows: int) -> None: ...

    def loaded(self, rows: int, of: int, rate: float) -> None: ...


class Book(Protocol):
    """Where it is written down what a run made, in the transaction that made it; one that broke off is gone on with."""

    def begin(self, newest: int) -> tuple[int, int]:
        """The highest primary key before the first row, and the last line that is dealt with, of an earlier attempt."""

    def keep(self, line: int, new: int, made: Made) -> None: ...


@dataclass(slots=True)
class Result:
    """Counts of rows. `new + known + refused` are all rows; `seconds` is the time of both passes."""

    rows: int = 0
    new: int = 0
    known: int = 0
    refused: int = 0
    flagged: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return self.rows / self.seconds if self.seconds else 0.0


class NoBook:
    """For a dry run, and where nobody will ask."""

    def begin(self, newest: int) -> tuple[int, int]:
        return newest, 0

    def keep(self, line: int, new: int, made: Made) -> None: ...


def bring_file_in(
    path: Path,
    mapping: Mapping,
    noun: Noun[D],
    teller: Teller,
    *,
    dry_run: bool = False,
    book: Book | None = None,
) -> Result:
    """Read the file twice, the second time to write; rows in error are told and left out.

    FileRefused, with nothing written, when the file or what it stands on is wrong. Memory does not grow with the file.
    """
    begun, result = time.monotonic(), Result()
    kept_by = book if book is not None and not dry_run else NoBook()
    _look_through(path, mapping, noun, teller, result)
    with transaction.atomic():
        newest, last = kept_by.begin(noun.newest())
        kept_by.keep(last, 0, noun.prepare(dry_run=dry_run))
    done, drafts = 0, dropwhile(lambda draft: draft.line <= last, _drafts(path, mapping, noun))
    while batch := list(islice(drafts, BATCH)):
        with transaction.atomic():
            _bring_in(batch, noun, teller, kept_by, result, newest=newest, dry_run=dry_run)
        done += len(batch)
        teller.loaded(done, result.rows, done / (time.monotonic() - begun))
    result.new = result.rows - result.known - result.refused
    if result.new >= BATCH and not dry_run:
        noun.count_words()
    result.seconds = time.monotonic() - begun
    return result


def _bring_in(
    batch: Sequence[D], noun: Noun[D], teller: Teller, book: Book, result: Result, *, newest: int, dry_run: bool
) -> None:
    once, twice = _apart(batch)
    loaded = noun.rehearse(once) if dry_run else noun.load(once)
    twice += [draft for draft in once if loaded.known.get(draft.source, 0) > newest]
    refused = [
        (draft.line, _("the key %(key)s stands in an earlier row too.") % {"key": draft.source}) for draft in twice
    ]
    for line, reason in sorted(refused + loaded.refused):
        teller.refused(line, reason)
    known = sum(1 for ident in loaded.known.values() if ident <= newest)
    result.refused += len(refused) + len(loaded.refused)
    result.known += known
    book.keep(batch[-1].line, len(batch) - len(refused) - len(loaded.refused) - known, loaded.made)


def _look_through(path: Path, mapping: Mapping, noun: Noun[D], teller: Teller, result: Result) -> None:
    for row in reading.rows(path, mapping):
        result.rows += 1
        try:
            draft = noun.read(mapping, row)
        except RowRefused as problem:
            result.refused += 1
            teller.refused(row.line, str(problem))
            continue
        noun.note(draft)
        for flag in draft.flags:
            result.flagged[flag] = result.flagged.get(flag, 0) + 1
        if result.rows % BATCH == 0:
            teller.looked_through(result.rows)
    teller.looked_through(result.rows)


def _drafts(path: Path, mapping: Mapping, noun: Noun[D]) -> Iterator[D]:
    for row in reading.rows(path, mapping):
        try:
            yield noun.read(mapping, row)
        except RowRefused:
            continue


def _apart(batch: Sequence[D]) -> tuple[list[D], list[D]]:
    """Those whose key stands in this batch for the first time, and the others."""
    once: dict[str, D] = {}
    twice = [draft for draft in batch if once.setdefault(draft.source, draft) is not draft]
    return list(once.values()), twice
