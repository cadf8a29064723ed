"""Department > ServiceProvider > ServiceCategory > ProblemCode. Retired, never deleted, once used."""

from typing import ClassVar

from django.db import models

from firstline.reference.labels import Labelled
from firstline.reference.retiring import Retirable


class Node(Labelled, Retirable):
    """What all four levels have: a short key (unique below its parent), labels, and the moment it was retired."""

    key = models.CharField(max_length=120)

    class Meta:
        abstract = True


class Department(Node):
    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [models.UniqueConstraint("key", name="department_key")]


class ServiceProvider(Node):
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="providers")

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [models.UniqueConstraint("department", "key", name="provider_key")]


class ServiceCategory(Node):
    provider = models.ForeignKey(ServiceProvider, on_delete=models.PROTECT, related_name="categories")

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [models.UniqueConstraint("provider", "key", name="category_key")]


class CodeQuerySet(models.QuerySet["ProblemCode"]):
    def in_use(self) -> "CodeQuerySet":
        """Codes that are not retired, nor is anything above them."""
        return self.filter(
            retired_at=None,
            category__retired_at=None,
            category__provider__retired_at=None,
            category__provider__department__retired_at=None,
        )

    def with_path(self) -> "CodeQuerySet":
        """With all that stands above them, for lists that show the way to a code."""
        return self.select_related("category__provider__department")


class ProblemCode(Node):
    """A concrete problem. `synonyms` are words customers use for it, a list per language: `{"en": ["fridge", ...]}`."""

    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, related_name="codes")
    synonyms = models.JSONField(default=dict, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [models.UniqueConstraint("category", "key", name="code_key")]

    @property
    def path(self) -> str:
        """What stands above it, from the department down, in the reader's language."""
        category = self.category
        return " › ".join((category.provider.department.label, category.provider.label, category.label))


class CodeUse(models.Model):
    """How a code is used, and what it is called meanwhile: handed down by those who stand above the catalogue.

    `tickets` counts those of the last year; `said` are words that stand in them again and again; `articles` are the
    titles of the articles for it, a list per language.
    """

    code = models.OneToOneField(ProblemCode, on_delete=models.CASCADE, related_name="use")
    tickets = models.PositiveIntegerField(default=0)
    said = models.TextField(blank=True)
    articles = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.code_id}: {self.tickets}"
