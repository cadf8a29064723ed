"""What is new in replies, in the languages and by the mailers that customers use."""

import pytest

from firstline.interfaces.channels.email.replies import Trimmed, trimmed, unquoted

HEADS = [
    "On Mon, Apr 2, 2012 at 6:26 PM, Desk <desk@example.org> wrote:",
    "On Mon, Apr 2, 2012 at 6:26 PM, The Desk of the City <desk@example.org>\nwrote:",
    "Le lun. 2 avr. 2012 à 18:26, Accueil <desk@example.org> a écrit :",
    "El lun, 2 abr 2012 a las 18:26, Mesa (<desk@example.org>) escribió:",
    "W dniu 02.04.2012 o 18:26, Biuro pisze:",
    "pon., 2 kwi 2012 o 18:26 Biuro <desk@example.org> napisał(a):",
    "เมื่อ จ. 2 เม.ย. 2555 เวลา 18:26 ศูนย์ <desk@example.org> เขียนว่า:",
    "Am 02.04.2012 um 18:26 schrieb Pult <desk@example.org>:",
    "-----Original Message-----",
    "----- Oryginalna wiadomość -----",
    "From: Desk <desk@example.org>\nSent: Monday, April 2, 2012 6:26 PM\nTo: Ana\nSubject: Lamp",
    "De : Accueil <desk@example.org>\nEnvoyé : lundi 2 avril 2012 18:26\nÀ : Ana\nObjet : Lampe",
    "________________________________\nVon: Pult\nGesendet: Montag, 2. April 2012 18:26\nAn: Ana\nBetreff: Lampe",
    "จาก: ศูนย์ <desk@example.org>\nส่ง: 2 เมษายน 2555 18:26\nถึง: อนา\nเรื่อง: ไฟ",
    "##- Please type your reply above this line -##",
]


@pytest.mark.parametrize("head", HEADS)
def test_what_stands_below_a_head_is_quoted(head):
    assert trimmed(f"It works.\n\n{head}\n\nDoes it work?") == Trimmed("It works.", "", f"{head}\n\nDoes it work?")


def test_answers_between_quoted_lines_are_kept():
    text = "On 2/4/2012 18:26, Desk wrote:\n> Which lamp?\n\nThe left one.\n\n> Since when?\n> Truly?\n\nSunday."
    assert trimmed(text).text == "The left one.\n\nSunday."


def test_words_that_only_look_like_a_head_are_kept():
    for text in ("On Monday\nI came.", "From: London\nTo: Paris", "I said:\nyes", "> sic"):
        assert trimmed(text) == Trimmed(text, "", "")


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAna Lind\nCity",
        "Sent from my iPhone",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Wysłane z iPhone'a",
    ],
)
def test_a_signature_is_folded_away(signature):
    assert trimmed(f"It works.\n\n{signature}") == Trimmed("It works.", signature, "")


def test_a_reply_of_nothing_but_a_quotation_stays_whole():
    text = "On 2/4/2012 18:26, Desk wrote:\n> Which lamp?"
    assert (trimmed(text).text, unquoted(text)) == (text, (text, ""))


def test_what_is_forwarded_is_what_the_message_is_about():
    text = "FYI\n\n---------- Forwarded message ----------\nFrom: Bob <bob@example.org>\nDate: 2/4/2012\n\nDark"
    assert trimmed(text).text == text


def test_the_rest_is_all_that_is_folded_away():
    text = "Yes.\n\n-- \nAna\n\nOn 2/4/2012 18:26, Desk wrote:\n> Which?\n> Lamp?"
    assert trimmed(text).rest == "-- \nAna\n\nOn 2/4/2012 18:26, Desk wrote:\n> Which?\n> Lamp?"
