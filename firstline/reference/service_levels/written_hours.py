"""The hours of one day as people write them: "08:00-12:00, 13:00-17:00"; nothing is closed."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from firstline.journal.refusal import Refused

LONGEST = 200
_FROM_TO = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?\s*[-–—]\s*([0-9]{1,2})(?::([0-9]{2}))?")


def read(text: str) -> list[list[str]]:
    """Hours as `Calendar.week` keeps a day's; `Refused` names the part that cannot be read.

    Whether they overlap or cross midnight is for the verbs to say.
    """
    return [_from_to(part) for part in re.split(r"[,;\n]", text) if part.strip()]


def _from_to(part: str) -> list[str]:
    found = _FROM_TO.fullmatch(part.strip())
    if found is None:
        text = _("“%(part)s” is no time of the day from when until when: write 08:00-12:00.")
        raise Refused(text % {"part": part.strip()[:40]}, field="hours")
    hours = [f"{int(found[hour]):02d}:{found[hour + 1] or '00'}" for hour in (1, 3)]
    for one in hours:
        if one > "24:00" or one[3:] > "59":
            raise Refused(_("There is no %(time)s: a day ends at 24:00.") % {"time": one}, field="hours")
    return hours


def write(hours: Sequence[Sequence[str]]) -> str:
    """The same, written by the program; "" for a closed day."""
    return ", ".join(f"{start}-{end}" for start, end in hours)
