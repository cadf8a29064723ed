"""What the portal keeps for a day: who knocked how often, and photos of forms that are not sent yet."""

from typing import ClassVar

from django.db import models


class Knock(models.Model):
    """One form that was sent. `address` and `words` are digests: they tell only whether two are the same.

    `passed`: it was not held back.
    """

    act = models.CharField(max_length=8)
    address = models.CharField(max_length=32)
    words = models.CharField(max_length=32, blank=True)
    passed = models.BooleanField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["act", "at"], name="knock_of_act")]

    def __str__(self) -> str:
        return f"{self.act} {self.address}"


class KeptPhoto(models.Model):
    """A photo of a form that was shown again, so that nobody has to choose it twice. `form` is the form's own key."""

    form = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
