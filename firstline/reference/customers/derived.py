"""Columns that follow from others of the same row: what is compared, sorted and found by, beside what was written."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models

from firstline.language.folding import fold
from firstline.language.tokens import analyse
from firstline.reference.customers import numbers


class DerivedField(models.CharField):  # type: ignore[type-arg]
    """A text computed from its row whenever that is written, one by one or in bulk, so that it cannot be forgotten."""

    def __init__(self, derive: Callable[[Any], str] | None = None, **options: Any) -> None:
        super().__init__(**{"editable": False, "blank": True, **options})
        self.derive = derive

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - the signature is Django's
        if self.derive is not None:
            setattr(model_instance, self.attname, self.derive(model_instance)[: self.max_length])
        return super().pre_save(model_instance, add)

    def deconstruct(self) -> Any:
        """To the database it is a plain text column: migrations need not know how it comes about."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


def name_key(name: str) -> str:
    """A name as it is sorted and found by its beginning: folded word by word."""
    return " ".join(word for word in map(fold, name.split()) if word)


def normal_contact_point(kind: str, value: str) -> str:
    """E.164 or digits of a number, the casefolded address of an e-mail."""
    return numbers.normal_email(value) if kind == "email" else numbers.normal(value, settings.PHONE_REGION)


def place_words(place: Any) -> str:
    """All words of a location, folded, each once; Thai ones split."""
    texts = (place.alias, place.landmark, place.address, place.area, place.postcode, place.city, place.building)
    return " ".join(dict.fromkeys(token.exact for token in analyse(" \n ".join(texts))))
