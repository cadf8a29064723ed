import re

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from firstline.search.marks import excerpt, highlight, marked


def test_what_was_asked_for_is_marked_and_everything_else_escaped():
    assert marked('<b>Printers</b> & "paper"', "printer") == (
        "&lt;b&gt;<mark>Printers</mark>&lt;/b&gt; &amp; &quot;paper&quot;"
    )


def test_thai_is_marked():
    assert marked("แจ้งไฟถนนดับ", "ไฟดับ") == "แจ้ง<mark>ไฟ</mark>ถนน<mark>ดับ</mark>"


def test_an_excerpt_shows_where_it_was_cut():
    text = "nothing here. " * 30 + "a <i>burst</i> main. " + "nothing there. " * 30
    shown = excerpt(text, "burst", length=60)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "&lt;i&gt;<mark>burst</mark>&lt;/i&gt;" in shown


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"'><svg/onload=x>"])
def test_an_attack_stays_a_text(attack):
    shown = excerpt(attack, attack)
    assert "<" not in re.sub("</?mark>", "", shown)


@given(st.text(), st.text())
def test_without_its_marks_the_html_is_the_text(text, query):
    assert re.sub("</?mark>", "", marked(text, query)) == escape(text)
    assert marked(text, query).count("<mark>") == len(highlight(text, query))
