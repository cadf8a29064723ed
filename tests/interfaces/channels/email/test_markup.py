"""HTML from strangers, made safe."""

from firstline.interfaces.channels.email.markup import sanitised, text_of


def test_nothing_is_run_and_nothing_is_fetched():
    html = (
        '<img src="http://example.org/a.png" alt="a"><img src="cid:b"><a href="javascript:x()">c</a>'
        '<form action="/x"><input name="d"></form><style>p{}</style><iframe src="/e"></iframe><p style="top:0">f</p>'
        '<a href="data:text/html,x">g</a><div background="http://example.org/h">h</div>'
    )
    assert sanitised(html) == (
        '<img alt="a"><img src="cid:b"><a rel="noopener noreferrer nofollow">c</a><p>f</p>'
        '<a rel="noopener noreferrer nofollow">g</a><div>h</div>'
    )


def test_broken_html_is_repaired():
    assert sanitised("<p>a<p>b<ul><li>c<li><b>d</ul>e") == "<p>a</p><p>b</p><ul><li>c</li><li><b>d</b></li></ul>e"


def test_safe_html_stays_as_it_is():
    once = sanitised("<p>1 &lt; 2 &amp; 3</p><br><hr>")
    assert sanitised(once) == once == "<p>1 &lt; 2 &amp; 3</p><br><hr>"


def test_html_as_text():
    html = "<h1>Lamp</h1><p>It is   dark<br>here</p><blockquote>Since when?</blockquote>"
    html += "<pre>a\n  b</pre><table><tr><td>1<td>2</table>"
    assert text_of(html) == "Lamp\n\nIt is dark\nhere\n\n> Since when?\n\na\n  b\n\n1 2"
