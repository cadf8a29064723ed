"""Texts that try to run something, by Markdown and by HTML."""

import json
from collections.abc import Iterator
from itertools import product

from tests.shared_data import data

_SCHEMES = (
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "&#106;avascript:",
    "data:text/html,",
    "vbscript:",
    " javascript:",
)
_FORMS = ("[x]({}alert(1))", "<{}alert(1)>", "![x]({}alert(1))", "[x]: {}alert(1)\n\n[x]", '<a href="{}alert(1)">x</a>')

ATTACKS = [
    *(form.format(scheme) for form, scheme in product(_FORMS, _SCHEMES)),
    "<script>window.attacked = 1</script>",
    "<img src=x onerror=window.attacked=1>",
    "<svg onload=window.attacked=1>",
    "<svg><script>window.attacked=1</script></svg>",
    '<iframe srcdoc="<script>parent.attacked=1</script>"></iframe>',
    "<details open ontoggle=window.attacked=1>",
    "<body onload=window.attacked=1>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.attacked=1>",
    "<style>@import 'http://127.0.0.1:9/x.css'</style>",
    "<base href='//127.0.0.1:9/'>",
    "<meta http-equiv=refresh content='0;url=//127.0.0.1:9/'>",
    "<form action=//127.0.0.1:9/><button autofocus onfocus=window.attacked=1>",
    '[x](https://e.org "onmouseover=\\"window.attacked=1")',
    '[x](https://e.org"onmouseover="window.attacked=1)',
    "```html\n</code></pre><script>window.attacked=1</script>\n```",
    '```"><script>window.attacked=1</script>\nx\n```',
    "`</code><script>window.attacked=1</script>`",
    "[[A-1|<img src=x onerror=window.attacked=1>]]",
    "[[code:<img src=x onerror=window.attacked=1>]]",
    "![<script>window.attacked=1</script>](x)",
    "|<script>window.attacked=1</script>|\n|-|\n|<img src=x onerror=window.attacked=1>|",
    "<!--><script>window.attacked=1</script>-->",
    "<![CDATA[><script>window.attacked=1</script>]]>",
    "<?php echo 1 ?><script>window.attacked=1</script>",
    "</textarea><script>window.attacked=1</script>",
    "</title><script>window.attacked=1</script>",
    "{{ 7|add:7 }}{% debug %}",
]


def shared_attacks() -> Iterator[str]:
    """The hostile texts of the shared data; the test is skipped where it is not there."""
    for path in sorted(data("naughty").iterdir()):
        if path.suffix == ".json":
            yield from (text for text in json.loads(path.read_text()) if isinstance(text, str))
        elif path.suffix == ".txt":
            yield from path.read_text(errors="surrogateescape").splitlines()
