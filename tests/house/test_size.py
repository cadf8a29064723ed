"""Files under 300 lines, functions under 40."""

from tests.house.sources import PACKAGE, ROOT, functions, modules, name_of


def test_no_file_has_300_lines_or_more():
    sources = [*modules(PACKAGE), *modules(ROOT / "tests"), ROOT / "dev"]
    long = {name_of(path): n for path in sources if (n := len(path.read_text().splitlines())) >= 300}
    assert long == {}


def test_no_function_has_40_lines_or_more():
    long = {
        f"{name_of(path)}:{node.lineno} {node.name}": lines
        for path in modules()
        for node in functions(path)
        if node.end_lineno is not None and (lines := node.end_lineno - node.lineno + 1) >= 40
    }
    assert long == {}
