"""What is stored of a word, and what a word asked for is looked up by."""

from typing import NamedTuple

from firstline.language.tokens import ROOT_LETTERS

ROOT_WEIGHT = 1.0
EXACT_WEIGHT = 0.5


class Lexeme(NamedTuple):
    """One entry to look up: `weight` counts in the score; a prefix stands for every entry that begins so."""

    text: str
    weight: float
    is_prefix: bool = False

    @property
    def key(self) -> str:
        """What its frequency is kept under."""
        return f"{self.text}*" if self.is_prefix else self.text

    @property
    def tsquery(self) -> str:
        """As PostgreSQL writes it; entries hold letters, digits and a leading `~` only, so nothing needs escaping."""
        return f"'{self.text}':*" if self.is_prefix else f"'{self.text}'"


def lexemes_of(exact: str, root: str) -> tuple[str, ...]:
    """The word itself, and its root with a `~` where other words can share it."""
    return (exact, f"~{root}") if _has_root(exact, root) else (exact,)


def asked(exact: str, root: str, weight: float = 1.0) -> list[Lexeme]:
    """What finds a whole word: its root for the endings, itself for the order."""
    if not _has_root(exact, root):
        return [Lexeme(exact, weight * (ROOT_WEIGHT + EXACT_WEIGHT))]
    return [Lexeme(f"~{root}", weight * ROOT_WEIGHT), Lexeme(exact, weight * EXACT_WEIGHT)]


def begun(exact: str, root: str) -> list[Lexeme]:
    """What finds a word of which only the beginning has been typed."""
    if not _has_root(exact, root):
        return [Lexeme(exact, ROOT_WEIGHT, is_prefix=True), Lexeme(exact, EXACT_WEIGHT)]
    return [Lexeme(f"~{root}", ROOT_WEIGHT), Lexeme(exact, EXACT_WEIGHT, is_prefix=True)]


def _has_root(exact: str, root: str) -> bool:
    return len(root) == ROOT_LETTERS and (root != exact or not any(map(str.isdigit, exact)))
