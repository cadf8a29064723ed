"""A sheet for each place, and one script."""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

from firstline.interfaces.ui import bundle
from firstline.interfaces.ui.words import WORDS

DESK = bundle.HOME.parents[2] / "desk" / "templates" / "desk"


def test_every_sheet_is_small(site):
    assert {
        name: len(bundle.sheet(name).body) for name in bundle.sheets() if len(bundle.sheet(name).body) >= 64_000
    } == {}


def test_every_page_wears_a_sheet_that_knows_its_classes():
    known = {name: _classes_of(name) for name in bundle.sheets()}
    lacking = {
        (page.parent.name, page.name): missing
        for page in DESK.rglob("*.html")
        if "{% extends" in page.read_text()
        and (
            missing := (_worn(page) & set().union(*known.values()))
            - known[bundle.sheet_of(f"desk/{page.parent.name}/{page.name}")]
        )
    }
    assert lacking == {}


def test_a_page_of_no_place_wears_the_sheet_of_the_daily_work():
    assert [bundle.sheet_of(name) for name in (None, "404.html", "desk/queue/page.html")] == [bundle.DAILY] * 3
    assert bundle.sheet_of("desk/criteria/table.html") == "setup"


def test_a_sheet_that_is_not_there_is_not_found(site, client: Client):
    assert client.get("/ui/nothing-000000000000.css").status_code == 404


@pytest.mark.parametrize("name", bundle.sheets())
def test_every_source_file_is_in_its_layer(name: str):
    layers = set(re.findall(r"[a-z]+", bundle.LAYERS.removeprefix("@layer")))
    named = {path.name: re.findall(r"^@layer (\w+)", path.read_text(), re.MULTILINE) for path in bundle.parts(name)}
    assert {name: found for name, found in named.items() if len(found) != 1 or not set(found) <= layers} == {}


def test_the_digest_names_the_content():
    assert re.fullmatch(r"[0-9a-f]{12}", bundle.sheet().digest)
    assert bundle.sheet() == bundle.sheet()
    assert gzip.decompress(bundle.script().packed) == bundle.script().body


def test_the_sheet_may_be_kept_for_ever_under_its_digest(site, client: Client):
    answer = client.get(f"/ui/work-{bundle.sheet().digest}.css")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer.content == bundle.sheet().body


def test_an_old_digest_gets_the_sheet_of_today_but_may_not_keep_it(site, client: Client):
    answer = client.get("/ui/work-000000000000.css")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")


def test_the_script_is_sent_packed_to_browsers_that_can_unpack(site, client: Client):
    answer = client.get(f"/ui/look-{bundle.script().digest}.js", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == bundle.script().body


def test_no_template_carries_a_style_or_a_script_of_its_own():
    templates = (bundle.HOME.parent.parent / "templates").rglob("*.html")
    inline = re.compile(r"""\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)""")
    assert [path.name for path in templates if inline.search(path.read_text())] == []


def test_the_script_has_a_word_for_everything_it_says():
    text = "".join(path.read_text() for path in bundle.parts("js"))
    said = set(re.findall(r'say\("(\w+)"', text)) | set(re.findall(r'word: "(\w+)"', text))
    assert said - set(WORDS) == set()


def test_every_word_of_the_script_is_said_somewhere():
    text = "".join(path.read_text() for path in bundle.parts("js"))
    assert [name for name in WORDS if f'"{name}"' not in text] == []


def _classes_of(sheet: str) -> set[str]:
    return set(re.findall(r"\.([a-z][a-z0-9-]*)", bundle.sheet(sheet).body.decode()))


def _worn(page: Path) -> set[str]:
    """The classes that a page and what it includes or extends wear."""
    seen: dict[Path, str] = {}
    wanted = [page]
    while wanted:
        path = wanted.pop()
        if path not in seen and path.exists():
            seen[path] = path.read_text()
            named = re.findall(r'{% (?:include|extends|frozen) "desk/([^"]+)"', seen[path])
            wanted += [DESK / name for name in named]
    classes = (
        re.sub(r"{%.*?%}|{{.*?}}", " ", value)
        for text in seen.values()
        for value in re.findall(r'class="([^"]*)"', text)
    )
    return {name for value in classes for name in value.split()}
