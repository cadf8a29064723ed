"""The places that a navigation leads to."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Place:
    """One entry of the navigation rail: a view's name, its label, icon and the keys that go there ("g q")."""

    view: str
    label: str | Promise
    icon: str
    key: str
    right: str

    @property
    def url(self) -> str:
        return address(self.view)


def address(view: str, *args: object) -> str:
    """The address of a view, or "" where this installation has none of that name."""
    return _address(settings.ROOT_URLCONF, get_script_prefix(), view, args)


@lru_cache(maxsize=256)
def _address(urls: str, prefix: str, view: str, args: tuple[object, ...]) -> str:  # noqa: ARG001 - what the answer depends on
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return ""
