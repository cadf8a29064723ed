"""Mailboxes that are read, and what the desk has laid down about messages that come in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.models import Degree
from firstline.reference.retiring import Retirable


class Mailbox(Retirable):
    """A mailbox read by IMAP. `address` is the one people write to; `secret` is sealed (see `secrets`).

    With OAuth2 `secret` is the refresh token, or that of the client where there is none; `token_url` gives the tokens
    that let us in. Without a `token_url` it is such a token itself.
    """

    class Security(models.TextChoices):
        TLS = "tls", _("TLS")
        STARTTLS = "starttls", _("STARTTLS")
        NONE = "none", _("none: only within one machine")

    class Method(models.TextChoices):
        PASSWORD = "password", _("password")
        OAUTH2 = "oauth2", _("OAuth2")

    class After(models.TextChoices):
        SEEN = "seen", _("mark it as read")
        MOVE = "move", _("move it to another folder")
        DELETE = "delete", _("delete it")

    name = models.CharField(_("name"), max_length=120, unique=True)
    address = models.CharField(_("e-mail address"), max_length=254)
    host = models.CharField(_("server"), max_length=200)
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(_("security"), max_length=10, choices=Security.choices, default=Security.TLS)
    username = models.CharField(_("user name"), max_length=254)
    method = models.CharField(_("signs in with"), max_length=10, choices=Method.choices, default=Method.PASSWORD)
    secret = models.TextField(blank=True)
    token_url = models.CharField(_("address that gives tokens"), max_length=300, blank=True)
    client_id = models.CharField(_("client"), max_length=200, blank=True)
    client_secret = models.TextField(blank=True)
    scope = models.CharField(_("scope"), max_length=300, blank=True)
    folder = models.CharField(_("folder"), max_length=200, default="INBOX")
    after = models.CharField(_("when a message is stored"), max_length=10, choices=After.choices, default=After.SEEN)
    move_to = models.CharField(_("other folder"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("mailbox")

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """The name of this mailbox in the ledger."""
        return f"mailbox:{self.pk}"


class IntakeRule(Retirable):
    """When `condition` holds of an arriving message, then this: machine mail, or a kind, a code and how bad it is.

    The first that holds decides. `condition` is JSON as `criteria.conditions` reads it.
    """

    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("name"), max_length=120)
    condition = models.JSONField(default=dict)
    is_machine = models.BooleanField(_("machine mail: nobody has to look at it"), default=False)
    kind = models.CharField(_("kind of contact"), max_length=16, blank=True)
    code = models.ForeignKey(
        ProblemCode, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("problem code")
    )
    impact = models.PositiveSmallIntegerField(_("impact"), choices=Degree.choices, null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Degree.choices, null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.name
