"""What the operator reads in the terminal: plain sentences, in the language of the terminal.

Django is not imported here, so that the process that owns all others stays small.
"""

import gettext
import sys
from collections.abc import Callable
from pathlib import Path

Say = Callable[[str], None]

_ = gettext.translation("django", Path(__file__).resolve().parent.parent / "locale", fallback=True).gettext


class Trouble(Exception):
    """Something that only the operator can mend. Its text is one plain sentence and what to do."""


def say(line: str) -> None:
    """Print one line at once, also into a pipe; a reader that has gone away is no reason to stop."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        sys.stdout = None


def silent(_line: str) -> None:
    """Say nothing: for tests and for commands whose output another program reads."""


def plain_terminal() -> None:
    """A terminal that cannot show a letter shows a mark instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
