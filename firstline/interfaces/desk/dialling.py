"""What opens when somebody clicks a number: the telephone of this computer, or what their telephone line says."""

from urllib.parse import quote

SHORTEST = 3


def dialled(number: str) -> str:
    """The address behind a number: "tel:+16502531234"; "" for what has too few digits."""
    digits = _digits(number)
    return f"tel:{digits}" if digits else ""


def dial_address(user: object, number: str) -> str:
    """The same as the reader's own telephone line wants it."""
    digits = _digits(number)
    mine = next((one for one in telephones(user) if one["dials"]), None)
    if mine is None or not digits:
        return dialled(number)
    said = {"{number}": quote(digits), "{extension}": quote(str(mine["extension"]), safe="")}
    address = str(mine["dials"])
    for name, value in said.items():
        address = address.replace(name, value)
    return address


def telephones(user: object) -> list[dict[str, object]]:
    """Where a person answers, as whoever signed in brings it along: `line`, `extension` and `dials`."""
    return getattr(user, "telephones", None) or []


def _digits(number: str) -> str:
    digits = "".join(sign for sign in number if sign in "0123456789")
    return f"{'+' if number.strip().startswith('+') else ''}{digits}" if len(digits) >= SHORTEST else ""
