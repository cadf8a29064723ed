"""Whether procedures were followed where they were due, and how their steps went."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Case, CharField, Max, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import Exact, In
from django.utils.translation import gettext_lazy as _

from firstline.casework.guidance.models import Run
from firstline.casework.reports.asked import Asked, entries
from firstline.casework.reports.compliance import DONE, TICKETED
from firstline.casework.reports.facts import actor, by_actor, by_fact, by_fact_row, fact, number
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, column
from firstline.casework.reports.splits import STEP, by_expression, by_step, by_word, step
from firstline.criteria.vocabulary import Text
from firstline.journal.models import Entry
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.labels import in_readers_language
from firstline.reference.procedures.models import Procedure, Step

ANSWERED, OPENED = "contact.closed", "ticket.opened"
BETWEEN = ":"


def _due(asked: Asked) -> QuerySet[Entry]:
    """Ends for which a procedure was due: of a contact that ended several times the last one, unless with a ticket."""
    ends = Entry.objects.order_by().filter(verb=ANSWERED, facts__has_key="procedure")
    ends = ends.filter(at__gte=asked.period.before.start, at__lt=asked.period.end)
    is_now = Case(When(at__gte=asked.period.start, then=Value(1)), default=Value(0))
    last = ends.annotate(is_now=is_now).values("is_now", "subject_id").annotate(last=Max("pk")).values("last")
    rows = entries(asked, (ANSWERED, OPENED)).filter(facts__has_key="procedure")
    return rows.filter(Q(verb=OPENED) | Q(pk__in=last) & ~Q(facts__outcome=TICKETED))


def _keys(*, procedure: Any, about: Any) -> Concat:
    return Concat(
        Cast(procedure, TextField()), Value(BETWEEN), Cast(about, TextField()), output_field=CharField()
    )  # fmt: skip


def _runs(**limits: Any) -> QuerySet[Run]:
    """Runs in which at least one step was dealt with."""
    return Run.objects.order_by().filter(answers__isnull=False, **limits)


def _followed(**limits: Any) -> Q:
    """A ticket by a run of its own or one of its contact that is tied to no other; a contact by any run of it."""
    procedure = KeyTextTransform("procedure", "facts")
    own, around = _keys(procedure=procedure, about="subject_id"), _keys(procedure=procedure, about="context_id")
    runs = _runs(**limits)
    of_tickets = runs.filter(ticket_id__isnull=False).values(
        key=_keys(procedure="version__procedure", about="ticket_id")
    )
    of_contacts = runs.values(key=_keys(procedure="version__procedure", about="contact_id"))
    untied = of_contacts.filter(ticket_id=None)
    of_ticket = Q(verb=OPENED) & (Q(In(own, of_tickets)) | Q(In(around, untied)))
    return of_ticket | Q(verb=ANSWERED) & Q(In(own, of_contacts.filter(contact_id__isnull=False)))


def _step(_asked: Asked) -> Any:
    """The piece `step`: the procedure and the key of a step of it."""
    said = [KeyTextTransform(name, "facts") for name in ("procedure", "step")]
    return Concat(said[0], Value(BETWEEN), said[1], output_field=TextField())


def _steps(keys: Collection[str], _asked: Asked) -> Mapping[str, Text]:
    """The titles of steps, of the newest version in which they are."""
    found = Step.objects.filter(key__in={key.partition(BETWEEN)[2] for key in keys}).order_by("pk")
    rows = found.values_list("of__procedure", "key", "texts")
    titles = {
        f"{procedure}{BETWEEN}{key}": in_readers_language(texts.get("title", {})) for procedure, key, texts in rows
    }
    return {key: titles.get(key) or key.partition(BETWEEN)[2] for key in keys}


def _said(name: str, value: str) -> Q:
    return Q(Exact(KeyTextTransform(name, "facts"), value))


DUE = Scan(
    name="due",
    noun="entry",
    title=_("Due"),
    rows=_due,
    at="at",
    pieces={
        "procedure": fact("procedure"),
        "of_code": fact("code_id"),
        "actor": actor,
        "verb": column("verb"),
        STEP: step("at"),
    },
    sets=(("procedure", "of_code", "verb"), ("actor", STEP)),
    splits=(
        by_fact_row("procedure", _("procedure"), Procedure, "procedure"),
        by_fact_row("of_code", _("problem code"), ProblemCode, "code_id"),
        by_word("verb", _("for what"), "verb", ((ANSWERED, _("contact")), (OPENED, _("ticket")))),
        by_actor(_("analyst")),
        by_step("at"),
    ),
    marks=(
        Mark("followed", _("Followed"), lambda _asked: _followed()),
        Mark("finished", _("Finished"), lambda _asked: _followed(finished_at__isnull=False)),
    ),
)
STEPS = Scan(
    name="steps",
    noun="entry",
    title=_("Steps dealt with"),
    rows=lambda asked: entries(asked, DONE).exclude(facts__contains={"again": True}),
    at="at",
    pieces={"procedure": fact("procedure"), "step": _step, "reason": fact("text")},
    sets=(("procedure", "step"), ("reason",)),
    splits=(
        by_fact_row("procedure", _("procedure"), Procedure, "procedure"),
        by_expression("step", _("step"), _step, _steps),
        by_fact("reason", _("reason"), "text", blank=_("no reason given")),
    ),
    marks=(
        Mark("required", _("Required"), lambda _asked: _said("required", "true")),
        Mark("skipped", _("Skipped"), lambda _asked: Q(verb="run.skipped")),
        Mark(
            "skipped_required",
            _("Required steps skipped"),
            lambda _asked: Q(verb="run.skipped") & _said("required", "true"),
        ),
        Mark("out_of_turn", _("Out of turn"), lambda _asked: _said("in_turn", "false")),
    ),
    measure=lambda _asked: number("seconds") * 1.0,
    measured=_("Median seconds"),
)
REPORT = Report(
    name="procedures",
    title=_("Procedures followed"),
    counted=_(
        "Counted is every contact that ended without a ticket and every ticket opened in the period for which a"
        " procedure was due, and every step that was answered, carried out or skipped in it."
    ),
    icon="list-checks",
    scans=(DUE, STEPS),
    panels=(
        Panel("procedures", _("Followed, by procedure"), "due", "procedure", "bars", "followed", of="", watch="least"),
        Panel("steps", _("Skipped, by step"), "steps", "step", "bars", "skipped", has_middle=True),
        Panel("reasons", _("Why steps were skipped"), "steps", "reason", "bars", "skipped", marks=("", "skipped")),
        Panel("codes", _("Followed, by problem code"), "due", "of_code", "bars", "followed", of="", watch="least"),
        Panel("kinds", _("Followed, for what"), "due", "verb", "bars", "followed", of="", watch="least"),
        Panel("persons", _("Followed, by person"), "due", "actor", "bars", "followed", of="", watch="least"),
        Panel("time", _("Due over time"), "due", "step", "columns"),
    ),
    headlines=(
        Headline(_("Followed"), "due", "followed", of=""),
        Headline(_("Finished"), "due", "finished", of=""),
        Headline(_("Required steps skipped"), "steps", "skipped_required", of="required"),
        Headline(_("Out of turn"), "steps", "out_of_turn", of=""),
    ),
)
