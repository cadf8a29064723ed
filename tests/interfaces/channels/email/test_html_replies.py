"""What is new in replies that came as HTML."""

import pytest

from firstline.interfaces.channels.email.html_replies import trimmed_html

QUOTATIONS = [
    '<div class="gmail_quote"><div>On Mon wrote:</div><blockquote>Old</blockquote></div>',
    "<blockquote>Old</blockquote>",
    '<div class="moz-cite-prefix">Desk:<br></div><blockquote>Old</blockquote>',
    '<div id="divRplyFwdMsg">Von: Pult</div><div>Old</div>',
    "<div>On 2/4/2012 18:26, Desk wrote:</div><div>Old</div>",
    "<hr><div><b>From:</b> Desk &lt;desk@example.org&gt;<br><b>Sent:</b> 2/4/2012<br><b>To:</b> Ana</div><p>Old</p>",
]


@pytest.mark.parametrize("quotation", QUOTATIONS)
def test_a_quotation_is_taken_away(quotation):
    new, quoted = trimmed_html(f"<p>Yes</p>{quotation}")
    assert new == "<p>Yes</p>"
    assert "Old" in quoted
    assert "Yes" not in quoted


def test_what_follows_a_quotation_is_kept():
    html = "<p>Yes</p><div>On 2/4/2012 18:26, Desk wrote:</div><blockquote>Old</blockquote><p>Bye</p>"
    assert trimmed_html(html)[0] == "<p>Yes</p><p>Bye</p>"


def test_a_reply_of_nothing_but_a_quotation_stays_whole():
    for html in ("<blockquote>Old</blockquote>", "", "<p>Yes</p>"):
        assert trimmed_html(html) == (html, "")


def test_what_is_forwarded_is_kept():
    html = '<p>See</p><div class="gmail_quote">---------- Forwarded message ----------<br>From: Bob</div>'
    assert trimmed_html(html) == (html, "")
