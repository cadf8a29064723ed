"""`firstline score NAME FOLDER [--failures]`."""

import importlib
import os
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, connection
from django.utils.translation import gettext as _

from firstline import scores
from firstline.scores.cases import Case

Run = Callable[[Path, Callable[[str], None]], Iterable[Case]]


class Command(BaseCommand):
    """Run the program's own functions over a folder of published cases and say how many come out right."""

    help = "Results on real data, in a database that is made for it and gone afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(registry()), help="what to try")
        parser.add_argument("folder", type=Path, help="the data: search/en/docs.jsonl, phones/forms.jsonl ...")
        parser.add_argument("--failures", action="store_true", help="list the cases that fail")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(_("%(folder)s is not a folder.") % {"folder": folder})
        cases, failed = 0, list[Case]()
        try:
            with throw_away_database():
                for case in registry()[options["name"]](folder, self._say):
                    cases += 1
                    failed += [] if case.passed else [case]
        except OSError as problem:
            raise CommandError(_("These data cannot be read: %(problem)s") % {"problem": problem}) from problem
        for case in failed if options["failures"] else ():
            self._say(f"failed: {case.name}: {case.detail}" if case.detail else f"failed: {case.name}")
        self._say(f"passed {cases - len(failed)} of {cases}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def registry() -> dict[str, Run]:
    """All scores there are, by name: the modules of `firstline.scores` that have a `run` (`NAME`: another name)."""
    modules = {module.name: _module(module.name) for module in pkgutil.iter_modules(scores.__path__)}
    return {getattr(module, "NAME", name): module.run for name, module in modules.items() if hasattr(module, "run")}


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{scores.__name__}.{name}")


@contextmanager
def throw_away_database() -> Iterator[None]:
    """An empty database of ours on the configured server, of which the connection speaks until the end."""
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"firstline_score_{os.getpid()}"
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    except Error as problem:
        raise CommandError(_("No database could be made: %(problem)s") % {"problem": problem}) from problem
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)
