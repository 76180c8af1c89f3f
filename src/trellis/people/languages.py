"""Languages that people speak: from how they write a name to its ISO 639-1 code, and back."""

from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext

from trellis.common.words import fold

# Names beside those that Django knows.
MORE = {
    "ak": "Akan", "am": "Amharic", "as": "Assamese", "ay": "Aymara", "ba": "Bashkir", "bi": "Bislama",
    "bm": "Bambara", "bo": "Tibetan", "ce": "Chechen", "co": "Corsican", "cr": "Cree", "dv": "Maldivian",
    "dz": "Dzongkha", "ee": "Ewe", "ff": "Fula", "fj": "Fijian", "fo": "Faroese", "gn": "Guarani",
    "gu": "Gujarati", "gv": "Manx", "ha": "Hausa", "ht": "Haitian Creole", "iu": "Inuktitut", "jv": "Javanese",
    "kg": "Kongo", "ki": "Kikuyu", "kl": "Greenlandic", "ks": "Kashmiri", "ku": "Kurdish", "kw": "Cornish",
    "la": "Latin", "lg": "Ganda", "ln": "Lingala", "lo": "Lao", "mg": "Malagasy", "mh": "Marshallese",
    "mi": "Māori", "mt": "Maltese", "nd": "Northern Ndebele", "no": "Norwegian", "nr": "Southern Ndebele",
    "nv": "Navajo", "ny": "Chichewa", "oc": "Occitan", "oj": "Ojibwe", "om": "Oromo", "or": "Odia",
    "ps": "Pashto", "qu": "Quechua", "rn": "Kirundi", "rw": "Kinyarwanda", "sa": "Sanskrit", "sd": "Sindhi",
    "se": "Northern Sami", "sg": "Sango", "si": "Sinhala", "sm": "Samoan", "sn": "Shona", "so": "Somali",
    "ss": "Swati", "st": "Sotho", "su": "Sundanese", "ti": "Tigrinya", "tl": "Tagalog", "tn": "Tswana",
    "to": "Tongan", "ts": "Tsonga", "ty": "Tahitian", "ve": "Venda", "vo": "Volapük", "wa": "Walloon",
    "wo": "Wolof", "xh": "isiXhosa", "yi": "Yiddish", "yo": "Yoruba", "za": "Zhuang", "zh": "Chinese",
    "zu": "isiZulu",
}  # fmt: skip
ALSO = {"farsi": "fa", "mandarin": "zh", "filipino": "tl", "xhosa": "xh", "zulu": "zu", "maori": "mi", "flemish": "nl"}


@cache
def names() -> dict[str, str]:
    """Code → English name, of two-letter codes."""
    known = {code: str(info["name"]) for code, info in LANG_INFO.items() if len(code) == 2 and "name" in info}
    return dict(sorted((known | MORE).items(), key=lambda item: item[1]))


@cache
def _codes() -> dict[str, str]:
    """However somebody may write it (English name, own name, code) → code."""
    own = {fold(str(info["name_local"])): code for code, info in LANG_INFO.items() if len(code) == 2 and "name" in info}
    english = {fold(name): code for code, name in names().items()}
    return own | ALSO | english | {code: code for code in names()}


def code_of(written: str) -> str | None:
    """The code of a language as somebody writes it, in English, in itself, or in the reader's language."""
    folded = fold(written)
    if folded in _codes():
        return _codes()[folded]
    return next((code for code, name in names().items() if fold(gettext(name)) == folded), None)


def name_of(code: str) -> str:
    """Its name in the reader's language, as far as we know it."""
    return gettext(names().get(code, code))
