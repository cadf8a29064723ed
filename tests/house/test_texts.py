"""Every text is translated into every language, with the same placeholders, and nothing is missing or left over."""

import os
import re
import shutil
import subprocess
import sys

import polib
import pytest

from tests.house.sources import PACKAGE

LANGUAGES = ("fr", "es", "pl", "th")
NAMED = re.compile(r"%\((\w+)\)[sd]")
UNNAMED = re.compile(r"(?<!%)%(?:%%)*[sd]\b")


def catalogue(language):
    return polib.pofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"))


def texts_of(entry):
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_fuzzy(language):
    wanting = [e.msgid for e in catalogue(language) if not e.obsolete and (e.fuzzy or not all(texts_of(e)))]
    assert wanting == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_all_forms_of_the_language(language):
    kept = catalogue(language)
    forms = int(re.search(r"nplurals=([0-9])", kept.metadata["Plural-Forms"])[1])
    assert [e.msgid for e in kept if e.msgid_plural and len(e.msgstr_plural) != forms] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_use_the_same_placeholders(language):
    wrong = []
    for entry in catalogue(language):
        wanted = set(NAMED.findall(entry.msgid)) | set(NAMED.findall(entry.msgid_plural))
        for text in texts_of(entry):
            used = set(NAMED.findall(text))
            # A form for one may leave the number out, as in "yesterday".
            if not (used == wanted or (entry.msgid_plural and used < wanted)):
                wrong.append((entry.msgid, text))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_have_names(language):
    assert [e.msgid for e in catalogue(language) if UNNAMED.search(e.msgid)] == []


def test_every_text_of_the_sources_stands_in_the_catalogues(tmp_path):
    if not shutil.which("xgettext"):
        pytest.skip("xgettext is not installed, so the texts of the sources cannot be collected")
    ignored = shutil.ignore_patterns("*.po", "*.mo", "__pycache__", "*.css", "*.svg")
    shutil.copytree(PACKAGE, tmp_path / "firstline", ignore=ignored)
    (tmp_path / "firstline" / "locale" / "fr").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "fr", "--no-wrap"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    subprocess.run(command, cwd=tmp_path / "firstline", env=environment, check=True, capture_output=True)
    collected = polib.pofile(str(tmp_path / "firstline" / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
    wanted = {(entry.msgctxt, entry.msgid) for entry in collected}
    for language in LANGUAGES:
        kept = {(entry.msgctxt, entry.msgid) for entry in catalogue(language) if not entry.obsolete}
        assert (sorted(map(str, wanted - kept)), sorted(map(str, kept - wanted))) == ([], []), language
