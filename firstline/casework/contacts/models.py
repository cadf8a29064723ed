"""The contact: saved first, with a number, before anything is known."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.severity import Severity, in_degrees
from firstline.journal.versions import Versioned
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceProvider
from firstline.reference.customers.models import Account, Agreement, Customer, Equipment, Location
from firstline.reference.knowledge.models import ArticleVersion
from firstline.reference.staff.models import User


class Kind(models.TextChoices):
    INFORMATION = "information", _("information request")
    ACTION = "action", _("action request")
    COMMENT = "comment", _("comment")


class Channel(models.TextChoices):
    TELEPHONE = "telephone", _("telephone")
    EMAIL = "email", _("e-mail")
    FAX = "fax", _("fax")
    PORTAL = "portal", _("portal")
    COUNTER = "counter", _("counter")
    LETTER = "letter", _("letter")
    OTHER = "other", _("other system")


# Somebody waits while the contact goes on.
LIVE = (Channel.TELEPHONE, Channel.COUNTER)


class Outcome(models.TextChoices):
    ANSWERED = "answered", _("answered")
    TICKETED = "ticketed", _("ticketed")
    RECORDED = "recorded", _("comment recorded")
    ABANDONED = "abandoned", _("abandoned")
    MISDIRECTED = "misdirected", _("misdirected")


class Tone(models.TextChoices):
    PRAISE = "praise", _("praise")
    REMARK = "remark", _("remark")
    COMPLAINT = "complaint", _("complaint")


class ContactQuerySet(models.QuerySet["Contact"]):
    def open(self) -> "ContactQuerySet":
        return self.filter(closed_at__isnull=True)

    def closed(self) -> "ContactQuerySet":
        return self.filter(closed_at__isnull=False)

    def newest_before(self, number: int | None) -> "ContactQuerySet":
        """Newest first, from the one before this number on (or from the newest)."""
        return (self if number is None else self.filter(number__lt=number)).order_by("-number")

    def for_rows(self) -> "ContactQuerySet":
        """With what a row of a list shows, in two queries whatever the number of rows."""
        return self.select_related(
            "customer", "account", "taken_by", "code__category", "about_department", "about_provider"
        ).prefetch_related("tickets")

    def last_of(self, customer_id: int, *, but: int, limit: int) -> list["Contact"]:
        """The customer's last contacts, newest first, without the one that is being talked in."""
        return list(self.filter(customer_id=customer_id).exclude(pk=but).newest_before(None).for_rows()[:limit])


def is_known(name: str) -> models.Q:
    """That a field has a value."""
    return ~models.Q(**{name: None})


class Contact(Versioned, Severity):
    """One contact. What is known of the caller stands here first; the customer's file changes only when that is chosen.

    `words` is the problem as the customer puts it; with `code`, `place`, `location`, `equipment`, its severity and
    `answers` (`{question id: answer}`) it is the problem now being entered, which a ticket takes over when opened.
    `first_code` is that of the first ticket made of it. `responsible` are those whom a comment has reached.
    """

    number = models.BigIntegerField(unique=True)
    channel = models.CharField(_("channel"), max_length=16, choices=Channel.choices, default=Channel.TELEPHONE)
    outbound = models.BooleanField(_("outbound"), default=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices, blank=True)
    taken_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    caller_name = models.CharField(_("name"), max_length=200, blank=True)
    caller_number = models.CharField(_("telephone or fax"), max_length=60, blank=True)
    caller_email = models.CharField(_("e-mail"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)

    words = models.TextField(_("the customer's words"), blank=True)
    code = models.ForeignKey(
        ProblemCode, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    place = models.CharField(_("place"), max_length=300, blank=True)
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    equipment = models.ForeignKey(
        Equipment, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    answers = models.JSONField(default=dict, blank=True)
    wanted = models.TextField(_("what the customer wants"), blank=True)
    before = models.TextField(_("what was done before it broke"), blank=True)
    first_code = models.ForeignKey(
        ProblemCode, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    answer = models.TextField(_("answer given"), blank=True)
    tone = models.CharField(_("comment is"), max_length=16, choices=Tone.choices, blank=True)
    about_department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    about_provider = models.ForeignKey(
        ServiceProvider, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    about_person = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    responsible = models.ManyToManyField(User, blank=True, related_name="comments")
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(max_length=120, null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [
            # Of what most contacts lack only those that have it: a contact is saved before anything is known.
            models.Index(fields=["customer", "-number"], name="contact_of_customer", condition=is_known("customer")),
            *(
                models.Index(fields=[name], name=f"contact_{name}", condition=is_known(name))
                for name in ("account", "agreement", "location", "equipment", "about_provider", "about_person")
            ),
            models.Index(fields=["taken_by", "-number"], name="contact_taken_by", condition=is_known("taken_by")),
            models.Index(fields=["-number"], name="contact_open", condition=models.Q(closed_at__isnull=True)),
            models.Index(fields=["started_at"], name="contact_started"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source"], name="contact_source", condition=is_known("source")),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | ~models.Q(outcome=""), name="closed_contact_has_an_outcome"
            ),
            in_degrees("contact"),
        ]

    def __str__(self) -> str:
        return f"C{self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_live(self) -> bool:
        return self.channel in LIVE


class Act(models.TextChoices):
    """What was done with the knowledge base; the words are those of a list of it."""

    SEARCHED = "searched", _("searched")
    OPENED = "opened", _("opened")
    READ_OUT = "read_out", _("read out")
    ANSWERED_BY = "answered_by", _("answered by it")
    NOT_HELPFUL = "not_helpful", _("not helpful")
    SKIPPED = "skipped", _("search skipped")


class LookUp(models.Model):
    """One use of the knowledge base during a contact, or later for a ticket made from it.

    `problem` says for which problem of the contact: how many tickets had been made from it before. Of a search `found`
    counts the articles and `folded` is the query as it is counted; `language` is that of who searched. `version` is the
    text that was used.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="look_ups")
    problem = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12, choices=Act.choices)
    query = models.CharField(max_length=300, blank=True)
    folded = models.CharField(max_length=300, blank=True)
    found = models.PositiveIntegerField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)
    version = models.ForeignKey(ArticleVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["contact", "problem"], name="look_up_of_contact"),
            models.Index(fields=["act", "at"], name="look_up_act"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.query or self.version or self.reason}"


class EnclosedBytes(models.Model):
    """What is in a file; the same bytes, such as the picture under everybody's signature, are kept once."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Enclosure(models.Model):
    """A file that came with a contact or was added to a ticket later, named as the journal names them.

    `is_inline` ones stood within the text, as pictures do.
    """

    of_kind = models.CharField(max_length=24)
    of_id = models.BigIntegerField()
    name = models.CharField(_("file"), max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    is_inline = models.BooleanField(default=False)
    at = models.DateTimeField()
    stored = models.ForeignKey(EnclosedBytes, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["of_kind", "of_id"], name="enclosure_of")]

    def __str__(self) -> str:
        return self.name
