"""A procedure, when it is chosen, its versions, and their steps with the branches that lead on from them (P1, P2)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstline.journal.versions import Versioned
from firstline.reference.catalogue.models import ProblemCode, ServiceCategory
from firstline.reference.labels import Labelled, in_readers_language
from firstline.reference.retiring import Retirable
from firstline.reference.staff.models import User

NEXT = "next"
END = "end"
PARTS = ("title", "say", "help")


class Act(models.TextChoices):
    SAY = "say", pgettext_lazy("step", "say")
    ASK = "ask", pgettext_lazy("step", "ask")
    CHECK = "check", pgettext_lazy("step", "check")
    DECIDE = "decide", pgettext_lazy("step", "decide")
    REPRODUCE = "reproduce", pgettext_lazy("step", "reproduce")
    PROPOSE = "propose", pgettext_lazy("step", "propose")
    CONFIRM = "confirm", pgettext_lazy("step", "confirm")
    DO = "do", pgettext_lazy("step", "do")


class AnswerType(models.TextChoices):
    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    CHOICE = "choice", _("choice")
    YES_NO = "yes_no", _("yes or no")
    DATE = "date", _("date")
    EQUIPMENT = "equipment", _("equipment")
    LOCATION = "location", _("location")
    CODE = "code", _("problem code")
    PHOTO = "photo", _("photo")


class Deed(models.TextChoices):
    OPEN_TICKET = "open_ticket", _("open a ticket")
    RAISE_WORK_ORDER = "raise_work_order", _("raise a work order")
    LINK_WORK_ORDER = "link_work_order", _("link a work order")
    PROMISE_CALL_BACK = "promise_call_back", _("promise a call-back")
    ESCALATE = "escalate", _("escalate")
    SEND_ARTICLE = "send_article", _("send an article")


class Procedure(Labelled, Retirable):
    """Among procedures chosen for something equally particular, the lower rank goes first."""

    key = models.CharField(max_length=60, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"), default=100)

    class Meta:
        ordering: ClassVar = ["rank", "id"]


class Occasion(models.Model):
    """What a procedure is chosen for; whatever is left empty may be anything.

    `kind` is a kind of contact, `priority` the key of a priority: both are words of packages that know nothing of
    procedures, or of which procedures know nothing.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="occasions")
    kind = models.CharField(_("kind of contact"), max_length=16, blank=True)
    category = models.ForeignKey(
        ServiceCategory, null=True, blank=True, on_delete=models.CASCADE, related_name="procedure_occasions"
    )
    code = models.ForeignKey(
        ProblemCode, null=True, blank=True, on_delete=models.CASCADE, related_name="procedure_occasions"
    )
    priority = models.CharField(_("priority"), max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "procedure", "kind", "category", "code", "priority", name="one_occasion", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, str(self.code or self.category or ""), self.priority))) or "*"


class VersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def in_use(self) -> "VersionQuerySet":
        """The published versions of procedures that are not retired."""
        return self.filter(state=ProcedureVersion.State.PUBLISHED, procedure__retired_at=None)


class ProcedureVersion(models.Model):
    """One version of a procedure. A draft may be changed; what was once published never is."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        PAST = "past", _("past")

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    note = models.TextField(_("what is different"), blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint("procedure", "number", name="procedure_version_number"),
            models.UniqueConstraint("procedure", condition=models.Q(state="draft"), name="one_procedure_draft"),
            models.UniqueConstraint("procedure", condition=models.Q(state="published"), name="one_published_version"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class Step(Versioned):
    """One step. `key` stays the same from version to version, and is what answers and branches refer to.

    `texts` are {"title" | "say" | "help": {language: text}}; `choices` [{"key": ..., "labels": {language: text}}].
    `then` says where it goes when none of its branches holds: "next" (the following one, or the end after the last),
    "end", the key of a step, or nothing at all.
    """

    of = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    act = models.CharField(_("act"), max_length=9, choices=Act.choices)
    texts = models.JSONField(default=dict)
    answer_type = models.CharField(_("answer"), max_length=9, choices=AnswerType.choices, blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    required = models.BooleanField(_("required"), default=False)
    blocks_closing = models.BooleanField(_("blocks closing the contact"), default=False)
    blocks_resolving = models.BooleanField(_("blocks resolving the ticket"), default=False)
    lands_in = models.CharField(_("the answer goes to"), max_length=60, blank=True)
    deed = models.CharField(_("what is done"), max_length=20, choices=Deed.choices, blank=True)
    article = models.PositiveBigIntegerField(_("number of the article"), null=True, blank=True)
    then = models.CharField(_("otherwise goes to"), max_length=40, default=NEXT, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [models.UniqueConstraint("of", "key", name="step_key")]

    def __str__(self) -> str:
        return self.title or self.key

    @property
    def title(self) -> str:
        """In the reader's language, as are `say` and `help`."""
        return self.text("title")

    @property
    def say(self) -> str:
        return self.text("say")

    @property
    def help(self) -> str:
        return self.text("help")

    def text(self, part: str) -> str:
        texts: Mapping[str, str] = self.texts.get(part, {})
        return in_readers_language(texts)

    @property
    def missing_languages(self) -> list[str]:
        """The languages in which a part that it has in another is missing, and its title in any case."""
        wanted: list[Mapping[str, Any]] = [self.texts.get("title", {})]
        wanted += [texts for part in PARTS[1:] if (texts := self.texts.get(part))]
        wanted += [choice["labels"] for choice in self.choices]
        return [name for name, _label in settings.LANGUAGES if any(not texts.get(name) for texts in wanted)]


class Branch(models.Model):
    """Where a step leads when a condition over the answers and what is known holds; the first that holds decides."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="branches")
    position = models.PositiveSmallIntegerField()
    condition = models.JSONField(default=dict)
    goes_to = models.CharField(_("goes to"), max_length=40)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        verbose_name_plural = "branches"

    def __str__(self) -> str:
        return f"{self.step} > {self.goes_to}"
