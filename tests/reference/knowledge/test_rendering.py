"""Markdown becomes HTML that cannot run, load or break anything."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstline.reference.knowledge.references import Target
from firstline.reference.knowledge.rendering import DEEPEST, LONGEST_BODY, SCHEMES, plain, render
from tests.reference.knowledge.attacks import ATTACKS, shared_attacks

TAGS = {"a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "span"}
TAGS |= {"strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}


class Seen(HTMLParser):
    """All tags and attributes of a page, as a browser would meet them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def dangers(html: str) -> list[object]:
    """What in this HTML is not one of the few harmless things."""
    found: list[object] = []
    for tag, attributes in Seen(html).tags:
        found += [tag] if tag not in TAGS else []
        found += [name for name in attributes if name not in ("href", "title", "rel", "class", "start")]
        address = attributes.get("href") or ""
        scheme = re.match(r"[\s\x00-\x1f]*([a-zA-Z][a-zA-Z0-9+.\-]*):", address)
        found += [address] if scheme and scheme[1].lower() not in SCHEMES else []
    return found


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**free** of *charge*", "<p><strong>free</strong> of <em>charge</em></p>\n"),
        ("# Title", "<h3>Title</h3>\n"),
        ("##### Small", "<h6>Small</h6>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("3. third", '<ol start="3">\n<li>third</li>\n</ol>\n'),
        ("~~old~~", "<p><s>old</s></p>\n"),
        ("[a](https://e.org)", '<p><a href="https://e.org" rel="noopener noreferrer">a</a></p>\n'),
        ("[call](tel:+48123)", '<p><a href="tel:+48123" rel="noopener noreferrer">call</a></p>\n'),
        ("ถนนเป็น **หลุม**", "<p>ถนนเป็น <strong>หลุม</strong></p>\n"),
        ("a\x00b", "<p>ab</p>\n"),
        ("half \ud800 character", "<p>half  character</p>\n"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert render(text) == html


def test_a_picture_is_a_link_to_it_and_is_never_loaded() -> None:
    assert render("![the depot](https://e.org/a.png)") == (
        '<p><a href="https://e.org/a.png" rel="noopener noreferrer">the depot</a></p>\n'
    )
    assert render("![](https://e.org/a.png)") == (
        '<p><a href="https://e.org/a.png" rel="noopener noreferrer">https://e.org/a.png</a></p>\n'
    )


@pytest.mark.parametrize("text", ATTACKS)
def test_no_attack_survives(text: str) -> None:
    assert dangers(render(text)) == []


def test_no_attack_of_the_shared_data_survives() -> None:
    assert [text for text in shared_attacks() if dangers(render(text))] == []


@settings(max_examples=100)
@given(st.text(alphabet="<>[]()!*_`~#|-\\&;:=\"'/ \nabjsdt\ud800\x00กé", max_size=200))
def test_any_text_is_rendered_and_harmless(text: str) -> None:
    assert dangers(render(text)) == []
    plain(text)


@pytest.mark.parametrize("mark", ["> ", ">", "[", "![", "*a ", "[[", "- a\n  ", "`", "<", "|a", "[a](", "\\"])
def test_a_nesting_bomb_is_defused(mark: str) -> None:
    html = render((mark * LONGEST_BODY)[:LONGEST_BODY])
    assert dangers(html) == []
    assert html.count("<blockquote>") <= DEEPEST


def test_a_text_that_is_too_long_is_shown_as_it_was_written() -> None:
    assert render("*" * (LONGEST_BODY + 1)) == f"<pre>{'*' * LONGEST_BODY}</pre>"


TARGETS = {
    "a-12": Target("article", 12, "Fridges & <b>ovens</b>", is_gone=False),
    "a-13": Target("article", 13, "Old stoves", is_gone=True),
    "code:pothole": Target("code", 7, "Pothole", is_gone=False),
}


def address(kind: str, key: int) -> str:
    return f"/{kind}/{key}/"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[[A-12]]", '<a class="reference" href="/article/12/" REL>Fridges &amp; &lt;b&gt;ovens&lt;/b&gt;</a>'),
        ("[[a12|these]]", '<a class="reference" href="/article/12/" REL>these</a>'),
        ("[[A-13]]", '<a class="reference gone" href="/article/13/" REL>Old stoves (no longer in use)</a>'),
        ("[[code: PotHole ]]", '<a class="reference" href="/code/7/" REL>Pothole</a>'),
        ("[[A-99]]", '<span class="reference gone">[[A-99]] (leads nowhere)</span>'),
        ("[[A-12|<script>]]", '<a class="reference" href="/article/12/" REL>&lt;script&gt;</a>'),
        ("[[other]]", "[[other]]"),
        ("`[[A-12]]`", "<code>[[A-12]]</code>"),
    ],
)
def test_references_lead_to_articles_and_codes(text: str, html: str) -> None:
    expected = html.replace("REL", 'rel="noopener noreferrer"')
    assert render(text, targets=TARGETS, address=address) == f"<p>{expected}</p>\n"


def test_a_reference_without_an_address_is_read_as_words() -> None:
    assert render("See [[A-12]].", targets={"a-12": Target("article", 12, "Fridges", is_gone=False)}) == (
        '<p>See <span class="reference">Fridges</span>.</p>\n'
    )


def test_a_reference_inside_a_link_stays_harmless() -> None:
    assert dangers(render("[see [[A-12]]](https://e.org)", targets=TARGETS, address=address)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Title\n\nOne **two**\nthree\n\n- four\n- five", "Title\nOne two three\nfour\nfive"),
        ("|a|b|\n|-|-|\n|c|d|", "a b\nc d"),
        ("a & b < c", "a & b < c"),
        ('[x](https://e.org "a > b") c', "x c"),
        ("one\\\ntwo\n\n```\nthree\nfour\n```", "one\ntwo\nthree four"),
        ("", ""),
    ],
)
def test_the_words_of_a_text_are_without_its_marks(text: str, words: str) -> None:
    assert plain(text) == words
