"""What Setup > Health knows: the findings, the jobs, and what happens by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.interfaces import health
from firstline.interfaces.health import Finding
from firstline.jobs import failing, lines
from firstline.jobs.failing import Failed, LastRun
from firstline.jobs.lines import Line

SHOWN = 100
OLD_BACKUP_DAYS = 7
NAMES: dict[str, str | Promise] = {
    "version": gettext_lazy("Version"),
    "database": gettext_lazy("Database"),
    "migrations": gettext_lazy("Steps of the database"),
    "worker": gettext_lazy("Worker"),
    "oldest_job": gettext_lazy("Waiting jobs"),
    "failed_jobs": gettext_lazy("Failed jobs"),
    "outbox": gettext_lazy("Journal"),
    "mail_out": gettext_lazy("Mail to send"),
    "mail_failed": gettext_lazy("Messages that did not arrive"),
    "disk": gettext_lazy("Disk"),
    "backup": gettext_lazy("Backup"),
}
_EVERY_DAY = re.compile(r"([0-9]+) ([0-9]+) \* \* \*")
_EVERY_HOUR = re.compile(r"([0-9]+) \* \* \* \*")
_EVERY_FEW = re.compile(r"\*/([0-9]+) \* \* \* \*")


@dataclass(frozen=True)
class Shown:
    """A finding as a line: its name, its tone (good, warn, bad) and its text."""

    name: str
    tone: str
    text: str


@dataclass(frozen=True)
class FailedJob:
    """A failed job with a name that people know, where it has one."""

    job: Failed
    says: str
    facts: list[tuple[str, Any]]


@dataclass(frozen=True)
class ByItself:
    """A line of the schedule with when it happens and when it happened last."""

    line: Line
    often: str
    last: LastRun | None


@dataclass(frozen=True)
class HealthPage:
    now: datetime

    @cached_property
    def findings(self) -> list[Shown]:
        return [
            Shown(str(NAMES.get(each.name, each.name)), _tone(each), each.text) for each in health.examine(self.now)
        ]

    @property
    def is_well(self) -> bool:
        return all(each.tone != "bad" for each in self.findings)

    @cached_property
    def counts(self) -> dict[str, int]:
        return failing.count_by_state()

    @cached_property
    def failed(self) -> list[FailedJob]:
        said = {line.name: str(line.says) for line in lines.kept()}
        return [
            FailedJob(job, said.get(job.name, ""), [(name, value) for name, value in job.facts.items()])
            for job in failing.failed(SHOWN)
        ]

    @property
    def more_failed(self) -> int:
        return self.counts["failed"] - len(self.failed) if len(self.failed) == SHOWN else 0

    @cached_property
    def schedule(self) -> list[ByItself]:
        last = failing.last_runs()
        return [ByItself(line, how_often(line.cron), last.get(line.name)) for line in _in_order(lines.kept())]


def how_often(cron: str) -> str:
    """The five fields of cron in words, as far as the schedule uses them; else as they are. Times are UTC."""
    if cron == "* * * * *":
        return _("every minute")
    if found := _EVERY_FEW.fullmatch(cron):
        return _("every %(count)s minutes") % {"count": found[1]}
    if found := _EVERY_HOUR.fullmatch(cron):
        return _("every hour, %(minute)s past") % {"minute": found[1]}
    if found := _EVERY_DAY.fullmatch(cron):
        return _("every day at %(time)s UTC") % {"time": f"{int(found[2]):02d}:{int(found[1]):02d}"}
    return cron


def _tone(finding: Finding) -> str:
    if not finding.ok:
        return "bad"
    days = finding.value
    is_old = finding.name == "backup" and (not isinstance(days, int) or days > OLD_BACKUP_DAYS)
    return "warn" if is_old else "good"


def _in_order(kept: Sequence[Line]) -> list[Line]:
    """The most frequent first."""
    return sorted(kept, key=lambda line: -line.cron.count("*"))
