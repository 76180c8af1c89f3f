"""How an action says no."""

from enum import StrEnum


class Kind(StrEnum):
    """Why it was refused; the API shows it as the end of the problem's type."""

    TOO_LATE = "too-late"
    NOT_ALLOWED = "not-allowed"
    FULL = "full"
    CONFLICT = "conflict"
    INVALID = "invalid"
    EXPIRED = "expired"


class Refused(Exception):
    """The rules say no, in one translated sentence that also says what to do.

    A page shows the sentence where the person came from, the API answers 409 with it.
    """

    def __init__(self, sentence: object, *, kind: Kind = Kind.NOT_ALLOWED) -> None:
        super().__init__(str(sentence))
        self.kind = kind

    @property
    def sentence(self) -> str:
        return str(self.args[0])
