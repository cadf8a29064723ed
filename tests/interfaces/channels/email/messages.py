"""Raw messages for the tests, built line by line."""

FIELDS = "From: Ana Lind <ana@example.org>\nSubject: Lamp\nDate: Mon, 2 Apr 2012 10:00:00 +0200"


def raw(*lines: str, fields: str = FIELDS) -> bytes:
    """A message of these lines below the usual fields; begin with more fields and an empty line, or just the latter."""
    return "\r\n".join([*fields.split("\n"), *lines]).encode()


def part(*lines: str) -> list[str]:
    return ["--edge", *lines]


def mixed(*parts: list[str], kind: str = "mixed") -> bytes:
    """A message of several parts."""
    lines = [line for each in parts for line in each]
    return raw(f'Content-Type: multipart/{kind}; boundary="edge"', "", *lines, "--edge--", "")
