"""What a short answer to "is it solved?" means: yes, thanks, or anything else, in the five languages."""

import re

LONGEST_ANSWER = 200
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SPLIT = re.compile(r"[\s,.!?;:()\-–—…]+")


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# A "no" anywhere means that it is no yes.
_NO = _words(
    "not no never isn't doesn't didn't won't still again but however",
    "pas non toujours encore mais jamais sigue todavía aún pero nunca nie nadal wciąż ale ciągle",
)
_YES = _words(
    "yes solved works working fixed resolved done confirmed confirm ok okay",
    "oui résolu résolue fonctionne marche réglé réparé confirme",
    "sí si resuelto resuelta funciona arreglado arreglada solucionado solucionada confirmo",
    "tak rozwiązane rozwiązany działa naprawione naprawiony potwierdzam załatwione",
)
_POLITE = _words(
    "thanks thank you thx very much many so a lot for your the help it is it's now all good great perfect super fine",
    "and hello hi dear regards best kind cheers that this has been problem issue me us we i",
    "merci beaucoup bien c'est tout est ça cela parfait maintenant bonjour cordialement problème le la l'aide de votre",
    "gracias muchas muy bien todo está perfecto ahora ya lo la el ayuda por su hola saludos problema",
    "dziękuję dzięki bardzo dobrze teraz już wszystko jest super świetnie pomoc za problem pozdrawiam",
)
_THAI_NO = ("ไม่", "ยัง", "แต่")
_THAI_YES = ("ใช้ได้", "เรียบร้อย", "แก้แล้ว", "หายแล้ว", "ใช่", "ยืนยัน", "เสร็จแล้ว")
_THAI_POLITE = ("ขอบคุณ", "ขอบใจ")
_THAI_LITTLE = ("มาก", "ครับ", "ค่ะ", "คะ", "แล้ว", "นะ", "ๆ", "สำหรับ", "ความช่วยเหลือ", "ตอนนี้", "สวัสดี", "ได้", "ดี")


def of_answer(text: str) -> str:
    """ "confirmed", "thanks", or nothing where it says more than that or something else.

    >>> of_answer("Yes, it works now. Thank you!"), of_answer("Thanks"), of_answer("Thanks, but it still drips")
    ('confirmed', 'thanks', '')
    """
    text = text.strip().lower()
    if not text or len(text) > LONGEST_ANSWER:
        return ""
    if any("\u0e00" <= letter <= "\u0e7f" for letter in text):
        return _of_thai(text)
    words = {word.replace("’", "'") for word in _WORD.findall(text)}
    if not words or words & _NO or words - _YES - _POLITE or "?" in text:
        return ""
    return "confirmed" if words & _YES else "thanks"


def _of_thai(text: str) -> str:
    if any(word in text for word in _THAI_NO) or "?" in text:
        return ""
    says_yes, rest = any(word in text for word in _THAI_YES), "".join(_SPLIT.split(text))
    for word in sorted((*_THAI_YES, *_THAI_POLITE, *_THAI_LITTLE), key=len, reverse=True):
        rest = rest.replace(word, "")
    if rest:
        return ""
    return "confirmed" if says_yes else "thanks"
