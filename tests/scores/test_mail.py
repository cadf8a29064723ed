"""The score of mail counts a message only when all that is known of it comes out right."""

import json

import pytest

from firstline.scores import mail

pytestmark = pytest.mark.django_db
MESSAGE = "From: Ana <ana@example.org>\nSubject: Lamp\n\nDark\n"
BOUNCE = "From: MAILER-DAEMON@example.org\nSubject: failure notice\n\n<bob@example.org>:\nno mailbox here (#5.1.1)\n"


def lay(folder, name, *rows):
    path = folder / "email" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(row) for row in rows))


def write(folder, name, text):
    path = folder / "email" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_each_set_says_its_own_sum(tmp_path):
    expected = {"From": {"email": "ana@example.org"}, "Subject": "Lamp", "text": "lamp.txt", "parts": ["text/plain"]}
    write(tmp_path, "corpus/a.eml", MESSAGE)
    lay(tmp_path, "corpus/manifest.jsonl", {"file": "a.eml", "stdlib": {"from": "x", "subject": "x"}})
    write(tmp_path, "mime/messages/a.txt", MESSAGE)
    write(tmp_path, "mime/bodies/lamp.txt", "Dark  ")
    wrong = {**expected, "attachments": 1}
    lay(tmp_path, "mime/expected.jsonl", {"file": "a.txt", "expected": expected}, {"file": "a.txt", "expected": wrong})
    write(tmp_path, "bounces/messages/b.eml", BOUNCE)
    write(tmp_path, "bounces/not_bounces/a.eml", MESSAGE)
    results = [{"reason": "userunknown", "hardbounce": True}]
    lay(tmp_path, "bounces/expected.jsonl", {"file": "bsd/b.eml", "results": results})
    plain = {"source": "x/y", "kind": "plain", "input": "Yes\n\n-----Original Message-----\nNo", "expected": "Yes"}
    html = {"source": "x/z", "kind": "html", "input": "Yes<blockquote>No</blockquote>", "expected": "<body>Yes</body>"}
    lay(
        tmp_path,
        "replies/a_cases.jsonl",
        plain,
        html,
        {"source": "x/w", "input": "Yes", "check": "equals", "value": "No"},
    )
    said: list[str] = []
    cases = list(mail.run(tmp_path, said.append))
    assert said == [
        "corpus (1 cases): 1.000, to reach: 1.000",
        "mime (2 cases): 0.500, to reach: 0.950",
        "bounces (1 cases): 1.000, to reach: 0.970",
        "not bounces (1 cases): 1.000, to reach: 1.000",
        "replies (3 cases): 0.667, to reach: 0.900",
    ]
    assert [case.name for case in cases if not case.passed] == ["mime a.txt", "reply w"]


def test_trees_of_parts_are_compared_whatever_their_spelling():
    leaves = [("image/png", []), ("image/png", [])]
    assert mail._wanted_tree(["text/plain"]) == ("text/plain", [])
    assert mail._wanted_tree({"multipart/mixed": ["image/png", "image/png"]}) == ("multipart/mixed", leaves)
    assert mail._wanted_tree({"multipart/mixed": {"0": "image/png", "1": "image/png"}}) == ("multipart/mixed", leaves)
