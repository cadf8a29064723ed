"""Customers and what belongs to them."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _

from firstline.journal.versions import Versioned
from firstline.reference.customers.derived import DerivedField, name_key, normal_contact_point, place_words
from firstline.reference.customers.numbers import normal_code
from firstline.reference.retiring import Retirable


class Degree(models.IntegerChoices):
    """How much: what is 1 comes first."""

    HIGH = 1, _("high")
    MEDIUM = 2, _("medium")
    LOW = 3, _("low")


# Words that were folded and split before they were stored; the server's own parser would split Thai again.
WORD_BY_WORD = "array_to_tsvector(string_to_array(%(expressions)s))"


class Location(models.Model):
    """A place: address or intersection, what people call it, a landmark, and where it is (WGS 84 degrees).

    `words` are all of its words, folded, by whose beginnings it is found.
    """

    address = models.CharField(_("address or intersection"), max_length=300, blank=True)
    area = models.CharField(_("area"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    alias = models.CharField(_("also called"), max_length=200, blank=True)
    landmark = models.CharField(_("landmark"), max_length=200, blank=True)
    building = models.CharField(_("building"), max_length=80, blank=True)
    floor = models.CharField(_("floor"), max_length=40, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    words = DerivedField(place_words, max_length=2000)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["latitude", "longitude"], name="location_point"),
            GinIndex(Func("words", Value(" "), template=WORD_BY_WORD), name="location_words"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True) | models.Q(latitude__range=(-90, 90)),
                name="latitude_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True) | models.Q(longitude__range=(-180, 180)),
                name="longitude_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="point_is_whole",
            ),
        ]

    def __str__(self) -> str:
        inside = " ".join(part for part in (self.building, self.floor, self.unit) if part)
        parts = (self.alias, self.address, inside, " ".join(p for p in (self.postcode, self.city) if p))
        return ", ".join(part for part in parts if part) or self.landmark


class Account(models.Model):
    """The organisation, household or contract a customer belongs to."""

    name = models.CharField(_("name"), max_length=200)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class AccountNumber(models.Model):
    """One number under which an account is known; `normal` is it without separators and in capitals."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="numbers")
    number = models.CharField(_("account number"), max_length=60)
    normal = DerivedField(lambda number: normal_code(number.number), max_length=60, db_index=True)

    def __str__(self) -> str:
        return self.number


class Customer(Versioned):
    """The person who gets in touch. `source` is the key of an imported row, unique where there is one.

    `name_key` is the name as it is sorted and found by its beginning: folded, without accents.
    """

    name = models.CharField(_("name"), max_length=200)
    name_key = DerivedField(lambda customer: name_key(customer.name), max_length=400)
    language = models.CharField(_("language"), max_length=8, blank=True)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="customers")
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.PROTECT, related_name="customers")
    preferred_channel = models.CharField(_("preferred channel"), max_length=16, blank=True)
    preferred_hours = models.CharField(_("preferred hours"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(max_length=120, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name_key", "id"]
        indexes: ClassVar = [
            models.Index(fields=["name_key", "id"], name="customer_name"),
            models.Index(fields=["name_key"], name="customer_name_begins", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class ContactPoint(models.Model):
    """A telephone, fax or e-mail of a customer, as written, and `normal`: E.164 for numbers, casefolded for e-mail.

    `backwards` is a number's normal from its last digit on, by which it is found from its ending.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", _("telephone")
        MOBILE = "mobile", _("mobile")
        FAX = "fax", _("fax")
        EMAIL = "email", _("e-mail")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PHONE)
    value = models.CharField(_("number or address"), max_length=254)
    normal = DerivedField(lambda point: normal_contact_point(point.kind, point.value), max_length=254, db_index=True)
    backwards = DerivedField(lambda point: "" if point.kind == "email" else point.normal[::-1], max_length=254)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["backwards"], name="contact_point_ends", opclasses=["varchar_pattern_ops"])
        ]
        constraints: ClassVar = [models.UniqueConstraint("customer", "kind", "normal", name="one_contact_point")]

    def __str__(self) -> str:
        return self.value


class Agreement(models.Model):
    """A licence, warranty or support agreement of an account or a single customer."""

    class Kind(models.TextChoices):
        LICENCE = "licence", _("licence")
        WARRANTY = "warranty", _("warranty")
        SUPPORT = "support", _("support agreement")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.SUPPORT)
    number = models.CharField(_("agreement number"), max_length=60)
    normal = DerivedField(lambda agreement: normal_code(agreement.number), max_length=60, db_index=True)
    coverage = models.TextField(_("what it covers"), blank=True)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="agreements")
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="agreements")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False) | models.Q(customer__isnull=False),
                name="agreement_has_a_party",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="agreement_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_in_force(self, day: date) -> bool:
        """Whether it covers this day, its first and its last included."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)


class Equipment(Retirable):
    """A thing that can be faulty."""

    name = models.CharField(_("what it is"), max_length=200)
    model_number = models.CharField(_("model number"), max_length=80, blank=True)
    serial_number = models.CharField(_("serial number"), max_length=80, blank=True)
    normal_serial = DerivedField(lambda thing: normal_code(thing.serial_number), max_length=80, db_index=True)
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.PROTECT, related_name="equipment")
    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.SET_NULL, related_name="equipment")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="equipment")
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="equipment")
    criticality = models.PositiveSmallIntegerField(_("criticality"), choices=Degree.choices, null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(criticality=None) | models.Q(criticality__in=Degree.values),
                name="equipment_criticality",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.model_number, self.serial_number) if part)
