"""Verbs say who did it and write one journal entry; screens write nothing."""

import ast

from tests.house.sources import PACKAGE, functions, modules, name_of, tree

WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
SCREENS = PACKAGE / "interfaces"
NOT_ROWS = {"session", "cache", "signals", "hashlib"}


def calls(node):
    return [call for call in ast.walk(node) if isinstance(call, ast.Call)]


def writes_rows(call):
    """Whether a call looks like the ORM's: `x.objects.create(...)`, `ticket.save()`, `rows.update(...)`."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    receiver = ast.unparse(call.func.value)
    if call.func.attr == "update" and "objects" not in receiver and "filter(" not in receiver:
        return False
    return not any(word in receiver for word in NOT_ROWS)


def test_no_screen_writes_rows():
    found = [
        f"{name_of(path)}:{call.lineno} {ast.unparse(call)[:60]}"
        for folder in ("desk", "ui")
        for path in modules(SCREENS / folder)
        for call in calls(tree(path))
        if writes_rows(call)
    ]
    assert found == []


def verbs():
    """The functions that write the journal."""
    for folder in ("casework", "reference"):
        for path in modules(PACKAGE / folder):
            for node in functions(path):
                entries = [call for call in calls(node) if ast.unparse(call.func) in {"record", "journal.record"}]
                if entries:
                    yield path, node, entries


def test_every_verb_takes_by_as_a_keyword_and_passes_it_on():
    wrong = []
    for path, node, entries in verbs():
        takes = "by" in [argument.arg for argument in node.args.kwonlyargs]
        passes = all("by" in [keyword.arg for keyword in call.keywords] for call in entries)
        if not (takes and passes):
            wrong.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert wrong == []


def test_every_verb_writes_one_journal_entry():
    assert [f"{name_of(p)}:{n.lineno} {n.name}" for p, n, entries in verbs() if len(entries) != 1] == []


def test_no_verb_is_called_an_update_of_everything():
    names = {node.name for path in modules(PACKAGE) for node in functions(path)}
    assert names & {"update_ticket", "update_contact", "update_customer", "update_work_order"} == set()


def test_imports_stand_at_the_top():
    inline = [
        f"{name_of(path)}:{inner.lineno}"
        for path in modules(PACKAGE)
        for node in functions(path)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert inline == []
