import pytest

from firstline.search.lexemes import BLOCK, block_of, blocks_since


@pytest.mark.parametrize(
    ("oldest", "newest", "asked"),
    [
        (0, 2, ["'@0'", "'@1'", "'@2'"]),
        (3, 12, [f"'@{block}'" for block in range(3, 10)] + ["'@10'", "'@11'", "'@12'"]),
        (8, 13, ["'@8'", "'@9'", "'@1':*"]),
        (212, 234, ["'@21':*", "'@22':*", "'@23':*"]),
        (218, 221, ["'@218'", "'@219'", "'@220'", "'@221'"]),
    ],
)
def test_most_of_ten_blocks_are_asked_for_by_their_common_beginning(oldest, newest, asked):
    assert blocks_since(oldest * BLOCK, newest * BLOCK + 1) == asked


def test_every_object_of_that_age_is_in_one_of_the_blocks():
    for oldest in range(0, 130 * BLOCK, 7 * BLOCK + 11):
        entries = blocks_since(oldest, 130 * BLOCK)
        whole = {entry.strip("'") for entry in entries if not entry.endswith("*")}
        begun = tuple(entry.strip("':*") for entry in entries if entry.endswith("*"))
        ids = range(oldest, 131 * BLOCK, BLOCK)
        assert all(block_of(one) in whole or block_of(one).startswith(begun) for one in ids)
