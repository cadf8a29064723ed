"""What an article can be attached to or refer to, found by a few letters."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import Http404
from django.utils.translation import get_language

from firstline.interfaces.desk.catalogue_page import LEVELS, editable
from firstline.language.folding import fold
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.catalogue.models import Department, ServiceCategory, ServiceProvider
from firstline.reference.knowledge.attaching import Target
from firstline.reference.knowledge.finding import best_for
from firstline.reference.staff.models import User

FEW = 6
LARGEST_KEY = 10**18


class Option(NamedTuple):
    """One line of a combobox: what is sent, what is written into the field, and what tells it from others."""

    value: str
    text: str
    more: str


def found_references(asked: str) -> list[Option]:
    """Articles and codes, as they are written inside a text."""
    language = get_language() or "en"
    articles = [
        Option(
            f"[[A-{one.number}]]", f"A-{one.number} {one.plain_title}", one.language if one.is_other_language else ""
        )
        for one in best_for(asked, language=language, limit=FEW, as_typed=True)
    ]
    codes = [
        Option(f"[[code:{found.code.key}]]", found.code.label, found.because or found.code.path)
        for found in find_codes(asked, language, limit=FEW)
    ]
    return articles + codes


def found_targets(asked: str, user: User) -> list[Option]:
    """Departments, providers, categories and codes of those that a person may change."""
    codes = [
        Option(f"codes:{found.code.pk}", found.code.label, found.because or found.code.path)
        for found in find_codes(asked, get_language() or "en", limit=FEW)
    ]
    return [*_nodes(asked, user), *codes]


def find_target(value: str, text: str, user: User) -> Target:
    """What was chosen, or, without a choice, the first that the text finds; `Http404` if there is none."""
    if not value:
        value = next((option.value for option in found_targets(text, user)), "")
    word, _colon, key = value.partition(":")
    if word not in LEVELS or not (key.isascii() and key.isdigit() and int(key) < LARGEST_KEY):
        raise Http404
    found: Target | None = editable(LEVELS[word][0], user).filter(pk=int(key)).first()
    if found is None:
        raise Http404
    return found


def _nodes(asked: str, user: User) -> Iterator[Option]:
    wanted = [fold(word) for word in asked.split()]
    if not wanted:
        return
    for word, level, above in (
        ("departments", Department, ()),
        ("providers", ServiceProvider, ("department",)),
        ("categories", ServiceCategory, ("provider",)),
    ):
        rows = editable(level, user).filter(retired_at=None).select_related(*above)
        fitting = [node for node in rows if all(part in fold(" ".join(node.labels.values())) for part in wanted)]
        for node in fitting[:FEW]:
            yield Option(f"{word}:{node.pk}", node.label, " › ".join(str(getattr(node, name)) for name in above))
