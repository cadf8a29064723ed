"""Company texts in several languages: one JSON object per text, `{"en": ..., "fr": ...}`."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firstline.journal.refusal import Refused
from firstline.language.translated import pick

LONGEST_LABEL = 200
LONGEST_TEXT = 5000


class Labelled(models.Model):
    """A row with a label per language."""

    labels = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language, else in the nearest one there is."""
        return in_readers_language(self.labels)

    @property
    def missing_languages(self) -> list[str]:
        """The languages of the desk in which it has no label yet."""
        return [language for language, _name in settings.LANGUAGES if not self.labels.get(language)]


def in_readers_language(texts: Mapping[str, str]) -> str:
    """One company text in the language of the current reader."""
    return pick(texts, get_language() or "en")[0]


def checked(texts: Mapping[str, str], *, longest: int = LONGEST_LABEL) -> dict[str, str]:
    """Texts without those that are empty; refused when none is left, one is too long or its language is unknown."""
    known = dict(settings.LANGUAGES)
    kept = {language: " ".join(text.split()) for language, text in texts.items() if text.strip()}
    if not kept:
        raise Refused(_("A text is needed in at least one language."), field="labels")
    for language, text in kept.items():
        if language not in known:
            raise Refused(_("The desk does not speak this language."), field="labels")
        if len(text) > longest:
            raise Refused(_("At most %(count)s characters.") % {"count": longest}, field="labels")
    return kept


def set_label(row: Labelled, language: str, text: str, *, longest: int = LONGEST_LABEL) -> dict[str, str] | None:
    """Set a locked row's label in one language, or take it out where it is empty and another is left.

    Returns the journal's facts of the change; None when there is none. Refused as `checked` does.
    """
    wanted = checked({**row.labels, language: text}, longest=longest)
    was, now = row.labels.get(language, ""), wanted.get(language, "")
    if was == now:
        return None
    row.labels = wanted
    return {"field": f"label {language}", "was": was, "now": now}
