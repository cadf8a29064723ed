"""Recurrences as people say them: the simple ones in three fields and in words, all others as they are written."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

FREQUENCIES = [
    ("DAILY", gettext_lazy("days")),
    ("WEEKLY", gettext_lazy("weeks")),
    ("MONTHLY", gettext_lazy("months")),
    ("YEARLY", gettext_lazy("years")),
    ("", gettext_lazy("(by a rule of its own)")),
]
WEEKDAYS = [
    ("MO", gettext_lazy("Monday")),
    ("TU", gettext_lazy("Tuesday")),
    ("WE", gettext_lazy("Wednesday")),
    ("TH", gettext_lazy("Thursday")),
    ("FR", gettext_lazy("Friday")),
    ("SA", gettext_lazy("Saturday")),
    ("SU", gettext_lazy("Sunday")),
]


def simple(rule: str) -> dict[str, Any]:
    """`frequency`, `interval` and `weekdays` where they can say a rule, else the `rule` as it is written."""
    parts = dict(part.split("=", 1) for part in rule.removeprefix("RRULE:").split(";") if "=" in part)
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    known = set(parts) <= {"FREQ", "INTERVAL", "BYDAY"} and set(days) <= {day for day, _name in WEEKDAYS}
    frequency, interval = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    if not (known and frequency and interval.isdecimal() and (not days or frequency == "WEEKLY")):
        return {"frequency": "", "interval": 1, "weekdays": [], "rule": rule}
    return {"frequency": frequency, "interval": int(interval), "weekdays": days, "rule": ""}


def in_words(rule: str) -> str:
    """ "every 2 weeks: Monday, Thursday"; a rule that is not simple stands as it is written."""
    said = simple(rule)
    count = said["interval"]
    texts = {
        "DAILY": ngettext("every day", "every %(count)s days", count),
        "WEEKLY": ngettext("every week", "every %(count)s weeks", count),
        "MONTHLY": ngettext("every month", "every %(count)s months", count),
        "YEARLY": ngettext("every year", "every %(count)s years", count),
    }
    if said["frequency"] not in texts:
        return rule
    text = texts[said["frequency"]] % {"count": count}
    days = [str(name) for day, name in WEEKDAYS if day in said["weekdays"]]
    return _("%(text)s: %(days)s") % {"text": text, "days": ", ".join(days)} if days else text
