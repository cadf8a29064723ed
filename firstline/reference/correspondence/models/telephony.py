"""Where calls and faxes come from: telephone systems with who answers there, and folders into which faxes are put."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.reference.retiring import Retirable
from firstline.reference.staff.models import User


class TelephoneLine(Retirable):
    """A telephone system that tells us of its calls: by posting to our address, or as a manager of Asterisk's.

    `secret` is part of the address that it posts to. `password` (of Asterisk) is kept sealed. `region` (ISO 3166) says
    how a number without a country code is meant. `dial_address` is what opens when somebody clicks a number, with
    `{number}` and `{extension}` in it. Who called in vain is owed a call within `call_back_minutes` of working time.
    """

    class Source(models.TextChoices):
        GENERIC = "generic", _("generic webhook")
        PLACETEL = "placetel", "Placetel"
        SIPGATE = "sipgate", "sipgate"
        ASTERISK = "asterisk", "Asterisk"

    name = models.CharField(_("name"), max_length=120, unique=True)
    source = models.CharField(_("telephone system"), max_length=12, choices=Source.choices, default=Source.GENERIC)
    secret = models.CharField(max_length=64, unique=True)
    region = models.CharField(_("country"), max_length=2, blank=True)
    dial_address = models.CharField(_("address to dial with"), max_length=300, blank=True)
    call_back_minutes = models.PositiveIntegerField(_("missed calls are called back within minutes"), default=60)
    host = models.CharField(_("host"), max_length=253, blank=True)
    port = models.PositiveIntegerField(_("port"), default=5038)
    username = models.CharField(_("user name"), max_length=120, blank=True)
    password = models.TextField(_("password"), blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_asterisk(self) -> bool:
        return self.source == self.Source.ASTERISK


class Extension(models.Model):
    """Who answers at a line; `number` is what the telephone system calls them: an extension, a name, an address."""

    line = models.ForeignKey(TelephoneLine, on_delete=models.CASCADE, related_name="extensions")
    number = models.CharField(_("extension"), max_length=120)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="extensions", verbose_name=_("who"))

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint("line", "number", name="one_extension")]

    def __str__(self) -> str:
        return f"{self.number} {self.user}"


class FaxLine(Retirable):
    """A folder into which a fax machine or gateway puts what it receives, below the one that the operator has named.

    `language` is that of its senders where their file says none; `region` is that of a telephone line.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    folder = models.CharField(_("folder"), max_length=120, unique=True)
    region = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
