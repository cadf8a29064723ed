"""Mails as the tests send them."""


def mail(text="The lift is stuck.", *, sender="Carla <carla@example.org>", subject="Lift", message_id="", **fields):
    """A raw message; further fields by name, with _ for -."""
    lines = [f"From: {sender}", "To: desk@city.example", f"Subject: {subject}", "Date: Sun, 22 Nov 2026 10:00:00 +0000"]
    lines += [f"Message-ID: <{message_id}>"] if message_id else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    head = "\r\n".join([*lines, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"])
    return f"{head}\r\n\r\n{text}\r\n".encode()
