"""The commonest words of the five languages: what tells a language, and what is not worth marking."""

from functools import cache

from firstline.language.folding import fold

COMMON_WORDS = {
    "en": "the of and to in is was were are be been do does did what which who whom whose where when why how many much"
    " it its this that these those there their they he she we you your my our with without from for not no on at by as"
    " an or if can could would should will has have had about after before between into during more than under over",
    "fr": "le la les un une des du de au aux et ou est sont était étaient être a ont été que qui quoi dont où quand"
    " comment pourquoi combien quel quelle quels quelles il elle ils elles on nous vous je ce cet cette ces son sa ses"
    " leur leurs mon ma mes votre vos ne pas plus par pour avec sans sur sous dans entre vers chez depuis pendant l d",
    "es": "el la los las un una unos unas de del al y o es son era eran ser está están fue fueron ha han que qué quién"
    " quiénes cuál cuáles cuándo cómo dónde cuánto cuántos cuántas por para con sin sobre bajo entre hasta desde"
    " durante no sí más menos muy su sus mi mis tu tus nuestro se le les lo yo él ella ellos nosotros usted este esta"
    " estos ese",
    "pl": "i w z na do od za po przez przy dla bez pod nad o u ze we jest są był była było byli były być nie tak się co"
    " kto kogo komu kim czym czego kiedy gdzie jak jaki jaka jakie jakim jakiej dlaczego ile który która które którego"
    " której którym czy to ten ta te tego tej tym jego jej ich on ona ono oni mój moja nasz wasz oraz lub ale więc"
    " także",
    "th": "การ ความ ที่ ซึ่ง และ หรือ แต่ ของ ใน บน จาก ถึง กับ โดย เพื่อ ให้ ได้ ไม่ เป็น คือ มี อยู่ จะ ก็ ไป มา แล้ว นี้ นั้น ว่า"
    " อะไร ใคร ไหน เมื่อ ครับ ค่ะ นะ",
}


@cache
def _folded() -> frozenset[str]:
    return frozenset(fold(word) for words in COMMON_WORDS.values() for word in words.split())


def is_common(exact: str) -> bool:
    """Whether a folded word is among the commonest of any of the languages."""
    return exact in _folded()
