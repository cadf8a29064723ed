import pytest

from firstline.language.detection import LANGUAGES, detect
from tests.language.hostile import HOSTILE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The water main in our street has burst again"),
        ("en", "I cannot sign in to my computer since this morning"),
        ("fr", "Il n'y a plus d'eau chaude dans l'immeuble depuis hier"),
        ("fr", "Je voudrais savoir comment renouveler ma carte"),
        ("es", "No funciona el ascensor del edificio desde ayer"),
        ("es", "¿Cuándo pasa el camión de la basura?"),
        ("pl", "Od wczoraj nie działa winda w naszym bloku"),
        ("pl", "Jak moge zglosic dziure w drodze?"),
        ("th", "ไฟถนนดับทั้งซอยตั้งแต่เมื่อคืน"),
        ("th", "Windows Update ค้าง"),
        ("en", "HELP! MY PRINTER IS ON FIRE"),
    ],
)
def test_the_language_of_a_sentence_is_known(language, text):
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "12345", "😀", "\x00\ud800", "漢字"])
def test_a_text_that_tells_nothing_is_in_the_language_expected(text):
    assert detect(text, "pl") == "pl"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_in_some_language(text):
    assert detect(text) in LANGUAGES
