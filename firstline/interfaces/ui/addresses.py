"""Addresses found by their first word: a page does not try all the addresses that stand in the list before its own."""

from functools import cached_property
from typing import Any

from django.urls import URLResolver, include
from django.urls.resolvers import ResolverMatch, RoutePattern


class ByFirstWord(URLResolver):
    """The addresses of a list, of which only those are tried that begin with the word asked for, or with any."""

    def resolve(self, path: Any) -> ResolverMatch:
        word = str(path).partition("/")[0]
        return self._resolvers.get(word, self._others).resolve(path)

    @cached_property
    def _resolvers(self) -> dict[str, URLResolver]:
        words = {_word(pattern) for pattern in self.url_patterns}
        return {word: self._of(word, "") for word in words if word}

    @cached_property
    def _others(self) -> URLResolver:
        return self._of("")

    def _of(self, *words: str) -> URLResolver:
        some = [pattern for pattern in self.url_patterns if _word(pattern) in words]
        return URLResolver(self.pattern, some, self.default_kwargs, self.app_name, self.namespace)


def by_first_word(module: str) -> ByFirstWord:
    """`path("", include(module))`, tried by the first word of an address."""
    patterns, app_name, namespace = include(module)
    return ByFirstWord(RoutePattern("", is_endpoint=False), patterns, None, app_name, namespace)


def _word(pattern: Any) -> str:
    """The word that an address begins with; nothing where it may begin with several."""
    word, slash, _rest = str(pattern.pattern).partition("/")
    return word if slash and "<" not in word else ""
