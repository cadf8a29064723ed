import asyncio

import pytest

from firstline.config.pages import Pages

SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/somewhere/",
    "query_string": b"q=1",
    "http_version": "1.1",
    "headers": [(b"content-length", b"6"), (b"content-type", b"text/plain")],
}


class Answer(list[bytes]):
    """What an application gives back, as Django does: whole, or to be streamed."""

    def __init__(self, pieces, *, streaming):
        super().__init__(pieces)
        self.streaming, self.closed = streaming, False

    def close(self):
        self.closed = True


def ask(application, pieces, **facts):
    """The messages of the answer to a request whose body comes in these pieces."""
    sent, waiting = [], list(pieces)

    async def receive():
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    async def send(message):
        sent.append(message)

    asyncio.run(Pages(application, workers=1)({**SCOPE, **facts}, receive, send))
    return sent


def echo(answer):
    def application(environ, start):
        start("201 Created", [("Content-Type", "text/plain")])
        answer.append(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        return answer

    return application


def test_a_short_answer_goes_out_whole():
    answer = Answer([b"got "], streaming=False)
    start, body = ask(echo(answer), [b"abcdef"])
    assert start == {"type": "http.response.start", "status": 201, "headers": [(b"content-type", b"text/plain")]}
    assert body == {"type": "http.response.body", "body": b"got abcdef", "more_body": False}
    assert answer.closed


@pytest.mark.parametrize(
    ("query", "read"), [(b"q=1&r=%41", "q=1&r=%41"), ("q=é ก".encode(), "q=%C3%A9 %E0%B8%81"), (b"\xff&a=b", "%FF&a=b")]
)
def test_letters_in_an_address_are_read_as_if_they_had_been_written_as_they_should(query, read):
    found = []

    def application(environ, start):
        found.append(environ["QUERY_STRING"])
        return echo(Answer([], streaming=False))(environ, start)

    assert ask(application, [b"abcdef"], query_string=query)[0]["status"] == 201
    assert found == [read]


def test_a_body_that_comes_in_pieces_is_read_to_its_end():
    assert ask(echo(Answer([], streaming=False)), [b"ab", b"cd", b"ef"])[1]["body"] == b"abcdef"


def test_what_is_streamed_goes_out_piece_by_piece():
    answer = Answer([b"one", b"two"], streaming=True)
    _start, *pieces = ask(echo(answer), [b"abcdef"])
    assert [(piece["body"], piece["more_body"]) for piece in pieces] == [
        *((text, True) for text in (b"one", b"two", b"abcdef")),
        (b"", False),
    ]
    assert answer.closed
