"""Users and their sessions, support centres, memberships with their tier, and crews."""

from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.reference.catalogue.models import Department
from firstline.reference.labels import Labelled
from firstline.reference.retiring import Retirable
from firstline.reference.staff.roles import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """The first administrator, as Django's `createsuperuser` makes it."""
        return self.create_user(username, password, **{"role": Role.ADMINISTRATOR, **fields})


class User(AbstractBaseUser):
    """A member of staff, with one role and, if wished, limited to some departments (none named: all)."""

    username = models.CharField(_("sign-in name"), max_length=150, unique=True)
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.ANALYST)
    departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name=_("limited to departments")
    )
    language = models.CharField(_("language"), max_length=8, default="en")
    speaks = models.JSONField(_("speaks"), default=list, blank=True)
    skills = models.JSONField(_("skills"), default=list, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Session(AbstractBaseSession):
    """What a browser's cookie stands for, and who is signed in there; nobody while somebody is only about to."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> Any:
        # The framework asks the row for its keeper, which stands upstairs; its setting names it.
        return import_module(settings.SESSION_ENGINE).SessionStore


class SupportCentre(Labelled, Retirable):
    """A team that works tickets on one to three tiers. One of them is the catch-all that supervisors watch."""

    key = models.CharField(max_length=120, unique=True)
    tiers = models.PositiveSmallIntegerField(default=2)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="centres")
    is_catch_all = models.BooleanField(default=False)
    members = models.ManyToManyField(User, through="Membership", related_name="centres")

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(tiers__range=(1, 3)), name="centre_has_1_to_3_tiers"),
            models.UniqueConstraint("is_catch_all", condition=models.Q(is_catch_all=True), name="one_catch_all"),
        ]


class Membership(models.Model):
    """A user works at a support centre, on one tier. A lead answers for the centre and for its provider's comments."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    centre = models.ForeignKey(SupportCentre, on_delete=models.CASCADE, related_name="memberships")
    tier = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("user", "centre", name="one_membership"),
            models.CheckConstraint(condition=models.Q(tier__range=(1, 3)), name="membership_tier"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.centre} {self.tier}"


class Responsibility(models.Model):
    """Who leads a department, or one of its service providers: comments about it reach this person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="responsibilities")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="leads")
    provider = models.ForeignKey(
        "catalogue.ServiceProvider", null=True, blank=True, on_delete=models.CASCADE, related_name="leads"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("user", "department", "provider", name="one_responsibility", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.provider or self.department}"


class Crew(Retirable):
    """People who go out together. `hours_a_day` is the work they can do in a day, in hours of the crew."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    centre = models.ForeignKey(SupportCentre, on_delete=models.PROTECT, related_name="crews")
    hours_a_day = models.DecimalField(_("hours a day"), max_digits=4, decimal_places=1, default=8)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A list of the desk with its filters, kept by a person under a name; `query` is the address after the "?"."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    screen = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint("user", "screen", "name", name="one_saved_view")]

    def __str__(self) -> str:
        return self.name


class WallLink(Retirable):
    """An address that shows the wall to whoever has it, without signing in. Retired, it opens nothing any more.

    Its secret is worked out from `salt` and the secret key of the installation, and stored nowhere.
    """

    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=8, default="en")
    theme = models.CharField(_("theme"), max_length=8, blank=True)
    salt = models.CharField(max_length=40, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name
