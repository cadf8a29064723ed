"""Each package says in its first sentence what it is; no second word for logic; no word that says nothing."""

import ast

from tests.house.sources import PACKAGE, functions, modules, name_of, tree

EMPTY_WORDS = {"utils", "util", "common", "core", "base", "helpers", "helper", "services", "managers", "misc"}
EMPTY_VERBS = ("do_", "handle_", "process_", "manage_")
# Names that Django asks for by name.
DJANGO_CALLS = {"process_exception", "process_request", "process_response", "process_view"}
DJANGO_IMPORTS = {"firstline/config/database/base.py"}


def packages():
    return [path for path in modules() if path.name == "__init__.py" and "management" not in path.parts]


def test_every_package_has_a_caption():
    missing = [name_of(path) for path in packages() if not (ast.get_docstring(tree(path)) or "").strip()]
    assert missing == []


def test_a_caption_is_one_short_sentence():
    captions = {name_of(path): (ast.get_docstring(tree(path)) or "").split("\n\n")[0] for path in packages()}
    assert {name: text for name, text in captions.items() if not text.endswith(".") or len(text) > 240} == {}


def test_no_module_has_a_name_that_says_nothing():
    empty = [name_of(path) for path in modules() if path.stem in EMPTY_WORDS or path.parent.name in EMPTY_WORDS]
    assert [name for name in empty if name not in DJANGO_IMPORTS] == []


def test_no_verb_starts_with_a_word_that_says_nothing():
    names = {
        f"{name_of(path)} {node.name}"
        for path in modules(PACKAGE)
        for node in functions(path)
        if node.name.startswith(EMPTY_VERBS) and node.name not in DJANGO_CALLS
    }
    assert names == set()
