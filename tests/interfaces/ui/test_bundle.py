"""One sheet and one script."""

import gzip
import re

from django.test import Client

from firstline.interfaces.ui import bundle
from firstline.interfaces.ui.words import WORDS


def test_the_sheet_is_small(site):
    assert len(bundle.sheet().packed) < 17_000


def test_every_source_file_is_in_its_layer():
    layers = set(re.findall(r"[a-z]+", bundle.LAYERS.removeprefix("@layer")))
    named = {path.name: re.findall(r"^@layer (\w+)", path.read_text(), re.MULTILINE) for path in bundle.parts("css")}
    assert {name: found for name, found in named.items() if len(found) != 1 or not set(found) <= layers} == {}


def test_the_digest_names_the_content():
    assert re.fullmatch(r"[0-9a-f]{12}", bundle.sheet().digest)
    assert bundle.sheet() == bundle.sheet()
    assert gzip.decompress(bundle.script().packed) == bundle.script().body


def test_the_sheet_may_be_kept_for_ever_under_its_digest(site, client: Client):
    answer = client.get(f"/ui/look-{bundle.sheet().digest}.css")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer.content == bundle.sheet().body


def test_an_old_digest_gets_the_sheet_of_today_but_may_not_keep_it(site, client: Client):
    answer = client.get("/ui/look-000000000000.css")
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
