"""Text as people type it: cleaned of what can't be seen, cut to compare."""

import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEEP = {"\n", "\t", "\u200c", "\u200d"}  # joiners belong to scripts and emoji


def clean(text: str) -> str:
    """One form (NFC), without control characters, overrides of direction and NUL; ends stripped."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in _KEEP or unicodedata.category(c) not in _INVISIBLE).strip()


def fold(text: str) -> str:
    """For comparing: no case, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
