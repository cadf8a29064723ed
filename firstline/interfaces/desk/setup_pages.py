"""What the screens of staff, support centres, crews and priorities know."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from firstline.interfaces.desk.file_history import Told, file_history
from firstline.interfaces.desk.forms.labels import TextsForm, languages
from firstline.interfaces.desk.forms.staff import CentreForm, CrewForm, LeadForm, LookForm, MembershipForm, UserForm
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import Crew, Membership, Responsibility, SupportCentre, User
from firstline.reference.staff.roles import Right, may

LONGEST_PRIORITY = 80


def all_staff() -> QuerySet[User]:
    """Everybody, those who may sign in first, with where they work."""
    return User.objects.order_by("-is_active", "name").prefetch_related("memberships__centre", "departments")


def all_centres() -> QuerySet[SupportCentre]:
    members = Count("memberships", filter=Q(memberships__user__is_active=True), distinct=True)
    crews = Count("crews", filter=Q(crews__retired_at=None), distinct=True)
    rows = SupportCentre.objects.select_related("department").order_by("retired_at", "key")
    return rows.annotate(member_count=members, crew_count=crews)


@dataclass(frozen=True)
class UserPage:
    """A member of staff; forms are those that were refused, else as it stands."""

    member: User
    reader: User
    form: UserForm | None = None
    lead_form: LeadForm | None = None

    @property
    def may_edit(self) -> bool:
        return may(self.reader, Right.EDIT_STAFF)

    @property
    def is_oneself(self) -> bool:
        return self.member.pk == self.reader.pk

    @cached_property
    def facts(self) -> UserForm:
        return self.form or UserForm(user=self.member)

    @cached_property
    def lead(self) -> LeadForm:
        return self.lead_form or LeadForm()

    @property
    def language(self) -> str:
        return dict(languages()).get(self.member.language, "")

    @property
    def speaks(self) -> list[str]:
        return [name for code, name in languages() if code in self.member.speaks]

    @property
    def time_zone(self) -> str:
        return self.member.time_zone or settings.TIME_ZONE

    @cached_property
    def memberships(self) -> list[Membership]:
        return list(self.member.memberships.select_related("centre").order_by("centre__key"))

    @cached_property
    def leads(self) -> list[Responsibility]:
        return list(self.member.responsibilities.select_related("department", "provider"))

    @cached_property
    def history(self) -> list[Told]:
        return file_history(self.member)


@dataclass(frozen=True)
class CentrePage:
    """A support centre with its people, tier by tier, and its crews."""

    centre: SupportCentre
    reader: User
    facts_form: CentreForm | None = None
    labels_form: TextsForm | None = None
    member_form: MembershipForm | None = None

    @property
    def may_edit(self) -> bool:
        return may(self.reader, Right.EDIT_REFERENCE)

    @cached_property
    def facts(self) -> CentreForm:
        return self.facts_form or CentreForm(centre=self.centre)

    @cached_property
    def labels(self) -> TextsForm:
        return self.labels_form or TextsForm(texts=self.centre.labels, ident="label")

    @cached_property
    def member(self) -> MembershipForm:
        return self.member_form or MembershipForm(centre=self.centre)

    @cached_property
    def tiers(self) -> list[tuple[int, list[Membership]]]:
        """Of each tier, the highest first, who works on it."""
        rows = list(self.centre.memberships.select_related("user").order_by("user__name"))
        return [(tier, [row for row in rows if row.tier == tier]) for tier in range(self.centre.tiers, 0, -1)]

    @cached_property
    def crews(self) -> list[Crew]:
        return list(self.centre.crews.order_by("retired_at", "name"))

    @cached_property
    def history(self) -> list[Told]:
        return file_history(self.centre)


@dataclass(frozen=True)
class CrewPage:
    crew: Crew
    reader: User
    form: CrewForm | None = None

    @property
    def may_edit(self) -> bool:
        return may(self.reader, Right.EDIT_REFERENCE)

    @cached_property
    def facts(self) -> CrewForm:
        return self.form or CrewForm(crew=self.crew)

    @cached_property
    def history(self) -> list[Told]:
        return file_history(self.crew)


@dataclass(frozen=True)
class PriorityRow:
    priority: Priority
    labels: TextsForm
    look: LookForm


def priority_rows(refused: dict[int, TextsForm] | None = None) -> list[PriorityRow]:
    """All priorities in their order, those in use first; `refused` are forms to be shown as they were sent."""
    rows = sorted(Priority.objects.all(), key=lambda each: (each.retired_at is not None, each.rank))
    return [
        PriorityRow(each, (refused or {}).get(each.pk) or priority_labels(each), LookForm(priority=each))
        for each in rows
    ]


def priority_labels(priority: Priority, sent: object = None) -> TextsForm:
    ident = f"priority{priority.pk}"
    return TextsForm(sent, texts=priority.labels, ident=ident, longest=LONGEST_PRIORITY)
