"""Texts that would keep a careless analysis busy for hours: each is quick in time that grows with its length."""

LENGTH = 200_000

HOSTILE = [
    pattern * (LENGTH // len(pattern))
    for pattern in (
        "a",
        "ก",
        "า",
        "ก่",
        "มากกว่า",
        "เ",
        "\u0e4d",
        "a-",
        "a1-",
        "1 ",
        "1 (2)",
        "ab.",
        "\u0301",
        "a\u0301",
        "_",
        "\u200b",
        "9",
        "漢",
        "'",
        "\x00",
        "\ud800",
    )
]
